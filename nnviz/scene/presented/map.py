"""The network map before a hall: its words magnified, its numbers large or not there."""

from dataclasses import replace

from nnviz.scene.presented.floors import least_size
from nnviz.scene.primitives import Node, Primitive

_WORDS = 0.026  # of the screen's height
_WORDS_PX = 13.0  # of the map's captions as they are laid out
_DIGIT = 0.6  # advance of a digit, in sizes
_IN_UNIT, _ACROSS = 0.78, 1.72  # a number's size, and the room for it, in radii of a unit


def magnified(screen: float) -> float:
    """Return how much larger a map is drawn than laid out; 1 where there is no hall."""
    return max(_WORDS * screen / _WORDS_PX, 1.0)


def without_small_number(item: Primitive, larger: float, screen: float) -> Primitive:
    """Return a unit without its number where the last row could not read it."""
    if not screen or not isinstance(item, Node) or not item.text:
        return item
    size = item.radius * min(_IN_UNIT, _ACROSS / (len(item.text) * _DIGIT))
    # What is painted has a whole size, a little smaller than that.
    return item if int(size * larger) >= least_size(screen) else replace(item, text="")
