"""Messages in the language of the person: catalogues are read when they are first needed."""

import gettext
import locale
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polib

from nnviz.app.pseudo import PSEUDO, pseudo
from nnviz.engine.math_text import MathText
from nnviz.engine.message import Argument, Message
from nnviz.engine.writing import PLAIN, Notation, argument, phrase, text
from nnviz.paths import resource

SOURCE_LANGUAGE = "en"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Catalogue:
    """Says Messages in one language; what has no translation is said in English.

    The symbols and numbers in them are those of a notation.
    """

    def __init__(self, language: str, notation: Notation = PLAIN) -> None:
        """Read the catalogue of a language; an unknown language is English."""
        self.notation = notation
        self.language = language if is_spoken(language) else SOURCE_LANGUAGE
        self._entries, self._plural_form = _read(self.language)

    def translate(self, message: Message) -> str:
        """Return the sentence, its places filled."""
        filled = {key: self._argument(value) for key, value in message.args.items()}
        if message.count is not None:
            filled.setdefault("count", message.count)
        return phrase(self._template(message), self.notation).format(**filled)

    def _argument(self, value: Argument) -> Argument:
        if isinstance(value, Message):
            return self.translate(value)
        if self.notation.is_plain:
            return value
        if isinstance(value, MathText):
            return text(value, self.notation)
        if isinstance(value, float):
            value = str(value)
        return argument(value, self.notation) if isinstance(value, str) else value

    def _template(self, message: Message) -> str:
        forms = self._entries.get((message.context, message.text))
        plural = message.plural is not None and message.count is not None
        if forms is None:
            many = plural and message.count != 1
            english = message.plural if many and message.plural is not None else message.text
            return pseudo(english) if self.language == PSEUDO else english
        if plural and message.count is not None and len(forms) > 1:
            return forms[min(self._plural_form(message.count), len(forms) - 1)]
        return forms[0]


def available_languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are, English first."""
    found = sorted(path.stem for path in resource("i18n").glob("*.po"))
    return (SOURCE_LANGUAGE, *found)


def is_spoken(language: str) -> bool:
    """Say whether texts can be had in a language; nobody is offered the one for developers."""
    return language == PSEUDO or language in available_languages()


def system_language() -> str:
    """Return the language of this machine's user, or English if we do not speak it."""
    names = [os.environ.get(name, "") for name in _LOCALE_VARIABLES]
    chosen = next((name for name in names if name), "") or _locale_name()
    code = chosen.replace("-", "_").split(".")[0].split("_")[0].lower()
    return code if code in available_languages() else SOURCE_LANGUAGE


def _locale_name() -> str:
    """Return the locale of systems that do not say it in the environment (Windows, macOS)."""
    try:
        return locale.getlocale()[0] or ""
    except ValueError:
        return ""


_Entries = dict[tuple[str | None, str], tuple[str, ...]]


@cache
def _read(language: str) -> tuple[_Entries, Callable[[int], int]]:
    if language in {SOURCE_LANGUAGE, PSEUDO}:
        return {}, lambda n: int(n != 1)
    catalogue = polib.pofile(str(_path(language)))
    entries: _Entries = {}
    for entry in catalogue.translated_entries():
        forms = tuple(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural))
        entries[entry.msgctxt, entry.msgid] = forms or (entry.msgstr,)
    return entries, _plural_form(catalogue.metadata.get("Plural-Forms", ""))


def _path(language: str) -> Path:
    return resource("i18n", f"{language}.po")


def _plural_form(header: str) -> Callable[[int], int]:
    """Return the function from a count to the number of its plural form."""
    for part in header.split(";"):
        key, _, expression = part.strip().partition("=")
        if key == "plural":
            form: Callable[[int], int] = gettext.c2py(expression)
            return form
    return lambda _: 0
