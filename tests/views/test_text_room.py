"""Every text has room where it stands, in both languages, measured with the shipped fonts.

Some random networks are tried; NNVIZ_EXAMPLES=200 tries more.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from nnviz.app.texts import Catalogue
from nnviz.scene.compose import compose
from nnviz.scene.numbers import format_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Label, MatrixBlock
from nnviz.views.look.theme import THEMES
from nnviz.views.painting import rich_text
from nnviz.views.painting.cells import numbers_of
from nnviz.views.painting.painter import ScenePainter
from tests.engine.explained_nets import cases
from tests.scene.test_properties import SIZES
from tests.scene.traces import random_steps, softmax_steps, xor_steps

EXAMPLES = int(os.environ.get("NNVIZ_EXAMPLES", "20"))
LANGUAGES = ("en", "zh", "pseudo")
LEAST_PX = 7.0  # nobody reads smaller letters
LEAST_SHARE = 0.5  # of the size that a text is meant to have

many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def labels(scene):
    return [item for item in scene.primitives if isinstance(item, Label) and item.strength > 0]


def fitted(label, translate):
    words = rich_text.words(label.runs, translate, label.bold)
    wanted = rich_text.lay_out(words, label.size_px)
    return wanted, rich_text.fit(words, label.size_px, label.box.width, label.box.height)


def has_room(label, translate):
    wanted, line = fitted(label, translate)
    if not line.pieces:
        return
    assert line.width <= label.box.width + 0.5, label.id
    at = rich_text.place(line, label.box, label.align)
    assert at.y() - line.ascent >= label.box.y - 1.0, label.id
    assert at.y() + line.descent <= label.box.bottom + 1.0, label.id
    said = "".join(piece.text for piece in line.pieces)
    tallest = max(piece.font.pixelSize() for piece in line.pieces)
    share = tallest / max(piece.font.pixelSize() for piece in wanted.pieces)
    assert tallest >= LEAST_PX, (label.id, said, tallest)
    assert share >= LEAST_SHARE, (label.id, said, share)


@many
@given(
    case=cases(),
    size=st.sampled_from(SIZES[:2]),
    orientation=st.sampled_from(("textbook", "rows")),
    language=st.sampled_from(LANGUAGES),
    projector=st.booleans(),
    one_sample=st.booleans(),
    alpha=st.sampled_from((0.2, 0.6, 1.0)),
)
def test_no_text_is_clipped_or_too_small(
    qapp, case, size, orientation, language, projector, one_sample, alpha
):
    translate = Catalogue(language).translate
    options = ComposeOptions(
        *size, orientation=orientation, projector=projector, one_sample=one_sample
    )
    for step in case.trace().steps:
        for label in labels(compose(step, alpha, options)):
            has_room(label, translate)


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one_sample", [False, True])
def test_the_words_beside_large_matrices_have_room(qapp, size, language, one_sample):
    translate = Catalogue(language).translate
    options = ComposeOptions(*size, one_sample=one_sample)
    for step in random_steps([64, 32, 10], 32, output="softmax", loss="cross_entropy"):
        for label in labels(compose(step, 0.6, options)):
            has_room(label, translate)


STEPS = (
    *xor_steps(optimizer="nesterov"),
    *softmax_steps(optimizer="adam"),
    *random_steps([4, 3, 2], 3, "tanh", optimizer="adafactor"),
)


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_number_that_is_painted_is_the_recorded_one_rounded(qapp, orientation):
    painter = ScenePainter(THEMES["light"], Catalogue("en"))
    options = ComposeOptions(*SIZES[1], orientation=orientation)
    for step in STEPS:
        scene = compose(step, 1.0, options)
        said = texts_of(painted(painter, scene))
        for block in (item for item in scene.primitives if isinstance(item, MatrixBlock)):
            decimals = numbers_of(block, 1.0, 3).decimals
            if decimals is None or block.strength < 1.0:
                continue
            for value in block.values.ravel().tolist():
                assert format_value(value, decimals) in said, (step.kind, block.name)


def painted(painter, scene):
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(int(scene.width), int(scene.height)))
    brush = QPainter(made)
    painter.paint(brush, scene, vector=True)
    brush.end()
    buffer.close()
    return bytes(data.data()).decode()


def texts_of(svg):
    found = set()
    for part in svg.split("<text")[1:]:
        found.add(part.partition(">")[2].partition("<")[0].strip())
    return found
