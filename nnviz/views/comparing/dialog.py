"""What is to be otherwise in the second run: a change by name, or any one field of the network."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.comparing.facts import caption
from nnviz.app.comparing.presets import presets
from nnviz.app.comparing.start import changed
from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.build.panel import BuildPanel
from nnviz.views.comparing.caption import Caption
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_CHOOSE = message("Choose one thing that run B has otherwise.")
_ONLY_ONE = message(
    "A new choice takes the place of the one before: one thing is changed, no more."
)
_ELSEWHERE = message("This is chosen in the build panel, before two runs are compared.")


class CompareDialog(QDialog):
    """Both runs are described at the bottom; the last change made is the one that counts.

    Signals:
        chosen: the edit by which run B is made.
    """

    chosen = Signal(object)

    def __init__(
        self,
        experiment: Experiment,
        n_samples: int,
        start: int,
        theme: Theme,
        tr: Translate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tr, self._experiment, self._n_samples = tr, experiment, n_samples
        self._edit: Edit | None = None
        self.setWindowTitle(tr(message("Compare with one thing changed")))
        self.presets = QListWidget()
        self.presets.setStyleSheet("QListWidget::item { padding: 5px 6px; }")
        self.fields = BuildPanel(tr)
        self.fields.setAccessibleName(tr(message("Build")))
        self.fields.set_theme(theme)
        self.fields.data_form.more.hide()  # its panel changes run A
        self.captions = Caption("a", theme, tr), Caption("b", theme, tr)
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        self._fill()
        self._lay_out(start)
        self._show(None)

    @property
    def edit(self) -> Edit | None:
        """The change that has been made, if it is possible."""
        return self._edit

    @property
    def compare(self) -> QWidget:
        """The button that begins."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok)

    def accept(self) -> None:
        """Report the change, unless there is none yet."""
        if self._edit is not None:
            self.chosen.emit(self._edit)
            super().accept()

    def _fill(self) -> None:
        for preset in presets(self._experiment, self._n_samples):
            item = QListWidgetItem(self._tr(preset.text))
            item.setData(Qt.ItemDataRole.UserRole, preset.edit)
            self.presets.addItem(item)
        self.presets.setAccessibleName(self._tr(message("Changes worth trying")))
        self.presets.currentItemChanged.connect(self._on_preset)
        self.presets.itemActivated.connect(lambda _: self.accept())
        self.fields.edited.connect(self._on_field)
        self.fields.csv_wanted.connect(lambda: self._say(_ELSEWHERE))
        self.fields.values_wanted.connect(lambda _: self._say(_ELSEWHERE))

    def _lay_out(self, start: int) -> None:
        tr = self._tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        heads = message("Changes worth trying"), message("Or change any one thing")
        for place, (text, widget) in enumerate(
            zip(heads, (self.presets, self.fields), strict=True)
        ):
            head = QLabel(tr(text))
            head.setFont(fonts.text_font(14, bold=True))
            grid.addWidget(head, 0, place)
            grid.addWidget(widget, 1, place)
            grid.setColumnStretch(place, 1)
        begun = QLabel(
            tr(
                message(
                    "Both runs begin with iteration {start}, with the same values but for what is "
                    "changed.",
                    start=grouped(start),
                )
            )
        )
        begun.setWordWrap(True)
        self._buttons = self._make_buttons()
        column = QVBoxLayout(self)
        column.addWidget(begun)
        column.addLayout(grid, 1)
        for part in (*self.captions, self.remark, self._buttons):
            column.addWidget(part)
        self.resize(780, 560)

    def _make_buttons(self) -> QDialogButtonBox:
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        box = QDialogButtonBox(ok | cancel)
        box.button(ok).setText(self._tr(message("Compare")))
        box.button(cancel).setText(self._tr(message("Cancel")))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _on_preset(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(item.data(Qt.ItemDataRole.UserRole))

    def _on_field(self, edit: Edit) -> None:
        self.presets.setCurrentRow(-1)
        self._show(edit)

    def _show(self, edit: Edit | None) -> None:
        """Show both runs as they would be; of an impossible change only why it is."""
        after, remark = self._experiment, _CHOOSE if edit is None else _ONLY_ONE
        try:
            if edit is not None:
                after = changed(self._experiment, edit)
        except NnvizError as error:
            edit, remark = None, error.message
        self._edit = edit
        self.fields.show_experiment(after, self._n_samples)
        both = (self._experiment, after), (after, self._experiment)
        for part, (mine, theirs) in zip(self.captions, both, strict=True):
            part.show_facts(caption(mine, theirs), aimed=False)
        self._say(remark)
        self.compare.setEnabled(edit is not None)

    def _say(self, remark: Message) -> None:
        self.remark.setText(self._tr(remark))
