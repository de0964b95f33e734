"""From the file of an example to the experiment in it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from nnviz.app.data_spec import DataSpec
from nnviz.app.examples.groups import NAMES
from nnviz.app.experiment import Experiment
from nnviz.app.table import Table
from nnviz.engine.door import real_array
from nnviz.engine.errors import FileError, SpecError
from nnviz.engine.initializers import explicit_values
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec
from nnviz.paths import resource

_VERSION = 1


class _Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    units: int
    activation: str
    bias: bool = True


class _Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``optimizer`` has its name and its options side by side."""

    n_in: int
    layers: list[_Layer]
    loss: str
    optimizer: dict[str, str | float | bool]
    initializer: str = "he"
    seed: int = 0


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A data set by name, or the samples: X with Y, or X with labels and the classes' names."""

    name: str | None = None
    X: list[list[float]] | None = None
    Y: list[list[float]] | None = None
    labels: list[int] | None = None
    classes: list[str] | None = None
    batch_size: int | None = None
    seed: int = 0
    standardise: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an example's file holds; without parameters they are drawn."""

    version: int
    network: _Network
    data: _Data
    parameters: dict[str, list[float | list[float]]] | None = None


class _Examples(Mapping[str, Experiment]):
    """The examples by name; a file is read when it is first asked for."""

    def __getitem__(self, name: str) -> Experiment:
        if name not in NAMES:
            raise KeyError(name)
        return _kept(name)

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


EXAMPLES: Mapping[str, Experiment] = _Examples()


def named(name: str) -> Experiment:
    """Return a built-in example.

    Raises:
        SpecError: there is no example of that name.
    """
    if name not in EXAMPLES:
        raise SpecError(
            "There is no example {name!r}; there are {names}.",
            name=name,
            names=", ".join(EXAMPLES),
        )
    return EXAMPLES[name]


def read(path: Path) -> Experiment:
    """Return the experiment in an example's file.

    Raises:
        FileError: the file cannot be read or is damaged.
        SpecError, DataError: what it describes is impossible.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError) as error:
        raise FileError(
            "{path} cannot be read: {reason}.", path=str(path), reason=str(error)
        ) from error
    if found.version != _VERSION:
        raise FileError(
            "This experiment has version {found}; this program reads version {known}.",
            found=str(found.version),
            known=_VERSION,
        )
    made = Experiment(_spec(found.network), _data(found.data, path.stem))
    if found.parameters is None:
        return made
    values = explicit_values(found.parameters, made.spec.parameter_shapes)
    for array in values.values():
        array.setflags(write=False)
    return made.with_parameters(values)


@cache
def _kept(name: str) -> Experiment:
    return read(resource("examples", f"{name}.json"))


def _spec(network: _Network) -> NetworkSpec:
    options = dict(network.optimizer)
    optimizer = str(options.pop("name", ""))
    return NetworkSpec(
        n_in=network.n_in,
        layers=tuple(LayerSpec(a.units, a.activation, bias=a.bias) for a in network.layers),
        loss=network.loss,
        optimizer=OptimizerSpec(optimizer, Options(options)),
        initializer=network.initializer,
        seed=network.seed,
    )


def _data(data: _Data, example: str) -> DataSpec:
    table = _table(data)
    return DataSpec(
        "builtin" if table is None else "table",
        data.name or example,
        batch_size=data.batch_size,
        seed=data.seed,
        standardise=data.standardise,
        table=table,
    )


def _table(data: _Data) -> Table | None:
    """Return the samples that stand in the file; columns are called x1, x2, … and y1, y2, …."""
    if data.X is None:
        return None
    X = real_array("X", data.X)
    features = tuple(f"x{k}" for k in range(1, X.shape[-1] + 1))
    if data.labels is not None:
        return Table(X, real_array("labels", data.labels), features, tuple(data.classes or ()))
    Y = real_array("Y", data.Y or [])
    return Table(X, Y, features, tuple(f"y{k}" for k in range(1, Y.shape[-1] + 1)))
