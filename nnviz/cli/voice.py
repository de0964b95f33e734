"""What the commands say, and in which language."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnviz.app.texts import Catalogue, is_spoken, system_language
from nnviz.engine.message import Message
from nnviz.engine.writing import PLAIN, Notation

if TYPE_CHECKING:
    from rich.console import Console


class Voice:
    """Says Messages in one language on stdout and stderr."""

    def __init__(self, language: str, notation: Notation = PLAIN) -> None:
        self._catalogue = Catalogue(language, notation)

    @property
    def notation(self) -> Notation:
        """How symbols and numbers are written."""
        return self._catalogue.notation

    def in_notation_of(self, path: str | None) -> "Voice":
        """Return a voice that writes as a notation file says; None: this one.

        Raises:
            FileError: there is no such file, or it is no notation.
            SpecError: one of its fields is wrong.
        """
        if path is None:
            return self
        from nnviz.engine.writing.file import load

        return Voice(self.language, load(Path(path)))

    @property
    def language(self) -> str:
        """The code of the language."""
        return self._catalogue.language

    def text(self, message: Message) -> str:
        """Return the sentence in this language."""
        return self._catalogue.translate(message)

    def say(self, message: Message) -> None:
        """Write one line on stdout."""
        self.write(self.text(message) + "\n")

    def write(self, text: str) -> None:
        """Write text on stdout as it is."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def complain(self, message: Message) -> None:
        """Write one sentence on stderr."""
        sys.stderr.write(f"nnviz: {self.text(message)}\n")
        sys.stderr.flush()

    def console(self) -> "Console":
        """Return a console for tables and progress on stdout."""
        from rich.console import Console

        return Console(highlight=False)


def language_of(arguments: Sequence[str]) -> str:
    """Return the language asked for with ``--lang``, or that of the system.

    The arguments are looked through before they are parsed, because the help and the sentences
    about wrong arguments are in that language too.
    """
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            chosen = value or next(iter(arguments[place + 1 : place + 2]), "")
            return chosen if is_spoken(chosen) else system_language()
    return system_language()


def current_voice() -> Voice:
    """Return the voice of the command that is running."""
    found = click.get_current_context().find_object(Voice)
    assert found is not None, "program.run hands one to every command"
    return found
