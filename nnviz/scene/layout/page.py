"""Where the fixed parts of the stage stand: title, formula, the field of matrices, the strip."""

from dataclasses import dataclass
from functools import lru_cache

from nnviz.scene.primitives import Rect

# The design pictures' stage; sizes are given for it and scaled from there.
_WIDTH, _HEIGHT = 1460.0, 640.0
LOWEST = 240.0  # a lower stage leaves its subtitle away, and a line of the strip
_ROOMY = 330.0  # a lower stage has no room for a taller formula
_PROJECTED = 1.15
_ONE_LINE, _MANY_LINES, _MOST_LINES = 1.5, 3.0, 3.4


def _between(low: float, value: float, high: float) -> float:
    return min(max(value, low), high)


@dataclass(frozen=True, slots=True)
class Type:
    """Text sizes in pixels."""

    title: float
    subtitle: float
    formula: float
    symbol: float
    note: float
    number: float
    line: float


@dataclass(frozen=True, slots=True)
class Page:
    """The boxes of one stage. ``scale`` is 1 for the stage of a 1920 × 1080 window.

    ``larger`` is how much larger cells may be than that: they are seen from far away. ``screen``
    is the height of a screen that a hall looks at, 0 for any other.
    """

    scale: float
    type: Type
    title: Rect
    subtitle: Rect
    formula: Rect
    remark: Rect
    body: Rect
    strip: Rect
    lines: tuple[Rect, ...]
    plot: Rect | None
    larger: float = 1.0
    screen: float = 0.0


def _sizes(scale: float, projector: bool) -> Type:
    s = scale * (1.2 if projector else 1.0)
    return Type(
        title=_between(17, 28 * s, 46),
        subtitle=_between(12.5, 17 * s, 26),
        formula=_between(15, 30 * s, 48),
        symbol=_between(13, 25 * s, 40),
        note=_between(11.5, 15 * s, 24),
        number=_between(13, 24 * s, 36),
        line=_between(15, 21 * s, 32),
    )


@lru_cache(maxsize=64)
def page(
    width: float,
    height: float,
    lines: int,
    has_plot: bool,
    derived: bool,
    projector: bool,
    formula_lines: float = 1.0,
) -> Page:
    """Return the page for a stage of ``width`` × ``height`` whose strip holds ``lines``.

    A ``derived`` step has a remark under its formula. A formula that is many lines high has a
    higher box, so that its letters stay about as large as those of the others. On a low stage
    there is no subtitle.
    """
    scale = _between(0.45, min(width / _WIDTH, height / _HEIGHT), 1.7)
    sizes = _sizes(scale, projector)
    margin = _between(10, 26 * scale, 40)
    inner = Rect(margin, margin * 0.7, width - 2 * margin, height - 1.4 * margin)
    title = Rect(inner.x, inner.y, inner.width * 0.55, sizes.title * 1.4)
    low = height < LOWEST
    second = 0.0 if low else sizes.subtitle * 1.5
    subtitle = Rect(inner.x, title.bottom, inner.width * 0.58, second)
    right = inner.width * 0.4
    tall = _formula_height(formula_lines, sizes, title.height, height)
    formula = Rect(inner.right - right, inner.y, right, max(title.height + second, tall))
    below = formula.bottom + (5.0 if derived else 0.0)  # clear of a fraction's denominator
    remark = Rect(inner.x, below, inner.width, sizes.note * 1.5 if derived else 0.0)
    strip = _strip(inner, lines, sizes, scale)
    top = max(subtitle.bottom, remark.bottom, formula.bottom if tall else 0.0) + 6 * scale
    body = Rect(inner.x, top, inner.width, strip.y - 12 * scale - top)
    boxes, plot = _inside(strip, lines, has_plot, sizes, scale)
    larger = _PROJECTED if projector else 1.0
    return Page(scale, sizes, title, subtitle, formula, remark, body, strip, boxes, plot, larger)


def _formula_height(lines: float, sizes: Type, title: float, height: float) -> float:
    """Return the height of a formula of so many lines in full size, 0 for a usual one."""
    if height < LOWEST and lines > _ONE_LINE:
        return 1.5 * title  # there is no subtitle beside it
    if lines < _MANY_LINES or height < _ROOMY:
        return 0.0
    # Estimated lines are generous: what is typeset is about four fifths of that.
    return min(0.8 * lines + 0.35, _MOST_LINES) * sizes.formula


def _strip(inner: Rect, lines: int, sizes: Type, scale: float) -> Rect:
    height = lines * sizes.line * 1.55 + 2 * _between(5, 12 * scale, 20)
    return Rect(inner.x, inner.bottom - height, inner.width, height)


def _inside(
    strip: Rect, lines: int, has_plot: bool, sizes: Type, scale: float
) -> tuple[tuple[Rect, ...], Rect | None]:
    pad = _between(5, 12 * scale, 20)
    side = _between(10, 30 * scale, 48)
    plot = None
    right = strip.right - side
    if has_plot:
        high = strip.height - 2 * min(pad, 8)
        wide = min(high * 2.1, strip.width * 0.28)
        plot = Rect(right - wide, strip.y + min(pad, 8), wide, high)
        right = plot.x - side / 2
    step = sizes.line * 1.55
    left = strip.x + side
    boxes = tuple(Rect(left, strip.y + pad + i * step, right - left, step) for i in range(lines))
    return boxes, plot
