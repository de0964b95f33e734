"""How the names in a spec are written for people."""

from collections.abc import Mapping
from pathlib import PurePath

from nnviz.app.examples import EXAMPLES, TEXTS
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.engine.message import Message, message

OPTIMIZERS: Mapping[str, Message] = {
    "sgd": message("gradient descent (SGD)"),
    "adagrad": message("Adagrad"),
    "rmsprop": message("RMSprop"),
    "adam": message("Adam"),
    "adamw": message("AdamW"),
    "adafactor": message("Adafactor"),
}
INITIALIZERS: Mapping[str, Message] = {
    "he": message("He"),
    "xavier": message("Xavier"),
    "zeros": message("all zeros"),
    "constant": message("one constant"),
    "uniform": message("uniform"),
    "normal": message("normal"),
    "explicit": message("given values"),
}
DATASETS: Mapping[str, Message] = {
    "xor": message("XOR"),
    "digits": message("Handwritten digits"),
    "ner": message("Names of places in English"),
    "ner_zh": message("Names of places in Chinese"),
    "and": message("AND"),
    "or": message("OR"),
    "circles": message("Circles"),
    "moons": message("Moons"),
    "spiral": message("Spiral"),
    "blobs": message("Blobs"),
    "iris": message("Iris flowers"),
    "linear": message("Straight line"),
    "sine": message("Sine wave"),
}
# Tables that were made from nothing.
OWN: Mapping[str, Message] = {
    "points": message("Drawn points"),
    "own": message("My own table"),
}


def name_of(table: Mapping[str, Message], name: str) -> Message:
    """Return how ``name`` is written; a name without an entry is shown as it is."""
    return table.get(name) or message("{name}", name=name)


def data_name(data: DataSpec) -> Message:
    """Return how a data set is written: its title, or the name of its file."""
    if data.kind == "csv":
        return message("{name}", name=PurePath(data.name).name)
    if data.kind == "table" and data.name not in OWN:
        return _table_name(data)
    return name_of(OWN if data.kind == "table" else DATASETS, data.name)


def _table_name(data: DataSpec) -> Message:
    """Return the name of what a table was made from, and whether it has been changed since."""
    if data.name in DATASETS or data.name not in TEXTS:
        return message("{name} (edited)", name=name_of(DATASETS, data.name))
    name = TEXTS[data.name].title
    untouched = data.table == EXAMPLES[data.name].data.table
    return name if untouched else message("{name} (edited)", name=name)


def title(experiment: Experiment) -> Message:
    """Return the title of a document, such as “XOR · 2–4–1”."""
    sizes = (experiment.spec.n_in, *(layer.units for layer in experiment.spec.layers))
    return message(
        "{data} · {sizes}", data=data_name(experiment.data), sizes="–".join(map(str, sizes))
    )
