"""What there is to say about the loss of a network beside the loss of a book."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.app.edits import Edit, SetLoss
from nnviz.engine.message import Message, message
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.narration.names import loss_name
from nnviz.views.notating.choices import SQUARED

_ONE_REDUCTION: Mapping[str, Message] = MappingProxyType(
    {
        loss: message(
            "This network has {loss}, of which the mean over the batch is computed; a sum is not"
            " offered. The choice counts for squared losses.",
            loss=loss_name(loss),
        )
        for loss in ("bce", "cross_entropy")
    }
)


@dataclass(frozen=True, slots=True)
class LossOffer:
    """What is said, and the edit that would make the loss that of the book; None if none would."""

    said: Message | None = None
    wish: Message | None = None
    edit: Edit | None = None


def loss_offer(spec: NetworkSpec, squared: str) -> LossOffer:
    """Return what is offered to a network where the book has this squared loss."""
    if spec.loss in _ONE_REDUCTION:
        return LossOffer(_ONE_REDUCTION[spec.loss])
    if squared in {"any", spec.loss}:
        return LossOffer()
    return LossOffer(
        message(
            "This network has: {loss}. The formulas show what is computed, so that only another"
            " loss can give those of the book.",
            loss=SQUARED[spec.loss],
        ),
        message("Set the loss too: {loss} (can be undone)", loss=SQUARED[squared]),
        SetLoss(squared),
    )
