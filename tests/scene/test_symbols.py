import pytest

from nnviz.engine.errors import SpecError
from nnviz.engine.notation import plain
from nnviz.scene.symbols import runs, shape_runs


def text(line):
    return "".join(run.text for run in line)


def test_a_name_has_its_layer_raised():
    letter, layer = runs("W1")
    assert (letter.text, letter.script, letter.style) == ("W", 0, "math")
    assert (layer.text, layer.script) == ("1", 1)


def test_indices_follow_the_orientation():
    assert "4,2" in text(runs("A1", "rows", 3, 1))
    assert "2,4" in text(runs("A1", "textbook", 3, 1))


def test_the_runs_say_what_the_plain_text_says():
    for name in ("P1", "dW2", "dZ1", "A2", "sumexp2", "velocity_W1_new", "vhat_b2"):
        small = str.maketrans("⁰¹²³₀₁₂₃ᵀ", "01230123T")
        expected = plain(name).replace("_", "").translate(small)
        assert text(runs(name)).translate(small) == expected


def test_an_unknown_name_is_an_error():
    with pytest.raises(SpecError):
        runs("nonsense")


def test_a_shape():
    assert text(shape_runs(4, 2)) == "4 × 2"
