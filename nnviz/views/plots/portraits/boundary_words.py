"""The sentences of the decision boundary."""

import numpy as np

from nnviz.app.portraits.hidden import Space
from nnviz.app.portraits.subject import Subject
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import decimals_for, format_value, grouped


def written(value: float, digits: int) -> str:
    """Write one number by itself."""
    return format_value(float(value), decimals_for([float(value)], digits))


def said(subject: Subject, outputs: HostArray, digits: int) -> Message:
    """Return what the outputs (n_out,) of one place mean."""
    reading = subject.reading
    if not reading.has_classes:
        numbers = ", ".join(written(value, digits) for value in outputs)
        return message("the network says {numbers}", numbers=numbers)
    table = np.asarray(outputs)[None, :]
    guess = reading.guesses(table)
    name = reading.names[int(guess[0])]
    if reading.kind == "sides":
        return message(
            "output {number}: class {name}", number=written(outputs[0], digits), name=name
        )
    score = written(reading.scores(table, guess)[0], digits)
    return message("class {name} with {number}", name=name, number=score)


def at_place(place: tuple[str, str, str, str], answer: Message) -> Message:
    """Return the sentence for two features' names and numbers, and the answer there."""
    x_name, x, y_name, y = place
    return message(
        "{x_name} = {x}, {y_name} = {y}: {answer}",
        x_name=x_name, x=x, y_name=y_name, y=y, answer=answer,
    )  # fmt: skip


def on_line(name: str, x: str, answer: Message) -> Message:
    """Return the sentence for one feature's name and number, and the answer there."""
    return message("{x_name} = {x}: {answer}", x_name=name, x=x, answer=answer)


def samples(subject: Subject) -> Message:
    """Return how many samples are shown, and of which iteration the network is."""
    iteration = grouped(subject.iteration)
    if subject.validation is None:
        return message(
            "Network before update {iteration}; {count} samples.",
            iteration=iteration,
            count=grouped(subject.training.count),
        )
    return message(
        "Network before update {iteration}; {count} training samples (filled), {held_out} for "
        "validation (hollow).",
        iteration=iteration,
        count=grouped(subject.training.count),
        held_out=grouped(subject.validation.count),
    )


def others_stand(subject: Subject, at_sample: bool, sample: int) -> Message:
    """Return where the features that are not shown stand."""
    count = subject.spec.n_in - 2
    if at_sample:
        return Message(
            "The other feature stands as in sample {sample} of the batch, in the picture only: a "
            "point need not lie in this plane.",
            {"sample": sample + 1},
            plural="The other {count} features stand as in sample {sample} of the batch, in the "
            "picture only: a point need not lie in this plane.",
            count=count,
        )
    return Message(
        "The other feature stands at its mean, in the picture only: a point need not lie in this "
        "plane.",
        plural="The other {count} features stand at their means, in the picture only: a point "
        "need not lie in this plane.",
        count=count,
    )


def colors_mean(vmax: float, digits: int) -> Message:
    """Return what the colours of numbers say."""
    return message(
        "Blue is above 0, orange below, the deepest at ±{most}.", most=written(vmax, digits)
    )


def some_lines(shown: int, there: int) -> Message:
    """Return that not every unit of the first layer has its line."""
    return message(
        "Lines z = 0 of the first {shown} of {count} units of layer 1.",
        shown=grouped(shown),
        count=grouped(there),
    )


def drawn(space: Space, subject: Subject) -> Message | None:
    """Return how many of the samples are drawn, None if all are."""
    parts = ((space.training, subject.training), (space.validation, subject.validation))
    both = [(cloud, part) for cloud, part in parts if cloud is not None and part is not None]
    shown, there = (sum(counts) for counts in zip(
        *((len(cloud.rows), part.count) for cloud, part in both), strict=True
    ))  # fmt: skip
    if shown == there:
        return None
    return message(
        "{shown} of {count} samples are drawn, evenly spread.",
        shown=grouped(shown),
        count=grouped(there),
    )
