"""What is known about the samples of a batch besides their numbers: pictures, classes, verdicts."""

from dataclasses import dataclass, field

from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The samples of one trace; made once for it, so that it may be compared by identity.

    ``inputs`` is X (n, n_in), ``outputs`` the prediction (n, n_out). ``labels`` and ``guesses``
    are class numbers by sample, empty where the targets are plain numbers. ``image_shape`` is
    (height, width) where a sample is a picture; ``names`` are empty where samples have none.
    """

    inputs: FloatArray
    outputs: FloatArray
    labels: tuple[int, ...] = ()
    guesses: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    names: tuple[str, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.inputs)

    def picture(self, sample: int) -> FloatArray | None:
        """Return a sample as a picture (height, width), or None where it is none."""
        if self.image_shape is None:
            return None
        pixels: FloatArray = self.inputs[sample].reshape(self.image_shape)
        return pixels

    def label(self, sample: int) -> str | None:
        """Return the name of a sample's class, None where there are no classes."""
        return self.classes[self.labels[sample]] if self.labels else None

    def guess(self, sample: int) -> str | None:
        """Return the name of the class that the network gives it, None without classes."""
        return self.classes[self.guesses[sample]] if self.guesses else None

    def is_right(self, sample: int) -> bool | None:
        """Say whether the network gives the sample its class, None without classes."""
        return self.labels[sample] == self.guesses[sample] if self.labels else None

    def score(self, sample: int, number: int, digits: int) -> str:
        """Write the output that the network gives the sample for a class."""
        column = number if self.outputs.shape[1] > 1 else 0
        decimals = decimals_for(self.outputs, digits)
        return format_value(float(self.outputs[sample, column]), decimals)
