"""Arguments that cannot be parsed, said in one sentence of ours instead of click's English."""

import click

from nnviz.engine.message import Message, message


def sentence(error: click.UsageError) -> Message:
    """Return what is wrong with the arguments, and where the help is."""
    path = error.ctx.command_path if error.ctx is not None else "nnviz"
    match error:
        case click.NoSuchOption():
            return message(
                "There is no option {option}; {command} --help shows all.",
                option=error.option_name,
                command=path,
            )
        case click.BadOptionUsage():
            return message(
                "The option {option} is not used as it should be; {command} --help shows how.",
                option=error.option_name,
                command=path,
            )
        case click.MissingParameter():
            missing = getattr(error.param, "placeholder", None)
            return message(
                "{command} needs {missing}; {command} --help shows what it can be.",
                command=path,
                missing=missing or "?",
            )
        case _:
            return message(
                "There are more words after {command} than it takes; {command} --help shows "
                "which it takes.",
                command=path,
            )
