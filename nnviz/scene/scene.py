"""A picture as data: what one moment of one step shows."""

from dataclasses import dataclass

from nnviz.engine.message import Message
from nnviz.scene.nearest import connection_at
from nnviz.scene.primitives import CellRef, Edges, MatrixBlock, Node, Primitive, SampleTabs


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything seen at one moment, in painting order, in a field of ``width`` × ``height``.

    ``focus`` is the cell being made; ``sentence`` says the moment in words (also read aloud).
    """

    width: float
    height: float
    primitives: tuple[Primitive, ...]
    sentence: Message
    focus: CellRef | None = None

    def block(self, block_id: str) -> MatrixBlock:
        """Return the matrix with this id.

        Raises:
            KeyError: the scene has no such matrix.
        """
        for item in self.primitives:
            if isinstance(item, MatrixBlock) and item.id == block_id:
                return item
        raise KeyError(block_id)

    def sample_at(self, x: float, y: float) -> int | None:
        """Return the sample whose tab is under a point."""
        strips = (item for item in self.primitives if isinstance(item, SampleTabs))
        found = (strip.sample_at(x, y) for strip in strips)
        return next((sample for sample in found if sample is not None), None)

    def cell_at(self, x: float, y: float) -> CellRef | None:
        """Return the trace cell under a point: the uppermost matrix, node or connection there."""
        for item in reversed(self.primitives):
            if isinstance(item, MatrixBlock):
                if (found := item.cell_at(x, y)) is not None:
                    return found
            elif isinstance(item, Node):
                inside = (x - item.x) ** 2 + (y - item.y) ** 2 <= item.radius**2
                if inside and item.cell is not None:
                    return item.cell
            elif isinstance(item, Edges) and (weight := connection_at(item, x, y)):
                return weight
        return None
