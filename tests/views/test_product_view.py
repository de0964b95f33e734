"""Ways to see a product, by key and menu; and that what is painted piecemeal is painted right."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import MatrixBlock
from nnviz.scene.products.ways import PRODUCTS, WAYS
from nnviz.views.look.theme import THEMES
from nnviz.views.painting.painter import ScenePainter
from tests.scene.traces import random_steps, xor_steps


class English:
    def translate(self, text):
        return text.english()


def painted(painter, scene, vector=False):
    image = QImage(
        round(scene.width), round(scene.height), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(0xFFFFFFFF)
    canvas = QPainter(image)
    painter.paint(canvas, scene, vector=vector)
    canvas.end()
    return np.array(image.constBits(), dtype=np.uint8).reshape(image.height(), -1).astype(int)


def test_g_goes_through_the_five_ways(qtbot, window, session):
    seen = []
    for _ in range(5):
        qtbot.keyClick(window, Qt.Key.Key_G)
        QApplication.processEvents()
        seen.append(session.state.product_view)
        assert window.menus.actions[f"product_{seen[-1]}"].isChecked()
    assert seen == ["inline", "rows", "columns", "outer", "falk"]


def test_g_says_what_it_did_where_no_product_is_seen(qtbot, window, session):
    index = next(s.index for s in session.state.trace.steps if s.kind == "activation")
    session.seek_step(index, 0.5)
    qtbot.keyClick(window, Qt.Key.Key_G)
    assert "side by side" in session.state.notice.english()
    qtbot.keyClick(window, Qt.Key.Key_G)
    assert "row by row" in session.state.notice.english()
    session.seek_step(0, 0.5)
    qtbot.keyClick(window, Qt.Key.Key_G)
    assert session.state.notice is None, "it can be seen now"


@pytest.mark.parametrize("view", [*WAYS, "usual"])
def test_each_way_has_its_command(window, session, view):
    session.seek_step(0, 0.6)
    window.menus.actions[f"product_{view}"].trigger()
    QApplication.processEvents()
    assert session.state.product_view == view
    scene = window.stage.scene
    blocks = [item.id for item in scene.primitives if isinstance(item, MatrixBlock)]
    assert ("term" in blocks) == (view in ("rows", "columns", "outer"))


def test_reduce_motion_is_a_tick_in_the_menu(window, session):
    action = window.menus.actions["reduced_motion"]
    action.trigger()
    assert session.state.reduced_motion
    assert action.isChecked()
    action.trigger()
    assert not session.state.reduced_motion


def test_space_turns_the_matrix_first(qtbot, window, session):
    index = next(s.index for s in session.state.trace.steps if s.kind == "input_gradient")
    session.seek_step(index, 0.0)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not session.state.status.playing, timeout=4000)
    assert session.state.status.position.alpha == pytest.approx(0.1)
    QApplication.processEvents()
    turned = [
        item.turn.fraction
        for item in window.stage.scene.primitives
        if isinstance(item, MatrixBlock)
    ]
    assert set(turned) == {1.0}


@pytest.mark.parametrize("view", WAYS)
@pytest.mark.parametrize("net", ["small", "large"])
def test_a_picture_that_is_kept_is_the_same_as_a_new_one(qapp, view, net):
    steps = xor_steps() if net == "small" else random_steps([64, 16, 10], 20)
    theme = THEMES["light"]
    for step in [step for step in steps if step.kind in PRODUCTS]:
        kept = ScenePainter(theme, English())
        options = ComposeOptions(900.0, 480.0, product_view=view)
        for alpha in (0.0, 0.05, 0.3, 0.34, 0.61, 0.58, 1.0, 0.2):
            scene = compose(step, alpha, options)
            fresh = painted(ScenePainter(theme, English()), scene)
            off = np.abs(painted(kept, scene) - fresh)
            assert off.max() <= 40, (step, alpha)
            assert (off > 8).mean() < 0.001


@pytest.mark.parametrize("view", WAYS)
def test_it_can_be_painted_as_shapes(qapp, view):
    for step in [step for step in xor_steps() if step.kind in PRODUCTS]:
        for alpha in (0.0, 0.04, 0.55):
            scene = compose(step, alpha, ComposeOptions(900.0, 480.0, product_view=view))
            assert painted(ScenePainter(THEMES["dark"], English()), scene, vector=True).min() < 200
