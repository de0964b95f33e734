"""Adagrad: the gradient over the root of the sum of all its squares, as in PyTorch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Call, Namespace, bind, scalar
from nnviz.engine.checks import number_option
from nnviz.engine.optimizers.base import ElementwiseOptimizer, Rows, decay_calls
from nnviz.engine.optimizers.common import decay_templates, decayed, gradient_name, update_step
from nnviz.engine.step import StepKind
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class Adagrad(ElementwiseOptimizer):
    """s ← s + g²;  ĝ = g / (√s + ε);  p ← p − η/(1 + (t−1)γ)·ĝ, where γ is ``lr_decay``.

    The sum starts at zero and never shrinks; ε stands outside of the root.
    """

    name: ClassVar[str] = "adagrad"
    lr: float = 0.01
    lr_decay: float = 0.0
    weight_decay: float = 0.0
    eps: float = 1e-10

    def __post_init__(self) -> None:
        set_, owner = object.__setattr__, self.name
        set_(self, "lr", number_option(owner, "lr", self.lr, above=0.0, at_most=1e6))
        for option in ("lr_decay", "weight_decay"):
            value = getattr(self, option)
            set_(self, option, number_option(owner, option, value, at_least=0.0, at_most=1e6))
        set_(self, "eps", number_option(owner, "eps", self.eps, above=0.0, at_most=1e6))

    @property
    def state_rows(self) -> tuple[str, ...]:
        """The sum of the squares."""
        return ("s",)

    @property
    def work_rows(self) -> tuple[str, ...]:
        """The gradient divided by its usual size."""
        return ("scaled",)

    @property
    def varies(self) -> bool:
        """Say whether the rate falls by itself."""
        return bool(self.lr_decay)

    def changing(self, step: int, lr: float) -> Mapping[str, float]:
        """Return the learning rate of this step."""
        return {"rate": lr / (1.0 + (step - 1) * self.lr_decay)}

    def calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the update of one part of the flat rows."""
        p, g, s, scaled, change = rows["p"], rows["g"], rows["s"], rows["scaled"], rows.scratch[0]
        return [
            *decay_calls(xp, rows, self.weight_decay),
            bind(xp.multiply, g, g, out=change),
            bind(xp.add, s, change, out=s),
            bind(xp.sqrt, s, out=change),
            bind(xp.add, change, scalar(xp, self.eps, p), out=change),
            bind(xp.divide, g, change, out=scaled),
            bind(xp.multiply, scaled, rows.changing["rate"], out=change),
            bind(xp.subtract, p, change, out=p),
        ]

    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return [weight decay] sum of squares, scaled gradient, update of one parameter."""
        gradient = gradient_name(parameter, self.weight_decay)
        s, scaled = f"s_{parameter}", f"d{parameter}_scaled"
        rates = {"lr": self.lr, **({"lr_decay": self.lr_decay} if self.lr_decay else {})}
        eps = {"eps": self.eps}
        kind, inputs = StepKind.SCALED_GRADIENT, (gradient, f"{s}_new")
        return (
            *decay_templates(parameter, layer, self.weight_decay),
            update_step(StepKind.SQUARE_SUM, layer, (gradient, s), f"{s}_new", {}),
            update_step(kind, layer, inputs, scaled, eps),
            update_step(StepKind.UPDATE, layer, (parameter, scaled), f"{parameter}_new", rates),
        )

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "s_W1", "s_W1_new", "dW1_scaled" or "dW1_decayed"."""
        match row, new:
            case "s", _:
                return f"s_{parameter}_new" if new else f"s_{parameter}"
            case "scaled", True:
                return f"d{parameter}_scaled"
            case "g", True if self.weight_decay:
                return decayed(parameter)
        return None
