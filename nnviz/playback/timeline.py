"""The ops of one training step laid end to end on an axis of seconds: plain data."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from nnviz.engine.step import Phase, StepKind
from nnviz.playback.easing import clamp, smooth, smooth_inverse
from nnviz.playback.pace import (
    REST_S,
    WHOLE_S,
    Beat,
    Granularity,
    beats,
    term_beats,
    with_lead,
)

_SAME_S = 1e-9  # times nearer than this are the same moment
_GAP_S = 0.01  # between ops that are played through: done is not yet the beginning of the next


@dataclass(frozen=True, slots=True)
class Item:
    """What the timeline knows of an op: its place in the trace and the cells it shows.

    ``lead`` is the share of the op in which a matrix turns over before the first cell; ``terms``
    says that a cell is a whole matrix that is added.
    """

    step_index: int
    phase: Phase
    layer: int
    kind: StepKind
    rows: int
    cols: int
    lead: float = 0.0
    terms: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A moment: which op, and the fraction of its work (of its cells) that is done."""

    step_index: int
    alpha: float


@dataclass(frozen=True, slots=True)
class Span:
    """An op on the axis: motion from ``start_s`` for ``duration_s``, then ``rest_s`` of rest.

    ``marks_s`` and ``marks_alpha`` are the ends of its beats: seconds after the start and the
    fraction of the work done by then; both begin at 0.
    """

    step_index: int
    phase: Phase
    layer: int
    kind: StepKind
    start_s: float
    duration_s: float
    rows: int
    cols: int
    marks_s: tuple[float, ...]
    marks_alpha: tuple[float, ...]
    rest_s: float = 0.0
    stops: bool = True  # False: one plays through to the end of the layer
    lead: float = 0.0
    terms: bool = False
    quiet: int = 0  # how many of its first beats end without a stop

    @property
    def end_s(self) -> float:
        """The time at which its work is done."""
        return self.start_s + self.duration_s

    @property
    def stop_times(self) -> tuple[float, ...]:
        """The times at which one may stop in it."""
        if not self.stops:
            return ()
        inner = self.marks_s[1 + self.quiet : -1]
        return (*(self.start_s + mark for mark in inner), self.end_s)

    def alpha_at(self, t_s: float) -> float:
        """Return the fraction of the work done at a time; 1 during the rest."""
        if t_s >= self.end_s - _SAME_S:
            return 1.0
        inside = max(t_s - self.start_s, 0.0)
        # A stop shows whole cells: rounding must not leave it a hair before its mark.
        beat = min(bisect_right(self.marks_s, inside + _SAME_S), len(self.marks_s) - 1)
        t0, t1 = self.marks_s[beat - 1 : beat + 1]
        a0, a1 = self.marks_alpha[beat - 1 : beat + 1]
        return a0 + (a1 - a0) * smooth((inside - t0) / (t1 - t0))

    def time_at(self, alpha: float) -> float:
        """Return the first time at which this fraction of the work is done."""
        alpha = clamp(alpha)
        if alpha >= 1.0:
            return self.end_s
        beat = max(bisect_left(self.marks_alpha, alpha), 1)
        t0, t1 = self.marks_s[beat - 1 : beat + 1]
        a0, a1 = self.marks_alpha[beat - 1 : beat + 1]
        return self.start_s + t0 + (t1 - t0) * smooth_inverse((alpha - a0) / (a1 - a0))


@dataclass(frozen=True, eq=False)
class Timeline:
    """Spans in order, without gaps, one for each step of a trace; times from 0 to ``duration_s``.

    ``stops`` are sorted. Time 0, before anything is done, is not among them, but
    :meth:`previous_stop` gives it when nothing else lies before.
    """

    spans: tuple[Span, ...]
    granularity: Granularity
    stops: tuple[float, ...] = field(init=False)
    duration_s: float = field(init=False)
    _starts: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the spans."""
        if not self.spans:
            raise ValueError("a timeline needs at least one step")
        last = self.spans[-1]
        object.__setattr__(self, "stops", tuple(t for span in self.spans for t in span.stop_times))
        object.__setattr__(self, "duration_s", last.end_s + last.rest_s)
        object.__setattr__(self, "_starts", tuple(span.start_s for span in self.spans))

    @classmethod
    def of(cls, items: Sequence[Item], granularity: Granularity) -> "Timeline":
        """Lay ``items`` out at a granularity."""
        return cls(tuple(_lay_out(items, granularity)), granularity)

    @property
    def items(self) -> tuple[Item, ...]:
        """What the spans were laid out from."""
        return tuple(
            Item(
                span.step_index,
                span.phase,
                span.layer,
                span.kind,
                span.rows,
                span.cols,
                span.lead,
                span.terms,
            )
            for span in self.spans
        )

    def span_at(self, t_s: float) -> Span:
        """Return the span in whose motion or rest the time lies."""
        return self.spans[max(bisect_right(self._starts, t_s) - 1, 0)]

    def locate(self, t_s: float) -> Position:
        """Return the op and the fraction of its work at a time (clamped to the axis)."""
        span = self.span_at(t_s)
        return Position(span.step_index, span.alpha_at(t_s))

    def time_of(self, step_index: int, alpha: float) -> float:
        """Return the first time at which that fraction of that step is done (clamped)."""
        first = self.spans[0].step_index
        place = min(max(step_index - first, 0), len(self.spans) - 1)
        return self.spans[place].time_at(alpha)

    def next_stop(self, t_s: float) -> float | None:
        """Return the first stop after a time, or None."""
        place = bisect_right(self.stops, t_s + _SAME_S)
        return self.stops[place] if place < len(self.stops) else None

    def previous_stop(self, t_s: float) -> float | None:
        """Return the last stop before a time (0 before the first stop), or None at 0."""
        if t_s <= _SAME_S:
            return None
        place = bisect_left(self.stops, t_s - _SAME_S) - 1
        return self.stops[place] if place >= 0 else 0.0

    def after_rest(self, t_s: float) -> float:
        """Return the start of the next op for a time in a rest, else the time itself."""
        span = self.span_at(t_s)
        resting = t_s >= span.end_s - _SAME_S and span is not self.spans[-1]
        return max(t_s, span.end_s + span.rest_s) if resting else t_s

    @property
    def phase_starts(self) -> tuple[tuple[Phase, float], ...]:
        """The phases in order, each with the time at which it begins."""
        groups = groupby(self.spans, key=lambda span: span.phase)
        return tuple((phase, next(spans).start_s) for phase, spans in groups)

    def next_phase(self, t_s: float) -> float | None:
        """Return the beginning of the phase after the one at a time, or None in the last."""
        return next((t for _, t in self.phase_starts if t > t_s + _SAME_S), None)

    def previous_phase(self, t_s: float) -> float:
        """Return the beginning of this phase, or of the one before when already there."""
        return max((t for _, t in self.phase_starts if t < t_s - _SAME_S), default=0.0)


def _lay_out(items: Iterable[Item], granularity: Granularity) -> Iterator[Span]:
    """Yield the spans of the items, end to end."""
    start_s = 0.0
    for _, group in groupby(items, key=lambda item: (item.phase, item.layer)):
        members = list(group)
        for item in members:
            span = _span(item, start_s, granularity, len(members), item is members[-1])
            yield span
            start_s = span.end_s + span.rest_s


def _span(item: Item, start_s: float, granularity: Granularity, n_group: int, last: bool) -> Span:
    """Return the span of one item; in a layer at a time, its ops share the layer's seconds."""
    if item.terms:
        found = term_beats(item.rows, granularity)
    else:
        found = beats(item.kind, item.rows, item.cols, granularity)
    if item.lead:
        found = with_lead(found, granularity)
    by_layer = granularity == "layer"
    if by_layer:
        share = WHOLE_S / n_group / len(found)
        found = tuple(Beat(beat.cells, share) for beat in found)
    marks_s, marks_alpha = _marks(found, item.lead)
    stops = last or not by_layer
    return Span(
        item.step_index,
        item.phase,
        item.layer,
        item.kind,
        start_s,
        marks_s[-1],
        item.rows,
        item.cols,
        marks_s,
        marks_alpha,
        rest_s=REST_S if stops else _GAP_S,
        stops=stops,
        lead=item.lead,
        terms=item.terms,
        quiet=1 if item.lead and granularity in ("matrix", "layer") else 0,
    )


def _marks(found: Sequence[Beat], lead: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the ends of the beats in seconds and as alpha, with 0 before."""
    seconds = [0.0]
    for beat in found:
        seconds.append(seconds[-1] + beat.seconds)
    total = found[-1].cells
    return tuple(seconds), (0.0, *(lead + (1.0 - lead) * beat.cells / total for beat in found))
