"""A lesson before a hall: a presenter's remote, a pen, a black screen, and back to the desk."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import Program, Screen, missing_tools
from two_screens import LEFT, RIGHT, TwoScreens, missing_for_two

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]

SIZES = ((1024, 768), (1280, 720), (1920, 1080))
STROKE = ((200, 500), (300, 520), (420, 500))
POINTER = 40  # pixels, more than a pointer in the corner covers


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request):
    return request.param


@pytest.fixture
def screen(size):
    made = Screen(*size)
    yield made
    made.close()


@pytest.fixture
def program(screen, tmp_path):
    made = Program(screen, tmp_path)
    yield made
    made.kill()


class Hall:
    """The hands of a teacher; what is seen is asked of the program's log and of the screen."""

    def __init__(self, screen, program):
        self.screen, self.program = screen, program

    def hall(self, what, condition):
        return self.program.wait("hall", what, condition)

    def state(self, what, condition):
        return self.program.wait("state", what, condition)

    def page(self, key, condition, what):
        self.screen.key(key)
        self.state(what, lambda s: condition(s) and not s["playing"])

    def jump(self, number):
        for digit in str(number):
            self.screen.key(digit)
        self.hall(f"the number {number}", lambda h: h["typed"] == str(number))
        self.screen.key("Return")
        self.state(f"step {number}", lambda s: s["step"] == number - 1)
        self.hall("no number any more", lambda h: h["typed"] == "")

    def tool(self, key, name, *, on):
        self.screen.key(key)
        self.hall(f"{name} {on}", lambda h: (name in h["tools"]) is on)


def test_a_lesson_before_a_hall(screen, program, size, tmp_path):
    program.wait("ready", "the first picture")
    program.wait("places", "the places")
    program.rest()
    before = program.state
    places = program.latest["places"]["boxes"]
    screen.focus("nnviz")
    screen.key("3")  # a stop after each matrix
    hall = Hall(screen, program)

    screen.key("F5")
    full = [0, 0, *size]
    first = hall.hall("the stage alone", lambda h: h["on"] and h["stage"] == full)
    assert first["window"] == full
    assert first["panels"] == []
    hall.state("its colours", lambda s: s["theme"] == "projector")

    # On and back with the remote, and on while it is still moving.
    hall.page("Next", lambda s: (s["step"], s["alpha"]) == (0, 1.0), "the first product")
    hall.page("Next", lambda s: (s["step"], s["alpha"]) == (1, 1.0), "the bias")
    hall.page("Prior", lambda s: s["time_s"] > 0 and (s["step"], s["alpha"]) != (1, 1.0), "back")
    there = program.state

    # Black out; whatever key comes next brings the picture back and does no more.
    shown = screen.settled()
    for key in ("b", "period"):
        hall.tool(key, "black", on=True)
        assert not screen.settled().any()
        hall.tool("Next", "black", on=False)
        assert program.state["time_s"] == there["time_s"]
    assert np.array_equal(screen.settled(), shown)

    hall.jump(13)
    for key in ("2", "BackSpace", "1", "7", "Escape"):
        screen.key(key)
    hall.hall("nothing typed", lambda h: h["typed"] == "" and h["on"])
    assert program.state["step"] == 12

    # Draw on top; the line goes by itself. Nothing beneath is clicked.
    pinned = program.state["pinned"]
    hall.tool("d", "pen", on=True)
    screen.drag(*STROKE)
    hall.hall("a line", lambda h: h["inked"])
    assert program.state["pinned"] == pinned
    hall.hall("no line any more", lambda h: not h["inked"])
    hall.tool("Escape", "pen", on=False)

    # Freeze: the hall sees the old picture while the lesson goes on behind it.
    screen.point(2, 2)  # the pointer is part of the picture until it hides itself
    hall.tool("f", "freeze", on=True)
    frozen = screen.settled()[POINTER:, POINTER:]
    screen.key("Next")
    hall.state("another place", lambda s: s["alpha"] > 0 and not s["playing"])
    assert np.array_equal(screen.settled()[POINTER:, POINTER:], frozen)
    hall.tool("f", "freeze", on=False)
    assert not np.array_equal(screen.settled()[POINTER:, POINTER:], frozen)

    screen.key("Escape")
    last = hall.hall("the desk", lambda h: not h["on"])
    assert not last["full"]
    hall.state("the colours of before", lambda s: s["theme"] == before["theme"])
    program.wait("places", "the window as before", lambda p: p["boxes"] == places)
    screen.key("ctrl+q")
    assert program.end() == 0
    assert program.errors == ""


@pytest.mark.skipif(bool(missing_for_two()), reason=f"not installed: {missing_for_two()}")
def test_the_speaker_has_a_screen_of_her_own(tmp_path):
    screen = TwoScreens()
    program = Program(screen, tmp_path, "--projector", "--example", "iris")
    try:
        program.wait("ready", "the first picture")
        hall = Hall(screen, program)
        seen = hall.hall(
            "both screens", lambda h: h["stage"] == list(LEFT) and h["speaker"] == list(RIGHT)
        )
        assert seen["window"] == list(LEFT)
        assert seen["tools"] == ["speaker"]
        screen.focus("Speaker view")  # the remote works wherever the keys go
        hall.jump(13)
        hall.tool("b", "black", on=True)
        left, right = np.split(screen.settled(), [LEFT[2]], axis=1)
        assert not left.any()
        assert len(np.unique(right.reshape(-1, 3), axis=0)) > 20
        hall.tool("b", "black", on=False)
        screen.key("F5")
        gone = hall.hall("the desk", lambda h: not h["on"])
        assert gone["speaker"] is None
        screen.focus("nnviz")
        screen.key("ctrl+q")
        assert program.end() == 0
        assert program.errors == ""
    finally:
        program.kill()
        screen.close()
