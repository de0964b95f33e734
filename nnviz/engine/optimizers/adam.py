"""Adam, in the form and with the defaults that PyTorch documents."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Array, Call, Namespace, bind
from nnviz.engine.checks import number_option
from nnviz.engine.errors import SpecError
from nnviz.engine.optimizers.base import ElementwiseOptimizer, Rows, decay_calls
from nnviz.engine.optimizers.common import decay_templates, decayed, gradient_name
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template

_SHORT = 4096


@dataclass(frozen=True, slots=True)
class Adam(ElementwiseOptimizer):
    """m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← p − η·m̂ / (√v̂ + ε).

    m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ): ε stands outside of the root and after the correction.
    Weight decay λp is added to the gradient (L2), as in ``torch.optim.Adam``; it is not AdamW.
    The calls fold both corrections into two numbers, which leads to the same to rounding.
    """

    name: ClassVar[str] = "adam"
    lr: float = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "lr", number_option(self.name, "lr", self.lr, above=0.0, at_most=1e6))
        given: object = self.betas
        if not isinstance(given, tuple | list) or len(given) != 2:
            raise SpecError(
                "betas of {owner} must be two numbers such as (0.9, 0.999), but it is {value}.",
                owner=self.name,
                value=repr(self.betas),
            )
        betas = (number_option(self.name, "betas", b, at_least=0.0, below=1.0) for b in given)
        set_(self, "betas", tuple(betas))
        set_(self, "eps", number_option(self.name, "eps", self.eps, above=0.0, at_most=1e6))
        decay = number_option(
            self.name, "weight_decay", self.weight_decay, at_least=0.0, at_most=1e6
        )
        set_(self, "weight_decay", decay)

    @property
    def state_rows(self) -> tuple[str, ...]:
        """The two moments."""
        return ("m", "v")

    @property
    def work_rows(self) -> tuple[str, ...]:
        """The squared gradient: beside g, so that both moments move in one call."""
        return ("g2",)

    @property
    def varies(self) -> bool:
        """The bias corrections change from step to step."""
        return True

    def changing(self, step: int, lr: float) -> Mapping[str, float]:
        """Return the step size and ε with the bias corrections of this step folded in."""
        beta1, beta2 = self.betas
        root = math.sqrt(1.0 - beta2**step)
        return {"rate": lr * root / (1.0 - beta1**step), "eps": self.eps * root}

    @property
    def gradient_decay(self) -> float:
        """The weight decay that is added to the gradient."""
        return self.weight_decay

    def start_calls(self, xp: Namespace, rows: Rows) -> tuple[list[Call], Array]:
        """Return the calls that make what the step starts from, and that: here p itself."""
        return [], rows["p"]

    def start(self, parameter: str) -> str:
        """Return the trace name of what the step starts from."""
        return parameter

    def start_templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return the steps that make what the step starts from."""
        return ()

    def calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the update of one part of the flat rows."""
        p, g, change = rows["p"], rows["g"], rows.scratch[0]
        moments, part = rows.span("m", "v"), rows.scratch
        beta = _pair(xp, self.betas, part)
        start_calls, start = self.start_calls(xp, rows)
        rest = _pair(xp, tuple(1.0 - b for b in self.betas), part)
        return [
            *start_calls,
            *decay_calls(xp, rows, self.gradient_decay),
            bind(xp.multiply, g, g, out=rows["g2"]),
            bind(xp.multiply, rows.span("g", "g2"), rest, out=part),
            bind(xp.multiply, moments, beta, out=moments),
            bind(xp.add, moments, part, out=moments),
            bind(xp.sqrt, rows["v"], out=change),
            bind(xp.add, change, rows.changing["eps"], out=change),
            bind(xp.divide, rows["m"], change, out=change),
            bind(xp.multiply, change, rows.changing["rate"], out=change),
            bind(xp.subtract, start, change, out=p),
        ]

    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return [weight decay] both moments, both corrections, update of one parameter."""
        gradient = gradient_name(parameter, self.gradient_decay)
        beta1, beta2 = ({f"beta{i + 1}": b} for i, b in enumerate(self.betas))

        def step(
            kind: StepKind, inputs: tuple[str, ...], output: str, options: Mapping[str, float]
        ) -> Template:
            derived = kind in {StepKind.FIRST_CORRECTED, StepKind.SECOND_CORRECTED}
            named = Options({**options, "optimizer": self.name})
            return Template(
                kind, Phase.UPDATE, layer, inputs, output, options=named, derived=derived
            )

        m, v, mhat, vhat = (f"{letter}_{parameter}" for letter in ("m", "v", "mhat", "vhat"))
        rates = {"lr": self.lr, "eps": self.eps}
        return (
            *self.start_templates(parameter, layer),
            *decay_templates(parameter, layer, self.gradient_decay),
            step(StepKind.FIRST_MOMENT, (gradient, m), f"{m}_new", beta1),
            step(StepKind.SECOND_MOMENT, (gradient, v), f"{v}_new", beta2),
            step(StepKind.FIRST_CORRECTED, (f"{m}_new",), mhat, beta1),
            step(StepKind.SECOND_CORRECTED, (f"{v}_new",), vhat, beta2),
            step(StepKind.UPDATE, (self.start(parameter), mhat, vhat), f"{parameter}_new", rates),
        )

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "m_W1", "m_W1_new", "v_W1", "v_W1_new" or "dW1_decayed"."""
        if row in self.state_rows:
            return f"{row}_{parameter}_new" if new else f"{row}_{parameter}"
        if row == "g" and new and self.gradient_decay:
            return decayed(parameter)
        return None

    def derived(self, template: Template, step: int, get: Callable[[str], HostArray]) -> HostArray:
        """Return the moment divided by 1 − βᵗ."""
        beta = self.betas[0 if template.kind is StepKind.FIRST_CORRECTED else 1]
        moment = get(template.inputs[0])
        corrected: HostArray = moment / moment.dtype.type(1.0 - beta**step)
        return corrected


def _pair(xp: Namespace, values: tuple[float, ...], like: Array) -> Array:
    """Return one number for each of two neighbouring rows, to be multiplied with them.

    Short rows get it for every element: that is a call on flat memory, which costs half as much.
    """
    column = xp.asarray(values, dtype=like.dtype)[:, None]
    return column + xp.zeros_like(like) if like.shape[1] <= _SHORT else column
