"""Training the run on."""

from nnviz.views.window.commands.base import Base


class TrainCommands(Base):
    """Training the run on."""

    def train(self, count: int) -> None:
        """Train the run on by so many steps."""
        self._window.training.start(count)

    def train_again(self) -> None:
        """Train the run on by as many steps as last time, or stop the training."""
        training = self._window.training
        if training.is_running:
            training.stop()
        else:
            training.start(training.count)
