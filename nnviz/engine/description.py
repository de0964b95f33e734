"""What a file says about a network in JSON: its spec, its step count and its note."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnviz.engine.errors import FileError, NnvizError, SpecError
from nnviz.engine.message import message
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.whole_file import damaged

if TYPE_CHECKING:
    from nnviz.engine.network import Network

_FORMAT = "nnviz-network"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Description:
    """All of a network but its numbers."""

    spec: NetworkSpec
    step: int
    note: dict[str, Any]


def written(network: "Network", step: int) -> str:
    """Return the description of the network as JSON.

    Raises:
        SpecError: the note is not plain data.
    """
    return text_of(network.spec, network.note, step)


def text_of(spec: NetworkSpec, note: dict[str, Any], step: int) -> str:
    """Return the description of a network that has this note as JSON.

    Raises:
        SpecError: the note is not plain data.
    """
    description = {
        "format": _FORMAT,
        "version": _VERSION,
        "network": spec.to_dict(),
        "step": step,
        "note": note,
    }
    try:
        return json.dumps(description, indent=1, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise SpecError(
            "The note of a network must be plain data (texts, numbers, lists and mappings), but "
            "it is {note}.",
            note=repr(note),
        ) from error


def read(path: Path, text: str | bytes) -> Description:
    """Return what :func:`written` wrote; ``path`` is the file that it was found in.

    Raises:
        FileError: it is damaged, of another kind or version, or the network is impossible.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged(path, message("its description is not valid JSON")) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise FileError("{path} is not a network file of nnviz.", path=str(path))
    if data.get("version") != _VERSION:
        raise FileError(
            "{path} is of file version {version}, but this program reads version {known}.",
            path=str(path),
            version=str(data.get("version")),
            known=_VERSION,
        )
    return Description(_spec(path, data), _step(path, data), _note(path, data))


def _spec(path: Path, data: dict[str, Any]) -> NetworkSpec:
    try:
        return NetworkSpec.from_dict(data.get("network", {}))
    except NnvizError as error:
        raise FileError(
            "{path} describes an impossible network: {reason}",
            path=str(path),
            reason=error.message,
        ) from error


def _step(path: Path, data: dict[str, Any]) -> int:
    step = data.get("step")
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < 2**53:
        raise damaged(path, message("its step count is not usable"))
    return step


def _note(path: Path, data: dict[str, Any]) -> dict[str, Any]:
    note = data.get("note", {})
    if not isinstance(note, dict):
        raise damaged(path, message("its note is not usable"))
    return note
