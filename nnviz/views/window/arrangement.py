"""Where the parts of the window stand, which of them are open, and how that is remembered."""

import base64
import binascii
from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from nnviz.app.settings import Settings
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.dock_title import DockTitle
from nnviz.views.panels.notice_bar import NoticeBar
from nnviz.views.reaching.parts import go_into, is_in
from nnviz.views.window.presenter import Views
from nnviz.views.window.stage_room import StageRoom

PANELS: dict[str, tuple[Message, Qt.DockWidgetArea]] = {
    "build": (message("Build"), Qt.DockWidgetArea.LeftDockWidgetArea),
    "inspector": (message("Inspector"), Qt.DockWidgetArea.RightDockWidgetArea),
    "why": (message("Why this number?"), Qt.DockWidgetArea.RightDockWidgetArea),
    "curve": (message("Loss curve"), Qt.DockWidgetArea.RightDockWidgetArea),
}
_NAMES: dict[str, Message] = {
    "map": message("Network map"), "symptoms": message("Symptoms"),
    "code": Message("Code", context="panel"),
}  # fmt: skip
STRIPS = ("symptoms", "code")  # beside the map, under the stage; closed at first
_ENTERED = ("build", "plots")  # worked in, not only looked at
_RIGHT = ("inspector", "why", "curve")  # from top to bottom
# Which of two remembered parts is the newer wish: the last one keeps its room longest.
_ORDER = ("code", "symptoms", "curve", "map", "inspector", "plots", "why", "data", "build")
_FIRST_SIZE = QSize(1440, 860)
_ROOMY_PX = 1800  # from this width on the build panel is open at first
_MAP_SHARE, _MAP_LEAST, _MAP_MOST = 0.28, 92, 205
_MAP_LOW, _NARROW_PX = 150, 1200  # a low map, and a window too narrow for two things beside it
_LOW_PX = 640  # a lower window has one line of code for each language
_BARS_PX = 300  # what the bars take of the height before map and stage share the rest
_SIDE_PX, _CURVE_PX, _LOW_CURVE_PX = 300, 180, 120
_STRIP_MARGIN = 12  # of the strip beside the map, whose card stands in from its edges
_LARGE_TEXT = 1.2
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
            "why": views.why,
        }  # fmt: skip
        self._titles: dict[str, DockTitle] = {}
        self._names = dict(_NAMES)
        self._docks: dict[str, QDockWidget] = {}
        for name, (text, area) in PANELS.items():
            self._docks[name] = self._dock(name, text, area, widgets[name])
        self._map_open = self._map_wanted = True
        self._strips: dict[str, QWidget] = {"symptoms": views.symptoms, "code": views.code}
        self._open_strips: set[str] = set()
        self._room = StageRoom(
            window, self._docks, self._show, self.is_open, self._share_middle
        )  # fmt: skip
        for name, (_, area) in PANELS.items():
            self._room.add(name, area)
        self._centre = self._make_centre(welcome)
        self._room.watch(self._centre, self._bars, views.code)
        window.setCentralWidget(self._centre)
        window.setMenuWidget(views.top_bar)
        window.setMinimumSize(900, 560)

    def add_panel(
        self, name: str, text: Message, area: Qt.DockWidgetArea, widget: QWidget
    ) -> QDockWidget:
        """Add a panel that is closed until it is asked for; return its dock.

        Only before :meth:`restore`, so that it comes back where and as it was.
        """
        self._docks[name] = self._dock(name, text, area, widget)
        self._docks[name].hide()
        self._room.add(name, area)
        return self._docks[name]

    @property
    def titles(self) -> Mapping[str, DockTitle]:
        """The head of each panel, by the panel's name."""
        return self._titles

    @property
    def open_panels(self) -> tuple[str, ...]:
        """The names of the panels that are open."""
        return tuple(name for name in ("map", *STRIPS, *self._docks) if self.is_open(name))

    def is_open(self, panel: str) -> bool:
        """Say whether a panel is open."""
        if panel in STRIPS:
            return panel in self._open_strips
        return self._map_open if panel == "map" else not self._docks[panel].isHidden()

    def set_open(self, panel: str, is_open: bool) -> None:
        """Open or close a panel; what has no room beside it is put away until there is."""
        opened = is_open and not self.is_open(panel)
        self._room.ask(panel, is_open)
        self._show(panel, is_open)
        self._room.fit()
        if opened and panel in self._docks:
            self._docks[panel].raise_()  # before those in the same place
        if opened and panel in _RIGHT:
            self._share_right()

    def is_behind(self, panel: str) -> bool:
        """Say whether a panel is open but behind another one in the same place."""
        dock = self._docks.get(panel)
        if dock is None or dock.isHidden() or not self._window.tabifiedDockWidgets(dock):
            return False
        return self._titles[panel].visibleRegion().isEmpty()

    def bring_forward(self, panel: str) -> None:
        """Show a panel before the others in the same place."""
        self._docks[panel].raise_()

    @property
    def folded(self) -> tuple[str, ...]:
        """The panels and strips that are put away for want of room."""
        return self._room.folded

    def hold(self, held: bool) -> None:
        """Let somebody else fold everything away, and bring it back."""
        self._room.hold(held)

    def _show(self, panel: str, is_open: bool) -> None:
        """Show or hide a part; the focus does not stay in one that is hidden."""
        if not is_open and is_in([self._widget(panel)]):
            self._views.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        if panel == "map":
            self._map_open = is_open
            self._views.map.setVisible(is_open and self._map_wanted)
            self._on_change()
        elif panel in STRIPS:
            (self._open_strips.add if is_open else self._open_strips.discard)(panel)
            self._strips[panel].setVisible(is_open)
            self._on_change()
        else:
            self._docks[panel].setVisible(is_open)

    def enter(self, panel: str) -> None:
        """Go to the first field of a panel that has fields."""
        if panel in _ENTERED:
            go_into(self._docks[panel])

    def leave(self) -> bool:
        """Go from a panel back to the stage; say whether the focus was in one."""
        inside = is_in([*self._docks.values(), *self._strips.values()])
        if inside:
            self._window.activateWindow()  # a panel may stand by itself
            self._views.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        return inside

    def retitle(self, panel: str, text: Message) -> None:
        """Call a panel otherwise."""
        self._words.put(self._docks[panel].setWindowTitle, text)
        self._titles[panel].rename(text)
        self._names[panel] = text

    def want_map(self, wanted: bool) -> None:
        """Put the map aside while the stage itself is the map, or let it come back."""
        if wanted != self._map_wanted:
            self._map_wanted = wanted
            self._views.map.setVisible(self._map_open and wanted)
            self._on_change()

    def fit(self) -> None:
        """Share the window out anew: its size, or the size of its parts, has changed."""
        self._views.code.set_low(self._window.height() < _LOW_PX)
        self._room.fit()

    def _share_middle(self, most: int) -> None:
        """Give the map its share of the height, ``most`` at most; the stage keeps the rest."""
        height = round((self._window.height() - _BARS_PX) * _MAP_SHARE)
        fitted = min(max(height, _MAP_LEAST), _MAP_MOST, most)
        self._views.map.setFixedHeight(fitted)
        self._views.symptoms.setFixedHeight(fitted - _STRIP_MARGIN)
        narrow = self._window.width() < _NARROW_PX
        self._views.symptoms.set_low(fitted < _MAP_LOW and not narrow)
        away = tuple((name, self._names[name]) for name in self.folded)
        self._views.top_bar.put_away.show_parts(away)

    def _bars(self, width: int) -> tuple[int, int]:
        """Return the height and width that the open bars above and below the stage need."""
        layout, high, wide = self._centre.layout(), 0, 0
        assert layout is not None  # made with it
        for place in range(layout.count()):
            item = layout.itemAt(place)
            bar = None if item is None else item.widget()
            if item is None or bar is None or bar.isHidden() or bar in self._not_bars():
                continue
            wide = max(wide, item.minimumSize().width())
            # A sentence that goes over several lines is as high as its width makes it.
            broken = item.hasHeightForWidth()
            high += item.heightForWidth(width // 2) if broken else item.sizeHint().height()
        return high, wide

    def _not_bars(self) -> tuple[QWidget, ...]:
        stage: QWidget = self._views.stage
        while (parent := stage.parentWidget()) is not None and parent is not self._centre:
            stage = parent
        return stage, self._views.code

    def restore(self, settings: Settings) -> bool:
        """Put everything where it was last; say whether anything was remembered."""
        geometry, panels = _bytes(settings.window_geometry), _bytes(settings.window_panels)
        self._docks["why"].hide()  # panels remembered by an older version do not know of it
        known = bool(geometry) and self._window.restoreGeometry(QByteArray(geometry))
        if not known:
            self._first_place()
        map_mark, rest = panels[:1], panels[1:]
        if rest and self._window.restoreState(QByteArray(rest), _VERSION):
            self._show("map", map_mark != b"0")
        else:
            self._first_panels()
        for strip in STRIPS:
            self._show(strip, strip in settings.open_strips)
        away = [name for name in settings.panels_put_away if name in _ORDER]
        shown = [name for name in _ORDER if self._is_part(name) and self.is_open(name)]
        self._views.code.set_low(self._window.height() < _LOW_PX)
        self._room.begin([*(name for name in away if name not in shown), *shown])
        return known

    def remembered(self) -> tuple[str, str]:
        """Return the window's place and its panels, as text."""
        place = bytes(self._window.saveGeometry().data())
        panels = bytes(self._window.saveState(_VERSION).data())
        mark = b"1" if self._map_open else b"0"
        return base64.b64encode(place).decode(), base64.b64encode(mark + panels).decode()

    @property
    def open_strips(self) -> tuple[str, ...]:
        """The strips that are open."""
        return tuple(strip for strip in STRIPS if strip in self._open_strips)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        outline = theme.color(Role.OUTLINE).name()
        # Large text makes more columns of a long menu than a screen has room for.
        long_menus = "QMenu { menu-scrollable: 1; }" if fonts.scale() > _LARGE_TEXT else ""
        self._window.setStyleSheet(
            f"QMainWindow::separator {{ background: {outline}; width: 1px; height: 1px; }}"
            f"QMenuBar {{ background: transparent; }} {long_menus}"
        )
        for title in self._titles.values():
            title.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for title in self._titles.values():
            title.retranslate(tr)

    def _is_part(self, name: str) -> bool:
        return name == "map" or name in STRIPS or name in self._docks

    def _dock(
        self, name: str, text: Message, area: Qt.DockWidgetArea, widget: QWidget
    ) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName(name)  # saveState knows docks by their names
        dock.setWidget(widget)
        dock.setAutoFillBackground(True)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        dock.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        self._words.put(dock.setWindowTitle, text)
        self._names[name] = text
        self._titles[name] = DockTitle(text, self._words.tr)
        self._titles[name].closed.connect(lambda: self.set_open(name, False))
        dock.setTitleBarWidget(self._titles[name])
        self._window.addDockWidget(area, dock)
        dock.visibilityChanged.connect(self._on_visibility)
        if isinstance(widget, QScrollArea):
            self._words.put(widget.setAccessibleName, text)
            widget.viewport().setAutoFillBackground(True)
        return dock

    def _widget(self, panel: str) -> QWidget:
        """Return what goes when a panel is closed."""
        if panel == "map":
            return self._views.map
        return self._strips[panel] if panel in STRIPS else self._docks[panel]

    def _on_visibility(self) -> None:
        # A window that is being destroyed closes its docks last of all.
        if isValid(self._window):
            self._room.follow()
            self._on_change()

    def _make_centre(self, welcome: NoticeBar) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self._views.notice, welcome):
            column.addWidget(bar)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(0)
        top.addWidget(self._views.map, 1)
        top.addWidget(self._views.symptoms)
        column.addLayout(top)
        column.addWidget(self._views.chain)
        column.addWidget(self._views.level)
        column.addWidget(self._views.stage, 1)
        column.addWidget(self._views.code)
        column.addWidget(self._views.timeline)
        column.addWidget(self._views.transport)
        self._views.transport.setAutoFillBackground(True)
        return centre

    def _first_place(self) -> None:
        screen = self._window.screen().availableGeometry()
        self._window.resize(_FIRST_SIZE.boundedTo(screen.size()))
        self._window.move(screen.center() - self._window.rect().center())

    def _first_panels(self) -> None:
        self._show("build", self._window.width() >= _ROOMY_PX)
        docks = [self._docks[name] for name in _RIGHT]
        sides = [_SIDE_PX] * len(docks)
        self._window.resizeDocks(docks, sides, Qt.Orientation.Horizontal)
        self._share_right()

    def _share_right(self) -> None:
        """Give the curve what it needs; Qt halves the height when a panel is opened again."""
        heights = {"inspector": 1000, "curve": _CURVE_PX}
        if self.is_open("why"):
            heights = {"inspector": 360, "why": 640, "curve": _LOW_CURVE_PX}
        docks = [self._docks[name] for name in heights]
        self._window.resizeDocks(docks, list(heights.values()), Qt.Orientation.Vertical)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
