"""What is unwise about the inputs."""

from collections.abc import Iterator

from nnviz.app.advice.facts import Facts, written
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.edits import SetStandardise
from nnviz.app.experiment import Experiment
from nnviz.engine.message import message

# A feature is so many times larger than another, and so large by itself.
_APART, _LARGE = 10.0, 10.0


def unscaled(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that one feature drowns another in the sums Z¹."""
    if experiment.data.standardise or facts.n_in < 2:
        return
    if facts.largest < _LARGE or facts.largest < _APART * facts.least:
        return
    yield Remark(
        "unscaled",
        "unwise",
        Place("standardise"),
        message(
            "The features differ much in size: “{large}” is about {most}, “{small}” about {least}.",
            large=facts.largest_name,
            most=written(facts.largest),
            small=facts.least_name,
            least=written(facts.least),
        ),
        message(
            "Z¹ follows “{large}” almost alone; “{small}” hardly counts until its weights have "
            "grown.",
            large=facts.largest_name,
            small=facts.least_name,
        ),
        (Remedy(message("Standardise the features"), SetStandardise(True)),),
        Sight("Z1"),
    )
