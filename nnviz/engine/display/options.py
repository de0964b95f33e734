"""How something is shown: the side of the samples, the digits, and how much of a large array."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.checks import whole_number
from nnviz.engine.message import message
from nnviz.engine.orientation import Orientation, known_orientation


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """Orientation, significant digits (1 to 17), and cells shown along a side (None: all).

    ``sample`` is the sample that per-sample steps show; None leaves each step its own.

    Raises:
        SpecError: there is no such orientation, or no such number of digits.
    """

    SIDE: ClassVar[int] = 12

    orientation: Orientation = "textbook"
    digits: int = 3
    side: int | None = SIDE
    sample: int | None = None

    def __post_init__(self) -> None:
        known_orientation(self.orientation)
        digits = whole_number(message("The number of digits"), self.digits, at_least=1, at_most=17)
        object.__setattr__(self, "digits", digits)
