"""AdamW: Adam whose weight decay shrinks the parameters, apart from the gradient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Array, Call, Namespace, bind
from nnviz.engine.optimizers.adam import Adam
from nnviz.engine.optimizers.base import Rows
from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """p̄ = (1 − ηλ)·p, then Adam's step from there: p ← p̄ − η·m̂ / (√v̂ + ε).

    The decay never enters the moments, as in ``torch.optim.AdamW``.
    """

    name: ClassVar[str] = "adamw"
    weight_decay: float = 0.01

    @property
    def work_rows(self) -> tuple[str, ...]:
        """The squared gradient, and the parameters after the decay."""
        return ("g2", "decayed") if self.weight_decay else ("g2",)

    @property
    def gradient_decay(self) -> float:
        """Nothing is added to the gradient."""
        return 0.0

    def start_calls(self, xp: Namespace, rows: Rows) -> tuple[list[Call], Array]:
        """Bind p̄ = (1 − ηλ)·p, and return the calls with p̄."""
        p = rows["p"]
        if not self.weight_decay:
            return [], p
        decayed = rows["decayed"]
        return [bind(xp.multiply, p, rows.changing["shrink"], out=decayed)], decayed

    def changing(self, step: int, lr: float) -> Mapping[str, float]:
        """Return Adam's numbers, and what is kept of a parameter."""
        shrink = {"shrink": 1.0 - lr * self.weight_decay} if self.weight_decay else {}
        return {**Adam.changing(self, step, lr), **shrink}

    def start(self, parameter: str) -> str:
        """Return the trace name of p̄."""
        return f"{parameter}_decayed" if self.weight_decay else parameter

    def start_templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return the step of the decay; none if λ is 0."""
        if not self.weight_decay:
            return ()
        options: Mapping[str, float] = {"lr": self.lr, "weight_decay": self.weight_decay}
        return (
            Template(
                StepKind.DECOUPLED_DECAY,
                Phase.UPDATE,
                layer,
                (parameter,),
                self.start(parameter),
                options=Options(options),
            ),
        )

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "W1_decayed" or the name of one of Adam's rows."""
        if row == "decayed":
            return self.start(parameter) if new else None
        return Adam.array_name(self, row, parameter, new=new)
