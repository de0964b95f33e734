"""Opening and closing."""

from nnviz.app.experiment import example
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.window.commands.base import Base


class FileCommands(Base):
    """Opening and closing."""

    def open_example(self, name: str) -> None:
        """Open a built-in example in place of what is open."""
        self._keeping.open_experiment(example(name))

    def new(self) -> None:
        """Begin a new document."""
        self._keeping.new()

    def open(self) -> None:
        """Ask for a file of any kind, and open it."""
        self._keeping.ask_to_open()

    def save(self) -> None:
        """Save the document to its file."""
        self._keeping.save()

    def save_as(self) -> None:
        """Save the document to another file."""
        self._keeping.save_as()

    def export_model(self) -> None:
        """Write the network for other programs."""
        self._keeping.export()

    def recover(self) -> None:
        """Offer what was kept of documents that were not saved."""
        self._keeping.recover()

    def show_examples(self) -> None:
        """Show all examples, to open one."""
        from nnviz.views.gallery.dialog import GalleryDialog

        gallery = GalleryDialog(self._window.theme, self._window.translate, self._window)
        gallery.chosen.connect(self.open_example)
        gallery.open()

    def open_csv(self) -> None:
        """Ask for a CSV file."""
        self._window.ask_for_csv()

    @property
    def _keeping(self) -> Keeping:
        return self._window.feature(Keeping)
