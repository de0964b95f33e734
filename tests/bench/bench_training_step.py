"""How long one training step takes beside PyTorch's, as ratios of interleaved medians in one run.

Run it: ``python tests/bench/bench_training_step.py [--rounds 30]``. All on one thread, float32.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch

from nnviz.engine import Network, optimizers

NETS = (
    ([2, 4, 1], 4, "mse"),
    ([2, 8, 8, 2], 32, "cross_entropy"),
    ([64, 128, 64, 10], 64, "cross_entropy"),
    ([784, 128, 10], 64, "cross_entropy"),
)


def batch(sizes: list[int], n_samples: int, loss: str) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    X = generator.standard_normal((n_samples, sizes[0])).astype(np.float32)
    if loss == "cross_entropy":
        return X, generator.integers(0, sizes[-1], n_samples)
    return X, generator.standard_normal((n_samples, sizes[-1])).astype(np.float32)


def network(sizes: list[int], loss: str, optimizer: str) -> Network:
    made = optimizers.Adam() if optimizer == "adam" else optimizers.SGD(lr=0.01)
    return Network.mlp(sizes, loss=loss, optimizer=made, dtype="float32", backend="numpy")


def torch_step(
    sizes: list[int], X: np.ndarray, Y: np.ndarray, loss: str, optimizer: str
) -> Callable[[], object]:
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    made = torch.optim.Adam if optimizer == "adam" else torch.optim.SGD
    update = made(model.parameters(), lr=0.001)
    criterion = torch.nn.CrossEntropyLoss() if loss == "cross_entropy" else torch.nn.MSELoss()
    x, y = torch.from_numpy(X), torch.from_numpy(Y)

    def step() -> float:
        update.zero_grad()
        value = criterion(model(x), y)
        value.backward()
        update.step()
        return value.item()

    return step


def interleaved(steps: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of one call, all measured in turn in every round."""
    counts = {}
    for name, step in steps.items():
        start = time.perf_counter()
        for _ in range(20):
            step()
        counts[name] = max(5, int(0.02 * 20 / (time.perf_counter() - start)))
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            start = time.perf_counter()
            for _ in range(counts[name]):
                step()
            times[name].append((time.perf_counter() - start) / counts[name])
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    sys.stdout.write(
        "net              batch  optimizer  step us  torch/step  trace/step  fit/step\n"
    )
    for optimizer in ("adam", "sgd"):
        for sizes, n_samples, loss in NETS:
            X, Y = batch(sizes, n_samples, loss)
            net, traced, fitted = (network(sizes, loss, optimizer) for _ in range(3))
            found = interleaved(
                {
                    "step": lambda n=net, x=X, y=Y: n.train_step(x, y),
                    "trace": lambda n=traced, x=X, y=Y: n.trace_step(x, y),
                    "fit": lambda n=fitted, x=X, y=Y, b=n_samples: n.fit(
                        x, y, epochs=100, batch_size=b, shuffle=False
                    ),
                    "torch": torch_step(sizes, X, Y, loss, optimizer),
                },
                rounds,
            )
            name = "-".join(str(size) for size in sizes)
            step = found["step"]
            sys.stdout.write(
                f"{name:16} {n_samples:5}  {optimizer:9} {step * 1e6:8.1f} "
                f"{found['torch'] / step:10.1f}x {found['trace'] / step:10.2f}x "
                f"{found['fit'] / 100 / step:8.2f}x\n"
            )


if __name__ == "__main__":
    main()
