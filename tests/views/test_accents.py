"""Accents stand over their letter, never in it."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from nnviz.views.look import fonts
from nnviz.views.painting import accents, rich_text


def outline(piece):
    path = QPainterPath()
    path.addText(QPointF(piece.x, piece.y), piece.font, piece.text)
    return path.boundingRect()


@pytest.mark.parametrize("letter", ["Z", "z", "g", "m"])
@pytest.mark.parametrize("accent", ["\u0303", "\u0302", "\u0304"])
def test_an_accent_is_above_its_letter_and_close_to_it(qapp, letter, accent):
    line = rich_text.lay_out(((letter + accent, 0, "math", False),), 40.0)
    below, above = (outline(piece) for piece in line.pieces)
    assert 0 < below.top() - above.bottom() < 4
    assert abs(above.center().x() - below.center().x()) < 6
    assert line.width == pytest.approx(
        rich_text.advance(rich_text.math_letters(letter), fonts.drawn_math(40.0))
    )


def test_a_text_is_cut_only_where_an_accent_stands():
    assert list(accents.split("abc")) == [("abc", "")]
    assert list(accents.split("ab\u0303c")) == [("a", ""), ("b", "\u02dc"), ("c", "")]
    assert list(accents.split("m\u0302")) == [("m", "\u02c6")]
