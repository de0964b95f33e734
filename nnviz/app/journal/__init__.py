"""The journal: documents kept without being asked for, and found again after a crash."""

from nnviz.app.journal.crashed import Crashed, crashed
from nnviz.app.journal.entry import Entry
from nnviz.app.journal.folder import state_folder
from nnviz.app.journal.last import forget_last, read_last, write_last

__all__ = [
    "Crashed",
    "Entry",
    "crashed",
    "forget_last",
    "read_last",
    "state_folder",
    "write_last",
]
