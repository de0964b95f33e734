"""What stands beside the stage and can be folded away: code, gradient norms and symptoms."""

from collections.abc import Callable

from nnviz.app.session import Session
from nnviz.app.symptoms import norms_of, symptoms_of
from nnviz.app.view_state import ViewState
from nnviz.engine.gradient_norms import LayerNorm
from nnviz.engine.symptom import Symptom
from nnviz.scene.chain.state import parts
from nnviz.scene.primitives import CellRef
from nnviz.views.window.presenter import Views


class Sidelights:
    """Tells the strips what has changed, but only those that are open."""

    def __init__(self, session: Session, views: Views, is_open: Callable[[str], bool]) -> None:
        self._session = session
        self._views = views
        self._is_open = is_open
        views.symptoms.norm_chosen.connect(self.go_to_norm)
        views.symptoms.symptom_chosen.connect(self.go_to)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what has changed."""
        here = old.status.position.step_index == new.status.position.step_index
        same = old.trace is new.trace and old.sample == new.sample and old.chain is new.chain
        if not (here and same and old.orientation == new.orientation):
            self._show_code(new)
        if old.trace is not new.trace or old.notice is not new.notice:
            self._show_symptoms(new)
        if old.trace is not new.trace or old.digits != new.digits:
            self._show_norms(new)

    def refresh(self) -> None:
        """Show everything: a strip has been opened."""
        state = self._session.state
        self._show_code(state)
        self._show_symptoms(state)
        self._show_norms(state)

    def go_to(self, symptom: Symptom) -> None:
        """Go to the step that shows a symptom, and keep its cell."""
        self._session.pin(CellRef(*symptom.cell))
        self._session.seek_step(symptom.step_index, 1.0)

    def go_to_norm(self, norm: LayerNorm) -> None:
        """Go to the step that computes a layer's weight gradient."""
        self._session.seek_step(norm.step_index, 1.0)

    def _show_code(self, state: ViewState) -> None:
        if not self._is_open("code"):
            return
        if (open_ := state.chain) is not None:
            part = parts(open_.chain, open_.order)[open_.status.position.step_index]
            self._views.code.show_product(open_.chain, open_.order, part.number)
        else:
            step = state.trace.steps[state.status.position.step_index]
            shown = step.for_sample(state.sample) if step.sample is not None else step
            self._views.code.show_step(shown, state.orientation)

    def _show_symptoms(self, state: ViewState) -> None:
        found = symptoms_of(state)
        self._views.top_bar.set_symptoms(len(found))
        if self._is_open("symptoms"):
            self._views.symptoms.show_symptoms(found)

    def _show_norms(self, state: ViewState) -> None:
        if self._is_open("symptoms"):
            self._views.symptoms.show_norms(norms_of(state), state.digits)
