"""Every name that the help promises opens, and fits its data."""

import pytest

from nnviz.app.data import load
from nnviz.app.opening import batch_for, named, names
from nnviz.app.session import Session
from nnviz.engine.errors import SpecError


@pytest.mark.parametrize("name", names())
def test_every_example_and_data_set_opens(name):
    state = Session(named(name)).state
    assert state.experiment.spec.n_in == load(state.experiment.data).n_in
    assert 0 < state.trace.n_samples <= 64


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(SpecError, match=r"'rings'; there are dot-product, .*xor, .*iris"):
        named("rings")


def test_a_batch_can_be_watched():
    assert (batch_for(4), batch_for(1000)) == (None, 32)
