"""A whole lesson hour by the keyboard alone: nobody touches the mouse, and one always sees where
one is."""

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import PATIENCE_S, Program, Screen, missing_tools

from nnviz.app.project import load
from nnviz.scene.numbers import decimals_for, format_value

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]
MOST_TABS = 150


@pytest.fixture
def screen():
    made = Screen(1280, 720)
    yield made
    made.close()


@pytest.fixture
def lesson(screen, tmp_path):
    program = Program(screen, tmp_path)
    yield Lesson(screen, program, tmp_path)
    program.kill()


class Lesson:
    """The ten fingers of the teacher."""

    def __init__(self, screen, program, folder):
        self.screen, self.program, self.folder = screen, program, folder

    def press(self, *keys):
        for key in keys:
            self.screen.key(key)

    def type(self, text):
        self.screen.do("type", "--delay", "8", text)

    def state(self, what, condition=lambda s: True):
        return self.program.wait("state", what, condition)

    def document(self, what, condition=lambda d: True):
        return self.program.wait("document", what, condition)

    def stop_training(self):
        self.press("t")
        self.document("the end of training", lambda d: not d["training"])
        self.program.rest()

    @property
    def now(self):
        return self.program.latest["document"]

    def focus(self, what, condition=lambda f: True):
        """Wait for a place of the focus; wherever that is, it is seen and it has a name."""
        found = self.program.wait("focus", what, condition)
        assert found["name"], found
        assert found["seen"], found
        return found

    def on_stage(self):
        return self.focus("the stage", lambda f: f["kind"] == "StageView")

    def window(self, title, kind=None):
        """Go to a window as a window manager does, and wait until the focus is in it."""
        self.screen.focus(title)
        return self.focus(
            title, lambda f: title in f["window"] and (kind is None or f["kind"] == kind)
        )

    def back(self):
        """Come back to the window from a dialog that has gone.

        A window manager gives the keys on when the dialog has gone; there is none here, so it is
        tried until they have come.
        """
        deadline = time.monotonic() + PATIENCE_S
        while (self.program.latest["focus"]["kind"] or "") != "StageView":
            assert time.monotonic() < deadline, self.program.latest["focus"]
            # Given while the dialog was still going, it has been passed on to that, and who has it
            # is not told again: away with it first (1 is whatever is pointed at).
            self.screen.do("windowfocus", 1)
            with suppress(AssertionError):  # found, and gone before it could be given
                self.screen.focus("nnviz")
            time.sleep(0.3)
            self.program._take_all()
        return self.on_stage()

    def tab_to(self, name, key="Tab"):
        """Press Tab until something has the focus; each stop on the way is seen and named."""
        been = []
        for _ in range(MOST_TABS):
            now = self.program.latest["focus"]
            if now["name"] and name in now["name"]:
                return now
            self.press(key)
            time.sleep(0.06)
            self.program._take_all()
            been.append(self.focus("a stop")["name"])
        raise AssertionError(f"Tab never came to {name}, but to {been}")

    def palette(self, letters):
        """Find a command by its letters, and do it."""
        self.press("ctrl+shift+p")
        self.window("Commands", "QLineEdit")
        self.type(letters)
        self.press("Return")

    def looks_even(self):
        """Say whether the whole screen has one colour."""
        picture = self.screen.picture()
        return bool((picture == picture[0, 0]).all())

    def until(self, what, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, what
            time.sleep(0.1)


def open_an_example(lesson):
    lesson.program.wait("ready", "the first picture")
    lesson.screen.focus("nnviz")
    lesson.on_stage()
    lesson.press("Escape")  # the welcome
    lesson.press("ctrl+e")
    lesson.window("Examples", "QLineEdit")
    lesson.press("Down", "Right", "Left")
    lesson.focus("a card", lambda f: f["kind"] == "ExampleCard")
    lesson.type("xor")  # letters go on searching
    lesson.focus("the search", lambda f: f["kind"] == "QLineEdit")
    lesson.press("Down")
    card = lesson.focus("a card", lambda f: f["kind"] == "ExampleCard")
    assert "XOR" in card["name"]
    lesson.press("Return")
    lesson.document("the example", lambda d: d["data"] == "xor")
    lesson.back()


def step_and_jump(lesson):
    lesson.press("Home", "3", "Page_Down")
    lesson.state("the first product", lambda s: s["alpha"] == 1.0 and not s["playing"])
    lesson.press("Page_Down")
    lesson.state("the next step", lambda s: s["step"] == 1 and not s["playing"])
    lesson.press("Page_Up")
    lesson.program.rest()
    lesson.state("one back", lambda s: not s["playing"] and (s["step"], s["alpha"]) <= (1, 0.0))
    for key, phase in (("b", "backward"), ("u", "update"), ("l", "loss"), ("f", "forward")):
        lesson.press(key)
        lesson.state(phase, lambda s, phase=phase: s["phase"] == phase)
    lesson.palette("outer product")
    lesson.state("the outer product", lambda s: s["kind"] == "outer_product")
    lesson.back()
    lesson.press("Home", "Page_Down")
    lesson.state("the first product", lambda s: s["alpha"] == 1.0 and not s["playing"])


def walk_and_ask(lesson):
    """Walk from number to number, hear each, go into one, ask why it is so."""
    seen = []
    for key in ("alt+Right", "alt+Right", "alt+Down", "alt+Left"):
        before = lesson.program.state["hovered"]
        lesson.press(key)
        cell = lesson.state("the next cell", lambda s, b=before: s["hovered"] != b)["hovered"]
        shown = lesson.program.wait(
            "inspector", "the cell", lambda i, cell=cell: i["cell"] == cell
        )["value"]
        number = float(shown.replace("−", "-").split()[0])
        short = format_value(number, decimals_for([number], 3))
        lesson.program.wait("said", short, lambda s, short=short: short in s["words"])
        seen.append(cell)
    assert len({tuple(cell) for cell in seen}) >= 3
    lesson.on_stage()
    lesson.press("shift+Down")
    lesson.state("one cell", lambda s: s["level"] == "cell")
    lesson.press("shift+Up")
    lesson.state("the step", lambda s: s["level"] == "matrix")
    lesson.press("alt+Return")
    kept = lesson.state("the kept cell", lambda s: s["pinned"] is not None)["pinned"]
    lesson.press("w")
    tree = lesson.focus("the tree of reasons", lambda f: f["kind"] == "WhyTree")
    lesson.press("Right", "Down", "Down", "Up")
    assert lesson.program.latest["focus"] == tree
    lesson.press("Escape")
    lesson.on_stage()
    lesson.press("shift+w")
    lesson.on_stage()
    assert lesson.program.state["pinned"] == kept


def suppose(lesson):
    """Suppose another weight, put it back; suppose it again, keep it, undo and redo."""
    before = lesson.now
    lesson.press("Escape")
    lesson.state("nothing kept", lambda s: s["pinned"] is None)
    for _ in range(40):
        cell = lesson.program.state["hovered"]
        if cell is not None and cell[0] == "W1":
            break
        lesson.press("alt+Left")
        lesson.state("another cell", lambda s, cell=cell: s["hovered"] != cell)
    supposed = suppose_value(lesson, "2.5", before)
    lesson.press("ctrl+BackSpace")
    lesson.document("the loss as before", lambda d: d["loss"] == before["loss"])
    supposed = suppose_value(lesson, "2.5", before)
    lesson.press("ctrl+k")
    kept = lesson.document("the kept weight", lambda d: d["undo"] != supposed["undo"])
    assert kept["loss"] == supposed["loss"]
    lesson.press("ctrl+z", "ctrl+z")
    lesson.document("the weight as before", lambda d: d["weights"] == before["weights"])
    lesson.press("ctrl+shift+z", "ctrl+shift+z")
    lesson.document("the kept weight", lambda d: d["weights"] == kept["weights"])
    lesson.on_stage()


def suppose_value(lesson, value, before):
    lesson.press("F2")
    lesson.focus("the field of the number", lambda f: f["kind"] == "NumberEdit")
    lesson.press("ctrl+a")
    lesson.type(value)
    lesson.press("Return")
    lesson.document("what comes of it", lambda d: d["loss"] != before["loss"])
    lesson.program.wait("inspector", value, lambda i: i["value"].startswith(value))
    lesson.on_stage()
    return lesson.now


def build(lesson):
    before = lesson.now
    lesson.press("ctrl+b")
    lesson.focus("the panel", lambda f: f["kind"] != "StageView")
    lesson.tab_to("Add a hidden layer")
    lesson.press("Return")
    lesson.document("one more layer", lambda d: len(d["sizes"]) == len(before["sizes"]) + 1)
    lesson.tab_to("Activation of layer 2")
    lesson.press("Return")
    lesson.type("tanh")
    lesson.press("Return")
    lesson.document("tanh", lambda d: d["activations"][1] == "tanh")
    lesson.press("ctrl+z")
    lesson.document("not tanh", lambda d: d["activations"][1] != "tanh")
    lesson.press("ctrl+shift+z")
    lesson.document("tanh", lambda d: d["activations"][1] == "tanh")
    lesson.press("Escape")
    lesson.on_stage()
    lesson.press("ctrl+b")


def train_and_scrub(lesson):
    lesson.press("t")
    lesson.document("training", lambda d: d["training"] and d["last_iteration"] > 30)
    lesson.stop_training()
    lesson.press("shift+Home")
    lesson.state("the beginning", lambda s: s["iteration"] == 0)
    lesson.press("shift+Right", "shift+Right", "shift+Left")
    lesson.state("the second iteration", lambda s: s["iteration"] == 1)
    lesson.press("ctrl+shift+Right")
    lesson.state("a tenth on", lambda s: s["iteration"] > 1)
    lesson.press("i")
    lesson.focus("the field of the iteration", lambda f: f["kind"] != "StageView")
    lesson.press("ctrl+a")
    lesson.type("17")
    lesson.press("Return")
    lesson.state("iteration 17", lambda s: s["iteration"] == 17)
    lesson.on_stage()
    lesson.press("v")
    lesson.focus("the plots", lambda f: f["kind"] != "StageView")
    lesson.tab_to("Which plot")
    lesson.press("Escape")
    lesson.on_stage()
    lesson.press("v")


def read_and_choose(lesson):
    """Read about the step, choose how everything looks and is written."""
    lesson.press("shift+F1")
    lesson.window("guide", "PageBrowser")
    lesson.press("ctrl+f")
    lesson.focus("the search", lambda f: f["kind"] == "QLineEdit")
    lesson.type("outer product")
    lesson.press("Return", "Escape", "Escape")
    lesson.back()
    lesson.press("ctrl+bracketright")
    lesson.state("larger words", lambda s: s["text_scale"] == 125)
    lesson.press("ctrl+bracketleft")
    lesson.state("words as before", lambda s: s["text_scale"] == 100)
    theme = lesson.program.state["theme"]
    lesson.press("F8")
    lesson.state("another theme", lambda s: s["theme"] != theme)
    lesson.press("F6")
    lesson.state("Chinese", lambda s: s["language"] == "zh")
    lesson.press("F6")
    lesson.state("English", lambda s: s["language"] == "en")
    lesson.press("ctrl+shift+t")
    lesson.window("textbook")
    lesson.tab_to("Cancel")
    lesson.press("Return")
    lesson.back()
    lesson.press("F9")
    lesson.focus("the next part", lambda f: f["kind"] != "StageView")
    lesson.press("shift+F9")
    lesson.on_stage()


def save(lesson, name):
    path = lesson.folder / name
    lesson.press("ctrl+shift+s")
    lesson.window("Save as")
    lesson.press("ctrl+a")
    lesson.type(str(path))
    lesson.press("Return")
    lesson.until("the file", path.exists)
    lesson.back()
    return path


def present(lesson):
    lesson.press("F5")
    lesson.state("the projector", lambda s: s["theme"] == "projector")
    lesson.press("Page_Down")
    lesson.state("a step", lambda s: s["alpha"] > 0)
    lesson.program.rest()
    assert not lesson.looks_even()
    lesson.press("b")
    lesson.until("a black screen", lesson.looks_even)
    lesson.press("b")
    lesson.until("the stage again", lambda: not lesson.looks_even())
    lesson.type("7")
    lesson.press("Return")
    lesson.state("the seventh step", lambda s: s["step"] == 6)
    lesson.press("F5")
    lesson.state("the window again", lambda s: s["theme"] != "projector")
    lesson.on_stage()


def test_a_lesson_hour_by_the_keyboard_alone(lesson, screen):
    open_an_example(lesson)
    step_and_jump(lesson)
    walk_and_ask(lesson)
    suppose(lesson)
    build(lesson)
    train_and_scrub(lesson)
    read_and_choose(lesson)
    path = save(lesson, "hour.nnviz")
    present(lesson)
    before = lesson.now["last_iteration"]
    lesson.press("Home", "t")
    lesson.document("more", lambda d: d["training"] and d["last_iteration"] > before + 100)
    lesson.stop_training()
    last = lesson.now["last_iteration"]
    lesson.press("ctrl+s", "ctrl+q")  # what is being saved is not asked about
    assert lesson.program.end() == 0
    assert load(path).document.run.last_iteration == last
    assert lesson.program.errors == ""
