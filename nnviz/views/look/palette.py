"""Qt's own widgets in our colours: a QPalette over the Fusion style."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: Role.SURFACE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.CARD,
    QPalette.ColorRole.AlternateBase: Role.SURFACE,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.Button: Role.CARD,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.WARNING,
    QPalette.ColorRole.ToolTipBase: Role.CARD,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Link: Role.FORWARD,
    QPalette.ColorRole.LinkVisited: Role.BACKWARD,
    QPalette.ColorRole.Highlight: Role.FORWARD,
    QPalette.ColorRole.Accent: Role.FORWARD,
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def qpalette(theme: Theme) -> QPalette:
    """Return the palette of a theme for every widget that Qt draws itself."""
    palette = QPalette(theme.color(Role.CARD), theme.color(Role.SURFACE))
    for qt_role, role in _ROLES.items():
        palette.setColor(qt_role, theme.color(role))
    palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink_on(theme.color(Role.FORWARD)))
    for qt_role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, qt_role, theme.color(Role.FAINT))
    _set_bevels(palette, theme)
    return palette


def _set_bevels(palette: QPalette, theme: Theme) -> None:
    outline = theme.color(Role.OUTLINE)
    lighter, darker = outline.lighter(112), outline.darker(125)
    shades: dict[QPalette.ColorRole, QColor] = {
        QPalette.ColorRole.Light: lighter,
        QPalette.ColorRole.Midlight: outline,
        QPalette.ColorRole.Mid: outline,
        QPalette.ColorRole.Dark: darker,
        QPalette.ColorRole.Shadow: darker,
    }
    for qt_role, color in shades.items():
        palette.setColor(qt_role, color)


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application: Fusion, the theme's palette, the text face."""
    # setColorScheme has no effect where the desktop offers no theme (bare X11, offscreen).
    app.setStyle("Fusion")
    app.setPalette(qpalette(theme))
    app.setFont(fonts.text_font(14))


def dress(theme: Theme) -> None:
    """Give the running application the colours of a theme, and our fonts."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    if app.font().families() != fonts.text_font(14).families():
        apply(app, theme)
    else:
        # Setting the style again would take their font from widgets under a style sheet.
        app.setPalette(qpalette(theme))
        if app.font() != fonts.text_font(14):
            app.setFont(fonts.text_font(14))
