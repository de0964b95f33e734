"""Where one was looking, as plain data."""

from typing import Annotated, Any

import msgspec

from nnviz.app.comparing.keeping import kept_rival
from nnviz.app.view_state import Samples, ViewState
from nnviz.engine.orientation import Orientation
from nnviz.scene.options import ProductView

_Count = Annotated[int, msgspec.Meta(ge=0)]


class View(msgspec.Struct, frozen=True):
    """How a document was seen last; None leaves it as the person has it.

    ``kind`` is the kind of the step, so that another step in its place is not taken for it.
    """

    orientation: Orientation | None = None
    samples: Samples | None = None
    product_view: ProductView | None = None
    sample: _Count | None = None
    step: _Count = 0
    kind: str = ""
    alpha: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.0
    pinned: tuple[str, _Count, _Count] | None = None
    rival: dict[str, Any] | None = None  # the change that makes run B, where two are compared
    notation: dict[str, Any] | None = None  # Notation.to_dict, where the person wants it kept


def view_of(state: ViewState, notation: dict[str, Any] | None = None) -> View:
    """Return where one is looking now, and the notation that is to be kept with it."""
    position, pinned, rival = state.status.position, state.pinned, state.rival
    return View(
        orientation=state.orientation,
        samples=state.samples,
        product_view=state.product_view,
        sample=state.sample,
        step=position.step_index,
        kind=state.trace.steps[position.step_index].kind.value,
        alpha=min(max(float(position.alpha), 0.0), 1.0),
        pinned=None if pinned is None else (pinned.name, pinned.row, pinned.col),
        rival=None if rival is None else kept_rival(rival.edit, rival.shown),
        notation=notation,
    )


def view_from(plain: object) -> View:
    """Return a view from plain data; one that is damaged is no reason not to open a document."""
    try:
        return msgspec.convert(plain, View)
    except msgspec.ValidationError:
        return View()
