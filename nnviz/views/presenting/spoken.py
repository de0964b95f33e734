"""What a stage asks for its words, where a window has them."""

from nnviz.views.look.words import Translate


class Spoken:
    """Says a Message as the window does."""

    def __init__(self, tr: Translate) -> None:
        self.translate = tr
