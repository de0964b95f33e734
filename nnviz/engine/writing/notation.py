"""A notation: how symbols, indices, gradients and numbers are written, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from nnviz.engine.errors import SpecError
from nnviz.engine.orientation import Orientation

FORMAT: Final = "nnviz-notation"
VERSION: Final = 1
MOST_LETTERS_OF_A_NAME: Final = 80

# What a field may be; the first is the program's own way.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "orientation": ("textbook", "rows"),
        "squared": ("any", "mse", "half_mse", "sse", "half_sse"),
        "loss": ("L", "J", "C"),
        "weights": ("W", "Θ"),
        "activation": ("a", "h"),
        "preactivation": ("z", "s"),
        "error": ("δ", "e", "gradient"),
        "gradient": ("partial", "d", "nabla"),
        "target": ("y", "t"),
        "rate": ("η", "α"),
        "slope": ("α", "κ"),
        "layer": ("superscript", "parentheses", "brackets", "subscript"),
        "indices": ("comma", "joined"),
        "rounding": ("significant", "places"),
        "decimal": ("point", "comma"),
        "thousands": ("none", "space", "comma", "point", "apostrophe"),
    }
)
DIGITS: Mapping[str, tuple[int, int]] = MappingProxyType({"significant": (2, 6), "places": (0, 6)})
# These say nothing about how a symbol or the sign in a number is written.
_NO_WRITING = frozenset({"name", "orientation", "squared", "rounding", "digits"})


@dataclass(frozen=True)
class Notation:
    """How a textbook writes it; the default is how the program does by itself.

    ``squared`` is the squared loss that the book uses ("any": whichever the network has): a wish,
    no change of what is computed. ``error`` "gradient" gives ∂L/∂Z no letter of its own.
    ``slope`` is the letter of the slope below zero (and of the other numbers that the
    program calls α). ``digits`` are significant ones, or those behind the point ("places").
    ``fractions`` writes ½ as 1/2 where the number is just that, see
    :mod:`nnviz.engine.writing.numbers`. ``name`` is what the notation is called.

    Raises:
        SpecError: a field has a value that it cannot have, or one sign would mean two things.
    """

    name: str = ""
    orientation: Orientation = "textbook"
    squared: str = "any"
    loss: str = "L"
    weights: str = "W"
    activation: str = "a"
    preactivation: str = "z"
    error: str = "δ"
    gradient: str = "partial"
    target: str = "y"
    rate: str = "η"
    slope: str = "α"
    layer: str = "superscript"
    indices: str = "comma"
    rounding: str = "significant"
    digits: int = 3
    decimal: str = "point"
    thousands: str = "none"
    fractions: bool = False

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            _require_choice(name, getattr(self, name), choices)
        _require_name(self.name)
        _require_digits(self.rounding, self.digits)
        if not isinstance(self.fractions, bool):
            raise _wrong("fractions", "true, false", self.fractions)
        if self.rate == self.slope:
            raise SpecError(
                "The learning rate and the slope of leaky ReLU would both be written {letter};"
                " choose another letter for one of them.",
                letter=self.rate,
            )
        if self.decimal == self.thousands:
            raise SpecError(
                "The decimal sign and the sign between thousands would be the same; choose another"
                " for one of them."
            )

    @cached_property
    def is_plain(self) -> bool:
        """Whether every symbol and every number is written as the program does by itself."""
        mine, plain = vars(self), _PLAIN_FIELDS
        return all(mine[name] == value for name, value in plain.items())

    @property
    def places(self) -> int | None:
        """The digits behind the point, None where significant digits are counted."""
        return self.digits if self.rounding == "places" else None

    @property
    def digits_code(self) -> int:
        """The digits as :func:`nnviz.engine.decimals.decimals_for` takes them."""
        return self.digits if self.places is None else -1 - self.places

    def to_dict(self) -> dict[str, Any]:
        """Return plain data with the format's name and version."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        return {"format": FORMAT, "version": VERSION, **mine}

    @staticmethod
    def from_dict(plain: Mapping[str, Any]) -> "Notation":
        """Return the notation of plain data; a field that is not there has its default.

        Raises:
            SpecError: it is no notation, of a newer version, or a field is wrong.
        """
        if plain.get("format") != FORMAT:
            raise SpecError("This is no notation of nnviz.")
        version = plain.get("version")
        if type(version) is not int or version < 1:
            raise _wrong("version", str(VERSION), version)
        if version > VERSION:
            raise SpecError(
                "The notation was written by a newer nnviz (version {version}); this one reads"
                " version {known}.",
                version=version,
                known=VERSION,
            )
        own = {key: value for key, value in plain.items() if key not in {"format", "version"}}
        known = {one.name for one in fields(Notation)}
        unknown = next((key for key in own if key not in known), None)
        if unknown is not None:
            raise SpecError("A notation has no field “{field}”.", field=shortened(unknown))
        return Notation(**own)


def shortened(value: object, most: int = 40) -> str:
    """Return what a person sent, short enough for a sentence about it."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(sign if sign.isprintable() else "□" for sign in text[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def _wrong(field: str, choices: str, value: object) -> SpecError:
    return SpecError(
        "The field “{field}” of a notation must be one of: {choices}; but it is {value}.",
        field=field,
        choices=choices,
        value=shortened(value),
    )


def _require_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in choices:
        raise _wrong(name, ", ".join(choices), value)


def _require_name(name: object) -> None:
    if not isinstance(name, str) or len(name) > MOST_LETTERS_OF_A_NAME or not name.isprintable():
        raise SpecError(
            "The name of a notation must be one line of at most {most} letters.",
            most=MOST_LETTERS_OF_A_NAME,
        )


def _require_digits(rounding: str, digits: object) -> None:
    least, most = DIGITS[rounding]
    if type(digits) is not int or not least <= digits <= most:
        raise SpecError(
            "The field “digits” of a notation must be a whole number from {least} to {most}, but"
            " it is {value}.",
            least=least,
            most=most,
            value=shortened(digits),
        )


_PLAIN_FIELDS = {one.name: one.default for one in fields(Notation) if one.name not in _NO_WRITING}
PLAIN: Final = Notation()
