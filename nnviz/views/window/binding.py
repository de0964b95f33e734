"""From the session's changes to the views: at most one update in each turn of the event loop."""

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState


class StateBinding(QObject):
    """Collects the session's changes and reports them once, as one difference.

    Ten changes in one turn (a drag, a burst of keys) cost one update from the state that the
    views last saw to the newest one.

    Signals:
        updated: (the state last reported, the newest state).
    """

    updated = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._seen: ViewState = session.state
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.flush)
        session.changed.connect(self._on_changed)

    def flush(self) -> None:
        """Report now what has changed since the last report, if anything has."""
        self._timer.stop()
        old, new = self._seen, self._session.state
        if old is not new:
            self._seen = new
            self.updated.emit(old, new)

    def close(self) -> None:
        """Let go of the session."""
        self._timer.stop()
        self._session.changed.disconnect(self._on_changed, missing_ok=True)

    def _on_changed(self, _old: ViewState, _new: ViewState) -> None:
        if not self._timer.isActive():
            self._timer.start()
