"""What of a scene is read: every text as it is painted, in a language and in a notation."""

import re

from nnviz.app.texts import Catalogue
from nnviz.engine.message import Message
from nnviz.engine.writing import Notation, formula
from nnviz.scene.numbers import in_cell
from nnviz.scene.primitives import Formula, Label, MatrixBlock, Node
from nnviz.scene.writing import in_notation

# Nothing is written as the program does by itself.
ALL_OTHER = Notation(
    loss="J", weights="Θ", activation="h", preactivation="s", error="e", gradient="d",
    target="t", rate="α", slope="κ", layer="parentheses", indices="joined", decimal="comma",
)  # fmt: skip
SCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵀ₀₁₂₃₄₅₆₇₈₉", "0123456789()T0123456789")


def runs_text(runs, catalogue):
    """One line as a person reads it; a raised piece begins with ^, a lowered one with _."""
    text = ""
    before = 0
    for run in in_notation(runs, catalogue.notation):
        said = catalogue.translate(run.text) if isinstance(run.text, Message) else run.text
        mark = {1: "^", -1: "_", 0: ""}[run.script] if run.script != before else ""
        text += mark + said
        before = run.script
    return text


def painted(scene, catalogue):
    """Every text of a scene, and of what is the sentence beside it."""
    notation = catalogue.notation
    found = [catalogue.translate(scene.sentence)]
    for item in scene.primitives:
        if isinstance(item, Label):
            found.append(runs_text(item.runs, catalogue))
        elif isinstance(item, Formula):
            found.append(formula(item.latex, notation))
        elif isinstance(item, MatrixBlock) and item.decimals is not None:
            found += [in_cell(float(v), item.decimals, notation, 99) for v in item.values.ravel()]
        elif isinstance(item, Node):
            found.append(Catalogue("en", notation).translate(Message("{n}", {"n": item.text})))
    return found


_COMMAND = re.compile(r"\\[A-Za-z]+")
# A letter of the program's own that no word holds; A and a are words of English.
_LETTERS = re.compile(r"(?<![A-Za-z'’_])([WZLYwzyδη]|[Aa](?=[_^¹²³⁴(]))(?![A-Za-z0-9'’])")
_RAISED_LAYER = re.compile(r"[A-Za-zΘδ](?:\^\{?\d|[¹²³⁴])")
_POWERS = re.compile(r"n²|s\^\{[23]\}|e\^\{-|1e|10\^")
_POINT = re.compile(r"\d\.\d")


def left_over(text):
    """What of the program's own notation is still in a text."""
    plain = _COMMAND.sub(" ", text.replace(r"\delta", "δ").replace(r"\eta", "η"))
    plain = re.sub(r"(?:press|按) ?W|\(W\)|\bY\b(?= must)", "", plain)
    found = _LETTERS.findall(plain) + _POINT.findall(plain)
    return found + _RAISED_LAYER.findall(_POWERS.sub("", plain))
