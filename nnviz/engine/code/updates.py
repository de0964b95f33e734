"""The update as code: clipping, decay, velocities, moments, and the step itself."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.losses import sum_of_squares
from nnviz.engine.code.written import Line
from nnviz.engine.step import StepKind

ADAFACTOR_SHARE = Line("beta2 = 1 - step**beta2_decay")


def _norm(d: Dialect) -> list[Line]:
    return [d.line(d.call("sqrt", sum_of_squares(d.names, "g")))]


def _clip(d: Dialect) -> list[Line]:
    *norm, g = d.names
    if norm:
        return [d.line(f"{g} * min(1, clip_norm / ({norm[0]} + 1e-6))", d.shape(g))]
    return [d.line(f"{d.pick('np.clip', 'torch.clamp')}({g}, -clip_value, clip_value)")]


def _decay(d: Dialect) -> list[Line]:
    return [d.joined("{0} + weight_decay * {1}")]


def _velocity(d: Dialect) -> list[Line]:
    return [d.joined("momentum * {1} + {0}")]


def _nesterov(d: Dialect) -> list[Line]:
    return [d.joined("{0} + momentum * {1}")]


def _decoupled(d: Dialect) -> list[Line]:
    return [d.joined("(1 - lr * weight_decay) * {0}")]


def _square_sum(d: Dialect) -> list[Line]:
    g, s = d.names
    return [d.line(f"{s} + {g}**2")]


def _scaled(d: Dialect) -> list[Line]:
    g, v, *m = d.names
    if m:
        spread = f"{v} - {m[0]}**2"
        v = d.maximum(d.pick(spread, f"({spread})"), "0")
    return [d.line(f"{g} / ({d.call('sqrt', v)} + eps)")]


def _first_moment(d: Dialect) -> list[Line]:
    return _moment(d, "beta1", "{share} * {m} + (1 - {share}) * {g}")


def _second_moment(d: Dialect) -> list[Line]:
    return _moment(d, "beta2", "{share} * {m} + (1 - {share}) * {g}**2")


def _moment(d: Dialect, share: str, pattern: str) -> list[Line]:
    g, m = d.names
    if "alpha" in d.step.options:
        share = "alpha"
    before = [ADAFACTOR_SHARE] if "beta2_decay" in d.step.options else []
    return [*before, d.line(pattern.format(share=share, m=m, g=g))]


def _first_corrected(d: Dialect) -> list[Line]:
    return [d.line(f"{d.names[0]} / (1 - beta1**step)")]


def _second_corrected(d: Dialect) -> list[Line]:
    return [d.line(f"{d.names[0]} / (1 - beta2**step)")]


def _update(d: Dialect) -> list[Line]:
    if d.names[1].startswith("alpha_"):
        return [d.joined("{0} - {1} * {2}")]
    rate = "lr / (1 + (step - 1) * lr_decay)" if "lr_decay" in d.step.options else "lr"
    if len(d.names) == 2:
        return [d.joined(f"{{0}} - {rate} * {{1}}")]
    p, m, v = d.names
    return [d.line(f"{p} - {rate} * {m} / ({d.call('sqrt', v)} + eps)")]


UPDATES: dict[StepKind, Writer] = {
    StepKind.GRADIENT_NORM: _norm,
    StepKind.CLIP: _clip,
    StepKind.WEIGHT_DECAY: _decay,
    StepKind.VELOCITY: _velocity,
    StepKind.NESTEROV: _nesterov,
    StepKind.DECOUPLED_DECAY: _decoupled,
    StepKind.SQUARE_SUM: _square_sum,
    StepKind.SCALED_GRADIENT: _scaled,
    StepKind.FIRST_MOMENT: _first_moment,
    StepKind.SECOND_MOMENT: _second_moment,
    StepKind.FIRST_CORRECTED: _first_corrected,
    StepKind.SECOND_CORRECTED: _second_corrected,
    StepKind.UPDATE: _update,
}
