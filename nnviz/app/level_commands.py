"""Looking from far away or from close by, as a command of the session."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nnviz.app.relations import has_cell
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.message import Message, message
from nnviz.playback.player import Status
from nnviz.scene.levels.level import Level
from nnviz.scene.options import ProductView
from nnviz.scene.products.ways import PRODUCTS

_WAYS: Mapping[ProductView, Message] = MappingProxyType(
    {
        "usual": message("No product is on the stage. Each is now seen in the way that suits it."),
        "falk": message(
            "No product is on the stage. Products are now seen as a row that meets a column."
        ),
        "inline": message(
            "No product is on the stage. Products are now seen side by side: A · B = C."
        ),
        "rows": message("No product is on the stage. Products are now seen row by row."),
        "columns": message("No product is on the stage. Products are now seen column by column."),
        "outer": message(
            "No product is on the stage. Products are now seen as a sum of outer products."
        ),
    }
)


class LevelCommands:
    """The part of :class:`nnviz.app.session.Session` that knows how deep one looks."""

    if TYPE_CHECKING:
        _state: ViewState

        def _commit(self, **changes: Any) -> None: ...

    def look_at(self, level: Level) -> None:
        """Look at the whole network, a layer, a matrix or a cell; what is not there is left out."""
        self._commit(level=there(level, self._state.trace))

    def tell_product_view(self) -> None:
        """Say in which way products are seen, where the stage shows none to see it by."""
        state = self._state
        step = state.trace.steps[state.status.position.step_index]
        seen = state.chain is None and state.level.depth == "matrix" and step.kind in PRODUCTS
        if not seen:
            self._commit(notice=_WAYS[state.product_view])
        elif state.notice in _WAYS.values():
            self._commit(notice=None)

    def set_lens(self, lens: bool) -> None:
        """Let the lens over heat maps be there at once, or only when the pointer rests."""
        self._commit(lens=lens)

    def _level_fields(self, changes: Mapping[str, Any], status: Status) -> dict[str, Any]:
        """Return the level after changes of other fields.

        What was chosen stays while one goes through the iterations; once time goes on inside one,
        the picture follows what is being made.
        """
        if "level" in changes:
            return {}
        level = self._state.level
        if "trace" in changes:
            return {"level": there(level, changes["trace"])}
        if status.position != self._state.status.position:
            return {"level": replace(level, layer=None, cell=None)}
        return {}


def there(level: Level, trace: Trace) -> Level:
    """Return the level without a layer or a cell that a trace has not."""
    if level.cell is not None and not has_cell(trace, level.cell):
        level = replace(level, cell=None)
    if level.layer is not None and not 1 <= level.layer <= len(trace.spec.layers):
        level = replace(level, layer=None)
    return level
