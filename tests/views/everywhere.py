"""More places than :mod:`tests.views.places`: what comes up only when something has happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from nnviz.app.edits import SetOptimizer, SetOptimizerOption, SetSchedule
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainProgress
from nnviz.app.journal import Crashed, Entry, crashed
from nnviz.app.project import Keepsake, Project
from nnviz.app.session import Session
from nnviz.app.texts import Catalogue
from nnviz.engine.message import message
from nnviz.scene.primitives import CellRef
from nnviz.views.build.layer_menu import LayerMenu
from nnviz.views.build.values_dialog import ValuesDialog
from nnviz.views.data.csv_dialog import CsvDialog, look_into
from nnviz.views.data.table_commands import menu_of
from nnviz.views.dialogs.crash_dialog import CrashDialog
from nnviz.views.guide.feature import GuideFeature
from nnviz.views.keeping import questions
from nnviz.views.keeping.recovery import RecoveryDialog
from nnviz.views.playing.iteration_jump import IterationJump
from nnviz.views.plots.feature import Plots
from nnviz.views.presenting.feature import Presenting
from nnviz.views.presenting.speaker import SpeakerView
from nnviz.views.training.feature import Trained
from nnviz.views.window.main_window import MainWindow
from tests.views.places import places, settle

FLOWERS = "petal width,petal length,label\n1,2,setosa\n3,4,virginica\n5,,versicolor\n"
SENTENCE = message("The picture is in {path}.", path="/home/somebody/lessons/xor.png")
Place = tuple[str, QWidget]


def everywhere(window: MainWindow, folder: Path) -> Iterator[Place]:
    """Yield all places of a window and of what belongs to it."""
    for place in places(window):
        if place[0] != "go_to_iteration":
            yield place
        for field in window.findChildren(IterationJump):
            field.close()  # it goes with the focus, which the platform of tests does not move
    yield from data_leaves(window)
    yield from plot_pages(window)
    yield from build_panel(window)
    yield from moments(window)
    yield from more_dialogs(window, folder)
    yield from presenting(window)


@contextmanager
def panel(window: MainWindow, name: str):
    was = window.is_panel_open(name)
    window.set_panel_open(name, True)
    settle()
    yield
    window.set_panel_open(name, was)
    settle()


def data_leaves(window: MainWindow) -> Iterator[Place]:
    for leaf in ("data_form", "data", "points"):
        window.menus.actions[f"panel_{leaf}"].trigger()
        settle()
        yield f"data: {leaf}", window
    window.set_panel_open("data", False)
    settle()


def plot_pages(window: MainWindow) -> Iterator[Place]:
    plots = window.feature(Plots)
    with panel(window, "plots"):
        for number, page in enumerate(plots.panel.pages):
            plots.panel.choose(number)
            settle()
            yield f"plots: {page.name.text}", window
        plots.panel.choose(0)


def build_panel(window: MainWindow) -> Iterator[Place]:
    """Yield the build panel unfolded, with each optimizer and each way for the rate to change."""
    session, build = window.session, window.views.build
    folded = build.folded_groups
    edits = (
        SetOptimizer("adam", {"lr": 0.1}),
        SetSchedule("cosine"),
        SetOptimizer("adafactor", {}),
        SetOptimizer("sgd", {"lr": 100.0}),
    )
    with panel(window, "build"):
        build.fold(())
        for number, edit in enumerate(edits):
            window.edit(edit)
            settle()
            yield f"build {number}", window
        for _ in edits:
            session.undo()
        build.fold(folded)
        settle()


def moments(window: MainWindow) -> Iterator[Place]:
    """Yield the window after something has happened in it, and let it be undone."""
    session, actions = window.session, window.menus.actions
    session.seek_step(0, 1.0)
    window.refuse(SENTENCE)
    settle()
    yield "a notice", window
    window.dismiss_notice()
    session.suppose(CellRef("W1", 0, 0), 1.5)
    settle()
    yield "a what-if", window
    actions["put_back"].trigger()
    for name in ("chain", "build_on_map", "one_sample"):
        actions[name].trigger()
        settle()
        yield name, window
        actions[name].trigger()
    for level in ("layer", "cell", "network"):
        if (action := actions.get(f"level_{level}")) is not None and action.isEnabled():
            action.trigger()
            settle()
            yield f"level {level}", window
    actions["zoom_reset"].trigger()
    window.session.compare(SetOptimizerOption("lr", 1.0))
    for _ in range(200):
        settle()
        if session.rival_job() is None:
            break
    yield "two runs", window
    actions["stop_comparing"].trigger()
    card = window.feature(Trained).card
    card.show_progress(TrainProgress(1234, 100000, 0.5, 0, 12.0), 12.0)
    settle()
    yield "training", window
    card.show_progress(None, 0.0)
    settle()


def more_dialogs(window: MainWindow, folder: Path) -> Iterator[Place]:
    for name, make in _dialogs(window, folder).items():
        made = make()
        made.show()
        made.activateWindow()
        settle()
        yield name, made
        if isValid(made):
            made.close()
            made.deleteLater()
        settle()
    guide = window.feature(GuideFeature)
    guide.open("matmul")
    settle()
    yield "guide", guide.guide
    guide.guide.close()
    settle()


def _dialogs(window: MainWindow, folder: Path) -> dict[str, Callable[[], QWidget]]:
    tr = window.translate
    table = folder / "flowers.csv"
    table.write_text(FLOWERS, encoding="utf-8")

    def nothing():
        return None

    def crash(problem):
        def make():
            return CrashDialog("Traceback …\n" * 5, problem, tr, window)

        return make

    return {
        "unsaved": lambda: questions.unsaved(
            window, tr, message("{file}", file="xor.nnviz"), nothing, nothing, nothing
        ),
        "written by others": lambda: questions.written_by_others(
            window, tr, "xor.nnviz", nothing, nothing
        ),
        "data not found": lambda: questions.data_not_found(
            window, tr, "xor.nnviz", "flowers.csv", nothing
        ),
        "crash": crash(None),
        "crash and not kept": crash(SENTENCE),
        "recovery": lambda: RecoveryDialog(
            list(left_behind()), window.session.state.language, tr, window
        ),
        "csv": lambda: CsvDialog(look_into(table), tr, window),
        "initial values": lambda: ValuesDialog(
            1, np.arange(8.0).reshape(4, 2), np.zeros(4), tr, window
        ),
        "speaker view": lambda: _speaker(window),
    }


def left_behind() -> tuple[Crashed, ...]:
    """Return what a program that was killed leaves: two documents."""
    for name in ("xor", "digits"):
        entry = Entry()
        entry.write(
            Project(Session(example(name)).document, keepsake=Keepsake(None, "", True, 1.0))
        )
        entry._lock.release()  # as the system does when a program ends
    return tuple(crashed())


def _speaker(window: MainWindow) -> SpeakerView:
    view = SpeakerView(
        window.theme, Catalogue(window.session.state.language), window.presenter.show_on
    )
    view.show_state(window.session.state)
    view.show_aside(message("The hall sees a frozen picture."))
    return view


def presenting(window: MainWindow) -> Iterator[Place]:
    part = window.feature(Presenting)
    size = window.size()
    part.begin(here=True)
    settle()
    window.resize(size)  # in place of that of the screen, which the platform of tests has
    settle()
    yield "before a hall", window
    part.leave()
    window.showNormal()
    window.resize(size)
    settle()


def menus(window: MainWindow) -> Iterator[tuple[str, QMenu]]:
    """Yield every menu, laid out as it would open."""
    made = [
        LayerMenu(window.session.state.experiment.spec, 1, window.translate, window.edit,
                  lambda _: None, window),
        menu_of(lambda _: None, window.translate, window),
    ]  # fmt: skip
    for menu in (*window.findChildren(QMenu), *made):
        if menu.actions():
            menu.ensurePolished()
            menu.aboutToShow.emit()
            yield menu.title() or type(menu).__name__, menu
    for menu in made:
        menu.deleteLater()
