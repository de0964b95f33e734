"""When the lens over a heat map is seen: after a rest of the pointer, or at once if one wants."""

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from nnviz.engine.orientation import Orientation
from nnviz.scene.lens import Looking, lens, needs_lens
from nnviz.scene.presented.by_itself import for_hall
from nnviz.scene.primitives import Rect
from nnviz.scene.scene import Scene
from nnviz.views.levels.zoom import Fit
from nnviz.views.look import fonts

_REST_MS = 450
_FONT_PX, _CELLS, _FEW_CELLS = 13.0, 5, 3
_MOST_FOR_ALL = 1.25  # with larger numbers it shows fewer of them
_THREE_ROWS_PX = 156.0  # the height of three rows at the usual size


class Lens(QObject):
    """Follows the pointer over one view.

    Signals:
        changed: it is to be drawn anew, or no longer.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.orientation: Orientation = "textbook"
        self.digits = 3
        self._wanted = False  # at once, without a rest
        self._open = False
        self._at: QPointF | None = None
        self._screen = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)

    @property
    def is_open(self) -> bool:
        """Say whether it is seen wherever there is a heat map."""
        return self._open

    def set_presented(self, screen: float) -> None:
        """Write large enough for a hall, on a screen so many pixels high; 0: as usual."""
        self._screen = screen
        self.changed.emit()

    def set_wanted(self, wanted: bool) -> None:
        """Let it be there at once over every heat map, or only after a rest."""
        self._wanted = self._open = wanted
        self.changed.emit()

    def point(self, at: QPointF | None, scene: Scene | None, fitted: Fit | None) -> None:
        """Follow the pointer; None: it is elsewhere, or busy."""
        over = (
            at is not None
            and scene is not None
            and fitted is not None
            and needs_lens(scene, *fitted.to_scene(at.x(), at.y()), fitted.scale)
        )
        was = self._open and self._at is not None
        self._at = at if over else None
        if over and not self._open:
            self._open = self._wanted
            if not self._open:
                self._rest.start()
        elif not over:
            self._rest.stop()
            self._open = self._wanted
        if was or self._open:
            self.changed.emit()

    def scene(self, scene: Scene, fitted: Fit, view: Rect) -> Scene | None:
        """Return the lens as a picture in the view's pixels, None while it is not seen."""
        if not self._open or self._at is None:
            return None
        x, y = fitted.to_scene(self._at.x(), self._at.y())
        left, top = fitted.to_scene(0.0, 0.0)
        seen = Rect(left, top, view.width / fitted.scale, view.height / fitted.scale)
        # As large as all text, but no larger than there is room for the three rows in it.
        large = min(fonts.scale(), max(1.0, view.height / _THREE_ROWS_PX))
        at = Looking(
            x, y, seen, fitted.scale, self.digits, self.orientation,
            font_px=large * _FONT_PX, cells=_CELLS if large <= _MOST_FOR_ALL else _FEW_CELLS,
        )  # fmt: skip
        return lens(scene, for_hall(at, self._screen))

    def _on_rest(self) -> None:
        if self._at is not None:
            self._open = True
            self.changed.emit()
