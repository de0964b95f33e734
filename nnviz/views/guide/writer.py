"""A page as the HTML that Qt's text browser shows."""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QKeySequence

from nnviz.app.finding.wording import without_mnemonic
from nnviz.app.guide import Page, specimen
from nnviz.app.guide.markup import INLINE, Block, Heading, Items, KeyTable, Op, Paragraph
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray, displayed
from nnviz.engine.step import StepKind
from nnviz.scene.primitives import Role
from nnviz.views.guide.illustrations import draw_step, formula_of, formula_size
from nnviz.views.guide.reader import Reader
from nnviz.views.panels.html import raised
from nnviz.views.presenting.tools import TOLD
from nnviz.views.window.actions import ACTIONS, MENUS, SUBMENUS, spec
from nnviz.views.window.keys import keys_text, sequences

_FORMULA = 1.25  # of the size of the words
PRESENTING: Final = "presenting"  # not a menu: the keys of projector mode
_SCHEMES = ("do:", "show:")
_HERE: Final = message("Show me on the stage")
_THERE: Final = message("Open the example {example} and show me")


class Writer:
    """Writes a page for a reader at a size of the words and a width, both in logical pixels."""

    def __init__(self, reader: Reader, px: float, width: float, ratio: float = 1.0) -> None:
        self._reader = reader
        self._ratio = ratio
        self._px = px
        self._width = width
        self.formulas: dict[str, tuple[str, QSize]] = {}
        self.pictures: dict[str, QImage] = {}

    def html(self, page: Page) -> str:
        """Return the page; ``formulas`` and ``pictures`` are then what it asks for, by name."""
        return "".join(part for block in page.blocks for part in self._block(block))

    def css(self) -> str:
        """Return how everything looks."""
        theme, px = self._reader.theme, self._px
        # The face of Chinese brings more room between lines of its own.
        lines = 118 if self._reader.catalogue.language == "zh" else 138
        link, muted = theme.color(Role.FORWARD).name(), theme.color(Role.MUTED).name()
        return (
            f"a {{ color: {link}; text-decoration: none; }}"
            f"h1 {{ font-size: {px * 1.6:.0f}px; margin: 4px 0 12px 0; }}"
            f"h2 {{ font-size: {px * 1.25:.0f}px; margin: {px * 1.7:.0f}px 0 6px 0; }}"
            f"h3 {{ font-size: {px * 1.05:.0f}px; margin: {px:.0f}px 0 4px 0; }}"
            f"p {{ margin: 0 0 9px 0; line-height: {lines}%; }}"
            f"li {{ margin: 0 0 5px 0; line-height: {lines - 6}%; }}"
            ".picture { line-height: 100%; }"
            f".muted {{ color: {muted}; font-size: {px * 0.88:.0f}px; }}"
        )

    def _say(self, text: Message) -> str:
        return raised(self._reader.catalogue.translate(text))

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level=level, text=text, anchor=anchor):
                name = f'<a name="{anchor}"></a>' if anchor else ""
                yield f"<h{level}>{name}{self._inline(text)}</h{level}>"
            case Paragraph(text=text):
                yield f"<p>{self._inline(text)}</p>"
            case Items(texts=texts, is_numbered=is_numbered):
                tag = "ol" if is_numbered else "ul"
                items = "".join(f"<li>{self._inline(text)}</li>" for text in texts)
                yield f"<{tag}>{items}</{tag}>"
            case KeyTable(menu=menu):
                yield self._keys(menu)
            case Op(kind=kind, is_picture_only=is_picture_only):
                if not is_picture_only:
                    yield self._formula(kind)
                yield self._picture(kind)
                yield self._shapes(kind)

    def _formula(self, kind: StepKind) -> str:
        latex = formula_of(kind, self._reader)
        size = formula_size(latex, self._px * _FORMULA, self._width)
        name = f"formula:{kind}"
        self.formulas[name] = latex, size
        return f"<p class='picture' align='center'>{_image(name, size)}</p>"

    def _picture(self, kind: StepKind) -> str:
        name = f"step:{kind}"
        image = draw_step(kind, self._width, self._reader, self._ratio)
        self.pictures[name] = image
        shown = _image(name, image.deviceIndependentSize().toSize())
        return f"<p class='picture' align='center'>{shown}</p>"

    def _shapes(self, kind: StepKind) -> str:
        found = specimen(kind)
        step = found.step
        arrays = [*step.inputs.items(), (step.output, step.value)]
        *made_of, made = (
            self._shape(name, array, is_column=step.sample is not None) for name, array in arrays
        )
        shapes = " &nbsp;·&nbsp; ".join(made_of) + " &nbsp;→&nbsp; " + made
        go = _HERE if kind in self._reader.here else Message(_THERE.text, {"example": found.name})
        shown = self._say(message("Shapes here"))
        return (
            f"<p class='muted' align='center'>{shown}: &nbsp;{shapes}<br>"
            f"<a href='show:{kind}'>▸ {self._say(go)}</a></p>"
        )

    def _shape(self, name: str, array: HostArray, is_column: bool) -> str:
        orientation = self._reader.orientation
        rows, columns = displayed(name, array, orientation).shape
        # One sample alone is a vector that stands as samples do in this way of writing.
        if is_column and array.ndim == 1 and orientation == "textbook":
            rows, columns = len(array), 1
        said = message(
            "{name} ({rows} × {columns})",
            name=plain(name, orientation), rows=rows, columns=columns,
        )  # fmt: skip
        return f"<span style='white-space: nowrap'>{self._say(said)}</span>"

    def _keys(self, menu: str) -> str:
        told = TOLD if menu == PRESENTING else _told(menu)
        rows = "".join(
            f"<tr><td>{self._key(keys)}&nbsp;&nbsp;</td><td>{self._action(text)}</td></tr>"
            for keys, text in told
        )
        return f"<table cellpadding='2'>{rows}</table>"

    def _action(self, text: Message) -> str:
        return escape(without_mnemonic(self._reader.catalogue.translate(text)))

    def _key(self, keys: str) -> str:
        ground = self._reader.theme.blend(Role.OUTLINE, 0.6, over=Role.CARD).name()
        caps = (
            f"<span style='background-color: {ground}'>&nbsp;{escape(key)}&nbsp;</span>"
            for key in re.split(r"\s{2,}", keys)
        )
        return "&nbsp;".join(caps)

    def _inline(self, text: str) -> str:
        out, at = [], 0
        for found in INLINE.finditer(text):
            out += [self._words(text[at : found.start()]), self._mark(found)]
            at = found.end()
        return "".join([*out, self._words(text[at:])])

    def _words(self, text: str) -> str:
        return raised(self._reader.said(text))

    def _mark(self, found: re.Match[str]) -> str:
        if found["bold"]:
            return f"<b>{self._inline(found['bold'])}</b>"
        if found["slanted"]:
            # A letter alone is a symbol: it is no word of the sentence.
            if len(found["slanted"]) == 1:
                return f"<i>{escape(self._reader.letter(found['slanted']))}</i>"
            return f"<i>{self._inline(found['slanted'])}</i>"
        if found["code"]:
            return f"<code>{escape(found['code'])}</code>"
        if found["words"]:
            return f"<a href='{_address(found['target'])}'>{self._inline(found['words'])}</a>"
        action = spec(found["action"])
        if found["what"] == "key":
            return self._key(sequences(action)[0].toString(QKeySequence.SequenceFormat.NativeText))
        way = [MENUS[action.menu], *([SUBMENUS[action.submenu]] if action.submenu else [])]
        return " › ".join(self._action(text) for text in (*way, action.text))


def _told(menu: str) -> list[tuple[str, Message]]:
    return [(keys_text(a), a.text) for a in ACTIONS if a.menu == menu and a.shortcuts]


def _address(target: str) -> str:
    return target if target.startswith(_SCHEMES) else f"page:{target.removeprefix('#')}"


def _image(name: str, size: QSize) -> str:
    return f'<img src="{name}" width="{size.width()}" height="{size.height()}">'
