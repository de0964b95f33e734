"""Where each array of a trace is found: in the copy of the arena, or of the rows of the store."""

from dataclasses import dataclass

from nnviz.engine.compile.clip import clipped_updates, norm_templates
from nnviz.engine.compile.layout import Layout, Slot
from nnviz.engine.options import Options
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.step import Phase, StepKind
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


def catalogue(
    spec: NetworkSpec, layout: Layout, store: Store, templates: tuple[Template, ...]
) -> Catalogue:
    """Return the catalogue of a program with this layout, store and these forward/backward steps.

    Most optimizers work on one flat row; that their steps are shown parameter by parameter is only
    the order of showing.
    """
    places = {name: (ARENA, slot) for name, slot in layout.slots.items()}
    for (row, parameter), slot in store.layout.parts.items():
        for copy, name in _names(store, row, parameter):
            places[name] = (copy, slot)
    updates = tuple(
        template
        for parameter in store.shapes
        for template in clipped_updates(
            spec, parameter, store.optimizer.templates(parameter, int(parameter[1:]))
        )
    )
    known = {alias: name for alias, name in layout.aliases.items() if name in places}
    before = (*_learning_rate(store), *norm_templates(spec))
    return Catalogue(places, known, (*templates, *before, *updates))


def _learning_rate(store: Store) -> tuple[Template, ...]:
    """Return the step of the learning rate, where it changes from update to update."""
    schedule = store.schedule
    if schedule.is_constant:
        return ()
    options = {"schedule": schedule.name, "base_lr": store.optimizer.lr, **schedule.options}
    last = max(int(parameter[1:]) for parameter in store.shapes)
    kind = StepKind.LEARNING_RATE
    return (Template(kind, Phase.UPDATE, last, (), "lr", options=Options(options)),)


def _names(store: Store, row: str, parameter: str) -> list[tuple[int, str]]:
    """Return under which names a part of a row is shown, before and after the update."""
    optimizer = store.optimizer
    names = [
        (copy, optimizer.array_name(row, parameter, new=copy == AFTER)) for copy in (BEFORE, AFTER)
    ]
    if row == "p":
        names += [(BEFORE, parameter), (AFTER, f"{parameter}_new")]
    if row == store.gradient_row:
        names.append((BEFORE, f"d{parameter}"))
    elif row == "g":
        names.append((BEFORE, f"d{parameter}_clipped"))
    if row == "data" and parameter.startswith("W"):
        names.append((BEFORE, f"d{parameter}_data"))
    return [(copy, name) for copy, name in names if name is not None]
