"""The parts of the program that join the window by themselves."""

from nnviz.views.window.feature import Feature

FEATURES: tuple[type[Feature], ...] = ()
