"""The plots panel as a part of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import message
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.metering import Metering
from nnviz.views.plots.page import PageTools
from nnviz.views.window.feature import Feature
from nnviz.views.window.worker import Worker

if TYPE_CHECKING:
    from nnviz.views.plots.panel import PlotsPanel
    from nnviz.views.window.main_window import MainWindow

_SHARE = 0.6  # of the height of the window
_OWN = (
    Qt.WindowType.Window
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowMinMaxButtonsHint
    | Qt.WindowType.WindowCloseButtonHint
)


class Plots(Feature):
    """Adds the panel; it may stand on any side, or on a second screen."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._worker = Worker(self)
        self._was_seen = False
        self._panel: PlotsPanel | None = None
        self.metering = Metering(self._worker, self._is_training, self)
        self._frame = QWidget()
        QVBoxLayout(self._frame).setContentsMargins(0, 0, 0, 0)
        self.dock = window.arrangement.add_panel(
            "plots", message("Plots"), Qt.DockWidgetArea.RightDockWidgetArea, self._frame
        )
        self.dock.setFeatures(
            self.dock.features() | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.dock.topLevelChanged.connect(self._on_floating)

    @property
    def panel(self) -> "PlotsPanel":
        """The panel; made when it is first wanted, for its dozen plots would delay every start."""
        from nnviz.views.plots.panel import PlotsPanel

        if self._panel is None:
            window = self._window
            tools = PageTools(
                self._session, self._worker, window.theme, window.translate, self._is_training,
                self._run_action, self.metering,
            )  # fmt: skip
            self._panel = PlotsPanel(tools)
            self._panel.float_wanted.connect(self.toggle_floating)
            self._panel.refused.connect(window.refuse)
            self._panel.show_state(self._session.state)
            layout = self._frame.layout()
            assert layout is not None  # given to it when it was made
            layout.addWidget(self._panel)
        return self._panel

    def start(self, state: ViewState) -> None:
        """Show the first state."""
        del state
        self.refresh()

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what has changed."""
        del old
        if self._panel is not None:
            self._panel.show_state(new)

    def refresh(self) -> None:
        """Compute only while it is seen."""
        seen = not self.dock.isHidden()
        if seen and not self._was_seen and not self.dock.isFloating():
            # Of the height, what the panels beside it do not need.
            high = round(_SHARE * self._window.height())
            self._window.resizeDocks([self.dock], [high], Qt.Orientation.Vertical)
        self._was_seen = seen
        if seen or self._panel is not None:
            self.panel.set_seen(seen)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        if self._panel is not None:
            self._panel.retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        if self._panel is not None:
            self._panel.set_theme(theme)

    def close(self) -> None:
        """Stop what is under way."""
        if self._panel is not None:
            self._panel.set_seen(False)
        self._worker.close()

    def toggle_floating(self) -> None:
        """Put the panel in a window of its own, or back."""
        self.dock.setFloating(not self.dock.isFloating())

    def _on_floating(self, floating: bool) -> None:
        if floating and not self.dock.isHidden():
            # A real window, so that it can fill a second screen.
            place = self.dock.geometry()
            self.dock.setWindowFlags(_OWN)
            self.dock.setGeometry(place)
            self.dock.show()

    def _is_training(self) -> bool:
        return self._window.training.is_running

    def _run_action(self, action_id: str) -> None:
        action = self._window.menus.actions.get(action_id)
        # What opens a panel would close one that is open.
        if action is not None and not action.isChecked():
            action.trigger()
