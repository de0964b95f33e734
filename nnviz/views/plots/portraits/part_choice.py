"""Whether the training samples are looked at, or those held out."""

from typing import Final

from nnviz.engine.message import Message, message
from nnviz.views.look.words import Words
from nnviz.views.panels.fields import ChoiceField

_PARTS: Final = (
    ("training", message("training samples")),
    ("validation", message("validation samples")),
)


class PartChoice(ChoiceField):
    """Hidden where nothing is held out: then there is only one part."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setMinimumContentsLength(10)
        self.set_choices(_PARTS, words.tr)
        words.put(self.setAccessibleName, message("Which samples"))
        self.hide()

    @property
    def held_out(self) -> bool:
        """Whether the samples held out are asked for."""
        return self.value == "validation"

    def offer(self, has_validation: bool) -> None:
        """Let there be a choice, or not."""
        self.setVisible(has_validation)
        if not has_validation:
            self.show_value("training")


def part_name(held_out: bool) -> Message:
    """Return what a part is called inside a sentence."""
    return _PARTS[int(held_out)][1]
