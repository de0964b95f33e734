"""The parts of the program that join the window by themselves."""

from nnviz.views.build.feature import BuildFeature
from nnviz.views.command_palette.recent import PaletteFeature
from nnviz.views.comparing.feature import Comparing
from nnviz.views.data.feature import DataFeature
from nnviz.views.guide.feature import GuideFeature
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.notating.feature import Notating
from nnviz.views.plots.feature import Plots
from nnviz.views.presenting.feature import Presenting
from nnviz.views.printing.feature import Printing
from nnviz.views.reaching.feature import Reaching
from nnviz.views.several.feature import SeveralWindows
from nnviz.views.training.feature import Trained
from nnviz.views.window.feature import Feature

FEATURES: tuple[type[Feature], ...] = (
    Presenting,  # menus ask for it before all parts are there
    BuildFeature,
    PaletteFeature,
    Comparing,
    Keeping,
    Notating,
    Plots,
    Trained,
    DataFeature,
    GuideFeature,
    Reaching,
    Printing,
    SeveralWindows,
)
