"""PyTorch: eager with its default optimizer, with the fused one, and compiled."""

from itertools import pairwise

import numpy as np
import torch

from tests.bench.speed.cases import BETAS, EPS, Case
from tests.bench.speed.contest import Contestant


def set_up(threads: int) -> str:
    """Set PyTorch's threads, and return what computes."""
    torch.set_num_threads(threads)
    capability = torch.backends.cpu.get_cpu_capability()
    return f"PyTorch {torch.__version__} ({capability}, threads: {torch.get_num_threads()})"


class Eager(Contestant):
    """The loop of every tutorial."""

    fused = False

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        dtype = getattr(torch, case.dtype)
        layers: list[torch.nn.Module] = []
        for n_in, n_out in pairwise(case.sizes):
            layers += [torch.nn.Linear(n_in, n_out, dtype=dtype), torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.loss = {"mse": torch.nn.MSELoss, "cross_entropy": torch.nn.CrossEntropyLoss}[
            case.loss
        ]()
        options = {"lr": case.lr, **({"fused": True} if self.fused else {})}
        parameters = self.model.parameters()
        if case.optimizer == "adam":
            self.optimizer = torch.optim.Adam(parameters, betas=BETAS, eps=EPS, **options)
        else:
            self.optimizer = torch.optim.SGD(parameters, **options)
        self.x, self.y = (torch.from_numpy(array) for array in case.batch())

    def step(self) -> object:
        self.optimizer.zero_grad()
        loss = self.loss(self.model(self.x), self.y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def read(self) -> dict[str, np.ndarray]:
        return {name: tensor.detach().numpy().copy() for name, tensor in self._named()}

    def write(self, parameters: dict[str, np.ndarray]) -> None:
        with torch.no_grad():
            for name, tensor in self._named():
                tensor.copy_(torch.from_numpy(parameters[name]))

    def forget(self) -> None:
        for state in self.optimizer.state.values():
            for value in state.values():
                if isinstance(value, torch.Tensor):
                    value.zero_()

    def _named(self) -> list[tuple[str, torch.Tensor]]:
        names = [f"{kind}{layer}" for layer in range(1, self.case.n_layers + 1) for kind in "Wb"]
        return list(zip(names, self.model.parameters(), strict=True))


class Fused(Eager):
    """The optimizer in one kernel."""

    fused = True


class Compiled(Fused):
    """Model, loss and their gradients through torch.compile; the optimizer is the fused one."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        torch.compiler.reset()
        model, loss = self.model, self.loss
        self.forward = torch.compile(lambda x, y: loss(model(x), y))

    def step(self) -> object:
        self.optimizer.zero_grad()
        loss = self.forward(self.x, self.y)
        loss.backward()
        self.optimizer.step()
        return loss.item()


CONTESTANTS = {"torch eager": Eager, "torch fused": Fused, "torch.compile": Compiled}
