"""The painter: what is drawn where, and that keeping pictures changes nothing."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgGenerator

from nnviz.engine.message import message
from nnviz.scene.gates import Gates
from nnviz.scene.primitives import (
    Arrow,
    Card,
    CellRef,
    Curve,
    Edges,
    Formula,
    Highlight,
    Label,
    Node,
    Quantity,
    Rect,
    Role,
    Run,
)
from nnviz.views.look.theme import THEMES
from nnviz.views.painting.colors import contrast
from tests.views.canvas_scenes import box_of, image_of, marked, matrix, painter, pixels, scene

pytestmark = pytest.mark.usefixtures("qapp")

GROUND = THEMES["light"].roles[Role.SURFACE]
LAST = np.array([[0.5, -0.25, 0.0], [1.0, -1.0, 0.75]])


def color_in_cell(image, block, row, col):
    """The ground of a cell: near its lower left corner, where no digit stands."""
    cell = block.cell_rect(row, col)
    return image.pixelColor(round(cell.x + cell.width * 0.2), round(cell.bottom - 9))


@pytest.mark.parametrize("quantity", Quantity)
@pytest.mark.parametrize("revealed", [0, 2, 6])
def test_cells_stay_inside_their_rectangle(quantity, revealed):
    block = matrix(LAST, revealed=revealed, quantity=quantity)
    left, top, right, bottom = box_of(marked(image_of(scene(block)), GROUND))
    assert left >= block.rect.x - 1
    assert top >= block.rect.y - 1
    assert right <= block.rect.right + 1
    assert bottom <= block.rect.bottom + 1


def test_corners_of_a_matrix_that_is_not_square():
    block = matrix(LAST)
    image = image_of(scene(block))
    for row in range(2):
        for col in range(3):
            wanted = THEMES["light"].cell_color(LAST[row, col], 1.0)
            assert color_in_cell(image, block, row, col) == wanted, (row, col)


def test_a_heat_map_has_the_same_orientation():
    values = np.zeros((20, 40))
    values[0, 39], values[19, 0] = 1.0, -1.0
    image = image_of(scene(matrix(values, decimals=None, rect=Rect(60, 60, 240, 120))))
    assert image.pixelColor(297, 63) == THEMES["light"].cell_color(1.0, 1.0)
    assert image.pixelColor(63, 177) == THEMES["light"].cell_color(-1.0, 1.0)
    assert image.pixelColor(63, 63) == THEMES["light"].cell_color(0.0, 1.0)


@pytest.mark.parametrize("theme", THEMES)
def test_a_negative_cell_of_a_heat_map_has_a_minus_as_well(theme):
    values = np.full((4, 4), 0.6)
    values[1, 2], values[3, 3] = -0.6, np.nan
    block = matrix(values, decimals=None, rect=Rect(20, 20, 60, 60))  # cells of 15 pixels
    image = image_of(scene(block), using=painter(theme))
    heat = THEMES[theme].heat

    def seen(row, col, dx):
        cell = block.cell_rect(row, col)
        at = image.pixelColor(round(cell.x + cell.width / 2 + dx), round(cell.y + 7))
        return at.name()

    for row, col in ((0, 0), (2, 1)):
        assert seen(row, col, 0) == heat.hex_of(0.6, 1.0)
    assert contrast(seen(1, 2, 0), heat.hex_of(-0.6, 1.0)) >= 2.5
    assert seen(1, 2, -5) == heat.hex_of(-0.6, 1.0)
    assert seen(3, 3, 0) == heat.hex_of(0.0, 1.0)


def test_what_is_not_computed_is_empty():
    block = matrix(LAST, revealed=3)
    image = image_of(scene(block))
    assert color_in_cell(image, block, 0, 0) != QColor(GROUND)
    for col in range(3):
        assert color_in_cell(image, block, 1, col) == QColor(GROUND)
        cell = block.cell_rect(1, col).inset(6)
        part = marked(image, GROUND)[int(cell.y) : int(cell.bottom), int(cell.x) : int(cell.right)]
        assert not part.any(), "an empty cell shows no number"


@pytest.mark.parametrize("quantity", Quantity)
@pytest.mark.parametrize("size", [(2, 3), (25, 40)])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("order", ["C", "F"])  # samples as columns are a transposed view
def test_drawing_only_what_changed_is_the_same_picture(quantity, size, ratio, order):
    random = np.random.default_rng(3)
    using = painter()
    values = np.round(random.normal(size=size), 2)
    decimals = 2 if size[0] < 5 else None
    rect = Rect(60.3, 60.7, 241.0, 119.5)
    for revealed in (0, 1, 2, 5, 4, values.size, 3):
        values = values.copy(order)
        values[0, 1] += 0.5
        block = matrix(
            values, revealed=revealed, decimals=decimals, quantity=quantity, vmax=3.0, rect=rect
        )
        kept = pixels(image_of(scene(block), using=using, ratio=ratio))
        fresh = pixels(image_of(scene(block), ratio=ratio))
        assert (kept == fresh).all()


def test_a_changed_zero_is_drawn_anew():
    using = painter()
    image_of(scene(matrix([[0.0, 1.0]])), using=using)
    block = matrix([[1.0, np.nan]])
    image = image_of(scene(block), using=using)
    assert color_in_cell(image, block, 0, 0) == THEMES["light"].cell_color(1.0, 1.0)
    again = matrix([[1.0, np.nan]])
    assert (pixels(image_of(scene(again), using=using)) == pixels(image)).all()


@pytest.mark.parametrize("value", [0.0, -123456.789, 1e-9, np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("width", [30, 60, 200])
def test_numbers_never_leave_their_cell(value, width):
    block = matrix([[value]], rect=Rect(100, 100, width, 40), vmax=1e9, font_px=40.0)
    left, top, right, bottom = box_of(marked(image_of(scene(block)), GROUND))
    assert left >= 99
    assert right <= 101 + width
    assert top >= 99
    assert bottom <= 141


def test_projector_numbers_are_light_on_dark():
    block = matrix(LAST)
    image = image_of(scene(block), using=painter("projector"))
    assert color_in_cell(image, block, 1, 0) == THEMES["projector"].cell_color(1.0, 1.0)
    assert image.pixelColor(5, 5) == THEMES["projector"].color(Role.SURFACE)


def test_a_new_theme_draws_everything_anew():
    using = painter()
    block = matrix(LAST)
    image_of(scene(block), using=using)
    using.set_theme(THEMES["dark"])
    image = image_of(scene(block), using=using)
    assert color_in_cell(image, block, 1, 0) == THEMES["dark"].cell_color(1.0, 1.0)


def test_a_heat_map_under_a_lens_shows_its_numbers():
    block = matrix(np.full((10, 20), 0.5), decimals=None, rect=Rect(0, 0, 240, 120))
    cell = slice(2, 8)
    small = pixels(image_of(scene(block, width=240, height=120)))[cell, cell]
    assert (small == small[0, 0]).all(), "at this size a cell is one colour"
    large = pixels(image_of(scene(block, width=240, height=120), scale=8.0))[20:76, 20:76]
    assert not (large == large[0, 0]).all(), "eight times larger it shows a number"


def test_only_visible_cells_of_a_huge_matrix_are_drawn():
    values = np.zeros((512, 784))
    block = matrix(values, decimals=None, rect=Rect(0, 0, 784, 512))
    image = image_of(scene(matrix(np.ones((1, 1)))))
    drawing = QPainter(image)
    drawing.scale(60, 60)
    painter().paint(drawing, scene(block), Rect(0, 0, 400 / 60, 300 / 60))
    drawing.end()
    assert marked(image, GROUND).any()


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("size", [12.0, 40.0, 120.0])
@pytest.mark.parametrize(
    "words", ["W", "a long line that cannot stand in so small a box", "权重更新"]
)
def test_labels_stay_in_their_box(align, size, words):
    box = Rect(100, 100, 180, 40)
    runs = (
        Run(words), Run("1", 1, "math"), Run("2,4", -1, "math"), Run("−0.27", style="number"),
    )  # fmt: skip
    image = image_of(scene(Label("l", box, runs, size, align=align)))
    left, top, right, bottom = box_of(marked(image, GROUND))
    # Slanted letters may overhang their advance by a hair.
    assert left >= box.x - 2
    assert right <= box.right + 2
    assert top >= box.y - 1
    assert bottom <= box.bottom + 1


def test_labels_are_in_the_language_of_the_catalogue():
    made = scene(Label("l", Rect(10, 10, 300, 30), (Run(message("loss")),), 20))
    using = painter()
    before = pixels(image_of(made, using=using))

    class Loud:
        def translate(self, text, /):
            return text.english().upper()

    using.set_catalogue(Loud())
    assert (pixels(image_of(made, using=using)) != before).any()


def test_frames_surround_their_cells_and_bands_let_numbers_through():
    block = matrix(LAST)
    frame = Highlight("f", block.cell_rect(0, 1), Role.FOCUS)
    image = image_of(scene(block, frame))
    cell = block.cell_rect(0, 1)
    edge = image.pixelColor(round(cell.x), round(cell.y + cell.height / 2))
    assert edge == THEMES["light"].color(Role.FOCUS)
    band = image_of(scene(Highlight("b", Rect(10, 10, 50, 50), Role.FOCUS, "band")))
    assert 0 < abs(band.pixelColor(30, 30).blue() - QColor(GROUND).blue()) < 80


def test_every_other_primitive_is_drawn_in_its_place():
    xs = np.linspace(-2, 2, 21)
    segments = np.array([[20.0, 30.0, 380.0, 30.0], [20.0, 50.0, 380.0, 50.0]])
    items = {
        "card": (Card("c", Rect(50, 50, 100, 80)), (100, 90)),
        "arrow": (Arrow("a", (50, 50), (150, 50), Role.FORWARD, 4.0), (100, 50)),
        "curve": (
            Curve(
                "k", Rect(50, 50, 200, 100), xs, np.maximum(xs, 0), (-2, 2), (-1, 2), Role.FORWARD,
                point=(1.0, 1.0), tangent_slope=1.0,
            ),
            (200, 83),
        ),
        "node": (Node("n", 100, 100, 20, 1.0, 1.0, ""), (100, 100)),
        "empty node": (Node("n", 100, 100, 20, None, 1.0, ""), (120, 100)),
        "edges": (
            Edges("e", segments, np.array([1.0, -1.0]), 1.0, np.array([True, True])),
            (200, 50),
        ),
    }  # fmt: skip
    for name, (item, (x, y)) in items.items():
        mask = marked(image_of(scene(item)), GROUND)
        assert mask[y - 2 : y + 3, x - 2 : x + 3].any(), name


def test_edges_have_the_colour_of_their_sign():
    segments = np.array([[20.0, 30.0, 380.0, 30.0], [20.0, 80.0, 380.0, 80.0]])
    edges = Edges("e", segments, np.array([1.0, -1.0]), 1.0, np.array([True, True]))
    image = image_of(scene(edges))
    assert image.pixelColor(200, 30) == THEMES["light"].color(Role.POSITIVE)
    assert image.pixelColor(200, 80) == THEMES["light"].color(Role.NEGATIVE)
    pale = Edges("e", segments, np.array([1.0, -1.0]), 1.0, np.array([False, False]))
    assert image_of(scene(pale)).pixelColor(200, 30) != THEMES["light"].color(Role.POSITIVE)


def test_no_edges_and_thousands_of_edges():
    none = Edges("e", np.zeros((0, 4)), np.zeros(0), 1.0, np.zeros(0, bool))
    assert not marked(image_of(scene(none)), GROUND).any()
    random = np.random.default_rng(0)
    many = Edges(
        "e", random.uniform(10, 290, (3000, 4)), random.normal(size=3000), 1.0,
        np.ones(3000, bool),
    )  # fmt: skip
    assert marked(image_of(scene(many)), GROUND).any()


def svg_of(picture):
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(400, 300))
    drawing = QPainter(generator)
    painter().paint(drawing, picture, vector=True)
    drawing.end()
    buffer.close()
    return bytes(data).decode()


def test_vector_output_keeps_text_and_shapes():
    svg = svg_of(
        scene(
            matrix([[0.25, -0.5]]),
            Label("l", Rect(10, 10, 300, 30), (Run("Weights"),), 20),
            Formula("f", Rect(10, 200, 300, 60), r"Z = W X", 30),
        )
    )
    assert "Weights" in svg
    assert "0.25" in svg
    assert "−0.50" in svg
    assert "<image" not in svg


def test_hit_testing_says_the_stored_cell():
    flipped = matrix(np.zeros((3, 2)), flipped=True)
    x, y = flipped.cell_rect(2, 0).x + 5, flipped.cell_rect(2, 0).y + 5
    assert scene(flipped).cell_at(x, y) == CellRef("W1", 0, 2)


def test_a_closed_gate_covers_its_cell_and_no_other():
    closed = np.zeros((2, 3), bool)
    closed[0, 1] = True
    area = Rect(30, 30, 300, 100)
    ground = Card("c", Rect(10, 10, 360, 140), Role.POSITIVE)
    image = image_of(scene(ground, Gates("g", area, closed)))
    inside, beside = image.pixelColor(180, 55), image.pixelColor(80, 55)
    assert beside == THEMES["light"].color(Role.POSITIVE)
    assert inside.lightness() > beside.lightness() + 60


def test_a_gate_that_shuts_covers_its_cell_from_both_sides():
    closed = np.zeros((1, 1), bool)
    ground = Card("c", Rect(10, 10, 360, 140), Role.POSITIVE)
    gates = Gates("g", Rect(50, 30, 200, 100), closed, (0, 0), 0.5)
    image = image_of(scene(ground, gates))
    left, middle, right = (image.pixelColor(x, 80) for x in (60, 150, 240))
    assert left == right != middle


def test_many_gates_are_where_few_would_be():
    closed = np.random.default_rng(0).random((30, 30)) < 0.6
    ground = Card("c", Rect(10, 10, 360, 280), Role.POSITIVE)
    image = image_of(scene(ground, Gates("g", Rect(30, 30, 300, 240), closed)))
    free = THEMES["light"].color(Role.POSITIVE)
    for row, col in ((3, 4), (10, 20), (29, 29), (0, 0)):
        covered = image.pixelColor(35 + 10 * col, 34 + 8 * row) != free
        assert covered == closed[row, col]


def test_the_other_points_of_a_graph_are_marked_on_its_axis():
    xs = np.linspace(-2, 2, 21)
    box = Rect(50, 50, 200, 100)
    plain = Curve("k", box, xs, xs * 0 + 0.9, (-2, 2), (-1, 1), Role.FORWARD)
    marked_one = Curve("k", box, xs, xs * 0 + 0.9, (-2, 2), (-1, 1), Role.FORWARD, marks=(1.0,))
    without, with_mark = (marked(image_of(scene(item)), GROUND) for item in (plain, marked_one))
    assert with_mark[97, 200]
    assert not without[97, 200]
