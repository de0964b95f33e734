"""A table that writes itself as plain text and as Markdown."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """A title, a head, rows of cells, and lines below."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = [self.head, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.head))]
        rule = tuple("-" * width for width in widths)
        body = [self._line(line, widths) for line in (self.head, rule, *self.rows)]
        return "\n".join([self.title, *body, *self.notes]) + "\n"

    def markdown(self) -> str:
        marks = ["---", *("---:" for _ in self.head[1:])]
        lines = ["| " + " | ".join(line) + " |" for line in (self.head, tuple(marks), *self.rows)]
        notes = ["", "<br>\n".join(self.notes)] if self.notes else []
        return "\n".join([f"### {self.title}", "", *lines, *notes]) + "\n"

    @staticmethod
    def _line(cells: tuple[str, ...], widths: list[int]) -> str:
        first, *rest = cells
        padded = [first.ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        return "  ".join(padded).rstrip()
