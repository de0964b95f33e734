"""Every line of code is run and makes what the step recorded."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.engine.code import LANGUAGES, code_of
from nnviz.engine.code.table import WRITERS
from nnviz.engine.errors import SpecError
from nnviz.engine.network import Network
from nnviz.engine.step import StepKind
from tests.engine.explained_nets import cases, every_kind


def run(code, scope):
    """Run the lines with nothing else in scope, and return all that is there afterwards."""
    names = {**scope, **code.settings}
    with np.errstate(all="ignore"):
        exec("\n".join(map(str, code.lines)), names)
    return names


def made_by(step):
    if step.kind is StepKind.JACOBIAN:
        return {step.output: step.value, "delta": next(iter(step.also.values()))}
    return {step.output: step.value, **step.also}


def check(step, language, scope, host):
    code = code_of(step, language)
    found = run(code, {**scope, **{n: host(a) for n, a in (step.whole or step.inputs).items()}})
    single = step.value.dtype == np.float32
    rel = 3e-5 if single else 1e-12
    for name, array in made_by(step).items():
        got = np.asarray(found[name], dtype=float)
        assert got.shape == array.shape, str(code)
        # What cancels is as exact as what it was made of.
        sizes = [np.abs(a).max(initial=0) for a in step.inputs.values()]
        size = max([1.0, *sizes]) if single else 1.0
        np.testing.assert_allclose(
            got, array, rtol=rel, atol=rel * size, err_msg=f"{step.kind}: {code}"
        )


def numpy_scope():
    return {"np": np}


@pytest.mark.parametrize("case", every_kind())
def test_every_line_of_numpy_makes_what_was_recorded(case):
    for step in case.trace().steps:
        check(step, "numpy", numpy_scope(), np.array)


@pytest.mark.parametrize("case", every_kind())
def test_every_line_of_torch_makes_what_was_recorded(case):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    scope = {"torch": torch, "F": torch.nn.functional}
    for step in case.trace().steps:
        check(step, "torch", scope, lambda array: torch.tensor(np.array(array)))


@settings(deadline=None, max_examples=60)
@given(cases())
def test_lines_of_random_networks_make_what_was_recorded(case):
    for step in case.trace().steps:
        check(step, "numpy", numpy_scope(), np.array)


@settings(deadline=None, max_examples=30)
@given(cases())
def test_torch_lines_of_random_networks_make_what_was_recorded(case):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    scope = {"torch": torch, "F": torch.nn.functional}
    for step in case.trace().steps:
        check(step, "torch", scope, lambda array: torch.tensor(np.array(array)))


def test_every_kind_of_step_has_lines_and_is_run_by_a_test():
    assert set(WRITERS) == set(StepKind)
    assert {step.kind for case in every_kind() for step in case.trace().steps} == set(StepKind)


def test_the_options_named_are_given_and_no_others():
    for case in every_kind():
        for step in case.trace().steps:
            for language in LANGUAGES:
                code = code_of(step, language)
                text = "\n".join(line.code for line in code.lines)
                assert len(code.lines) <= 2, text
                for name in code.settings:
                    assert re.search(rf"\b{name}\b", text)


def xor():
    net = Network.mlp([2, 4, 1], hidden="relu", loss="mse", optimizer="sgd", seed=0)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    return net.trace_step(X, np.array([[0], [1], [1], [0.0]]))


def first(kind):
    return next(step for step in xor().steps if step.kind is kind)


def test_the_shapes_are_those_of_the_arrays():
    assert str(first(StepKind.MATMUL).code()) == "P1 = X @ W1.T   # (4, 2) @ (2, 4) -> (4, 4)"
    assert first(StepKind.ADD_BIAS).code() == "Z1 = P1 + b1   # (4, 4) + (4,) -> (4, 4)"
    assert first(StepKind.WEIGHT_GRADIENT).code("torch").endswith("(1, 4) @ (4, 4) -> (1, 4)")


def test_a_textbook_says_where_the_picture_is_the_transpose():
    step = first(StepKind.MATMUL)
    assert code_of(step, "numpy", "textbook").lines[0].comment.endswith("on screen P1.T")
    weights = first(StepKind.WEIGHT_GRADIENT)
    assert ".T" not in code_of(weights, "numpy", "textbook").lines[0].comment


def test_a_derived_step_says_so_and_takes_a_row():
    step = first(StepKind.OUTER_PRODUCT).for_sample(2)
    (line,) = code_of(step, "numpy").lines
    assert line.code == "dW2_sample = np.outer(dZ2[2], A1[2])"
    assert "derived" in line.comment


def test_the_whole_text_begins_with_the_settings():
    update = first(StepKind.UPDATE)
    assert update.code().splitlines() == [
        "lr = 0.001" if update.options["lr"] == 0.001 else f"lr = {update.options['lr']!r}",
        "W1_new = W1 - lr * dW1   # (4, 2) - lr * (4, 2) -> (4, 2)",
    ]


def test_pytorch_says_what_does_it():
    parts = {step.kind: code_of(step, "torch").part_of for step in xor().steps}
    assert parts[StepKind.MATMUL] == "nn.Linear"
    assert parts[StepKind.LOSS] == "F.mse_loss"
    assert parts[StepKind.WEIGHT_GRADIENT] == "L.backward()"
    assert parts[StepKind.UPDATE] == "optimizer.step()"
    assert parts[StepKind.JACOBIAN] is None


def test_another_language_is_refused():
    with pytest.raises(SpecError, match="'numpy' or 'torch'"):
        first(StepKind.MATMUL).code("jax")


def test_nothing_of_the_step_is_needed_but_what_it_holds():
    assert SimpleNamespace(**run(code_of(first(StepKind.ERROR), "numpy"), {
        "np": np, "A2": np.ones(2), "Y": np.zeros(2),
    })).E.tolist() == [1.0, 1.0]  # fmt: skip
