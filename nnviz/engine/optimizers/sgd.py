"""Stochastic gradient descent, with momentum, Nesterov's form and weight decay, as in PyTorch."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Call, Namespace, bind, scalar
from nnviz.engine.checks import flag_option, number_option
from nnviz.engine.errors import SpecError
from nnviz.engine.optimizers.base import ElementwiseOptimizer, Rows, decay_calls
from nnviz.engine.optimizers.common import decay_templates, decayed, gradient_name
from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class SGD(ElementwiseOptimizer):
    """g ← g + λp;  velocity ← μ·velocity + g;  p ← p − η·velocity (Nesterov: η·(g + μ·velocity)).

    The velocity starts at zero and the learning rate stands outside of it, so that the first
    velocity is g: ``torch.optim.SGD`` with dampening 0.
    """

    name: ClassVar[str] = "sgd"
    lr: float = 0.001
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "lr", number_option("sgd", "lr", self.lr, above=0.0, at_most=1e6))
        momentum = number_option("sgd", "momentum", self.momentum, at_least=0.0, at_most=1.0)
        set_(self, "momentum", momentum)
        set_(self, "nesterov", flag_option("sgd", "nesterov", self.nesterov))
        decay = number_option("sgd", "weight_decay", self.weight_decay, at_least=0.0, at_most=1e6)
        set_(self, "weight_decay", decay)
        if self.nesterov and not self.momentum:
            raise SpecError(
                "nesterov of sgd needs a momentum above 0; set momentum (0.9 is usual)"
                " or nesterov=False."
            )

    @property
    def state_rows(self) -> tuple[str, ...]:
        """The velocity, if there is momentum."""
        return ("velocity",) if self.momentum else ()

    @property
    def work_rows(self) -> tuple[str, ...]:
        """The direction that looks ahead, in Nesterov's form."""
        return ("nesterov",) if self.nesterov else ()

    def calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the update of one part of the flat rows."""
        p, g, change = rows["p"], rows["g"], rows.scratch[0]
        calls = decay_calls(xp, rows, self.weight_decay)
        direction = g
        if self.momentum:
            mu, direction = scalar(xp, self.momentum, p), rows["velocity"]
            calls += [
                bind(xp.multiply, direction, mu, out=direction),
                bind(xp.add, direction, g, out=direction),
            ]
        if self.nesterov:
            ahead = rows["nesterov"]
            calls += [
                bind(xp.multiply, direction, mu, out=ahead),
                bind(xp.add, ahead, g, out=ahead),
            ]
            direction = ahead
        calls += [
            bind(xp.multiply, direction, rows.changing["rate"], out=change),
            bind(xp.subtract, p, change, out=p),
        ]
        return calls

    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return [weight decay] [velocity [nesterov]] update of one parameter."""
        gradient = gradient_name(parameter, self.weight_decay)
        steps = list(decay_templates(parameter, layer, self.weight_decay))
        direction, options = gradient, Options({"momentum": self.momentum})
        if self.momentum:
            old, direction = f"velocity_{parameter}", f"velocity_{parameter}_new"
            kind = StepKind.VELOCITY
            steps.append(
                Template(kind, Phase.UPDATE, layer, (gradient, old), direction, options=options)
            )
        if self.nesterov:
            inputs, direction = (gradient, direction), f"nesterov_{parameter}"
            kind = StepKind.NESTEROV
            steps.append(Template(kind, Phase.UPDATE, layer, inputs, direction, options=options))
        inputs = (parameter, direction)
        options = Options({"lr": self.lr, "optimizer": self.name})
        update = StepKind.UPDATE
        steps.append(
            Template(update, Phase.UPDATE, layer, inputs, f"{parameter}_new", options=options)
        )
        return tuple(steps)

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "velocity_W1", "velocity_W1_new", "nesterov_W1" or "dW1_decayed"."""
        match row, new:
            case "velocity", _:
                return f"velocity_{parameter}_new" if new else f"velocity_{parameter}"
            case "nesterov", True:
                return f"nesterov_{parameter}"
            case "g", True if self.weight_decay:
                return decayed(parameter)
        return None
