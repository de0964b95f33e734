"""Whole pictures in another notation: no symbol of the program's own is left, no number differs."""

import math

import numpy as np
import pytest

from nnviz.app.texts import Catalogue
from nnviz.engine.jacobian_chain import jacobian_chain
from nnviz.engine.math_text import to_unicode
from nnviz.engine.writing import PLAIN, Notation, formula, line
from nnviz.scene.chain.compose import compose_chain, parts
from nnviz.scene.compose import compose
from nnviz.scene.levels.level import Level
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.notation_sample import said_sample, sample_scene
from nnviz.scene.numbers import in_cell, written
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Formula, Label, MatrixBlock, Role, Run
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.snapshot import scene_to_json
from nnviz.scene.symbols import runs
from nnviz.scene.worked import work_out
from nnviz.scene.writing import in_notation, text_of
from tests.scene.traces import NAMES, made_cells, trace
from tests.scene.written_scenes import ALL_OTHER, left_over, painted, runs_text

PRODUCTS = {"matmul", "weight_gradient", "input_gradient"}
LANGUAGES = ("en", "zh")


def options(**more):
    return ComposeOptions(1280.0, 620.0, notation=ALL_OTHER, **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_no_symbol_of_the_programs_own_is_left(name, orientation, language):
    catalogue = Catalogue(language, ALL_OTHER)
    for step in trace(name).steps:
        views = ("usual", "rows", "columns", "outer") if step.kind in PRODUCTS else ("usual",)
        for view in views:
            for alpha in (0.3, 1.0):
                scene = compose(
                    step, alpha, options(orientation=orientation, product_view=view, sample=1)
                )
                for text in painted(scene, catalogue):
                    assert left_over(text) == [], (str(step.kind), text)


@pytest.mark.parametrize("depth", ["network", "layer", "cell"])
@pytest.mark.parametrize("name", ["xor", "classes"])
def test_nor_on_the_other_levels(name, depth):
    catalogue, recorded = Catalogue("en", ALL_OTHER), trace(name)
    small = MapOptions(1000.0, 200.0)
    for step in recorded.steps:
        cell = CellRef(step.output, 0, 0) if depth == "cell" else None
        level = Level(depth, cell=cell)
        scene = compose_level(recorded, step.index, 0.6, level, options(), small)
        for text in painted(scene, catalogue):
            assert left_over(text) == [], (depth, str(step.kind), text)


def test_nor_on_the_map_or_in_the_chain():
    catalogue, recorded = Catalogue("en", ALL_OTHER), trace("xor")
    for step in recorded.steps:
        scene = compose_map(recorded, step.index, 0.5, MapOptions(1000.0, 200.0))
        for text in painted(scene, catalogue):
            assert left_over(text) == [], text
    chain = jacobian_chain(recorded, 1)
    for order in ("reverse", "forward"):
        for part in range(len(parts(chain, order))):
            scene = compose_chain(chain, order, part, 0.7, options())
            for text in painted(scene, catalogue):
                assert left_over(text) == [], text


def test_what_is_looked_for_would_be_found():
    """The search is worth something: in the program's own notation it finds every letter."""
    catalogue = Catalogue("en", PLAIN)
    found = set()
    for step in trace("xor").steps:
        for text in painted(compose(step, 1.0, ComposeOptions(1280.0, 620.0)), catalogue):
            found |= set(left_over(text))
    assert {"W", "Z", "L", "w", "z", "δ", "η"} <= found
    assert any("." in one for one in found)


NOTATIONS = {
    "all": ALL_OTHER,
    "nabla": Notation(loss="J", gradient="nabla", error="gradient", layer="parentheses"),
    "subscript": Notation(loss="C", layer="subscript", indices="joined", activation="h"),
}


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
@pytest.mark.parametrize("name", NAMES)
def test_formula_scalar_line_and_sentence_have_the_same_symbols(name, notation):
    """The cell of the strip is that of the sentence, letter by letter; both end in its number."""
    catalogue = Catalogue("en", notation)
    for step in trace(name).steps:
        for array, row, col in sorted(made_cells(step)):
            cell = CellRef(array, row, col)
            worked = work_out(step, cell, "textbook", 3)
            if worked is None:
                continue
            symbol = to_unicode(line(worked.name, notation))
            letters = scalar_lines(step, cell, options(sample=step.sample or 0))[0]
            told = in_notation(letters, notation)
            assert "".join(str(run.text) for run in told).startswith(
                "".join(part.text for part in line(worked.name, notation))
            )
            scene = compose(step, 1.0, ComposeOptions(1280.0, 620.0, pinned=cell))
            said = catalogue.translate(scene.sentence)
            if "{cell}" in scene.sentence.text:
                assert symbol in said


@pytest.mark.parametrize("places", [0, 2, 4])
@pytest.mark.parametrize("name", ["xor", "classes"])
def test_painted_numbers_are_the_engines_at_the_settings_rounding(name, places):
    notation = Notation(rounding="places", digits=places, decimal="comma", thousands="apostrophe")
    for step in trace(name).steps:
        scene = compose(
            step, 1.0, ComposeOptions(1280.0, 620.0, digits=notation.digits_code, notation=notation)
        )
        for block in scene.primitives:
            if not isinstance(block, MatrixBlock) or block.decimals is None:
                continue
            whole = bool(np.all(block.values == np.round(block.values)))
            assert block.decimals in ({0} if whole else {0, places}), step.kind
            for value in map(float, block.values.ravel()):
                text = in_cell(value, block.decimals, notation, 99)
                read = float(text.replace("’", "").replace(",", ".").replace("−", "-"))
                tiny = value != 0 and abs(value) < 0.5 * 10.0**-block.decimals
                assert tiny or math.isclose(read, round(value, block.decimals), abs_tol=1e-12)
                assert "." not in text


def test_fractions_stand_only_where_the_number_is_one():
    notation = Notation(fractions=True)
    for step in trace("classes").steps:
        for block in compose(step, 1.0, options()).primitives:
            if isinstance(block, MatrixBlock) and block.decimals is not None:
                for value in map(float, block.values.ravel()):
                    text = in_cell(value, block.decimals, notation, 99)
                    if "/" in text:
                        above, below = text.lstrip("≈").replace("−", "-").split("/")
                        assert int(above) / int(below) == value
                    else:
                        assert text == written(value, block.decimals)


def test_a_number_with_thousands_that_does_not_fit_stays_as_it_is():
    notation = Notation(thousands="space", decimal="comma")
    assert in_cell(12345.6, 1, notation, 8.0) == "12\u00a0345,6"
    assert in_cell(12345.6, 1, notation, 7.0) == "12345,6"
    assert in_cell(0.5, 1, notation, 1.0) == "0,5"


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_every_formula_can_be_typeset(notation):
    ziamath = pytest.importorskip("ziamath")
    done = set()
    for name in NAMES:
        for step in trace(name).steps:
            for orientation in ("textbook", "rows"):
                latex = formula(step.formula(orientation), notation)
                look = "".join(sign for sign in latex if not sign.isdigit())
                if look not in done:
                    done.add(look)
                    assert ziamath.Latex(latex).getsize()[0] > 0
    assert len(done) > 60


def test_the_scene_itself_stays_as_it_was():
    """A notation leaves room and nothing else: the picture has the program's own letters."""
    for step in trace("xor").steps[:6]:
        plain = compose(step, 1.0, ComposeOptions(1280.0, 620.0))
        other = compose(step, 1.0, ComposeOptions(1280.0, 620.0, notation=ALL_OTHER))
        texts = [
            [one.latex if isinstance(one, Formula) else one.runs for one in scene.primitives
             if isinstance(one, Formula | Label) and not one.id.startswith("strip")]
            for scene in (plain, other)
        ]  # fmt: skip
        assert texts[0] == texts[1]
        assert scene_to_json(plain)["sentence"] == scene_to_json(other)["sentence"]


def test_runs_keep_their_cell_role_and_light():
    cell = CellRef("W1", 1, 0)
    old = tuple(
        Run(run.text, run.script, run.style, Role.FOCUS, lit=True, cell=cell)
        for run in runs("W1", "textbook", 1, 0)
    )
    new = in_notation(old, ALL_OTHER)
    assert runs_text(old, Catalogue("en", ALL_OTHER)) == "θ^(1)_21"
    assert all(run.cell == cell and run.lit and run.role is Role.FOCUS for run in new)
    assert in_notation(old, PLAIN) is old


def test_equal_runs_of_other_cells_are_not_mixed_up():
    first, second = CellRef("W1", 0, 0), CellRef("W1", 1, 1)
    for cell in (first, second, first):
        (run,) = in_notation((Run("w", style="math", cell=cell),), ALL_OTHER)
        assert run.cell == cell


def test_a_class_may_be_called_like_a_symbol():
    for name in ("L", "W", "z", "A0"):
        assert in_notation((Run(name),), ALL_OTHER) == (Run(name),)


def test_a_label_as_text_knows_its_parts():
    label = (*runs("W2"), Run("T", script=1))
    assert text_of(label) == "W²ᵀ"
    assert to_unicode(line(text_of(label).parts, ALL_OTHER)) == "Θ⁽²⁾ᵀ"


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_shows_what_was_computed(name):
    notation = Notation(layer="parentheses", loss="J")
    scene = sample_scene(trace(name), notation, 620.0, 176.0)
    formulas = [item for item in scene.primitives if isinstance(item, Formula)]
    made = {step.formula() for step in trace(name).steps}
    assert len(formulas) >= 3
    assert all(item.latex in made for item in formulas)
    assert all(i.box.x >= 0 and i.box.bottom <= 176 for i in scene.primitives)
    assert "W⁽¹⁾" in said_sample(trace(name), notation)
