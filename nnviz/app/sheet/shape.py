"""Columns of a table: put in, taken out, renamed; targets as numbers or as classes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.app.sheet.columns import checked_name, column, number
from nnviz.app.sheet.text import Block
from nnviz.app.table import Table
from nnviz.engine.datasets.cells import as_number, value_order
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import exact_value

MOST_INPUTS = 10_000
MOST_CLASSES = 100


def with_input(table: Table, at: int) -> Table:
    """Return the table with a new input of zeros before column ``at`` (at most after the last).

    Raises:
        DataError: there would be too many inputs.
    """
    if table.n_in >= MOST_INPUTS:
        raise DataError("A table has at most {most} inputs.", most=MOST_INPUTS)
    at = min(at, table.n_in)
    names = list(table.feature_names)
    names.insert(at, _free_name(table))
    return replace(
        table, X=np.insert(table.X, at, 0.0, axis=1), feature_names=tuple(names), image_shape=None
    )


def without_columns(table: Table, cols: Sequence[int]) -> Table:
    """Return the table without some columns.

    Raises:
        DataError: no input, or no target, would be left.
    """
    inputs = [col for col in cols if col < table.n_in]
    targets = [col - table.n_in for col in cols if col >= table.n_in]
    n_out = 1 if table.has_classes else len(table.target_names)
    if len(inputs) >= table.n_in or len(targets) >= n_out:
        raise DataError("One input and one target have to stay.")
    features = tuple(n for i, n in enumerate(table.feature_names) if i not in inputs)
    changed = replace(
        table,
        X=np.delete(table.X, inputs, axis=1),
        feature_names=features,
        image_shape=None if inputs else table.image_shape,
    )
    if not targets:
        return changed
    names = tuple(n for i, n in enumerate(table.target_names) if i not in targets)
    return replace(changed, Y=np.delete(table.Y, targets, axis=1), target_names=names)


def renamed(table: Table, col: int, text: str) -> Table:
    """Return the table with another name of a column.

    Raises:
        DataError: the name is empty or taken, or the column is the one of the classes.
    """
    at, name = column(table, col), checked_name(text)
    if at.kind == "class":
        raise DataError("The column of the classes has no name of its own.")
    if at.kind == "input":
        names = tuple(name if i == at.place else n for i, n in enumerate(table.feature_names))
        return replace(table, feature_names=names)
    names = tuple(name if i == at.place else n for i, n in enumerate(table.target_names))
    return replace(table, target_names=names)


def class_renamed(table: Table, place: int, text: str) -> Table:
    """Return the table with another name of a class.

    Raises:
        DataError: the name is empty or taken.
    """
    name = checked_name(text)
    names = tuple(name if i == place else n for i, n in enumerate(table.target_names))
    return replace(table, target_names=names)


def with_classes(table: Table) -> Table:
    """Return the table with its one column of numbers as names of classes.

    Raises:
        DataError: there are several columns, or too many different numbers.
    """
    if table.has_classes:
        return table
    if table.Y.shape[1] != 1:
        raise DataError("Only a single column of targets can become classes.")
    kinds, labels = np.unique(table.Y[:, 0], return_inverse=True)
    if len(kinds) > MOST_CLASSES:
        raise DataError(
            "The targets have {found} different values; classes are at most {most}.",
            found=len(kinds),
            most=MOST_CLASSES,
        )
    names = tuple(exact_value(kind) for kind in kinds)
    return replace(table, Y=labels.reshape(-1), target_names=_at_least_two(names))


def with_numbers(table: Table) -> Table:
    """Return the table with its classes as numbers: their names, or else 0, 1, 2 and so on."""
    if not table.has_classes:
        return table
    named = [as_number(name) for name in table.target_names]
    numbers = [k if n is None or None in named else n for k, n in enumerate(named)]
    name = "y" if "y" not in table.feature_names else "target"
    return replace(table, Y=np.array(numbers, dtype=float)[table.Y][:, None], target_names=(name,))


def from_block(block: Block) -> Table:
    """Return a table of cells copied elsewhere: the last column is learnt, a header is seen.

    Raises:
        DataError: there are too few columns or rows, or text among the inputs.
    """
    header = any(as_number(cell) is None for cell in block[0][:-1])
    rows = block[1:] if header else block
    if len(block[0]) < 2 or not rows:
        raise DataError(
            "A table has at least two columns and a row of numbers: the inputs, then the target."
        )
    names = [checked_name(cell) for cell in block[0]] if header else _numbered(len(block[0]))
    cells = list(zip(*rows, strict=True))
    X = np.array(
        [[number(c, r, name) for r, c in enumerate(col)]
         for col, name in zip(cells[:-1], names[:-1], strict=True)]
    ).T  # fmt: skip
    features = tuple(names[:-1])
    if all(as_number(cell) is not None for cell in cells[-1]):
        Y = np.array([[number(c, r, names[-1])] for r, c in enumerate(cells[-1])])
        return Table(X, Y, features, (names[-1],))
    labels, classes = _labels(cells[-1])
    return Table(X, labels, features, classes)


def _labels(cells: Sequence[str]) -> tuple[HostArray, tuple[str, ...]]:
    classes = sorted({checked_name(cell) for cell in cells}, key=value_order)
    if len(classes) > MOST_CLASSES:
        raise DataError(
            "The targets have {found} different values; classes are at most {most}.",
            found=len(classes),
            most=MOST_CLASSES,
        )
    place = {name: k for k, name in enumerate(classes)}
    labels = np.array([place[cell.strip()] for cell in cells], dtype=np.int64)
    return labels, _at_least_two(tuple(classes))


def _at_least_two(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of classes, with a second one if all samples are of one class."""
    if len(names) > 1:
        return names
    return (*names, "1" if names != ("1",) else "0")


def _numbered(count: int) -> list[str]:
    return [*(f"x{k}" for k in range(1, count)), "y"]


def _free_name(table: Table) -> str:
    taken = {*table.feature_names, *table.target_names}
    return next(name for k in range(1, 10**9) if (name := f"x{k}") not in taken)
