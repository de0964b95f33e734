"""The decimal sign of number fields: a window has it as its locale, for all that is in it."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QWidget

from nnviz.engine.writing import Notation


def set_decimal_sign(window: QWidget, notation: Notation) -> None:
    """Let the number fields of a window, and of its dialogs, have the sign of a notation."""
    if notation.decimal != "comma":
        window.unsetLocale()
        return
    locale = QLocale(QLocale.Language.German)
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    window.setLocale(locale)


def has_decimal_comma(field: QWidget) -> bool:
    """Say whether the window of a field writes a comma; a dialog is as the window above it."""
    window = field
    while (above := window.parentWidget()) is not None:
        window = above
    # Without one of its own a window has the locale of the system, which nobody has chosen here.
    chosen = window.testAttribute(Qt.WidgetAttribute.WA_SetLocale)
    return chosen and window.locale().decimalPoint() == ","
