"""Pages that show one iteration of a run, live."""

from nnviz.views.plots.page import Maker
from nnviz.views.plots.portraits.boundary_page import BoundaryPage
from nnviz.views.plots.portraits.confusion_page import ConfusionPage
from nnviz.views.plots.portraits.hidden_page import HiddenPage
from nnviz.views.plots.portraits.histogram_page import HistogramPage
from nnviz.views.plots.portraits.mistakes_page import MistakesPage
from nnviz.views.plots.portraits.unit_page import UnitPage

PORTRAITS: tuple[Maker, ...] = (
    BoundaryPage,
    HiddenPage,
    HistogramPage,
    ConfusionPage,
    MistakesPage,
    UnitPage,
)
