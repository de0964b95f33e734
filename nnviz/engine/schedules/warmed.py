"""The warm-up with which a falling schedule may begin: a straight rise to the full rate."""

from abc import abstractmethod

from nnviz.engine.checks import whole_option
from nnviz.engine.expression import Const, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.schedules.base import Schedule

MOST_STEPS = 10**9


class WarmedSchedule(Schedule):
    """A schedule whose first ``warmup`` updates rise to the full rate: (n + 1)/(w + 1).

    After them the schedule itself begins at its own first update. PyTorch's counterpart is
    ``SequentialLR`` of ``LinearLR(start_factor=1/(w + 1), total_iters=w)`` and the schedule, with
    the milestone w.
    """

    warmup: int

    @abstractmethod
    def main(self, step: int) -> float:
        """Return the factor after ``step`` updates without the warm-up."""

    @abstractmethod
    def main_expression(self, rate: Const, step: int) -> Expr:
        """Return η after ``step`` updates, of which the warm-up's are still counted."""

    @abstractmethod
    def main_formula(self, passed: str) -> str:
        """Return η as LaTeX; ``passed`` is how the number of updates is written."""

    def factor(self, step: int) -> float:
        """Return what the optimizer's learning rate is multiplied with after ``step`` updates."""
        if step < self.warmup:
            return (step + 1) / (self.warmup + 1)
        return self.main(step - self.warmup)

    def expression(self, rate: Const, step: int) -> Expr:
        """Return η of that update as arithmetic."""
        if step >= self.warmup:
            return self.main_expression(rate, step)
        above, below = (Sum((Const(float(k), s), Const(1.0))) for k, s in self._counts(step))
        return Product((rate, Quotient(above, below)))

    def formula(self, step: int) -> str:
        """Return η of that update as LaTeX, in letters."""
        if step < self.warmup:
            return r"\eta_{0} \cdot \frac{n + 1}{w + 1}"
        return self.main_formula("n - w" if self.warmup else "n")

    def passed(self, step: int) -> Expr:
        """Return the number of updates since the warm-up: n, or n − w."""
        updates, warmup = (Const(float(k), s) for k, s in self._counts(step))
        return Sum((updates, Neg(warmup))) if self.warmup else updates

    def check_warmup(self) -> None:
        """Refuse a warm-up that is no whole number.

        Raises:
            SpecError: it is none.
        """
        value = whole_option(self.name, "warmup", self.warmup, at_least=0, at_most=MOST_STEPS)
        object.__setattr__(self, "warmup", value)

    def _counts(self, step: int) -> tuple[tuple[int, str], tuple[int, str]]:
        return (step, "n"), (self.warmup, "w")
