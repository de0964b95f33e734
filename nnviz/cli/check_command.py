"""``nnviz check``: every parameter's gradient against central differences."""

from typing import TYPE_CHECKING, Any

from nnviz.cli.parameters import Command
from nnviz.cli.shared import DATA, LANGUAGE, MISSING, NOTATION, TARGET, WHAT
from nnviz.cli.voice import current_voice
from nnviz.engine.errors import DivergenceError
from nnviz.engine.message import message
from nnviz.engine.notation import plain

if TYPE_CHECKING:
    from nnviz.engine.datasets import Missing

# In double precision central differences agree to about 1e-8; worse than this is a wrong gradient.
LARGEST_ERROR = 1e-5


def _check(
    what: str,
    data: str | None,
    target: str | None,
    missing: "Missing",
    notation: str | None,
    **_: Any,
) -> None:
    voice = current_voice().in_notation_of(notation)
    from nnviz.cli.subject import subject

    chosen = subject(what, data, target, missing)
    result = chosen.network.check_gradients(*chosen.batches.at(0))
    for name, error in result.relative_errors.items():
        # By itself the program says the names that its interface has.
        symbol = name if voice.notation.is_plain else plain(name)
        voice.say(
            message("{name}: largest relative error {error}", name=symbol, error=f"{error:.1e}")
        )
    worst = f"{result.max_relative_error:.1e}"
    if not result.max_relative_error < LARGEST_ERROR:
        raise DivergenceError(
            "The gradients do not agree with central differences: the largest relative error is "
            "{error}.",
            error=worst,
        )
    voice.say(
        message(
            "All gradients agree with central differences; the largest relative error is {error}.",
            error=worst,
        )
    )


CHECK = Command(
    "check",
    callback=_check,
    text=message(
        "Compares the gradient of every parameter with central differences on the first batch."
    ),
    params=[WHAT, NOTATION, DATA, TARGET, MISSING, LANGUAGE],
)
