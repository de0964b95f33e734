"""The data seen and changed."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

DATA: Final = (
    ActionSpec(
        "panel_data", message("Data &table"), "data", "toggle_data_panel", ("Ctrl+D",), "data"
    ),
    ActionSpec(
        "panel_points", message("Draw &points"), "data", "toggle_data_panel", ("Ctrl+Shift+D",),
        "points",
    ),
    ActionSpec(
        "panel_data_form", message("Choose &data"), "data", "toggle_data_panel", ("Ctrl+Shift+B",),
        "data_form",
    ),
    ActionSpec(
        "import_csv", message("&Open CSV file…"), "data", "open_csv", separator=True
    ),
    ActionSpec("export_csv", message("&Export data as CSV…"), "data", "export_csv"),
)  # fmt: skip
