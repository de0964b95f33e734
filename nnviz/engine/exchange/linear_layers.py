"""The Linear layers among named tensors: which weight and bias belong together, in which order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from nnviz.engine.errors import SpecError
from nnviz.engine.exchange.assemble import Affine, require_chain
from nnviz.engine.exchange.reading import unfit
from nnviz.engine.exchange.tensors import Tensor
from nnviz.engine.message import Message, message

_NAME = re.compile(r"(?P<stem>(?:.*\.)?)(?P<role>weight|bias)")
_OWN_NAME = re.compile(r"(?P<role>[Wb])(?P<stem>[1-9]\d{0,2})")
# More families of names than this are not searched through for an order that fits.
_MOST_FAMILIES = 8


def linear_layers(
    source: "str | Message",
    tensors: Mapping[str, Tensor],
    order: Sequence[str] | None,
    *,
    trust_given: bool,
) -> list[Affine]:
    """Return the layers in the order in which they run; every tensor is part of one.

    ``order`` names them ("fc1", "fc2"). Without it they run in the order in which they are given,
    if that is to be trusted, else by the numbers in their names and by what fits together.

    Raises:
        FileError: a tensor is not of a Linear layer, or the layers do not chain.
        SpecError: several orders fit, or ``order`` does not name the layers.
    """
    found = _layers(source, tensors)
    if order is not None:
        layers = [found[name] for name in _checked(order, found)]
    elif trust_given and _chains(list(found.values())):
        layers = list(found.values())
    else:
        layers = _ordered(source, found)
    require_chain(source, layers)
    return layers


def _layers(source: "str | Message", tensors: Mapping[str, Tensor]) -> dict[str, Affine]:
    parts: dict[str, dict[str, Tensor]] = {}
    for name, one in tensors.items():
        stem, role = _place(source, name, one)
        parts.setdefault(stem, {})[role] = one
    if not parts:
        raise unfit(source, message("it holds no tensors"))
    return {stem: _affine(source, stem, pair) for stem, pair in parts.items()}


def _place(source: "str | Message", name: str, one: Tensor) -> tuple[str, str]:
    """Return the layer that a tensor belongs to, and whether it is its weight or its bias."""
    match = _NAME.fullmatch(name) or _OWN_NAME.fullmatch(name)
    role = {"weight": "weight", "W": "weight", "bias": "bias", "b": "bias"}[
        match["role"]
    ] if match else None  # fmt: skip
    if match is None or role is None or one.array.ndim != (2 if role == "weight" else 1):
        raise unfit(
            source,
            message(
                "{name} with shape {shape} is neither the weight nor the bias of a Linear layer",
                name=name,
                shape=str(one.array.shape),
            ),
        )
    return match["stem"].removesuffix("."), role


def _affine(source: "str | Message", stem: str, pair: Mapping[str, Tensor]) -> Affine:
    weight, bias = pair.get("weight"), pair.get("bias")
    if weight is None:
        raise unfit(source, message("the layer {name} has a bias but no weight", name=stem))
    if 0 in weight.array.shape:
        raise unfit(source, message("the weight of the layer {name} is empty", name=stem))
    if bias is not None and bias.array.shape != weight.array.shape[:1]:
        raise unfit(
            source,
            message(
                "the layer {name} has {units} units, but a bias of shape {shape}",
                name=stem,
                units=weight.array.shape[0],
                shape=str(bias.array.shape),
            ),
        )
    return Affine(stem, weight.array, None if bias is None else bias.array)


def _checked(order: Sequence[str], found: Mapping[str, Affine]) -> list[str]:
    names = [order] if isinstance(order, str) else list(order)
    if sorted(names) != sorted(found):
        raise SpecError(
            "order must name every layer once; the layers are: {names}.", names=", ".join(found)
        )
    return names


def _ordered(source: "str | Message", found: Mapping[str, Affine]) -> list[Affine]:
    natural = [found[stem] for stem in sorted(found, key=_natural)]
    families: dict[str, list[Affine]] = {}
    for layer in natural:
        families.setdefault(re.sub(r"\d+", "0", layer.name), []).append(layer)
    if not 1 < len(families) <= _MOST_FAMILIES:
        return natural
    fitting = _fitting(list(families.values()))
    first = next(fitting, natural)
    if next(fitting, None) is not None:
        raise SpecError(
            "The layers {names} of {source} fit together in several orders; say in which they "
            "run, such as order={example}.",
            names=", ".join(found),
            source=source,
            example=repr([layer.name for layer in first]),
        )
    return first


def _fitting(families: Sequence[Sequence[Affine]]) -> Iterator[list[Affine]]:
    """Yield the orders that chain and keep the numbers of each family of names in order."""
    dead: set[tuple[tuple[int, ...], int | None]] = set()

    def rest(taken: tuple[int, ...], width: int | None) -> Iterator[list[Affine]]:
        if all(count == len(family) for count, family in zip(taken, families, strict=True)):
            yield []
            return
        if (taken, width) in dead:
            return
        fruitless = True
        for place, family in enumerate(families):
            if taken[place] == len(family):
                continue
            layer = family[taken[place]]
            if width in {None, layer.W.shape[1]}:
                after = (*taken[:place], taken[place] + 1, *taken[place + 1 :])
                for tail in rest(after, layer.W.shape[0]):
                    fruitless = False
                    yield [layer, *tail]
        if fruitless:
            dead.add((taken, width))

    yield from rest((0,) * len(families), None)


def _chains(layers: Sequence[Affine]) -> bool:
    return all(after.W.shape[1] == before.W.shape[0] for before, after in pairwise(layers))


def _natural(stem: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts "fc2" before "fc10"."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d{1,18})", stem)
    ]
