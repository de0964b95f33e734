"""What kind of number stands in a trace array, told from its name."""

import re

from nnviz.scene.primitives import Quantity

_PATTERNS: tuple[tuple[re.Pattern[str], Quantity], ...] = (
    (re.compile(r"^(X|Y)$"), Quantity.DATA),
    (
        re.compile(r"^(velocity|nesterov|m|v|mhat|vhat|s|u|R|C|Rmean|Cmean|rms|alpha)_|^lr$"),
        Quantity.STATE,
    ),
    (re.compile(r"^[Wb]\d+(_new|_decayed)?$"), Quantity.WEIGHT),
    (re.compile(r"^M\d+$"), Quantity.MASK),
    (re.compile(r"^(L|L_data|R|Ls|E)$"), Quantity.LOSS),
    (re.compile(r"^(d[A-Za-z]|D\d|J\d|U_|Uhat_|gnorm$)"), Quantity.GRADIENT),
)


def quantity(name: str) -> Quantity:
    """Return the kind of number that the array of this trace name holds."""
    for pattern, kind in _PATTERNS:
        if pattern.match(name):
            return kind
    return Quantity.ACTIVATION
