"""The loss, its penalty and its gradient at the prediction as code."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.written import Line
from nnviz.engine.step import StepKind


def _error(d: Dialect) -> list[Line]:
    return [d.joined("{0} - {1}")]


def _sample_loss(d: Dialect) -> list[Line]:
    match str(d.step.options["loss"]):
        case "mse":
            right = d.along(f"({d.names[0]}**2)", "mean", 1)
        case "sse":
            right = d.along(f"({d.names[0]}**2)", "sum", 1)
        case "bce":
            right = _bce(d)
        case "cross_entropy":
            shifted, sums, Y = d.names
            right = f"{d.call('log', sums)} - {d.along(f'({Y} * {shifted})', 'sum', 1)}"
        case _:
            right = f"{d.along(f'({d.names[0]}**2)', 'sum', 1)} / 2"
    return [d.line(right)]


def _bce(d: Dialect) -> str:
    Z, Y = d.names
    if d.language == "torch":
        each = f'F.binary_cross_entropy_with_logits({Z}, {Y}, reduction="none")'
    else:
        each = f"(np.maximum({Z}, 0) - {Z} * {Y} + np.log1p(np.exp(-np.abs({Z}))))"
    return d.along(each, "mean", 1)


def _loss(d: Dialect) -> list[Line]:
    function = "sum" if d.step.options["loss"] in {"sse", "half_sse"} else "mean"
    return [d.line(f"{d.names[0]}.{function}()")]


def _penalty(d: Dialect) -> list[Line]:
    return [d.line(f"l2 / 2 * {sum_of_squares(d.names, 'W')}")]


def sum_of_squares(names: tuple[str, ...], letter: str) -> str:
    """Return the sum of the squares of all cells of arrays of these names."""
    if len(names) == 1:
        return f"({names[0]}**2).sum()"
    return f"sum(({letter}**2).sum() for {letter} in [{', '.join(names)}])"


def _total(d: Dialect) -> list[Line]:
    return [d.joined("{0} + {1}")]


def _loss_gradient(d: Dialect) -> list[Line]:
    A, *target = d.names
    match str(d.step.options["loss"]):
        case "mse":
            right = f"2 * {A} / {d.size(A)}"
        case "half_mse":
            right = f"{A} / len({A})"
        case "sse":
            right = f"2 * {A}"
        case "bce":
            (Y,) = target
            right = f"({A} - {Y}) / ({A} * (1 - {A})) / {d.size(Y)}"
        case "cross_entropy":
            (Y,) = target
            right = f"-{Y} / {A} / len({Y})"
        case _:
            right = A
    return [d.line(right)]


def _fused_gradient(d: Dialect) -> list[Line]:
    A, Y = d.names
    count = d.size(Y) if d.step.options["loss"] == "bce" else f"len({Y})"
    return [d.line(f"({A} - {Y}) / {count}")]


LOSSES: dict[StepKind, Writer] = {
    StepKind.ERROR: _error,
    StepKind.SAMPLE_LOSS: _sample_loss,
    StepKind.LOSS: _loss,
    StepKind.PENALTY: _penalty,
    StepKind.TOTAL_LOSS: _total,
    StepKind.LOSS_GRADIENT: _loss_gradient,
    StepKind.FUSED_GRADIENT: _fused_gradient,
}
