"""The stage in two halves, one run in each: side by side, or the one above the other."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnviz.app.comparing.rival import Shown, Side
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.canvas.stage import StageView
from nnviz.views.comparing.caption import Caption
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_TALL = 0.85  # from this height on, in widths, the halves stand one above the other
_AIMING = {QEvent.Type.Enter, QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress}


class OtherStage(StageView):
    """The stage of run B."""

    name_text = message("Stage of run B")


class Spoken:
    """What a stage asks for its words."""

    def __init__(self, tr: Translate) -> None:
        self.translate = tr


class SplitStage(QWidget):
    """Holds the stage, and while two runs are compared a second one beside it.

    Signals:
        aimed: the run ("a", "b") whose half is pointed at, clicked or has the keyboard.
    """

    aimed = Signal(str)

    def __init__(self, stage: StageView, theme: Theme, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self.stage, self.other = stage, OtherStage(theme, Spoken(tr))
        self.captions: dict[Side, Caption] = {
            "a": Caption("a", theme, tr),
            "b": Caption("b", theme, tr),
        }
        self.absent = QLabel()
        self.absent.setWordWrap(True)
        self.absent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.absent.setFont(fonts.text_font(16))
        self.absent.setMargin(24)
        self.absent.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._halves = self._half("a", stage), self._half("b", self.other, self.absent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        for half in self._halves:
            self._row.addWidget(half, 1)
        self.setAutoFillBackground(True)
        self.set_theme(theme)
        self.show_halves(None)

    def show_halves(self, shown: Shown | None) -> None:
        """Show both runs or one of them; None is the stage alone, without captions."""
        first, second = shown in {None, "a", "both"}, shown in {"b", "both", "difference"}
        held = self.stage.hasFocus() or self.other.hasFocus()
        for caption in self.captions.values():
            caption.setVisible(shown is not None)
        self._halves[0].setVisible(first)
        self._halves[1].setVisible(second)
        target = self.stage if first else self.other
        if held and not (self.stage if self.stage.hasFocus() else self.other).isVisibleTo(self):
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_absent(self, why: Message | None) -> None:
        """Say why there is nothing to be seen of run B, or show its stage."""
        if why is None:
            self._words.forget(self.absent.setText)
        else:
            self._words.put(self.absent.setText, why)
        self.absent.setVisible(why is not None)
        self.other.setVisible(why is None)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        colors = self.palette()
        colors.setColor(self.backgroundRole(), theme.color(Role.OUTLINE))
        self.setPalette(colors)
        ground, ink = theme.color(Role.SURFACE).name(), theme.color(Role.MUTED).name()
        self.absent.setStyleSheet(f"background: {ground}; color: {ink};")
        self.other.set_theme(theme)
        for caption in self.captions.values():
            caption.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.other.set_catalogue(Spoken(tr))
        for caption in self.captions.values():
            caption.retranslate(tr)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves one above the other where there is more height than width."""
        super().resizeEvent(event)
        tall = self.height() > _TALL * self.width()
        way = QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not way:
            self._row.setDirection(way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See which half the person is at, before that half itself does anything."""
        if event.type() in _AIMING:
            self.aimed.emit("b" if watched is self.other else "a")
        return False

    def _half(self, side: Side, *widgets: QWidget) -> QWidget:
        half = QWidget()
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.captions[side])
        for widget in widgets:
            column.addWidget(widget, 1)
        widgets[0].installEventFilter(self)
        return half
