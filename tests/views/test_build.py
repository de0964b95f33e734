"""The build panel: what it shows, what it asks for, and what is said about it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from nnviz.app.advice import remarks
from nnviz.app.edits import (
    MoveLayer,
    SetActivation,
    SetActivationOption,
    SetBackend,
    SetClip,
    SetInitializer,
    SetInitializerOption,
    SetInitialValues,
    SetL2,
    SetLoss,
    SetOptimizer,
    SetSchedule,
    SetScheduleOption,
    SetSeed,
    SetStandardise,
    SetUnits,
)
from nnviz.app.experiment import example
from nnviz.engine import activations, initializers, optimizers, schedules
from nnviz.engine.spec import LayerSpec, NetworkSpec, ScheduleSpec
from nnviz.views.build.feature import BuildFeature
from nnviz.views.build.layer_card import LayerCard
from nnviz.views.build.panel import BuildPanel
from nnviz.views.build.rate_curve import horizon
from nnviz.views.build.values_dialog import ValuesDialog, block_of, number_of

XOR = example("xor")
# Said by Qt's offscreen platform for every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def english(text):
    return text.english()


@pytest.fixture
def build(qtbot):
    panel = BuildPanel(english)
    qtbot.addWidget(panel)
    panel.show_experiment(XOR, 4)
    return panel


@pytest.fixture
def wanted(build):
    seen = []
    build.edited.connect(seen.append)
    return seen


def shown(build, *edits):
    experiment = XOR
    for edit in edits:
        experiment = edit.apply(experiment)
    build.show_experiment(experiment, 4)
    return experiment


def choose(field, key):
    field.show_value(key)
    field.activated.emit(field.currentIndex())


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize(
    ("before", "act", "edit"),
    [
        ([], lambda b: b.data_form.standardise.click(), SetStandardise(True)),
        ([], lambda b: choose(b.schedule.name, "cosine"), SetSchedule("cosine")),
        ([SetSchedule("cosine")], lambda b: b.schedule.field("T_max").setValue(7),
         SetScheduleOption("T_max", 7)),
        ([SetSchedule("exponential")], lambda b: b.schedule.field("gamma").setValue(0.5),
         SetScheduleOption("gamma", 0.5)),
        ([], lambda b: b.limits.l2.setValue(0.5), SetL2(0.5)),
        ([], lambda b: choose(b.limits.clip, "norm"), SetClip("norm", 1.0)),
        ([SetClip("value", 2.0)], lambda b: b.limits.limit.setValue(3.0), SetClip("value", 3.0)),
        ([SetClip("value", 2.0)], lambda b: choose(b.limits.clip, "none"), SetClip(None, 2.0)),
        ([SetInitializer("constant")], lambda b: b.start.options.field("value").setValue(-0.5),
         SetInitializerOption("value", -0.5)),
        ([], lambda b: choose(b.start.backend, "cupy"), SetBackend("cupy")),
        ([SetActivation(1, "elu")], lambda b: b.cards[0].option("alpha").setValue(2.0),
         SetActivationOption(1, "alpha", 2.0)),
    ],
)  # fmt: skip
def test_every_new_control_asks_for_its_edit(build, wanted, before, act, edit):
    shown(build, *before)
    act(build)
    assert wanted == [edit]


def test_the_die_throws_another_seed(build, wanted):
    for _ in range(5):
        build.start.die.click()
    assert all(isinstance(edit, SetSeed) and edit.seed != XOR.spec.seed for edit in wanted)
    assert len({edit.seed for edit in wanted}) > 1


@pytest.mark.parametrize("name", schedules.names())
def test_the_curve_is_the_engines_own_schedule(build, name):
    spec = ScheduleSpec(name)
    build.schedule.show_schedule(spec, 0.2)
    made = spec.make()
    points = build.schedule.curve.points
    assert points[0][0] == 0
    assert points[-1][0] == horizon(spec)
    assert all(rate == 0.2 * made.factor(step) for step, rate in points)
    assert build.schedule.curve.isHidden() is made.is_constant


@pytest.mark.parametrize("name", initializers.names()[:-1])
def test_every_initializer_shows_its_options(build, name):
    shown(build, SetInitializer(name))
    assert build.start.initializer.value == name
    assert build.start.options.names == tuple(initializers.checked_options(name, {}))


@pytest.mark.parametrize("name", activations.names())
def test_every_activation_shows_its_options(qtbot, name):
    card = LayerCard(1, english)
    qtbot.addWidget(card)
    card.show_layer(LayerSpec(3, name), 2, output=False)
    assert card.options.names == tuple(activations.get(name).options)


def test_values_that_were_given_are_a_choice_only_while_they_are_there(build):
    field = build.start.initializer
    assert field.findData("explicit") < 0
    shown(build, SetInitialValues({"W1": np.ones((4, 2))}))
    assert field.value == "explicit"
    assert build.start.options.isHidden()
    shown(build)
    assert field.findData("explicit") < 0


def test_giving_values_is_asked_for(qtbot, build, wanted):
    with qtbot.waitSignal(build.values_wanted):
        choose(build.start.initializer, "…given")
    assert build.start.initializer.value == "he"
    assert wanted == []


def test_parameters_are_counted(build):
    layer_list = build.layers
    assert build.cards[0]._count.text() == "12 parameters"
    assert layer_list._total.text() == "17 parameters in all"
    spec = NetworkSpec(3, (LayerSpec(2), LayerSpec(1, bias=False)))
    layer_list.show_spec(spec)
    total = sum(int(np.prod(shape)) for shape in spec.parameter_shapes.values())
    assert layer_list._total.text() == f"{total} parameters in all"


class TestGroups:
    def test_a_folded_group_says_what_is_in_it(self, build):
        build.fold(("learning", "start", "layers"))
        groups = build.groups
        assert groups["learning"].body.isHidden()
        assert groups["learning"].summary.text() == "gradient descent (SGD), η = 0.1"
        assert groups["layers"].summary.text() == "2–4–1"
        assert groups["start"].summary.text() == "He, seed 18"
        assert build.folded_groups == ("layers", "learning", "start")

    def test_a_heading_folds_by_click_and_by_key(self, qtbot, window):
        window.set_panel_open("build", True)
        settle()
        group = window.views.build.groups["data"]
        qtbot.mouseClick(group.head, Qt.MouseButton.LeftButton)
        assert not group.is_open
        group.head.setFocus()
        qtbot.keyClick(group.head, Qt.Key.Key_Return)
        assert group.is_open

    def test_what_is_folded_is_remembered(self, window, session):
        window.views.build.fold(("data",))
        assert window.feature(BuildFeature).remembered() == {"folded_groups": ("data",)}

    def test_a_remark_is_seen_at_the_heading_of_a_folded_group(self, build):
        build.show_remarks(remarks(shown(build, SetInitializer("zeros"))))
        assert not build.groups["start"].sign.isHidden()
        assert build.groups["data"].sign.isHidden()


class TestRemarks:
    def test_each_stands_at_its_field(self, build):
        experiment = shown(
            build,
            SetActivation(1, "linear"),
            SetInitializer("zeros"),
            SetOptimizer("adam", {"lr": 1}),
        )
        build.show_remarks(remarks(experiment))
        keys = lambda lines: [line.remark.key for line in lines.lines]  # noqa: E731
        assert keys(build.cards[0].remarks) == ["collapse"]
        assert keys(build.start.remarks) == ["identical"]
        assert keys(build._lines["learning"]) == ["jumping"]
        assert keys(build.cards[1].remarks) == []

    def test_a_remedy_is_one_click(self, build, wanted):
        experiment = shown(build, SetInitializer("zeros"))
        found = remarks(experiment)
        build.show_remarks(found)
        build.start.remarks.lines[0].buttons[0].click()
        assert wanted == [found[0].remedies[0].edit]
        build.show_remarks(remarks(wanted[0].apply(experiment)))
        assert build.start.remarks.lines == []
        assert build.start.remarks.isHidden()

    def test_a_line_that_stays_is_not_made_anew(self, build):
        build.show_remarks(remarks(shown(build, SetInitializer("zeros"))))
        line = build.start.remarks.lines[0]
        build.show_remarks(remarks(shown(build, SetInitializer("zeros"))))
        assert build.start.remarks.lines == [line]

    def test_why_what_is_seen_and_where_are_said(self, qtbot, build):
        experiment = shown(build, SetActivation(1, "linear"))
        build.show_remarks(remarks(experiment))
        line = build.cards[0].remarks.lines[0]
        assert "Layer 1 is linear" in line.text.text()
        assert "linear collapse" in line.text.text()
        with qtbot.waitSignal(build.sight_chosen) as caught:
            line.text.linkActivated.emit("see")
        assert caught.args[0].array == "A1"

    def test_in_the_window_one_is_led_to_where_it_is_seen(self, window, session):
        window.set_panel_open("build", True)
        window.edit(SetInitializer("zeros"))
        settle()
        line = window.views.build.start.remarks.lines[0]
        line.text.linkActivated.emit("see")
        settle()
        assert session.state.pinned.name == "W1"
        assert window.is_panel_open("symptoms")

    def test_remarks_come_and_go_with_edits_and_undo(self, window, session):
        window.set_panel_open("build", True)
        window.edit(SetActivation(1, "linear"))
        settle()
        assert [r.key for r in window.views.build.remarks] == ["collapse"]
        session.undo()
        settle()
        assert window.views.build.remarks == ()

    def test_opening_the_panel_brings_them_up_to_date(self, window):
        window.set_panel_open("build", False)
        window.edit(SetActivation(1, "linear"))
        settle()
        window.set_panel_open("build", True)
        settle()
        assert [r.key for r in window.views.build.remarks] == ["collapse"]


class TestRefusals:
    def test_why_and_a_button_that_brings_it_about(self, qtbot, window, session):
        window.edit(SetLoss("cross_entropy"))
        window.edit(SetActivation(2, "linear"))
        settle()
        notice = window.views.notice
        assert "softmax" in notice.text
        assert notice.text.startswith("Not possible: ")
        button = next(b for b in notice.buttons if "squared" in b.text())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        spec = session.state.experiment.spec
        assert (spec.loss, spec.layers[-1].activation) == ("mse", "linear")
        session.undo()
        assert session.state.experiment.spec.loss == "cross_entropy"

    def test_a_shape_mistake_is_called_one(self, window):
        window.edit(SetUnits(2, 3))
        settle()
        assert window.views.notice.text.startswith("Shape mistake: ")
        assert any("hidden layer of 3 units" in b.text() for b in window.views.notice.buttons)

    def test_the_buttons_go_with_the_sentence(self, window, session):
        window.edit(SetUnits(2, 3))
        settle()
        assert window.views.notice.buttons
        window.dismiss_notice()
        settle()
        assert window.views.notice.buttons == []
        assert not window.views.notice.text

    def test_a_refused_control_goes_back(self, window):
        window.set_panel_open("build", True)
        card = window.views.build.cards[-1]
        card.units.setValue(3)
        settle()
        assert card.units.value() == 1


class TestOrder:
    @pytest.fixture
    def three(self, build):
        spec = replace(XOR.spec, layers=(LayerSpec(5), LayerSpec(6), LayerSpec(7), LayerSpec(1)))
        build.show_experiment(replace(XOR, spec=spec), 4)
        build.resize(330, 900)
        build.show()
        settle()
        return build

    def drag(self, qtbot, card, to):
        grip = card.grip
        start = grip.rect().center()
        end = grip.mapFromGlobal(to)
        qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(grip, QPoint(start.x(), (start.y() + end.y()) // 2))
        qtbot.mouseMove(grip, end)
        qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=end)

    @pytest.mark.parametrize(
        ("layer", "below", "edit"),
        [(1, 2, MoveLayer(1, 2)), (1, 3, MoveLayer(1, 3)), (3, 0, MoveLayer(3, 1)),
         (3, 1, MoveLayer(3, 2)), (2, 4, MoveLayer(2, 3))],
    )  # fmt: skip
    def test_a_card_is_dragged_to_its_place(self, qtbot, three, wanted, layer, below, edit):
        cards = three.cards
        other = cards[max(below - 1, 0)]
        place = other.rect().center()
        place.setY(place.y() + 20 if below else place.y() - 20)
        self.drag(qtbot, cards[layer - 1], other.mapToGlobal(place))
        assert wanted == [edit]
        assert three.layers._line.isHidden()

    def test_dragged_home_nothing_changes(self, qtbot, three, wanted):
        card = three.cards[1]
        self.drag(qtbot, card, card.mapToGlobal(card.rect().center() + QPoint(0, 10)))
        assert wanted == []

    KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    def test_by_the_keyboard(self, qtbot, window, session):
        window.edit(SetUnits(1, 5))
        from nnviz.app.edits import AddLayer

        window.edit(AddLayer(2, 7))
        window.set_panel_open("build", True)
        settle()
        cards = window.views.build.cards
        cards[0].units.setFocus()
        qtbot.keyClick(cards[0].units, Qt.Key.Key_Down, self.KEYS)
        settle()
        assert session.state.experiment.spec.sizes == (2, 7, 5, 1)
        assert QApplication.focusWidget() is cards[1].units
        qtbot.keyClick(cards[1].units, Qt.Key.Key_Down, self.KEYS)
        settle()
        assert session.state.experiment.spec.sizes == (2, 7, 5, 1)
        qtbot.keyClick(cards[1].units, Qt.Key.Key_Up, self.KEYS)
        settle()
        assert session.state.experiment.spec.sizes == (2, 5, 7, 1)
        assert session.state.undo_name.english().startswith("Move layer")


class TestMenu:
    def open(self, window, layer=1):
        window.feature(BuildFeature).open_menu(layer, window.mapToGlobal(window.rect().center()))
        settle()
        return next(w for w in window.findChildren(QMenu) if hasattr(w, "by_name"))

    @pytest.mark.parametrize(
        ("name", "sizes"),
        [("more", (2, 5, 1)), ("fewer", (2, 3, 1)), ("before", (2, 4, 4, 1)),
         ("after", (2, 4, 4, 1)), ("duplicate", (2, 4, 4, 1)), ("remove", (2, 1))],
    )  # fmt: skip
    def test_every_command_of_a_layer(self, window, session, name, sizes):
        menu = self.open(window)
        menu.by_name[name].trigger()
        menu.close()
        settle()
        assert session.state.experiment.spec.sizes == sizes

    def test_activation_and_bias(self, window, session):
        menu = self.open(window)
        menu.by_name["activation.tanh"].trigger()
        menu.by_name["bias"].trigger()
        menu.close()
        settle()
        layer = session.state.experiment.spec.layers[0]
        assert (layer.activation, layer.bias) == ("tanh", False)

    def test_what_is_impossible_for_the_output_is_off(self, window):
        menu = self.open(window, 2)
        assert not any(menu.by_name[n].isEnabled() for n in ("more", "after", "remove", "up"))
        assert menu.by_name["before"].isEnabled()
        menu.close()


class TestGivenValues:
    @pytest.fixture
    def dialog(self, qtbot):
        made = ValuesDialog(1, np.arange(8.0).reshape(4, 2), np.zeros(4), english)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        return made

    def test_a_value_is_typed(self, dialog, qtbot):
        model = dialog.model
        assert model.setData(model.index(1, 2), "0,5")
        assert model.setData(model.index(0, 0), "−3")
        assert not model.setData(model.index(0, 1), "three")
        assert not model.setData(model.index(0, 1), "inf")
        with qtbot.waitSignal(dialog.given) as caught:
            dialog.accept()
        values = caught.args[0].values
        assert values["W1"][0].tolist() == [-3.0, 1.0]
        assert values["b1"].tolist() == [0.0, 0.5, 0.0, 0.0]

    def test_all_or_the_selection_is_filled(self, dialog, qtbot):
        # A test before this one may have been the last to press a key, with Shift.
        qtbot.keyClick(dialog, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        dialog.number.setValue(2.0)
        dialog.fill.click()
        assert (dialog.model.table == 2.0).all()
        heads = dialog.table.horizontalHeader()
        at = QPoint(heads.sectionViewportPosition(2) + 20, heads.height() // 2)
        qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=at)
        dialog.number.setValue(1.0)
        dialog.fill.click()
        assert dialog.model.table[:, 2].tolist() == [1.0] * 4
        assert (dialog.model.table[:, :2] == 2.0).all()

    def test_a_block_is_pasted_where_it_fits(self, dialog, qtbot):
        dialog.table.setCurrentIndex(dialog.model.index(2, 1))
        QGuiApplication.clipboard().setText("5\t6\n7\t8\n")
        qtbot.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert dialog.model.table[2:, 1:].tolist() == [[5.0, 6.0], [7.0, 8.0]]
        assert dialog.said.isHidden()

    def test_a_block_of_another_shape_is_a_shape_mistake_and_changes_nothing(self, dialog):
        before = dialog.model.table.copy()
        dialog.table.setCurrentIndex(dialog.model.index(2, 1))
        dialog.paste("1\t2\t3\n4\t5\t6")
        assert "Shape mistake: 2 × 3" in dialog.said.text()
        assert "2 × 2" in dialog.said.text()
        assert np.array_equal(dialog.model.table, before)
        dialog.paste("one\ttwo")
        assert "no table" in dialog.said.text()
        dialog.paste("1\t2\n3")
        assert np.array_equal(dialog.model.table, before)

    def test_they_become_what_the_network_starts_from(self, window, session):
        window.feature(BuildFeature).ask_for_values(1)
        settle()
        dialog = window.findChild(ValuesDialog)
        dialog.number.setValue(0.25)
        dialog.fill.click()
        dialog.accept()
        settle()
        assert (session.state.trace["W1"] == 0.25).all()
        assert (session.state.trace["b1"] == 0.25).all()
        assert session.state.experiment.spec.initializer == "explicit"
        session.undo()
        assert session.state.experiment.spec.initializer == "he"

    def test_a_layer_that_is_too_large_to_type_is_refused_in_words(self, window):
        window.edit(SetUnits(1, 12_000))
        settle()
        window.feature(BuildFeature).ask_for_values(1)
        settle()
        assert "too many to type" in window.views.notice.text
        assert window.findChild(ValuesDialog) is None

    @pytest.mark.parametrize(
        ("text", "block"),
        [("1 2\n3 4", [[1, 2], [3, 4]]), ("0,5\t1", [[0.5, 1]]), ("1/2 -1/4", [[0.5, -0.25]]),
         ("", None), ("a", None),
         ("1\t\n2\t3", None), ("nan", None)],
    )  # fmt: skip
    def test_what_is_a_block(self, text, block):
        found = block_of(text)
        assert (None if found is None else found.tolist()) == block

    @pytest.mark.parametrize(("text", "number"), [("1e-3", 0.001), ("−2", -2.0), ("∞", None)])
    def test_what_is_a_number(self, text, number):
        assert number_of(text) == number


@pytest.mark.parametrize("optimizer", optimizers.names())
@pytest.mark.parametrize("schedule", schedules.names())
def test_the_panel_is_never_wider_than_its_room(qtbot, build, optimizer, schedule):
    build.resize(310, 700)
    build.show()
    shown(build, SetOptimizer(optimizer), SetSchedule(schedule), SetInitializer("uniform"))
    build.fold(())
    settle()
    assert build.widget().minimumSizeHint().width() <= build.viewport().width()
