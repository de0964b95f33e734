"""All that a person may choose, on one page; every choice shows at once."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.finding import fuzzy
from nnviz.app.finding.wording import wordings
from nnviz.app.session import Session
from nnviz.app.settings import GROUPS, TABLE, Settings
from nnviz.engine.message import message
from nnviz.views.look import fonts
from nnviz.views.look.text_size import scaled_size
from nnviz.views.look.words import Translate, Words
from nnviz.views.settings.controls import Row

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_SIZE, _MARGIN = QSize(700, 660), QSize(24, 24)
_BESIDE_PX = 64  # the edges and the bar by which the page scrolls
_HINT = message("Search a setting")


class SettingsDialog(QDialog):
    """A page made from the table of settings: search, controls, back to how they were at first."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._words = Words(window.translate)
        self._defaults = Settings()
        self.rows = {row.name: Row(row, self._choose, window.translate) for row in TABLE}
        self.search, self._nothing, self.reset = QLineEdit(), QLabel(), QPushButton()
        self._headings = {name: QLabel() for name in GROUPS}
        self._lay_out()
        self._say()
        self.search.textChanged.connect(self._find)
        self.reset.clicked.connect(self._reset)
        window.shown.connect(self._on_shown)
        window.language_changed.connect(self._on_language)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._find("")
        self._refresh()
        wide = self._page.sizeHint().width() + _BESIDE_PX
        wanted = scaled_size(_SIZE).expandedTo(QSize(wide, 0))
        self.resize(wanted.boundedTo(window.size() - _MARGIN))
        self.search.setFocus()

    def _lay_out(self) -> None:
        page = self._page = QWidget()
        form = QFormLayout(page)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name, heading in self._headings.items():
            heading.setFont(fonts.text_font(14, bold=True))
            heading.setContentsMargins(0, 10, 0, 0)
            form.addRow(heading)
            for row in (row for row in self.rows.values() if row.setting.group == name):
                form.addRow(row.label, row.control)
        area = QScrollArea()
        self._words.put(area.setAccessibleName, message("Settings"))
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(area, 1)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.reset.setAutoDefault(False)  # Enter must not undo everything
        box.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        self._close = QPushButton()
        box.addButton(self._close, QDialogButtonBox.ButtonRole.RejectRole)
        self._close.setDefault(True)
        box.rejected.connect(self.reject)
        return box

    def _say(self) -> None:
        put = self._words.put
        put(self.setWindowTitle, message("Settings"))
        put(self.search.setPlaceholderText, _HINT)
        put(self.search.setAccessibleName, _HINT)
        put(self._nothing.setText, message("No setting fits these letters."))
        put(self.reset.setText, message("Back to the &defaults"))
        put(self._close.setText, message("Close"))
        for name, heading in self._headings.items():
            put(heading.setText, GROUPS[name])

    def _choose(self, name: str, value: Any) -> None:
        self._session.choose(name, value)
        self._refresh()

    def _reset(self) -> None:
        for name in self.rows:
            self._session.choose(name, getattr(self._defaults, name))
        self._refresh()

    def _refresh(self) -> None:
        """Show every setting as it is now."""
        chosen = {name: self._session.chosen(name) for name in self.rows}
        for name, row in self.rows.items():
            row.show_value(chosen[name])
        at_first = {name: getattr(self._defaults, name) for name in self.rows}
        self.reset.setEnabled(chosen != at_first)

    def _find(self, query: str) -> None:
        shown = {name for name, row in self.rows.items() if _fits(query, row)}
        for name, row in self.rows.items():
            row.set_visible(name in shown)
        for group, heading in self._headings.items():
            of_group = (row for row in self.rows.values() if row.setting.group == group)
            heading.setVisible(any(row.setting.name in shown for row in of_group))
        self._nothing.setVisible(not shown)

    def _on_shown(self, _old: object, _new: object) -> None:
        self._refresh()

    def _on_language(self, _language: str) -> None:
        tr: Translate = self._window.translate
        self._words.retranslate(tr)
        for row in self.rows.values():
            row.retranslate(tr)


def _fits(query: str, row: Row) -> bool:
    """Say whether letters mean a setting, one of its choices, or its heading, in any language."""
    setting = row.setting
    said = (setting.text, GROUPS[setting.group], *setting.choices.values())
    texts = (words for text in said for words in wordings(text))
    return not query.strip() or fuzzy.best(query, texts) is not None
