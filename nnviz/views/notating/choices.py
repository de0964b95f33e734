"""What the fields of a notation and their choices are called."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine.message import Message, message

# In the order of the dialog; those of one column stand below each other.
FIELDS: Mapping[str, Message] = MappingProxyType(
    {
        "orientation": message("Samples are"),
        "loss": message("The loss"),
        "weights": message("Weights"),
        "preactivation": message("Weighted sums"),
        "activation": message("Activations"),
        "target": message("Targets"),
        "error": message("Error signal"),
        "gradient": message("Gradients"),
        "rate": message("Learning rate"),
        "slope": message("Slope of leaky ReLU"),
        "layer": message("Number of the layer"),
        "indices": message("Row and column"),
        "digits": message("Digits"),
        "decimal": message("Decimal sign"),
        "thousands": message("Between thousands"),
        "fractions": message("Fractions"),
    }
)

CHOICES: Mapping[str, Mapping[str, Message]] = MappingProxyType(
    {
        "orientation": {
            "textbook": Message("columns", context="notation"),
            "rows": Message("rows", context="notation"),
        },
        "loss": {letter: message("{name}", name=letter) for letter in "LJC"},
        "weights": {letter: message("{name}", name=letter) for letter in "WΘ"},
        "preactivation": {
            "z": message("{name}", name="z, Z"),
            "s": message("{name}", name="s, S"),
        },
        "activation": {
            "a": message("{name}", name="a, A"),
            "h": message("{name}", name="h, H"),
        },
        "target": {
            "y": message("{name}", name="y, Y"),
            "t": message("{name}", name="t, T"),
        },
        "error": {
            "δ": message("{name}", name="δ"),
            "e": message("{name}", name="e"),
            "gradient": Message("no letter: a gradient", context="notation"),
        },
        "gradient": {
            "partial": message("{name}", name="∂J/∂W"),
            "d": message("{name}", name="dW"),
            "nabla": message("{name}", name="∇_W J"),
        },
        "rate": {letter: message("{name}", name=letter) for letter in "ηα"},
        "slope": {letter: message("{name}", name=letter) for letter in "ακ"},
        "layer": {
            "superscript": message("{name}", name="W¹"),
            "parentheses": message("{name}", name="W⁽¹⁾"),
            "brackets": message("{name}", name="W^[1]"),
            "subscript": message("{name}", name="W₁"),
        },
        "indices": {
            "comma": message("{name}", name="w₁,₂"),
            "joined": message("{name}", name="w₁₂"),
        },
        "digits": {
            **{
                f"significant {count}": Message(
                    "{count} significant digit",
                    plural="{count} significant digits",
                    count=count,
                )
                for count in range(2, 7)
            },
            **{
                f"places {count}": Message(
                    "{count} decimal place", plural="{count} decimal places", count=count
                )
                for count in range(7)
            },
        },
        "decimal": {
            "point": message("{name}", name="0.5"),
            "comma": message("{name}", name="0,5"),
        },
        "thousands": {
            "none": Message("as they are", context="notation"),
            "space": message("{name}", name="12 345"),
            "comma": message("{name}", name="12,345"),
            "point": message("{name}", name="12.345"),
            "apostrophe": message("{name}", name="12’345"),
        },
        "fractions": {
            "": Message("no", context="notation"),
            "yes": Message("where exact: 1/2, ≈1/3", context="notation"),
        },
    }
)

SQUARED: Mapping[str, Message] = MappingProxyType(
    {
        "any": message("whichever the network has"),
        "mse": message("the mean of all squares"),
        "half_mse": message("½ of the squares, mean over the batch"),
        "sse": message("the sum of all squares"),
        "half_sse": message("½ of the squares, sum over the batch"),
    }
)

PRESETS: Mapping[str, Message] = MappingProxyType(
    {
        "own": message("As the program does: columns, L, W¹, ∂L/∂W"),
        "theta": message("Columns, ½, J, Θ⁽¹⁾, α"),
        "brackets": message("Columns, J, W^[1], dW, α"),
        "rows": message("Rows, mean, L, W₁, h"),
        "cost": message("Columns, ½, C, w₁₂"),
        "nabla": message("Columns, J, W⁽¹⁾, h, ∇J, no δ"),
        "target": message("Rows, ½ as a sum, s, t, e"),
        "comma": message("Decimal comma, two places, fractions"),
    }
)
BEFORE = message("As it was written before")
OTHER = Message("My own choice", context="notation")
