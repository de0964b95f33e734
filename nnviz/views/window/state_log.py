"""What the window shows, as JSON lines on stdout; asked for by NNVIZ_LOG=1, read by journeys."""

import hashlib
import json
import math
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.scene.primitives import CellRef, MatrixBlock
from nnviz.views.canvas.stage import StageView
from nnviz.views.presenting.feature import Presenting
from nnviz.views.reaching.feature import Reaching

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

VARIABLE = "NNVIZ_LOG"


class StateLog:
    """Writes one line for every event; a reader waits for lines instead of for time."""

    def __init__(self, window: "MainWindow", session: Session) -> None:
        self._window = window
        self._session = session
        window.shown.connect(lambda _, state: self._write(state))
        window.feature(Presenting).changed.connect(self._write_hall)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # there is a window
        application.focusChanged.connect(self._on_focus)
        self._soon = QTimer(window)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._write_focus)
        window.feature(Reaching).speaking.said.connect(lambda words: write("said", words=words))

    def ready(self, seconds: float) -> None:
        """Say that the first picture has been painted."""
        write("ready", seconds=round(seconds, 3))
        self._write(self._session.state)

    def _write_hall(self) -> None:
        hall = self._window.feature(Presenting)
        speaker = hall.second.view
        write(
            "hall",
            on=hall.is_on,
            tools=sorted(hall.tools),
            typed=hall.typed.text,
            inked=not hall.overlay.ink.is_empty,
            full=self._window.isFullScreen(),
            window=_box(self._window),
            stage=_box(self._window.stage),
            speaker=None if speaker is None else _box(speaker),
            awake=hall.awake.is_held,
            panels=self._window.arrangement.open_panels,
        )

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Say what has the focus now, and whether one sees it."""
        del now  # what frames it is told of it in this very moment, some of it later than this
        self._soon.start()

    def _write_focus(self) -> None:
        write("focus", **_focus(QApplication.focusWidget()))

    def _write(self, state: ViewState) -> None:
        views = self._window.views
        write("state", **_fields(state))
        trains = self._window.training.is_running
        title = self._window.windowTitle()
        write("document", title=title, training=trains, **_document(state))
        inspector = views.inspector
        write("inspector", cell=_cell(inspector.cell), value=inspector.value.text())
        if not state.status.playing:
            write("places", matrices=_matrices(views.stage), boxes=_boxes(self._window))
            write("controls", **_controls(self._window))


def _fields(state: ViewState) -> dict[str, Any]:
    position = state.status.position
    step = state.trace.steps[position.step_index]
    return {
        "step": position.step_index,
        "steps": len(state.trace.steps),
        "kind": step.kind.value,
        "phase": step.phase.value,
        "alpha": round(position.alpha, 6),
        "time_s": round(state.status.time_s, 6),
        "playing": state.status.playing,
        "at_end": state.status.at_end,
        "iteration": state.iteration,
        "language": state.language,
        "theme": state.theme,
        "orientation": state.orientation,
        "hovered": _cell(state.hovered),
        "pinned": _cell(state.pinned),
        "level": state.level.depth,
        "text_scale": state.text_scale,
        "notice": None if state.notice is None else state.notice.english(),
    }


def _focus(widget: QWidget | None) -> dict[str, Any]:
    """Return the focused widget as one hears it, the window it is in, and whether it is marked."""
    if widget is None:
        return {"name": None, "kind": None, "window": None, "seen": False}
    own = isinstance(widget, StageView)  # it draws a ring itself
    frames = widget.window().findChildren(QWidget, "focusFrame")
    return {
        "name": widget.accessibleName() or getattr(widget, "text", str)(),
        "kind": type(widget).__name__,
        "window": widget.window().windowTitle(),
        "seen": own or any(frame.isVisible() for frame in frames),
    }


def _document(state: ViewState) -> dict[str, Any]:
    """Return what is built and how far it is trained; the weights shown by a digest."""
    spec, trace = state.experiment.spec, state.trace
    weights = hashlib.sha256()
    for name in spec.parameter_shapes:
        weights.update(trace[name].tobytes())
    return {
        "sizes": list(spec.sizes),
        "activations": [layer.activation for layer in spec.layers],
        "loss_name": spec.loss,
        "data": state.experiment.data.name,
        "last_iteration": state.last_iteration,
        "iteration": state.iteration,
        "loss": trace.loss if math.isfinite(trace.loss) else None,
        "weights": weights.hexdigest(),
        "undo": None if state.undo_name is None else state.undo_name.english(),
        "redo": None if state.redo_name is None else state.redo_name.english(),
    }


def _controls(window: QWidget) -> dict[str, list[int]]:
    """Return where the buttons and fields that can be used now are, by their accessible names."""
    found: dict[str, list[int]] = {}
    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QTabBar):
        for one in window.findChildren(kind):
            name = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            if name and one.isVisible() and one.isEnabled() and not one.visibleRegion().isEmpty():
                found[name] = _box(one)
    return found


def _matrices(stage: StageView) -> dict[str, list[float]]:
    """Return where on the screen the first cell of each matrix on the stage is."""
    found: dict[str, list[float]] = {}
    for item in stage.scene.primitives if stage.scene is not None else ():
        if isinstance(item, MatrixBlock) and (cell := item.cell_at(item.rect.x, item.rect.y)):
            point = stage.point_of(cell)
            if point is not None:
                place = stage.mapToGlobal(point)
                found[item.name] = [round(place.x(), 1), round(place.y(), 1)]
    return found


def _boxes(window: "MainWindow") -> dict[str, list[int]]:
    """Return left, top, width and height of the main parts, on the screen."""
    views = window.views
    parts: dict[str, QWidget] = {
        "window": window, "stage": views.stage, "map": views.map, "timeline": views.timeline,
        "transport": views.transport, "inspector": views.inspector,
    }  # fmt: skip
    return {name: _box(widget) for name, widget in parts.items()}


def write(event: str, **values: Any) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps({"event": event, **values}, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _cell(cell: CellRef | None) -> list[str | int] | None:
    return None if cell is None else [cell.name, cell.row, cell.col]


def _box(widget: QWidget) -> list[int]:
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]
