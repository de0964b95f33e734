"""A fall along half a wave of the cosine."""

import math
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import number_option, whole_option
from nnviz.engine.expression import Call, Const, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.schedules.warmed import MOST_STEPS, WarmedSchedule


@dataclass(frozen=True, slots=True)
class Cosine(WarmedSchedule):
    """η = η₀ · (m + (1 − m)·(1 + cos(π·n/T))/2): ``torch.optim.lr_scheduler.CosineAnnealingLR``.

    T is ``T_max`` (PyTorch has no default for it; that here is 100) and m is ``min_factor``, the
    share of the learning rate that is left at the lowest point: PyTorch's ``eta_min`` divided by
    ``lr``. After ``T_max`` updates the rate rises again along the same wave, as in PyTorch.
    """

    name: ClassVar[str] = "cosine"
    T_max: int = 100
    min_factor: float = 0.0
    warmup: int = 0

    def __post_init__(self) -> None:
        longest = whole_option(self.name, "T_max", self.T_max, at_least=1, at_most=MOST_STEPS)
        object.__setattr__(self, "T_max", longest)
        least = number_option(self.name, "min_factor", self.min_factor, at_least=0.0, at_most=1.0)
        object.__setattr__(self, "min_factor", least)
        self.check_warmup()

    def main(self, step: int) -> float:
        """Return the height of the wave."""
        wave = (1.0 + math.cos(math.pi * step / self.T_max)) / 2.0
        return self.min_factor + (1.0 - self.min_factor) * wave

    def main_expression(self, rate: Const, step: int) -> Expr:
        """Return η₀ · (1 + cos(π·n/T))/2, with the share m that is left where it is not 0."""
        turned = Call("cospi", (Quotient(self.passed(step), Const(float(self.T_max), "T")),))
        wave = Quotient(Sum((Const(1.0), turned)), Const(2.0))
        if not self.min_factor:
            return Product((rate, wave))
        least = Const(self.min_factor, "m")
        return Product((rate, Sum((least, Product((Sum((Const(1.0), Neg(least))), wave))))))

    def main_formula(self, passed: str) -> str:
        """Return η₀ · (1 + cos(π·n/T))/2."""
        wave = rf"\frac{{1 + \cos\left(\pi \cdot \frac{{{passed}}}{{T}}\right)}}{{2}}"
        if not self.min_factor:
            return rf"\eta_{{0}} \cdot {wave}"
        return rf"\eta_{{0}} \cdot \left(m + (1 - m) \cdot {wave}\right)"
