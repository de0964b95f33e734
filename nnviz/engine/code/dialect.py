"""What the writers of lines have in hand: a step's names and shapes, and a language's words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnviz.engine.code.written import Line
from nnviz.engine.orientation import HostArray
from nnviz.engine.step import Step

Language: TypeAlias = Literal["numpy", "torch"]

# Where the two languages have different words; {x}, {low} and {axis} are filled in.
_MAXIMUM = {"numpy": "np.maximum({x}, {low})", "torch": "{x}.clamp(min={low})"}
_AXIS = {"numpy": "axis={axis}", "torch": "dim={axis}"}
_KEPT = {"numpy": "axis={axis}, keepdims=True", "torch": "dim={axis}, keepdim=True"}
_SIZE = {"numpy": "{x}.size", "torch": "{x}.numel()"}
_LIBRARY = {"numpy": "np", "torch": "torch"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One step to be written in one language. Arrays have a sample in each row."""

    step: Step
    language: Language

    @property
    def out(self) -> str:
        """The name of what the step makes."""
        return self.step.output

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs; of a per-sample step with the sample: ``dZ1[2]``."""
        if self.step.sample is None:
            return tuple(self.step.inputs)
        return tuple(f"{name}[{self.step.sample}]" for name in self.step.inputs)

    @property
    def lib(self) -> str:
        """The library: ``np`` or ``torch``."""
        return _LIBRARY[self.language]

    def pick(self, numpy: str, torch: str) -> str:
        """Return the text of the language."""
        return numpy if self.language == "numpy" else torch

    def call(self, function: str, *arguments: str) -> str:
        """Return a call of a function that both libraries have under one name."""
        return f"{self.lib}.{function}({', '.join(arguments)})"

    def maximum(self, x: str, low: str) -> str:
        """Return the larger of an array's cells and a number."""
        return _MAXIMUM[self.language].format(x=x, low=low)

    def along(self, x: str, function: str, axis: int, *, keep: bool = False) -> str:
        """Return a sum or mean along an axis."""
        words = (_KEPT if keep else _AXIS)[self.language].format(axis=axis)
        return f"{x}.{function}({words})"

    def size(self, x: str) -> str:
        """Return the number of cells of an array."""
        return _SIZE[self.language].format(x=x)

    def shape(self, name: str) -> str:
        """Return the shape of an input, of the output or of what was made beside it."""
        step = self.step
        array = {**step.inputs, **step.also, step.output: step.value}[name.partition("[")[0]]
        return shape_text(array)

    @property
    def made(self) -> str:
        """The shapes of the inputs, each once, and that of the output."""
        shapes = dict.fromkeys(shape_text(array) for array in self.step.inputs.values())
        before = f"{', '.join(shapes)} -> " if shapes else ""
        return f"{before}{self.shape(self.out)}"

    def line(self, right: str, shapes: str | None = None) -> Line:
        """Return the line that makes the output; ``shapes`` are those of the right side."""
        comment = self.made if shapes is None else f"{shapes} -> {self.shape(self.out)}"
        return Line(f"{self.out} = {right}", comment)

    def joined(self, pattern: str) -> Line:
        """Return the line of a pattern in the inputs {0}, {1} …; the shapes are put in likewise.

        A name in the pattern followed by ``.T`` has its shape the other way round.
        """
        return self.line(pattern.format(*self.names), self.shapes_in(pattern))

    def shapes_in(self, pattern: str) -> str:
        """Return the pattern with the shapes of the inputs in their places."""
        arrays = list(self.step.inputs.values())
        for place, array in enumerate(arrays):
            pattern = pattern.replace(f"{{{place}}}.T", shape_text(array.T))
        return pattern.format(*(shape_text(array) for array in arrays))


# What writes a kind of step.
Writer: TypeAlias = Callable[[Dialect], Sequence[Line]]


def shape_text(array: HostArray) -> str:
    """Return the shape as Python writes it, without item types: ``(4, 2)``, ``(4,)``, ``()``."""
    return str(tuple(int(length) for length in array.shape))
