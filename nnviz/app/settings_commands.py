"""Settings by their names: how the one table of them is applied to a session, and read back."""

from typing import TYPE_CHECKING, Any

import msgspec

from nnviz.app.settings import Settings
from nnviz.app.view_state import ViewState

_OF_PLAYBACK = ("granularity", "speed")


class SettingsCommands:
    """The part of :class:`nnviz.app.session.Session` that a dialog of settings speaks to."""

    _settings: Settings

    if TYPE_CHECKING:
        _state: ViewState

    def choose(self, name: str, value: object) -> None:
        """Set a setting of the table to a value; it shows at once.

        Raises:
            msgspec.ValidationError: the setting cannot have that value.
        """
        kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
        checked = msgspec.convert(value, kinds[name])
        if checked != self.chosen(name):
            getattr(self, f"set_{name}")(checked)

    def chosen(self, name: str) -> Any:
        """Return what a setting of the table is now."""
        if name == "language":
            return self._settings.language  # the state has the language that "system" came to
        if name in _OF_PLAYBACK:
            return getattr(self._state.status, name)
        return getattr(self._state if hasattr(self._state, name) else self._settings, name)
