"""Commands, arguments and options whose help is a Message, and values that are checked by us."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from nnviz.cli.voice import Voice
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message

if TYPE_CHECKING:
    _Word = click.ParamType[str]
    _Number = click.ParamType[int]
else:
    # Generic since click 8.3 only.
    _Word = _Number = click.ParamType


class Option(click.Option):
    """An option with a translatable help line, and perhaps a word for its value."""

    def __init__(
        self, *args: Any, text: Message, placeholder: Message | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.placeholder = text, placeholder


class Argument(click.Argument):
    """An argument with a translatable help line, and perhaps a word for its value."""

    def __init__(
        self, *args: Any, text: Message, placeholder: Message | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.placeholder = text, placeholder


class Command(click.Command):
    """A command that says in one Message what it does."""

    def __init__(self, *args: Any, text: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page in the language of the context."""
        from nnviz.cli.help_page import help_page

        return help_page(self, ctx, self.text, ctx.find_object(Voice))


class OneOf(_Word):
    """One of some words; another one is a SpecError that names them.

    Those ``unlisted`` are taken too, but for developers, and nobody is told.
    """

    name = "choice"

    def __init__(self, words: Callable[[], Iterable[str]], unlisted: Iterable[str] = ()) -> None:
        self._words = words
        self._unlisted = frozenset(unlisted)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word if it is one of those known."""
        words = tuple(self._words())
        if value in words or value in self._unlisted:
            return value
        raise SpecError(
            "{option} must be one of {words}, but {value} came.",
            option=_written(param),
            words=", ".join(words),
            value=repr(value),
        )

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return the words as the help page shows them."""
        return "|".join(self._words())


class WholeNumber(_Number):
    """A whole number from ``least`` to ``most``."""

    name = "N"

    def __init__(self, least: int, most: int = 10**9) -> None:
        self._least = least
        self._most = most

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number if it is one and in the range."""
        try:
            number = int(value)
        except ValueError:
            self._refuse(value, param)
        if not self._least <= number <= self._most:
            self._refuse(value, param)
        return number

    def _refuse(self, value: object, param: click.Parameter | None) -> NoReturn:
        raise SpecError(
            "{option} must be a whole number from {least} to {most}, but {value} came.",
            option=_written(param),
            least=self._least,
            most=self._most,
            value=repr(str(value)),
        )


def _written(param: click.Parameter | None) -> str:
    return max(param.opts, key=len) if param is not None else "?"
