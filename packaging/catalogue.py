"""Keep the catalogues of resources/i18n complete: every text of the program in every language.

python packaging/catalogue.py                  say what is missing or unused; exit 1 if anything
python packaging/catalogue.py --write [PO …]   take translations over from other .po files, add
                                               missing keys empty, drop unused ones, sort
"""

import argparse
import ast
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
MAKERS = {"message", "Message"}
# These two define what a Message is; their calls pass templates on.
DEFINITIONS = {"message.py", "errors.py"}
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_CN",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True)
class Text:
    """A template found in the source: the key of the catalogues."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text

    @property
    def places(self) -> set[str]:
        return places(self.text) | (places(self.plural) if self.plural else set())


@dataclass(frozen=True)
class Unreadable:
    """A Message whose template is not a literal, so that nobody can translate it."""

    path: Path
    line: int


def places(template: str) -> set[str]:
    """Return the names of the places in a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def texts(root: Path = ROOT / "nnviz") -> tuple[list[Text], list[Unreadable]]:
    """Return every template in the source, sorted, each once; and what cannot be read."""
    found: set[Text] = set()
    unreadable = []
    for path in sorted(root.rglob("*.py")):
        for item in _texts_in(path):
            if isinstance(item, Text):
                found.add(item)
            elif path.name not in DEFINITIONS:
                unreadable.append(item)
    return sorted(found, key=lambda t: (t.text, t.context or "", t.plural or "")), unreadable


def _texts_in(path: Path) -> Iterator[Text | Unreadable]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not _makes_message(node.func):
            continue
        first = next(iter(node.args), None)
        named = {word.arg: word.value for word in node.keywords}
        text = _literal(first if first is not None else named.get("text"))
        if text is None and getattr(first, "attr", "") == "text":
            continue  # another Message said again with other arguments
        if text is None:
            yield Unreadable(path, node.lineno)
            continue
        is_message = getattr(node.func, "id", "") == "Message"
        plural = _literal(named.get("plural")) if is_message else None
        context = _literal(named.get("context")) if is_message else None
        yield Text(text, plural, context)


def _makes_message(function: ast.expr) -> bool:
    name = getattr(function, "id", getattr(function, "attr", ""))
    return name in MAKERS or name in ERRORS


def _literal(node: ast.expr | None) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def _errors() -> set[str]:
    """Return the names of the error classes whose first argument is a template."""
    tree = ast.parse((ROOT / "nnviz" / "engine" / "errors.py").read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


ERRORS = _errors()


def entry_key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> list[str]:
    """Return the translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems(catalogue: polib.POFile, wanted: Iterable[Text]) -> list[str]:
    """Say what is missing, unused or does not fill the same places."""
    known = {entry_key(entry): entry for entry in catalogue}
    wanted = list(wanted)
    found = [
        f"not in the source: {key!r}" for key in sorted(known.keys() - {t.key for t in wanted})
    ]
    for text in wanted:
        entry = known.get(text.key)
        if entry is None or not all(forms(entry)):
            found.append(f"not translated: {text.key!r}")
            continue
        if (entry.msgid_plural or None) != text.plural:
            found.append(f"another plural in the source: {text.key!r}")
        least, most = text.places - {"count"}, text.places | {"count"}
        if not all(least <= places(form) <= most for form in forms(entry)):
            found.append(f"other places in the translation: {text.key!r}")
    return found


def merged(catalogue: polib.POFile, others: Iterable[polib.POFile], wanted: Iterable[Text]):
    """Return the catalogue sorted, with exactly the wanted keys and all translations known."""
    known: dict[tuple[str | None, str], list[str]] = {}
    for source in (catalogue, *others):
        for entry in source:
            if all(forms(entry)):
                known[entry_key(entry)] = forms(entry)
    result = polib.POFile(wrapwidth=98)
    result.metadata = dict(HEADER)
    for text in wanted:
        translated = known.get(text.key, [""])
        entry = polib.POEntry(msgid=text.text, msgctxt=text.context)
        if text.plural is None:
            entry.msgstr = translated[0]
        else:
            entry.msgid_plural, entry.msgstr_plural = text.plural, {0: translated[0]}
        result.append(entry)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="bring the catalogues up to date")
    parser.add_argument("others", nargs="*", type=Path, help="other .po files to take over")
    options = parser.parse_args()
    wanted, unreadable = texts()
    found = [f"{item.path}:{item.line}: the text is not a literal" for item in unreadable]
    for path in sorted(FOLDER.glob("*.po")):
        catalogue = polib.pofile(str(path))
        if options.write:
            others = [polib.pofile(str(other)) for other in options.others]
            catalogue = merged(catalogue, others, wanted)
            catalogue.save(str(path), newline="\n")
        found += [f"{path.name}: {problem}" for problem in problems(catalogue, wanted)]
    print("\n".join(found) or "complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
