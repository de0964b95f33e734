"""Which data a network learns from, as a small frozen description that can be written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal, TypeAlias

import msgspec

from nnviz.app.table import Table
from nnviz.engine.datasets import Missing
from nnviz.engine.errors import FileError, NnvizError
from nnviz.engine.options import Options, thaw

DataKind: TypeAlias = Literal["builtin", "csv", "table"]
MOST_VALIDATION = 0.5


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Which data, and how it is dealt into batches.

    ``name`` is the name of a built-in data set, the path of a CSV file, or what a table was made
    from. ``target`` is the column of the file that is to be predicted (None: "label", else the
    last); the option ``targets`` has further ones. ``batch_size`` None means all samples.
    ``standardise`` brings each feature to mean 0 and standard deviation 1. ``missing`` says what
    becomes of a cell of the file without a value.
    ``table`` are the samples themselves, if the kind is "table". ``validation`` is the share of
    the samples (0 to 0.5, drawn by ``seed``) that is held out of the training. ``options`` go to
    what reads or makes the samples: ``n_samples``, ``noise`` …, or ``delimiter``, ``ignore`` ….
    """

    kind: DataKind
    name: str
    target: str | None = None
    batch_size: int | None = None
    seed: int = 0
    standardise: bool = False
    missing: Missing = "error"
    table: Table | None = None
    validation: float = 0.0
    options: Mapping[str, Any] = field(default_factory=Options)

    @property
    def origin(self) -> str:
        """What it is called in one word: a data set's name, or a file's without its folders."""
        return PurePath(self.name).name if self.kind == "csv" else self.name

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns of the file that are to be predicted; none: what is likely."""
        if self.target is None:
            return ()
        more = self.options.get("targets", ())
        further = more if isinstance(more, tuple) else ()
        return (self.target, *(str(name) for name in further))

    def with_table(self, table: Table) -> "DataSpec":
        """Return the same with these samples, read from no file and made by no rule."""
        return replace(
            self,
            kind="table",
            name=self.origin,
            table=table,
            target=None,
            missing="error",
            options=Options(),
        )

    def with_option(self, option: str, value: Any) -> "DataSpec":
        """Return the same with another option of what makes the samples."""
        return replace(self, options=Options({**self.options, option: value}))

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain data."""
        plain: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("kind", "name", "target", "batch_size", "seed", "standardise", "missing",
                         "validation")
        }  # fmt: skip
        plain["options"] = {key: thaw(value) for key, value in self.options.items()}
        if self.table is not None:
            plain["table"] = self.table.to_dict()
        return plain

    @classmethod
    def from_dict(cls, plain: Any) -> "DataSpec":
        """Read what :meth:`to_dict` wrote, also before there were tables.

        Raises:
            FileError: it is something else, or damaged.
        """
        try:
            read = msgspec.convert(plain, _Plain)
            table = None if read.table is None else Table.from_dict(read.table)
        except (msgspec.ValidationError, NnvizError) as error:
            raise FileError(
                "The description of the data is damaged: {reason}.", reason=str(error)
            ) from error
        if (table is None) == (read.kind == "table"):
            raise FileError("The description of the data is damaged: {reason}.", reason="table")
        fields = {f: getattr(read, f) for f in _Plain.__struct_fields__}
        return cls(**{**fields, "table": table, "options": Options(read.options)})


class _Plain(msgspec.Struct, frozen=True):
    """What is written of a description; older ones lack the last fields."""

    kind: DataKind
    name: str
    target: str | None = None
    batch_size: int | None = None
    seed: int = 0
    standardise: bool = False
    missing: Missing = "error"
    table: dict[str, Any] | None = None
    validation: float = 0.0
    options: dict[str, bool | int | float | str | list[int | str] | None] = {}
