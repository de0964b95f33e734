"""A fall by the same factor after every so many updates."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import number_option, whole_option
from nnviz.engine.expression import Const, Expr, Power, Product
from nnviz.engine.schedules.warmed import MOST_STEPS, WarmedSchedule


@dataclass(frozen=True, slots=True)
class Step(WarmedSchedule):
    """η = η₀ · γᵏ with k = ⌊n/s⌋, where s is ``step_size``: ``torch.optim.lr_scheduler.StepLR``.

    PyTorch has no default for ``step_size``; that here is 30.
    """

    name: ClassVar[str] = "step"
    step_size: int = 30
    gamma: float = 0.1
    warmup: int = 0

    def __post_init__(self) -> None:
        size = whole_option(self.name, "step_size", self.step_size, at_least=1, at_most=MOST_STEPS)
        object.__setattr__(self, "step_size", size)
        gamma = number_option(self.name, "gamma", self.gamma, above=0.0, at_most=1.0)
        object.__setattr__(self, "gamma", gamma)
        self.check_warmup()

    def main(self, step: int) -> float:
        """Return γ to the power of the number of falls so far."""
        return float(self.gamma ** (step // self.step_size))

    def main_expression(self, rate: Const, step: int) -> Expr:
        """Return η₀ · γᵏ."""
        falls = (step - self.warmup) // self.step_size
        return Product((rate, Power(Const(self.gamma, "γ"), falls, "k")))

    def main_formula(self, passed: str) -> str:
        """Return η₀ · γᵏ, and what k is."""
        counted = rf"\lfloor \frac{{{passed}}}{{s}} \rfloor"
        return rf"\eta_{{0}} \cdot \gamma^{{k}}, \quad k = {counted}"
