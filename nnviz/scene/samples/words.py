"""What one sample is called in a list: its number, its name or values, its class, the verdict."""

from nnviz.engine.message import Message, message
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.samples.batch import Batch

_MOST_VALUES = 4


def short_entry(batch: Batch, sample: int) -> Message:
    """Return the words under a sample's picture."""
    label, guess = batch.label(sample), batch.guess(sample)
    if label is None or guess is None:
        return message("{number}", number=sample + 1)
    if batch.is_right(sample):
        return message("“{label}” ✓", label=label)
    return message("“{label}”, not “{guess}”", label=label, guess=guess)


def long_entry(batch: Batch, sample: int, digits: int) -> Message:
    """Return one line about a sample: its name or else its first values, and its class."""
    what = batch.names[sample] if batch.names else _values(batch, sample, digits)
    label, guess = batch.label(sample), batch.guess(sample)
    if label is None or guess is None:
        return message("{number}.  {what}", number=sample + 1, what=what)
    if batch.is_right(sample):
        return message("{number}.  {what}  “{label}” ✓", number=sample + 1, what=what, label=label)
    return message(
        "{number}.  {what}  “{label}”, taken for “{guess}” ✗",
        number=sample + 1, what=what, label=label, guess=guess,
    )  # fmt: skip


def _values(batch: Batch, sample: int, digits: int) -> str:
    values = batch.inputs[sample]
    decimals = decimals_for(batch.inputs, digits)
    texts = [format_value(float(value), decimals) for value in values[:_MOST_VALUES]]
    return ", ".join(texts + ["…"] * (len(values) > _MOST_VALUES))
