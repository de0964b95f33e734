"""The page of a presented stage: words in sizes of the screen, the rest for the matrices."""

from functools import lru_cache

from nnviz.scene.layout.fit import Limits
from nnviz.scene.layout.page import Page, Type, page
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.floors import DIGIT_HEIGHT, SMALL_SHARE
from nnviz.scene.primitives import Rect

# Sizes of words, in heights of the screen.
_TYPE = Type(
    title=0.038,
    subtitle=0.026,
    formula=0.052,
    symbol=0.040,
    note=0.0306,  # its digits can be read as those of any large matrix
    number=1.5 * SMALL_SHARE / DIGIT_HEIGHT,
    line=0.035,
)
_SCALE_OF_HEIGHT = 900.0  # a screen so high has brackets and gaps of the design's size
_MARGIN, _PAD, _LINE = 0.016, 0.009, 1.38
_MANY_LINES, _MOST_LINES = 2.6, 3.2
_ONE_LINE, _TALLER = 1.3, 1.8  # a formula with two rows of signs needs more than a line
_PLOT_SHARE = 0.24
_ASPECT = 4.4


@lru_cache(maxsize=64)
def screen_page(
    size: tuple[float, float],
    screen: float,
    lines: int,
    formula_lines: float,
    *,
    has_plot: bool,
    derived: bool,
    with_subtitle: bool,
) -> Page:
    """Return the page of a stage of ``size`` on a screen so many pixels high.

    The strip holds ``lines``; a ``derived`` step has a remark in place of a subtitle's right half.
    """
    width, height = size
    type_ = _sizes(screen)
    margin, pad = _MARGIN * screen, _PAD * screen
    inner = Rect(1.4 * margin, margin * 0.7, width - 2.8 * margin, height - 1.4 * margin)
    half = inner.width * 0.54
    title = Rect(inner.x, inner.y, half, type_.title * 1.35)
    second = type_.subtitle * 1.4 if with_subtitle else 0.0
    subtitle = Rect(inner.x, title.bottom, half, second)
    right = inner.width - half - margin
    plain = title.height + second
    tall = max(plain, _formula_height(formula_lines, type_))
    note = type_.subtitle * 1.3 if derived else 0.0
    clear = 0.4 * margin if derived else 0.0  # of a fraction's denominator
    formula = Rect(inner.right - right, inner.y, right, tall)
    remark = Rect(formula.x, formula.bottom + clear, right, note)
    strip = _strip(inner, lines, type_, pad)
    top = max(subtitle.bottom, remark.bottom, formula.bottom) + 0.5 * margin
    body = Rect(inner.x, top, inner.width, strip.y - 0.5 * margin - top)
    boxes, plot = _inside(strip, lines, has_plot, type_, pad)
    scale = min(max(screen / _SCALE_OF_HEIGHT, 0.6), 1.7)
    return Page(
        scale, type_, title, subtitle, formula, remark, body, strip, boxes, plot, screen=screen
    )


def sheet_for(options: ComposeOptions, lines: int, *, derived: bool) -> Page:
    """Return the page of a picture that is no step: for a hall, or as usual."""
    if not options.presented:
        size = options.width, options.height
        return page(*size, lines, False, derived, options.projector)
    return screen_page(
        (options.width, options.height),
        options.presented,
        lines,
        1.0,
        has_plot=False,
        derived=derived,
        with_subtitle=True,
    )


def screen_limits(sheet: Page) -> Limits:
    """Return how large the cells of a presented matrix may be."""
    number = sheet.type.number
    return Limits(5.2 * number, 2.1 * number, number, filled=True, aspect=_ASPECT)


def _sizes(screen: float) -> Type:
    return Type(
        title=_TYPE.title * screen,
        subtitle=_TYPE.subtitle * screen,
        formula=_TYPE.formula * screen,
        symbol=_TYPE.symbol * screen,
        note=_TYPE.note * screen,
        number=_TYPE.number * screen,
        line=_TYPE.line * screen,
    )


def _formula_height(lines: float, type_: Type) -> float:
    """Return the height of a formula of so many lines, 0 for one that the title has room for."""
    if lines > _MANY_LINES:
        return 0.8 * min(lines, _MOST_LINES) * type_.formula
    # Its letters are at least as large as those of the title.
    return max(lines, _TALLER) * type_.title if lines > _ONE_LINE else 0.0


def _strip(inner: Rect, lines: int, type_: Type, pad: float) -> Rect:
    height = lines * type_.line * _LINE + 2 * pad
    return Rect(inner.x, inner.bottom - height, inner.width, height)


def _inside(
    strip: Rect, lines: int, has_plot: bool, type_: Type, pad: float
) -> tuple[tuple[Rect, ...], Rect | None]:
    side = 2.2 * pad
    plot, right = None, strip.right - side
    if has_plot:
        high = strip.height - pad
        wide = min(high * 2.2, strip.width * _PLOT_SHARE)
        plot = Rect(right - wide, strip.y + pad / 2, wide, high)
        right = plot.x - side
    step, left = type_.line * _LINE, strip.x + side
    boxes = tuple(Rect(left, strip.y + pad + i * step, right - left, step) for i in range(lines))
    return boxes, plot
