"""Prints how well the engine agrees with PyTorch and with central differences.

python -m tests.engine.truth_report [number of random networks]
"""

import sys
import time
from typing import Any

import numpy as np

from tests.engine import truth
from tests.engine.test_against_torch import CASES, torch, torch_loss, twins

DEFAULT = 1000


def main(count: int) -> None:
    start = time.perf_counter()
    errors = [worst_errors(*case) for case in CASES]
    kinds = [len({case[place] for case in CASES}) for place in (0, 2, 3)]
    _say(f"{len(CASES)} combinations of activation, loss and optimizer against PyTorch (float64)")
    _say("  {} activations, {} losses, {} settings of the optimizers; 5 steps each".format(*kinds))
    for name in errors[0]:
        _say(f"  worst relative error of {name}: {max(each[name] for each in errors):.1e}")
    nets = [truth.seeded_net(seed) for seed in range(count)]
    theirs = [truth.against_torch(net) for net in nets]
    found = [truth.against_differences(net) for net in nets]
    _say(f"{count} random networks: 1 to 4 layers, mixed activations, with and without bias and L2")
    _say(f"  worst relative error of a gradient against PyTorch: {max(theirs):.1e}")
    cells, kinks = sum(each.cells for each in found), sum(each.kinks for each in found)
    worst = np.array([each.worst for each in found])
    _say(f"  worst relative error against central differences: {worst.max():.1e}")
    _say(f"  median network: {np.median(worst):.1e}; {cells} parameters, {kinks} of them on a kink")
    _say(f"{time.perf_counter() - start:.0f} s, NumPy {np.__version__}")


def worst_errors(hidden: str, output: str, loss: str, optimizer: str) -> dict[str, float]:
    """Return the largest errors in five training steps, relative to the largest number."""
    net, model, logits, update, X, Y = twins(hidden, output, loss, optimizer)
    worst = {"the loss": 0.0, "a gradient": 0.0, "a parameter": 0.0}
    for _ in range(5):
        update.zero_grad()
        value = torch_loss(loss, logits(torch.from_numpy(X)), torch.from_numpy(Y))
        value.backward()
        gradients = [p.grad.numpy() for p in model.parameters()]
        _note(worst, "a gradient", list(net.gradients(X, Y).values()), gradients)
        update.step()
        _note(worst, "the loss", [net.train_step(X, Y)], [value.item()])
        parameters = [p.detach().numpy() for p in model.parameters()]
        _note(worst, "a parameter", list(net.parameters.values()), parameters)
    return worst


def _note(worst: dict[str, float], name: str, ours: list[Any], theirs: list[Any]) -> None:
    one, other = (np.concatenate([np.ravel(a) for a in arrays]) for arrays in (ours, theirs))
    # A gradient that vanishes has no digits to compare.
    size = max(float(np.abs(other).max()), 1e-6)
    worst[name] = max(worst[name], float(np.abs(one - other).max()) / size)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
