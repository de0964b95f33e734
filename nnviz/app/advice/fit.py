"""What does not fit together as it stands."""

from collections.abc import Iterator

from nnviz.app import data
from nnviz.app.advice.facts import Facts
from nnviz.app.advice.remark import Place, Remark, Remedy
from nnviz.app.edits import SetBackend, SetBatchSize, SetData
from nnviz.app.experiment import Experiment
from nnviz.engine import backend
from nnviz.engine.errors import SpecError
from nnviz.engine.message import message


def unfitting(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that the data has other inputs or outputs than the network."""
    spec = experiment.spec
    refit = (Remedy(message("Fit the network to the data"), SetData(experiment.data)),)
    if spec.n_in != facts.n_in:
        why = message(
            "Each sample of the data has {found} numbers, but the network takes {expected}: W¹ "
            "would need {found} columns.",
            found=facts.n_in,
            expected=spec.n_in,
        )
        yield Remark("shape", "impossible", Place("data"), why, remedies=refit)
        return
    try:
        needed = data.units_needed(data.load(experiment.data), spec.loss)
    except SpecError as error:
        place = Place("loss")
        yield Remark("targets", "impossible", place, error.message, remedies=refit)
        return
    if spec.n_out != needed:
        why = message(
            "This data with this loss needs {needed} output units, but there are {units}.",
            needed=needed,
            units=spec.n_out,
        )
        place = Place("units", len(spec.layers))
        yield Remark("shape", "impossible", place, why, remedies=refit)


def batch_too_large(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that a batch cannot have more samples than there are."""
    size = experiment.data.batch_size
    if size is None or size <= facts.n_samples:
        return
    yield Remark(
        "batch",
        "impossible",
        Place("batch"),
        message(
            "A batch of {size} samples is more than the {count} that there are.",
            size=size,
            count=facts.n_samples,
        ),
        message("Each batch is all {count} samples.", count=facts.n_samples),
        (Remedy(message("Take all samples"), SetBatchSize(None)),),
    )


def backend_absent(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that the array library asked for does not work here."""
    del facts
    if experiment.spec.backend != "cupy":
        return
    status = backend.statuses()[1]
    if not status.usable:
        why = message("CuPy cannot be used here: {reason}", reason=status.reason)
        remedy = Remedy(message("Use NumPy"), SetBackend("numpy"))
        yield Remark("backend", "impossible", Place("backend"), why, remedies=(remedy,))
