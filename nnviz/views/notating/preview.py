"""The preview: formulas and numbers of the network that is open, in the notation being chosen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.app.texts import Catalogue
from nnviz.engine.trace import Trace
from nnviz.engine.writing import Notation
from nnviz.scene.notation_sample import said_sample, sample_scene
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.painting.painter import ScenePainter

_SIZE, _LOW = QSize(620, 176), 132.0  # four lines, and four low ones


class NotationPreview(QWidget):
    """Draws a sample of the present step; says it in plain text to screen readers."""

    def __init__(
        self, trace: Trace, theme: Theme, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._trace, self._theme, self._language = trace, theme, language
        self._notation = Notation()
        self._painter = ScenePainter(theme, Catalogue(language))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def notation(self) -> Notation:
        """What is shown."""
        return self._notation

    def show_notation(self, notation: Notation) -> None:
        """Show another notation."""
        self._notation = notation
        self._painter.set_catalogue(Catalogue(self._language, notation))
        self._painter.set_notation(notation)
        self.setAccessibleDescription(said_sample(self._trace, notation))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for four lines."""
        return _SIZE

    def minimumSizeHint(self) -> QSize:
        """Return room for four low lines."""
        return QSize(_SIZE.width() // 2, _SIZE.height() * 3 // 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sample on a card."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color(Role.CARD))
            high, wide = self.height(), self.width()
            large = max(1.0, min(fonts.scale(), high / _LOW, wide / _SIZE.width()))
            painter.scale(large, large)
            scene = sample_scene(self._trace, self._notation, wide / large, high / large)
            self._painter.paint(painter, scene)
