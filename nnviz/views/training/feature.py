"""What is seen of training as a part of the window."""

import time
from typing import TYPE_CHECKING, Any

from nnviz.app.jobs import TrainProgress
from nnviz.app.session import Session
from nnviz.app.symptoms import diverged
from nnviz.app.view_state import ViewState
from nnviz.engine.message import message
from nnviz.scene.numbers import grouped, short_value
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.training.card import TrainingCard
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

# Numbers that change faster cannot be read, and what lies beneath the card is painted again.
_EVERY_S = 0.25


class Trained(Feature):
    """Shows how far training is, and offers a remedy for a run that diverged."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self.card = TrainingCard(window.theme, window.translate)
        window.views.level.show_beside(self.card)
        self._told_s = 0.0
        self.card.stopped.connect(window.training.stop)
        window.training.progressed.connect(self._on_progress)
        window.views.notice.remedy_chosen.connect(self._on_remedy)

    def start(self, state: ViewState) -> None:
        """Show the first state."""
        self._offer(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Offer a remedy where one is needed."""
        if old.notice is not new.notice:
            self._offer(new)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.card.retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.card.set_theme(theme)

    def remembered(self) -> dict[str, Any]:
        """Return how one trains."""
        training = self._window.training
        return {"watch_training": training.watching, "train_pace": training.pace}

    def _on_progress(self, progress: TrainProgress | None) -> None:
        now_s = time.perf_counter()
        if progress is not None and not self.card.isHidden() and now_s - self._told_s < _EVERY_S:
            return
        self._told_s = now_s
        course = self._session.state.course
        epochs = 0.0
        if progress is not None and course is not None:
            epochs = float(course.epochs([progress.iteration])[0])
        self.card.show_progress(progress, epochs)

    def _offer(self, state: ViewState) -> None:
        if state.notice is None or not diverged(state.notice):
            return
        rate = self._session.softer_rate()
        if rate is not None:
            self._window.views.notice.offer(
                message(
                    "Back to iteration {number}, with learning rate {rate}",
                    number=grouped(self._session.best_iteration()),
                    rate=short_value(rate),
                )
            )

    def _on_remedy(self) -> None:
        self._window.dismiss_notice()
        self._session.soften()
