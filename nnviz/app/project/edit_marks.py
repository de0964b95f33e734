"""The edits on the way of a run, with their names, as plain data."""

import string
from types import MappingProxyType

from nnviz.app.measures.course import EditMark
from nnviz.app.project.schema import MessagePlan
from nnviz.engine.message import Argument, Message

_LONGEST = 1000


def written_marks(marks: tuple[EditMark, ...]) -> list[tuple[int, MessagePlan]]:
    """Return the edits as they stand in a project."""
    return [(mark.iteration, _plan(mark.name)) for mark in marks]


def read_marks(plans: list[tuple[int, MessagePlan]]) -> tuple[EditMark, ...]:
    """Return the edits; a name that is no sentence of this program is left out."""
    return tuple(
        EditMark(iteration, name)
        for iteration, plan in plans
        if (name := _message(plan)) is not None
    )


def _plan(name: Message) -> MessagePlan:
    args = {
        key: _plan(value) if isinstance(value, Message) else value
        for key, value in name.args.items()
    }
    return MessagePlan(name.text, args, name.plural, name.count, name.context)


def _message(plan: MessagePlan) -> Message | None:
    args: dict[str, Argument] = {}
    for key, value in plan.args.items():
        read = _message(value) if isinstance(value, MessagePlan) else value
        if read is None:
            return None
        args[key] = read
    known = {*args, "count"} if plan.count is not None else {*args}
    if not all(_is_plain(text, known) for text in (plan.text, plan.plural) if text is not None):
        return None
    return Message(plan.text, MappingProxyType(args), plan.plural, plan.count, plan.context)


def _is_plain(text: str, known: set[str]) -> bool:
    """Say whether a template only asks for what is there, and for nothing but that."""
    if len(text) > _LONGEST:
        return False
    try:
        places = [(name, spec) for _, name, spec, _ in string.Formatter().parse(text)]
    except ValueError:
        return False
    return all(name is None or (name in known and not spec) for name, spec in places)
