"""Where a lens that comes by itself covers least, and stands still while its matrix is made."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from nnviz.scene.levels.camera import moved
from nnviz.scene.primitives import Card, Formula, Label, MatrixBlock, Primitive, Rect
from nnviz.scene.scene import Scene

_ACROSS, _DOWN = 41, 61  # places that are tried
_EDGE = 4.0
_OWN, _CARD, _MATRIX, _WORDS = 50.0, 6.0, 2.0, 1.5  # how bad it is to cover a pixel of each
_FAR = 8.0  # how bad it is to be a pixel farther away


def free_place(
    parts: tuple[Primitive, ...], scene: Scene, own: MatrixBlock
) -> tuple[Primitive, ...]:
    """Return a lens (its card first) where it covers least of a picture, and nothing of ``own``."""
    card = parts[0]
    assert isinstance(card, Card)
    wide, tall = card.rect.width, card.rect.height
    xs = np.linspace(_EDGE, max(scene.width - wide - _EDGE, _EDGE), _ACROSS)[:, None]
    ys = np.linspace(_EDGE, max(scene.height - tall - _EDGE, _EDGE), _DOWN)[None, :]
    cost = _FAR * np.hypot(
        xs + wide / 2 - own.rect.x - own.rect.width / 2,
        ys + tall / 2 - own.rect.y - own.rect.height / 2,
    )
    for box, weight in _in_the_way(scene, own):
        cost = cost + weight * _shared(xs, wide, box.x, box.right) * _shared(
            ys, tall, box.y, box.bottom
        )
    col, row = np.unravel_index(int(np.argmin(cost)), cost.shape)
    right, down = float(xs[col, 0]) - card.rect.x, float(ys[0, row]) - card.rect.y
    return tuple(moved(part, 1.0, right, down) for part in parts)


def _shared(
    starts: npt.NDArray[np.float64], length: float, first: float, last: float
) -> npt.NDArray[np.float64]:
    """Return how much of a stretch each of some stretches of one length covers."""
    both = np.minimum(starts + length, last) - np.maximum(starts, first)
    return np.asarray(np.maximum(both, 0.0))


def _in_the_way(scene: Scene, own: MatrixBlock) -> Iterator[tuple[Rect, float]]:
    for item in scene.primitives:
        match item:
            case MatrixBlock():
                yield item.rect, _OWN if item.id == own.id else _MATRIX
            case Card():
                yield item.rect, _CARD
            case Label() | Formula():
                yield item.box, _WORDS
            case _:
                continue
