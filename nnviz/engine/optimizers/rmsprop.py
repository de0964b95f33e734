"""RMSprop: the gradient over the root of a running mean of its square, as in PyTorch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Call, Namespace, bind, scalar
from nnviz.engine.checks import flag_option, number_option
from nnviz.engine.optimizers.base import ElementwiseOptimizer, Rows, decay_calls
from nnviz.engine.optimizers.common import decay_templates, decayed, gradient_name, update_step
from nnviz.engine.step import StepKind
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class RMSprop(ElementwiseOptimizer):
    """v ← αv + (1−α)g²;  ĝ = g / (√v + ε);  p ← p − η·ĝ.

    Centered, m ← αm + (1−α)g and √(v − m²) takes the place of √v (0 where rounding makes it
    imaginary, which PyTorch lets become NaN). With momentum the velocity u (v is
    taken) gathers ĝ, and η stands outside of it. ε stands outside of the root.
    """

    name: ClassVar[str] = "rmsprop"
    lr: float = 0.01
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    momentum: float = 0.0
    centered: bool = False

    def __post_init__(self) -> None:
        set_, owner = object.__setattr__, self.name
        set_(self, "lr", number_option(owner, "lr", self.lr, above=0.0, at_most=1e6))
        set_(self, "alpha", number_option(owner, "alpha", self.alpha, at_least=0.0, below=1.0))
        set_(self, "eps", number_option(owner, "eps", self.eps, above=0.0, at_most=1e6))
        decay = number_option(owner, "weight_decay", self.weight_decay, at_least=0.0, at_most=1e6)
        set_(self, "weight_decay", decay)
        momentum = number_option(owner, "momentum", self.momentum, at_least=0.0, at_most=1.0)
        set_(self, "momentum", momentum)
        set_(self, "centered", flag_option(owner, "centered", self.centered))

    @property
    def state_rows(self) -> tuple[str, ...]:
        """The mean square, the mean if centered, the velocity if there is momentum."""
        wanted = {"v": True, "m": self.centered, "u": bool(self.momentum)}
        return tuple(row for row, there in wanted.items() if there)

    @property
    def work_rows(self) -> tuple[str, ...]:
        """The gradient divided by its usual size."""
        return ("scaled",)

    def calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the update of one part of the flat rows."""
        p, change, scaled = rows["p"], rows.scratch[0], rows["scaled"]
        direction = rows["u"] if self.momentum else scaled
        calls = [
            *decay_calls(xp, rows, self.weight_decay),
            *self._size_calls(xp, rows),
            bind(xp.add, change, scalar(xp, self.eps, p), out=change),
            bind(xp.divide, rows["g"], change, out=scaled),
        ]
        if self.momentum:
            mu = scalar(xp, self.momentum, p)
            calls += [
                bind(xp.multiply, direction, mu, out=direction),
                bind(xp.add, direction, scaled, out=direction),
            ]
        calls += [
            bind(xp.multiply, direction, rows.changing["rate"], out=change),
            bind(xp.subtract, p, change, out=p),
        ]
        return calls

    def _size_calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the running means and, in the first row of the scratch, the root."""
        g, v, size = rows["g"], rows["v"], rows.scratch[0]
        keep, take = (scalar(xp, share, g) for share in (self.alpha, 1.0 - self.alpha))
        calls = [
            bind(xp.multiply, v, keep, out=v),
            bind(xp.multiply, g, g, out=size),
            bind(xp.multiply, size, take, out=size),
            bind(xp.add, v, size, out=v),
        ]
        if not self.centered:
            return [*calls, bind(xp.sqrt, v, out=size)]
        m = rows["m"]
        return [
            *calls,
            bind(xp.multiply, m, keep, out=m),
            bind(xp.multiply, g, take, out=size),
            bind(xp.add, m, size, out=m),
            bind(xp.multiply, m, m, out=size),
            bind(xp.subtract, v, size, out=size),
            bind(xp.maximum, size, scalar(xp, 0.0, g), out=size),
            bind(xp.sqrt, size, out=size),
        ]

    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return [weight decay] means, scaled gradient [velocity] update of one parameter."""
        return (
            *decay_templates(parameter, layer, self.weight_decay),
            *self._steps(parameter, layer),
        )

    def _steps(self, parameter: str, layer: int) -> Iterator[Template]:
        gradient = gradient_name(parameter, self.weight_decay)
        m, v, u = (f"{row}_{parameter}" for row in ("m", "v", "u"))
        direction, share = f"d{parameter}_scaled", {"alpha": self.alpha}
        means = [f"{v}_new"]
        yield update_step(StepKind.SECOND_MOMENT, layer, (gradient, v), f"{v}_new", share)
        if self.centered:
            yield update_step(StepKind.FIRST_MOMENT, layer, (gradient, m), f"{m}_new", share)
            means.append(f"{m}_new")
        eps = {"eps": self.eps}
        kind = StepKind.SCALED_GRADIENT
        yield update_step(kind, layer, (gradient, *means), direction, eps)
        if self.momentum:
            inputs, direction = (direction, u), f"{u}_new"
            keep = {"momentum": self.momentum}
            yield update_step(StepKind.VELOCITY, layer, inputs, direction, keep)
        inputs = (parameter, direction)
        yield update_step(StepKind.UPDATE, layer, inputs, f"{parameter}_new", {"lr": self.lr})

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "v_W1", "v_W1_new", "dW1_scaled", "dW1_decayed" and their like."""
        if row in self.state_rows:
            return f"{row}_{parameter}_new" if new else f"{row}_{parameter}"
        if row == "scaled" and new:
            return f"d{parameter}_scaled"
        if row == "g" and new and self.weight_decay:
            return decayed(parameter)
        return None
