"""scikit-learn: partial_fit with one batch is one step."""

import warnings

import numpy as np
import sklearn
import threadpoolctl
from sklearn.neural_network import MLPClassifier, MLPRegressor

from tests.bench.speed.cases import BETAS, EPS, Case
from tests.bench.speed.contest import Contestant

_limits = []


def set_up(threads: int) -> str:
    """Set the threads of NumPy's and SciPy's BLAS, and return what computes."""
    _limits.append(threadpoolctl.threadpool_limits(threads))
    warnings.simplefilter("ignore")
    return f"scikit-learn {sklearn.__version__}"


class PartialFit(Contestant):
    """Two classes get one logistic output there, which is a smaller net: the name says so."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.X, self.Y = case.batch()
        classifies = case.loss == "cross_entropy"
        # scikit-learn's squared loss is half of ours, which only plain SGD sees.
        doubled = not classifies and case.optimizer == "sgd"
        self.model = (MLPClassifier if classifies else MLPRegressor)(
            hidden_layer_sizes=case.sizes[1:-1],
            activation="relu",
            solver=case.optimizer,
            alpha=0.0,
            batch_size=case.n_samples,
            learning_rate_init=case.lr * (2 if doubled else 1),
            momentum=0.0,
            nesterovs_momentum=False,
            beta_1=BETAS[0],
            beta_2=BETAS[1],
            epsilon=EPS,
            shuffle=False,
        )
        self.options = {"classes": np.arange(case.sizes[-1])} if classifies else {}
        if not classifies:
            self.Y = self.Y.ravel() if self.Y.shape[1] == 1 else self.Y
        self.smaller = classifies and case.sizes[-1] == 2
        self.step()

    def step(self) -> object:
        self.model.partial_fit(self.X, self.Y, **self.options)
        return self.model.loss_

    def read(self) -> dict[str, np.ndarray]:
        if self.smaller:
            return {}
        found = {}
        both = zip(self.model.coefs_, self.model.intercepts_, strict=True)
        for layer, (W, b) in enumerate(both, 1):
            found |= {f"W{layer}": W.T.copy(), f"b{layer}": b.copy()}
        return found

    def write(self, parameters: dict[str, np.ndarray]) -> None:
        for layer in range(1, self.case.n_layers + 1):
            W, b = self.model.coefs_[layer - 1], self.model.intercepts_[layer - 1]
            W[...] = parameters[f"W{layer}"].T[:, : W.shape[1]]
            b[...] = parameters[f"b{layer}"][: len(b)]

    def forget(self) -> None:
        # A new one is made by the next partial_fit.
        if hasattr(self.model, "_optimizer"):
            del self.model._optimizer
        self.model.loss_curve_.clear()


CONTESTANTS = {"scikit-learn": PartialFit}
