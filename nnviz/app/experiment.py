"""What is built: a network, its data and, where they are not drawn, its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from nnviz.app.data_spec import DataKind, DataSpec
from nnviz.engine.errors import FileError
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec

__all__ = ["DataKind", "DataSpec", "Experiment", "example"]

_VERSION = 2
_READABLE = (1, _VERSION)


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
            "data": self.data.to_dict(),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Experiment":
        """Read what :meth:`to_dict` wrote.

        Raises:
            FileError: it is something else, or written by a newer version.
            SpecError: the network described is impossible.
        """
        if plain.get("version") not in _READABLE:
            raise FileError(
                "This experiment has version {found}; this program reads version {known}.",
                found=str(plain.get("version")),
                known=_VERSION,
            )
        data = DataSpec.from_dict(plain.get("data"))
        spec = plain.get("spec")
        if not isinstance(spec, Mapping):
            raise FileError("The description of the network is missing.")
        return cls(NetworkSpec.from_dict(dict(spec)), data)


def example(name: str) -> Experiment:
    """Return a built-in example.

    Raises:
        SpecError: there is no example of that name.
    """
    from nnviz.app.examples import named  # it makes experiments

    return named(name)
