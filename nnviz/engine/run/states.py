"""Rows of numbers by iteration: at even distances all along a run, and a few around one place."""

import numpy as np
import numpy.typing as npt

from nnviz.engine.orientation import HostArray

# For the states of a run, if nothing else is said.
BUDGET_BYTES = 64 * 2**20
# Memory is taken in pieces of this size, as it is needed.
_PIECE_BYTES = 2**20


class States:
    """Rows of ``size`` numbers for iterations at even distances, at most ``most`` of them.

    When they grow too many every second one goes, so that the distance between neighbours stays
    even and the longest way to recompute doubles at most. The first is never dropped.
    """

    def __init__(
        self, first: int, size: int, dtype: npt.DTypeLike, most: int, stride: int = 1
    ) -> None:
        self.first = first
        self.stride = stride
        self._size, self._dtype, self._most = size, np.dtype(dtype), most
        self._per_piece = max(1, min(most, _PIECE_BYTES // max(1, size * self._dtype.itemsize)))
        self._pieces: list[HostArray] = []
        self._slots: list[int] = []  # of the states in their order, one for every stride
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def n_bytes(self) -> int:
        """The size of the memory taken."""
        return sum(piece.nbytes for piece in self._pieces)

    @property
    def iterations(self) -> range:
        """The iterations whose states are kept."""
        return range(self.first, self.first + len(self) * self.stride, self.stride)

    @property
    def next(self) -> int:
        """The iteration whose state is to be kept next."""
        return self.first + len(self._slots) * self.stride

    def keep(self) -> HostArray | None:
        """Return the row that the state before iteration :attr:`next` is to be written into.

        None if there is no room for it even after every second one has gone.
        """
        if len(self) >= self._most:
            wanted = self.next
            self._thin_out()
            if wanted != self.next or len(self) >= self._most:
                return None
        if not self._free:
            self._grow()
        self._slots.append(self._free.pop())
        return self._row(self._slots[-1])

    def before(self, iteration: int) -> tuple[int, HostArray]:
        """Return the nearest iteration kept that is not later than ``iteration``, and its row."""
        place = min((iteration - self.first) // self.stride, len(self._slots) - 1)
        return self.first + place * self.stride, self._row(self._slots[place])

    def limit(self, most: int) -> None:
        """Make do with this many rows, or have room for so many, from now on."""
        while len(self) > max(1, most):
            self._thin_out()
        rows = [self._row(slot).copy() for slot in self._slots] if most < self._most else None
        self._most = max(1, most)
        if rows is not None:
            self._start_anew(rows)

    def refill(self, rows: HostArray, stride: int, until: int) -> None:
        """Take up the rows (n, size) that were kept every ``stride`` iterations, but for the first.

        The next row is to be kept at iteration ``until`` or later. A distance that would never be
        met again is not taken up.
        """
        if len(self) == 1 and stride % self.stride == 0:
            self.stride = stride
            while (place := (self.next - self.first) // stride) < len(rows):
                row = self.keep()
                if row is not None:
                    row[...] = rows[place]
        while self.next < until:
            self._thin_out()

    def _start_anew(self, rows: list[HostArray]) -> None:
        """Give back the memory that is not needed."""
        self._per_piece = min(self._per_piece, self._most)
        self._pieces, self._free, self._slots = [], [], []
        for row in rows:
            if not self._free:
                self._grow()
            self._slots.append(self._free.pop())
            self._row(self._slots[-1])[...] = row

    def _thin_out(self) -> None:
        self.stride *= 2
        self._free += self._slots[1::2]
        self._slots = self._slots[::2]

    def _grow(self) -> None:
        made = len(self._pieces) * self._per_piece
        self._pieces.append(np.empty((self._per_piece, self._size), self._dtype))
        self._free += range(made + self._per_piece - 1, made - 1, -1)

    def _row(self, slot: int) -> HostArray:
        piece, place = divmod(slot, self._per_piece)
        row: HostArray = self._pieces[piece][place]
        return row


class Window:
    """A few states between two that are kept, evenly spread: those around the place looked at.

    Whoever looks back one iteration after another would else come from the same far state again
    and again.
    """

    def __init__(self, n_rows: int, size: int, dtype: npt.DTypeLike) -> None:
        self._rows = np.empty((n_rows, size), dtype)
        self._start, self._distance, self._count = -1, 1, 0

    def open(self, start: int, stride: int) -> None:
        """Go to the ``stride`` iterations from ``start`` on, whose own state is kept elsewhere."""
        distance = -(-stride // (len(self._rows) + 1))
        if (start, distance) != (self._start, self._distance):
            self._start, self._distance, self._count = start, distance, 0

    @property
    def next(self) -> int | None:
        """The iteration whose state is to be kept next; None if the window is full."""
        if self._count == len(self._rows):
            return None
        return self._start + (self._count + 1) * self._distance

    def keep(self) -> HostArray:
        """Return the row for the state before iteration :attr:`next`."""
        self._count += 1
        row: HostArray = self._rows[self._count - 1]
        return row

    def before(self, iteration: int) -> tuple[int, HostArray] | None:
        """Return the nearest iteration here that is not later than ``iteration``, and its row."""
        place = min(self._count, (iteration - self._start) // self._distance)
        if place < 1 or iteration < self._start:
            return None
        return self._start + place * self._distance, self._rows[place - 1]
