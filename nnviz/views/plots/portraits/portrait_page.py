"""What the pages about one iteration have in common: asking in the worker, drawing at home."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnviz.app.portraits.moment import Follower, Moment, on_stage
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.run import Run
from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.sample_note import SampleNote

Ask = Callable[[Moment], Any]  # runs in the worker; its result is drawn
_NO_MEMORY = message("This picture does not fit into the memory of this machine.")


class PortraitPage(QObject):
    """A page of the plots panel. One job is under way at a time, the newest wish follows it.

    So the picture follows a person who drags through the iterations, as quickly as it can be
    computed, and never one that nobody waits for any more. A result of another experiment is
    dropped.
    """

    topic: ClassVar[str]
    title: ClassVar[Message]
    stages: ClassVar[int] = 1  # coarse, fine …

    def __init__(self, tools: PageTools) -> None:
        super().__init__()
        self.tools = tools
        self.theme = tools.theme
        self.words = Words(tools.tr)
        self.state: ViewState | None = None
        self.result: Any = None
        self._active = False
        self._asked: tuple[Hashable, ...] | None = None
        self._experiment: object = None
        self._result_experiment: object = None
        self._digits = 0
        self._busy = False
        self._stage = 0
        self._follower: Follower | None = None
        self._root = QWidget()
        self.head = QHBoxLayout()
        self.body = QWidget()
        self.empty = QLabel()
        self.caption = QLabel()
        self.note = SampleNote(tools)
        self._lay_out()

    def _lay_out(self) -> None:
        for label in (self.empty, self.caption):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.empty.hide()
        column = QVBoxLayout(self._root)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(5)
        self.head.setSpacing(8)
        column.addLayout(self.head)
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.caption)
        column.addWidget(self.note)

    # What a page does.

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return what a new picture depends on besides the network: choices, the sample."""
        del state
        return ()

    def missing(self, state: ViewState) -> Message | None:
        """Return why there is no such picture, None if there is one."""
        del state
        return None

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return what the worker is to find out; it may use nothing that changes."""
        raise NotImplementedError

    def draw(self, result: Any) -> None:
        """Show what was found out."""
        raise NotImplementedError

    def mark(self, state: ViewState) -> None:
        """Show what has changed without a new picture: the sample, the digits."""

    # What the panel asks for.

    @property
    def name(self) -> Message:
        """What it is called where pages are chosen."""
        return self.title

    @property
    def widget(self) -> QWidget:
        """What is seen."""
        return self._root

    def set_active(self, active: bool) -> None:
        """Say whether it is seen; while it is not, it computes nothing."""
        self._active = active
        if active and self.state is not None:
            self.show(self.state)

    def show(self, state: ViewState) -> None:
        """Show a state."""
        self.state = state
        if not self._active:
            return
        missing = self._why_missing(state)
        self.say_missing(missing)
        if missing is not None:
            self._asked = None
        elif self._wish() != self._asked:
            self.renew()
        elif self._digits != state.digits:
            self._redraw()
        elif self._is_of(state):
            self.mark(state)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.words.retranslate(tr)
        self.note.retranslate(tr)
        self._redraw()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.theme = theme
        palette = self.caption.palette()
        palette.setColor(self.caption.foregroundRole(), theme.color(Role.MUTED))
        for label in (self.caption, self.empty):
            label.setPalette(palette)
        self._redraw()

    def columns(self) -> Sequence[Column]:
        """Return the numbers that are shown, as columns; none unless the page says otherwise."""
        return ()

    # How a picture comes about.

    @property
    def is_busy(self) -> bool:
        """Whether something is being found out."""
        return self._busy

    def renew(self) -> None:
        """Ask for a new picture, as soon as the one under way has come home."""
        if self._busy or self.state is None or not self._active:
            return
        self._stage = 0
        self._asked, self._experiment = self._wish(), self.state.experiment
        self._submit()

    def say_missing(self, text: Message | None) -> None:
        """Say what is missing in place of the picture, or let it be seen."""
        self.body.setVisible(text is None)
        self.caption.setVisible(text is None)
        self.empty.setVisible(text is not None)
        if text is not None:
            self.words.put(self.empty.setText, text)
            self.note.clear()

    def _why_missing(self, state: ViewState) -> Message | None:
        try:
            return self.missing(state)
        except NnvizError as error:  # a file that has gone since it was opened
            return error.message

    def _followed(self, state: ViewState) -> Run | None:
        """Return the run whose newest network is shown: the stage itself waits for the end."""
        if state.course is None or state.last_iteration <= state.iteration:
            return None
        return state.course.run if self.tools.is_training() else None

    def _wish(self) -> tuple[Hashable, ...]:
        state = self.state
        assert state is not None
        run = self._followed(state)
        what = state.trace if run is None else (run, state.last_iteration)
        return (what, state.experiment, *self.depends(state))

    def _submit(self) -> None:
        assert self.state is not None
        moment, asked = self._moment(self.state), self.ask(self.state, self._stage)
        self._busy = True
        self.tools.worker.submit(
            f"portrait {self.topic}", lambda: _attempt(lambda: asked(moment())), self._on_done
        )

    def _moment(self, state: ViewState) -> Callable[[], Moment]:
        """Return the way to the network that is portrayed; made in the worker."""
        trace, experiment, iteration = state.trace, state.experiment, state.iteration
        run, newest = self._followed(state), state.last_iteration
        if run is None:
            return lambda: on_stage(trace, experiment, iteration)
        if self._follower is None or self._follower.run is not run:
            self._follower = Follower(run)
        follower = self._follower
        return lambda: follower.before(experiment, newest)

    def _on_done(self, result: Any) -> None:
        self._busy = False
        if isinstance(result, _Failure):
            raise result.error
        state = self.state
        if state is None or not self._active:
            self._asked = None
            return
        if state.experiment is self._experiment and self._why_missing(state) is None:
            self._take(result, state)
        if self._why_missing(state) is not None:
            self._asked = None
        elif self._wish() != self._asked:
            self.renew()
        elif self._stage + 1 < self.stages and not isinstance(result, Message):
            self._stage += 1
            self._submit()

    def _take(self, result: Any, state: ViewState) -> None:
        if isinstance(result, Message):
            self.result = None
            self.say_missing(result)
            return
        self.result, self._result_experiment = result, state.experiment
        self.say_missing(None)
        self._redraw()

    def _is_of(self, state: ViewState) -> bool:
        """Say whether the picture is one of what is built now."""
        return self.result is not None and self._result_experiment is state.experiment

    def _redraw(self) -> None:
        state = self.state
        if state is not None and self._is_of(state) and self._why_missing(state) is None:
            self._digits = state.digits
            self.draw(self.result)
            self.mark(state)


@dataclass(frozen=True, slots=True)
class _Failure:
    """What should not happen in a job; raised at home."""

    error: Exception


def _attempt(job: Callable[[], Any]) -> Any:
    """Return what a job finds out, or the sentence that says why it cannot."""
    try:
        return job()
    except NnvizError as error:
        return error.message
    except MemoryError:
        return _NO_MEMORY
    except Exception as error:  # raised at home, when the page can go on
        return _Failure(error)


def no_classes() -> Message:
    """Return why numbers have no classes to be counted."""
    return message(
        "The targets of this data are numbers, not classes, so no class can be taken for "
        "another. “Mistakes” lists the samples with the largest loss."
    )
