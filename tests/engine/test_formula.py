"""Formulas of every kind, in both orientations: what they say, and that they can be drawn."""

import pytest

from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.step import Step, StepKind
from tests.engine.explained_nets import every_kind

STEPS: list[Step] = [step for case in every_kind() for step in case.trace().steps]


def first(kind: StepKind, case: int = 0) -> Step:
    return next(step for step in every_kind()[case].trace().steps if step.kind is kind)


@pytest.mark.parametrize(
    ("kind", "textbook", "rows"),
    [
        (StepKind.MATMUL, r"W^{1} X", r"X W^{1\top}"),
        (StepKind.ADD_BIAS, r"Z^{1} = W^{1} X + b^{1}", r"Z^{1} = X W^{1\top} + b^{1}"),
        (StepKind.ACTIVATION, r"A^{1} = \max(0, Z^{1})", r"A^{1} = \max(0, Z^{1})"),
        (
            StepKind.HADAMARD,
            r"\delta^{3} = \frac{\partial L}{\partial A^{3}} \odot f^{\prime}(Z^{3})",
            r"\delta^{3} = \frac{\partial L}{\partial A^{3}} \odot f^{\prime}(Z^{3})",
        ),
        (
            StepKind.WEIGHT_GRADIENT,
            r"\frac{\partial L}{\partial W^{4}} = \delta^{4} (A^{3})^{\top}",
            r"\frac{\partial L}{\partial W^{4}} = (\delta^{4})^{\top} A^{3}",
        ),
        (
            StepKind.INPUT_GRADIENT,
            r"\frac{\partial L}{\partial A^{3}} = (W^{4})^{\top} \delta^{4}",
            r"\frac{\partial L}{\partial A^{3}} = \delta^{4} W^{4}",
        ),
        (
            StepKind.UPDATE,
            r"W^{1} \leftarrow W^{1} - \eta \, \tilde{g}_{W^{1}}",
            r"W^{1} \leftarrow W^{1} - \eta \, \tilde{g}_{W^{1}}",
        ),
    ],
)
def test_what_a_formula_says(kind: StepKind, textbook: str, rows: str) -> None:
    step = first(kind)
    assert step.formula() == textbook
    assert step.formula("rows") == rows


def test_a_layer_without_bias_makes_z_at_once() -> None:
    step = next(s for s in STEPS if s.kind is StepKind.MATMUL and s.output == "Z2")
    assert step.formula() == r"Z^{2} = W^{2} A^{1}"


@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_every_formula_has_a_line_of_text(orientation: str) -> None:
    for step in STEPS:
        line = to_unicode(parse(step.formula(orientation)))
        assert line
        assert "\\" not in line
        assert "{" not in line


def test_every_formula_and_explanation_can_be_drawn() -> None:
    ziamath = pytest.importorskip("ziamath", reason="the gui extra is not installed")
    formulas = {step.formula(way) for step in STEPS for way in ("textbook", "rows")}
    seen: set[StepKind] = set()
    for step in STEPS:
        if step.kind not in seen:
            seen.add(step.kind)
            formulas.add(step.explain(0, 0).latex)
    before = ziamath.config.svg2
    ziamath.config.svg2 = False
    try:
        for formula in sorted(formulas):
            width, height = ziamath.Latex(formula).getsize()
            assert width > 0, formula
            assert 0 < height < 200, formula
    finally:
        ziamath.config.svg2 = before
