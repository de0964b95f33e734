"""Reads what a notebook would show, and says whether it is sound."""

import re
from html.parser import HTMLParser

VOID = {"img"}


class Page(HTMLParser):
    """Reads an output, fails where elements are not closed in order, keeps what is in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[dict] = []
        self.styles: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append({"class": dict(attrs).get("class"), "caption": "", "rows": []})
        if tag == "tr":
            self.tables[-1]["rows"].append([])
        if tag in {"td", "th"}:
            self.tables[-1]["rows"][-1].append([tag, dict(attrs), ""])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            self.styles.append(data)
            return
        self.texts.append(data)
        if "caption" in self.open:
            self.tables[-1]["caption"] += data
        elif {"td", "th"} & set(self.open):
            self.tables[-1]["rows"][-1][-1][2] += data

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def matrices(self) -> list[list[list[tuple[str, str]]]]:
        """Return the cells, as text and class, of every matrix."""
        found = []
        for table in self.tables:
            if table["class"] == "nv-m":
                rows = [
                    [
                        (text, attrs.get("class") or "")
                        for tag, attrs, text in row
                        if tag == "td" and "rowspan" not in attrs
                    ]
                    for row in table["rows"][1:]
                ]
                found.append(rows)
        return found


def check_safe(page: Page) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "svg", "base"}
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert "href" not in attributes
        if "src" in attributes:
            assert tag == "img"
            assert attributes["src"].startswith("data:image/png;base64,")
    sheet = "".join(page.styles)
    assert "url(" not in sheet
    assert "@" not in sheet
    for selectors in re.findall(r"([^{}]+)\{", sheet):
        assert all(one.strip().startswith(".nnviz") for one in selectors.split(","))


def check_accessible(page: Page) -> None:
    for table in page.tables:
        assert table["caption"].strip()
        heads = [attrs for row in table["rows"] for tag, attrs, _ in row if tag == "th"]
        assert heads
        assert all(attrs.get("scope") in {"row", "col"} for attrs in heads)
    for tag, attributes in page.elements:
        if tag == "img":
            assert attributes["alt"]
