"""Where each array of a trace is found: in the copy of the arena, or of the rows of the store."""

from dataclasses import dataclass

from nnviz.engine.compile.layout import Layout, Slot
from nnviz.engine.store import Store
from nnviz.engine.template import Template

ARENA, BEFORE, AFTER = range(3)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the traces of one program have in common.

    ``places`` maps the name of each recorded array to the copy that holds it and its slot there;
    ``templates`` are all steps in the order in which they are shown.
    """

    places: dict[str, tuple[int, Slot]]
    aliases: dict[str, str]
    templates: tuple[Template, ...]


def catalogue(layout: Layout, store: Store, templates: tuple[Template, ...]) -> Catalogue:
    """Return the catalogue of a program with this layout, store and these forward/backward steps.

    The optimizer works on one flat row; that its steps are shown parameter by parameter is only
    the order of showing.
    """
    places = {name: (ARENA, slot) for name, slot in layout.slots.items()}
    for row_number, row in enumerate(store.row_names):
        for parameter, shape in store.shapes.items():
            start = row_number * store.row_length + store.offsets[parameter]
            slot = Slot(start, shape)
            for copy, name in _names(store, row, parameter):
                places[name] = (copy, slot)
    updates = tuple(
        template
        for parameter in store.shapes
        for template in store.optimizer.templates(parameter, int(parameter[1:]))
    )
    known = {alias: name for alias, name in layout.aliases.items() if name in places}
    return Catalogue(places, known, (*templates, *updates))


def _names(store: Store, row: str, parameter: str) -> list[tuple[int, str]]:
    """Return under which names a part of a row is shown, before and after the update."""
    optimizer = store.optimizer
    names = [
        (copy, optimizer.array_name(row, parameter, new=copy == AFTER)) for copy in (BEFORE, AFTER)
    ]
    if row == "p":
        names += [(BEFORE, parameter), (AFTER, f"{parameter}_new")]
    if row == "g":
        names.append((BEFORE, f"d{parameter}"))
    return [(copy, name) for copy, name in names if name is not None]
