"""The change that makes run B, as plain data in a project file, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec

from nnviz.app import edits
from nnviz.app.comparing.rival import SHOWN, Shown
from nnviz.app.edits import Edit
from nnviz.engine.options import Options, thaw

_OPTIONS = "options"
# What brings arrays or whole experiments along is not kept: run B is small, or it is made anew.
_KEPT: Mapping[str, type[Edit]] = {
    kind.__name__: kind
    for kind in (
        edits.AddLayer, edits.DuplicateLayer, edits.MoveLayer, edits.RemoveLayer,
        edits.SetActivation, edits.SetActivationOption, edits.SetBackend, edits.SetBatchSize,
        edits.SetBias, edits.SetClip, edits.SetDtype, edits.SetInitializer,
        edits.SetInitializerOption, edits.SetL2, edits.SetLoss, edits.SetOptimizer,
        edits.SetOptimizerOption, edits.SetParameterValue, edits.SetSchedule,
        edits.SetScheduleOption, edits.SetSeed, edits.SetShuffleSeed, edits.SetUnits,
    )
}  # fmt: skip


class _Kept(msgspec.Struct, frozen=True):
    edit: str
    values: dict[str, Any] = {}
    shown: Shown = SHOWN[0]


def kept_rival(edit: Edit, shown: Shown) -> dict[str, Any] | None:
    """Return what is written of a comparison; None if its change is not one that is written."""
    name = type(edit).__name__
    if _KEPT.get(name) is not type(edit):
        return None
    values = {f.name: _plain(getattr(edit, f.name)) for f in fields(edit)}  # type: ignore[arg-type]
    return {"edit": name, "values": values, "shown": shown}


def rival_from(plain: object) -> tuple[Edit, Shown] | None:
    """Return the change and what was shown; None if it is damaged, or of a newer program."""
    try:
        kept = msgspec.convert(plain, _Kept)
        kind = _KEPT[kept.edit]
        values = dict(kept.values)
        if _OPTIONS in values:
            values[_OPTIONS] = Options(msgspec.convert(values[_OPTIONS], dict[str, Any]))
        options = values.pop(_OPTIONS, None)
        edit: Edit = msgspec.convert(values, kind)
        if options is not None:
            edit = kind(**{**values, _OPTIONS: options})
    except (msgspec.ValidationError, KeyError, TypeError):
        return None
    return edit, kept.shown


def _plain(value: Any) -> Any:
    return dict(value.items()) if isinstance(value, Mapping) else thaw(value)
