"""The commands of a session that open the chain of Jacobians and choose what it shows."""

from collections.abc import Mapping
from typing import Any

from nnviz.app.chain_mode import ChainMode
from nnviz.app.staging import Stage
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.jacobian_chain import Order
from nnviz.playback.player import Player


class ChainCommands:
    """What a session knows of the chain; while it is open, the chain's player is the player."""

    _stage: Stage
    _state: ViewState
    _chain: ChainMode | None = None

    def toggle_chain(self) -> None:
        """Open the chain of Jacobians of the sample on the stage, or go back to the stage."""
        if self._chain is not None:
            self.close_chain()
            return
        state = self._state
        try:
            chain = ChainMode(state.trace, state.sample, state.timeline.granularity)
        except NnvizError as error:
            self._commit(notice=error.message)
            return
        self._stage.player.pause()
        chain.player.set_speed(state.status.speed)
        chain.player.set_loop(state.status.loop)
        self._chain = chain
        self._commit()

    def close_chain(self) -> None:
        """Go back to the stage, to where it was."""
        self._leave_chain()
        self._commit()

    def set_chain_order(self, order: Order) -> None:
        """Multiply the open chain out from the loss side or from the input side."""
        if self._chain is not None:
            self._chain.set_order(order)
            self._commit()

    def set_chain_path(self, of: str, wrt: str) -> None:
        """Show ∂of/∂wrt in the open chain, or say why it cannot be shown."""
        if self._chain is None:
            return
        try:
            self._chain.set_path(self._state.trace, of, wrt)
        except NnvizError as error:
            self._commit(notice=error.message)
            return
        self._commit()

    @property
    def _player(self) -> Player:
        """What the keys of playback move."""
        return self._stage.player if self._chain is None else self._chain.player

    def _leave_chain(self) -> None:
        """Close the chain; its speed stays."""
        if self._chain is not None:
            status = self._chain.player.status
            self._stage.player.set_speed(status.speed)
            self._stage.player.set_loop(status.loop)
            self._chain = None

    def _chain_fields(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the field of the state that shows the chain after some changes."""
        if self._chain is None:
            return {"chain": None}
        state = self._state
        trace = changes.get("trace", state.trace)
        sample = changes.get("sample", state.sample)
        granularity = changes.get("timeline", state.timeline).granularity
        try:
            return {"chain": self._chain.show(trace, sample, granularity)}
        except NnvizError as error:
            self._leave_chain()
            return {"chain": None, "notice": error.message}

    def _commit(self, **changes: Any) -> None:
        """End a command; the session does it."""
        raise NotImplementedError
