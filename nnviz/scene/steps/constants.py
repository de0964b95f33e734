"""The optimizer's numbers as they stand between two matrices."""

from nnviz.engine.step import Step


def constant(step: Step, name: str, default: float = 0.0) -> str:
    """Return a hyper-parameter as it was typed in: 0.1, 0.001, 1e−8."""
    return f"{float(step.options.get(name, default)):g}".replace("e-0", "e-").replace("-", "−")


def rest(step: Step, name: str) -> str:
    """Return 1 minus a hyper-parameter, without the digits that binary fractions leave."""
    return f"{1.0 - float(step.options.get(name, 0.0)):.6g}".replace("-", "−")
