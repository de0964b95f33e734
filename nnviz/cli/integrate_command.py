"""``nnviz integrate``: the program in the menu of the desktop, and .nnviz files that open in it."""

from nnviz.cli.parameters import Command, Option
from nnviz.cli.shared import LANGUAGE
from nnviz.cli.voice import current_voice
from nnviz.engine.message import Message, message


def _integrate(remove: bool, lang: str | None) -> None:
    from nnviz.app import desktop

    voice = current_voice()
    report = desktop.remove() if remove else desktop.install()
    for place in report.places:
        voice.write(f"  {place}\n")
    for note in report.notes:
        voice.say(note)
    if not report.places and not report.notes:
        voice.say(message("There was nothing to remove."))
    elif report.places:
        voice.say(_removed(len(report.places)) if remove else _written(len(report.places)))


def _written(count: int) -> Message:
    return Message(
        "{count} place was written. nnviz is in the menu of the desktop, and .nnviz files open "
        "in it.",
        count=count,
        plural="{count} places were written. nnviz is in the menu of the desktop, and .nnviz files "
        "open in it.",
    )


def _removed(count: int) -> Message:
    return Message("{count} place was removed.", count=count, plural="{count} places were removed.")


INTEGRATE = Command(
    "integrate",
    callback=_integrate,
    text=message(
        "Puts nnviz into the menu of the desktop and lets it open .nnviz files, for you alone."
    ),
    params=[
        Option(["--remove"], is_flag=True, text=message("Takes all of that back.")),
        LANGUAGE,
    ],
)
