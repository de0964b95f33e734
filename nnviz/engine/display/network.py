"""How a network shows itself: its layers and what it learns by, and its parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from html import escape
from typing import Any

from nnviz.engine.decimals import grouped
from nnviz.engine.display.array_html import array_html
from nnviz.engine.display.array_text import columns, text_table, underlined, wrapped
from nnviz.engine.display.markup import element, folded, output, paragraph, size
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.words import say
from nnviz.engine.message import Message, message
from nnviz.engine.network_shown import ShownNetwork
from nnviz.engine.spec import NetworkSpec

MOST_BYTES = 120_000
_TOLD = ("n_in", "layers", "loss", "optimizer", "initializer", "initializer_options", "seed")
_TOLD_LATER = ("dtype", "backend")
_NUMBERS = {1, 5}  # columns of the table that hold numbers


def network_html(network: ShownNetwork) -> str:
    """Return the network as a notebook shows it."""
    title = element("p", escape(say(_title(network))), css="nv-h")
    return output(title + _table_html(network.spec) + _facts_html(network) + _parameters(network))


def network_text(network: ShownNetwork) -> str:
    """Return the network as lines for a terminal."""
    spec = network.spec
    rows = [*_rows(spec), ("", "", "", "", say(message("Total")), grouped(_count(spec)))]
    lines = [*underlined(say(_title(network))), *text_table(_header(), rows, _NUMBERS), ""]
    facts = [(say(label), value) for label, value in _facts(network)]
    width = max(columns(label) for label, _ in facts)
    for label, value in facts:
        lines += wrapped(label + " " * (width + 2 - columns(label)) + value)
    return "\n".join(lines)


def _title(network: ShownNetwork) -> Message:
    return message("Network {sizes}", sizes="-".join(map(str, network.spec.sizes)))


def _header() -> tuple[str, ...]:
    titles = (
        message("Layer"),
        message("Units"),
        message("Activation"),
        message("Weights"),
        message("Biases"),
        message("Parameters"),
    )
    return tuple(map(say, titles))


def _rows(spec: NetworkSpec) -> list[tuple[str, ...]]:
    shapes = spec.parameter_shapes
    rows: list[tuple[str, ...]] = [(say(message("Input")), str(spec.n_in), "", "", "", "")]
    for number, layer in enumerate(spec.layers, start=1):
        weights, biases = shapes[f"W{number}"], shapes.get(f"b{number}")
        count = weights[0] * weights[1] + (0 if biases is None else biases[0])
        written = (f"W{number} {size(weights)}", f"b{number} {size(biases)}" if biases else "–")
        activation = call(layer.activation, layer.activation_options)
        rows.append((str(number), str(layer.units), activation, *written, grouped(count)))
    return rows


def _count(spec: NetworkSpec) -> int:
    sizes = (shape[0] * (shape[1] if shape[1:] else 1) for shape in spec.parameter_shapes.values())
    return sum(sizes)


def call(name: str, options: Mapping[str, Any]) -> str:
    """Return a name with its options as they are written in code: leaky_relu(alpha=0.01)."""
    said = ", ".join(f"{option}={value!r}" for option, value in options.items())
    return f"{name}({said})" if said else name


def _facts(network: ShownNetwork) -> Iterator[tuple[Message, str]]:
    spec = network.spec
    yield message("Loss"), spec.loss
    yield message("Optimizer"), call(spec.optimizer.name, spec.optimizer.options)
    yield from _further(spec)
    # The options of explicit values are those values themselves.
    explicit = spec.initializer == "explicit"
    first = spec.initializer if explicit else call(spec.initializer, spec.initializer_options)
    yield message("Initial values"), first
    yield message("Seed"), str(spec.seed)
    yield message("Number type"), spec.dtype
    yield message("Backend"), network.backend
    yield message("Iteration"), str(network.iteration)


def _further(spec: NetworkSpec) -> Iterator[tuple[Message, str]]:
    """Yield what else the description says that is not as usual, by the name it has in code."""
    for one in fields(spec):
        value = getattr(spec, one.name)
        if one.name in (*_TOLD, *_TOLD_LATER) or value == _usual(one):
            continue
        said = call(value.name, value.options) if hasattr(value, "options") else str(value)
        yield message("{name}", name=one.name), said


def _usual(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _table_html(spec: NetworkSpec) -> str:
    head = "".join(
        element("th", escape(title), scope="col", css="nv-n" if place in _NUMBERS else "")
        for place, title in enumerate(_header())
    )
    rows = "".join(element("tr", _row_html(row)) for row in _rows(spec))
    total = element("th", escape(say(message("Total"))), scope="row", colspan="5")
    foot = element("tr", total + element("td", grouped(_count(spec)), css="nv-n"))
    caption = element("caption", escape(say(message("Layers"))), css="nv-u")
    inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot>"
    return element("div", element("table", inside, css="nv-t"), css="nv-w")


def _row_html(row: tuple[str, ...]) -> str:
    cells = "".join(
        element("td", escape(text), css="nv-n" if place in _NUMBERS else "")
        for place, text in enumerate(row[1:], start=1)
    )
    return element("th", escape(row[0]), scope="row") + cells


def _facts_html(network: ShownNetwork) -> str:
    said = (
        f"{element('span', escape(say(label)), css='nv-u')} {escape(value)}"
        for label, value in _facts(network)
    )
    return element("p", " · ".join(said))


def _parameters(network: ShownNetwork) -> str:
    """Return the parameters, as many of them as there is room for."""
    options, room = DisplayOptions(), MOST_BYTES
    parameters = network.parameters
    arrays: list[str] = []
    for name, value in parameters.items():
        array = array_html(name, value, options)
        room -= len(array.encode())
        if room < 0:
            break
        arrays.append(array)
    if left_out := len(parameters) - len(arrays):
        gap = Message(
            "… and {count} array more; parameters has them all",
            plural="… and {count} arrays more; parameters has them all",
            count=left_out,
        )
        arrays.append(paragraph(say(gap), css="nv-u"))
    small = all(max(value.shape) <= DisplayOptions.SIDE for value in parameters.values())
    title = escape(say(message("Parameters")))
    return folded(title, "".join(arrays), is_open=small and len(arrays) <= DisplayOptions.SIDE)
