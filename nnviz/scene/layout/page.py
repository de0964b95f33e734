"""Where the fixed parts of the stage stand: title, formula, the field of matrices, the strip."""

from dataclasses import dataclass
from functools import lru_cache

from nnviz.scene.primitives import Rect

# The design pictures' stage; sizes are given for it and scaled from there.
_WIDTH, _HEIGHT = 1460.0, 640.0


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
    """The boxes of one stage. ``scale`` is 1 for the stage of a 1920 × 1080 window."""

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
    width: float, height: float, lines: int, has_plot: bool, derived: bool, projector: bool
) -> Page:
    """Return the page for a stage of ``width`` × ``height`` whose strip holds ``lines``.

    A ``derived`` step has a remark under its formula.
    """
    scale = _between(0.45, min(width / _WIDTH, height / _HEIGHT), 1.7)
    sizes = _sizes(scale, projector)
    margin = _between(10, 26 * scale, 40)
    inner = Rect(margin, margin * 0.7, width - 2 * margin, height - 1.4 * margin)
    title = Rect(inner.x, inner.y, inner.width * 0.55, sizes.title * 1.4)
    subtitle = Rect(inner.x, title.bottom, inner.width * 0.58, sizes.subtitle * 1.5)
    right = inner.width * 0.4
    formula = Rect(inner.right - right, inner.y, right, title.height + subtitle.height)
    below = formula.bottom + (5.0 if derived else 0.0)  # clear of a fraction's denominator
    remark = Rect(formula.x, below, right, sizes.note * 1.5 if derived else 0.0)
    strip = _strip(inner, lines, sizes, scale)
    top = max(subtitle.bottom, remark.bottom) + 6 * scale
    body = Rect(inner.x, top, inner.width, strip.y - 12 * scale - top)
    boxes, plot = _inside(strip, lines, has_plot, sizes, scale)
    return Page(scale, sizes, title, subtitle, formula, remark, body, strip, boxes, plot)


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
