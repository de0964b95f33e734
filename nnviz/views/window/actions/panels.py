"""Which panels are open."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

PANELS: Final = (
    ActionSpec(
        "panel_build", message("&Build panel"), "view", "toggle_panel", ("Ctrl+B",), "build",
        choice="panel_build",
    ),
    ActionSpec(
        "panel_inspector", message("&Inspector"), "view", "toggle_panel", ("Ctrl+I",), "inspector",
        choice="panel_inspector",
    ),
    ActionSpec(
        "panel_curve", message("Loss &curve"), "view", "toggle_panel", ("Ctrl+L",), "curve",
        choice="panel_curve",
    ),
    ActionSpec(
        "panel_why", message("&Why this number?"), "view", "toggle_panel", ("Shift+W",), "why",
        choice="panel_why",
    ),
    ActionSpec(
        "panel_map", message("Network &map"), "view", "toggle_panel", ("Ctrl+M",), "map",
        choice="panel_map",
    ),
    ActionSpec(
        "panel_symptoms", message("&Symptoms and gradient norms"), "view", "toggle_panel", ("S",),
        "symptoms", choice="panel_symptoms",
    ),
    ActionSpec(
        "panel_code", message("&Code"), "view", "toggle_panel", ("C",), "code",
        choice="panel_code",
    ),
    ActionSpec(
        "panel_plots", message("&Plots"), "view", "toggle_panel", ("V",), "plots",
        choice="panel_plots",
    ),
)  # fmt: skip
