"""What is wrong with how a network learns, named where it happens, from one recorded step.

The thresholds are the constants at the top of each check. They are set so that a network that
learns well shows nothing: what is named is a fact of this batch, and mostly worth a look.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.engine.decimals import decimals_for, format_value
from nnviz.engine.gradient_norms import LayerNorm, gradient_norms
from nnviz.engine.loss_change import loss_change
from nnviz.engine.message import Argument, Message
from nnviz.engine.symptom import KEPT_RISING, MESSAGES, Cell, Symptom, SymptomKind
from nnviz.engine.symptoms_of_units import dead, identical, saturated
from nnviz.engine.trace import Trace

__all__ = ["Symptom", "SymptomKind", "symptoms", "worst_update"]

# A layer's gradient is a thousandth of that of a layer nearer to the loss: it hardly learns.
VANISHING = 1e-3
# It is a thousand times that of a layer nearer to the loss, or than its own weights.
EXPLODING = 1e3
# A loss below this is as good as none; that nothing moves then is no symptom.
NO_LOSS = 1e-9
# The update was to lower the loss of this very batch, and raised it by this share of it …
ROSE = 0.05
# … and by this share of the first loss of the run: around the lowest point it may tremble.
ROSE_OF_FIRST = 0.01
# So many updates in a row have raised the loss, to this multiple in all.
RISES, RISEN_TO = 5, 2.0
# The loss is so many times what it was at best and at first.
EXPLODED = 1e3
# The loss after an update is only worked out where that costs at most so many multiplications.
_MOST_WORK = 5_000_000

Losses: TypeAlias = npt.NDArray[np.float64]
# The loss before and after, the sentence, and what else it needs.
_Rise: TypeAlias = tuple[float, float, Message, dict[str, int]]


def symptoms(trace: Trace, losses: Sequence[float] = ()) -> tuple[Symptom, ...]:
    """Return what is conspicuous in a step, from the first layer to the last, then the whole.

    ``losses`` are those of the run up to and with this step, from its first iteration on, where
    there is a run.
    """
    norms = gradient_norms(trace)
    known = np.asarray([*losses] or [trace.loss], dtype=np.float64)
    checks: tuple[Callable[[], Iterator[Symptom]], ...] = (
        lambda: dead(trace),
        lambda: saturated(trace),
        lambda: identical(trace),
        lambda: _none(trace, norms),
        lambda: _vanishing(norms),
        lambda: _exploding(norms),
        lambda: _rising(trace, known),
        lambda: _exploded(trace, known),
    )
    return tuple(symptom for check in checks for symptom in check())


def _none(trace: Trace, norms: Sequence[LayerNorm]) -> Iterator[Symptom]:
    """Yield that no weight will change, although the loss is not yet zero."""
    if any(norm.norm for norm in norms) or abs(trace.loss) < NO_LOSS:
        return
    first = norms[-1]
    yield Symptom(
        SymptomKind.NO_GRADIENT,
        None,
        (),
        Cell(f"dW{first.layer}", first.row, first.col),
        first.step_index,
        0.0,
        Message(MESSAGES[SymptomKind.NO_GRADIENT].text, {"loss": _written(trace.loss)}),
    )


def _vanishing(norms: Sequence[LayerNorm]) -> Iterator[Symptom]:
    for place, norm in enumerate(norms):
        later = max((other.norm for other in norms[place + 1 :]), default=0.0)
        if 0 < norm.norm < VANISHING * later:
            yield _of_norm(SymptomKind.VANISHING, norm, later / norm.norm)


def _exploding(norms: Sequence[LayerNorm]) -> Iterator[Symptom]:
    for place, norm in enumerate(norms):
        later = min((other.norm for other in norms[place + 1 :] if other.norm), default=np.inf)
        if norm.norm > EXPLODING * later:
            yield _of_norm(SymptomKind.EXPLODING, norm, norm.norm / later)
        elif norm.norm > EXPLODING * max(norm.weights, 1.0):
            times = norm.norm / max(norm.weights, 1.0)
            yield _of_norm(SymptomKind.OUTGROWN, norm, times)


def _of_norm(kind: SymptomKind, norm: LayerNorm, times: float) -> Symptom:
    written: dict[str, Argument] = {"layer": norm.layer, "norm": _written(norm.norm)}
    sentence = Message(MESSAGES[kind].text, {**written, "times": _times(times)})
    return Symptom(
        kind,
        norm.layer,
        (),
        Cell(f"dW{norm.layer}", norm.row, norm.col),
        norm.step_index,
        norm.norm,
        sentence,
    )


def _rising(trace: Trace, losses: Losses) -> Iterator[Symptom]:
    """Yield that updates are too large: the loss rose where it should have fallen."""
    found = _overshot(trace, float(losses[0])) or _kept_rising(losses)
    if found is not None:
        before, after, said, facts = found
        written: dict[str, Argument] = {"before": _written(before), "after": _written(after)}
        sentence = Message(said.text, {**written, **facts})
        yield replace(worst_update(trace), value=after - before, message=sentence)


def _overshot(trace: Trace, first: float) -> _Rise | None:
    """Return the rise of the loss of this batch by this update, if it is one worth a word."""
    work = trace.n_samples * sum(trace[name].size for name in trace.spec.parameter_shapes)
    if work > _MOST_WORK:
        return None
    change = loss_change(trace)
    if not change.predicted < 0:
        return None
    enough = max(ROSE * abs(change.before), ROSE_OF_FIRST * abs(first), NO_LOSS)
    if not change.real > enough:
        return None
    return change.before, change.after, MESSAGES[SymptomKind.OVERSHOOT], {}


def _kept_rising(losses: Losses) -> _Rise | None:
    """Return the rise of the loss over the last updates, if every one of them raised it."""
    last = losses[-RISES - 1 :]
    risen = len(last) > RISES and bool((np.diff(last) > 0).all())
    if not risen or not last[-1] > RISEN_TO * max(float(last[0]), NO_LOSS):
        return None
    return float(last[0]), float(last[-1]), KEPT_RISING, {"count": RISES}


def worst_update(trace: Trace) -> Symptom:
    """Return the symptom of too large a step, at the parameter that moves furthest."""
    names = list(trace.spec.parameter_shapes)
    with np.errstate(all="ignore"):
        moves = {n: np.atleast_2d(np.abs(trace[f"{n}_new"] - trace[n])) for n in names}
    name = max(names, key=lambda key: float(moves[key].max()))
    row, col = (int(k) for k in np.unravel_index(int(np.argmax(moves[name])), moves[name].shape))
    step = trace.maker(f"{name}_new")
    assert step is not None
    return Symptom(
        SymptomKind.OVERSHOOT,
        step.layer,
        (),
        Cell(step.output, row, col),
        step.index,
        float(moves[name][row, col]),
        MESSAGES[SymptomKind.OVERSHOOT],
    )


def _exploded(trace: Trace, losses: Losses) -> Iterator[Symptom]:
    now, first, best = float(losses[-1]), float(losses[0]), float(losses.min())
    if len(losses) < 2 or not now > EXPLODED * max(first, best, NO_LOSS):
        return
    step = trace.maker("L")
    assert step is not None
    said = MESSAGES[SymptomKind.EXPLODED]
    sentence = Message(said.text, {"loss": _written(now), "first": _written(first)})
    yield Symptom(SymptomKind.EXPLODED, None, (), Cell("L", 0, 0), step.index, now, sentence)


def _written(value: float) -> str:
    return format_value(value, decimals_for([value], 3))


def _times(value: float) -> str:
    """Write how many times as large something is: two digits are enough."""
    rounded = float(f"{value:.1e}") if np.isfinite(value) else value
    return format_value(rounded, decimals_for([rounded], 2))
