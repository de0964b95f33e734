"""What is seen of the L2 penalty, the gradient norm and the clipping."""

import numpy as np
import pytest

from nnviz.engine import Network, StepKind
from nnviz.engine.message import Message
from nnviz.scene.compose import compose
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Edges, Label, MatrixBlock
from nnviz.scene.scalar import scalar_lines
from nnviz.scene.steps.squares import MOST_SHOWN
from tests.scene.traces import trace, wide_trace, xor_steps

STAGE = ComposeOptions(1200.0, 620.0)


def one(steps, kind, output=None):
    return next(s for s in steps if s.kind == kind and output in {None, s.output})


def words(label):
    return "".join(r.text.english() if isinstance(r.text, Message) else r.text for r in label.runs)


def labels(scene):
    return {item.id: words(item) for item in scene.primitives if isinstance(item, Label)}


def note(step):
    return labels(compose(step, 1.0, STAGE))["strip.note.0"]


def test_a_clip_by_norm_says_by_how_much():
    step = one(xor_steps(clip_norm=0.05), "clip")
    factor = 0.05 / (float(step.inputs["gnorm"]) + 1e-6)
    assert factor < 1
    assert note(step) == (
        f"The norm is above the limit: all gradients are multiplied by {factor:.3g}."
    )
    calm = one(xor_steps(clip_norm=50.0), "clip")
    assert note(calm) == "The norm is within the limit: the gradients stay as they are."
    assert "within the limit" in calm.explain(0, 0).note.english()
    assert step.explain(0, 0).note is None


def test_a_clip_by_value_counts_what_it_cuts_off():
    step = one(xor_steps(clip_value=0.05), "clip", "dW2_clipped")
    count = int(np.count_nonzero(np.abs(step.inputs["dW2"]) > 0.05))
    assert count > 1
    assert note(step) == f"{count} of 4 cells are beyond the limits and are cut off there."
    calm = one(xor_steps(clip_value=50.0), "clip")
    assert note(calm) == "No cell is beyond the limits: the gradient stays as it is."


def test_the_line_of_a_clip_reads_like_its_formula():
    scene = labels(compose(one(xor_steps(clip_norm=0.05), "clip"), 1.0, STAGE))
    assert [scene[f"sign.{place}"] for place in (0, 2, 4)] == ["min(1, 0.05 ÷ (", "+ 1e−6)) ·", "="]
    assert scene["gnorm.label"] == "‖\u202fg\u202f‖"
    scene = labels(compose(one(xor_steps(clip_value=0.05), "clip"), 1.0, STAGE))
    assert [scene[f"sign.{place}"] for place in (0, 2)] == ["min(max(", ", −0.05), 0.05) ="]


def deep(layers, **settings):
    net = Network.mlp([2] * (layers + 1), hidden="tanh", **settings)
    return net.trace_step([[0.3, -1.0]], [[0.1, 0.2]])


@pytest.mark.parametrize("layers", [1, 6, 7, 40])
def test_of_many_layers_the_first_and_the_last_are_shown(layers):
    step = one(deep(layers, l2=0.1).steps, "penalty")
    scene = compose(step, 1.0, STAGE)
    shown = [item.name for item in scene.primitives if isinstance(item, MatrixBlock)]
    assert len(shown) == min(layers, MOST_SHOWN) + 1
    assert shown[-2:] == [f"W{layers}", "R"]
    said = [text for key, text in labels(scene).items() if "…(" in text and "sign." in key]
    assert said == ([f")2 + …({layers - MOST_SHOWN})… + ("] if layers > MOST_SHOWN else [])


def test_the_map_lights_the_weights_of_all_layers():
    found = trace("clip_norm")
    for kind in ("penalty", "gradient_norm"):
        step = one(found.steps, kind)
        scene = compose_map(found, step.index, 0.5, MapOptions(1140.0, 160.0))
        edges = [item for item in scene.primitives if isinstance(item, Edges)]
        assert len(edges) == 2
        assert all(part.lit.all() for part in edges)
        assert "all" in scene.sentence.english()


def test_the_loss_of_the_data_does_not_claim_to_be_what_training_makes_smaller():
    data, total = (one(trace("clip_norm").steps, kind) for kind in ("loss", "total_loss"))
    assert "before the penalty" in labels(compose(data, 1.0, STAGE))["subtitle"]
    assert note(total) == "This sum is what training makes smaller."
    plain = one(trace("classes").steps, "loss")
    assert "that training makes smaller" in labels(compose(plain, 1.0, STAGE))["subtitle"]


def test_an_outer_product_names_the_gradient_it_adds_up_to():
    limited, plain = (one(trace(name).steps, "outer_product") for name in ("clip_norm", "classes"))
    assert note(limited) == "Sample 1 alone. The sum over the batch is ∂L_data/∂W²."
    assert note(plain) == "Sample 1 alone. The sum over the batch is ∂L/∂W²."


def test_the_term_added_last_is_written_however_small_it_is():
    step = wide_trace((64, 32, 10)).steps[0]
    assert step.kind is StepKind.MATMUL
    x, w = step.inputs["X"][0], step.inputs["W1"][5]
    sizes = np.abs(x * w)
    count = next(k for k in range(20, 64) if sizes[k - 1] < np.median(sizes[:k]) / 4)
    _, line = scalar_lines(step, CellRef("P1", 0, 5), STAGE, (count - 0.5) / 64, 96)
    text = "".join(run.text if isinstance(run.text, str) else "" for run in line)
    before_the_dots = text.partition(" + …  ")[0].rpartition(" + …(")[2]
    shown = before_the_dots.partition("… + ")[2]
    factors = [float(part.replace("−", "-")) for part in shown.strip("()").split(")(")]
    assert factors == pytest.approx([w[count - 1], x[count - 1]], abs=0.02), text
