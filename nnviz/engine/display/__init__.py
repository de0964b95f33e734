"""How networks, traces, steps and explanations show themselves in notebooks and terminals."""

from nnviz.engine.display.explanation import (
    explanation_html,
    explanation_latex,
    explanation_repr,
)
from nnviz.engine.display.network import network_html, network_text
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.shown import ShownStep, ShownTrace
from nnviz.engine.display.step import step_html, step_latex, step_repr, step_text
from nnviz.engine.display.trace import trace_html, trace_repr, trace_text
from nnviz.engine.display.words import set_translator

__all__ = [
    "DisplayOptions",
    "ShownStep",
    "ShownTrace",
    "explanation_html",
    "explanation_latex",
    "explanation_repr",
    "network_html",
    "network_text",
    "set_translator",
    "step_html",
    "step_latex",
    "step_repr",
    "step_text",
    "trace_html",
    "trace_repr",
    "trace_text",
]
