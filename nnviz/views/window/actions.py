"""Everything the window can be told to do, as one table: menus, keys and help are made from it."""

from dataclasses import dataclass
from typing import Final

from nnviz.app.jobs import COUNTS, more
from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    ``slot`` names a method of :class:`nnviz.views.window.commands.Commands`; ``argument``, where
    there is one, is passed to it. ``choice`` names the value of the window that the action shows as
    checked: where it equals ``argument``, or where it is true when there is no argument.
    ``submenu`` is the menu inside ``menu``. ``separator`` draws a line above.
    """

    id: str
    text: Message
    menu: str
    slot: str
    shortcuts: tuple[str, ...] = ()
    argument: str | int | None = None
    choice: str | None = None
    submenu: str | None = None
    separator: bool = False
    repeats: bool = False


MENUS: Final[dict[str, Message]] = {
    "file": message("&File"),
    "edit": message("&Edit"),
    "view": message("&View"),
    "playback": message("&Playback"),
    "help": message("&Help"),
}

SUBMENUS: Final[dict[str, Message]] = {
    "example": message("Open &example"),
    "theme": message("&Theme"),
    "language": message("&Language"),
    "orientation": message("Way of &writing"),
    "digits": message("&Digits"),
    "product": message("Ways to see a &product"),
    "level": message("&Look at"),
    "train": message("&Train on"),
    "granularity": message("One step is …"),
    "phase": message("Jump to …"),
}

_FILE = (
    ActionSpec(
        "open_csv", message("Open &CSV file…"), "file", "open_csv", ("Ctrl+O",), separator=True
    ),
    ActionSpec("quit", message("&Quit"), "file", "quit", ("Ctrl+Q",), separator=True),
)

_EDIT = (
    ActionSpec("undo", message("&Undo"), "edit", "undo", ("Ctrl+Z",)),
    ActionSpec("redo", message("&Redo"), "edit", "redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("what_if", message("&What if this number were another…"), "edit", "what_if",
               ("F2",), separator=True),
    ActionSpec("keep", message("&Keep what is supposed"), "edit", "keep", ("Ctrl+K",)),
    ActionSpec("put_back", message("&Put back what is supposed"), "edit", "put_back",
               ("Ctrl+Backspace",)),
)  # fmt: skip

_PANELS = (
    ActionSpec(
        "panel_build", message("&Build panel"), "view", "toggle_panel", ("Ctrl+B",), "build",
        choice="panel_build",
    ),
    ActionSpec(
        "panel_inspector", message("&Inspector"), "view", "toggle_panel", ("Ctrl+I",), "inspector",
        choice="panel_inspector",
    ),
    ActionSpec(
        "panel_curve", message("Loss &curve"), "view", "toggle_panel", ("Ctrl+L",), "curve",
        choice="panel_curve",
    ),
    ActionSpec(
        "panel_why", message("&Why this number?"), "view", "toggle_panel", ("Shift+W",), "why",
        choice="panel_why",
    ),
    ActionSpec(
        "panel_map", message("Network &map"), "view", "toggle_panel", ("Ctrl+M",), "map",
        choice="panel_map",
    ),
    ActionSpec(
        "panel_symptoms", message("&Symptoms and gradient norms"), "view", "toggle_panel", ("S",),
        "symptoms", choice="panel_symptoms",
    ),
    ActionSpec(
        "panel_code", message("&Code"), "view", "toggle_panel", ("C",), "code",
        choice="panel_code",
    ),
)  # fmt: skip

_LOOKS = (
    ActionSpec("theme_system", message("Like the &system"), "view", "set_theme", (), "system",
               "theme", "theme", separator=True),
    ActionSpec("theme_light", message("&Light"), "view", "set_theme", (), "light", "theme",
               "theme"),
    ActionSpec("theme_dark", message("&Dark"), "view", "set_theme", (), "dark", "theme", "theme"),
    ActionSpec("theme_projector", message("&Projector"), "view", "set_theme", (), "projector",
               "theme", "theme"),
    ActionSpec("next_theme", message("Next theme"), "view", "next_theme", ("F5",),
               submenu="theme", separator=True),
    ActionSpec("language_en", message("{name}", name="English"), "view", "set_language", (), "en",
               "language", "language"),
    ActionSpec("language_zh", message("{name}", name="简体中文"), "view", "set_language", (), "zh",
               "language", "language"),
    ActionSpec("next_language", message("Other language"), "view", "next_language", ("F6",),
               submenu="language", separator=True),
    ActionSpec("textbook", message("&Textbook: samples are columns, Z = WX + b"), "view",
               "set_orientation", (), "textbook", "orientation", "orientation"),
    ActionSpec("rows", message("&Rows: samples are rows, Z = XWᵀ + b"), "view",
               "set_orientation", (), "rows", "orientation", "orientation"),
    ActionSpec("next_orientation", message("The other way of writing"), "view",
               "next_orientation", ("F7",), submenu="orientation", separator=True),
    *(
        ActionSpec(f"digits_{count}", Message("{count} significant digit",
                   plural="{count} significant digits", count=count), "view", "set_digits", (),
                   count, "digits", "digits")
        for count in (2, 3, 4, 5, 6)
    ),
)  # fmt: skip

_PRODUCTS = (
    *(
        ActionSpec(f"product_{name}", text, "view", "set_product_view", (), name, "product_view",
                   "product")
        for name, text in (
            ("usual", message("Each in the &way that suits it")),
            ("falk", message("&Falk's scheme: a row meets a column")),
            ("inline", message("&Side by side: A · B = C")),
            ("rows", message("By &rows")),
            ("columns", message("By &columns")),
            ("outer", message("Sum of &outer products")),
        )
    ),
    ActionSpec("next_product_view", message("Next way to see a product"), "view",
               "next_product_view", ("G",), submenu="product", separator=True, repeats=True),
    ActionSpec("reduced_motion", message("Reduce &motion"), "view", "toggle_reduced_motion", (),
               choice="reduced_motion"),
)  # fmt: skip

_ZOOM = (
    ActionSpec("zoom_in", message("Zoom &in"), "view", "zoom_in", ("+", "=", "Ctrl++", "Ctrl+="),
               separator=True, repeats=True),
    ActionSpec("zoom_out", message("Zoom &out"), "view", "zoom_out", ("-", "Ctrl+-"),
               repeats=True),
    ActionSpec("zoom_reset", message("Whole picture"), "view", "zoom_reset", ("0", "Ctrl+0")),
    ActionSpec("deeper", message("One level &deeper"), "view", "deeper", ("Shift+Down",),
               submenu="level", repeats=True),
    ActionSpec("higher", message("One level &up"), "view", "higher", ("Shift+Up",),
               submenu="level", repeats=True),
    *(
        ActionSpec(f"level_{name}", text, "view", "look_at", (), name, "level", "level",
                   separator=name == "network")
        for name, text in (
            ("network", message("&Network")),
            ("layer", message("&Layer")),
            ("matrix", message("&Matrices of the step")),
            ("cell", message("&Cell")),
        )
    ),
    ActionSpec("lens", message("Lens over &heat maps"), "view", "toggle_lens", ("M",),
               choice="lens"),
    ActionSpec("why", message("Ask why the kept number is what it is"), "view", "why", ("W",),
               separator=True),
    ActionSpec("chain", message("Chain of &Jacobians"), "view", "toggle_chain", ("J",),
               choice="chain", separator=True),
    ActionSpec("chain_order", message("Multiply the chain from the other side"), "view",
               "other_chain_order", ("Shift+J",)),
    ActionSpec("full_screen", message("&Full screen"), "view", "full_screen", ("F11",),
               choice="full_screen", separator=True),
    ActionSpec("escape", message("Let go (unpin, close the notice, leave full screen)"), "view",
               "escape", ("Escape",)),
)  # fmt: skip

_MOVES = (
    ActionSpec("next", message("&Next stop"), "playback", "next",
               ("Space", "Right", "PgDown")),
    ActionSpec("previous", message("&Previous stop"), "playback", "previous",
               ("Left", "PgUp")),
    ActionSpec("toggle_play", message("Play or pause"), "playback", "toggle_play",
               ("Shift+Space", "P"), choice="playing"),
    ActionSpec("home", message("To the &start"), "playback", "home", ("Home",), separator=True),
    ActionSpec("end", message("To the &end"), "playback", "end", ("End",)),
    ActionSpec("next_phase", message("Next phase"), "playback", "next_phase", ("Ctrl+Right",)),
    ActionSpec("previous_phase", message("Previous phase"), "playback", "previous_phase",
               ("Ctrl+Left",)),
    *(
        ActionSpec(f"phase_{phase}", text, "playback", "jump_phase", (keys,), phase, None, "phase")
        for phase, text, keys in (
            ("forward", message("Forward pass"), "F"),
            ("loss", message("Loss"), "L"),
            ("backward", message("Backward pass"), "B"),
            ("update", message("Weight update"), "U"),
        )
    ),
    ActionSpec("next_sample", message("Next sample"), "playback", "next_sample", ("Down",),
               separator=True, repeats=True),
    ActionSpec("previous_sample", message("Previous sample"), "playback", "previous_sample",
               ("Up",), repeats=True),
    ActionSpec("choose_sample", message("&Choose sample…"), "playback", "choose_sample", ("N",)),
    ActionSpec("one_sample", message("&One sample alone"), "playback", "toggle_one_sample", ("O",),
               choice="one_sample"),
    ActionSpec("next_iteration", message("Next iteration"), "playback", "next_iteration",
               ("Shift+Right", "Shift+PgDown"), separator=True, repeats=True),
    ActionSpec("previous_iteration", message("Previous iteration"), "playback",
               "previous_iteration", ("Shift+Left", "Shift+PgUp"), repeats=True),
    ActionSpec("tenth_on", message("A tenth of the run on"), "playback", "jump_iterations",
               ("Ctrl+Shift+Right",), 1, repeats=True),
    ActionSpec("tenth_back", message("A tenth of the run back"), "playback", "jump_iterations",
               ("Ctrl+Shift+Left",), -1, repeats=True),
    ActionSpec("first_iteration", message("First iteration"), "playback", "first_iteration",
               ("Shift+Home",)),
    ActionSpec("last_iteration", message("Last iteration"), "playback", "last_iteration",
               ("Shift+End",)),
    ActionSpec("go_to_iteration", message("&Go to iteration…"), "playback", "go_to_iteration",
               ("I",)),
    ActionSpec("train_again", message("Train on, or &stop"), "playback", "train_again", ("T",),
               submenu="train"),
    *(
        ActionSpec(f"train_{count}", more(count), "playback", "train", (), count, None, "train",
                   separator=count == COUNTS[0])
        for count in COUNTS
    ),
)  # fmt: skip

_PACE = (
    *(
        ActionSpec(f"granularity_{name}", text, "playback", "set_granularity", (key,), name,
                   "granularity", "granularity")
        for key, name, text in (
            ("1", "cell", message("One cell")),
            ("2", "row", message("One row")),
            ("3", "matrix", message("One matrix")),
            ("4", "layer", message("One layer")),
        )
    ),
    ActionSpec("faster", message("Faster"), "playback", "faster", ("]",), separator=True,
               repeats=True),
    ActionSpec("slower", message("Slower"), "playback", "slower", ("[",), repeats=True),
    ActionSpec("loop", message("Begin again at the end"), "playback", "toggle_loop", ("R",),
               choice="loop"),
)  # fmt: skip

_HELP = (
    ActionSpec("shortcuts", message("&Keyboard shortcuts"), "help", "show_shortcuts", ("F1",)),
    ActionSpec("about", message("&About nnviz"), "help", "show_about", (), separator=True),
)

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    *_FILE,
    *_EDIT,
    *_PANELS,
    *_LOOKS,
    *_PRODUCTS,
    *_ZOOM,
    *_MOVES,
    *_PACE,
    *_HELP,
)


def spec(action_id: str) -> ActionSpec:
    """Return the action with this id.

    Raises:
        KeyError: there is none.
    """
    for action in ACTIONS:
        if action.id == action_id:
            return action
    raise KeyError(action_id)
