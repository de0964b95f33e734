"""Joins the guide to the window: its actions, the small ? of the panels, the way to the stage."""

import base64
import binascii
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray

from nnviz.app.guide import panel_anchor, specimen, symptom_anchor
from nnviz.app.session import Session
from nnviz.app.texts import Catalogue
from nnviz.app.view_state import ViewState
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import Symptom
from nnviz.views.guide.help_button import HelpButton
from nnviz.views.guide.reader import Reader
from nnviz.views.guide.window import GuideWindow
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class GuideFeature(Feature):
    """The window of the guide is made when it is first wanted."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        settings = session.settings
        self._target, self._zoom = settings.guide_page, settings.guide_zoom
        self._geometry = settings.guide_geometry
        self.guide: GuideWindow | None = None
        self.corners = {
            name: HelpButton(window.translate, corner_of=part, inset=inset, top=top)
            for name, part, inset, top in (
                ("map", window.views.map, 10, 6),
                ("symptoms", window.views.symptoms, 30, 6),
                ("code", window.views.code, 2, 6),
                ("stage", window.views.level, 10, 0),
                ("timeline", window.views.timeline, 10, 4),
            )
        }
        self.corners["transport"] = window.views.transport.help_button
        for name, button in self.corners.items():
            self._connect(button, name)
        window.views.symptoms.help_wanted.connect(self.explain)

    def start(self, state: ViewState) -> None:
        """Give every panel its ?: all panels are there now."""
        del state
        for name, title in self._window.arrangement.titles.items():
            title.asked.connect(lambda name=name: self.open(panel_anchor(name)))

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Let the pages follow the way of writing and the network that is open."""
        del old, new
        self._refresh()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        for button in self.corners.values():
            button.retranslate(tr)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for button in self.corners.values():
            button.set_theme(theme)
        self._window.views.code.leave_corner_free(self.corners["code"].width())
        self._refresh()

    def remembered(self) -> dict[str, Any]:
        """Return the page, the zoom and the place of the guide."""
        self._note()
        return {
            "guide_page": self._target,
            "guide_zoom": self._zoom,
            "guide_geometry": self._geometry,
        }

    def close(self) -> None:
        """Close the guide with the window."""
        if self.guide is not None:
            self.guide.close()
            self.guide.deleteLater()
            self.guide = None

    def open(self, target: str = "") -> None:
        """Open the guide: at a page or an anchor, or where one was last."""
        if self.guide is None:
            self.guide = self._make()
        if target or not self.guide.target:
            self.guide.open(target or self._target)
        self.guide.set_reader(self._reader())
        self.guide.show()
        self.guide.activateWindow()
        self.guide.browser.setFocus()

    def open_step(self) -> None:
        """Open the page of the step on the stage."""
        state = self._session.state
        self.open(str(state.trace.steps[state.status.position.step_index].kind))

    def explain(self, symptom: Symptom) -> None:
        """Open the page of a symptom."""
        self.open(symptom_anchor(symptom.kind))

    def show_on_stage(self, name: str) -> None:
        """Go to a step of a kind; where the open network has none, open an example that has."""
        kind = StepKind(name)
        if not self._seek(kind):
            found = specimen(kind)
            keeping = self._window.feature(Keeping)
            keeping.ask_first(lambda: self._open_example(kind, found.iteration))
            return
        self._window.activateWindow()

    def _open_example(self, kind: StepKind, iteration: int) -> None:
        self._window.feature(Keeping).open_experiment(specimen(kind).experiment)
        for _ in range(iteration):
            self._session.next_iteration()
        if self._seek(kind):
            self._window.activateWindow()

    def _seek(self, kind: StepKind) -> bool:
        state = self._session.state
        found = [step for step in state.trace.steps if step.kind == kind]
        if not found:
            return False
        if state.chain is not None:
            self._session.close_chain()
        largest = max(found, key=lambda step: step.value.size)
        self._session.seek_step(largest.index, 0.0)
        return True

    def _run(self, action_id: str) -> None:
        self._window.activateWindow()
        self._window.menus.actions[action_id].trigger()

    def _make(self) -> GuideWindow:
        made = GuideWindow(self._reader(), self._zoom)
        made.show_wanted.connect(self.show_on_stage)
        made.action_wanted.connect(self._run)
        if self._geometry:
            made.restoreGeometry(QByteArray(_bytes(self._geometry)))
        return made

    def _reader(self) -> Reader:
        state = self._session.state
        return Reader(
            self._window.theme,
            Catalogue(state.language, state.notation),
            state.orientation,
            state.notation,
            state.digits,
            frozenset(step.kind for step in state.trace.steps),
        )

    def _refresh(self) -> None:
        if self.guide is not None and self.guide.isVisible():
            self.guide.set_reader(self._reader())

    def _note(self) -> None:
        if self.guide is not None:
            self._target, self._zoom = self.guide.target, self.guide.zoom
            self._geometry = base64.b64encode(bytes(self.guide.saveGeometry().data())).decode()

    def _connect(self, button: HelpButton, name: str) -> None:
        button.clicked.connect(lambda: self.open(panel_anchor(name)))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
