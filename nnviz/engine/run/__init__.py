"""Training that stays open to the eye: any iteration of a run can be made again, to the bit."""

from nnviz.engine.run.batches import Batches
from nnviz.engine.run.observer import Observer
from nnviz.engine.run.record import Segment, run_of, segments_of
from nnviz.engine.run.run import Run
from nnviz.engine.run.states import BUDGET_BYTES

__all__ = ["BUDGET_BYTES", "Batches", "Observer", "Run", "Segment", "run_of", "segments_of"]
