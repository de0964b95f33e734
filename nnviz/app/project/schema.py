"""The JSON inside a project, with the type and the range of every field."""

from pathlib import Path
from typing import Annotated, Any

import msgspec

from nnviz.app.project.project import Keepsake
from nnviz.engine.errors import FileError
from nnviz.engine.message import message
from nnviz.engine.whole_file import damaged

FORMAT, VERSION = "nnviz-project", 1
Count = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
_Positive = Annotated[int, msgspec.Meta(ge=1, le=10**12)]


class SegmentPlan(msgspec.Struct, frozen=True):
    """A stretch of the run, but for its arrays; ``data`` names those of its own batches."""

    spec: dict[str, Any]
    first: Count
    step: Count
    stride: _Positive
    states: _Positive
    losses: Count
    batch_size: _Positive
    seed: Annotated[int, msgspec.Meta(ge=0)]
    shuffle: bool = True
    start: Count = 0
    data: "ArraysPlan | None" = None


class ArraysPlan(msgspec.Struct, frozen=True):
    """The shapes and number types of the arrays of a table or of batches."""

    folder: str
    arrays: dict[str, tuple[str, list[Count]]]
    names: dict[str, Any] = {}


class SourcePlan(msgspec.Struct, frozen=True):
    """A file with data: where it was, seen from the root and from the project, and its content."""

    absolute: str
    relative: str | None = None
    sha256: str = ""


class MessagePlan(msgspec.Struct, frozen=True):
    """A sentence that is not in any language yet, with what fills its places."""

    text: str
    args: dict[str, "str | int | float | MessagePlan"] = {}
    plural: str | None = None
    count: int | None = None
    context: str | None = None


class ProjectPlan(msgspec.Struct, frozen=True):
    """Everything of a project but its arrays."""

    format: str
    version: int
    experiment: dict[str, Any]
    iteration: Count
    segments: Annotated[list[SegmentPlan], msgspec.Meta(min_length=1, max_length=100_000)]
    fingerprint: str
    own_parameters: bool = False
    wishes: list[tuple[str, Count, Count, float]] = []
    marks: list[tuple[Count, MessagePlan]] = []
    view: dict[str, Any] = {}
    table: ArraysPlan | None = None  # the samples, or a copy of those in the source
    source: SourcePlan | None = None
    keepsake: Keepsake = Keepsake()
    program: str = ""


class _Head(msgspec.Struct):
    format: Any = None
    version: Any = None


def plan_from(path: Path, text: bytes) -> ProjectPlan:
    """Return the plan in the JSON of a project.

    Raises:
        FileError: it is damaged, of another kind or of another version.
    """
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(path, message("its description is not valid JSON")) from error
    if head.format != FORMAT:
        raise FileError("{path} is not a project of nnviz.", path=str(path))
    if head.version != VERSION or isinstance(head.version, bool):
        raise FileError(
            "{path} is a project of version {version}, but this program reads version {known}; "
            "a newer nnviz opens it.",
            path=str(path),
            version=str(head.version)[:20],
            known=VERSION,
        )
    try:
        return msgspec.json.decode(text, type=ProjectPlan)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = message("its description is not usable ({detail})", detail=str(error)[:200])
        raise damaged(path, why) from error
