"""Where the parts of the window stand, which of them are open, and how that is remembered."""

import base64
import binascii
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from nnviz.app.settings import Settings
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.panels.dock_title import DockTitle
from nnviz.views.panels.notice_bar import NoticeBar
from nnviz.views.presenter import Views
from nnviz.views.theme import Theme
from nnviz.views.words import Translate, Words

PANELS: dict[str, tuple[Message, Qt.DockWidgetArea]] = {
    "build": (message("Build"), Qt.DockWidgetArea.LeftDockWidgetArea),
    "inspector": (message("Inspector"), Qt.DockWidgetArea.RightDockWidgetArea),
    "curve": (message("Loss curve"), Qt.DockWidgetArea.RightDockWidgetArea),
}
_RIGHT = ("inspector", "curve")  # from top to bottom
_FIRST_SIZE = QSize(1440, 860)
_ROOMY_PX = 1800  # from this width on the build panel is open at first
_MAP_SHARE, _MAP_LEAST, _MAP_MOST = 0.28, 92, 205
_BARS_PX = 300  # what the bars take of the height before map and stage share the rest
_SIDE_PX, _CURVE_PX = 300, 180
_VERSION = 1  # of the remembered panels; another one is not restored


class Arrangement:
    """Places the widgets in the window and opens and closes the panels.

    ``on_change`` is called when a panel has been opened or closed, by whatever way.
    """

    def __init__(
        self,
        window: QMainWindow,
        views: Views,
        welcome: NoticeBar,
        tr: Translate,
        on_change: Callable[[], None],
    ) -> None:
        self._window = window
        self._views = views
        self._words = Words(tr)
        self._on_change = on_change
        widgets: dict[str, QWidget] = {
            "build": views.build, "inspector": views.inspector, "curve": views.curve,
        }  # fmt: skip
        self._titles: dict[str, DockTitle] = {}
        self._docks = {name: self._dock(name, widgets[name]) for name in PANELS}
        self._map_open = True
        self._centre = self._make_centre(welcome)
        window.setCentralWidget(self._centre)
        window.setMenuWidget(views.top_bar)
        window.setMinimumSize(900, 560)

    def is_open(self, panel: str) -> bool:
        """Say whether a panel is open."""
        return self._map_open if panel == "map" else not self._docks[panel].isHidden()

    def set_open(self, panel: str, is_open: bool) -> None:
        """Open or close a panel."""
        if panel == "map":
            self._map_open = is_open
            self._views.map.setVisible(is_open)
            self._on_change()
        else:
            opened = is_open and self._docks[panel].isHidden()
            self._docks[panel].setVisible(is_open)
            if opened and panel in _RIGHT:
                self._share_right()

    def fit_map(self) -> None:
        """Give the map its share of the height; the stage keeps the rest."""
        height = round((self._window.height() - _BARS_PX) * _MAP_SHARE)
        self._views.map.setFixedHeight(min(max(height, _MAP_LEAST), _MAP_MOST))

    def restore(self, settings: Settings) -> bool:
        """Put everything where it was last; say whether anything was remembered."""
        geometry, panels = _bytes(settings.window_geometry), _bytes(settings.window_panels)
        known = bool(geometry) and self._window.restoreGeometry(QByteArray(geometry))
        if not known:
            self._first_place()
        map_mark, rest = panels[:1], panels[1:]
        if rest and self._window.restoreState(QByteArray(rest), _VERSION):
            self.set_open("map", map_mark != b"0")
        else:
            self._first_panels()
        self.fit_map()
        return known

    def remembered(self) -> tuple[str, str]:
        """Return the window's place and its panels, as text."""
        place = bytes(self._window.saveGeometry().data())
        panels = bytes(self._window.saveState(_VERSION).data())
        mark = b"1" if self._map_open else b"0"
        return base64.b64encode(place).decode(), base64.b64encode(mark + panels).decode()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        outline = theme.color(Role.OUTLINE).name()
        self._window.setStyleSheet(
            f"QMainWindow::separator {{ background: {outline}; width: 1px; height: 1px; }}"
            "QMenuBar { background: transparent; }"
        )
        for title in self._titles.values():
            title.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for title in self._titles.values():
            title.retranslate(tr)

    def _dock(self, name: str, widget: QWidget) -> QDockWidget:
        text, area = PANELS[name]
        dock = QDockWidget(self._window)
        dock.setObjectName(name)  # saveState knows docks by their names
        dock.setWidget(widget)
        dock.setAutoFillBackground(True)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        dock.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self._words.put(dock.setWindowTitle, text)
        self._titles[name] = DockTitle(text, self._words.tr)
        self._titles[name].closed.connect(dock.close)
        dock.setTitleBarWidget(self._titles[name])
        self._window.addDockWidget(area, dock)
        dock.visibilityChanged.connect(self._on_visibility)
        if isinstance(widget, QScrollArea):
            widget.viewport().setAutoFillBackground(True)
        return dock

    def _on_visibility(self) -> None:
        # A window that is being destroyed closes its docks last of all.
        if isValid(self._window):
            self._on_change()

    def _make_centre(self, welcome: NoticeBar) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self._views.notice, welcome):
            column.addWidget(bar)
        column.addWidget(self._views.map)
        column.addWidget(self._views.stage, 1)
        column.addWidget(self._views.timeline)
        column.addWidget(self._views.transport)
        self._views.transport.setAutoFillBackground(True)
        return centre

    def _first_place(self) -> None:
        screen = self._window.screen().availableGeometry()
        self._window.resize(_FIRST_SIZE.boundedTo(screen.size()))
        self._window.move(screen.center() - self._window.rect().center())

    def _first_panels(self) -> None:
        self.set_open("build", self._window.width() >= _ROOMY_PX)
        docks = [self._docks[name] for name in _RIGHT]
        self._window.resizeDocks(docks, [_SIDE_PX, _SIDE_PX], Qt.Orientation.Horizontal)
        self._share_right()

    def _share_right(self) -> None:
        """Give the curve what it needs; Qt halves the height when a panel is opened again."""
        docks = [self._docks[name] for name in _RIGHT]
        self._window.resizeDocks(docks, [1000, _CURVE_PX], Qt.Orientation.Vertical)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
