"""The ways to see a matrix product, and how much moves."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

PRODUCTS: Final = (
    *(
        ActionSpec(f"product_{name}", text, "view", "set_product_view", (), name, "product_view",
                   "product")
        for name, text in (
            ("usual", message("Each in the &way that suits it")),
            ("falk", message("&Falk's scheme: a row meets a column")),
            ("inline", message("&Side by side: A · B = C")),
            ("rows", message("By &rows")),
            ("columns", message("By &columns")),
            ("outer", message("Sum of &outer products")),
        )
    ),
    ActionSpec("next_product_view", message("Next way to see a product"), "view",
               "next_product_view", ("G",), submenu="product", separator=True, repeats=True),
    ActionSpec("reduced_motion", message("Reduce &motion"), "view", "toggle_reduced_motion", (),
               choice="reduced_motion"),
)  # fmt: skip
