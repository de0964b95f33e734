"""The programs of one network, one for each batch size in use."""

from collections import OrderedDict

import numpy as np

from nnviz.engine.backend import Backend
from nnviz.engine.backend_choice import choose
from nnviz.engine.losses import Loss
from nnviz.engine.orientation import HostArray
from nnviz.engine.program import Program
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import Store
from nnviz.engine.threads import use_one_blas_thread

# A full batch, the smaller last one, the whole data set and a single sample.
_KEPT = 4
# Evaluation goes in parts of this many samples, so that a large data set needs no large buffers.
_PART = 4096


class Programs:
    """Compiles a program for a batch size the first time, and keeps the last few."""

    def __init__(self, spec: NetworkSpec, store: Store, backend: Backend) -> None:
        self.spec = spec
        self.store = store
        self.backend = backend
        self._kept: OrderedDict[int, Program] = OrderedDict()

    @classmethod
    def of(cls, spec: NetworkSpec) -> "Programs":
        """Return programs with memory of their own, whose parameters are all zero.

        Raises:
            BackendError: the backend is not there.
        """
        use_one_blas_thread()
        backend = choose(spec.backend, spec).backend
        return cls(spec, Store(spec, spec.optimizer.make(), backend), backend)

    def get(self, n_samples: int) -> Program:
        """Return the program for this batch size.

        Raises:
            DataError: the batch is too large.
        """
        program = self._kept.get(n_samples)
        if program is None:
            program = Program(self.spec, n_samples, self.store, self.backend)
            self._kept[n_samples] = program
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(n_samples)
        return program

    def predict(self, X: HostArray) -> HostArray:
        """Return the output for checked samples."""
        outputs = []
        for start in range(0, len(X), _PART):
            part = X[start : start + _PART]
            program = self.get(len(part))
            program.load(part)
            program.predict()
            outputs.append(self.backend.to_host(program.prediction))
        return outputs[0] if len(outputs) == 1 else np.concatenate(outputs)

    def loss(self, X: HostArray, Y: HostArray, loss: Loss) -> float:
        """Return the loss for checked samples and targets."""
        if len(X) <= _PART:
            program = self.get(len(X))
            program.load(X, Y)
            return program.loss()
        total = 0.0
        for start in range(0, len(X), _PART):
            part = slice(start, start + _PART)
            count = len(X[part])
            program = self.get(count)
            program.load(X[part], Y[part])
            # From the mean (or sum) of the part to its share in that of all.
            share = loss.mean_scale(len(X)) / loss.mean_scale(count)
            total += program.data_loss() * share
        # The penalty is no mean over samples: it is there once, however many parts there are.
        return total + program.penalty()
