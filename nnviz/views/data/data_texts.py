"""What the bundled data sets are, in one line each, and what their options are called."""

from collections.abc import Mapping

from nnviz.engine.message import Message, message

ABOUT: Mapping[str, Message] = {
    "xor": message("1 if exactly one of two inputs is 1: no single line divides it."),
    "and": message("1 if both inputs are 1: one line divides it."),
    "or": message("1 if any input is 1: one line divides it."),
    "circles": message("A ring inside a ring: distance from the middle decides."),
    "moons": message("Two half rings that reach into each other."),
    "spiral": message("Arms wound around each other: hard for a small network."),
    "blobs": message("Clouds of points, one for each class."),
    "linear": message("A plane with a little noise: what one linear unit can learn."),
    "sine": message("One wave of a sine with noise: a curve to be fitted."),
    "iris": message("150 flowers of three species, measured in centimetres."),
    "digits": message("1797 handwritten digits, 8 × 8 pixels each."),
    "ner": message("Five English words at a time: is the middle one a place?"),
    "ner_zh": message("Five Chinese words at a time: is the middle one a place?"),
}
OPTIONS: Mapping[str, Message] = {
    "n_samples": message("Samples"),
    "noise": message("Noise"),
    "n_classes": message("Classes"),
    "turns": message("Turns"),
    "inner": message("Inner radius"),
    "seed": message("Seed of the set"),
}
