"""A network's answer all over a plane, as a picture with its lines."""

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt

from nnviz.app.portraits.boundary import Surface
from nnviz.app.portraits.reading import Reading
from nnviz.engine.orientation import HostArray
from nnviz.scene.primitives import Role
from nnviz.views.look.class_marks import ground, table
from nnviz.views.look.theme import Theme
from nnviz.views.plots.portraits.key_plot import KeyPlot

_FAINTEST, _STRONGEST = 0.10, 0.62  # of a class's colour over the ground


class SurfaceItem:
    """The picture, the boundary and the lines of equal answers, under the points of a plot."""

    def __init__(self, plot: KeyPlot) -> None:
        self._plot = plot
        # Row 0 of the picture is its lowest line; pyqtgraph takes columns first unless told.
        self.image = pg.ImageItem(axisOrder="row-major")
        self.levels = pg.PlotCurveItem(connect="pairs")
        self.boundary = pg.PlotCurveItem(connect="pairs")
        for z, item in enumerate((self.image, self.levels, self.boundary)):
            item.setZValue(z)
            plot.addItem(item, ignoreBounds=True)

    def show(self, surface: Surface | None, reading: Reading, vmax: float, theme: Theme) -> None:
        """Draw a surface, or nothing; numbers have their deepest colour at ±``vmax``."""
        self.set_visible(surface is not None)
        if surface is None:
            return
        (left, bottom), (right, top) = surface.plane.low, surface.plane.high
        self.image.setImage(pixels(surface, reading, vmax, theme), autoLevels=False)
        self.image.setRect(QRectF(left, bottom, right - left, top - bottom))
        _set_pieces(self.boundary, surface.boundary)
        lines = [line.pieces for line in surface.levels]
        _set_pieces(self.levels, np.concatenate([np.empty((0, 2, 2)), *lines]))
        self.boundary.setPen(pg.mkPen(theme.color(Role.TEXT), width=2))
        self.levels.setPen(pg.mkPen(theme.color(Role.MUTED), width=1, style=Qt.PenStyle.DotLine))

    def set_visible(self, visible: bool) -> None:
        """Let it be seen, or not."""
        for item in (self.image, self.levels, self.boundary):
            item.setVisible(visible)


def pixels(surface: Surface, reading: Reading, vmax: float, theme: Theme) -> npt.NDArray[np.uint8]:
    """Return the colours (rows, columns, 3): the class that wins, the surer the stronger."""
    if not reading.has_classes:
        shades: npt.NDArray[np.uint8] = theme.cells.table[
            theme.cells.indices(np.asarray(surface.scores, np.float64), vmax)
        ]
        return shades
    count = len(reading.names)
    share = _strength(surface.scores, count)[..., None]
    under, over = ground(theme), table(theme, count)[surface.winners]
    mixed: npt.NDArray[np.uint8] = np.rint(under + share * (over - under)).astype(np.uint8)
    return mixed


def _strength(scores: HostArray, count: int) -> HostArray:
    """Return 0.10 where a class wins by a hair, 0.62 where it has everything."""
    with np.errstate(invalid="ignore", over="ignore"):
        sure = (np.asarray(scores, np.float64) - 1.0 / count) / (1.0 - 1.0 / count)
    return _FAINTEST + (_STRONGEST - _FAINTEST) * np.nan_to_num(sure).clip(0.0, 1.0)


def _set_pieces(item: pg.PlotCurveItem, pieces: HostArray) -> None:
    flat = pieces.reshape(-1, 2)
    item.setData(x=flat[:, 0], y=flat[:, 1])
