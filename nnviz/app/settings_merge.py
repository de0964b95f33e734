"""Settings of several windows in one file: each brings what it has changed, and nothing else."""

from typing import Any

import msgspec

from nnviz.app.settings import Settings

_LISTS = ("recent", "recent_commands")  # the newest first
_MOST = 10


def merged(stored: Settings, before: Settings, after: Settings) -> Settings:
    """Return the stored settings with all that is different between ``before`` and ``after``.

    What another window has stored meanwhile stays. Of the lists of what was used last, both keep
    theirs: first ours, then what the others have added.
    """
    changes: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if field.name in _LISTS:
            theirs = [one for one in getattr(stored, field.name) if one not in {*old, *new}]
            new = (*new, *theirs)[:_MOST]
        changes[field.name] = new
    return msgspec.structs.replace(stored, **changes)
