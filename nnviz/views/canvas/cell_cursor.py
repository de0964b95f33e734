"""Walking over cells by keyboard: within a matrix, and from its edge to the next one."""

from typing import TypeAlias

from nnviz.scene.primitives import CellRef, MatrixBlock, Rect
from nnviz.scene.scene import Scene

Move: TypeAlias = tuple[int, int]  # rows down, columns right


def block_of(scene: Scene, cell: CellRef) -> MatrixBlock | None:
    """Return the uppermost matrix that shows a cell."""
    for item in reversed(scene.primitives):
        if isinstance(item, MatrixBlock) and item.place(cell) is not None:
            return item
    return None


def cell_box(scene: Scene, cell: CellRef) -> Rect | None:
    """Return where a cell is shown."""
    block = block_of(scene, cell)
    place = None if block is None else block.place(cell)
    return None if block is None or place is None else block.cell_rect(*place)


def step_from(scene: Scene, cell: CellRef | None, move: Move) -> CellRef | None:
    """Return the cell one move away, or the first cell when there is none to start from."""
    block = None if cell is None else block_of(scene, cell)
    place = None if cell is None or block is None else block.place(cell)
    if cell is None or block is None or place is None:
        return _first(scene)
    row, col = place
    target = _at(block, row + move[0], col + move[1])
    return target or _next_block(scene, block, (row, col), move) or cell


def _at(block: MatrixBlock, row: int, col: int) -> CellRef | None:
    rows, cols = block.shape
    if not (0 <= row < rows and 0 <= col < cols) or not block.is_settled(row, col):
        return None
    return block.stored(row, col)


def _first(scene: Scene) -> CellRef | None:
    for item in scene.primitives:
        if isinstance(item, MatrixBlock) and item.revealed:
            return _at(item, 0, 0)
    return None


def _next_block(
    scene: Scene, start: MatrixBlock, at: tuple[int, int], move: Move
) -> CellRef | None:
    """Return the nearest cell of the nearest other matrix in the direction of the move."""
    origin = start.cell_rect(*at)
    best: tuple[float, CellRef] | None = None
    for item in scene.primitives:
        if not isinstance(item, MatrixBlock) or item is start or not item.revealed:
            continue
        row, col = _nearest(item, origin)
        cell, box = _at(item, row, col), item.cell_rect(row, col)
        ahead = (box.x - origin.x) * move[1] + (box.y - origin.y) * move[0]
        aside = abs((box.x - origin.x) * move[0]) + abs((box.y - origin.y) * move[1])
        if cell is not None and ahead > 1.0 and (best is None or ahead + 2 * aside < best[0]):
            best = (ahead + 2 * aside, cell)
    return None if best is None else best[1]


def _nearest(block: MatrixBlock, origin: Rect) -> tuple[int, int]:
    rows, cols = block.shape
    x, y = origin.x + origin.width / 2, origin.y + origin.height / 2
    col = int((x - block.rect.x) * cols / block.rect.width)
    row = int((y - block.rect.y) * rows / block.rect.height)
    known_rows = -(-block.revealed // cols)
    return min(max(row, 0), known_rows - 1), min(max(col, 0), cols - 1)
