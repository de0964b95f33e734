"""What a notebook and print() show in another notation."""

import pytest

from nnviz.engine.display import DisplayOptions
from nnviz.engine.errors import SpecError
from nnviz.engine.writing import PLAIN, Notation
from nnviz.engine.writing.presets import PRESETS
from tests.engine.explained_nets import every_kind

BOOK = Notation(
    loss="J", weights="Θ", layer="brackets", error="e", decimal="comma", rounding="places",
    digits=2, orientation="rows",
)  # fmt: skip
CASE = every_kind()[0]


def test_a_trace_follows_in_every_form():
    trace = CASE.trace()
    shown = trace.display(notation=BOOK)
    page, text = shown._repr_html_(), str(shown)
    for written in (page, text):
        assert "δ" not in written
        assert "∂L" not in written
        assert "samples in rows" in written
    assert "Θ^[1]" in text
    assert "<i>Θ</i><sup>[1]</sup>" in page
    assert "0,00" in text


def test_a_step_follows_in_every_form():
    for step in CASE.trace().steps:
        shown = step.display(notation=BOOK)
        for written in (shown._repr_html_(), str(shown), shown._repr_latex_()):
            assert r"\delta" not in written
            assert "∂L" not in written
            assert r"\partial L" not in written


def test_numbers_in_latex_have_their_comma_without_a_space():
    step = next(s for s in CASE.trace().steps if s.output == "Z1")
    assert "{,}" in step.display(notation=BOOK)._repr_latex_()


@pytest.mark.parametrize("notation", PRESETS.values(), ids=PRESETS)
def test_every_preset_can_show_everything(notation):
    for case in every_kind()[:5]:
        trace = case.trace()
        assert trace.display(notation=notation)._repr_html_()
        for step in trace.steps:
            worked = step.explain(0, 0)
            assert worked.text_with(notation.digits_code, notation)
            assert worked.latex_with(notation.digits_code, notation)


def test_without_a_notation_nothing_is_different():
    trace = CASE.trace()
    assert str(trace.display(notation=PLAIN)) == str(trace.display())
    assert DisplayOptions.of_notation(PLAIN) == DisplayOptions()
    with pytest.raises(SpecError):
        DisplayOptions(digits=0)
    with pytest.raises(SpecError):
        DisplayOptions(digits=-8)
