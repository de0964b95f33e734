"""What a page of the plots panel is, and what it is made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.metering import Metering
from nnviz.views.window.worker import Worker

Column: TypeAlias = tuple[str, npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class PageTools:
    """What a page may use.

    ``worker`` is the panel's own thread: jobs on it wait for each other, never for training.
    ``is_training`` says whether a run is being trained now. ``run_action`` does what an action of
    the table does, by its id. ``metering`` measures the run over its iterations.
    """

    session: Session
    worker: Worker
    theme: Theme
    tr: Translate
    is_training: Callable[[], bool]
    run_action: Callable[[str], None]
    metering: Metering


class PlotPage(Protocol):
    """A page: told of every state while it is seen, and of nothing while it is not."""

    @property
    def name(self) -> Message:
        """What it is called where pages are chosen."""

    @property
    def widget(self) -> QWidget:
        """What is seen; always the same one."""

    def set_active(self, active: bool) -> None:
        """Say whether it is seen; while it is not, it computes nothing."""

    def show(self, state: ViewState) -> None:
        """Show a state; at most some ten times a second while a run is trained."""

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""

    def columns(self) -> Sequence[Column]:
        """Return the numbers that are shown, as columns of one table; none if there are none."""


Maker: TypeAlias = Callable[[PageTools], PlotPage]
