"""Whatever can be clicked can be reached by Tab too, or an action with a key does the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QWidget,
)

from nnviz.scene.primitives import CellRef
from nnviz.views.presenting.feature import Presenting
from nnviz.views.presenting.tools import TOOLS
from nnviz.views.reaching.feature import Reaching
from nnviz.views.window.actions import spec
from tests.views.places import places, settle, way_to

_CLICKED = (
    QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTabBar,
)  # fmt: skip
_EVENTS = {"mousePressEvent", "mouseReleaseEvent", "mouseDoubleClickEvent"}
# What takes clicks and never the focus, by its class: the actions that do the same.
INSTEAD = {
    "IterationAxis": ("go_to_iteration", "next_iteration", "previous_iteration", "tenth_on"),
    "PlotWidget": ("go_to_iteration",),  # the loss curve
}
# ... or another widget in the same part, which takes the focus.
BESIDE = {
    "Grip": "IntField",  # in a field of the layer, Ctrl+Shift and the arrows move it
    "Group": "QToolButton",  # its head opens and closes it
    "SampleScatter": "QListWidget",
    "QListWidget": "QLineEdit",  # the palette: arrows in the field walk through the list
}


def takes_clicks(widget):
    if isinstance(widget, QScrollBar | QHeaderView):
        return False  # what is scrolled has the keys
    if isinstance(widget, _CLICKED):
        return True
    if isinstance(widget, QLabel):
        mouse = widget.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByMouse
        return bool(mouse) and "<a " in widget.text()
    made = [
        cls for cls in type(widget).__mro__ if cls.__module__.startswith(("nnviz", "pyqtgraph"))
    ]
    own = any(_EVENTS & set(vars(cls)) for cls in made)
    hand = widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
    return own or (hand and widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor))


def takes_focus(widget):
    if widget.focusProxy() is not None or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return True
    # Of buttons that exclude each other Tab stops at one, and the arrows go on.
    if isinstance(widget, QRadioButton):
        beside = widget.parentWidget().findChildren(QRadioButton)
        return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in beside)
    # The box gives its buttons the focus itself until it is told not to, when it gets it.
    return isinstance(widget.parentWidget(), QDialogButtonBox)


def clickable(root):
    for widget in root.findChildren(QWidget):
        usable = widget.window() is root and widget.isVisible() and widget.isEnabled()
        if usable and takes_clicks(widget):
            yield widget


def has_other_way(widget):
    kind = type(widget).__name__
    if kind in BESIDE:
        beside = widget.parentWidget().findChildren(QWidget) + widget.findChildren(QWidget)
        return any(type(w).__name__ == BESIDE[kind] and takes_focus(w) for w in beside)
    return all(spec(name).shortcuts for name in INSTEAD[kind]) if kind in INSTEAD else False


def test_everything_clickable_has_another_way(window, session):
    seen, bad = 0, set()
    for place, root in places(window):
        for widget in clickable(root):
            seen += 1
            if not takes_focus(widget) and not has_other_way(widget):
                bad.add(f"{place}: {way_to(widget)}")
    assert seen > 500
    assert not bad, "\n" + "\n".join(sorted(bad))


@pytest.mark.parametrize("what", ["notice", "chain", "what-if", "rival", "map"])
def test_what_comes_and_goes_has_another_way_too(window, session, what):
    if what == "notice":
        window.refuse(spec("new").text)
    elif what == "chain":
        session.toggle_chain()
    elif what == "what-if":
        session.suppose(CellRef("W1", 0, 0), 2.5)
    elif what == "rival":
        window.menus.actions["compare"].trigger()
    else:
        window.menus.actions["build_on_map"].trigger()
    settle()
    roots = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    found = [w for root in roots for w in clickable(root)]
    bad = [way_to(w) for w in found if not takes_focus(w) and not has_other_way(w)]
    for root in roots:
        if root is not window:
            root.close()
    assert not bad, "\n" + "\n".join(bad)


def test_every_button_of_a_presenter_has_a_key(window):
    presenting = window.feature(Presenting)
    presenting.begin()
    settle()
    buttons = presenting.bar.findChildren(QAbstractButton)
    assert len(buttons) >= len(TOOLS)
    assert all(button.toolTip() for button in buttons)
    assert all(tool.keys for tool in TOOLS)
    presenting.leave()
    settle()


def test_the_number_of_the_iteration_is_typed_by_a_key_and_the_focus_comes_back(window, qtbot):
    window.stage.setFocus()
    window.menus.actions["go_to_iteration"].trigger()
    settle()
    field = QApplication.focusWidget()
    assert field is not window.stage
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert QApplication.focusWidget() is window.stage


@pytest.mark.parametrize("panel", ["build", "plots"])
def test_a_panel_with_fields_is_entered_and_left_by_key(window, qtbot, panel):
    window.stage.setFocus()
    window.menus.actions[f"panel_{panel}"].trigger()
    dock = window.findChild(QWidget, panel)
    qtbot.waitUntil(lambda: dock.isAncestorOf(QApplication.focusWidget()))
    assert window.feature(Reaching).mark.framed is QApplication.focusWidget()
    window.menus.actions["escape"].trigger()
    assert QApplication.focusWidget() is window.stage
    assert window.is_panel_open(panel)


@pytest.mark.parametrize("panel", ["build", "inspector", "curve", "map", "code", "symptoms"])
def test_the_focus_never_stays_in_a_panel_that_is_closed(window, panel):
    window.set_panel_open(panel, True)
    settle()
    part = window.views.map if panel == "map" else None
    if part is None:
        strips = {"code": window.views.code, "symptoms": window.views.symptoms}
        part = strips.get(panel) or window.findChild(QWidget, panel)
    inside = [w for w in (part, *part.findChildren(QWidget)) if w.focusPolicy() and w.isVisible()]
    inside[0].setFocus()
    window.set_panel_open(panel, False)
    settle()
    assert QApplication.focusWidget() is window.stage


def test_a_bar_that_goes_gives_the_focus_to_the_stage(window, qtbot):
    window.refuse(spec("new").text)
    settle()
    button = next(b for b in window.views.notice.findChildren(QAbstractButton) if b.isVisible())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.click()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.stage)


def test_one_goes_from_part_to_part_and_back(window):
    window.set_panel_open("build", True)
    window.stage.setFocus()
    settle()
    on, back = (window.menus.actions[name] for name in ("next_part", "previous_part"))
    been = [QApplication.focusWidget()]
    for _ in range(30):
        on.trigger()
        settle()
        been.append(QApplication.focusWidget())
        if been[-1] is window.stage:
            break
    parts = {
        "timeline": window.views.timeline,
        "transport": window.views.transport,
        "build": window.findChild(QWidget, "build"),
        "top": window.views.top_bar,
        "inspector": window.findChild(QWidget, "inspector"),
        "map": window.views.map,
    }
    for name, part in parts.items():
        assert any(part is w or part.isAncestorOf(w) for w in been), name
    assert been[-1] is window.stage
    for wanted in reversed(been[:-1]):
        back.trigger()
        settle()
        assert QApplication.focusWidget() is wanted
