from dataclasses import replace

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.scene.primitives import CellRef
from nnviz.views.panels.inspected import inspect
from nnviz.views.panels.inspector import Inspector


def session(name, **settings):
    made = example(name)
    return Session(replace(made, spec=replace(made.spec, **settings)), Settings())


def at(found, kind):
    index = next(step.index for step in found.state.trace.steps if step.kind == kind)
    found.seek_step(index, 1.0)
    return found.state


def test_what_is_not_listed_is_counted(qtbot):
    found = session("digits", l2=0.01)
    weights = sum(
        array.size for name, array in found.state.trace.steps[0].inputs.items() if name == "W1"
    )
    assert weights == 64 * 16
    state = at(found, "penalty")
    shown = inspect(state, CellRef("R", 0, 0))
    assert len(shown.sources) + shown.more_sources == 64 * 16 + 16 * 10
    panel = Inspector(Catalogue("en").translate)
    qtbot.addWidget(panel)
    panel.show_cell(shown, None)
    assert f"and {shown.more_sources} more places" in panel.sources.text()


def test_whole_arrays_are_counted_as_one_place():
    shown = inspect(at(session("xor", clip_norm=0.5), "gradient_norm"), CellRef("gnorm", 0, 0))
    assert (len(shown.sources), shown.more_sources) == (4, 0)
