"""What the palette offers: every action of the table, the examples, and the steps on the stage."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nnviz.app.examples import GROUPS, TEXTS
from nnviz.app.finding import fuzzy
from nnviz.app.finding.wording import without_mnemonic, wordings
from nnviz.app.session import Session
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.scene.narration import title
from nnviz.views.command_palette.reasons import NOT_NOW, REASONS
from nnviz.views.look.words import Translate, spoken
from nnviz.views.window.actions import ACTIONS, MENUS, SUBMENUS, ActionSpec
from nnviz.views.window.keys import keys_text

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

# Steps are many, and seldom what is meant: of two that fit alike the command comes first.
_STEP_BEHIND, _EXAMPLE_BEHIND = 0.4, 0.2
# What was used last comes before what fits a little better, but not before what fits much better.
_RECENT_AHEAD = 0.3
_PLACE_BEHIND = 0.6  # the name of a menu says less than the name of the command


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One thing that can be chosen.

    ``place`` is where else it is found, or why it cannot be chosen now; ``texts`` are searched,
    ``places`` too, but count for less. ``behind`` puts a kind of entry behind others.
    """

    id: str
    name: str
    place: str
    keys: str
    enabled: bool
    run: Callable[[], None]
    texts: tuple[str, ...]
    places: tuple[str, ...] = ()
    behind: float = 0.0
    is_step: bool = False


def entries(session: Session, window: "MainWindow", tr: Translate) -> tuple[Entry, ...]:
    """Return everything that can be done in the window now."""
    return (
        *(_of_action(window, action, tr) for action in ACTIONS),
        *_examples(window, tr),
        *_steps(session, tr),
    )


def found(query: str, offered: Sequence[Entry], recent: Sequence[str] = ()) -> list[Entry]:
    """Return the entries that fit, the best first; without a query all but the steps."""
    rank = {entry_id: place for place, entry_id in enumerate(recent)}
    if not query.strip():
        known = [entry for entry in offered if not entry.is_step]
        return sorted(known, key=lambda entry: rank.get(entry.id, len(rank)))
    fits = [(_fit(query, entry, rank), entry) for entry in offered]
    good = [(fit, entry) for fit, entry in fits if fit is not None]
    good.sort(key=lambda pair: -pair[0])
    return [entry for _, entry in good]


def _fit(query: str, entry: Entry, rank: dict[str, int]) -> float | None:
    own = fuzzy.best(query, entry.texts)
    if own is None:
        joined = (f"{place} {text}" for place in entry.places for text in entry.texts)
        wide = fuzzy.best(query, joined)
        if wide is None:
            return None
        own = wide - _PLACE_BEHIND
    return own - entry.behind + (_RECENT_AHEAD if entry.id in rank else 0.0)


def _of_action(window: "MainWindow", spec: ActionSpec, tr: Translate) -> Entry:
    action = window.menus.actions[spec.id]
    menus = (MENUS[spec.menu], *((SUBMENUS[spec.submenu],) if spec.submenu else ()))
    enabled = action.isEnabled()
    place = " › ".join(without_mnemonic(tr(menu)) for menu in menus)
    if not enabled:
        place = tr(REASONS.get(spec.id, NOT_NOW))
    return Entry(
        f"action:{spec.id}",
        without_mnemonic(action.text()),
        place,
        keys_text(spec),
        enabled,
        action.trigger,
        (*wordings(spec.text), without_mnemonic(action.text())),
        tuple(text for menu in menus for text in wordings(menu)),
    )


def _examples(window: "MainWindow", tr: Translate) -> Iterator[Entry]:
    for group in GROUPS:
        for name in group.names:
            text = TEXTS[name].title
            yield Entry(
                f"example:{name}",
                tr(message("Open example: {name}", name=text)),
                tr(group.title),
                "",
                True,
                partial(window.commands.open_example, name),
                (name, *wordings(text)),
                wordings(message("Open example: {name}", name="")),
                _EXAMPLE_BEHIND,
            )


def _steps(session: Session, tr: Translate) -> Iterator[Entry]:
    state = session.state
    for step in state.trace.steps:
        text: Message = title(step)
        symbol = spoken(tr, plain(step.output, state.orientation))
        yield Entry(
            f"step:{step.index}",
            tr(message("Go to step: {name}", name=text)),
            symbol,
            "",
            True,
            partial(session.seek_step, step.index),
            (f"{step.kind} {step.layer}", symbol, step.output, *wordings(text)),
            wordings(message("Go to step: {name}", name="")),
            _STEP_BEHIND,
            is_step=True,
        )
