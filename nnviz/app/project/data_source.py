"""The data of a project: by name, by the path and content of a file, or inside the project."""

import hashlib
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from nnviz.app import data as app_data
from nnviz.app.data_spec import DataSpec
from nnviz.app.project.archive import Reader, Writer
from nnviz.app.project.schema import ArraysPlan, SourcePlan
from nnviz.app.table import Table
from nnviz.engine.errors import FileError, NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.engine.run import Batches
from nnviz.engine.whole_file import damaged

# Of a file with so much in it a copy is kept in the project, so that it opens without the file.
COPY_BYTES = 8 * 2**20
_TABLE = "data"
_DTYPES = {"<f8", "<i8", "<f4"}


class MissingDataError(FileError):
    """The file with a project's data is not where it was, and the project has no copy.

    ``name`` is the file's name: :func:`nnviz.app.project.load` takes the place where it is now.
    """

    project = Path()
    name = ""


def missing(project: Path, source: SourcePlan) -> MissingDataError:
    """Return the error for a project whose data is not found."""
    error = MissingDataError(
        "{project} needs the data in {path}, which is not there any more; open the project in "
        "the window to show where the file is now.",
        project=str(project),
        path=source.absolute,
    )
    error.project, error.name = project, Path(source.absolute).name
    return error


def fingerprint(batches: Batches) -> str:
    """Return what tells these samples and targets from any others."""
    digest = hashlib.sha256()
    for array in (batches.X, batches.Y):
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)
    return digest.hexdigest()


def source_of(data: DataSpec, project: Path) -> SourcePlan | None:
    """Return where the file with the data is, None if the data is in no file."""
    if data.kind != "csv":
        return None
    path = Path(data.name).absolute()
    try:
        relative: str | None = os.path.relpath(path, project.absolute().parent)
    except ValueError:
        relative = None  # on another drive
    return SourcePlan(str(path), relative, _content(path))


def written_table(data: DataSpec, writer: Writer) -> ArraysPlan | None:
    """Write the samples, or a copy of those in a file that is not large."""
    table = data.table if data.kind == "table" else _copied(data)
    if table is None:
        return None
    return written_arrays(writer, _TABLE, table.arrays(), table)


def written_arrays(
    writer: Writer, folder: str, arrays: dict[str, HostArray], table: Table | None = None
) -> ArraysPlan:
    """Write arrays into a folder of the zip; return what is to be said of them."""
    shapes: dict[str, tuple[str, list[int]]] = {}
    for name, array in arrays.items():
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        writer.array(f"{folder}/{name}.npy", little)
        shapes[name] = (little.dtype.str, list(little.shape))
    return ArraysPlan(folder, shapes, {} if table is None else table.names())


def read_arrays(reader: Reader, plan: ArraysPlan) -> dict[str, HostArray]:
    """Read what :func:`written_arrays` wrote.

    Raises:
        FileError: an array is not as it is said to be.
    """
    for name, (dtype, shape) in plan.arrays.items():
        if dtype not in _DTYPES or not 1 <= len(shape) <= 2 or not name.isidentifier():
            raise damaged(
                reader.path, message("{part} has the wrong shape or number type", part=name)
            )
    if not {"X", "Y"} <= plan.arrays.keys():
        raise damaged(reader.path, message("{part} is missing", part=plan.folder))
    return {
        name: reader.array(f"{plan.folder}/{name}.npy", shape, dtype)
        for name, (dtype, shape) in plan.arrays.items()
    }


def read_table(reader: Reader, plan: ArraysPlan) -> Table:
    """Read the samples.

    Raises:
        FileError: they are damaged.
    """
    try:
        return Table.from_arrays(plan.names, read_arrays(reader, plan))
    except FileError:
        raise
    except NnvizError as error:
        raise damaged(reader.path, error.message) from error


def located(data: DataSpec, source: SourcePlan, project: Path) -> DataSpec | None:
    """Return the data with the path where its file is now, None if it is not found.

    Beside the project is looked first, then where it was; a file with the same content is
    preferred.
    """
    places = [Path(source.absolute)]
    if source.relative is not None:
        places.insert(0, project.absolute().parent / source.relative)
    there = [Path(os.path.normpath(place)) for place in places if place.is_file()]
    there.sort(key=lambda place: _content(place) != source.sha256)
    return replace(data, name=str(there[0])) if there else None


def changed_notice(data: DataSpec, how: str) -> Message:
    """Return what is said when the data is not what the project was trained on."""
    name = data.origin
    if how == "copy":
        return message(
            "{name} has moved or changed since this project was saved. The copy in the project is "
            "used, so that every number is what it was; open the file anew to use it instead.",
            name=name,
        )
    return message(
        "{name} has changed since this project was saved. The network has its newest weights and "
        "biases, but its run begins anew: the old one belongs to the old data.",
        name=name,
    )


def _copied(data: DataSpec) -> Table | None:
    """Return a copy of the samples in a file, None if it is large or cannot be read."""
    if data.kind != "csv":
        return None
    try:
        table = app_data.as_table(data)
    except NnvizError:
        return None  # without the file the rest is saved all the same
    return table if table.n_bytes <= COPY_BYTES else None


def _content(path: Path) -> str:
    """Return what tells the content of a file from any other; empty if it cannot be read."""
    try:
        stat = path.stat()
        return _digest(str(path), stat.st_mtime_ns, stat.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=16)
def _digest(path: str, changed_ns: int, size: int) -> str:
    del changed_ns, size  # only part of the key: a file that changed is read again
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
