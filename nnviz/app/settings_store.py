"""Where the settings are kept between two starts: one JSON file that can never do harm."""

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from nnviz.app.settings import Settings

FOLDER_VARIABLE = "NNVIZ_CONFIG_DIR"
_NAME = "settings.json"


def config_folder() -> Path:
    """Return the folder of the settings; the variable NNVIZ_CONFIG_DIR names another one."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else platformdirs.user_config_path("nnviz", appauthor=False)


class SettingsStore:
    """Reads and writes the settings file. Whatever is wrong with it, the program starts."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or config_folder()) / _NAME

    @property
    def path(self) -> Path:
        """The settings file."""
        return self._path

    def load(self) -> Settings:
        """Return the settings; a file that is not readable JSON is put aside as ``.bad``.

        One bad value costs that value only; unknown names are ignored.
        """
        try:
            plain = msgspec.json.decode(self._path.read_bytes())
        except OSError:
            return Settings()
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._put_aside()
            return Settings()
        if not isinstance(plain, dict):
            self._put_aside()
            return Settings()
        return _settings(plain)

    def save(self, settings: Settings) -> bool:
        """Write the settings so that the file is never half-written; say whether it worked."""
        text = msgspec.json.format(msgspec.json.encode(settings))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._replace(text)
        except OSError:
            return False  # a read-only home is no reason to trouble the person
        return True

    def _replace(self, text: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=_NAME, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _put_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".bad"))
        except OSError:
            return  # then the next save replaces it


def _settings(plain: dict[str, Any]) -> Settings:
    """Return settings from plain data, value by value."""
    good: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name not in plain:
            continue
        try:
            good[field.name] = msgspec.convert(plain[field.name], field.type)
        except msgspec.ValidationError:
            continue
    return Settings(**good)
