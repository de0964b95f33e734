"""What can be wrong with what the engine is given: one sentence each, in any language."""

from nnviz.engine.message import Argument, Message, message


class NnvizError(ValueError):
    """Base of all errors that a user can mend; ``message`` is the sentence to translate.

    ``str(error)`` is that sentence in English: what was expected, what came, and the remedy.
    """

    def __init__(self, text: str, /, **args: Argument) -> None:
        self.message: Message = message(text, **args)
        super().__init__(self.message.english())


class ShapeError(NnvizError):
    """An array has the wrong shape or number of dimensions."""


class DataError(NnvizError):
    """Values are not usable: not numbers, not finite, labels out of range, an empty batch."""


class SpecError(NnvizError):
    """A network, layer, loss or optimizer is described impossibly, or a name is unknown."""


class BackendError(NnvizError):
    """The backend asked for is not there or does not work."""


class FileError(NnvizError):
    """A file cannot be read, is of another kind or version, or is damaged."""


class DivergenceError(NnvizError):
    """A computed value stopped being finite; the sentence names the op, the cell and the step."""
