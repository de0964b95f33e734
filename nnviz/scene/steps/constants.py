"""The optimizer's numbers as they stand between two matrices."""

from nnviz.engine.step import Step
from nnviz.scene.narration.names import option_of


def constant(step: Step, name: str, default: float = 0.0) -> str:
    """Return a hyper-parameter as it was typed in: 0.1, 0.001, 1e−8."""
    return option_of(step, name) if name in step.options else f"{default:g}"


def kept_share(step: Step, beta: str) -> str:
    """Return the name of the option that says how much of a moving average is kept."""
    return "alpha" if "alpha" in step.options else beta


def learning_rate(step: Step) -> str:
    """Return η; where it changes from update to update, what it is at this one."""
    if "lr_decay" not in step.options:
        return short(step.options["lr"]) if "schedule" in step.options else constant(step, "lr")
    passed = step.options["step"] - 1
    return short(step.options["lr"] / (1.0 + passed * step.options["lr_decay"]))


def short(value: float) -> str:
    """Return a number that was computed, not typed in, with four digits."""
    return f"{value:.4g}".replace("e-0", "e-").replace("-", "−")


def rest(step: Step, name: str) -> str:
    """Return 1 minus a hyper-parameter, without the digits that binary fractions leave."""
    return f"{1.0 - float(step.options.get(name, 0.0)):.6g}".replace("-", "−")
