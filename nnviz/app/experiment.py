"""What is built: a network, its data and, where they are not drawn, its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec

from nnviz.engine.datasets import Missing
from nnviz.engine.errors import FileError, SpecError
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec

DataKind: TypeAlias = Literal["builtin", "csv"]
_VERSION = 1


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Which data, and how it is dealt into batches.

    ``name`` is the name of a built-in data set or the path of a CSV file, ``target`` the column
    of the file that is to be predicted (None: "label", else the last). ``batch_size`` None means
    all samples. ``standardise`` brings each feature to mean 0 and standard deviation 1. ``missing``
    says what becomes of a cell of the file without a value.
    """

    kind: DataKind
    name: str
    target: str | None = None
    batch_size: int | None = None
    seed: int = 0
    standardise: bool = False
    missing: Missing = "error"


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """A network and its data; ``parameters`` are the values to start from (None: drawn)."""

    spec: NetworkSpec
    data: DataSpec
    parameters: Mapping[str, HostArray] | None = None

    def same_as(self, other: "Experiment") -> bool:
        """Say whether both describe the same network, data and starting values."""
        return (
            self.spec == other.spec
            and self.data == other.data
            and self.parameters is other.parameters
        )

    def with_parameters(self, parameters: Mapping[str, HostArray] | None) -> "Experiment":
        """Return the experiment starting from other values."""
        frozen = None if parameters is None else MappingProxyType(dict(parameters))
        return replace(self, parameters=frozen)

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain data; values of parameters are not part of it."""
        return {
            "version": _VERSION,
            "spec": self.spec.to_dict(),
            "data": msgspec.to_builtins(self.data),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Experiment":
        """Read what :meth:`to_dict` wrote.

        Raises:
            FileError: it is something else, or written by a newer version.
            SpecError: the network described is impossible.
        """
        if plain.get("version") != _VERSION:
            raise FileError(
                "This experiment has version {found}; this program reads version {known}.",
                found=str(plain.get("version")),
                known=_VERSION,
            )
        try:
            data = msgspec.convert(plain.get("data"), DataSpec)
        except msgspec.ValidationError as error:
            raise FileError(
                "The description of the data is damaged: {reason}.", reason=str(error)
            ) from error
        spec = plain.get("spec")
        if not isinstance(spec, Mapping):
            raise FileError("The description of the network is missing.")
        return cls(NetworkSpec.from_dict(dict(spec)), data)


def example(name: str) -> Experiment:
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


def _named_entities(name: str, seed: int) -> Experiment:
    """Windows of five words, four numbers each: a hidden layer, a score u·h, and its sigmoid."""
    spec = NetworkSpec(
        n_in=20,
        layers=(LayerSpec(8, "tanh"), LayerSpec(1, "sigmoid", bias=False)),
        loss="bce",
        optimizer=OptimizerSpec("sgd", Options({"lr": 0.5})),
        initializer="xavier",
        seed=0,
    )
    return Experiment(spec, DataSpec("builtin", name, batch_size=6, seed=seed))


EXAMPLES: Mapping[str, Experiment] = MappingProxyType(
    {
        "xor": Experiment(
            NetworkSpec(
                n_in=2,
                layers=(LayerSpec(4, "relu"), LayerSpec(1, "linear")),
                loss="mse",
                optimizer=OptimizerSpec("sgd", Options({"lr": 0.1})),
                initializer="he",
                # Learns XOR in some thirty updates, with one unit off for every sample.
                seed=18,
            ),
            DataSpec("builtin", "xor"),
        ),
        "digits": Experiment(
            NetworkSpec(
                n_in=64,
                layers=(LayerSpec(16, "relu"), LayerSpec(10, "softmax")),
                loss="cross_entropy",
                optimizer=OptimizerSpec("sgd", Options({"lr": 0.1})),
                initializer="he",
                seed=0,
            ),
            DataSpec("builtin", "digits", batch_size=32),
        ),
        # The first batch has "museums in [Paris] are amazing" and "[Paris] Hilton recorded".
        "ner": _named_entities("ner", seed=13783),
        # The first batch has 从 伦敦 到 [巴黎] (to Paris) and 太阳 从 [东方] 升起 (in the east).
        "ner_zh": _named_entities("ner_zh", seed=1112),
    }
)
