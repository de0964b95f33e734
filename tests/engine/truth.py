"""Random networks of any shape, and two independent opinions of their gradients.

One opinion is PyTorch's, the other a central difference of the network's own loss: four losses
around each cell, which share no line with the backward pass. ``truth_report.py`` counts how many
agree, and how well; the tests ask for the same of fewer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.engine import Dense, Network, activations, losses

MOST_LAYERS, MOST_UNITS, MOST_SAMPLES = 4, 7, 5
# The widest change of a cell; the other difference is made with half of it.
STEP = 1e-3
# Two differences that disagree by more than this have a kink (a ReLU's 0) between them.
SMOOTH = 1e-5
OPTIONS = {"leaky_relu": {"alpha": 0.2}, "elu": {"alpha": 0.7}}


@dataclass(frozen=True)
class RandomNet:
    """A network of 1 to 4 layers, each with its own activation, with or without a bias."""

    n_in: int
    layers: tuple[tuple[int, str, bool], ...]
    loss: str
    n_samples: int
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)

    def network(self, **settings: Any) -> Network:
        layers = [Dense(n, name, bias, **OPTIONS.get(name, {})) for n, name, bias in self.layers]
        settings = {"initializer": "xavier", "seed": self.seed, **self.settings, **settings}
        net = Network(layers, self.n_in, loss=self.loss, backend="numpy", **settings)
        random = np.random.default_rng(self.seed)
        # Biases start at 0, where a ReLU of nothing has its kink.
        biases = {name: b for name, b in net.parameters.items() if name[0] == "b"}
        net.set_parameters({name: random.normal(size=b.shape) / 4 for name, b in biases.items()})
        return net

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        random = np.random.default_rng([self.seed, 1])
        X = random.normal(size=(self.n_samples, self.n_in))
        n_out = self.layers[-1][0]
        if self.loss == "cross_entropy":
            return X, random.integers(0, n_out, self.n_samples)
        if self.loss == "bce":
            return X, random.random((self.n_samples, n_out))
        return X, random.normal(size=(self.n_samples, n_out))


def random_net(
    whole: Callable[[int, int], int], pick: Callable[[Sequence[Any]], Any], seed: int
) -> RandomNet:
    """Return a network whose parts are chosen by ``whole(least, most)`` and ``pick(values)``."""
    loss = pick(losses.names())
    fused = losses.get(loss).output
    layers = []
    count = whole(1, MOST_LAYERS)
    for number in range(1, count + 1):
        last = number == count
        least = 2 if last and loss == "cross_entropy" else 1
        name = fused if last and fused else pick(activations.names())
        layers.append((whole(least, MOST_UNITS), name, pick((True, False))))
    settings = pick(({}, {"l2": 0.1}))
    n_in, n_samples = whole(1, MOST_UNITS), whole(1, MOST_SAMPLES)
    return RandomNet(n_in, tuple(layers), loss, n_samples, seed, settings)


def seeded_net(seed: int) -> RandomNet:
    """Return the random network of this number."""
    random = np.random.default_rng([seed, 2])
    return random_net(
        lambda least, most: int(random.integers(least, most + 1)),
        lambda values: values[int(random.integers(len(values)))],
        seed,
    )


@dataclass(frozen=True)
class Differences:
    """What came of comparing gradients with central differences."""

    worst: float
    cells: int
    kinks: int


def against_differences(case: RandomNet, most_cells: int = 1000) -> Differences:
    """Compare the gradients of a network's parameters with central differences of its loss.

    An error is relative to the larger of the two, or to a thousandth of the largest gradient of
    the network where they are smaller than that: there the rounding of the loss is seen.
    """
    net, (X, Y) = case.network(), case.batch()
    gradients = net.gradients(X, Y)
    floor = max(1e-3 * max(float(np.abs(g).max()) for g in gradients.values()), 1e-6)
    cells = [
        (name, cell) for name in net.parameters for cell in np.ndindex(gradients[f"d{name}"].shape)
    ]
    random = np.random.default_rng([case.seed, 3])
    chosen = random.permutation(len(cells))[:most_cells]
    worst, kinks = 0.0, 0
    for name, cell in (cells[i] for i in chosen):
        wide, narrow = (_difference(net, X, Y, name, cell, h) for h in (STEP, STEP / 2))
        analytic = float(gradients[f"d{name}"][cell])
        size = max(abs(analytic), abs(narrow), floor)
        if abs(wide - narrow) > SMOOTH * size:
            kinks += 1
        else:
            worst = max(worst, abs(analytic - narrow) / size)
    return Differences(worst, len(chosen), kinks)


def _difference(net: Network, X: Any, Y: Any, name: str, cell: tuple[int, ...], h: float) -> float:
    """Return ∂L/∂cell from four losses; the error is of the order of h⁴."""
    value = net.parameters[name]

    def loss(change: float) -> float:
        moved = value.copy()
        moved[cell] += change
        net.set_parameters({name: moved})
        return net.loss(X, Y)

    slope = (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
    net.set_parameters({name: value})
    return slope


def against_torch(case: RandomNet) -> float:
    """Return the largest error of the gradients against PyTorch's, relative to the largest one."""
    import torch

    from tests.engine.test_against_torch import ACTIVATIONS, torch_loss

    net, (X, Y) = case.network(), case.batch()
    gradients = net.gradients(X, Y)
    leaves = {
        name: torch.tensor(value, requires_grad=True) for name, value in net.parameters.items()
    }
    A = torch.from_numpy(X)
    for number, (_, name, bias) in enumerate(case.layers, start=1):
        A = A @ leaves[f"W{number}"].T + (leaves[f"b{number}"] if bias else 0.0)
        fused = number == len(case.layers) and losses.get(case.loss).output
        A = A if fused else ACTIVATIONS[name]()(A)
    value = torch_loss(case.loss, A, torch.from_numpy(Y))
    if l2 := case.settings.get("l2"):
        value = value + l2 / 2 * sum((W**2).sum() for n, W in leaves.items() if n[0] == "W")
    value.backward()
    theirs = {f"d{name}": leaf.grad.numpy() for name, leaf in leaves.items()}
    largest = max(1e-6, *(float(np.abs(g).max()) for g in theirs.values()))
    return max(float(np.abs(gradients[name] - theirs[name]).max()) for name in theirs) / largest
