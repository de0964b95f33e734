import numpy as np
import pytest

from nnviz.engine import Network, optimizers
from nnviz.engine.expression import Const, Neg, Product, Ref, Sum
from nnviz.engine.message import Message
from nnviz.scene.numbers import MINUS, decimals_for, format_value, one_more, parse_value
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.worked import Writing, looks_right, work_out
from tests.scene.traces import all_steps, made_cells, trace, wide_trace

ORIENTATIONS = ("textbook", "rows")
MOST_EXTRA = 3


def options(orientation="textbook", digits=3):
    return ComposeOptions(1100, 600, orientation, digits=digits)


def text(line):
    return "".join(
        run.text.english() if isinstance(run.text, Message) else run.text for run in line
    )


def possible_texts(value, array, digits=3):
    """What a number may be written as; one that is less than its matrix's digits has its own."""
    decimals = [decimals_for(array, digits)]
    if value != 0 and decimals[0] >= 0 and abs(value) < 0.5 * 10.0 ** -decimals[0]:
        decimals.append(decimals_for([value], digits))
    extras = range(MOST_EXTRA + 1)
    return {format_value(value, one_more(code, extra)) for code in decimals for extra in extras}


def cells():
    return [
        pytest.param(step, CellRef(*cell), id=f"{step.kind}-{cell}")
        for step in all_steps()
        for cell in made_cells(step)
    ]


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("step", "cell"), cells())
def test_every_number_is_the_engines(step, cell, orientation):
    worked = work_out(step, cell, orientation, 3)
    made = {step.output: step.value, **step.also}[cell.name]
    row = 0 if made.ndim == 1 else cell.row
    recorded = float(np.atleast_2d(made)[row, cell.col])
    assert worked.explanation.recorded == recorded
    _, numbers = scalar_lines(step, cell, options(orientation), max_chars=400)
    assert numbers[-1].text in possible_texts(recorded, made)
    for part in worked.numbers():
        if part.ref is not None and part.number is not None:
            array = np.atleast_2d(step.inputs[part.ref.name])
            value = float(array[part.ref.row, part.ref.col])
            assert part.text in possible_texts(value, array)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("step", "cell"), cells())
def test_both_lines_keep_within_their_room(step, cell, orientation):
    for room in (40, 96):
        for fraction in (0.3, 1.0):
            lines = scalar_lines(step, cell, options(orientation), fraction, room)
            assert len(lines) == 2
            assert all(len(text(line)) <= room for line in lines), [text(line) for line in lines]


def test_the_picture_of_a_product():
    step = trace("xor").steps[0]
    letters, numbers = scalar_lines(step, CellRef("P1", 3, 1), options())
    # Here the two decimals of the cells would not add up, so what goes in has one more.
    w = [format_value(value, 3) for value in step.inputs["W1"][1]]
    assert text(letters) == "(W1X)2,4 = w12,1·x1,4 + w12,2·x2,4"
    total = format_value(step.value[3, 1], 2)
    assert text(numbers).startswith(f"= ({w[0]})(1) + ({w[1]})(1) = ")
    assert text(numbers).endswith(f" = {total}")


def test_a_sum_grows_term_by_term():
    step = trace("classes").steps[0]
    W, X = step.inputs["W1"], step.inputs["X"]
    cell = CellRef("P1", 0, 1)
    letters, half = scalar_lines(step, cell, options(), 0.5)
    assert text(half).count("(") == 2
    assert " + …" in text(half), "the line does not claim to be whole"
    told = text(half).rpartition("so far ")[2]
    assert abs(parse_value(told) - W[1, 0] * X[0, 0]) < 0.01
    whole, nearly = scalar_lines(step, cell, options(), 0.99)
    assert text(whole) == text(letters), "the letters stand still while the sum grows"
    assert "…" not in text(nearly)


def test_half_of_a_difference_is_never_shown():
    step = next(s for s in trace("xor").steps if s.kind == "error")
    _, numbers = scalar_lines(step, CellRef("E", 1, 0), options(), 0.3)
    assert MINUS in text(numbers)
    assert "=" not in text(numbers).removeprefix("= ")


def test_a_result_waits_until_it_is_made():
    step = next(s for s in trace("classes").steps if s.kind == "activation")
    cell = CellRef("A1", 0, 0)
    assert text(scalar_lines(step, cell, options(), 0.5)[1]).count("=") == 1
    assert text(scalar_lines(step, cell, options(), 1.0)[1]).count("=") == 2


def test_a_long_sum_says_how_much_is_left_out():
    step = wide_trace((64, 32, 10)).steps[0]
    lines = scalar_lines(step, CellRef("P1", 0, 5), options(), max_chars=80)
    for line in lines:
        shown = text(line).count("·") + text(line).count(")(")
        assert f"({64 - shown})" in text(line)
        assert "…" in text(line)
    assert text(lines[1]).endswith(format_value(step.value[0, 5], decimals_for(step.value)))


def test_a_cell_that_the_step_did_not_make_has_no_lines():
    step = trace("xor").steps[0]
    for cell in (CellRef("X", 0, 0), CellRef("P1", 4, 0), CellRef("P1", 0, 9), CellRef("Z9", 0, 0)):
        assert scalar_lines(step, cell, options()) == ()


def test_another_sample_of_a_per_sample_step_is_named():
    step = next(s for s in trace("xor").steps if s.kind == "jacobian").for_sample(2)
    letters, _ = scalar_lines(step, CellRef("dZ1", 2, 1), options())
    assert text(letters).startswith("δ12,3")


def test_a_hidden_change_gets_a_digit_more():
    old = Ref("W1", 0, 0, 0.3)
    update = Sum((old, Neg(Product((Const(0.1, "η"), Ref("dW1", 0, 0, 0.04))))))
    plain = Writing({"W1": 2, "dW1": 2}, 3, 2)
    assert not looks_right(update, 0.296, plain)
    assert looks_right(update, 0.296, Writing({"W1": 2, "dW1": 2}, 3, 2, 1, 1))


def test_rounded_terms_that_miss_the_result_get_a_digit_more():
    total = Sum((Ref("P1", 0, 0, 0.114), Ref("b1", 0, 0, 0.114)))
    assert not looks_right(total, 0.228, Writing({"P1": 2, "b1": 2}, 3, 2))
    assert looks_right(total, 0.228, Writing({"P1": 2, "b1": 2}, 3, 2, 1, 0))


def test_a_small_decay_is_seen():
    net = Network.mlp([2, 4, 1], optimizer=optimizers.AdamW(lr=0.01, weight_decay=0.01), seed=18)
    steps = net.trace_step([[0, 1], [1, 0]], [[1], [0]]).steps
    step = next(step for step in steps if step.kind == "decoupled_decay")
    worked = work_out(step, CellRef("W1_decayed", 1, 1), "textbook", 3)
    assert worked.source(0) != worked.result
