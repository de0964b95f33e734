"""The rival of a document: the same start, one edit, and a run of its own."""

from dataclasses import replace

import numpy as np

from nnviz.app.data import batches
from nnviz.app.document import Document, revised
from nnviz.app.edits import Edit
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message
from nnviz.engine.run import Run


def rival_of(document: Document, edit: Edit) -> tuple[Document, Message | None]:
    """Return the document that an edit makes at the start of this one's run, and a remark on it.

    The start is where the run itself begins: iteration 0, or where the last edit was made. A rival
    that has to begin anew counts its iterations from there, so that it sees the same batches.

    Raises:
        NnvizError: the edit is impossible, or changes nothing.
    """
    origin = document.run.origin
    start = replace(document, iteration=origin, wishes=())
    begun_with = document.experiment.with_parameters(document.run.parameters(origin))
    changed(begun_with, edit)
    rival, notice = revised(start, edit)
    if rival.run.origin != origin:
        run = rival.run
        begun = Run(run.spec, run.state(run.origin), run.batches, first=origin)
        rival = replace(rival, run=begun, iteration=origin)
    return rival, notice


def changed(experiment: Experiment, edit: Edit) -> Experiment:
    """Return an experiment with one thing changed.

    Raises:
        NnvizError: the edit is impossible, changes nothing or brings other data.
    """
    after = edit.apply(experiment)
    if not same_data(experiment.data, after.data):
        raise SpecError("Two runs are compared on the same data; change something else.")
    if after.same_as(experiment):
        raise SpecError("Both runs would be the same: this changes nothing.")
    batches(after)
    return after


def same_data(one: DataSpec, other: DataSpec) -> bool:
    """Say whether two descriptions are of the same data, however they are dealt into batches."""
    return replace(one, batch_size=other.batch_size, seed=other.seed) == other


def same_samples(one: Run, other: Run, iteration: int) -> bool:
    """Say whether both runs train on the same samples, in the same order, in an iteration."""
    mine, theirs = one.batches, other.batches
    if mine.n_samples != theirs.n_samples:
        return False
    return np.array_equal(mine.indices(iteration), theirs.indices(iteration))
