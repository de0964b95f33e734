"""Training the run on."""

from nnviz.views.window.commands.base import Base


class TrainCommands(Base):
    """Training the run on."""

    def train(self, count: int) -> None:
        """Train the run on by so many steps."""
        self._window.training.start(count)

    def train_or_stop(self) -> None:
        """Train the run on until one stops it, or stop it."""
        training = self._window.training
        if training.is_running:
            training.stop()
        else:
            training.run()

    def train_epoch(self) -> None:
        """Train to the end of the epoch."""
        self._window.training.epoch()

    def train_to_goal(self) -> None:
        """Ask what is to be reached, and train until it is."""
        from nnviz.views.training.goal_dialog import GoalDialog

        GoalDialog(self._session, self._window).open()

    def toggle_watching(self) -> None:
        """Let the stage follow while a run is trained, or not."""
        self._window.training.set_watching(not self._window.training.watching)

    def set_pace(self, pace: int) -> None:
        """Choose how many steps a second are trained; 0 for as many as can be."""
        self._window.training.set_pace(pace)
