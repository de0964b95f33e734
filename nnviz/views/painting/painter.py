"""The one painter: draws a Scene in a window, into an image, an SVG or a PDF."""

from typing import Protocol

from PySide6.QtGui import QPainter

from nnviz.engine.message import Message
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


class Translator(Protocol):
    """Anything that says a Message in a language."""

    def translate(self, message: Message, /) -> str:
        """Return the message in the language."""
        ...


class ScenePainter:
    """Draws scenes in one theme and one language, keeping pictures of what did not change.

    ``digits`` is how many significant digits a zoomed-in heat map shows.
    """

    def __init__(self, theme: Theme, catalogue: Translator, digits: int = 3) -> None:
        self._catalogue = catalogue
        self._digits = digits
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """The theme scenes are drawn in."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours from now on."""
        self._theme = theme
        self._matrices = MatrixPainter(theme, self._digits)
        self._map = MapPainter(theme)
        self._former = FormerPainter(theme)
        self._marks = MarkPainter(theme, self._catalogue.translate)

    def set_catalogue(self, catalogue: Translator) -> None:
        """Draw in another language from now on."""
        self._catalogue = catalogue
        self._marks.translate = catalogue.translate

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
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        for item in scene.primitives:
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
