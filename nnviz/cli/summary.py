"""What there is to say after training."""

from collections.abc import Iterator

from nnviz.app.data import has_labels, load
from nnviz.cli.subject import Subject
from nnviz.engine import History, metrics
from nnviz.engine.message import Message, message


def summary(subject: Subject, history: History) -> Iterator[Message]:
    """Yield the lines: what was done to the data, size, loss, and share of right answers."""
    net, data = subject.network, subject.batches
    dataset = load(subject.data)
    yield from dataset.remarks
    yield message(
        "{name}: {n_parameters} parameters, {n_samples} samples, {epochs} epochs in {seconds} s",
        name=subject.name,
        n_parameters=sum(value.size for value in net.parameters.values()),
        n_samples=data.n_samples,
        epochs=len(history.losses),
        seconds=f"{history.times[-1]:.2f}",
    )
    yield message(
        "mean loss of the first epoch {first}, loss now {last}",
        first=f"{history.losses[0]:.6g}",
        last=f"{net.loss(data.X, data.Y):.6g}",
    )
    if has_labels(dataset):
        right = round(metrics.accuracy(net.predict(data.X), dataset.Y) * data.n_samples)
        yield message(
            "{right} of {n_samples} samples recognised ({percent} %), on the data trained with",
            right=right,
            n_samples=data.n_samples,
            percent=f"{100 * right / data.n_samples:.1f}",
        )
