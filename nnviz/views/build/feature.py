"""Joins building to the window: advice, the layer's commands, given values, the map."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt

from nnviz.app import advice
from nnviz.app.advice.remark import Sight
from nnviz.app.edits import Edit
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import message
from nnviz.scene.primitives import CellRef
from nnviz.views.build.layer_menu import LayerMenu
from nnviz.views.build.map_strips import MapStrips
from nnviz.views.build.values_dialog import MOST_VALUES, ValuesDialog
from nnviz.views.guide.feature import GuideFeature
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class BuildFeature(Feature):
    """The build panel's remarks, what it remembers, and building on the map."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._panel = window.views.build
        self.strips = MapStrips(window.views.map, window.theme, window.translate)
        self._was_open = False
        self._panel.fold(session.settings.folded_groups)
        self._panel.sight_chosen.connect(self.show_sight)
        self._panel.layer_menu_wanted.connect(self.open_menu)
        self._panel.values_wanted.connect(self.ask_for_values)
        window.views.notice.edit_chosen.connect(window.edit)
        self.strips.edited.connect(self._edit_on_map)
        self.strips.menu_wanted.connect(self.open_menu)
        self.strips.toggled.connect(lambda _: window.menus.refresh())

    @property
    def builds_on_map(self) -> bool:
        """Whether one builds on the map."""
        return self.strips.is_open

    def start(self, state: ViewState) -> None:
        """Show the first state."""
        self._was_open = self._window.is_panel_open("build")
        self._show(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what is to be said about another experiment."""
        if old.experiment is not new.experiment:
            self._show(new)

    def refresh(self) -> None:
        """Bring the remarks up to date, and the keyboard there, when the panel is opened."""
        is_open = self._window.is_panel_open("build")
        if is_open and not self._was_open:
            self._show(self._session.state)
            self._panel.take_focus()
        self._was_open = is_open

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.strips.retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.strips.set_theme(theme)

    def remembered(self) -> dict[str, Any]:
        """Return which groups are folded."""
        return {"folded_groups": self._panel.folded_groups}

    def toggle_map(self) -> None:
        """Begin or end building on the map; it is opened if it is not."""
        if not self.builds_on_map:
            self._window.set_panel_open("map", True)
        self.strips.set_open(not self.builds_on_map)

    def show_sight(self, sight: Sight | None) -> None:
        """Go to where a remark can be seen."""
        if sight is None:
            return
        if sight.page:
            self._window.feature(GuideFeature).open(sight.page)
        if sight.panel:
            self._window.set_panel_open(sight.panel, True)
        if sight.array:
            self._window.go_to(CellRef(sight.array, 0, 0))

    def open_menu(self, layer: int, at: QPoint) -> None:
        """Offer the commands of a layer."""
        menu = LayerMenu(
            self._session.state.experiment.spec,
            layer,
            self._window.translate,
            self._window.edit,
            self.ask_for_values,
            self._window,
        )
        menu.popup(at)
        menu.setFocus(Qt.FocusReason.PopupFocusReason)

    def ask_for_values(self, layer: int) -> None:
        """Let the initial values of a layer be given."""
        trace = self._session.state.trace
        W, name = trace[f"W{layer}"], f"b{layer}"
        if W.size > MOST_VALUES:
            self._window.refuse(
                message(
                    "Layer {layer} has {count} weights: too many to type. Up to {most} can be "
                    "given as a table.",
                    layer=layer,
                    count=W.size,
                    most=MOST_VALUES,
                )
            )
            return
        b = trace[name] if self._session.state.experiment.spec.layers[layer - 1].bias else None
        dialog = ValuesDialog(layer, W, b, self._window.translate, self._window)
        dialog.given.connect(self._window.edit)
        dialog.open()

    def _edit_on_map(self, edit: Edit) -> None:
        self._window.edit(edit)
        # The next turn of a quick wheel comes before the window has been told.
        self.strips.show_experiment(self._session.state.experiment)

    def _show(self, state: ViewState) -> None:
        self.strips.show_experiment(state.experiment)
        if self._window.is_panel_open("build"):
            self._panel.show_remarks(_remarks(state))


def _remarks(state: ViewState) -> tuple[advice.Remark, ...]:
    try:
        return advice.remarks(state.experiment)
    except NnvizError:  # a file that has gone since it was read: nothing to say about it here
        return ()
