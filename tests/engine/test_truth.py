"""The gradients of random networks are PyTorch's, and the slopes of their own losses.

NNVIZ_TRUTH_NETS=2000 asks more of them than a test run does; ``truth_report.py`` prints figures.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import activations, losses
from tests.engine import truth

COUNT = int(os.environ.get("NNVIZ_TRUTH_NETS", "100"))


@st.composite
def nets(draw):
    return truth.random_net(
        lambda least, most: draw(st.integers(least, most)),
        lambda values: draw(st.sampled_from(values)),
        draw(st.integers(0, 10_000)),
    )


@settings(max_examples=COUNT, deadline=None, derandomize=True)
@given(nets())
def test_gradients_are_the_slopes_of_the_loss(case):
    found = truth.against_differences(case, most_cells=30)
    assert found.worst < 1e-6
    assert found.cells > 0


@settings(max_examples=3 * COUNT, deadline=None, derandomize=True)
@given(nets())
def test_gradients_are_those_of_torch(case):
    pytest.importorskip("torch", reason="PyTorch is the reference; it is not installed here")
    assert truth.against_torch(case) < 1e-9


def test_a_wrong_gradient_would_be_seen(monkeypatch):
    case = truth.seeded_net(3)
    assert truth.against_differences(case).worst < 1e-6
    true = truth.Network.gradients

    def wrong(self, X, Y):
        return {name: g * (1 + 1e-4) for name, g in true(self, X, Y).items()}

    monkeypatch.setattr(truth.Network, "gradients", wrong)
    assert truth.against_differences(case).worst > 5e-5
    pytest.importorskip("torch", reason="PyTorch is the reference; it is not installed here")
    assert truth.against_torch(case) > 5e-5


def test_the_random_networks_have_everything():
    made = [truth.seeded_net(seed) for seed in range(200)]
    names = {name for case in made for _, name, _ in case.layers}
    assert names == set(activations.names())
    assert {case.loss for case in made} == set(losses.names())
    assert {len(case.layers) for case in made} == {1, 2, 3, 4}
    assert {case.n_samples for case in made} == {1, 2, 3, 4, 5}
    assert {bias for case in made for _, _, bias in case.layers} == {True, False}
    assert any(case.settings for case in made)
