"""scikit-learn: a fitted MLPClassifier or MLPRegressor, read by its attributes only."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine.checks import whole_number
from nnviz.engine.errors import SpecError
from nnviz.engine.exchange.assemble import Affine, assembled, require_chain
from nnviz.engine.exchange.reading import unfit
from nnviz.engine.exchange.tensors import dtype_of, tensor
from nnviz.engine.message import Message, message
from nnviz.engine.optimizers import SGD, Adam, Optimizer

if TYPE_CHECKING:
    from nnviz.engine.network import Network

_ACTIVATIONS: Mapping[str, str] = {
    "identity": "linear",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "softmax": "softmax",
}
# By the loss and the output activation.
_LOSSES: Mapping[tuple[str, str], str] = {
    ("squared_error", "linear"): "half_mse",
    ("log_loss", "sigmoid"): "bce",
    ("log_loss", "softmax"): "cross_entropy",
}
_LEFT_OUT = ("solver", "alpha", "batch_size", "learning_rate", "power_t", "epsilon")


def from_sklearn(model: Any, *, batch_size: int | None = None) -> "Network":
    """Return a network with the weights of a fitted MLPClassifier or MLPRegressor.

    ``predict`` gives what ``predict_proba`` (of two classes: the probability of the second) or
    ``predict`` of the model gives. The names of the classes stand in
    ``network.note["origin"]["classes"]``.

    The gradient of the loss is scikit-learn's: half_mse for a regressor, bce for two classes,
    cross_entropy for more. For several labels at once bce takes the mean over the units where
    scikit-learn takes the sum, so that the gradient is smaller by their number.

    The solvers sgd and adam become SGD and Adam with the same numbers, starting anew. Adam's
    epsilon is the ε̂ of its paper there (not divided by √(1 − β₂ᵗ)) and PyTorch's ε here, which
    differ in the first steps. scikit-learn divides its penalty alpha by the size of each batch:
    with ``batch_size`` the network's l2 is alpha/batch_size, the same for batches of that size;
    without it l2 stays 0. What else has no counterpart is noted under ``origin``: the schedules
    invscaling and adaptive (the last learning rate is taken), and lbfgs (SGD is set).

    Raises:
        FileError: it is not a fitted model of these two kinds, or has an output of another kind.
        SpecError: an option of its solver is impossible here, or ``batch_size`` is no whole number.
    """
    source: Message = message("The scikit-learn model {name}", name=type(model).__name__)
    layers = _layers(source, model)
    output = _ACTIVATIONS.get(str(model.out_activation_))
    hidden = _ACTIVATIONS.get(str(model.activation))
    loss = _LOSSES.get((str(model.loss), output or ""))
    if output is None or hidden is None or loss is None:
        raise unfit(
            source,
            message(
                "its loss {loss} with the output {output} and hidden units {hidden} is not known",
                loss=str(model.loss),
                output=str(model.out_activation_),
                hidden=str(model.activation),
            ),
        )
    tensors = {layer.name: tensor(source, layer.name, layer.W) for layer in layers}
    return assembled(
        layers,
        [hidden] * (len(layers) - 1) + [output],
        loss=loss,
        optimizer=_optimizer(model),
        dtype=dtype_of(tensors),
        note=_note(model),
        l2=_penalty(model, batch_size),
    )


def _layers(source: Message, model: Any) -> list[Affine]:
    try:
        coefs, intercepts = list(model.coefs_), list(model.intercepts_)
        str(model.out_activation_), str(model.activation), str(model.loss)
    except (AttributeError, TypeError) as error:
        raise SpecError(
            "from_sklearn takes a fitted MLPClassifier or MLPRegressor, but {model} came; call "
            "its fit first.",
            model=type(model).__name__,
        ) from error
    if not coefs or len(coefs) != len(intercepts):
        raise unfit(source, message("it has no layers"))
    layers = []
    for place, (coef, intercept) in enumerate(zip(coefs, intercepts, strict=True)):
        W = tensor(source, f"coefs_[{place}]", coef).array.T
        b = tensor(source, f"intercepts_[{place}]", intercept).array
        if W.ndim != 2 or b.shape != W.shape[:1]:
            raise unfit(
                source,
                message("{name} has the impossible shape {shape}", name=f"coefs_[{place}]",
                        shape=str(W.T.shape)),
            )  # fmt: skip
        layers.append(Affine(f"coefs_[{place}]", np.ascontiguousarray(W), b))
    require_chain(source, layers)
    return layers


def _penalty(model: Any, batch_size: int | None) -> float:
    if batch_size is None:
        return 0.0
    size = whole_number(message("The batch size"), batch_size, at_least=1, at_most=10**9)
    return float(model.alpha) / size


def _optimizer(model: Any) -> Optimizer:
    rate = float(model.learning_rate_init)
    if model.solver == "adam":
        betas = (float(model.beta_1), float(model.beta_2))
        return Adam(lr=rate, betas=betas, eps=float(model.epsilon))
    if model.solver != "sgd":
        return SGD()
    if model.learning_rate != "constant":
        rate = float(getattr(getattr(model, "_optimizer", None), "learning_rate", rate))
    momentum = float(model.momentum)
    ahead = bool(model.nesterovs_momentum) and momentum > 0
    return SGD(lr=rate, momentum=momentum, nesterov=ahead)


def _note(model: Any) -> dict[str, Any]:
    note: dict[str, Any] = {"program": "scikit-learn", "model": type(model).__name__}
    note |= {name: _plain(getattr(model, name, None)) for name in _LEFT_OUT}
    classes = getattr(model, "classes_", None)
    if classes is not None:
        note["classes"] = _plain(classes)
    return note


def _plain(value: Any) -> Any:
    """Return a value of NumPy as plain data; what JSON does not know becomes its text."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    finite = isinstance(value, int | float) and np.isfinite(float(value))
    return value if value is None or isinstance(value, str) or finite else str(value)
