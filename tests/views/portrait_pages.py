"""A page of the plots panel by itself, with a worker and a session of its own."""

from PySide6.QtWidgets import QApplication

from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.views.look.theme import THEMES
from nnviz.views.plots.page import PageTools
from nnviz.views.window.worker import Worker
from tests.app.portrait_nets import NETS


def english(text):
    return text.english()


def opened(name, iterations=40):
    """A session of one of the nets, trained."""
    session = Session(NETS[name](), Settings(language="en", theme="light"))
    session.train_to(iterations)
    return session


class Shown:
    """A page that is seen, and the way to wait for its picture."""

    def __init__(self, qtbot, session, make, training=lambda: False):
        self.qtbot, self.session = qtbot, session
        self.worker = Worker()
        tools = PageTools(
            session, self.worker, THEMES["light"], english, training, lambda _id: None, None
        )
        self.page = make(tools)
        qtbot.addWidget(self.page.widget)
        self.page.widget.resize(520, 620)
        with qtbot.waitExposed(self.page.widget):
            self.page.widget.show()
        self.page.set_active(True)

    def tell(self):
        """Tell the page the state, and wait until it has nothing to find out any more."""
        self.page.show(self.session.state)
        return self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.page.is_busy, timeout=20_000)
        QApplication.processEvents()
        return self.page.result

    def close(self):
        self.worker.close()
        QApplication.processEvents()
