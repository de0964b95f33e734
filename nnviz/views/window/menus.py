"""The action table made into Qt's actions and menus."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from nnviz.app.examples import GROUPS, TEXTS
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate, Words
from nnviz.views.window.actions import ACTIONS, MENUS, SUBMENUS, ActionSpec
from nnviz.views.window.commands import Commands
from nnviz.views.window.keys import role, sequences
from nnviz.views.window.mnemonics import keep_unique


class Menus:
    """Every action of the table as a QAction, the menu bar, and the menu of examples.

    The keys work wherever the focus is; fields in which one types keep theirs.
    """

    def __init__(self, commands: Commands, tr: Translate, window: QWidget) -> None:
        self._words = Words(tr)
        self._commands = commands
        self.bar = QMenuBar()
        self.actions: Mapping[str, QAction] = {a.id: self._make(a, window) for a in ACTIONS}
        self.examples = QMenu(window)
        self._fill_examples()
        self._menus = {name: self._menu(name, text) for name, text in MENUS.items()}
        self._submenus: dict[str, QMenu] = {}
        self._fill()

    def refresh(self) -> None:
        """Show which choices are the present ones."""
        for action in ACTIONS:
            if action.choice is not None:
                self.actions[action.id].setChecked(self._commands.is_checked(action))

    def put_menu(self, name: str, menu: QMenu, before: str) -> None:
        """Put a menu of another part into one of these, above an action."""
        self._menus[name].insertMenu(self.actions[before], menu)

    def submenu(self, name: str) -> QMenu:
        """Return a menu inside another one, by its name in the table."""
        return self._submenus[name]

    def set_current(self, is_current: bool) -> None:
        """Let the keys work wherever the focus is, or, behind another window, only in this one."""
        context = Qt.ShortcutContext
        wanted = context.ApplicationShortcut if is_current else context.WindowShortcut
        for action in self.actions.values():
            action.setShortcutContext(wanted)

    def set_undo(self, undo: Message | None, redo: Message | None) -> None:
        """Name what undo and redo would do; without a name there is nothing to do."""
        self._name("undo", message("&Undo"), undo and message("&Undo: {edit}", edit=undo))
        self._name("redo", message("&Redo"), redo and message("&Redo: {edit}", edit=redo))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def _name(self, action_id: str, plain: Message, named: Message | None) -> None:
        action = self.actions[action_id]
        self._words.put(action.setText, named or plain)
        action.setEnabled(named is not None)

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(window)
        self._words.put(action.setText, spec.text)
        action.setShortcuts(sequences(spec))
        action.setMenuRole(role(spec))
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.setAutoRepeat(spec.repeats)
        action.setCheckable(spec.choice is not None)
        action.triggered.connect(lambda: self._run(spec))
        window.addAction(action)
        return action

    def _run(self, spec: ActionSpec) -> None:
        self._commands.run(spec)
        self.refresh()  # Qt has already turned the tick; the state decides

    def _menu(self, name: str, text: Message) -> QMenu:
        menu = self.bar.addMenu(name)
        self._words.put(menu.setTitle, text)
        keep_unique(menu)
        return menu

    def _fill(self) -> None:
        for action in ACTIONS:
            menu = self._menus[action.menu]
            if action.submenu is not None:
                menu = self._submenu(action, menu)
            if action.separator and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(self.actions[action.id])
            if action.id == "examples":
                menu.addMenu(self.examples)

    def _submenu(self, action: ActionSpec, menu: QMenu) -> QMenu:
        name = str(action.submenu)
        if name not in self._submenus:
            if action.separator:
                menu.addSeparator()
            self._submenus[name] = menu.addMenu(name)
            self._words.put(self._submenus[name].setTitle, SUBMENUS[name])
            keep_unique(self._submenus[name])
        return self._submenus[name]

    def _fill_examples(self) -> None:
        self._words.put(self.examples.setTitle, SUBMENUS["example"])
        self.examples.addAction(self.actions["examples"])
        for group in GROUPS:
            heading = self.examples.addSection("")
            self._words.put(heading.setText, group.title)
            for name in group.names:
                self._add_example(name)

    def _add_example(self, name: str) -> None:
        action = self.examples.addAction(name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        self._words.put(action.setText, TEXTS[name].title)
        action.triggered.connect(lambda: self._commands.open_example(name))
