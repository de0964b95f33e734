"""Time: inside an iteration, over the samples and over the iterations."""

from typing import Final

from nnviz.engine.message import message
from nnviz.views.window.actions.spec import ActionSpec

MOVES: Final = (
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
)  # fmt: skip
