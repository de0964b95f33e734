"""Adafactor: the mean squares of a matrix kept as one column and one row, as in PyTorch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.checks import number_option
from nnviz.engine.errors import SpecError
from nnviz.engine.optimizers.base import ParameterOptimizer, Part
from nnviz.engine.optimizers.common import update_step
from nnviz.engine.step import StepKind
from nnviz.engine.template import Template

# Rows that only a matrix has: they share out its mean squares between rows and columns.
_OF_ROWS, _OF_COLUMNS = frozenset({"R", "Rmean"}), frozenset({"C", "Cmean"})
_OF_MATRICES = _OF_ROWS | _OF_COLUMNS | {"vhat"}
_SCALARS = frozenset({"rms", "alpha"})


@dataclass(frozen=True, slots=True)
class Adafactor(ParameterOptimizer):
    """R ← β₂R + (1−β₂)·R̄;  C ← β₂C + (1−β₂)·C̄;  v̂ = R·C / mean(R);  U = g/√v̂;  p ← p − α·Û.

    R̄ and C̄ are the means of g² over each row and over each column; a bias has no columns and
    keeps v ← β₂v + (1−β₂)g² in their place. β₂ = 1 − t^τ, where t counts the updates from 1 and τ
    is ``beta2_decay``: there is no bias to correct. Û = U / max(1, RMS(U)/d) and
    α = max(ε₂, RMS(p)) · min(η, 1/√t), with the p from before the weight decay p̄ = (1 − ηλ)·p.

    It is ``torch.optim.Adafactor``, which differs from the form published (Shazeer and Stern,
    2018): there ε₁ is added to g² before the means and η is always 0.01. Here ε₁ (None: the
    rounding of the number type) is the least that mean(R) and √v̂ can be, ε₂ the least of RMS(p).
    """

    name: ClassVar[str] = "adafactor"
    lr: float = 0.01
    beta2_decay: float = -0.8
    eps: tuple[float | None, float] = (None, 0.001)
    d: float = 1.0
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        set_, owner = object.__setattr__, self.name
        set_(self, "lr", number_option(owner, "lr", self.lr, above=0.0, at_most=1e6))
        power = number_option(owner, "beta2_decay", self.beta2_decay, at_least=-1e3, at_most=0.0)
        set_(self, "beta2_decay", power)
        set_(self, "eps", _checked_eps(self.eps))
        set_(self, "d", number_option(owner, "d", self.d, at_least=1.0, at_most=1e6))
        decay = number_option(owner, "weight_decay", self.weight_decay, at_least=0.0, at_most=1e6)
        set_(self, "weight_decay", decay)

    @property
    def state_rows(self) -> tuple[str, ...]:
        """The mean squares of rows, of columns, and of the elements of biases."""
        return ("R", "C", "v")

    @property
    def work_rows(self) -> tuple[str, ...]:
        """All that is on the way from the gradient to the step."""
        decayed = ("decayed",) if self.weight_decay else ()
        return (*decayed, "Rmean", "Cmean", "vhat", "U", "Uhat", "rms", "alpha")

    @property
    def varies(self) -> bool:
        """β₂ and the largest step change from update to update."""
        return True

    def part_shape(self, row: str, shape: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return a column for R, a row for C, one number for RMS(U) and α, else the shape."""
        if row in _SCALARS:
            return ()
        if len(shape) == 1:
            return None if row in _OF_MATRICES else shape
        if row in _OF_ROWS:
            return (shape[0], 1)
        if row in _OF_COLUMNS:
            return (1, shape[1])
        return None if row == "v" else shape

    def changing(self, step: int, lr: float) -> Mapping[str, float]:
        """Return both shares of the running means, the largest step, and what a decay keeps."""
        fresh = float(step) ** self.beta2_decay
        shrink = {"shrink": 1.0 - lr * self.weight_decay} if self.weight_decay else {}
        return {"keep": 1.0 - fresh, "take": fresh, "rho": min(lr, step**-0.5), **shrink}

    def calls(self, xp: Namespace, part: Part) -> list[Call]:
        """Bind the update of one parameter."""
        p, change = part["p"], part.scratch[: part["p"].size].reshape(part["p"].shape)
        start, decay = p, []
        if self.weight_decay:
            start = part["decayed"]
            decay = [bind(xp.multiply, p, part.changing["shrink"], out=start)]
        estimate = self._factored if p.ndim == 2 else self._whole
        return [
            *decay,
            *estimate(xp, part, change),
            *self._update_calls(xp, part),
            *self._size_calls(xp, part),
            bind(xp.multiply, part["Uhat"], part["alpha"], out=change),
            bind(xp.subtract, start, change, out=p),
        ]

    def _factored(self, xp: Namespace, part: Part, squares: Array) -> list[Call]:
        """Bind the means of rows and columns, and the estimate that is made of them."""
        g, column, row, vhat = part["g"], part["R"], part["C"], part["vhat"]
        n_rows, n_cols = g.shape
        beside, above = (xp.ones(shape, dtype=g.dtype) for shape in ((n_cols, 1), (1, n_rows)))
        # A piece of U is free until U is made.
        spare, mean = part["U"].reshape(-1), xp.zeros((1, 1), dtype=g.dtype)
        calls = [bind(xp.multiply, g, g, out=squares)]
        for fresh, kept, ones, count in (
            (part["Rmean"], column, (squares, beside), n_cols),
            (part["Cmean"], row, (above, squares), n_rows),
        ):
            calls += [
                bind(xp.dot, *ones, out=fresh),
                bind(xp.divide, fresh, scalar(xp, count, g), out=fresh),
                *_average(xp, part, kept, fresh, spare[: kept.size].reshape(kept.shape)),
            ]
        return [
            *calls,
            bind(xp.dot, above, column, out=mean),
            bind(xp.divide, mean, scalar(xp, n_rows, g), out=mean),
            bind(xp.maximum, mean, scalar(xp, self._least(xp, g), g), out=mean),
            bind(xp.multiply, column, row, out=vhat),
            bind(xp.divide, vhat, mean, out=vhat),
        ]

    def _whole(self, xp: Namespace, part: Part, squares: Array) -> list[Call]:
        """Bind the mean square of every element by itself."""
        g, v = part["g"], part["v"]
        return [
            bind(xp.multiply, g, g, out=squares),
            *_average(xp, part, v, squares, part["U"]),
        ]

    def _update_calls(self, xp: Namespace, part: Part) -> list[Call]:
        """Bind U, its root mean square, and Û."""
        g, update, clipped = part["g"], part["U"], part["Uhat"]
        estimate = part["vhat" if g.ndim == 2 else "v"]
        over, least = xp.zeros((), dtype=g.dtype), scalar(xp, self._least(xp, g) ** 2, g)
        return [
            bind(xp.maximum, estimate, least, out=update),
            bind(xp.sqrt, update, out=update),
            bind(xp.divide, g, update, out=update),
            *_rms(xp, update, part["rms"]),
            bind(xp.divide, part["rms"], scalar(xp, self.d, g), out=over),
            bind(xp.maximum, over, scalar(xp, 1.0, g), out=over),
            bind(xp.divide, update, over, out=clipped),
        ]

    def _size_calls(self, xp: Namespace, part: Part) -> list[Call]:
        """Bind α, the size of the step in proportion to the parameter."""
        p, alpha = part["p"], part["alpha"]
        return [
            *_rms(xp, p, alpha),
            bind(xp.maximum, alpha, scalar(xp, self.eps[1], p), out=alpha),
            bind(xp.multiply, alpha, part.changing["rho"], out=alpha),
        ]

    def _least(self, xp: Namespace, like: Array) -> float:
        """Return ε₁."""
        given = self.eps[0]
        return float(xp.finfo(like.dtype).eps) if given is None else given

    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return [weight decay] means, estimate, U, RMS(U), Û, α, update of one parameter."""
        return tuple(self._steps(parameter, layer))

    def _steps(self, parameter: str, layer: int) -> Iterator[Template]:
        def named(row: str) -> str:
            return f"{row}_{parameter}"

        gradient, start = f"d{parameter}", parameter
        if self.weight_decay:
            start = f"{parameter}_decayed"
            rates = {"lr": self.lr, "weight_decay": self.weight_decay}
            yield update_step(StepKind.DECOUPLED_DECAY, layer, (parameter,), start, rates)
        estimate = named("vhat") if parameter.startswith("W") else f"{named('v')}_new"
        yield from self._estimate_steps(parameter, layer, estimate)
        update, rms, clipped, alpha = map(named, ("U", "rms", "Uhat", "alpha"))
        size, new = {"lr": self.lr, "eps2": self.eps[1]}, f"{parameter}_new"
        first = {"eps1": self.eps[0]}
        yield update_step(StepKind.UNIT_UPDATE, layer, (gradient, estimate), update, first)
        for kind, inputs, output, options in (
            (StepKind.UPDATE_RMS, (update,), rms, {}),
            (StepKind.CLIPPED_UPDATE, (update, rms), clipped, {"d": self.d}),
            (StepKind.RELATIVE_STEP, (parameter,), alpha, size),
            (StepKind.UPDATE, (start, alpha, clipped), new, {}),
        ):
            yield update_step(kind, layer, inputs, output, options)

    def _estimate_steps(self, parameter: str, layer: int, estimate: str) -> Iterator[Template]:
        """Yield the steps from g to the estimate of its mean square."""
        gradient, power = f"d{parameter}", {"beta2_decay": self.beta2_decay}
        if not parameter.startswith("W"):
            kind, old = StepKind.SECOND_MOMENT, f"v_{parameter}"
            yield update_step(kind, layer, (gradient, old), estimate, power)
            return
        for row, mean_kind, average_kind in (
            ("R", StepKind.ROW_MEAN, StepKind.ROW_AVERAGE),
            ("C", StepKind.COLUMN_MEAN, StepKind.COLUMN_AVERAGE),
        ):
            mean, old = f"{row}mean_{parameter}", f"{row}_{parameter}"
            yield update_step(mean_kind, layer, (gradient,), mean, {})
            yield update_step(average_kind, layer, (old, mean), f"{old}_new", power)
        factors = (f"R_{parameter}_new", f"C_{parameter}_new")
        kind = StepKind.FACTORED_ESTIMATE
        yield update_step(kind, layer, factors, estimate, {"eps1": self.eps[0]})

    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return "R_W1", "R_W1_new", "Rmean_W1", "U_W1", "rms_W1", "W1_decayed" and their like."""
        if row in self.state_rows:
            return f"{row}_{parameter}_new" if new else f"{row}_{parameter}"
        if row not in self.work_rows or not new:
            return None
        return f"{parameter}_decayed" if row == "decayed" else f"{row}_{parameter}"


def _checked_eps(given: object) -> tuple[float | None, float]:
    """Return both guards if they are possible.

    Raises:
        SpecError: they are not.
    """
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise SpecError(
            "eps of {owner} must be two numbers such as (None, 0.001), but it is {value}.",
            owner=Adafactor.name,
            value=repr(given),
        )
    first, second = given
    owner = Adafactor.name
    # PyTorch lets ε₁ be 0 too; then a gradient of exactly 0 makes a NaN.
    least = None if first is None else number_option(owner, "eps", first, above=0.0, at_most=1e6)
    return least, number_option(owner, "eps", second, at_least=0.0, at_most=1e6)


def _average(xp: Namespace, part: Part, kept: Array, fresh: Array, spare: Array) -> list[Call]:
    """Bind kept = β₂·kept + (1 − β₂)·fresh."""
    return [
        bind(xp.multiply, kept, part.changing["keep"], out=kept),
        bind(xp.multiply, fresh, part.changing["take"], out=spare),
        bind(xp.add, kept, spare, out=kept),
    ]


def _rms(xp: Namespace, values: Array, out: Array) -> list[Call]:
    """Bind the root of the mean of the squares of all values."""
    flat = values.reshape(-1)
    return [
        bind(xp.dot, flat, flat, out=out),
        bind(xp.divide, out, scalar(xp, flat.size, values), out=out),
        bind(xp.sqrt, out, out=out),
    ]
