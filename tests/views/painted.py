"""Everything that is written while a scene is painted: how large, in which ink, on which ground."""

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.app.texts import Catalogue
from nnviz.engine.writing import formula
from nnviz.scene.primitives import Role
from nnviz.views.painting import cells, former, formulas, glyphs, marks, rich_text
from nnviz.views.painting.colors import mix
from nnviz.views.painting.glyphs import DIGIT, DIGIT_HEIGHT
from nnviz.views.painting.matrix import MatrixPainter
from nnviz.views.painting.painter import ScenePainter


@dataclass(frozen=True)
class Written:
    """A piece of text: what it is part of, its size in device pixels, its ink and its grounds.

    ``kind`` is "number" (in a matrix), "word", "script" (raised or lowered) or "formula"; ``owner``
    is the id of the primitive. Of what is ``faded`` the ink is not that of the theme.
    """

    kind: str
    owner: str
    text: str
    px: float
    ink: str
    grounds: frozenset[str]
    faded: bool = False


class Recorder:
    """Stands where texts are drawn, and draws them; ``written`` is what it has seen."""

    def __init__(self, theme):
        self.theme, self.written, self.owner, self.faded = theme, [], "", False

    @contextmanager
    def listening(self, monkeypatch):
        with monkeypatch.context() as patch:
            draw_glyphs, draw = glyphs.draw_glyphs, rich_text.draw
            matrix, label = MatrixPainter.paint, marks.MarkPainter.label
            typeset = marks.MarkPainter.formula

            def numbers(painter, texts, px):
                texts = list(texts)
                self._numbers(painter, texts, px)
                draw_glyphs(painter, texts, px)

            def line(painter, laid, at, colors):
                self._line(painter, laid, at, colors)
                draw(painter, laid, at, colors)

            def of_block(painting, painter, block, visible):
                self.owner, self.faded = block.id, block.strength < 1.0
                matrix(painting, painter, block, visible)
                self.owner, self.faded = "", False

            def of_label(painting, painter, item):
                self.owner, self.faded = item.id, item.strength < 1.0
                label(painting, painter, item)
                self.owner, self.faded = "", False

            def of_formula(painting, painter, item, vector):
                self._formula(painter, item, painting.notation)
                typeset(painting, painter, item, vector)

            for module in (cells, former):
                patch.setattr(module, "draw_glyphs", numbers)
            patch.setattr(rich_text, "draw", line)
            patch.setattr(MatrixPainter, "paint", of_block)
            patch.setattr(marks.MarkPainter, "label", of_label)
            patch.setattr(marks.MarkPainter, "formula", of_formula)
            yield self

    def _numbers(self, painter, texts, px):
        scale = _scale(painter)
        for ink, text, x, y in texts:
            box = x, y - DIGIT_HEIGHT * px, len(text) * DIGIT * px, DIGIT_HEIGHT * px
            self._note(painter, "number", text, px * scale, ink, box)

    def _line(self, painter, laid, at, colors):
        scale = _scale(painter)
        whole = max((piece.font.pixelSize() for piece in laid.pieces), default=0)
        for piece in laid.pieces:
            if not piece.text.strip():
                continue
            size = piece.font.pixelSize()
            kind = "script" if size < 0.9 * whole else "word"
            wide = rich_text.advance(piece.text, piece.font)
            box = at.x() + piece.x, at.y() + piece.y - 0.7 * size, wide, 0.7 * size
            ink = colors[piece.run].name()
            self._note(painter, kind, piece.text, size * scale, ink, box)

    def _formula(self, painter, item, notation):
        latex = formula(item.latex, notation)
        made = formulas.typeset(latex)
        wide, tall = formulas.size(latex, item.size_px, item.box.width, item.box.height)
        left = item.box.x + {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * (
            item.box.width - wide
        )
        top = item.box.y + (item.box.height - tall) / 2
        self.owner, ink = item.id, self.theme.roles[item.role]
        em = wide / made.width * _scale(painter)
        self._note(painter, "formula", latex, em, ink, (left, top, wide, tall))

    def _note(self, painter, kind, text, px, ink, box):
        grounds = frozenset(_grounds(painter, box, self.theme.roles[Role.SURFACE]))
        faded = self.faded or painter.opacity() < 1.0
        self.written.append(Written(kind, self.owner, text, px, ink, grounds, faded))


def _scale(painter):
    return painter.worldTransform().m11() * painter.device().devicePixelRatioF()


def _grounds(painter, box, surface):
    """The colours that are there already at some points where a text comes."""
    image, place = painter.device(), painter.deviceTransform()
    assert isinstance(image, QImage)
    x, y, wide, tall = box
    for across, down in product((0.06, 0.5, 0.94), (0.1, 0.5, 0.9)):
        at = place.map(x + across * wide, y + down * tall)
        if 0 <= at[0] < image.width() and 0 <= at[1] < image.height():
            color = image.pixelColor(int(at[0]), int(at[1]))
            opaque = QColor(color.red(), color.green(), color.blue()).name()
            yield mix(surface, opaque, color.alphaF())


def paint(scene, theme, language="en", notation=None, ratio=1.0):
    """The picture of a scene in a theme."""
    image = QImage(int(scene.width * ratio), int(scene.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color(Role.SURFACE))
    using = ScenePainter(theme, Catalogue(language))
    if notation is not None:
        using.set_notation(notation)
    painter = QPainter(image)
    using.paint(painter, scene)
    painter.end()
    return image
