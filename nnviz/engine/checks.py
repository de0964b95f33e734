"""Checks that turn a wrong name, number or option into one sentence with its remedy."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message, message

Option: TypeAlias = "float | int | bool"
T = TypeVar("T")


def make(
    what: Message, known: Mapping[str, type[T]], name: object, options: Mapping[str, Any]
) -> T:
    """Return an object of the class called ``name`` made with the options.

    Raises:
        SpecError: the name or an option is unknown, or an option has an impossible value.
    """
    kind = known[choice(what, name, known)]
    allowed = [f.name for f in fields(kind) if f.init]  # type: ignore[arg-type]
    for option in options:
        if option not in allowed:
            raise SpecError(
                "{owner} has no option '{option}'; its options are: {allowed}.",
                owner=str(name),
                option=option,
                allowed=", ".join(allowed) or "–",
            )
    return kind(**options)


def choice(what: Message, name: object, known: Mapping[str, object]) -> str:
    """Return ``name`` if it is one of the known names.

    Raises:
        SpecError: it is not; the sentence names the nearest and all known ones.
    """
    if isinstance(name, str) and name in known:
        return name
    near = get_close_matches(str(name), known, n=1)
    if near:
        raise SpecError(
            "There is no {what} '{name}'; did you mean '{near}'? Known are: {known}.",
            what=what,
            name=str(name),
            near=near[0],
            known=", ".join(known),
        )
    raise SpecError(
        "There is no {what} '{name}'; known are: {known}.",
        what=what,
        name=str(name),
        known=", ".join(known),
    )


def number_option(
    owner: str,
    option: str,
    value: object,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> float:
    """Return ``value`` as a float if it is a finite number inside the limits.

    Raises:
        SpecError: it is not; the sentence says the limits.
    """
    good = isinstance(value, numbers.Real) and not isinstance(value, bool)
    number = float(value) if good else math.nan  # type: ignore[arg-type]
    inside = (
        (above is None or number > above)
        and (at_least is None or number >= at_least)
        and (below is None or number < below)
        and (at_most is None or number <= at_most)
    )
    if not math.isfinite(number) or not inside:
        raise SpecError(
            "{option} of {owner} must be a number {limits}, but it is {value}.",
            owner=owner,
            option=option,
            limits=_limits(above, at_least, below, at_most),
            value=repr(value),
        )
    return number


def _limits(
    above: float | None, at_least: float | None, below: float | None, at_most: float | None
) -> str:
    bounds = (("> ", above), ("≥ ", at_least), ("< ", below), ("≤ ", at_most))
    return ", ".join(f"{sign}{bound:g}" for sign, bound in bounds if bound is not None)


def flag_option(owner: str, option: str, value: object) -> bool:
    """Return ``value`` if it is True or False.

    Raises:
        SpecError: it is neither.
    """
    if not isinstance(value, bool):
        raise SpecError(
            "{option} of {owner} must be True or False, but it is {value}.",
            owner=owner,
            option=option,
            value=repr(value),
        )
    return value


def whole_option(owner: str, option: str, value: object, *, at_least: int, at_most: int) -> int:
    """Return ``value`` as an int if it is a whole number inside the limits.

    Raises:
        SpecError: it is not; the sentence says the limits.
    """
    what = message("{option} of {owner}", option=option, owner=owner)
    return whole_number(what, value, at_least=at_least, at_most=at_most)


def whole_number(what: Message, value: object, *, at_least: int, at_most: int) -> int:
    """Return ``value`` as an int if it is a whole number inside the limits.

    Raises:
        SpecError: it is not; the sentence says the limits.
    """
    good = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not good or not at_least <= int(value) <= at_most:  # type: ignore[call-overload]
        raise SpecError(
            "{what} must be a whole number from {at_least} to {at_most}, but it is {value}.",
            what=what,
            at_least=at_least,
            at_most=at_most,
            value=repr(value),
        )
    return int(value)  # type: ignore[call-overload,no-any-return]
