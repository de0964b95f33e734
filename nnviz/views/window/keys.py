"""The keys and the roles of actions, as each platform has them."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QAction, QKeySequence

from nnviz.views.window.actions.spec import ActionSpec

_Key = QKeySequence.StandardKey
# Where a platform has keys of its own for something, they work too, and the first of ours that is
# among them is the one that is shown. (Qt itself makes Ctrl the Command key on a Mac.)
_STANDARD: Mapping[str, QKeySequence.StandardKey] = MappingProxyType(
    {
        "new": _Key.New,
        "open": _Key.Open,
        "save": _Key.Save,
        "save_as": _Key.SaveAs,
        "quit": _Key.Quit,
        "undo": _Key.Undo,
        "redo": _Key.Redo,
        "settings": _Key.Preferences,
        "full_screen": _Key.FullScreen,
        "zoom_in": _Key.ZoomIn,
        "zoom_out": _Key.ZoomOut,
        "shortcuts": _Key.HelpContents,
    }
)
# On a Mac these stand in the menu of the program. Nothing else may wander there by its name.
_ROLES: Mapping[str, QAction.MenuRole] = MappingProxyType(
    {
        "about": QAction.MenuRole.AboutRole,
        "quit": QAction.MenuRole.QuitRole,
        "settings": QAction.MenuRole.PreferencesRole,
    }
)


def sequences(spec: ActionSpec) -> list[QKeySequence]:
    """Return all keys of an action: ours, in the order of the platform, then its own others."""
    own = [QKeySequence(key) for key in spec.shortcuts]
    standard = _STANDARD.get(spec.id)
    platform = [] if standard is None else QKeySequence.keyBindings(standard)
    usual = [key for key in platform if key in own]
    return [
        *usual,
        *(key for key in own if key not in usual),
        *(key for key in platform if key not in own),
    ]


def keys_text(spec: ActionSpec) -> str:
    """Return the keys of an action that are told, as the platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    told = sequences(spec)[: len(spec.shortcuts)]
    return "   ".join(key.toString(native) for key in told)


def role(spec: ActionSpec) -> QAction.MenuRole:
    """Return in which menu the platform itself puts an action."""
    return _ROLES.get(spec.id, QAction.MenuRole.NoRole)
