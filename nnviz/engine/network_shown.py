"""How a network shows itself: what is read of it, and the small methods that are asked."""

from typing import Protocol

from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec


class ShownNetwork(Protocol):
    """The base of a network that print() and a notebook can show."""

    @property
    def spec(self) -> NetworkSpec:
        """The description of the network."""

    @property
    def backend(self) -> str:
        """The name of the array library that computes."""

    @property
    def iteration(self) -> int:
        """How many updates were made so far."""

    @property
    def parameters(self) -> dict[str, HostArray]:
        """All parameters by name."""

    def __repr__(self) -> str:
        sizes = "-".join(str(size) for size in self.spec.sizes)
        return f"<Network {sizes}, {self.spec.loss}, {self.spec.optimizer.name}>"

    def __str__(self) -> str:
        from nnviz.engine.display import network_text

        return network_text(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: layers, how the network learns, parameters."""
        from nnviz.engine.display import network_html

        return network_html(self)
