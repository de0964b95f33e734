"""Where the program keeps what is not a setting: the journal, and what was open last."""

import os
from pathlib import Path

import platformdirs

from nnviz.app.settings_store import FOLDER_VARIABLE

STATE_VARIABLE = "NNVIZ_STATE_DIR"


def state_folder() -> Path:
    """Return the folder of what is kept; the variable NNVIZ_STATE_DIR names another one.

    With settings of one's own (NNVIZ_CONFIG_DIR) it is inside their folder.
    """
    if named := os.environ.get(STATE_VARIABLE):
        return Path(named)
    if settings := os.environ.get(FOLDER_VARIABLE):
        return Path(settings) / "state"
    return platformdirs.user_state_path("nnviz", appauthor=False)


def journal_folder() -> Path:
    """Return the folder that has a folder for each window."""
    return state_folder() / "journal"
