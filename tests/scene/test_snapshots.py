"""Scenes of small fixed nets as JSON. After a wanted change: NNVIZ_UPDATE_SNAPSHOTS=1 pytest …"""

import json
import os
from pathlib import Path

import pytest

from nnviz.engine import schedules
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.snapshot import scene_to_json
from tests.scene.traces import softmax_steps, xor_steps

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = "NNVIZ_UPDATE_SNAPSHOTS" in os.environ

NETS = {
    "xor": xor_steps,
    "xor_nesterov": lambda: xor_steps("leaky_relu", optimizer="nesterov"),
    "xor_adam": lambda: xor_steps("tanh", "sigmoid", loss="bce", optimizer="adam"),
    "xor_adamw": lambda: xor_steps(optimizer="adamw"),
    "xor_adagrad": lambda: xor_steps(optimizer="adagrad"),
    "xor_adafactor": lambda: xor_steps(
        optimizer="adafactor", schedule=schedules.Cosine(T_max=30, warmup=2)
    ),
    "xor_l2": lambda: xor_steps(l2=0.01, clip_norm=0.5),
    "xor_clip_value": lambda: xor_steps(clip_value=0.1),
    "softmax": softmax_steps,
    "softmax_squared": lambda: softmax_steps("half_mse"),
}


def cases():
    seen = set()
    for net, make in NETS.items():
        for step in make():
            look = step.kind, step.derived, "clip_value" in step.options
            if look not in seen:
                seen.add(look)
                yield pytest.param(net, step, id=f"{step.kind}-{step.output}")


def written(scenes):
    """One primitive on a line, so that a change is read as easily as it is made."""
    lines = json.dumps(scenes, ensure_ascii=False).replace('{"type"', '\n{"type"')
    return lines.replace('{"size"', '\n{"size"') + "\n"


def close(found, kept):
    if isinstance(kept, dict):
        return isinstance(found, dict) and found.keys() == kept.keys() and all(
            close(found[key], kept[key]) for key in kept
        )  # fmt: skip
    if isinstance(kept, list):
        return len(found) == len(kept) and all(map(close, found, kept))
    if isinstance(kept, float) or isinstance(found, float):
        return found == pytest.approx(kept, rel=1e-4, abs=1e-9)
    return found == kept


@pytest.mark.parametrize(("net", "step"), list(cases()))
def test_the_picture_is_as_it_was(net, step):
    options = ComposeOptions(1200.0, 620.0)
    found = {str(a): scene_to_json(compose(step, a, options)) for a in (0.0, 0.5, 1.0)}
    path = FOLDER / f"{net}.{step.kind}.{step.output}.json"
    text = written(found)
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert close(json.loads(text), json.loads(path.read_text(encoding="utf-8")))


def test_no_snapshot_is_left_over():
    wanted = {f"{net}.{step.kind}.{step.output}.json" for net, step in (c.values for c in cases())}
    assert {path.name for path in FOLDER.glob("*.json")} == wanted
