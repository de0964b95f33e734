"""Whether the system asks programs to move little."""

from PySide6.QtWidgets import QApplication, QStyle

_Hint = QStyle.StyleHint


def system_reduces_motion() -> bool:
    """Say whether the desktop has switched animations off, as far as it tells Qt.

    Qt has no question of its own for this; a desktop without animations tells it by the style:
    widgets do not animate, or take no time for it.
    """
    style = QApplication.style()
    return not (
        style.styleHint(_Hint.SH_Widget_Animate)
        and style.styleHint(_Hint.SH_Widget_Animation_Duration)
    )
