"""Joins the comparison of two runs to the window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from nnviz.app import data
from nnviz.app.comparing.beside import beside
from nnviz.app.comparing.cells import told
from nnviz.app.comparing.facts import Fact, caption
from nnviz.app.comparing.rival import Rival, Side
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.comparing.bar import CompareBar
from nnviz.views.comparing.catching_up import CatchingUp
from nnviz.views.comparing.rival_curve import RivalCurve
from nnviz.views.comparing.shown_run import ShownRun
from nnviz.views.comparing.split import SplitStage
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.comparing.dialog import CompareDialog
    from nnviz.views.window.main_window import MainWindow

_NEED_TWO = ("swap_runs", "take_rival", "stop_comparing", "next_compared", "compared_both",
             "compared_a", "compared_b", "compared_difference")  # fmt: skip
_SEEN = ("trace", "status", "orientation", "digits", "sample", "theme", "samples", "product_view",
         "reduced_motion", "level", "rival", "chain")  # fmt: skip
_HINT = message(
    "Point at a number to see it in both runs; what differs is lit. Map, symptoms, code and what "
    "if are those of run A."
)
_BENEATH = message(
    "Beneath each number that differs stands A's: ▲ where B is larger, ▼ where it is smaller."
)


class Comparing(Feature):
    """Splits the stage while two runs are compared, and trains the second one behind the first."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        theme, tr = window.theme, window.translate
        middle = window.centralWidget()
        centre = None if middle is None else middle.layout()
        assert isinstance(centre, QVBoxLayout)  # the arrangement made it
        place = centre.indexOf(window.views.stage)
        self.split = SplitStage(window.views.stage, theme, tr)
        self.bar = CompareBar(theme, tr)
        self.curve = RivalCurve(window.views.curve, theme, tr)
        self.catching_up = CatchingUp(session, self)
        self.dialog: CompareDialog | None = None
        self._facts: dict[Side, tuple[Fact, ...]] = {}
        self._facts_of: tuple[object, object] = (None, None)
        centre.insertWidget(place, self.split, 1)
        centre.insertWidget(place, self.bar)
        window.presenter.other_stage = self.split.other
        self.shown_run = ShownRun(window)
        self._connect()

    def ask(self) -> None:
        """Let the person choose what is to be changed."""
        from nnviz.views.comparing.dialog import CompareDialog

        state, run = self._session.state, self._session.training_job(0).run
        n_samples = data.training(state.experiment.data).n_samples
        window = self._window
        dialog = CompareDialog(
            state.experiment, n_samples, run.origin, window.theme, window.translate, window
        )
        self.dialog = dialog
        dialog.chosen.connect(self._session.compare)
        dialog.finished.connect(self._on_answered)
        dialog.open()

    def start(self, state: ViewState) -> None:
        """Show one run, or two."""
        self._show(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what has changed."""
        if old.rival is None and new.rival is None:
            return
        if any(getattr(old, name) is not getattr(new, name) for name in _SEEN):
            self._show(new)
        if not self._window.training.is_running:
            self.catching_up.look()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.split.set_theme(theme)
        self.bar.set_theme(theme)
        self.curve.set_theme(theme)
        self.shown_run.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.split.retranslate(tr)
        self.bar.retranslate(tr)
        self.curve.retranslate(tr)
        self.shown_run.retranslate(tr)

    def close(self) -> None:
        """Stop training: the window closes."""
        self.catching_up.close()

    def _connect(self) -> None:
        session, window, other = self._session, self._window, self.split.other
        other.hovered.connect(session.hover)
        other.clicked.connect(window.toggle_pin)
        other.sample_chosen.connect(session.select_sample)
        other.double_clicked.connect(session.may_suppose)
        other.asked.connect(window.why.ask)
        other.deeper.connect(lambda _: window.levels.deeper())
        other.higher.connect(window.levels.higher)
        other.resized.connect(self._on_resized)
        self.split.aimed.connect(session.aim)
        self.bar.shown_chosen.connect(session.show_compared)
        self.bar.swap_wanted.connect(session.swap)
        self.bar.take_wanted.connect(session.take_rival)
        self.bar.closed.connect(session.stop_comparing)
        self.catching_up.progressed.connect(lambda _: self._say(session.state))

    def _show(self, state: ViewState) -> None:
        rival = state.rival
        for name in _NEED_TWO:
            self._window.menus.actions[name].setEnabled(rival is not None)
        self.bar.setVisible(rival is not None)
        aimed_b = rival is not None and rival.side == "b" and beside(state) is not None
        self.shown_run.show_side(None if rival is None else "b" if aimed_b else "a")
        if rival is None:
            self.split.show_halves(None)
            self.curve.show_rival(None, {}, 0, state.digits)
            return
        self._know_facts(state, rival)
        self._show_halves(state, rival)
        self._say(state)
        self.curve.show_rival(rival, self._facts, state.iteration, state.digits)

    def _show_halves(self, state: ViewState, rival: Rival) -> None:
        seen = beside(state)
        self.split.show_halves("a" if state.chain is not None else rival.shown)
        self.split.say_absent(rival.absent if seen is None else None)
        for side, part in self.split.captions.items():
            part.show_facts(self._facts[side], aimed=rival.side == side)
        if seen is not None and not self.split.other.isHidden():
            self._window.presenter.show_on(seen, self.split.other)

    def _know_facts(self, state: ViewState, rival: Rival) -> None:
        both = state.experiment, rival.experiment
        if both[0] is not self._facts_of[0] or both[1] is not self._facts_of[1]:
            self._facts_of = both
            self._facts = {"a": caption(*both), "b": caption(*reversed(both))}

    def _say(self, state: ViewState) -> None:
        if state.rival is not None:
            self.bar.show_state(state.rival.shown, told(state) or self._news(state.rival, state))

    def _news(self, rival: Rival, state: ViewState) -> Message:
        """Return what there is to say of run B while nothing is pointed at."""
        if rival.problem is not None:
            return message("Run B has stopped: {problem}", problem=rival.problem)
        if rival.last_iteration < state.last_iteration:
            return message(
                "Run B is being trained: {done} of {all} iterations",
                done=grouped(rival.last_iteration + 1),
                all=grouped(state.last_iteration + 1),
            )
        if rival.only_here:
            return Message(
                "Run B has {count} step right before this one that run A has not; swap to see it.",
                plural="Run B has {count} steps right before this one that run A has not; swap to "
                "see them.",
                count=rival.only_here,
            )
        return _BENEATH if rival.shown == "difference" else _HINT

    def _on_resized(self) -> None:
        seen = beside(self._session.state)
        if seen is not None:
            self._window.presenter.show_on(seen, self.split.other)

    def _on_answered(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
