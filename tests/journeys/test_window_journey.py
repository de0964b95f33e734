"""From the first start to closing the window, as a person does it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import Program, Screen, missing_tools

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]


@pytest.fixture
def screen():
    made = Screen()
    yield made
    made.close()


@pytest.fixture
def program(screen, tmp_path):
    made = Program(screen, tmp_path)
    yield made
    made.kill()


def test_a_lesson(screen, program, tmp_path):
    ready = program.wait("ready", "the first picture")
    assert ready["seconds"] < 30
    places = program.wait("places", "the places of the widgets")
    first = program.rest()
    assert (first["step"], first["alpha"], first["kind"]) == (0, 0.0, "matmul")

    screen.focus("nnviz")
    screen.key("3")
    screen.key("space")
    moved = program.wait("state", "motion", lambda s: s["alpha"] > 0)
    assert moved["playing"]
    program.wait("state", "the first stop", lambda s: s["alpha"] == 1.0 and not s["playing"])

    # Space through the whole step, matrix by matrix.
    seen = {program.state["step"]}
    for _ in range(program.state["steps"] * 3):
        if program.state["at_end"]:
            break
        before = program.state["time_s"]
        screen.key("space")
        if program.state["step"] < program.state["steps"] - 3:
            screen.key("space")  # pressed again while moving: on to the next stop
        program.wait("state", "a step", lambda s, t=before: s["time_s"] > t)
        seen.add(program.rest()["step"])
    assert program.state["at_end"]
    assert program.state["phase"] == "update"
    assert len(seen) > program.state["steps"] // 3

    screen.key("Home")
    program.wait("state", "the start", lambda s: s["time_s"] == 0.0)

    # Forward once more, point at a number, keep it.
    screen.key("Page_Down")
    program.wait("state", "the first product", lambda s: s["alpha"] == 1.0 and not s["playing"])
    places = program.wait("places", "the product", lambda p: "P1" in p["matrices"])
    screen.point(*places["matrices"]["P1"])
    program.wait("state", "the pointed cell", lambda s: s["hovered"] == ["P1", 0, 0])
    program.wait("inspector", "the inspector", lambda i: i["cell"] == ["P1", 0, 0])
    screen.click(*places["matrices"]["P1"])
    program.wait("state", "the kept cell", lambda s: s["pinned"] == ["P1", 0, 0])
    screen.click(*places["matrices"]["W1"])
    program.wait("state", "the other cell", lambda s: s["pinned"] == ["W1", 0, 0])

    # Drag the timeline to its far end.
    x, y, width, height = places["boxes"]["timeline"]
    line = y + height * 0.55
    screen.drag((x + width * 0.2, line), (x + width * 0.5, line), (x + width * 0.97, line))
    program.wait("state", "the update", lambda s: s["phase"] == "update")

    screen.key("F6")
    program.wait("state", "Chinese", lambda s: s["language"] == "zh")
    screen.key("F7")
    program.wait("state", "rows", lambda s: s["orientation"] == "rows")
    screen.key("F8")
    program.wait("state", "dark", lambda s: s["theme"] == "dark")

    # On into the next iteration.
    screen.key("End")
    program.wait("state", "the end", lambda s: s["at_end"])
    screen.key("space")
    program.wait("state", "the second iteration", lambda s: s["iteration"] == 1)

    screen.key("ctrl+q")
    assert program.end() == 0
    assert program.errors == ""
    assert (tmp_path / "settings.json").is_file()


def test_a_second_start_remembers(screen, tmp_path):
    for language, theme in (("en", "light"), ("zh", "dark")):
        program = Program(screen, tmp_path)
        try:
            program.wait("ready", "the first picture")
            program.wait("state", theme, lambda s, t=theme: s["theme"] in {t, "system"})
            assert program.state["language"] == language
            program.wait("places", "the places")
            screen.focus("nnviz")
            screen.key("F8")
            program.wait(
                "state", "another theme", lambda s, t=theme: s["theme"] not in {t, "system"}
            )
            screen.key("F6")
            program.wait("state", "another language", lambda s, k=language: s["language"] != k)
            screen.key("ctrl+q")
            assert program.end() == 0
            assert program.errors == ""
        finally:
            program.kill()
