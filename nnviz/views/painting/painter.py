"""The one painter: draws a Scene in a window, into an image, an SVG or a PDF."""

from typing import Protocol

from PySide6.QtGui import QPainter

from nnviz.engine.message import Message
from nnviz.engine.writing import PLAIN, Notation
from nnviz.scene.gates import Gates
from nnviz.scene.primitives import (
    Arrow,
    Card,
    Curve,
    Delta,
    Edges,
    Formula,
    Highlight,
    Label,
    MatrixBlock,
    Node,
    Primitive,
    Rect,
    SampleTabs,
)
from nnviz.scene.scene import Scene
from nnviz.views.look.theme import Theme
from nnviz.views.painting.former import FormerPainter
from nnviz.views.painting.gates import paint_gates
from nnviz.views.painting.map import MapPainter
from nnviz.views.painting.marks import MarkPainter
from nnviz.views.painting.matrix import MatrixPainter
from nnviz.views.painting.samples import paint_tabs
from nnviz.views.painting.tiles import Budget

_OVERHANG = 8.0  # of slanted letters and thick lines


class Translator(Protocol):
    """Anything that says a Message in a language."""

    def translate(self, message: Message, /) -> str:
        """Return the message in the language."""
        ...


class ScenePainter:
    """Draws scenes in one theme and one language, keeping pictures of what did not change.

    ``digits`` is how many significant digits a zoomed-in heat map shows. ``most_cells`` is how many
    cells may be drawn anew in one picture (None: all); the others show their colours alone, and
    the picture is ``unfinished`` until it is painted again.
    """

    def __init__(
        self, theme: Theme, catalogue: Translator, digits: int = 3, most_cells: int | None = None
    ) -> None:
        self._catalogue = catalogue
        self._digits = digits
        self._most_cells = most_cells
        self._notation = PLAIN
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """The theme scenes are drawn in."""
        return self._theme

    @property
    def unfinished(self) -> bool:
        """Say whether the last picture has cells that there was no time to draw."""
        return self._matrices.budget.short

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours from now on."""
        self._theme = theme
        self._matrices = MatrixPainter(theme, self._digits)
        self._map = MapPainter(theme)
        self._former = FormerPainter(theme)
        self._marks = MarkPainter(theme, self._catalogue.translate)
        self.set_notation(self._notation)

    def set_catalogue(self, catalogue: Translator) -> None:
        """Draw in another language from now on."""
        self._catalogue = catalogue
        self._marks.translate = catalogue.translate

    def set_notation(self, notation: Notation) -> None:
        """Write symbols and numbers in another way from now on."""
        self._notation = notation
        self._matrices.set_notation(notation)
        for part in (self._map, self._former, self._marks):
            part.notation = notation

    def set_digits(self, digits: int) -> None:
        """Show this many significant digits in a zoomed-in heat map."""
        self._digits = self._matrices.digits = digits

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        visible: Rect | None = None,
        vector: bool = False,
    ) -> None:
        """Draw a scene in the painter's own coordinates: scale and move the painter for a zoom.

        ``visible`` is the part of the scene that can be seen, in the scene's pixels. ``vector``
        keeps shapes and text as such, for SVG and PDF.
        """
        self._matrices.budget = Budget(self._most_cells)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        for item in scene.primitives:
            if visible is None or _may_be_seen(item, visible):
                self._draw(painter, item, visible, vector)
        painter.restore()

    def _draw(self, painter: QPainter, item: Primitive, visible: Rect | None, vector: bool) -> None:
        match item:
            case MatrixBlock():
                if vector:
                    self._matrices.paint_vector(painter, item)
                else:
                    self._matrices.paint(painter, item, visible)
            case Edges():
                if vector:
                    self._map.edges_vector(painter, item)
                else:
                    self._map.edges(painter, item)
            case Node():
                self._map.node(painter, item)
            case Label():
                self._marks.label(painter, item)
            case Formula():
                self._marks.formula(painter, item, vector)
            case Card():
                self._marks.card(painter, item)
            case Highlight():
                self._marks.highlight(painter, item)
            case SampleTabs():
                paint_tabs(painter, item, self._theme)
            case Arrow():
                self._marks.arrow(painter, item)
            case Curve():
                self._marks.curve(painter, item)
            case Gates():
                paint_gates(painter, item, self._theme)
            case Delta():
                self._former.delta(painter, item)


def _may_be_seen(item: Primitive, visible: Rect) -> bool:
    """Say whether some of a text or a frame is in view; everything else says so itself."""
    match item:
        case Label() | Formula():
            return item.box.inset(-_OVERHANG).overlaps(visible)
        case Highlight() | Card() | Curve():
            return item.rect.inset(-_OVERHANG).overlaps(visible)
        case _:
            return True
