"""Formulas: typeset once, kept, and never the end of the program."""

import logging

import numpy as np
import pytest

from nnviz.engine import Network, activations
from nnviz.scene.primitives import Formula, Rect, Role
from nnviz.views.look.theme import THEMES
from nnviz.views.painting import formulas
from tests.views.canvas_scenes import box_of, image_of, marked, painter, pixels, scene

pytestmark = pytest.mark.usefixtures("qapp")

GROUND = THEMES["light"].roles[Role.SURFACE]
BOX = Rect(60, 60, 280, 80)


def shown(latex, size=30.0, align="right", theme="light"):
    return image_of(scene(Formula("f", BOX, latex, size, align=align)), using=painter(theme))


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("size", [20.0, 200.0])
def test_a_formula_stands_in_its_box(align, size):
    left, top, right, bottom = box_of(
        marked(shown(r"\frac{\partial L}{\partial W^{1}} = \delta a^{\top}", size, align), GROUND)
    )
    assert left >= BOX.x - 1
    assert right <= BOX.right + 1
    assert top >= BOX.y - 1
    assert bottom <= BOX.bottom + 1


@pytest.mark.parametrize("name", [name for name in activations.names() if name != "softmax"])
def test_the_formula_of_every_step_can_be_typeset(name, caplog):
    net = Network.mlp([2, 3, 2], hidden=name, loss="mse", optimizer="adam", seed=0)
    trace = net.trace_step(np.ones((2, 2)), np.zeros((2, 2)))
    for latex in {step.formula("textbook") for step in trace.steps}:
        formulas.typeset(latex)
    assert not caplog.records


def test_typesetting_is_kept():
    first = formulas.typeset(r"Z^{1} + 1")
    assert formulas.typeset(r"Z^{1} + 1") is first
    one = formulas.image(r"Z^{1} + 1", "#000000", 80, 30)
    assert formulas.image(r"Z^{1} + 1", "#000000", 80, 30) is one
    assert formulas.image(r"Z^{1} + 1", "#ffffff", 80, 30) is not one


def test_warming_typesets_before_it_is_needed():
    formulas.typeset.cache_clear()
    formulas.warm([r"a + b", r"a - b"])
    before = formulas.typeset.cache_info()
    formulas.typeset(r"a - b")
    assert before.currsize == 2
    assert formulas.typeset.cache_info().hits == before.hits + 1


def test_the_warmer_works_through_its_list_when_idle(qtbot):
    formulas.typeset.cache_clear()
    warmer = formulas.Warmer()
    with qtbot.waitSignal(warmer.finished, timeout=10_000):
        warmer.start([r"x_1", r"x_2", r"x_1"])
    assert formulas.typeset.cache_info().currsize == 2
    warmer.start([r"x_3"])
    warmer.stop()
    qtbot.wait(50)
    assert formulas.typeset.cache_info().currsize == 2


def test_the_colour_is_the_themes():
    dark = pixels(shown("W", 60.0, theme="projector"))
    assert dark[..., :3].max() > 240, "white letters on black"


def test_what_cannot_be_typeset_is_shown_as_it_is_written(caplog):
    formulas.typeset.cache_clear()
    broken = r"\begin{nosuch} \frac{"
    with caplog.at_level(logging.WARNING, logger="nnviz.views.painting.formulas"):
        image = shown(broken)
    assert "cannot typeset" in caplog.text
    left, _, right, _ = box_of(marked(image, GROUND))
    assert BOX.x - 2 <= left < right <= BOX.right + 2
