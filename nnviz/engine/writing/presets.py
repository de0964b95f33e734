"""Some usual notations, described by what they look like."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine.writing.notation import PLAIN, Notation

PRESETS: Mapping[str, Notation] = MappingProxyType(
    {
        "own": PLAIN,
        "theta": Notation(
            loss="J", weights="Θ", squared="half_mse", layer="parentheses", rate="α", slope="κ"
        ),
        "brackets": Notation(
            loss="J", gradient="d", layer="brackets", rate="α", slope="κ", orientation="textbook"
        ),
        "rows": Notation(orientation="rows", layer="subscript", squared="mse", activation="h"),
        "cost": Notation(loss="C", squared="half_mse", indices="joined"),
        "nabla": Notation(
            loss="J", gradient="nabla", activation="h", layer="parentheses", error="gradient"
        ),
        "target": Notation(
            preactivation="s", target="t", error="e", squared="half_sse", orientation="rows"
        ),
        "comma": Notation(
            decimal="comma", thousands="space", rounding="places", digits=2, fractions=True
        ),
    }
)
