"""What stands on the stage: a document's trace and the player that moves through it."""

from dataclasses import replace
from typing import Any

from nnviz.app.document import Document
from nnviz.app.place import same_place
from nnviz.app.settings import Settings
from nnviz.app.showing import first_state, staged
from nnviz.app.supposing import before, shown
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.orientation import Orientation
from nnviz.playback.pace import Granularity
from nnviz.playback.player import Boundary


class Stage:
    """Holds the document and the player.

    Each method takes the state that is seen and returns the fields of it that change; the trace
    is among them if another iteration or document has come onto the stage.
    """

    def __init__(self, document: Document, settings: Settings, language: str) -> None:
        """Put the document's iteration on the stage, at its start.

        Raises:
            DivergenceError: it cannot be computed.
        """
        self.document = document
        self.left: Document | None = None  # what was supposed when another iteration was shown
        self.first, self.player = first_state(document, settings, language)

    def open(self, state: ViewState, document: Document) -> dict[str, Any]:
        """Put a document on the stage, at the same place.

        Raises:
            NnvizError: its iteration cannot be run; nothing has changed then.
        """
        now = self.document
        stays = document.run is now.run and document.iteration == now.iteration
        real = before(state) if stays else document.run.trace(document.iteration)
        trace, what_if = shown(real, document.wishes)
        changes = staged(state, document, trace, state.timeline.granularity)
        changes["what_if"] = what_if
        place = same_place(state.trace, self.player.status.position, trace)
        self.player.set_timeline(changes["timeline"], place)
        self.document = document
        return changes

    def go_to(self, state: ViewState, iteration: int) -> dict[str, Any]:
        """Put an iteration on the stage, at the same place (or a notice, if it cannot be run)."""
        try:
            left = self.document
            if iteration == left.iteration:
                return self.open(state, left)
            changes = self.open(state, replace(left, iteration=iteration, wishes=()))
        except NnvizError as error:
            self.player.pause()
            return {"notice": error.message}
        if left.wishes:
            self.left = left
        return changes

    def cross(self, state: ViewState, boundary: Boundary) -> dict[str, Any]:
        """Go over the end of the iteration, or back over its start, and stand there."""
        forwards = boundary.side == "end"
        iteration = self.document.iteration + (1 if forwards else -1)
        if iteration < 0:
            return {}
        changes = self.go_to(state, iteration)
        if "trace" in changes and forwards:
            self.player.home()
        elif "trace" in changes:
            self.player.end()
        return changes

    def lay_out(
        self, state: ViewState, orientation: Orientation, granularity: Granularity
    ) -> dict[str, Any]:
        """Lay the same trace out in another way; the place stays."""
        turned = replace(state, orientation=orientation)
        changes = staged(turned, self.document, state.trace, granularity)
        self.player.set_timeline(changes["timeline"])
        return {"orientation": orientation, **changes}
