"""What a project holds: a document with its run, and where one was looking."""

from dataclasses import dataclass, field

import msgspec

from nnviz.app.document import Document
from nnviz.app.project.view import View
from nnviz.engine.message import Message


class Keepsake(msgspec.Struct, frozen=True):
    """What the journal notes about a document that it keeps.

    ``path`` is the file that the document belongs to, with what is known of it on the disk
    (``stamp``); ``modified`` says that the document has changes which that file has not.
    ``saved_s`` is when this was written, in seconds since 1970.
    """

    path: str | None = None
    stamp: str = ""
    modified: bool = False
    saved_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A document, where one was looking, and what is to be said when it is opened."""

    document: Document
    view: View = field(default_factory=View)
    keepsake: Keepsake = field(default_factory=Keepsake)
    notice: Message | None = None
