"""How something is shown: the side of the samples, the digits, and how much of a large array."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import whole_number
from nnviz.engine.message import message
from nnviz.engine.orientation import Orientation, known_orientation
from nnviz.engine.writing import PLAIN, Notation


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """Orientation, significant digits (1 to 17), and cells shown along a side (None: all).

    Below zero, −1 − p digits are p behind the point. ``notation`` says how symbols and numbers are
    written. ``sample`` is the sample that per-sample steps show; None leaves each step its own.

    Raises:
        SpecError: there is no such orientation, or no such number of digits.
    """

    SIDE: ClassVar[int] = 12

    orientation: Orientation = "textbook"
    digits: int = 3
    side: int | None = SIDE
    sample: int | None = None
    notation: Notation = PLAIN

    def __post_init__(self) -> None:
        known_orientation(self.orientation)
        if not -7 <= self.digits < 0:
            digits = whole_number(
                message("The number of digits"), self.digits, at_least=1, at_most=17
            )
            object.__setattr__(self, "digits", digits)

    @classmethod
    def of_notation(
        cls,
        notation: Notation,
        *,
        side: int | None = SIDE,
        sample: int | None = None,
        digits: int | None = None,
    ) -> "DisplayOptions":
        """Return the options by which everything is as a notation has it."""
        code = notation.digits_code if digits is None else digits
        return cls(notation.orientation, code, side, sample, notation)
