"""What is really painted for a hall: the size of every number, the contrast of every word."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QRawFont

from nnviz.app.experiment import example
from nnviz.app.samples import batch_of, one_sample
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.engine.loss_change import loss_change
from nnviz.engine.step import Phase, StepKind
from nnviz.scene.compose import compose
from nnviz.scene.gates import Gates
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.floors import DIGIT_HEIGHT, LEAST_SHARE, SMALL, SMALL_SHARE
from nnviz.scene.primitives import Label, MatrixBlock, Rect, Role
from nnviz.views.look.theme import THEMES
from nnviz.views.painting import cells, former, glyphs
from nnviz.views.painting.colors import contrast, luminance
from nnviz.views.painting.painter import ScenePainter

SCREENS = ((1024, 768), (1280, 720), (1920, 1080))
NETS = ("xor", "iris", "digits")
THEME = THEMES["projector"]
ALPHAS = (0.0, 0.07, 0.5, 1.0)


@pytest.fixture
def painted(monkeypatch):
    """The sizes in device pixels of all numbers that were painted, with their texts."""
    sizes = []

    def recording(painter, texts, px):
        texts = list(texts)
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        sizes.extend((text, px * scale) for _, text, _, _ in texts)
        glyphs.draw_glyphs(painter, texts, px)

    for module in (cells, former):
        monkeypatch.setattr(module, "draw_glyphs", recording)
    return sizes


def state_of(name, orientation="textbook", language="en"):
    chosen = Settings(language=language, orientation=orientation, theme="projector")
    return Session(example(name), chosen).state


def scenes(state, screen, alphas=ALPHAS):
    for step in state.trace.steps:
        for alpha in alphas:
            opts = ComposeOptions(
                *screen, state.orientation, sample=state.sample, projector=True,
                one_sample=one_sample(state), batch=batch_of(state), presented=screen[1],
                loss_change=loss_change(state.trace) if step.phase is Phase.UPDATE else None,
            )  # fmt: skip
            yield step, alpha, compose(step, alpha, opts)


def paint(scene, screen, language="en"):
    image = QImage(*screen, QImage.Format.Format_RGB32)
    image.fill(THEME.color(Role.SURFACE))
    painter = QPainter(image)
    ScenePainter(THEME, Catalogue(language)).paint(painter, scene)
    painter.end()
    return image


def least_of(scene):
    """The least share of the screen that any number of this scene may have."""
    blocks = [i for i in scene.primitives if isinstance(i, MatrixBlock)]
    large = any(max(b.shape) > SMALL or b.least_px * DIGIT_HEIGHT < 0.03 * scene.height
                for b in blocks)  # fmt: skip
    return LEAST_SHARE if large else SMALL_SHARE


def test_a_digit_is_as_high_as_it_is_reckoned(qapp):
    raw: QRawFont = glyphs.raw_font(1000.0)
    for digit in "0123456789":
        box = raw.boundingRect(raw.glyphIndexesForString(digit)[0])
        assert box.height() >= 0.995 * DIGIT_HEIGHT * 1000.0, digit


def test_a_denser_screen_has_as_large_numbers(qapp, painted):
    screen = SCREENS[1]
    for _, _, scene in scenes(state_of("xor"), screen, (1.0,)):
        painted.clear()
        image = QImage(screen[0] * 2, screen[1] * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2.0)
        painter = QPainter(image)
        ScenePainter(THEME, Catalogue("en")).paint(painter, scene)
        painter.end()
        assert painted
        assert all((px + 1 / 16) * DIGIT_HEIGHT >= LEAST_SHARE * 2 * screen[1] for _, px in painted)


def test_every_number_stands_out_seven_to_one_on_its_cell(qapp):
    painter = cells.CellPainter(THEME)
    for ground, ink in zip(THEME.cells.names, painter._inks, strict=True):
        assert contrast(ground, ink) >= 7.0
    assert contrast(THEME.roles[Role.FAINT], THEME.roles[Role.SURFACE]) >= 7.0  # zeros that recede


def test_words_are_no_smaller_than_a_hall_can_read(qapp):
    for name in NETS:
        for screen in SCREENS:
            for step, _, scene in scenes(state_of(name), screen, (1.0,)):
                for item in scene.primitives:
                    if isinstance(item, Label) and item.id in {"title", "strip.0", "strip.1"}:
                        assert item.size_px >= 0.03 * screen[1], (step.kind, item.id)


def test_a_number_behind_a_shut_gate_can_still_be_read(qapp):
    state = state_of("xor")
    step = next(s for s in state.trace.steps if s.kind is StepKind.ACTIVATION)
    scene = next(
        scene for found, alpha, scene in scenes(state, SCREENS[2], (1.0,)) if found is step
    )
    (gates,) = (item for item in scene.primitives if isinstance(item, Gates))
    block, picture = scene.block("Z1"), paint(scene, SCREENS[2])
    for row, col in np.argwhere(gates.closed & (block.values != 0)).tolist():
        box = block.cell_rect(row, col)
        seen = [
            picture.pixelColor(x, y).name()
            for x in range(int(box.x) + 6, int(box.right) - 6, 2)
            for y in range(int(box.y + 0.3 * box.height), int(box.y + 0.7 * box.height), 2)
        ]
        ink, ground = max(seen, key=luminance), min(seen, key=luminance)
        assert contrast(ink, ground) >= 7.0, (row, col, ink, ground)


def ink_height(picture, box):
    """How many lines of pixels of a cell have ink, its frame left out."""
    xs = range(int(box.x) + 8, int(box.right) - 8)
    ys = range(int(box.y) + 5, int(box.bottom) - 5)
    with_ink = [y for y in ys if any(luminance(picture.pixelColor(x, y).name()) > 0.4 for x in xs)]
    return max(with_ink) - min(with_ink) + 1 if with_ink else 0


@pytest.mark.parametrize("screen", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_pixels_of_digits_are_as_high_as_promised(qapp, screen, ratio):
    state = state_of("xor")
    step = state.trace.steps[0]
    scene = next(scene for found, _, scene in scenes(state, screen, (1.0,)) if found is step)
    image = QImage(int(screen[0] * ratio), int(screen[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(THEME.color(Role.SURFACE))
    painter = QPainter(image)
    ScenePainter(THEME, Catalogue("en")).paint(painter, scene)
    painter.end()
    for name in ("W1", "P1"):
        block = scene.block(name)
        for row in range(block.shape[0]):
            box = block.cell_rect(row, 1)
            large = Rect(*(ratio * part for part in (box.x, box.y, box.width, box.height)))
            # What is smoothed at the edges of a digit is not counted.
            assert ink_height(image, large) + 3 >= SMALL_SHARE * screen[1] * ratio, (name, row)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("px", [12.0, 33.3, 61.0, 64.0, 70.7, 118.0])
def test_digits_of_every_size_are_drawn(qapp, px, ratio):
    image = QImage(900, 400, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    glyphs.draw_glyphs(painter, [("#ffffff", "8", 10.0, 150.0)], px)
    painter.end()
    lines = [
        y for y in range(400) if any(image.pixelColor(x, y).lightness() > 90 for x in range(300))
    ]
    high = max(lines) - min(lines) + 1
    assert high == pytest.approx(DIGIT_HEIGHT * px * ratio, rel=0.05, abs=2.0)
    assert max(lines) == pytest.approx(150.0 * ratio, abs=2.5)
