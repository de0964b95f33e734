"""What notebooks and terminals show: sound HTML, right numbers, bounded sizes."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network, datasets, optimizers
from nnviz.engine.display import DisplayOptions, set_translator
from nnviz.engine.display.array_html import array_html
from nnviz.engine.display.array_text import WIDTH, columns
from nnviz.engine.display.arrays import made_by
from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.orientation import displayed
from tests.engine.explained_nets import cases, every_kind
from tests.engine.notebook_page import Page, check_accessible, check_safe

ORIENTATIONS = ("textbook", "rows")


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))


def agrees(text: str, value: float) -> bool:
    """Say whether the text is the value rounded to the digits that it has."""
    if not np.isfinite(value):
        return text == ("NaN" if np.isnan(value) else "∞" if value > 0 else "−∞")
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    half = 0.5 * 10.0 ** (int(exponent.replace("−", "-") or 0) - places)
    return abs(number(text) - value) <= half * (1 + 1e-9) + 1e-12 * abs(value)


def all_things(trace) -> list:
    return [
        trace,
        *trace.steps,
        *(trace.explain(name, 0, 0) for name in trace.names if trace.maker(name)),
    ]


def small_trace():
    """Return the trace of a step of a 2-3-3 classifier with three samples."""
    net = Network.mlp([2, 3, 3], hidden="tanh", loss="cross_entropy", seed=1, backend="numpy")
    X = np.random.default_rng(4).normal(size=(3, 2))
    return net.trace_step(X, np.array([0, 2, 1]))


def large_trace(batch: int = 64, **options):
    net = Network.mlp([784, 128, 10], loss="cross_entropy", seed=1, backend="numpy", **options)
    random = np.random.default_rng(0)
    X = random.normal(size=(batch, 784))
    return net, net.trace_step(X, random.integers(0, 10, batch))


@pytest.mark.parametrize("case", every_kind())
def test_every_kind_of_step_makes_sound_html_text_and_latex(case):
    trace = case.trace()
    for thing in (case.network(), *all_things(trace)):
        page = Page(thing._repr_html_())
        check_safe(page)
        check_accessible(page)
        assert max(columns(line) for line in repr(thing).split("\n")) <= WIDTH
    for step in trace.steps:
        for orientation in ORIENTATIONS:
            shown = step.display(orientation=orientation, digits=4)
            check_safe(Page(shown._repr_html_()))
            latex = shown._repr_latex_()
            assert step.formula(orientation) in latex
            assert latex.count("{") == latex.count("}")
            assert latex.count("$$") == 2 * (1 + len(made_by(step)))


@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(2, 6), st.sampled_from(ORIENTATIONS))
def test_the_numbers_shown_are_the_engine_s_rounded(case, digits, orientation):
    for step in case.trace().steps:
        options = DisplayOptions(orientation, digits)
        for name, value in made_by(step).items():
            table = displayed(name, value, orientation)
            page = Page(array_html(name, value, options))
            if table.shape == (1, 1):
                assert agrees(page.text.rpartition("= ")[2], float(table[0, 0]))
                continue
            (rows,) = page.matrices()
            assert [len(row) for row in rows] == [table.shape[1]] * table.shape[0]
            for cells, values in zip(rows, table.tolist(), strict=True):
                for (text, css), cell in zip(cells, values, strict=True):
                    assert agrees(text, cell)
                    assert css == "" or css[0] == ("p" if cell > 0 else "n")


def test_colours_grow_with_the_value_and_zero_has_none():
    page = Page(array_html("W1", np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]]), DisplayOptions()))
    ((row,),) = page.matrices()
    assert row == [("−2", "n8"), ("−1", "n4"), ("0", ""), ("1", "p4"), ("2", "p8")]


def test_what_is_not_finite_is_written_and_takes_no_colour_from_the_rest():
    value = np.array([[np.nan, np.inf, -np.inf, 1.0]])
    ((row,),) = Page(array_html("W1", value, DisplayOptions())).matrices()
    assert row == [("NaN", ""), ("∞", "p8"), ("−∞", "n8"), ("1", "p8")]


def test_a_vector_stands_up_in_a_textbook_and_lies_beside_rows():
    b = np.array([1.0, 2.0, 3.0])
    (standing,) = Page(array_html("b1", b, DisplayOptions("textbook"))).matrices()
    (lying,) = Page(array_html("b1", b, DisplayOptions("rows"))).matrices()
    assert [len(standing), len(standing[0])] == [3, 1]
    assert [len(lying), len(lying[0])] == [1, 3]


def test_one_sample_of_a_table_stands_as_the_table_does():
    trace = small_trace()
    step = next(step for step in trace.steps if step.kind == "jacobian")
    made = made_by(step)
    delta = f"dZ{step.layer}"
    assert displayed(delta, made[delta], "textbook").shape == (3, 1)
    assert displayed(delta, made[delta], "rows").shape == (1, 3)


def test_a_large_array_is_cut_and_says_so():
    value = np.arange(600.0).reshape(30, 20) - 7
    page = Page(array_html("W1", value, DisplayOptions()))
    (rows,) = page.matrices()
    assert [row[0][0] for row in rows] == ["−7", "13", "33", "53", "…", "573"]
    assert [cell[0] for cell in rows[-1]] == ["573", "574", "575", "576", "…", "592"]
    assert "25 of 600 cells" in page.text
    assert "min −7 · mean 292 · max 592" in page.text
    assert "30×20" in page.tables[0]["caption"]
    assert [tag for tag, _ in page.elements].count("img") == 1


def test_an_array_of_one_value_has_no_picture():
    page = Page(array_html("W1", np.zeros((30, 20)), DisplayOptions()))
    assert "img" not in [tag for tag, _ in page.elements]
    assert "min 0 · mean 0 · max 0" in page.text


def test_all_cells_are_shown_when_asked():
    value = np.arange(600.0).reshape(30, 20)
    page = Page(array_html("W1", value, DisplayOptions(side=None)))
    assert [[number(text) for text, _ in row] for row in page.matrices()[0]] == value.tolist()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_notebook_does_not_grow_fat(optimizer):
    net, trace = large_trace(optimizer=optimizer)
    html = trace._repr_html_()
    assert len(html.encode()) < 300_000
    page = Page(html)
    assert "more" not in page.text.rpartition("Update")[2]
    check_safe(page)
    check_accessible(page)
    assert len(net._repr_html_().encode()) < 100_000
    assert all(len(step._repr_html_().encode()) < 60_000 for step in trace.steps)
    assert len(trace.explain("Z1", 0, 0)._repr_html_()) < 10_000


def test_a_deep_trace_says_what_it_leaves_out():
    net = Network.mlp([20, *[30] * 120, 2], optimizer="adam", backend="numpy")
    trace = net.trace_step(np.ones((3, 20)), np.ones((3, 2)))
    html = trace._repr_html_()
    assert len(html.encode()) < 300_000
    page = Page(html)
    assert "left out" in page.text
    shown = page.text.count(f"/{len(trace.steps)}] ")
    assert f"… and {len(trace.steps) - shown} steps more" in page.text
    lines = str(trace).split("\n")
    assert len(lines) <= 2_010
    told = sum(line.startswith("[") for line in lines)
    assert lines[-1] == f"… and {len(trace.steps) - told} steps more; the list is in steps"


@settings(max_examples=15, deadline=None)
@given(cases(), st.integers(1, 17), st.sampled_from(ORIENTATIONS))
def test_lines_of_a_terminal_are_no_wider_than_a_page(case, digits, orientation):
    trace = case.trace()
    shown = [trace, *trace.steps]
    displays = (one.display(orientation=orientation, digits=digits) for one in shown)
    for thing in (case.network(), *displays):
        assert max(map(columns, str(thing).split("\n"))) <= WIDTH


def test_a_wide_trace_fits_a_terminal_too():
    net, trace = large_trace(batch=20)
    for text in (str(net), str(trace), *map(str, trace.steps)):
        assert max(map(columns, text.split("\n"))) <= WIDTH


def test_the_text_of_a_step_holds_formula_inputs_values_and_a_worked_cell():
    net = Network([Dense(1)], 2, initializer={"W1": [[2.0, -3.0]], "b1": [0.5]}, backend="numpy")
    trace = net.trace_step([[1.0, 2.0], [0.0, 1.0]], [[0.0], [0.0]])
    step = next(step for step in trace.steps if step.output == "Z1")
    assert str(step).split("\n") == [
        "Forward pass · Layer 1 · add_bias → Z¹",
        "──────────────────────────────────────",
        "  Inputs: W¹X (1×2), b¹ (1×1)",
        "  Z¹ = W¹X + b¹",
        "",
        "  Z¹ (1×2) = [ −3.5  −2.5 ]",
        "",
        "  z¹₁,₁ = (W¹X)₁,₁ + b¹₁ = −4 + 0.5 = −3.5",
    ]
    assert repr(step) == "<Step 1: add_bias -> Z1 2×1, forward, layer 1>"
    explained = step.explain(0, 0)
    assert str(explained) == "z¹₁,₁ = (W¹X)₁,₁ + b¹₁ = −4 + 0.5 = −3.5"
    assert repr(explained) == "<Explanation Z1[0, 0] = -3.5>"
    assert explained._repr_latex_() == rf"$\displaystyle {explained.latex}$"


def test_the_table_of_a_network_counts_its_parameters():
    net = Network(
        [Dense(4, "leaky_relu", alpha=0.2), Dense(3, bias=False)],
        2,
        optimizer=optimizers.SGD(lr=0.3, momentum=0.9),
        seed=7,
        backend="numpy",
    )
    text = str(net)
    rows = [line.split() for line in text.split("\n")]
    assert ["1", "4", "leaky_relu(alpha=0.2)", "W1", "4×2", "b1", "4", "12"] in rows
    assert ["2", "3", "linear", "W2", "3×4", "–", "12"] in rows
    assert ["Total", "24"] in rows
    assert "sgd(lr=0.3, momentum=0.9" in text
    page = Page(net._repr_html_())
    for said in ("sgd(lr=0.3, momentum=0.9", "leaky_relu(alpha=0.2)", "Seed 7", "float64", "numpy"):
        assert said in page.text
    matrices = page.matrices()
    assert [len(rows) * len(rows[0]) for rows in matrices] == [8, 4, 12]
    assert "\n" not in repr(net)


def test_the_sources_of_a_cell_are_found_in_the_trace_where_the_table_says():
    trace = small_trace()
    for name in ("Z1", "dW1", "J2", "dW2_sample", "L", "Ls", "W1_new"):
        explained = trace.explain(name, 0, 1 if name != "L" else 0)
        page = Page(explained._repr_html_())
        (table,) = (table for table in page.tables if table["class"] == "nv-t")
        rows = [[text for _, _, text in row] for row in table["rows"][1:]]
        assert len(rows) == len(set(explained.sources))
        for _, place, value in rows:
            found, _, index = place.rstrip("]").partition("[")
            where = tuple(int(i) for i in index.split(", ")) if index else ()
            assert value == "0" or agrees_in_six(value, float(trace[found][where]))


def agrees_in_six(text: str, value: float) -> bool:
    level = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    shown = float(text.translate(level).replace("×10", "e"))
    return abs(shown - value) <= 1e-5 * abs(value)


def test_many_sources_are_cut_and_counted():
    _, trace = large_trace(batch=2)
    explained = trace.explain("P1", 1, 5)
    page = Page(explained._repr_html_())
    assert f"made from {2 * 784} cells" in page.text
    assert f"… and {2 * 784 - 12} more" in page.text


def test_another_sample_and_orientation_can_be_asked_for():
    trace = small_trace()
    step = next(step for step in trace.steps if step.kind == "outer_product")
    assert "Sample 3 of the batch." in str(step.display(sample=2))
    assert "samples in rows" in Page(step.display(orientation="rows")._repr_html_()).text
    assert str(trace.display(sample=1)).count("Sample 2 of the batch.") == sum(
        one.sample is not None for one in trace.steps
    )
    with pytest.raises(ShapeError):
        step.display(sample=99)
    with pytest.raises(ShapeError):
        trace.display(sample=-1)
    with pytest.raises(SpecError):
        step.display(orientation="diagonal")
    with pytest.raises(SpecError):
        step.display(digits=0)


def test_words_can_be_said_in_another_language_and_are_escaped():
    data = datasets.load("xor")
    net = Network.mlp([2, 3, 1], backend="numpy")
    trace = net.trace_step(data.X, data.Y)
    things = (net, trace, trace.steps[0], trace.explain("Z1", 0, 0))
    before = [thing._repr_html_() for thing in things]
    set_translator(lambda message: "<blink>&\"'")
    try:
        after = [thing._repr_html_() for thing in things]
        assert str(trace).startswith("<blink>&")
    finally:
        set_translator(None)
    for html in after:
        page = Page(html)
        check_safe(page)
        assert "blink" not in {tag for tag, _ in page.elements}
        assert "<blink>&\"'" in page.text
    assert [thing._repr_html_() for thing in things] == before


def test_importing_the_engine_does_not_load_what_only_notebooks_need():
    code = "import nnviz.engine, sys; print('nnviz.engine.display' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
