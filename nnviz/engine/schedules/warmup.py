"""A straight rise to the full rate, which then stays."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import number_option, whole_option
from nnviz.engine.expression import Call, Const, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.schedules.base import Schedule
from nnviz.engine.schedules.warmed import MOST_STEPS


@dataclass(frozen=True, slots=True)
class Warmup(Schedule):
    """η = η₀ · (s + (e − s)·min(n, N)/N): ``torch.optim.lr_scheduler.LinearLR``.

    s is ``start_factor``, e is ``end_factor``, N is ``total_iters``; PyTorch's defaults. The other
    schedules have a warm-up of their own, their option ``warmup``.
    """

    name: ClassVar[str] = "warmup"
    start_factor: float = 1 / 3
    end_factor: float = 1.0
    total_iters: int = 5

    def __post_init__(self) -> None:
        set_, owner = object.__setattr__, self.name
        start = number_option(owner, "start_factor", self.start_factor, above=0.0, at_most=1.0)
        set_(self, "start_factor", start)
        end = number_option(owner, "end_factor", self.end_factor, at_least=0.0, at_most=1.0)
        set_(self, "end_factor", end)
        count = whole_option(owner, "total_iters", self.total_iters, at_least=1, at_most=MOST_STEPS)
        set_(self, "total_iters", count)

    def factor(self, step: int) -> float:
        """Return what the optimizer's learning rate is multiplied with after ``step`` updates."""
        passed = min(step, self.total_iters) / self.total_iters
        return self.start_factor + (self.end_factor - self.start_factor) * passed

    def expression(self, rate: Const, step: int) -> Expr:
        """Return η of that update as arithmetic."""
        start, end = Const(self.start_factor, "s"), Const(self.end_factor, "e")
        updates, all_ = Const(float(step), "n"), Const(float(self.total_iters), "N")
        passed = Quotient(Call("min", (updates, all_)), all_)
        rise = Product((Sum((end, Neg(start))), passed))
        return Product((rate, Sum((start, rise))))

    def formula(self, step: int) -> str:
        """Return η of that update as LaTeX, in letters."""
        passed = r"\frac{\min(n, N)}{N}"
        return rf"\eta_{{0}} \cdot \left(s + (e - s) \cdot {passed}\right)"
