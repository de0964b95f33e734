"""The pages of the plots panel, in their order."""

from nnviz.engine.message import message
from nnviz.views.plots import recipes
from nnviz.views.plots.overview import Overview
from nnviz.views.plots.page import Maker, PageTools
from nnviz.views.plots.portraits import PORTRAITS
from nnviz.views.plots.run_page import page

# Plots over iterations: what they are called, what they show, and how their log switch stands.
OVER_ITERATIONS = (
    (message("Loss"), recipes.loss, False),
    (message("Accuracy"), recipes.accuracy, None),
    (message("Gradient norms"), recipes.gradient_norms, True),
    (message("Weight norms"), recipes.weight_norms, False),
    (message("Learning rate"), recipes.learning_rate, None),
)


def _overview(tools: PageTools) -> Overview:
    return Overview(tools, OVER_ITERATIONS)


PAGES: tuple[Maker, ...] = (
    *(page(name, recipe, log=log) for name, recipe, log in OVER_ITERATIONS),
    page(message("Distance (RMSE)"), recipes.rmse, log=False),
    page(message("Weights one by one"), recipes.cells, chooses=True),
    *PORTRAITS,
    _overview,
)
