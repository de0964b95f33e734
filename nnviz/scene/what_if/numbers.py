"""How an old number stands beneath the new one: where in the cell, how large, with what digits."""

from dataclasses import dataclass
from functools import lru_cache

from nnviz.scene.geometry import Rect
from nnviz.scene.numbers import format_value, one_more

_DIGIT, _TALL = 0.6, 0.73  # of the size of the number face: its advance and its digits' height
_SHARE, _LEAST_PX = 0.72, 8.0
_EDGE, _AIR = 2.0, 2.0  # around the numbers in the cell, and around the old one in its pill
_APART = 3.0  # the new number's feet above the pill
_MOST_EXTRA = 3
_SIGN = 0.9  # room for ▲ or ▼, in sizes of the old number


@dataclass(frozen=True, slots=True)
class FormerForm:
    """The place of an old number in its cell, from the cell's upper left corner.

    ``middle`` is the height at which the new number stands, ``pill`` the ground of the old one,
    with a sign of ``sign_px`` at its left. The texts have at most so many characters.
    """

    middle: float
    pill: Rect
    old_px: float
    sign_px: float
    most_old: int
    most_new: int


@lru_cache(maxsize=256)
def former_form(width: float, height: float, number_px: float, widest: int) -> FormerForm | None:
    """Return where old numbers of up to ``widest`` characters stand, None without room for them.

    ``number_px`` is the size of the new numbers.
    """
    inner = width - 2 * _EDGE
    across = (inner - 2 * _AIR) / (widest * _DIGIT + _SIGN)
    below = height - 2 * _EDGE - number_px * _TALL - _APART
    old_px = min(max(_SHARE * number_px, _LEAST_PX + 1.0), across, (below - 2 * _AIR) / _TALL)
    if old_px < _LEAST_PX:
        return None
    tall = old_px * _TALL + 2 * _AIR
    pill = Rect(_EDGE, height - _EDGE - tall, inner, tall)
    room = inner - 2 * _AIR - _SIGN * old_px
    return FormerForm(
        middle=(pill.y - _APART + _EDGE) / 2,
        pill=pill,
        old_px=old_px,
        sign_px=_SIGN * old_px,
        most_old=int(room / (_DIGIT * old_px) + 1e-6),
        most_new=int((width - 2 * _AIR) / (_DIGIT * number_px) + 1e-6),
    )


def told_apart(old: float, new: float, decimals: int, form: FormerForm) -> tuple[str, str] | None:
    """Write an old and a new number with as few more digits as they need not to read the same.

    None if there is no room for them.
    """
    for extra in range(_MOST_EXTRA + 1):
        code = one_more(decimals, extra)
        texts = format_value(old, code), format_value(new, code)
        if len(texts[0]) > form.most_old or len(texts[1]) > form.most_new:
            return None
        if texts[0] != texts[1]:
            return texts
    return None
