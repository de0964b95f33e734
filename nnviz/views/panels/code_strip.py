"""Under the stage: the lines of NumPy and of PyTorch that the step is, ready to be copied."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.engine.code import LANGUAGES, Code, arrays_in, chain_code, code_of
from nnviz.engine.jacobian_chain import JacobianChain, Order
from nnviz.engine.message import message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.primitives import Role
from nnviz.views.code_text import arrays_of, colored, fitted, in_one_line, shown_lines
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_FONT_PX, _LINE_PX, _LINES = 12.5, 17, 2
_SIDE_PX = 104
_SAID_MS = 1200
_NAMES = {"numpy": "NumPy", "torch": "PyTorch"}
_PAGE = (
    '<p style="margin: 0; white-space: pre; line-height: {line}px;'
    ' -qt-line-height-type: fixed">{text}</p>'
)


class CodeRow(QWidget):
    """The lines in one language; as high for every step, so that nothing jumps."""

    def __init__(self, language: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._arrays: tuple[str, ...] = ()
        self._code: Code | None = None
        self._theme: Theme | None = None
        self._low = False
        self._language = language
        self._name = QLabel()
        self._name.setFont(fonts.text_font(12.5, bold=True))
        self._part = QLabel()
        self._part.setFont(fonts.number_font(10.5))
        self.lines = QLabel()
        self.lines.setFont(fonts.number_font(_FONT_PX))
        self.lines.setTextFormat(Qt.TextFormat.RichText)
        self.lines.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QToolButton()
        self.copy.setAutoRaise(True)
        self.copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy.clicked.connect(self._on_copy)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_MS)
        self._quiet.timeout.connect(self._offer)
        self._lay_out(language)
        self.tell_run(False)
        self._offer()

    @property
    def text(self) -> str:
        """What is copied: lines that can be run."""
        return "" if self._code is None else self._code.said(self._words.tr)

    def show_code(self, arrays: tuple[str, ...], code: Code) -> None:
        """Show a step in the row's language; ``arrays`` are the names of arrays in it."""
        self._arrays, self._code = arrays, code
        self._part.setText(code.part_of or "")
        self._part.setToolTip(code.part_of or "")
        self.lines.setToolTip("")
        self._render()

    def tell_run(self, told: bool) -> None:
        """Say that this is run A, where there are two."""
        name = _NAMES[self._language]
        said = message("{language}, run A", language=name) if told else message("{name}", name=name)
        self._words.put(self._name.setText, said)

    def set_low(self, low: bool) -> None:
        """Be one line high, or two."""
        self._low = low
        line = fonts.scaled(_LINE_PX)
        height = line + 2 if low else _LINES * line + 2
        self._part.setVisible(not low)
        self.lines.setFixedHeight(height)
        self.setFixedHeight(height)
        self._render()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._part.setStyleSheet(f"color: {theme.color(Role.MUTED).name()};")
        self.set_low(self._low)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the lines as there is room for."""
        super().resizeEvent(event)
        self._render()

    def _lay_out(self, language: str) -> None:
        self.lines.setAccessibleName(_NAMES[language])
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._name)
        side.addWidget(self._part)
        holder = QWidget()
        side.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(side)
        keep_width(holder, _SIDE_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.lines, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_low(False)

    def _render(self) -> None:
        if self._code is None or self._theme is None:
            return
        advance = QFontMetricsF(self.lines.font()).horizontalAdvance("0")
        most = max(int((self.lines.width() - 4) / advance), 8)
        arrays, settings = arrays_of(self._arrays), self._code.settings
        tr = self._words.tr
        self.lines.setAccessibleDescription("\n".join(shown_lines(self._code, tr)))
        lines = (in_one_line if self._low else shown_lines)(self._code, tr)
        cut = [fitted(line, most) for line in lines]
        text = "<br>".join(colored(line, arrays, settings, self._theme) for line in cut)
        self.lines.setText(_PAGE.format(line=fonts.scaled(_LINE_PX), text=text))
        self.lines.setToolTip("" if cut == list(lines) else "\n".join(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._words.put(self.copy.setText, message("Copied"))
        self.fit()
        self._quiet.start()

    def fit(self) -> None:
        """Give the lines the room that the words on the button leave."""
        self.layout().activate()  # type: ignore[union-attr]
        self._render()

    def _offer(self) -> None:
        self._words.put(self.copy.setText, message("Copy"))
        self._words.put(self.copy.setToolTip, message("Copy these lines, with their settings"))
        self._words.put(
            self.copy.setAccessibleName, message("Copy these lines, with their settings")
        )
        self.fit()


class CodeStrip(QFrame):
    """Two rows, one for each language."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corner = 0
        self._words = Words(tr)
        self.setObjectName("code")
        self.rows = {name: CodeRow(name, self._words) for name in LANGUAGES}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 4, 12, 4)
        column.setSpacing(2)
        for row in self.rows.values():
            column.addWidget(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def leave_corner_free(self, width: int) -> None:
        """Keep so many pixels free at the right end."""
        room = self.contentsMargins()
        room.setRight(room.right() - self._corner + width)
        self._corner = width
        self.setContentsMargins(room)

    def tell_run(self, told: bool) -> None:
        """Say that this is run A, where there are two."""
        for row in self.rows.values():
            row.tell_run(told)

    def set_low(self, low: bool) -> None:
        """Take half the height, for a low window."""
        for row in self.rows.values():
            row.set_low(low)

    def show_step(self, step: Step, orientation: Orientation) -> None:
        """Show what a step is in both languages."""
        arrays = (*step.inputs, *step.also, step.output)
        for language in LANGUAGES:
            self.rows[language].show_code(arrays, code_of(step, language, orientation))

    def show_product(self, chain: JacobianChain, order: Order, number: int) -> None:
        """Show what a product of the chain of Jacobians is."""
        for language in LANGUAGES:
            code = chain_code(chain, order, number, language)
            self.rows[language].show_code(arrays_in(chain), code)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        edge = theme.color(Role.OUTLINE).name()
        ground = theme.color(Role.CARD).name()
        self.setStyleSheet(
            f"#code {{ background: {ground}; border: none; border-top: 1px solid {edge}; }}"
        )
        for row in self.rows.values():
            row.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for row in self.rows.values():
            row.fit()
