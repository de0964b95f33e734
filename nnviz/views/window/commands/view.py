"""Zoom, levels, panels, the chain, and letting go."""

from typing import cast

from nnviz.scene.levels.level import Depth, Level
from nnviz.views.window.commands.base import Base

_ZOOM_STEP = 1.25


class ViewCommands(Base):
    """Zoom, levels, panels, the chain, and letting go."""

    def zoom_in(self) -> None:
        """Show less, larger."""
        self._window.stage.magnify(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show more, smaller."""
        self._window.stage.magnify(1 / _ZOOM_STEP)

    def zoom_reset(self) -> None:
        """Show the whole picture."""
        self._window.stage.reset_zoom()

    def deeper(self) -> None:
        """Go one level down: network, layer, matrix, cell."""
        self._window.levels.deeper()

    def higher(self) -> None:
        """Go one level up."""
        self._window.levels.higher()

    def look_at(self, depth: str) -> None:
        """Go to a level, around what is on the stage."""
        self._window.levels.choose(Level(cast("Depth", depth)))

    def why(self) -> None:
        """Show what the number that is kept, pointed at or being made is made of."""
        state = self._session.aimed
        cell = state.pinned or state.hovered or self._window.presenter.inspected_cell(state)
        self._window.why.ask(cell)

    def toggle_chain(self) -> None:
        """Open the chain of Jacobians in place of the step, or go back."""
        self._session.toggle_chain()

    def other_chain_order(self) -> None:
        """Multiply the chain from its other end; open it if it is not."""
        state = self._session.state
        if state.chain is None:
            self._session.toggle_chain()
        self._session.set_chain_order(
            "forward" if state.chain is None or state.chain.order == "reverse" else "reverse"
        )

    def toggle_panel(self, panel: str) -> None:
        """Open or close a panel, to use its fields; one that is behind another comes forward."""
        arrangement = self._window.arrangement
        if arrangement.is_behind(panel):
            arrangement.bring_forward(panel)
            arrangement.enter(panel)
            return
        opened = not self._window.is_panel_open(panel)
        self._window.set_panel_open(panel, opened)
        if opened:
            arrangement.enter(panel)

    def full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self._window.set_full_screen(not self._window.isFullScreen())

    def escape(self) -> None:
        """Let go of one thing: notice, panel, chain, what-if, cell, pin, run, screen, level."""
        if self._window.views.notice.text:
            self._window.dismiss_notice()
        elif self._window.arrangement.leave() or self._window.dismiss_welcome():
            return
        elif self._session.state.chain is not None:
            self._session.close_chain()
        elif self._session.state.what_if is not None:
            self._session.put_back()
        elif self._session.state.level.is_deepest:
            self._window.levels.higher()
        elif self._session.aimed.pinned is not None:
            self._session.pin(None)
        elif self._session.state.rival is not None:
            self._session.stop_comparing()
        elif self._window.isFullScreen():
            self._window.set_full_screen(False)
        else:
            self._window.levels.higher()
