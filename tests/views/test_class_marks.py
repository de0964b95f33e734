"""Classes are told apart by colour and by glyph, whoever looks."""

from itertools import combinations

import numpy as np
import pytest
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols

from nnviz.views.look.class_marks import GLYPHS, color_of, colors, glyph_of
from nnviz.views.look.theme import THEMES
from nnviz.views.painting.colors import contrast, linear
from tests.views.test_theme import BLINDNESS

EYES = {"usual": np.eye(3), **BLINDNESS}
# Björn Ottosson's OKLab, written out.
LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip


def seen(color, eye):
    return LAB @ np.cbrt(LMS @ np.clip(np.array(eye) @ linear(color), 0, 1))


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("count", "least"), [(4, 0.15), (10, 0.08)])
def test_colours_differ_to_every_eye(theme, eye, count, least):
    points = [seen(color, EYES[eye]) for color in colors(theme)[:count]]
    assert min(np.linalg.norm(a - b) for a, b in combinations(points, 2)) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_marks_stand_out_from_the_ground(theme):
    for color in colors(theme):
        assert contrast(color, theme.roles["card"]) >= 2.1


def test_a_hundred_classes_have_a_mark_of_their_own():
    theme = THEMES["light"]
    marks = {(color_of(theme, k).name(), glyph_of(k)) for k in range(100)}
    assert len(marks) == 100


def test_glyphs_are_ten_different_ones_that_pyqtgraph_knows():
    assert len(set(GLYPHS)) == 10
    assert set(GLYPHS) <= set(Symbols)
