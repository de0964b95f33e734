"""What is under a point of a picture: a matrix, one of its cells, or a layer of the map."""

from nnviz.scene.levels.level import layer_of, nearest
from nnviz.scene.primitives import MatrixBlock, Node, Rect
from nnviz.scene.scene import Scene


def matrix_at(scene: Scene, x: float, y: float) -> MatrixBlock | None:
    """Return the uppermost matrix under a point."""
    for item in reversed(scene.primitives):
        if isinstance(item, MatrixBlock) and item.rect.contains(x, y):
            return item
    return None


def box_at(scene: Scene, x: float, y: float, *, whole: bool) -> Rect | None:
    """Return the matrix under a point, or only its cell there; None beside all of them."""
    block = matrix_at(scene, x, y)
    if block is None or whole:
        return None if block is None else block.rect
    rows, cols = block.shape
    row = min(int((y - block.rect.y) * rows / block.rect.height), rows - 1)
    col = min(int((x - block.rect.x) * cols / block.rect.width), cols - 1)
    return block.cell_rect(row, col)


def layer_at(scene: Scene, x: float, y: float) -> int | None:
    """Return the layer of a network map under a point, or nearest to it.

    A unit or a weight is of its layer; between two columns it is the layer of the right one.
    """
    columns: dict[int, float] = {}
    for item in scene.primitives:
        if isinstance(item, Node):
            layer = int(item.id.split(".")[1])
            columns[layer] = item.x
            if (item.x - x) ** 2 + (item.y - y) ** 2 <= item.radius**2:
                return max(layer, 1)
        elif isinstance(item, MatrixBlock) and item.name == "X":
            columns[0] = item.rect.right
    cell = scene.cell_at(x, y)
    if cell is not None and cell.name != "X":
        return layer_of(cell.name)
    places = sorted(columns.items())
    if len(places) < 2:
        return None
    return places[nearest(tuple(at for _, at in places), x) + 1][0]
