"""Histograms of a batch, and where a sample is trained on."""

import numpy as np
import pytest

from nnviz.app import data
from nnviz.app.experiment import example
from nnviz.app.portraits.choosing import rows_on_stage, whereabouts
from nnviz.app.portraits.histograms import MOST_BINS, QUANTITIES, bins, histograms
from nnviz.app.portraits.moment import Follower, on_stage
from nnviz.app.portraits.seen_in import SeenIn, seen_in
from nnviz.app.portraits.subject import subject_on_stage
from nnviz.app.session import Session
from nnviz.engine.run import Batches
from nnviz.scene.primitives import CellRef
from tests.app.portrait_nets import NETS, trained


class TestHistograms:
    @pytest.mark.parametrize("quantity", QUANTITIES)
    @pytest.mark.parametrize("shared", [True, False])
    def test_counts_are_numpys(self, quantity, shared):
        trace = trained("spiral").state.trace
        found = histograms(trace, quantity, shared)
        assert [h.layer for h in found] == [1, 2, 3]
        together = np.concatenate([trace[f"{quantity}{k}"].ravel() for k in (1, 2, 3)])
        for h in found:
            values = trace[h.name].ravel()
            counted = together if shared else values
            rules = [len(np.histogram_bin_edges(counted, rule)) - 1 for rule in ("fd", "sturges")]
            edges = np.histogram_bin_edges(counted, min(max(rules), MOST_BINS))
            counts = np.histogram(values, edges)[0]
            assert np.allclose(h.edges, edges)
            assert np.array_equal(h.counts, counts)
            assert h.counts.sum() == h.total == values.size
            assert (h.least, h.most) == (values.min(), values.max())

    def test_zeros_and_dead_units(self):
        session = Session(example("xor"))
        found = histograms(session.state.trace, "A", False)[0]
        A = session.state.trace["A1"]
        assert found.zeros == (A == 0).sum() > 0
        assert found.dead == tuple(np.flatnonzero((A == 0).all(axis=0)))
        assert histograms(session.state.trace, "W", False)[0].dead == ()

    def test_saturated_is_where_the_slope_is_below_one_percent(self):
        session = Session(NETS["iris"]())
        W = session.state.trace["W1"]
        session.suppose(CellRef("W1", 0, 0), float(W[0, 0] + 40.0))
        trace = session.state.trace
        a = 1 / (1 + np.exp(-trace["Z1"]))
        expected = (a * (1 - a) < 0.0025).mean()
        assert expected > 0
        assert histograms(trace, "Z", False)[0].saturated == pytest.approx(expected)
        assert histograms(trace, "A", False)[1].saturated is None

    def test_one_value_has_one_bar(self):
        edges = bins(np.zeros(7))
        assert len(edges) == 2
        assert edges[0] < 0 < edges[1]

    def test_wild_values_have_at_most_sixty_bars(self):
        wild = np.concatenate([np.random.default_rng(0).normal(size=1000), [1e9]])
        assert len(bins(wild)) == MOST_BINS + 1


class TestSeenIn:
    batches = Batches(np.arange(10.0)[:, None], np.zeros(10), 4, seed=3)

    @pytest.mark.parametrize("iteration", [0, 4, 7, 11])
    def test_the_batch_really_has_it(self, iteration):
        for sample in range(10):
            found = seen_in(self.batches, sample, iteration, last=30)
            assert found.trained
            assert self.batches.indices(found.iteration)[found.place] == sample
            assert found.iteration // 3 == iteration // 3  # the same pass

    def test_what_comes_later_is_taken_from_the_pass_before(self):
        for sample in range(10):
            found = seen_in(self.batches, sample, 3, last=3)
            assert found.trained
            assert self.batches.indices(found.iteration)[found.place] == sample

    def test_in_the_first_pass_it_is_yet_to_come(self):
        later = int(self.batches.indices(2)[0])
        assert seen_in(self.batches, later, 0, last=0) == SeenIn(2, 0, False)

    def test_a_pass_of_another_run_is_not_known(self):
        begun = Batches(self.batches.X, self.batches.Y, 4, seed=3, start=20)
        assert seen_in(begun, 0, 5, last=30) is None


class TestWhereabouts:
    def test_here_there_and_held_out(self):
        session = trained("moons")
        state = session.state
        rows = rows_on_stage(state)
        here = whereabouts(state, int(rows[2]))
        assert (here.kind, here.place) == ("here", 2)
        other = next(k for k in range(60) if k not in set(rows.tolist()))
        there = whereabouts(state, other)
        assert there.kind == "there"
        X = data.training(state.experiment.data).X
        again = Session(state.experiment)
        again.train_to(60)
        again.seek_iteration(there.iteration)
        assert np.array_equal(again.state.trace["X"][there.place], X[other])
        assert whereabouts(state, 0, held_out=True).kind == "held_out"

    def test_numbers_are_those_of_the_whole_data(self):
        state = trained("moons").state
        parts = data.parts(state.experiment.data)
        found = whereabouts(state, 5)
        assert np.array_equal(parts.whole.X[found.number], parts.training.X[5])
        found = whereabouts(state, 5, held_out=True)
        assert np.array_equal(parts.whole.X[found.number], parts.validation.X[5])

    def test_what_is_supposed_does_not_hide_where_a_sample_is(self):
        session = Session(NETS["moons"]())
        rows = rows_on_stage(session.state)
        session.suppose(CellRef("X", 0, 0), 5.0)
        assert np.array_equal(rows_on_stage(session.state), rows)

    def test_yet_to_come(self):
        session = Session(NETS["digits"]())
        last = int(data.batches(session.state.experiment).indices(40)[0])
        found = whereabouts(session.state, last)
        assert (found.kind, found.iteration, found.place) == ("later", 40, 0)


class TestMoment:
    def test_a_what_if_is_portrayed(self):
        session = Session(example("xor"))
        session.suppose(CellRef("W1", 0, 0), 9.0)
        assert subject_on_stage(session.state).parameters["W1"][0, 0] == 9.0

    def test_the_stage_gives_the_trace_itself(self):
        state = trained("iris").state
        moment = on_stage(state.trace, state.experiment, state.iteration)
        assert moment.record() is state.trace

    def test_a_run_is_followed_to_the_bit(self):
        session = trained("iris")
        run = session.training_job(0).run
        follower = Follower(run)
        for iteration in (3, 59, 17):
            moment = follower.before(session.state.experiment, iteration)
            expected = run.parameters(iteration)
            assert moment.subject.iteration == iteration
            for name, value in expected.items():
                assert np.array_equal(moment.subject.parameters[name], value)
            trace = moment.record()
            assert trace.loss == run.losses[iteration]
            assert np.array_equal(trace["dW1"], run.trace(iteration)["dW1"])
