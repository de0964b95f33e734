"""Which signal of which view is which wish of the person."""

from typing import TYPE_CHECKING

from nnviz.app.session import Session
from nnviz.views.data.feature import DataFeature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


def connect(window: "MainWindow", session: Session) -> None:
    """Join the signals of the views to the session and the window."""
    views = window.views
    for view in (views.stage, views.map):
        view.hovered.connect(session.hover)
        view.clicked.connect(window.toggle_pin)
        view.resized.connect(window.presenter.recompose)
    views.stage.sample_chosen.connect(session.select_sample)
    views.timeline.seek_requested.connect(session.seek_step)
    for name in ("home", "previous", "toggle", "next", "end"):
        getattr(views.transport, name).connect(getattr(session, name))
    views.transport.granularity_chosen.connect(window.commands.set_granularity)
    views.transport.speed_chosen.connect(session.set_speed)
    views.transport.loop_toggled.connect(session.set_loop)
    views.transport.iteration_chosen.connect(window.go_to_iteration)
    views.curve.iteration_chosen.connect(session.seek_iteration)
    views.transport.number_wanted.connect(window.ask_for_iteration)
    views.transport.train.wanted.connect(window.training.start)
    views.transport.train.asked.connect(lambda action: window.menus.actions[action].trigger())
    views.transport.train.stopped.connect(window.training.stop)
    window.training.progressed.connect(views.transport.train.show_progress)
    window.training.progressed.connect(lambda now: window.presenter.set_training(now is not None))
    views.inspector.cell_chosen.connect(window.go_to)
    views.inspector.cell_pointed.connect(window.point_from_inspector)
    views.inspector.why_wanted.connect(window.why.ask)
    views.stage.asked.connect(window.why.ask)
    views.build.edited.connect(window.edit)
    views.build.csv_wanted.connect(window.ask_for_csv)
    views.top_bar.put_away.wanted.connect(lambda name: window.set_panel_open(name, True))
    views.build.data_wanted.connect(lambda: window.feature(DataFeature).open("data_form"))
    views.chain.path_chosen.connect(session.set_chain_path)
    views.chain.order_chosen.connect(session.set_chain_order)
    views.chain.closed.connect(session.close_chain)
    views.inspector.chain_wanted.connect(session.toggle_chain)
    views.notice.dismissed.connect(window.dismiss_notice)
    window.welcome.dismissed.connect(window.dismiss_welcome)
    window.welcome.remedy_chosen.connect(window.commands.show_examples)
