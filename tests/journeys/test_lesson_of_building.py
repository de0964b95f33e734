"""A lesson from nothing to a net that has learnt, killed in the middle and found again."""

import signal
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import PATIENCE_S, Program, Screen, missing_tools

from nnviz.app.journal.entry import DOCUMENT
from nnviz.app.project import load
from nnviz.engine.errors import NnvizError

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]

# Three kinds of flowers around three places: a net can tell them apart, but not by one line.
_PLACES = {"rose": (1.0, 1.0), "lily": (3.0, 1.2), "iris": (2.0, 3.0)}


@pytest.fixture
def screen():
    made = Screen(1600, 1000)
    yield made
    made.close()


@pytest.fixture
def flowers(tmp_path):
    """Return a table of 30 flowers."""
    path = tmp_path / "flowers.csv"
    rows = ["length,width,kind"]
    for number in range(10):
        for kind, (length, width) in _PLACES.items():
            rows.append(f"{length + 0.05 * number},{width - 0.03 * number},{kind}")
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


class Lesson:
    """The hands of the person."""

    def __init__(self, screen, program):
        self.screen, self.program = screen, program

    def document(self, what, condition=lambda line: True):
        return self.program.wait("document", what, condition)

    def control(self, name):
        """Return the middle of a button or field, once it can be used."""
        places = self.program.wait("controls", name, lambda line: name in line)
        x, y, width, height = places[name]
        return x + width / 2, y + height / 2

    def enter(self, text):
        self.screen.do("type", "--delay", "5", text)
        self.screen.key("Return")

    def build(self):
        """Build a net of two hidden layers by mouse and keys."""
        self.screen.key("ctrl+n")
        self.document("a new net", lambda d: d["sizes"] == [2, 3, 1])
        self.screen.key("ctrl+b")
        self.stir()
        self.screen.click(*self.control("Add a hidden layer"))
        self.document("a second hidden layer", lambda d: len(d["sizes"]) == 4)
        self.stir()
        x, y = self.control("Units of layer 2")
        self.screen.click(x - 12, y)
        self.screen.key("ctrl+a")
        self.enter("5")
        self.document("five units", lambda d: d["sizes"][2] == 5)
        self.stir()
        self.screen.click(*self.control("Activation of layer 1"))
        self.enter("ReLU")
        built = self.document("a rectifier", lambda d: d["activations"][0] == "relu")
        assert "ReLU" in built["undo"] or "activation" in built["undo"].lower()

    def stir(self):
        """Change a thing that does not matter, so that the places are written anew."""
        way = self.program.state["orientation"]
        self.screen.key("F7")
        self.program.wait("state", "the other writing", lambda s: s["orientation"] != way)

    def open_table(self, path):
        """Open a CSV file: the dialog that asks for it, then the one that asks what is in it."""
        self.screen.key("ctrl+shift+o")
        self.screen.focus("Open CSV file")
        self.enter(str(path))
        self.screen.focus("Columns of")
        self.screen.key("Return")
        opened = self.document("the table", lambda d: d["data"] == str(path))
        self.screen.focus("flowers")
        return opened

    def train(self, least):
        """Train until stopped; return where that was."""
        before = self.program.latest["document"]["last_iteration"]
        self.screen.key("t")
        self.document("training", lambda d: d["training"] and d["last_iteration"] > before + least)
        self.screen.key("t")
        return self.still()

    def still(self):
        """Return the document once nothing is trained any more."""
        self.document("the end of training", lambda d: not d["training"])
        self.program.rest()
        return self.program.latest["document"]

    def go_to(self, iteration):
        self.screen.key("i")
        self.enter(str(iteration))
        self.document(f"iteration {iteration}", lambda d: d["iteration"] == iteration)

    def suppose_and_keep(self):
        """Suppose another weight, put it back, suppose it again and keep it; undo and redo."""
        before = self.program.latest["document"]
        self.screen.key("Home")
        self.screen.key("3")
        self.screen.key("Page_Down")
        places = self.program.wait("places", "the weights", lambda p: "W1" in p["matrices"])
        self.program.rest()
        self.screen.click(*places["matrices"]["W1"])
        self.program.wait("state", "the kept cell", lambda s: s["pinned"] == ["W1", 0, 0])
        self.suppose("2.5", before)
        self.screen.key("ctrl+BackSpace")
        self.document("the loss as before", lambda d: d["loss"] == before["loss"])
        supposed = self.suppose("2.5", before)
        self.screen.key("ctrl+k")
        kept = self.document("the kept weight", lambda d: d["undo"] != supposed["undo"])
        assert (kept["loss"], kept["weights"]) == (supposed["loss"], supposed["weights"])
        self.screen.key("ctrl+z")
        self.document("the supposition", lambda d: d["undo"] == supposed["undo"])
        self.screen.key("ctrl+z")
        self.document("the weight as before", lambda d: d["weights"] == before["weights"])
        self.screen.key("ctrl+shift+z")
        self.screen.key("ctrl+shift+z")
        again = self.document("the kept weight", lambda d: d["undo"] == kept["undo"])
        assert (again["loss"], again["weights"]) == (kept["loss"], kept["weights"])

    def suppose(self, value, before):
        """Suppose another value of the kept number; return what comes of it."""
        self.screen.key("F2")
        self.screen.key("ctrl+a")
        self.enter(value)
        self.document("what is supposed", lambda d: d["loss"] != before["loss"])
        self.program.wait("inspector", value, lambda i: i["value"].startswith(value))
        return self.program.latest["document"]


def journal(folder):
    """Return how far the run in the journal is trained, -1 while there is none."""
    for document in folder.glob(f"state/journal/*/{DOCUMENT}"):
        try:
            return load(document).document.run.last_iteration
        except NnvizError:
            return -1
    return -1


def wait_until(what, condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def learnt_and_killed(screen, folder, flowers):
    """Build, learn, save, learn on; kill the program, and return what it showed last."""
    program = Program(screen, folder)
    lesson = Lesson(screen, program)
    try:
        program.wait("ready", "the first picture")
        program.wait("controls", "the places")
        screen.focus("nnviz")
        lesson.build()
        opened = lesson.open_table(flowers)
        assert (opened["sizes"][-1], opened["loss_name"]) == (3, "cross_entropy")
        first = lesson.train(60)
        screen.key("shift+Home")
        untrained = lesson.document("the beginning", lambda d: d["iteration"] == 0)["loss"]
        lesson.go_to(40)
        assert program.latest["document"]["loss"] < untrained
        assert program.latest["document"]["last_iteration"] == first["last_iteration"]
        lesson.suppose_and_keep()
        screen.key("v")
        lesson.stir()
        screen.click(*lesson.control("Which plot"))
        screen.key("Down")
        screen.key("Return")
        screen.key("ctrl+shift+s")
        screen.focus("Save as")
        lesson.enter(str(folder / "lesson.nnviz"))
        wait_until("the file", (folder / "lesson.nnviz").exists)
        screen.focus("lesson.nnviz")
        saved = load(folder / "lesson.nnviz").document.run.last_iteration
        shown = lesson.train(80)
        assert shown["last_iteration"] > saved
        wait_until("the journal", lambda: journal(folder) == shown["last_iteration"])
        assert program.errors == ""
        program._process.send_signal(signal.SIGKILL)
        assert program.end() == -signal.SIGKILL
        assert load(folder / "lesson.nnviz").document.run.last_iteration == saved
        return shown, program.state["iteration"]
    finally:
        program.kill()


def test_a_net_built_from_nothing_outlives_the_program(screen, tmp_path, flowers):
    shown, iteration = learnt_and_killed(screen, tmp_path, flowers)
    program = Program(screen, tmp_path)
    try:
        program.wait("ready", "the first picture")
        screen.focus("Recover")
        screen.key("Return")
        found = program.wait(
            "document", "what was kept", lambda d: d["last_iteration"] == shown["last_iteration"]
        )
        program.wait("state", "the place", lambda s: s["iteration"] == iteration)
        found = program.latest["document"]
        same = ("sizes", "activations", "loss_name", "data", "last_iteration", "loss", "weights")
        assert {name: found[name] for name in same} == {name: shown[name] for name in same}
        assert "lesson.nnviz" in found["title"]
        screen.focus("lesson.nnviz")
        screen.key("ctrl+s")
        wait_until(
            "the file",
            lambda: (
                load(tmp_path / "lesson.nnviz").document.run.last_iteration
                == shown["last_iteration"]
            ),
        )
        screen.key("ctrl+q")
        assert program.end() == 0
        assert program.errors == ""
    finally:
        program.kill()
