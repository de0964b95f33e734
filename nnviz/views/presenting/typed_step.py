"""The number of a step that is being typed, to go there."""

_MOST_DIGITS = 4


class TypedStep:
    """Digits that came one after the other; empty while none has."""

    def __init__(self) -> None:
        self._text = ""

    @property
    def text(self) -> str:
        """The digits typed so far."""
        return self._text

    @property
    def number(self) -> int | None:
        """The number of the step, from 1; None while nothing is typed."""
        return int(self._text) if self._text else None

    def type(self, digit: str) -> None:
        """Add a digit; a number does not begin with 0."""
        if (self._text or digit != "0") and len(self._text) < _MOST_DIGITS:
            self._text += digit

    def take_back(self) -> None:
        """Take the last digit back."""
        self._text = self._text[:-1]

    def forget(self) -> None:
        """Begin anew."""
        self._text = ""
