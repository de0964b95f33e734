"""A point that moves along a timeline: play, pause, step, seek, both ways, at any speed.

The player reads no clock: whoever owns it calls :meth:`Player.advance` with the seconds that have
passed. It draws nothing and tells nobody; its :class:`Status` says where it is.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnviz.playback.pace import Granularity
from nnviz.playback.timeline import Position, Timeline

Direction: TypeAlias = Literal[-1, 1]

SLOWEST, FASTEST = 0.25, 4.0
_BACK_S = 0.3  # stepping back takes no longer than this, however long the way
_SAME_S = 1e-9


@dataclass(frozen=True, slots=True)
class Status:
    """Where a player is. ``target_s`` is the stop a single step moves to (None: plays on)."""

    time_s: float
    position: Position
    playing: bool
    direction: Direction
    speed: float
    loop: bool
    granularity: Granularity
    at_end: bool
    at_start: bool
    target_s: float | None = None

    @property
    def continuous(self) -> bool:
        """Whether it plays on past the stops."""
        return self.playing and self.target_s is None


@dataclass(frozen=True, slots=True)
class Boundary:
    """The end (or the start, in reverse) was reached with ``left_s`` seconds still to be spent."""

    side: Literal["start", "end"]
    left_s: float


class Player:
    """Plays one timeline.

    :meth:`next` and :meth:`previous` move to the neighbouring stop; pressed again while moving,
    they take the stop being approached as reached and go on from there, so that presses are never
    queued. In continuous play :meth:`next` ends the continuous play at the stop being approached.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._time_s = 0.0
        self._playing = False
        self._direction: Direction = 1
        self._speed = 1.0
        self._loop = False
        self._target_s: float | None = None
        self._rate = 1.0  # seconds of the timeline per second, before speed

    @property
    def timeline(self) -> Timeline:
        """The timeline that is played."""
        return self._timeline

    @property
    def status(self) -> Status:
        """Where the player is now."""
        last_stop = self._timeline.spans[-1].end_s
        return Status(
            self._time_s,
            self._timeline.locate(self._time_s),
            self._playing,
            self._direction,
            self._speed,
            self._loop,
            self._timeline.granularity,
            at_end=self._time_s >= last_stop - _SAME_S,
            at_start=self._time_s <= _SAME_S,
            target_s=self._target_s,
        )

    def play(self, direction: Direction = 1) -> None:
        """Play on past the stops until the end (or, in reverse, the start)."""
        self._move(direction, target_s=None)

    def pause(self) -> None:
        """Stand still here."""
        self._playing = False
        self._target_s = None

    def toggle(self) -> None:
        """Pause if moving, else play forwards."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def next(self) -> Boundary | None:
        """Play to the next stop; at the last stop say that the end is reached."""
        return self._step(1)

    def previous(self) -> Boundary | None:
        """Go back, quickly, to the stop before; at time 0 say that the start is reached."""
        return self._step(-1)

    def home(self) -> None:
        """Go to time 0, where nothing is done yet, and stand still."""
        self.seek(0.0)

    def end(self) -> None:
        """Go to where everything is done, and stand still."""
        self.seek(self._timeline.spans[-1].end_s)

    def seek(self, t_s: float) -> None:
        """Go to a time (clamped to the timeline) and stand still."""
        self.pause()
        self._time_s = min(max(t_s, 0.0), self._timeline.duration_s)

    def seek_step(self, step_index: int, alpha: float) -> None:
        """Go to where that fraction of that step's work is done, and stand still."""
        self.seek(self._timeline.time_of(step_index, alpha))

    def set_speed(self, speed: float) -> None:
        """Set the speed, kept within SLOWEST..FASTEST."""
        self._speed = min(max(speed, SLOWEST), FASTEST)

    def set_loop(self, loop: bool) -> None:
        """Say whether continuous play starts again instead of reaching the end."""
        self._loop = loop

    def set_timeline(self, timeline: Timeline, place: Position | None = None) -> None:
        """Change to another timeline at the same place; a motion goes on to its nearest stop.

        ``place`` is where that is in the new timeline, if the steps are not the same.
        """
        here = self._timeline.locate(self._time_s)
        if timeline is self._timeline and place in {None, here}:
            return
        self._timeline, here = timeline, place or here
        self._time_s = timeline.time_of(here.step_index, here.alpha)
        if self._target_s is not None:
            self._retarget()

    def advance(self, elapsed_s: float) -> Boundary | None:
        """Move on by ``elapsed_s`` seconds of real time; say so when an end is reached.

        At an end the player stands still with ``Status.playing`` off, unless it loops.
        """
        if not self._playing or elapsed_s <= 0.0:
            return None
        way = elapsed_s * self._speed * self._rate
        if self._target_s is not None:
            self._approach(self._target_s, way)
            return None
        return self._run(way)

    def _move(self, direction: Direction, target_s: float | None, rate: float = 1.0) -> None:
        self._playing, self._direction = True, direction
        self._target_s, self._rate = target_s, rate

    def _step(self, direction: Direction) -> Boundary | None:
        if self._playing and self._direction == direction:
            if self._target_s is None:
                return self._take_over(direction)
            self._time_s = self._target_s
        target = self._neighbour(direction)
        if target is None:
            self.pause()
            return Boundary("end" if direction == 1 else "start", 0.0)
        if direction == 1:
            # The rest is for continuous play: a press moves something at once.
            self._time_s = min(self._timeline.after_rest(self._time_s), target)
            self._move(1, target)
        else:
            way = self._time_s - target
            self._move(-1, target, max(1.0, way / _BACK_S))
        return None

    def _take_over(self, direction: Direction) -> Boundary | None:
        """End continuous play at the stop being approached."""
        target = self._neighbour(direction)
        if target is not None:
            self._move(direction, target)
            return None
        self.pause()
        return Boundary("end" if direction == 1 else "start", 0.0)

    def _neighbour(self, direction: Direction) -> float | None:
        if direction == 1:
            return self._timeline.next_stop(self._time_s)
        return self._timeline.previous_stop(self._time_s)

    def _retarget(self) -> None:
        target = self._neighbour(self._direction)
        if target is None:
            self.pause()
        else:
            self._target_s = target

    def _approach(self, target_s: float, way: float) -> None:
        left = abs(target_s - self._time_s)
        if way >= left - _SAME_S:
            self._time_s = target_s
            self.pause()
        else:
            self._time_s += self._direction * way

    def _run(self, way: float) -> Boundary | None:
        duration = self._timeline.duration_s
        goal = self._time_s + self._direction * way
        if 0.0 < goal < duration:
            self._time_s = goal
            return None
        if self._loop:
            self._time_s = goal % duration
            return None
        self._time_s = duration if self._direction == 1 else 0.0
        over = goal - duration if self._direction == 1 else -goal
        self.pause()
        return Boundary("end" if self._direction == 1 else "start", over / self._speed)
