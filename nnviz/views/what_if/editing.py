"""Joins the editor at a cell and the bar of the what-if to the session and the views."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nnviz.app import supposing
from nnviz.app.nudging import reach, step_of
from nnviz.app.relations import has_cell
from nnviz.app.samples import batch_of
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.ops.rule import at
from nnviz.scene.narration.what_if import told
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import CellRef, MatrixBlock
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.panels.value_editor import Edited, ValueEditor
from nnviz.views.panels.what_if_bar import WhatIfBar
from nnviz.views.what_if.cell_place import given_of_unit, place_of
from nnviz.views.what_if.number_edit import is_fine, wheel_steps

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_FEWEST_DIGITS = 4  # in the field, where a number is worked on
_NONE = message("Point at an input, a target, a weight or a bias, then press F2.")
_SHOWN = ("what_if", "trace", "orientation", "digits", "language", "status", "sample")


class WhatIfEditing(QObject):
    """Opens the editor where the person asks for it and shows what comes of it."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._stage, self._map = window.views.stage, window.views.map
        self.bar = WhatIfBar(window.translate)
        self.editor = ValueEditor(window.translate, window)
        self._cell: CellRef | None = None
        self._view: StageView = self._stage
        self._stand(window.centralWidget())
        for view in (self._stage, self._map):
            view.resized.connect(self._place)
            view.zoomed.connect(self._place)
            view.installEventFilter(self)
        self._stage.double_clicked.connect(lambda cell: self.open(cell, self._stage))
        self._map.double_clicked.connect(self._on_map)
        window.views.inspector.what_if_wanted.connect(self.open_shown)
        self.bar.keep_wanted.connect(session.keep)
        self.bar.put_back_wanted.connect(session.put_back)
        self.editor.chosen.connect(self._on_chosen)
        self.editor.done.connect(self.close)
        self.editor.left.connect(self._on_left)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    @property
    def cell(self) -> CellRef | None:
        """The cell that is edited."""
        return self._cell

    def open(self, cell: CellRef, view: StageView | None = None) -> None:
        """Open the editor at a cell, or say why its value cannot be another."""
        session = self._session
        if not session.may_suppose(cell):
            return
        if session.state.status.playing:
            session.pause()
        if session.state.pinned != cell:
            session.pin(cell)
        self._view = self._stage if view is None else view
        self._cell = cell
        self._show_bar(session.state)
        self.editor.open(self._edited(session.state, cell), self._rect(cell), self._seen())

    def open_pinned(self) -> None:
        """Open the editor at the cell that is kept, else at the one that is pointed at."""
        state = self._session.state
        cell = state.pinned or state.hovered
        if cell is None:
            self._window.refuse(_NONE)
            return
        self.open_shown(cell)

    def open_shown(self, cell: CellRef) -> None:
        """Open the editor at a cell where it is seen: on the stage, else on the map."""
        scene = self._stage.scene
        shown = scene is not None and place_of(scene, cell) is not None
        self.open(cell, self._stage if shown else self._map)

    def close(self) -> None:
        """Close the editor; what is supposed stays, and the keys are the stage's again."""
        if self._cell is None:
            return
        self._cell = None
        self.editor.hide()
        self._show_bar(self._session.state)
        if not self._view.hasFocus():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what has changed."""
        if not any(getattr(old, name) is not getattr(new, name) for name in _SHOWN):
            return
        self._show_bar(new)
        cell = self._cell
        if cell is None:
            return
        if not has_cell(new.trace, cell) or old.iteration != new.iteration:
            self.close()
            return
        self.editor.show_value(self._edited(new, cell))
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.bar.set_theme(theme)
        self.editor.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.bar.retranslate(tr)
        self.editor.retranslate(tr)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel nudge over the cell that is edited, and Enter edit the cell kept."""
        if isinstance(event, QWheelEvent) and self._cell is not None and watched is self._view:
            if self._view.cell_at(event.position()) == self._cell:
                self.editor.nudge(wheel_steps(event), is_fine(event))
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            cell = self._stage.cursor_cell if watched is self._stage and enter else None
            if cell is not None and cell == self._session.state.pinned and self._is_given(cell):
                self.open(cell, self._stage)
                return True
        return False

    def _stand(self, centre: QWidget | None) -> None:
        column = None if centre is None else centre.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self._stage) + 1, self.bar)

    def _on_map(self, cell: CellRef) -> None:
        self.open(given_of_unit(self._session.state.trace, cell), self._map)

    def _is_given(self, cell: CellRef) -> bool:
        return supposing.refusal(supposing.before(self._session.state), cell) is None

    def _on_chosen(self, value: float) -> None:
        cell, state = self._cell, self._session.state
        if cell is None:
            return
        if supposing.names_class(state.trace, cell.name):
            self._session.suppose(CellRef(cell.name, cell.row, int(value)), 1.0)
        else:
            self._session.suppose(cell, value)
        # At once: the next nudge may come before the views are told.
        self.editor.show_value(self._edited(self._session.state, cell))

    def _on_left(self) -> None:
        cell = self._cell
        self.close()
        if cell is not None:
            self._session.put_back(cell)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        editor = self.editor
        if self._cell is None or new is None or new is editor or editor.isAncestorOf(new):
            return
        if new.window() is self._window:  # the list of classes is a window of its own
            self._cell = None
            editor.hide()
            self._show_bar(self._session.state)

    def _show_bar(self, state: ViewState) -> None:
        wishes = state.what_if
        actions = self._window.menus.actions
        for name in ("keep", "put_back"):
            actions[name].setEnabled(wishes is not None)
        if wishes is not None:
            classes = batch_of(state).classes
            said = told(wishes, state.orientation, state.digits, classes)
            self.bar.show_told(said, on=True)
        elif self._cell is not None:
            cell = self._cell
            name = plain(cell.name, state.orientation, cell.row, cell.col)
            said = message("What if {cell} were another number?", cell=name)
            self.bar.show_told(said, on=False)
        else:
            self.bar.hide()

    def _edited(self, state: ViewState, cell: CellRef) -> Edited:
        real, now = supposing.before(state), state.trace
        if supposing.names_class(real, cell.name):
            return _class_edited(state, cell)
        old, value = (at(trace[cell.name], cell.row, cell.col) for trace in (real, now))
        low, high = reach(real, cell.name, value)
        return Edited(
            symbol=_symbol(state, cell),
            value=value,
            text=_text(value, state.digits),
            was=message("was {old}", old=_text(old, state.digits)),
            step=step_of(real[cell.name]),
            low=low,
            high=high,
        )

    def _place(self) -> None:
        if self._cell is not None and self.editor.isVisible():
            self.editor.stand_at(self._rect(self._cell))

    def _seen(self) -> list[QRect]:
        """Return where matrices stand in the window."""
        view, scene = self._view, self._view.scene
        corner = view.mapTo(self._window, QPoint(0, 0))
        items = () if scene is None else scene.primitives
        blocks = [item for item in items if isinstance(item, MatrixBlock)]
        return [view.in_view(block.rect).translated(corner) for block in blocks]

    def _rect(self, cell: CellRef) -> QRect:
        """Return where a cell is shown in the window, else the top of its view."""
        view = self._view
        box = None if view.scene is None else place_of(view.scene, cell)
        rect = QRect(view.width() // 2, 40, 1, 1) if box is None else view.in_view(box)
        return QRect(view.mapTo(self._window, QPoint(0, 0)) + rect.topLeft(), rect.size())


def _symbol(state: ViewState, cell: CellRef) -> Message:
    return message("{symbol}", symbol=plain(cell.name, state.orientation, cell.row, cell.col))


def _text(value: float, digits: int) -> str:
    return format_value(
        value, decimals_for([value], digits if digits < 0 else max(digits, _FEWEST_DIGITS))
    )


def _class_edited(state: ViewState, cell: CellRef) -> Edited:
    """Return the class of a sample as the editor shows it."""
    real, now = supposing.before(state), state.trace
    count = real[cell.name].shape[1]
    known = batch_of(state).classes
    names = known if len(known) == count else tuple(str(place + 1) for place in range(count))
    old, value = (int(trace[cell.name][cell.row].argmax()) for trace in (real, now))
    return Edited(
        symbol=message("Class of sample {sample}", sample=cell.row + 1),
        value=value,
        text=names[value],
        was=message("was {old}", old=names[old]),
        step=1.0,
        low=0.0,
        high=float(count),
        classes=names,
    )
