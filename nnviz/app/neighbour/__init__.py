"""A second interpreter that trains, so that the window and training do not wait for each other."""

from nnviz.app.neighbour.neighbour import Neighbour

__all__ = ["Neighbour"]
