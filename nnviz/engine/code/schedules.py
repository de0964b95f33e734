"""The learning rate of one update as code; ``step`` counts the updates from 1."""

from nnviz.engine.code.dialect import Dialect, Writer
from nnviz.engine.code.written import Line
from nnviz.engine.message import message
from nnviz.engine.step import StepKind


def _learning_rate(d: Dialect) -> list[Line]:
    options, made = d.step.options, int(d.step.options["step"]) - 1
    warmup = int(options.get("warmup", 0))
    if made < warmup:
        return [_line(d, "base_lr * step / (warmup + 1)")]
    passed = "step - 1 - warmup" if warmup else "step - 1"
    match str(options["schedule"]):
        case "step":
            return [_line(d, f"base_lr * gamma**(({passed}) // step_size)")]
        case "exponential":
            return [_line(d, f"base_lr * gamma**({passed})")]
        case "cosine":
            return _cosine(d, passed)
        case _:
            share = "(start_factor + (end_factor - start_factor) * min(step - 1, total_iters)"
            return [_line(d, f"base_lr * {share} / total_iters)")]


def _cosine(d: Dialect, passed: str) -> list[Line]:
    # PyTorch's cosine takes no plain number.
    before = [] if d.language == "numpy" else [Line("from math import cos, pi")]
    cos = d.pick(f"np.cos(np.pi * ({passed}) / T_max)", f"cos(pi * ({passed}) / T_max)")
    wave = f"(1 + {cos}) / 2"
    if d.step.options.get("min_factor"):
        wave = f"(min_factor + (1 - min_factor) * {wave})"
    return [*before, _line(d, f"base_lr * {wave}")]


def _line(d: Dialect, right: str) -> Line:
    return Line(f"{d.out} = {right}", remarks=(message("a plain number"),))


SCHEDULES: dict[StepKind, Writer] = {StepKind.LEARNING_RATE: _learning_rate}
