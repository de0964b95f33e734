"""How a sample that was judged is written in a list."""

from nnviz.app import data
from nnviz.app.experiment import DataSpec
from nnviz.app.portraits.subject import Subject
from nnviz.app.portraits.verdicts import Verdicts
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.views.look.words import Translate
from nnviz.views.plots.portraits.boundary_words import written
from nnviz.views.plots.portraits.entry_list import Entry

MOST = 200  # entries; more are nothing that anybody looks through


def entries(
    subject: Subject, found: Verdicts, rows: HostArray, numbers: HostArray, state: ViewState,
    tr: Translate,
) -> list[Entry]:  # fmt: skip
    """Return the entries of samples, in their order; ``numbers`` are theirs in the whole data."""
    in_words = _short if subject.training.dataset.image_shape is not None else _line
    made = []
    for row in (int(row) for row in rows[:MOST]):
        number = int(numbers[row]) + 1
        long = _long(subject, found, row, number, state.digits)
        short = in_words(subject, found, row, number, state.digits)
        made.append(Entry(row, tr(short), tr(long)))
    return made


def numbers_of(spec: DataSpec, held_out: bool) -> HostArray:
    """Return which samples of the whole data a part has."""
    parts = data.parts(spec)
    return parts.validation_rows if held_out else parts.training_rows


def share(part: int, whole: int) -> str:
    """Write a share in percent."""
    return format_value(100.0 * part / whole if whole else 0.0, 1)


def _short(subject: Subject, found: Verdicts, row: int, number: int, digits: int) -> Message:
    """Return the words beneath a picture."""
    del number
    names = subject.reading.names
    if not subject.reading.has_classes:
        return message("{loss}", loss=written(found.losses[row], digits))
    return message(
        "{truth} → {guess}\n{score}",
        truth=names[int(found.labels[row])],
        guess=names[int(found.guesses[row])],
        score=_score(found.sureness[row], digits),
    )


def _line(subject: Subject, found: Verdicts, row: int, number: int, digits: int) -> Message:
    """Return a line of a table without pictures."""
    names, loss = subject.reading.names, written(found.losses[row], digits)
    if not subject.reading.has_classes:
        return _long(subject, found, row, number, digits)
    return message(
        "{sample}: {truth} → {guess} {score}, loss {loss}",
        sample=number,
        truth=names[int(found.labels[row])],
        guess=names[int(found.guesses[row])],
        score=_score(found.sureness[row], digits),
        loss=loss,
    )


def _long(subject: Subject, found: Verdicts, row: int, number: int, digits: int) -> Message:
    names, loss = subject.reading.names, written(found.losses[row], digits)
    if not subject.reading.has_classes:
        said = ", ".join(written(value, digits) for value in found.outputs[row])
        wanted = ", ".join(written(value, digits) for value in found.targets[row])
        return message(
            "Sample {sample}: target {wanted}, output {said}, loss {loss}",
            sample=number,
            wanted=wanted,
            said=said,
            loss=loss,
        )
    if found.labels[row] == found.guesses[row]:
        return message(
            "Sample {sample}: {truth}, rightly so with {score}, loss {loss}",
            sample=number,
            truth=names[int(found.labels[row])],
            score=_score(found.sureness[row], digits),
            loss=loss,
        )
    return message(
        "Sample {sample}: {truth}, taken for {guess} with {score} (right class: {right}), "
        "loss {loss}",
        sample=number,
        truth=names[int(found.labels[row])],
        guess=names[int(found.guesses[row])],
        score=_score(found.sureness[row], digits),
        right=_score(found.truth[row], digits),
        loss=loss,
    )


def _score(value: float, digits: int) -> str:
    """Write a share between 0 and 1, all with as many places."""
    if 0.0 <= value <= 1.0:
        return format_value(float(value), max(digits - 1, 1))
    return format_value(float(value), decimals_for([float(value)], digits))
