"""The optimizer's form: every optimizer can be shown, and numbers that may be left open."""

import pytest
from PySide6.QtCore import Qt

from nnviz.app.edits import SetOptimizerOption
from nnviz.engine import optimizers
from nnviz.engine.spec import OptimizerSpec
from nnviz.views.build.optimizer_form import OptimizerForm
from nnviz.views.panels.fields import FloatField


@pytest.fixture
def form(qtbot):
    made = OptimizerForm(lambda text: text.english())
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", optimizers.names())
def test_every_optimizer_shows_its_defaults(form, name):
    form.show_optimizer(OptimizerSpec(name))
    for option, value in optimizers.get(name).options.items():
        for place, part in enumerate(value if isinstance(value, tuple) else (value,)):
            field = form.field(option, place)
            if isinstance(field, FloatField):
                assert field.value() == pytest.approx(0.0 if part is None else part)
            else:
                assert field.isChecked() is part


def test_a_number_that_is_left_open_is_called_automatic(qtbot, form):
    form.show_optimizer(OptimizerSpec("adafactor"))
    field = form.field("eps", 0)
    assert field.text() == "automatic"
    with qtbot.waitSignal(form.edited) as caught:
        form.field("eps", 1).setValue(0.01)
    assert caught.args == [SetOptimizerOption("eps", (None, 0.01))]
    with qtbot.waitSignal(form.edited) as caught:
        field.setValue(1e-6)
    assert caught.args[0].option == "eps"
    assert caught.args[0].value[0] == pytest.approx(1e-6)
    form.show_optimizer(OptimizerSpec("adafactor", {"eps": (1e-6, 0.001)}))
    assert field.text() == "1e-06"
    with qtbot.waitSignal(form.edited) as caught:
        field.setValue(0.0)
    assert caught.args == [SetOptimizerOption("eps", (None, 0.001))]


def test_a_number_can_be_typed_over_the_word_and_the_word_over_the_number(qtbot, form):
    form.show_optimizer(OptimizerSpec("adafactor"))
    field = form.field("eps", 0)
    form.show()
    field.selectAll()
    with qtbot.waitSignal(form.edited) as caught:
        qtbot.keyClicks(field, "1e-4")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [SetOptimizerOption("eps", (1e-4, 0.001))]


def test_the_word_is_said_in_another_language(form):
    form.show_optimizer(OptimizerSpec("adafactor"))
    form.retranslate(lambda text: {"automatic": "自动"}.get(text.english(), text.english()))
    assert form.field("eps", 0).text() == "自动"


def test_an_exponent_below_zero_can_be_changed_on_its_side(qtbot, form):
    form.show_optimizer(OptimizerSpec("adafactor"))
    field = form.field("beta2_decay")
    assert field.value() == -0.8
    with qtbot.waitSignal(form.edited) as caught:
        field.setValue(-0.5)
    assert caught.args == [SetOptimizerOption("beta2_decay", -0.5)]
    assert field.maximum() == 0.0
