"""A view whose zoom goes on beyond its ends: deeper into what is under the pointer, or back up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nnviz.scene.levels.camera import seen
from nnviz.scene.levels.level import MATRIX, Level
from nnviz.scene.primitives import Rect
from nnviz.scene.scene import Scene
from nnviz.views.levels.glide import Beyond, Glide, largest
from nnviz.views.levels.zoom import LARGEST, Fit, Zoom, fit

_FRAME_MS = 16
_KEY_NOTCHES = 2.0  # a key press beyond the end of the zoom is no slip


class LevelledView(QWidget):
    """The part of :class:`nnviz.views.canvas.stage.StageView` that knows of levels.

    Signals:
        zoomed: the new magnification, 1 for the whole scene.
        deeper: the point (or None) at which one wants to see the next level down.
        higher: the next level up is wanted.
    """

    zoomed = Signal(float)
    deeper = Signal(object)
    higher = Signal()

    _scene: Scene | None = None
    _zoom = Zoom()
    _level = MATRIX
    _glide: Glide | None = None

    if TYPE_CHECKING:

        def _view(self) -> Rect: ...

        def _fit(self, scene: Scene) -> Fit: ...

        def _set_zoom(self, wanted: Zoom) -> None: ...

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beyond = Beyond()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self.update)

    @property
    def zoom(self) -> float:
        """The magnification, 1 for the whole scene."""
        return self._zoom.factor

    @property
    def is_gliding(self) -> bool:
        """Say whether one picture is turning into another."""
        return self._glide is not None

    def set_level(self, level: Level, *, glides: bool) -> None:
        """Be about to show another level; what is seen now turns into it if it ``glides``."""
        # What follows the playback has not been chosen: it changes without a journey.
        chosen = level.cell not in {None, self._level.cell} or (
            level.layer not in {None, self._level.layer}
        )
        entered = level.depth != self._level.depth or chosen
        self._level = level
        if not entered:
            return
        if glides and self._scene is not None and self.isVisible():
            self._glide = Glide(self._as_seen(self._scene))
            self._frames.start()
        self._beyond.forget()
        self._set_zoom(Zoom())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Magnify about a point of the widget, or about its middle."""
        where = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        self._set_zoom(self._zoom.about(where.x(), where.y(), factor, self._view()))

    def reset_zoom(self) -> None:
        """Show the whole scene again."""
        self._set_zoom(Zoom())

    def magnify(
        self, factor: float, at: QPointF | None = None, notches: float = _KEY_NOTCHES
    ) -> None:
        """Magnify, and where the zoom is at its end ask for the next level.

        ``notches`` is how far the wheel was turned; a key counts for enough of them.
        """
        if self._glide is not None:
            return
        before = self._zoom.factor
        most = self._largest(at)
        wanted = min(factor, max(most / before, 1.0)) if factor > 1.0 and most else factor
        self.zoom_by(wanted, at)
        if abs(self._zoom.factor / before - 1.0) > 1e-3:
            self._beyond.forget()
        elif self._beyond.asks(notches):
            self.deeper.emit(at) if factor > 1.0 else self.higher.emit()

    def to_scene(self, at: QPointF) -> tuple[float, float]:
        """Return the scene's point under a point of the widget."""
        return (
            (0.0, 0.0) if self._scene is None else self._fit(self._scene).to_scene(at.x(), at.y())
        )

    def to_view(self, x: float, y: float) -> QPointF:
        """Return the widget's point over a point of the scene."""
        return QPointF() if self._scene is None else QPointF(*self._fit(self._scene).to_view(x, y))

    @property
    def goes_nearer(self) -> bool:
        """Say whether a double press goes to the next level instead of changing a number."""
        return self._level.depth in {"network", "layer"}

    def _largest(self, at: QPointF | None) -> float:
        if self._scene is None:
            return LARGEST
        where = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        scale = self._fit(self._scene).scale / self._zoom.factor
        return largest(self._scene, self._level.depth, self.to_scene(where), self._view(), scale)

    def _as_seen(self, scene: Scene) -> Scene:
        """Return the scene as it is magnified, moved and on its way now."""
        now, whole = self._fit(scene), fit(scene.width, scene.height, self._view(), Zoom())
        x, y = (now.x - whole.x) / whole.scale, (now.y - whole.y) / whole.scale
        return seen(self._moving(scene), now.scale / whole.scale, x, y)

    def _moving(self, scene: Scene) -> Scene:
        """Return the picture of this moment on the way to another level."""
        if self._glide is not None and self._glide.is_over:
            self._glide = None
            self._frames.stop()
        return scene if self._glide is None else self._glide.scene(scene)
