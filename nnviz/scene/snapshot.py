"""A Scene as plain data for JSON: stable ids, rounded numbers, nothing about pixels or colours."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from nnviz.engine.message import Message
from nnviz.scene.geometry import Turn
from nnviz.scene.scene import Scene
from nnviz.scene.what_if.former import Former

_DIGITS = 6
_LONGEST_CURVE = 9


def scene_to_json(scene: Scene) -> dict[str, Any]:
    """Return the scene as dicts, lists, strings and numbers, equal for equal scenes.

    Floats are rounded to six significant digits, so that another BLAS gives the same text.
    Fields that have their default are left out; a long curve is told by a few of its points.
    """
    return {
        "size": [_plain(scene.width), _plain(scene.height)],
        "sentence": _plain(scene.sentence),
        "focus": _plain(scene.focus),
        "primitives": [{"type": type(item).__name__, **_fields(item)} for item in scene.primitives],
    }


def _fields(item: Any) -> dict[str, Any]:
    shown = {}
    for field in fields(item):
        if not field.compare:
            continue  # it is not seen
        value = getattr(item, field.name)
        plain = isinstance(value, (bool, str, int, float, tuple, Turn, Former))
        if not (plain and value == field.default):
            shown[field.name] = _plain(value)
    return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, np.floating)):
        return _rounded(float(value))
    if isinstance(value, Message):
        return _message(value)
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return _fields(value)
    raise TypeError(f"{type(value).__name__} has no plain form")


def _message(text: Message) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": text.text}
    if text.args:
        plain["args"] = {key: _plain(value) for key, value in text.args.items()}
    if text.plural is not None:
        plain |= {"plural": text.plural, "count": text.count}
    return plain


def _array(values: np.ndarray[Any, Any]) -> Any:
    if values.ndim == 1 and values.size > _LONGEST_CURVE:
        values = values[:: max(values.size // _LONGEST_CURVE, 1)]
    if values.ndim > 1:
        return [_array(row) for row in values]
    return [_plain(part) for part in values.tolist()]


def _rounded(number: float) -> float | str:
    if not np.isfinite(number):
        return str(number)
    return float(f"{number:.{_DIGITS}g}") + 0.0
