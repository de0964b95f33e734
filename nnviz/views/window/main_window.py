"""The window: puts the parts together and joins their signals to the session."""

from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QDialog, QMainWindow

from nnviz.app.edits import Edit, SetData
from nnviz.app.experiment import DataSpec
from nnviz.app.samples import sample_of
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import CellRef, Role
from nnviz.views.build.panel import BuildPanel
from nnviz.views.canvas.map_view import MapView
from nnviz.views.canvas.stage import StageView
from nnviz.views.canvas.why_walk import WhyWalk
from nnviz.views.keeping.file_dialogs import dropped_file
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.levels.bar import LevelBar
from nnviz.views.levels.walk import LevelWalk
from nnviz.views.look import palette
from nnviz.views.look import theme as themes
from nnviz.views.look.decimal_sign import set_decimal_sign
from nnviz.views.look.text_size import resize_text
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.panels.chain_bar import ChainBar
from nnviz.views.panels.code_strip import CodeStrip
from nnviz.views.panels.inspector import Inspector
from nnviz.views.panels.loss_curve import LossCurve
from nnviz.views.panels.notice_bar import NoticeBar
from nnviz.views.panels.symptoms import SymptomPanel
from nnviz.views.panels.top_bar import TopBar
from nnviz.views.panels.why import WhyPanel
from nnviz.views.playing.iteration_jump import IterationJump
from nnviz.views.playing.ticker import Ticker
from nnviz.views.playing.timeline import TimelineBar
from nnviz.views.playing.training import Training
from nnviz.views.playing.transport import Transport
from nnviz.views.reaching.tab_order import order_tabs
from nnviz.views.what_if.editing import WhatIfEditing
from nnviz.views.window.arrangement import Arrangement
from nnviz.views.window.binding import StateBinding
from nnviz.views.window.commands import Commands
from nnviz.views.window.csv_files import CsvFiles
from nnviz.views.window.feature import Feature
from nnviz.views.window.features import FEATURES
from nnviz.views.window.focus_press import FocusPress
from nnviz.views.window.menus import Menus
from nnviz.views.window.presenter import Presenter, Views
from nnviz.views.window.sidelights import Sidelights
from nnviz.views.window.wiring import connect
from nnviz.views.window.worker import Worker

F = TypeVar("F", bound=Feature)

_WELCOME = message(
    "Press Space to compute one number after another. Point at any number to see where it comes "
    "from, and click to keep it. Ctrl+E shows examples to begin with, and ? shows every key."
)


class MainWindow(QMainWindow):
    """Composes the parts; states come down, wishes go up.

    Signals:
        shown: (old state, new state), after the views have been told.
        language_changed: the code of the language now spoken.
        closing: the settings that only the window knows, by name.
    """

    shown = Signal(object, object)
    language_changed = Signal(str)
    closing = Signal(object)

    def __init__(self, session: Session, settings: Settings) -> None:
        # Before the window is made: it keeps the face that the application had then.
        self._theme = themes.resolve(session.state.theme)
        resize_text(session.state.text_scale / 100)
        palette.dress(self._theme)
        super().__init__()
        self._session = session
        self._catalogue = Catalogue(session.state.language, session.state.notation)
        set_decimal_sign(self, session.state.notation)
        self._worker = Worker(self)
        self._ticker = Ticker(self)
        # Panels that are added may come to be seen before all parts are there.
        self._features: dict[type[Feature], Feature] = {}
        self.commands = Commands(session, self)
        self.menus = Menus(self.commands, self.tr_message, self)
        self._welcome = NoticeBar(self.tr_message, Role.FORWARD)
        self.views = self._make_views()
        self._csv = CsvFiles(self, lambda: self.tr_message, self.open_data, self.refuse)
        self.arrangement = Arrangement(
            self, self.views, self._welcome, self.tr_message, self._on_panels
        )
        self.presenter = Presenter(session, self.views, self._worker, self)
        self._binding = StateBinding(session, self)
        self._sidelights = Sidelights(session, self.views, self.is_panel_open)
        self.why = WhyWalk(
            session,
            self.views.why,
            self.presenter.options_of,
            lambda: self.set_panel_open("why", True),
            lambda: self.is_panel_open("why"),
            self,
        )
        self.what_if = WhatIfEditing(session, self)
        self.training = Training(session, self)
        self.levels = LevelWalk(session, self.views.stage, self.views.map, self.views.level, self)
        self._enter = FocusPress(self, self.views.stage)
        self.setAcceptDrops(True)
        for kind in FEATURES:
            self._features[kind] = kind(session, self)
        self._binding.updated.connect(self._on_updated)
        self._ticker.ticked.connect(session.advance)
        connect(self, session)
        self._dress()
        known = self.arrangement.restore(settings)
        if not known and not settings.welcomed:
            self._welcome.set_notice(_WELCOME)
            self._welcome.offer(message("Examples…"))
        self.presenter.show_all(session.state)
        self.levels.apply(session.state)
        self._sidelights.refresh()
        self._show_own(session.state)
        for feature in self._features.values():
            feature.start(session.state)

    def feature(self, kind: type[F]) -> F:
        """Return one of the parts that joined by themselves, by its class."""
        part = self._features[kind]
        assert isinstance(part, kind)  # the mapping was made so
        return part

    @property
    def session(self) -> Session:
        """The session that the window shows."""
        return self._session

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def stage(self) -> StageView:
        """The stage."""
        return self.views.stage

    @property
    def welcome(self) -> NoticeBar:
        """The words of the first start."""
        return self._welcome

    @property
    def translate(self) -> Translate:
        """How Messages are said now."""
        return self.tr_message

    def tr_message(self, text: Message) -> str:
        """Say a message in the language of the window."""
        return self._catalogue.translate(text)

    def is_panel_open(self, panel: str) -> bool:
        """Say whether a panel is open."""
        return self.arrangement.is_open(panel)

    def set_panel_open(self, panel: str, is_open: bool) -> None:
        """Open or close a panel."""
        self.arrangement.set_open(panel, is_open)

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or go back."""
        state = self.windowState()
        flag = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)
        self.menus.refresh()

    def open_dialog(self, kind: type[QDialog]) -> QDialog:
        """Open a dialog that needs nothing but the words; it goes when it is closed."""
        dialog = kind(self.tr_message, self)  # type: ignore[arg-type]
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def ask_for_csv(self) -> None:
        """Let the person choose a CSV file."""
        self._csv.ask()

    def open_table(self, path: Path) -> None:
        """Look into a table, and ask what of it is to be learnt."""
        self._csv.look_into(path)

    def open_data(self, data: DataSpec) -> None:
        """Give the network other data."""
        self.edit(SetData(data))

    def edit(self, edit: Edit) -> None:
        """Change what is built; a control whose change was refused goes back."""
        self._session.edit(edit)
        self.presenter.show_build(self._session.state)

    def dismiss_notice(self) -> None:
        """Put the notice away, also one about a file that never came to the session."""
        self.views.notice.set_notice(None)
        self._session.dismiss_notice()

    def dismiss_welcome(self) -> bool:
        """Put the first sentence away; say whether it was there."""
        there = bool(self._welcome.text)
        self._welcome.set_notice(None)
        return there

    def go_to(self, cell: CellRef) -> None:
        """Keep a cell in the inspector and go to the step that made it."""
        self._session.pin(cell)
        step = self._session.aimed.trace.maker(cell.name)
        if step is not None:
            self._session.show_step(step.index, 1.0)

    def _make_views(self) -> Views:
        tr, theme = self.tr_message, self._theme
        return Views(
            top_bar=TopBar(tr, self.menus.bar, self.menus.actions, self.menus.examples),
            notice=NoticeBar(tr, Role.LOSS),
            map=MapView(theme, self._catalogue),
            stage=StageView(theme, self._catalogue),
            timeline=TimelineBar(theme, tr),
            transport=Transport(theme, tr),
            inspector=Inspector(tr),
            curve=LossCurve(tr),
            build=BuildPanel(tr),
            why=WhyPanel(theme, tr),
            code=CodeStrip(tr),
            symptoms=SymptomPanel(theme, tr),
            chain=ChainBar(tr),
            level=LevelBar(theme, tr),
        )

    def toggle_pin(self, cell: CellRef | None) -> None:
        """Keep a cell in the inspector, or let it go if it is kept; its sample is chosen."""
        state = self._session.aimed
        sample = None if cell is None else sample_of(state.trace, cell)
        if sample is not None and cell != state.pinned:
            self._session.select_sample(sample)
        self._session.pin(None if cell == state.pinned else cell)

    def point_from_inspector(self, cell: CellRef | None) -> None:
        """Light the cell that a link in the inspector names; the inspector itself stays."""
        self.presenter.hold_inspector(cell is not None)
        self._session.hover(cell)

    def ask_for_iteration(self) -> None:
        """Let the number of an iteration be typed."""
        jump = IterationJump(self.tr_message, self)
        jump.chosen.connect(self.go_to_iteration)
        jump.open_over(self.views.transport.number, self._session.state.iteration)

    def go_to_iteration(self, iteration: int) -> None:
        """Show an iteration; one that is not trained yet is trained first."""
        last = self._session.state.last_iteration
        if iteration > last + 1:
            self.training.train_to(iteration)
        elif iteration > last:
            self._session.seek_iteration(last)
            self._session.next_iteration()
        else:
            self._session.seek_iteration(iteration)

    def _on_panels(self) -> None:
        self.menus.refresh()
        self.why.refresh()
        self._sidelights.refresh()
        for feature in self._features.values():
            feature.refresh()
        if self.is_panel_open("map"):
            self.presenter.recompose()

    def refuse(self, reason: Message) -> None:
        """Say why something that was asked for does not happen."""
        self.views.notice.set_notice(reason)

    def _on_updated(self, old: ViewState, new: ViewState) -> None:
        if old.language != new.language or old.notation is not new.notation:
            self._speak(new)
        if old.theme != new.theme:
            self._theme = themes.resolve(new.theme)
            self._dress()
        self.arrangement.want_map(new.level.depth != "network" or new.chain is not None)
        self.presenter.apply(old, new)
        self.levels.apply(new)
        self.training.apply(new)
        self._sidelights.apply(old, new)
        self.why.apply(old, new)
        self.what_if.apply(old, new)
        for feature in self._features.values():
            feature.apply(old, new)
        self._show_own(new)
        self.shown.emit(old, new)

    def _show_own(self, state: ViewState) -> None:
        self._ticker.set_moving(state.shown_status.playing)
        self.menus.set_undo(state.undo_name, state.redo_name)
        self.menus.refresh()

    def _speak(self, state: ViewState) -> None:
        self._catalogue = Catalogue(state.language, state.notation)
        set_decimal_sign(self, state.notation)
        tr, views = self.tr_message, self.views
        for part in (
            self.menus, self.arrangement, self._welcome, views.top_bar, views.notice,
            views.inspector, views.curve, views.build, views.why, views.chain, self.what_if,
            views.code, views.symptoms, views.level,
        ):  # fmt: skip
            part.retranslate(tr)
        for feature in self._features.values():
            feature.retranslate(tr)
        for view in (views.stage, views.map):
            view.set_catalogue(self._catalogue)
        for bar in (views.timeline, views.transport):
            bar.set_translator(tr)
        self.presenter.show_build(self._session.state)
        self.language_changed.emit(state.language)

    def redress(self) -> None:
        """Let every part take colours and sizes again."""
        self._dress()
        self.arrangement.fit()

    def _dress(self) -> None:
        palette.dress(self._theme)
        views = self.views
        for part in (
            views.top_bar, views.notice, views.map, views.stage, views.timeline, views.transport,
            views.inspector, views.curve, views.build, views.why, self._welcome, self.arrangement,
            views.chain, self.what_if, views.code, views.symptoms, views.level,
        ):  # fmt: skip
            part.set_theme(self._theme)
        for feature in self._features.values():
            feature.set_theme(self._theme)
        colors = views.transport.palette()
        colors.setColor(QPalette.ColorRole.Window, self._theme.bar)
        views.transport.setPalette(colors)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 (Qt's own name)
        """Go on with Tab in the order of reading, whatever has been added since."""
        order_tabs(self, self.views.top_bar)
        return super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew between the map and the stage."""
        super().resizeEvent(event)
        self.arrangement.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.feature(Keeping).open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the clock and the worker, and say what is to be remembered."""
        if not all(feature.may_close() for feature in self._features.values()):
            event.ignore()
            return
        self._ticker.set_moving(False)
        self._binding.close()
        self.presenter.close()
        self.training.close()
        self._worker.close()
        place, panels = self.arrangement.remembered()
        own: dict[str, Any] = {"window_geometry": place, "window_panels": panels}
        own["open_strips"] = self.arrangement.open_strips
        own["panels_put_away"] = self.arrangement.folded
        own["welcomed"] = True
        for feature in self._features.values():
            own |= feature.remembered()
            feature.close()
        self.closing.emit(own)
        super().closeEvent(event)
