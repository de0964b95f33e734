"""Portraits of a network: each number beside an independent formula."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    log_loss,
    precision_score,
    recall_score,
)

from nnviz.app.portraits.boundary import COARSE, round_levels, said_at, surface
from nnviz.app.portraits.components import aligned, components
from nnviz.app.portraits.confusion import confusion
from nnviz.app.portraits.contours import segments
from nnviz.app.portraits.curve import curve
from nnviz.app.portraits.folds import folds
from nnviz.app.portraits.forward import behind, forward, layer_array
from nnviz.app.portraits.grid import grid
from nnviz.app.portraits.hidden import place_of, space
from nnviz.app.portraits.plane import plane_of
from nnviz.app.portraits.reading import reading_of
from nnviz.app.portraits.rotation import Turn3, project
from nnviz.app.portraits.subject import subject_of, subject_on_stage
from nnviz.app.portraits.unit_pictures import unit_pictures
from nnviz.app.portraits.verdicts import verdicts
from nnviz.engine.datasets import load
from tests.app.portrait_nets import NETS, layers_of, trained


def subject(name):
    return subject_on_stage(trained(name).state)


def fresh(name):
    """The same network and data, as objects of their own: nothing kept can help."""
    old = trained(name).state
    parameters = {key: np.array(value) for key, value in subject(name).parameters.items()}
    return subject_of(old.experiment, parameters, old.iteration)


@pytest.mark.parametrize("name", NETS)
def test_layers_are_what_numpy_says(name):
    made = subject(name)
    expected = layers_of(made.spec, made.parameters, made.training.X)
    for layer, table in enumerate(expected):
        assert np.allclose(layer_array(made, made.training.X, layer), table, atol=1e-12)


@pytest.mark.parametrize("name", NETS)
def test_the_stage_and_the_portrait_are_the_same_network(name):
    state = trained(name).state
    asked = forward(subject(name)).outputs(state.trace["X"])
    assert np.allclose(asked, state.trace[f"A{len(state.trace.spec.layers)}"], atol=1e-12)


def test_many_samples_go_in_parts_and_come_back_in_order():
    made = subject("spiral")
    X = np.random.default_rng(0).normal(size=(9000, 2))
    expected = layers_of(made.spec, made.parameters, X)[-1]
    assert np.allclose(forward(made).outputs(X), expected, atol=1e-12)


def test_sample_losses_are_cross_entropy():
    made = subject("spiral")
    losses = forward(made).sample_losses(made.training.X, made.training.Y)
    p = layers_of(made.spec, made.parameters, made.training.X)[-1]
    assert np.allclose(losses, -np.log(p[np.arange(len(p)), made.training.Y]), atol=1e-10)
    assert np.isclose(losses.mean(), log_loss(made.training.Y, p))


def test_sample_losses_of_bce_and_mse():
    made = subject("moons")
    p = layers_of(made.spec, made.parameters, made.training.X)[-1][:, 0]
    y = made.training.Y[:, 0]
    expected = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert np.allclose(forward(made).sample_losses(made.training.X, made.training.Y), expected)
    made = subject("sine")
    error = layers_of(made.spec, made.parameters, made.training.X)[-1] - made.training.Y
    losses = forward(made).sample_losses(made.training.X, made.training.Y)
    assert np.allclose(losses, np.square(error[:, 0]))


class TestReading:
    def test_kinds(self):
        kinds = {name: subject(name).reading.kind for name in NETS}
        assert kinds == {
            "spiral": "classes", "moons": "sides", "iris": "classes", "sine": "numbers",
            "digits": "classes", "xor": "sides",
        }  # fmt: skip

    def test_one_class_alone_is_no_class(self):
        alone = load("iris").take(slice(0, 10))
        names = reading_of(alone, NETS["iris"]().spec)
        assert names.kind == "classes"  # the others are known by name

    def test_scores_of_two_sides(self):
        reading = subject("moons").reading
        outputs = np.array([[0.9], [0.2], [0.5]])
        assert reading.guesses(outputs).tolist() == [1, 0, 0]
        assert np.allclose(reading.scores(outputs, reading.guesses(outputs)), [0.9, 0.8, 0.5])

    def test_soft_targets_have_a_side(self):
        assert subject("moons").reading.labels(np.array([[0.7], [0.1]])).tolist() == [1, 0]


class TestBoundary:
    @pytest.mark.parametrize("name", ["spiral", "moons", "xor", "iris"])
    def test_every_cell_is_the_networks_answer_in_its_middle(self, name):
        made = subject(name)
        plane = plane_of(made)
        found = surface(made, plane, 12)
        (left, bottom), (right, top) = plane.low, plane.high
        for row, column in ((0, 0), (11, 3), (5, 11)):
            x = left + (column + 0.5) * (right - left) / 12
            y = bottom + (row + 0.5) * (top - bottom) / 12
            base = made.training.X.mean(axis=0)
            base[:2] = x, y
            expected = layers_of(made.spec, made.parameters, base[None, :])[-1][0]
            assert np.allclose(found.outputs[row, column], expected)
            assert np.allclose(said_at(made, plane, x, y), expected)

    def test_winners_and_scores(self):
        found = surface(subject("spiral"), plane_of(subject("spiral")), 20)
        assert np.array_equal(found.winners, found.outputs.argmax(axis=2))
        assert np.array_equal(found.scores, found.outputs.max(axis=2))

    def test_the_other_features_stand_at_the_sample_that_is_asked_for(self):
        made = subject("iris")
        sample = made.training.X[7]
        plane = plane_of(made, 2, 0, sample)
        asked = plane.at(1.5, -0.5)[0]
        assert asked.tolist() == [-0.5, sample[1], 1.5, sample[3]]

    def test_the_plane_holds_all_samples(self):
        made = subject("moons")
        plane = plane_of(made)
        everything = np.concatenate([made.training.X, made.validation.X])
        assert (everything > plane.low).all()
        assert (everything < plane.high).all()

    @pytest.mark.parametrize("name", ["moons", "xor"])
    def test_on_the_boundary_the_output_is_one_half(self, name):
        made = subject(name)
        found = surface(made, plane_of(made), 200)
        middles = found.boundary.reshape(-1, 2)
        assert len(middles) > 10
        outputs = layers_of(made.spec, made.parameters, middles)[-1][:, 0]
        assert np.abs(outputs - 0.5).max() < 0.03

    def test_on_the_boundary_two_classes_are_level(self):
        made = subject("spiral")
        found = surface(made, plane_of(made), 200)
        outputs = np.sort(layers_of(made.spec, made.parameters, found.boundary.reshape(-1, 2))[-1])
        assert len(outputs) > 50
        # Where three meet, the straight pieces of a cell miss by more: the usual piece does not.
        assert np.median(outputs[:, -1] - outputs[:, -2]) < 2e-3

    def test_numbers_have_levels_and_no_boundary(self):
        made = subject("sine")
        rest = behind(made, 2)
        assert rest.spec.n_in == 3
        plane = plane_of(rest)
        found = surface(rest, plane, 30)
        assert len(found.boundary) == 0
        for line in found.levels:
            ends = plane.points(*line.pieces.reshape(-1, 2).T)
            said = layers_of(rest.spec, rest.parameters, ends)[-1][:, 0]
            assert np.abs(said - line.level).max() < 0.02

    def test_round_levels(self):
        assert np.allclose(round_levels(np.array([-1.0, 1.0])), np.arange(-2, 3) * 0.5)
        assert round_levels(np.array([3.0, 3.0])) == ()
        assert round_levels(np.array([np.nan, np.inf])) == ()
        assert len(round_levels(np.array([0.0, 1e300]))) > 1

    def test_one_input_is_a_curve(self):
        made = subject("sine")
        found = curve(made)
        assert found.x[0] < made.training.X.min() < made.training.X.max() < found.x[-1]
        expected = layers_of(made.spec, made.parameters, found.x[:, None])[-1]
        assert np.allclose(found.outputs, expected)


class TestContours:
    def test_a_circle(self):
        xs, ys = np.linspace(-2, 2, 81), np.linspace(-2, 2, 61)
        values = xs[None, :] ** 2 + ys[:, None] ** 2
        found = segments(values, 1.0, xs, ys)
        assert np.abs(np.hypot(*found.reshape(-1, 2).T) - 1).max() < 2e-3
        length = np.linalg.norm(found[:, 0] - found[:, 1], axis=1).sum()
        assert length == pytest.approx(2 * np.pi, rel=2e-3)

    def test_a_straight_line_is_exact(self):
        xs, ys = np.linspace(0, 1, 5), np.linspace(0, 2, 7)
        values = 2 * xs[None, :] - ys[:, None]
        for ends in segments(values, 0.25, xs, ys):
            assert np.allclose(2 * ends[:, 0] - ends[:, 1], 0.25)

    @pytest.mark.parametrize("middle", [0.9, -0.9])
    def test_a_saddle_is_parted_by_its_middle(self, middle):
        # Two opposite corners above: the mean of all four says which way the line goes.
        low, high = middle - 1.0, middle + 1.0
        values = np.array([[high, low], [low, high]])
        xs = ys = np.array([0.0, 1.0])
        found = segments(values, 0.0, xs, ys)
        assert len(found) == 2
        centres = found.mean(axis=1)
        # Above in the middle: the lines cut off the low corners (1, 0) and (0, 1).
        cut = {tuple(np.round(c)) for c in centres}
        assert cut == ({(1.0, 0.0), (0.0, 1.0)} if middle > 0 else {(0.0, 0.0), (1.0, 1.0)})

    def test_every_pattern_of_corners_has_its_line(self):
        xs = ys = np.array([0.0, 1.0])
        for code in range(16):
            corners = [1.0 if code >> k & 1 else -1.0 for k in range(4)]
            values = np.array([[corners[0], corners[1]], [corners[3], corners[2]]])
            found = segments(values, 0.0, xs, ys)
            changes = sum(corners[k] != corners[(k + 1) % 4] for k in range(4))
            assert 2 * len(found) == changes

    def test_what_is_not_finite_has_no_line(self):
        values = np.array([[0.0, np.nan, 1.0], [0.0, 0.0, 1.0]])
        assert len(segments(values, 0.5, np.arange(3.0), np.arange(2.0))) == 0


class TestFolds:
    def test_z_is_zero_at_both_ends(self):
        made = subject("moons")
        plane = plane_of(made)
        found = folds(made, plane)
        assert len(found) > 0
        W, b = made.parameters["W1"], made.parameters["b1"]
        for fold in found:
            z = fold.ends @ W[fold.unit] + b[fold.unit]
            assert np.abs(z).max() < 1e-9
            assert (fold.ends >= np.array(plane.low) - 1e-9).all()
            assert (fold.ends <= np.array(plane.high) + 1e-9).all()

    def test_the_line_stands_in_the_plane_of_more_features(self):
        made = subject("iris")
        plane = plane_of(made, 1, 3)
        W, b = made.parameters["W1"], made.parameters["b1"]
        for fold in folds(made, plane):
            inputs = plane.points(*fold.ends.T)
            assert np.abs(inputs @ W[fold.unit] + b[fold.unit]).max() < 1e-9


class TestHidden:
    def test_two_units_are_the_axes(self):
        made = subject("moons")
        found = space(made, 2, cells=COARSE)
        expected = layers_of(made.spec, made.parameters, made.training.X)[2]
        assert found.way == "units"
        assert np.allclose(found.training.points, expected)
        expected = layers_of(made.spec, made.parameters, made.validation.X)[2]
        assert np.allclose(found.validation.points, expected)

    def test_the_ground_is_what_the_rest_of_the_network_says(self):
        made = subject("moons")
        found = space(made, 2, cells=10).surface
        xs, ys = found.plane.centres(10, 10)
        a = np.array([[xs[4], ys[7]]])
        z = a @ made.parameters["W3"].T + made.parameters["b3"]
        assert np.allclose(found.outputs[7, 4], 1 / (1 + np.exp(-z[0])))

    def test_many_units_are_seen_along_principal_components(self):
        made = subject("digits")
        found = space(made, 1)
        table = layers_of(made.spec, made.parameters, made.training.X)[1]
        judge = PCA(n_components=2, svd_solver="full").fit(table)
        assert np.allclose(found.components.shares, judge.explained_variance_ratio_)
        same = found.training.points * np.sign(
            (found.components.axes * judge.components_).sum(axis=1)
        )
        assert np.allclose(same, judge.transform(table), atol=1e-8)

    def test_axes_do_not_flip_between_iterations(self):
        made = subject("digits")
        before = space(made, 1).components
        table = layers_of(made.spec, made.parameters, made.training.X)[1]
        turned = components(table, like=type(before)(before.mean, -before.axes, before.shares))
        assert np.allclose(turned.axes, -before.axes)

    def test_axes_keep_their_order_when_the_shares_cross(self):
        rng = np.random.default_rng(3)
        basis = np.linalg.qr(rng.normal(size=(5, 5)))[0]
        points = rng.normal(size=(400, 5))
        before, seen = None, []
        for share in np.linspace(0.0, 1.0, 21):
            sizes = np.array([2.0 - share, 1.0 + share, 0.2, 0.1, 0.05])
            found = components(points * sizes @ basis, like=before)
            if before is not None:
                agreement = (found.axes * before.axes).sum(axis=1)
                assert (agreement > 0.7).all(), share  # never another one, never turned round
            before = found
            seen.append(found.ranks)
        assert seen[0] == (1, 2)
        assert seen[-1] == (2, 1)
        assert before.shares[0] < before.shares[1]

    def test_places_change_smoothly_over_a_whole_training(self):
        run, before = trained("digits").document.run, None
        X = subject("digits").training.X[:300]
        for iteration in range(41):
            values = run.parameters(iteration)
            table = np.maximum(X @ values["W1"].T + values["b1"], 0.0)
            found = components(table, like=before)
            if before is not None:
                assert ((found.axes * before.axes).sum(axis=1) > 0.0).all()
            before = found

    def test_aligning_changes_order_and_sign_and_nothing_else(self):
        rng = np.random.default_rng(0)
        plain = components(rng.normal(size=(50, 4)) * [3, 2, 1, 1])
        for order, signs in (([0, 1], (1, 1)), ([1, 0], (1, -1)), ([1, 0], (-1, -1))):
            like = replace(plain, axes=plain.axes[order] * np.array(signs)[:, None])
            found = aligned(plain, like)
            assert np.allclose(found.axes, like.axes)
            assert found.ranks == tuple(k + 1 for k in order)
            assert found.shares == tuple(plain.shares[k] for k in order)
            assert found.mean is plain.mean

    def test_another_number_of_units_is_nothing_to_be_near_to(self):
        rng = np.random.default_rng(1)
        before = components(rng.normal(size=(20, 6)))
        found = components(rng.normal(size=(20, 4)), like=before)
        assert found.ranks == (1, 2)

    def test_without_any_before_the_largest_entry_is_positive(self):
        found = space(subject("digits"), 1).components
        assert all(axis[np.abs(axis).argmax()] > 0 for axis in found.axes)

    def test_points_that_are_all_one_have_no_variance(self):
        found = components(np.ones((5, 4)))
        assert found.shares == (0.0, 0.0)
        assert np.allclose(found.project(np.ones((5, 4))), 0)
        assert components(np.ones((1, 4))).axes.shape == (2, 4)

    def test_the_grid_is_bent_as_the_layer_bends_it(self):
        made = subject("spiral")
        lines = grid(made, 1)
        (left, bottom), _ = plane_of(made).low, plane_of(made).high
        expected = layers_of(made.spec, made.parameters, np.array([[left, bottom]]))[1]
        assert np.allclose(lines[0, 0], expected)
        assert np.allclose(lines[9, 0], expected)
        assert grid(subject("iris"), 1) is None

    def test_one_sample_is_where_its_point_is(self):
        for name, layer in (("digits", 1), ("moons", 2), ("sine", 2)):
            made = subject(name)
            found = space(made, layer)
            place = place_of(made, found, made.training.X[3])
            assert np.allclose(place, found.training.points[3], atol=1e-10)


class TestRotation:
    def test_it_is_a_rotation(self):
        for turn in (Turn3(), Turn3(123.0, -40.0), Turn3(0.0, 90.0)):
            assert np.allclose(turn.matrix @ turn.matrix.T, np.eye(3))
            assert np.linalg.det(turn.matrix) == pytest.approx(1.0)

    def test_from_the_front_and_from_above(self):
        points = np.array([[1.0, 2.0, 3.0]])
        assert np.allclose(project(points, Turn3(0, 0)), [[1, 3, -2]])
        assert np.allclose(project(points, Turn3(0, 90)), [[1, 2, 3]])

    def test_it_never_goes_over_the_pole(self):
        assert Turn3(350, 80).by(20, 30) == Turn3(10, 90)


class TestVerdicts:
    @pytest.mark.parametrize(
        ("name", "held_out"),
        [("iris", True), ("iris", False), ("digits", False), ("moons", True)],
    )
    def test_confusion_is_what_scikit_learn_says(self, name, held_out):
        made = subject(name)
        part = made.part(held_out)
        found = verdicts(made, held_out)
        count = len(made.reading.names)
        counted = confusion(found, count)
        outputs = layers_of(made.spec, made.parameters, part.X)[-1]
        truth = part.Y if part.Y.ndim == 1 else part.Y[:, 0].astype(int)
        guess = outputs.argmax(1) if count > 2 else (outputs[:, 0] > 0.5).astype(int)
        labels = range(count)
        assert np.array_equal(counted.counts, confusion_matrix(truth, guess, labels=labels))
        assert counted.accuracy == pytest.approx(accuracy_score(truth, guess))
        assert counted.total == len(part.X)
        precision = precision_score(truth, guess, labels=labels, average=None, zero_division=np.nan)
        recall = recall_score(truth, guess, labels=labels, average=None, zero_division=np.nan)
        assert np.allclose(counted.precision, precision, equal_nan=True)
        assert np.allclose(counted.recall, recall, equal_nan=True)

    def test_a_share_of_nothing_is_not_known(self):
        found = verdicts(subject("iris"))
        counted = confusion(found, 5)
        assert np.isnan(counted.precision[4])
        assert np.isnan(counted.recall[4])
        assert np.isnan(counted.shares[4]).all()

    def test_mistakes_are_sorted_by_loss(self):
        found = verdicts(subject("digits"))
        rows = found.mistakes()
        assert set(rows) == set(np.flatnonzero(found.labels != found.guesses))
        assert len(rows) > 3
        assert (np.diff(found.losses[rows]) <= 0).all()

    def test_the_cells_share_out_all_samples(self):
        found = verdicts(subject("iris"))
        rows = np.concatenate([found.in_cell(a, b) for a in range(3) for b in range(3)])
        assert sorted(rows) == list(range(found.count))

    def test_probabilities(self):
        made = subject("digits")
        found = verdicts(made)
        p = layers_of(made.spec, made.parameters, made.training.X)[-1]
        assert np.allclose(found.sureness, p.max(axis=1))
        assert np.allclose(found.truth, p[np.arange(len(p)), made.training.Y])

    def test_nothing_held_out(self):
        assert verdicts(subject("digits"), held_out=True) is None

    def test_numbers_have_losses_and_no_classes(self):
        found = verdicts(subject("sine"))
        assert np.isnan(found.sureness).all()
        assert (np.diff(found.losses[found.by_loss()]) <= 0).all()


def test_first_weights_as_pictures():
    made = subject("digits")
    found = unit_pictures(made)
    assert found.pictures.shape == (12, 8, 8)
    assert np.array_equal(found.pictures[3].ravel(), made.parameters["W1"][3])
    assert found.vmax == np.abs(made.parameters["W1"]).max()
    assert unit_pictures(subject("iris")) is None


@pytest.mark.parametrize("name", ["spiral", "moons"])
def test_the_same_network_has_the_same_portrait_to_the_bit(name):
    one, other = fresh(name), fresh(name)
    assert one is not other
    first, second = (surface(made, plane_of(made), 30) for made in (one, other))
    assert np.array_equal(first.outputs, second.outputs)
    assert np.array_equal(first.boundary, second.boundary)
    for layer in range(len(one.spec.layers) + 1):
        first, second = (space(made, layer, cells=10) for made in (one, other))
        assert np.array_equal(first.training.points, second.training.points)
    first, second = (verdicts(made) for made in (one, other))
    assert np.array_equal(first.losses, second.losses)


def test_portraits_leave_the_network_as_it_is():
    made = fresh("moons")
    kept = {name: value.copy() for name, value in made.parameters.items()}
    surface(made, plane_of(made), 20)
    space(made, 2, cells=10)
    verdicts(made)
    assert all(np.array_equal(made.parameters[name], value) for name, value in kept.items())
