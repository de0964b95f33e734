"""All samples of a batch at once, to choose one: pictures, points or rows."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from nnviz.app.samples import batch_of, in_one_batch
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import message
from nnviz.scene.blocks import magnitude
from nnviz.scene.primitives import Role
from nnviz.scene.samples.batch import Batch
from nnviz.scene.samples.tabs import verdict
from nnviz.scene.samples.words import long_entry, short_entry
from nnviz.views.look import fonts
from nnviz.views.look.text_size import scaled_size
from nnviz.views.look.theme import Theme
from nnviz.views.painting.samples import pictures_image
from nnviz.views.samples.scatter import SampleScatter
from nnviz.views.window.main_window import MainWindow

_PICTURE_PX = 56
_SIZE, _MARGIN = QSize(640, 460), QSize(24, 24)


class SamplePicker(QDialog):
    """Lists the samples of the batch on the stage; the stage follows what is chosen.

    Arrows, Home, End and a letter move; Enter, Escape or a double click close. The buttons above
    go to the batch of another iteration.
    """

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = QLabel()
        self.before, self.after = QPushButton(), QPushButton()
        self.list = QListWidget()
        self.points = SampleScatter(window.theme)
        self._lay_out()
        self._connect()
        self._show_batch()
        self._say()
        self.resize(scaled_size(_SIZE).boundedTo(window.size() - _MARGIN))
        self.list.setFocus()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.before)
        above.addWidget(self.after)
        middle = QHBoxLayout()
        middle.addWidget(self.points, 1)
        middle.addWidget(self.list, 1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(above)
        column.addLayout(middle, 1)
        column.addWidget(box)
        self.list.setUniformItemSizes(True)
        for button in (self.before, self.after):
            button.setAutoDefault(False)  # Enter is for the sample

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.points.chosen.connect(self._session.select_sample)
        self.before.clicked.connect(self._session.previous_iteration)
        self.after.clicked.connect(self._session.next_iteration)
        self._window.shown.connect(self._on_shown)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self._session.select_sample(row)

    def _on_shown(self, old: ViewState, new: ViewState) -> None:
        if old.trace is not new.trace or old.language != new.language:
            self._show_batch()
        if old.sample != new.sample:
            self._show_chosen(new.sample)
        self._say()

    def _say(self) -> None:
        tr, state = self._window.tr_message, self._session.state
        self.setWindowTitle(tr(message("Choose a sample")))
        self.list.setAccessibleName(tr(message("Samples of the batch")))
        self.points.setAccessibleName(tr(message("Samples as points")))
        if in_one_batch(state):
            self.before.setText(tr(message("◀ Iteration before")))
            self.after.setText(tr(message("Next iteration ▶")))
        else:
            self.before.setText(tr(message("◀ Batch before")))
            self.after.setText(tr(message("Next batch ▶")))
        self.before.setEnabled(state.iteration > 0)
        self.title.setText(
            tr(
                message(
                    "Iteration {iteration}: {count} samples",
                    iteration=state.iteration,
                    count=state.trace.n_samples,
                )
            )
        )

    def _show_batch(self) -> None:
        batch, tr = batch_of(self._session.state), self._window.tr_message
        digits = self._session.state.digits
        self.list.blockSignals(True)
        self.list.clear()
        pictures = self._pictures(batch)
        for sample in range(batch.count):
            words = short_entry(batch, sample) if pictures else long_entry(batch, sample, digits)
            item = QListWidgetItem(tr(words))
            if pictures:
                item.setIcon(pictures[sample])
            if batch.labels:
                item.setToolTip(tr(verdict(batch, sample, digits)))
            if batch.is_right(sample) is False:
                item.setForeground(QColor(self._window.theme.color(Role.WARNING)))
            self.list.addItem(item)
        self._shape(as_pictures=bool(pictures))
        self.points.setVisible(batch.inputs.shape[1] == 2)
        self.points.set_batch(batch)
        self.list.blockSignals(False)
        self._show_chosen(self._session.state.sample)

    def _shape(self, *, as_pictures: bool) -> None:
        """Lay the list out as a board of pictures, or as rows."""
        if not as_pictures:
            self.list.setViewMode(QListView.ViewMode.ListMode)
            self.list.setFlow(QListView.Flow.TopToBottom)
            self.list.setSpacing(2)
            return
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        metrics = QFontMetrics(fonts.text_font(13))
        widest = max(
            (metrics.horizontalAdvance(self.list.item(i).text()) for i in range(self.list.count())),
            default=0,
        )
        self.list.setFont(fonts.text_font(13))
        wide = max(_PICTURE_PX + 16, min(widest + 30, 170))
        grid = QSize(wide, _PICTURE_PX + metrics.height() + 16)
        self.list.setGridSize(grid)
        for row in range(self.list.count()):
            # Else the first item's width would be taken for all, and longer words be cut.
            self.list.item(row).setSizeHint(grid)

    def _show_chosen(self, sample: int) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(min(sample, self.list.count() - 1))
        self.list.blockSignals(False)
        self.points.set_chosen(sample)

    def _pictures(self, batch: Batch) -> list[QIcon]:
        if batch.image_shape is None:
            return []
        shaped = batch.inputs.reshape(-1, *batch.image_shape)
        sheet = pictures_image(shaped, magnitude(batch.inputs) or 1.0, self._window.theme)
        height, width = batch.image_shape
        cut = partial(_icon, theme=self._window.theme)
        return [cut(sheet.copy(0, i * height, width, height)) for i in range(batch.count)]


def _icon(picture: QImage, theme: Theme) -> QIcon:
    """Return a picture made large without smoothing, the same whether it is chosen or not."""
    board = QPixmap(_PICTURE_PX, _PICTURE_PX)
    board.fill(theme.color(Role.CARD))
    large = picture.scaled(
        _PICTURE_PX - 4, _PICTURE_PX - 4, Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )  # fmt: skip
    painter = QPainter(board)
    painter.drawImage(
        (board.width() - large.width()) // 2, (board.height() - large.height()) // 2, large
    )
    painter.setPen(theme.color(Role.OUTLINE))
    painter.drawRect(0, 0, _PICTURE_PX - 1, _PICTURE_PX - 1)
    painter.end()
    icon = QIcon(board)
    icon.addPixmap(board, QIcon.Mode.Selected)
    return icon
