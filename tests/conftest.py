"""Every test runs without a screen and with settings of its own.

What hypothesis tries is the same every time, so that a failure is one of the change at hand;
``HYPOTHESIS_PROFILE=explore`` looks for what nobody has thought of.
"""

import gc
import os

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="module", autouse=True)
def _what_is_old_is_not_looked_through():
    """Leave what was loaded, and what other modules left, out of every further collection.

    Each of them would take longer than the one before.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path / "config"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def pytest_configure(config):
    if not config.pluginmanager.hasplugin("pytest-qt"):
        return  # the lower floors are also tested where Qt is not installed
    # Said by Qt's offscreen platform for every window with a minimum size.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")
