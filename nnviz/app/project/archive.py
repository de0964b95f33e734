"""A zip of JSON and npy arrays, read so that nothing in it is believed before it is checked."""

import io
import math
import struct
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tokenize import TokenError
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from nnviz.engine.errors import FileError
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.whole_file import damaged, unreadable

MOST_BYTES = 2**32
_MOST_MEMBERS = 200_000
# What an npy file has before its numbers; NumPy itself stops at 10000 characters.
_MAX_HEADER = 16_384
_DATE = (1980, 1, 1, 0, 0, 0)  # the same document gives the same bytes


class Writer:
    """Puts texts and arrays into a zip, uncompressed."""

    def __init__(self, file: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)

    def text(self, name: str, content: bytes) -> None:
        """Add a text."""
        self._archive.writestr(zipfile.ZipInfo(name, _DATE), content)

    def array(self, name: str, array: HostArray) -> None:
        """Add an array."""
        info = zipfile.ZipInfo(name, _DATE)
        large = array.nbytes > 2**31 - 2**20
        with self._archive.open(info, "w", force_zip64=large) as member:
            np.save(member, array, allow_pickle=False)

    def close(self) -> None:
        """Write the directory of the zip."""
        self._archive.close()


class Reader:
    """Takes texts and arrays out of a zip; made by :func:`reading`.

    All that is asked for together may not be more than the file itself is long: parts that lie
    over each other, or are not there at all, cost no memory.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile, n_bytes: int) -> None:
        self.path = path
        self._archive = archive
        self._left = n_bytes

    def require(self, n_bytes: int) -> None:
        """Refuse a file that is shorter than what it is said to hold.

        Raises:
            FileError: it is.
        """
        if n_bytes > self._left:
            raise damaged(self.path, message("it is too short for what it describes"))

    def text(self, name: str) -> bytes:
        """Return a text.

        Raises:
            FileError: it is missing, compressed, or damaged.
        """
        return self._read(name, self._left)

    def array(self, name: str, shape: Sequence[int], dtype: npt.DTypeLike) -> HostArray:
        """Return an array of finite numbers of exactly this shape and number type, read-only.

        Raises:
            FileError: it is missing, compressed, damaged, or another one.
        """
        wanted = np.dtype(dtype)
        n_bytes = math.prod(shape) * wanted.itemsize
        self.require(n_bytes)
        file = io.BytesIO(self._read(name, n_bytes + _MAX_HEADER))
        try:
            np.lib.format.read_magic(file)
            found, fortran, kind = np.lib.format.read_array_header_1_0(file)
        except (ValueError, TypeError, SyntaxError, TokenError, RecursionError) as error:
            raise damaged(self.path, message("{part} is no readable array", part=name)) from error
        numbers = file.read()
        same = (found, kind, len(numbers)) == (tuple(shape), wanted, n_bytes)
        if fortran or not same:
            raise damaged(
                self.path, message("{part} has the wrong shape or number type", part=name)
            )
        array: HostArray = np.frombuffer(numbers, wanted).reshape(shape)
        if wanted.kind == "f" and not math.isfinite(float(np.abs(array).max(initial=0.0))):
            raise damaged(self.path, message("{part} holds a number that is not finite", part=name))
        return array

    def _read(self, name: str, most: int) -> bytes:
        try:
            info = self._archive.getinfo(name)
        except KeyError as error:
            raise damaged(self.path, message("{part} is missing", part=name)) from error
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > most:
            raise damaged(self.path, message("{part} is compressed or too large", part=name))
        self.require(info.file_size)
        self._left -= info.file_size
        try:
            with self._archive.open(info) as member:
                return member.read(info.file_size)
        except (EOFError, RuntimeError) as error:  # cut off, or said to be encrypted or patched
            raise damaged(self.path, message("{part} cannot be read", part=name)) from error


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open a zip file for reading.

    Raises:
        FileError: it cannot be read, or is no zip, or what is wrong with it comes to light.
    """
    try:
        n_bytes = path.stat().st_size
        if n_bytes > MOST_BYTES:
            raise FileError(
                "{path} is larger than {most} bytes, which is more than any project of this "
                "program needs.",
                path=str(path),
                most=MOST_BYTES,
            )
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > _MOST_MEMBERS:
                raise damaged(path, message("it has too many parts"))
            yield Reader(path, archive, n_bytes)
    except FileError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    except (zipfile.BadZipFile, NotImplementedError, struct.error) as error:
        raise damaged(path, message("it is no readable zip file")) from error
