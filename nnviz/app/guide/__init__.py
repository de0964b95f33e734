"""The pages that explain the program: read, ordered, searched; no window is needed."""

from nnviz.app.guide.contents import CONTENTS, Chapter, panel_anchor, remark_anchor, symptom_anchor
from nnviz.app.guide.finding import Hit, find
from nnviz.app.guide.pages import Guide, Page, Section, guide
from nnviz.app.guide.specimens import Specimen, specimen

__all__ = [
    "CONTENTS",
    "Chapter",
    "Guide",
    "Hit",
    "Page",
    "Section",
    "Specimen",
    "find",
    "guide",
    "panel_anchor",
    "remark_anchor",
    "specimen",
    "symptom_anchor",
]
