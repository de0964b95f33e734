"""The number that a person has typed, in each of the ways in which one may be written."""

from nnviz.scene.numbers import parse_value


def typed_number(text: str) -> float | None:
    """Return the number that a text says, None if it says none (or not yet).

    The decimal sign is a point or a comma, the minus a hyphen or a minus: 0.5, 0,5, −1e-3. A
    fraction is a number too: 1/2, −3/4. Infinities are returned as such.
    """
    above, slash, below = text.strip().replace(",", ".").partition("/")
    try:
        return parse_value(above) / parse_value(below) if slash else parse_value(above)
    except (ValueError, ZeroDivisionError):
        return None
