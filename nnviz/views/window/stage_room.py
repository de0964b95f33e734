"""Keeps the room of the stage: folds the panels that have none, and brings them back."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from shiboken6 import isValid

from nnviz.views.look import fonts
from nnviz.views.window.crowding import Part, Room, Side, kept, middle_room

# What a panel is of use with, at the usual size of text; its own least size may be more.
_USEFUL = {
    "build": (300, 260), "inspector": (250, 190), "why": (220, 180), "curve": (200, 164),
    "plots": (280, 332), "data": (300, 300),
}  # fmt: skip
_LEAST_MAP = 92  # whatever the size of text: the map is a picture
_WIDEST_BARS = 0.6  # of the window: wider bars are cut rather than all panels put away
_SIDES: dict[Qt.DockWidgetArea, Side] = {
    Qt.DockWidgetArea.LeftDockWidgetArea: "left",
    Qt.DockWidgetArea.RightDockWidgetArea: "right",
    Qt.DockWidgetArea.TopDockWidgetArea: "top",
    Qt.DockWidgetArea.BottomDockWidgetArea: "bottom",
}


class StageRoom(QObject):
    """Knows what the person wants open, in the order of their wishes, and opens what fits.

    ``show`` opens or closes a part as it is told; ``done`` is called with the height for the map
    after everything has been looked at.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        show: Callable[[str, bool], None],
        is_shown: Callable[[str], bool],
        done: Callable[[int], None],
    ) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._show, self._is_shown, self._done = show, is_shown, done
        self._wanted: list[str] = []  # the newest wish last
        self._homes: dict[str, Qt.DockWidgetArea] = {}
        self._put_away: frozenset[str] = frozenset()
        self._held = True  # until everything is there
        self._fitting = False
        self._centre: QWidget | None = None
        self._bars: Callable[[int], tuple[int, int]] = lambda _: (0, 0)
        self._code: QWidget | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.fit)

    @property
    def folded(self) -> tuple[str, ...]:
        """What is wanted but put away for want of room, the oldest wish first."""
        return tuple(name for name in self._wanted if not self._is_shown(name))

    def watch(self, centre: QWidget, bars: Callable[[int], tuple[int, int]], code: QWidget) -> None:
        """Take what stands in the middle; ``bars`` tells the height and width that bars need."""
        self._centre, self._bars, self._code = centre, bars, code
        centre.installEventFilter(self)

    def add(self, name: str, home: Qt.DockWidgetArea) -> None:
        """Take a panel whose usual side is ``home``."""
        self._homes[name] = home
        dock = self._docks[name]
        dock.dockLocationChanged.connect(lambda _: self._on_moved(name))

    def begin(self, wanted: Sequence[str]) -> None:
        """Begin with what is wanted, the oldest wish first."""
        self._wanted = list(wanted)
        self._held = False
        self.fit()

    def hold(self, held: bool) -> None:
        """Leave everything as it is, while somebody else folds; or go on."""
        self._held = held
        if not held:
            self.fit()

    def ask(self, name: str, is_open: bool) -> None:
        """Note a wish; the newest counts most."""
        if self._held or self._fitting:
            return
        if name in self._wanted:
            self._wanted.remove(name)
        if is_open:
            self._wanted.append(name)

    def follow(self) -> None:
        """See what was opened and closed by Qt's own means."""
        if self._held or self._fitting:
            return
        for name in self._docks:
            shown, wanted = self._is_shown(name), name in self._wanted
            if shown and not wanted:
                self.ask(name, True)
            elif not shown and wanted and name not in self._put_away:
                self.ask(name, False)
        self.fit()

    def later(self) -> None:
        """Look at everything once the turn of the event loop is over."""
        if not (self._held or self._fitting):
            self._soon.start()

    def fit(self) -> None:
        """Open what has room, fold the rest, and keep the room of the stage."""
        if self._held or self._fitting or not isValid(self._window):
            return
        self._fitting = True
        try:
            self._fit()
        finally:
            self._fitting = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look anew when a bar above or below the stage has come, gone or grown."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.later()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self._centre is None:
            return
        parts = [part for name in reversed(self._wanted) if (part := self._part(name)) is not None]
        room = self._room()
        chosen = kept(parts, room)
        if parts and parts[0].name not in chosen:  # above or below the stage there is no room
            name = parts[0].name
            self._window.addDockWidget(self._homes[name], self._docks[name])
            parts[0] = self._part(name) or parts[0]
            chosen = kept(parts, room)
        open_ = [part for part in parts if part.name in chosen]
        self._put_away = frozenset(part.name for part in parts) - chosen
        for part in sorted(parts, key=lambda part: part.name in chosen):  # first what goes
            if self._is_shown(part.name) != (part.name in chosen):
                self._show(part.name, part.name in chosen)
        code = sum(part.height for part in open_ if part.name == "code")
        above = middle_room(open_, room) - code
        row = any(part.place == "map" for part in open_)
        self._centre.setMinimumSize(
            room.stage_width, room.bars + room.stage_height + code + (_LEAST_MAP if row else 0)
        )
        self._done(max(above, _LEAST_MAP))

    def _room(self) -> Room:
        menus = self._window.menuWidget()
        # A menu that is folded away takes none of the height.
        top = 0 if menus is None or menus.isHidden() else menus.sizeHint().height()
        width, height = self._window.width(), self._window.height() - top
        bars, needed = self._bars(width)
        return Room(width, height, bars, min(needed, round(_WIDEST_BARS * width)))

    def _part(self, name: str) -> Part | None:
        if name in {"map", "symptoms"}:
            return Part(name, "middle", "map", 0, _LEAST_MAP)
        if name == "code":
            high = 0 if self._code is None else self._code.sizeHint().height()
            return Part(name, "middle", name, 0, high)
        dock = self._docks[name]
        side = _SIDES.get(self._window.dockWidgetArea(dock))
        if side is None or dock.isFloating():
            return None
        mates = [name, *(each.objectName() for each in self._window.tabifiedDockWidgets(dock))]
        least, useful = dock.minimumSizeHint(), _USEFUL.get(name, (0, 0))
        width = max(least.width(), useful[0])
        height = max(least.height(), fonts.scaled(useful[1]))
        return Part(name, side, min(mates), width, height)

    def _on_moved(self, name: str) -> None:
        if not (self._held or self._fitting) and self._is_shown(name):
            self.ask(name, True)
            self.later()
