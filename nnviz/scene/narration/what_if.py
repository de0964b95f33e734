"""The sentence of a what-if: what is supposed, the loss foretold to first order, the real one."""

from collections.abc import Sequence

from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import Orientation
from nnviz.engine.what_if import Change, WhatIf
from nnviz.scene.figures import figures
from nnviz.scene.numbers import (
    decimals_for,
    format_value,
    more_digits,
    one_more,
    parse_value,
)

_MOST_EXTRA = 4
_ENOUGH_EXTRA = 2  # more to make a sum right would let the sentence jump while one nudges
_LISTED = 2


def told(
    what_if: WhatIf, orientation: Orientation, digits: int, classes: Sequence[str] = ()
) -> Message:
    """Return the sentence; ``classes`` are the names of the classes that targets may be."""
    entries = _entries(what_if, orientation, digits, classes)
    before, after = what_if.before.loss, what_if.after.loss
    predicted, real = what_if.predicted, what_if.real
    code = _code(before, (predicted, real), (before + predicted, after), digits)
    return message(
        "What if {changes}? Loss predicted {before} → {predicted} (first order {first_order}),"
        " really {after} ({real}).",
        changes=_listed(entries),
        before=format_value(before, code),
        predicted=format_value(before + predicted, code),
        first_order=_signed(predicted, code),
        after=format_value(after, code),
        real=_signed(real, code),
    )


def written(old: float, new: float, decimals: int) -> tuple[str, str]:
    """Write two numbers with as few digits more as they need not to read the same."""
    texts = [
        (format_value(old, code), format_value(new, code))
        for code in (one_more(decimals, extra) for extra in range(_MOST_EXTRA + 1))
    ]
    apart = next((pair for pair in texts if pair[0] != pair[1]), None)
    if apart is not None or old == new:
        return apart or texts[0]
    # One of them is tiny beside the other numbers of its array.
    return format_value(old, decimals_for([old])), format_value(new, decimals_for([new]))


def _entries(
    what_if: WhatIf, orientation: Orientation, digits: int, classes: Sequence[str]
) -> list[Message]:
    one_of = what_if.before.spec.loss == "cross_entropy"
    entries: list[Message] = []
    for change in what_if.changes:
        if one_of and change.name == "Y":
            if change.new == 1:
                entries.append(_class(what_if, change, classes))
            continue
        # As the stage writes them now: a fraction among whole numbers has its digits.
        code = figures(what_if.after[change.name], digits).decimals
        old, new = written(change.old, change.new, code)
        cell = plain(change.name, orientation, change.row, change.col)
        entries.append(message("{cell} = {new} (was {old})", cell=cell, new=new, old=old))
    return entries


def _class(what_if: WhatIf, change: Change, classes: Sequence[str]) -> Message:
    old = int(what_if.before["Y"][change.row].argmax())
    names = [classes[k] if k < len(classes) else str(k + 1) for k in (change.col, old)]
    return message(
        "the class of sample {sample} is {new} (was {old})",
        sample=change.row + 1,
        new=names[0],
        old=names[1],
    )


def _listed(entries: list[Message]) -> Message:
    listed = entries[0]
    for entry in entries[1:_LISTED]:
        listed = message("{first}, {second}", first=listed, second=entry)
    more = len(entries) - _LISTED
    if more <= 0:
        return listed
    return Message(
        "{listed} and {count} more",
        {"listed": listed},
        plural="{listed} and {count} more",
        count=more,
    )


def _signed(value: float, code: int) -> str:
    text = format_value(value, code)
    return f"+{text}" if value > 0 and parse_value(text) != 0 else text


def _code(before: float, changes: tuple[float, ...], after: tuple[float, ...], digits: int) -> int:
    """Return decimals with which the differences of the losses are seen, and add up if may be."""
    start = decimals_for([before, *after], more_digits(digits))
    for extra in range(_MOST_EXTRA + 1):
        code = one_more(start, extra)
        pairs = zip(changes, after, strict=True)
        if not all(_is_seen(change, code) for change in changes):
            continue
        if extra >= _ENOUGH_EXTRA or all(_adds_up(before, *pair, code) for pair in pairs):
            return code
    return one_more(start, 1)


def _is_seen(change: float, code: int) -> bool:
    return not change or parse_value(format_value(change, code)) != 0


def _adds_up(before: float, change: float, after: float, code: int) -> bool:
    shown = [format_value(number, code) for number in (before, change, after)]
    total = parse_value(shown[0]) + parse_value(shown[1])
    return format_value(total, code) == shown[2]
