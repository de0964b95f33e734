"""Random small networks and the traces of their steps, for the tests of explanations."""

from dataclasses import dataclass, field
from itertools import cycle

import numpy as np
from hypothesis import strategies as st

from nnviz.engine import activations, schedules
from nnviz.engine.build import Dense
from nnviz.engine.network import Network
from nnviz.engine.optimizers import SGD, Adafactor, Adagrad, Adam, AdamW, Optimizer, RMSprop
from nnviz.engine.schedules import Schedule
from nnviz.engine.trace import Trace

ACTIVATIONS = activations.names()
SQUARED = ("mse", "half_mse", "sse", "half_sse")
LIMITS = (
    {},
    {"l2": 0.1},
    {"clip_norm": 0.5},
    {"l2": 0.3, "clip_norm": 0.05},
    {"clip_value": 0.1},
    {"l2": 0.2, "clip_value": 0.01},
)
OPTIMIZERS = (
    SGD(lr=0.01),
    SGD(lr=0.01, weight_decay=0.01),
    SGD(lr=0.01, momentum=0.9),
    SGD(lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.01),
    Adam(lr=0.01),
    Adam(lr=0.01, weight_decay=0.01),
    AdamW(lr=0.01, weight_decay=0.1),
    Adagrad(lr=0.01, lr_decay=0.1),
    RMSprop(lr=0.01, weight_decay=0.01),
    RMSprop(lr=0.01, momentum=0.9, centered=True),
    Adafactor(lr=0.01),
    Adafactor(lr=0.5, beta2_decay=-0.3, eps=(0.1, 0.5), weight_decay=0.1),
)
SCHEDULES = (
    schedules.Constant(),
    schedules.Step(step_size=2, gamma=0.5, warmup=1),
    schedules.Exponential(gamma=0.9, warmup=2),
    schedules.Cosine(T_max=5),
    schedules.Cosine(T_max=5, min_factor=0.1, warmup=1),
    schedules.Warmup(),
)


@dataclass(frozen=True)
class Case:
    """One random network with its batch; ``steps`` updates are made before the trace."""

    hidden: tuple[tuple[int, str, bool], ...]
    n_in: int
    output: tuple[int, str, bool]
    loss: str
    optimizer: Optimizer
    dtype: str
    n_samples: int
    seed: int
    steps: int = field(default=0)
    limits: dict[str, float] = field(default_factory=dict)
    schedule: Schedule = SCHEDULES[0]

    def network(self) -> Network:
        layers = [Dense(units, name, bias) for units, name, bias in (*self.hidden, self.output)]
        return Network(
            layers,
            self.n_in,
            loss=self.loss,
            optimizer=self.optimizer,
            seed=self.seed,
            dtype=self.dtype,
            backend="numpy",
            schedule=self.schedule,
            **self.limits,
        )

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        random = np.random.default_rng(self.seed)
        X = random.normal(size=(self.n_samples, self.n_in))
        units = self.output[0]
        if self.loss == "cross_entropy":
            return X, random.integers(0, units, self.n_samples)
        if self.loss == "bce":
            return X, random.integers(0, 2, (self.n_samples, units)).astype(float)
        return X, random.normal(size=(self.n_samples, units))

    def trace(self) -> Trace:
        network, (X, Y) = self.network(), self.batch()
        for _ in range(self.steps):
            network.train_step(X, Y)
        return network.trace_step(X, Y)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    loss = draw(st.sampled_from((*SQUARED, "bce", "cross_entropy")))
    units = draw(st.integers(2 if loss == "cross_entropy" else 1, 3))
    fused = {"bce": "sigmoid", "cross_entropy": "softmax"}.get(loss)
    layer = st.tuples(st.integers(1, 4), st.sampled_from(ACTIVATIONS), st.booleans())
    return Case(
        hidden=tuple(draw(st.lists(layer, max_size=2))),
        n_in=draw(st.integers(1, 3)),
        output=(units, fused or draw(st.sampled_from(ACTIVATIONS)), draw(st.booleans())),
        loss=loss,
        optimizer=draw(st.sampled_from(OPTIMIZERS)),
        dtype=draw(st.sampled_from(("float64", "float32"))),
        n_samples=draw(st.integers(1, 4)),
        seed=draw(st.integers(0, 10_000)),
        steps=draw(st.integers(0, 3)),
        limits=draw(st.sampled_from(LIMITS)),
        schedule=draw(st.sampled_from(SCHEDULES)),
    )


def every_kind() -> tuple[Case, ...]:
    """Return fixed cases that have every kind of step between them."""
    hidden = ((3, "relu", True), (3, "softmax", False), (2, "leaky_relu", True))
    common = {"n_in": 2, "dtype": "float64", "n_samples": 3, "seed": 1, "steps": 2}
    return (
        Case(hidden, output=(2, "linear", True), loss="mse", optimizer=OPTIMIZERS[3], **common),
        Case(
            ((3, "tanh", True), (3, "sigmoid", True)),
            output=(3, "softmax", True),
            loss="cross_entropy",
            optimizer=OPTIMIZERS[5],
            **common,
        ),
        Case((), output=(2, "sigmoid", True), loss="bce", optimizer=OPTIMIZERS[6], **common),
        Case((), output=(2, "tanh", True), loss="half_mse", optimizer=OPTIMIZERS[7], **common),
        Case((), output=(2, "softmax", True), loss="half_sse", optimizer=OPTIMIZERS[9], **common),
        *(
            Case(
                ((3, "tanh", True),),
                output=(2, "linear", True),
                loss="mse",
                optimizer=optimizer,
                schedule=schedule,
                **common,
            )
            for optimizer, schedule in zip((*OPTIMIZERS[-5:],), SCHEDULES[1:], strict=True)
        ),
        *(
            Case(
                ((3, "gelu", True),),
                output=(2, "linear", True),
                loss="mse",
                optimizer=optimizer,
                limits=limits,
                **common,
            )
            for optimizer, limits in zip(OPTIMIZERS, cycle(LIMITS), strict=False)
        ),
    )
