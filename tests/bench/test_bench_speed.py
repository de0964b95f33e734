"""The pieces of the speed table work: one round of tiny nets, and no word about the clock."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nnviz.engine import losses, native
from tests.bench import bench_run
from tests.bench.bench_speed import Run, arguments
from tests.bench.speed import driver, machine, report, runs, targets
from tests.bench.speed.cases import DEAD_BIAS, DEAD_NET, NETS, Case, half_dead
from tests.bench.speed.contest import AFRESH, Contestant, Plan, clock, warm_up
from tests.bench.speed.driver import BenchError, Field, Worker
from tests.bench.speed.measure import Measured, dead_ratios, differences, speeds
from tests.bench.speed.ours import CONTESTANTS
from tests.bench.speed.spread import ratio, spread
from tests.bench.speed.table import Table

TINY, CLASSES = NETS[:2]
TRAINING = [name for name in CONTESTANTS if name != "products"]


@pytest.fixture(scope="module")
def bench():
    with Field(1, ["engine"]) as made:
        yield made


class Counting(Contestant):
    """Counts its steps, and those since it began afresh."""

    def __init__(self):
        super().__init__(TINY)
        self.steps, self.since = 0, 0
        self.longest = 0

    def step(self):
        self.steps += 1
        self.since += 1
        self.longest = max(self.longest, self.since)

    def read(self):
        return {}

    def write(self, parameters):
        self.since = 0

    def forget(self):
        pass


def plain_steps(case: Case, count: int) -> dict[str, np.ndarray]:
    """Train the case with the formulas as they stand in a book, in float64."""
    X, Y = case.batch()
    p = case.parameters()
    m, v = ({name: np.zeros_like(value) for name, value in p.items()} for _ in "mv")
    for t in range(1, count + 1):
        A = [X]
        for layer in range(1, case.n_layers + 1):
            Z = A[-1] @ p[f"W{layer}"].T + p[f"b{layer}"]
            A.append(np.maximum(Z, 0) if layer < case.n_layers else Z)
        dZ = losses.get(case.loss).gradient(A[-1], Y)
        for layer in range(case.n_layers, 0, -1):
            gradients = {f"W{layer}": dZ.T @ A[layer - 1], f"b{layer}": dZ.sum(axis=0)}
            dZ = (dZ @ p[f"W{layer}"]) * (A[layer - 1] > 0)
            for name, g in gradients.items():
                if case.optimizer == "sgd":
                    p[name] = p[name] - 0.01 * g
                    continue
                m[name] = 0.9 * m[name] + 0.1 * g
                v[name] = 0.999 * v[name] + 0.001 * g * g
                mhat, vhat = m[name] / (1 - 0.9**t), v[name] / (1 - 0.999**t)
                p[name] = p[name] - 0.001 * mhat / (np.sqrt(vhat) + 1e-8)
    return p


@pytest.mark.parametrize("net", [TINY, CLASSES], ids=lambda net: net.name)
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("name", TRAINING)
def test_every_form_of_the_engine_trains_the_case(name, optimizer, net):
    case = replace(net, optimizer=optimizer, dtype="float64")
    contestant = CONTESTANTS[name](case)
    contestant.reset()
    contestant.many(20)
    expected = plain_steps(case, 20)
    for parameter, value in contestant.read().items():
        np.testing.assert_allclose(value, expected[parameter], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", TRAINING)
def test_a_reset_forgets_everything(name):
    contestant = CONTESTANTS[name](TINY)
    found = []
    for _ in range(2):
        contestant.reset()
        contestant.many(7)
        found.append(contestant.read())
    assert all((found[0][key] == found[1][key]).all() for key in found[0])
    contestant.reset()
    assert all((contestant.read()[key] == value).all() for key, value in TINY.parameters().items())


def test_the_plain_step_is_without_the_native_loop():
    program = CONTESTANTS["plain step"](TINY).program
    assert not any(map(native.is_fused, [*program._loss_calls, *program.store.update_calls]))


def test_the_products_are_those_of_a_step():
    case = Case((5, 4, 3, 2), 6, "mse")
    shapes = [call.args[2].shape for call in CONTESTANTS["products"](case).calls]
    forward = [(6, n_out) for _, n_out in pairwise(case.sizes)]
    assert shapes == [*forward, (2, 3), (6, 3), (3, 4), (6, 4), (4, 5)]


def test_the_clock_starts_afresh_before_a_net_knows_its_batch():
    contestant = Counting()
    assert clock(contestant, Plan(blocks=5, steps=100)) > 0
    # One to begin with and five blocks, with three to get warm at the beginning and after 256.
    assert contestant.steps == 1 + 5 * 100 + 2 * 3
    assert contestant.longest == AFRESH + 3
    clock(contestant, Plan(blocks=1, steps=3 * AFRESH))
    assert contestant.longest == AFRESH + 3


def test_a_block_that_is_interrupted_does_not_count():
    class Interrupted(Counting):
        def many(self, count):
            super().many(count)
            if 200 < self.steps < 260:
                time.sleep(0.05)

    assert clock(Interrupted(), Plan(blocks=5, steps=100)) < 0.05 / 100


def test_warming_up_finds_a_round_for_the_time():
    assert warm_up(Counting(), 0.0) == Plan(blocks=1, steps=64)
    plan = warm_up(Counting(), 0.01)
    assert plan.blocks >= 5
    assert plan.steps > 64


def test_a_dead_unit_is_dead_for_every_input():
    X, _ = DEAD_NET.batch()
    values = half_dead(DEAD_NET.parameters())
    Z = X @ values["W1"].T + values["b1"]
    assert (Z.max(axis=0) < 0).sum() >= 64
    assert (values["b1"] == DEAD_BIAS).sum() == 64
    assert (DEAD_NET.parameters()["b1"] != DEAD_BIAS).all()


def test_one_round_in_processes(bench):
    found = speeds(bench, [TINY], "adam", "float32", rounds=2, seconds=0.0)
    assert set(found.times[TINY]) == set(CONTESTANTS)
    assert all(len(times) == 2 and min(times) > 0 for times in found.times[TINY].values())
    assert bench.absent == {}
    assert found.ratio(TINY, "step", "step").median == 1.0
    assert found.ratio(TINY, "JAX jit", "step") is None
    text = report.speed_table(found, {"JAX jit": "not there"}).text()
    assert "JAX jit, one step per call: – not there" in text
    assert report.recording_table([found]).rows[0][0] == "adam, float32, 1"


def test_all_do_the_same_work(bench):
    found = differences(bench, [TINY, CLASSES], "adam", "float64")
    for of_net in found.values():
        assert of_net.pop("products") is None
        assert len(of_net) == len(TRAINING)
        assert all(value < 1e-14 for value in of_net.values())
    assert "1e-9" not in report.same_table(found, "adam", "float64").text()


def test_another_work_is_seen(bench):
    case = replace(TINY, dtype="float64")
    bench.make(case, ["step"], 0.0)
    near, far = (bench.ask("step", "walk", steps) for steps in (20, 21))
    assert np.abs(near["W1"] - far["W1"]).max() > 1e-4


def test_a_net_dies_and_goes_on(bench):
    found = dead_ratios(bench, rounds=1, net=CLASSES, old=10)
    assert {"step", "plain step"} == set(found)
    (target,) = targets.dead_target(found)
    assert target.met == (found["step"].median <= 1.3)
    assert report.dead_table(found, CLASSES).rows[0][0] == "step"


def test_a_run_is_measured_and_judged(bench):
    small, large = ([2, 4, 1], 4, 8, "mse", 1, 120), ([64, 80, 1], 4, 4, "mse", 1, 120)
    kept, looked = runs.measured(bench, 1, [small, large])
    assert [found.parameters for found in kept] == [17, 5281]
    assert [found.parameters for found in looked] == [17, 5281]
    assert all(found.run > 0 and found.loaded > 0 for found in kept)
    assert all(found.longest >= found.furthest > 0 for found in looked)
    cost, back = runs.tables(kept, looked)
    assert [row[0] for row in cost.rows] == ["2-4-1 b4", "64-80-1 b4"]
    assert len(back.rows) == 2


def test_the_targets_of_a_run():
    def keeping(parameters, run):
        return bench_run.Keeping("n", 4, 8, parameters, 2.0, 2.0, 2.0, run)

    def looking(iterations, parameters, furthest):
        return bench_run.Looking(
            "n", 64, 32, 8, iterations, parameters, 0.1, furthest, 0.1, 0.1, 9.0, 9.0
        )

    kept = [keeping(17, 2.2), keeping(17, 2.4), keeping(9000, 2.0), keeping(9000, 2.2)]
    looked = [looking(10_000, 17, 0.9), looking(10_000, 17, 1.1), looking(2000, 17, 9.0)]
    judged = [target.met for target in runs.run_targets(kept, [*looked, looking(10_000, 9000, 20)])]
    assert judged == [True, False, True, False, True, False, True]


def test_a_missing_rival_says_why(monkeypatch):
    monkeypatch.setitem(driver.FAMILIES, "none", ("tests.bench.speed.nothing", ("nobody",)))
    with Field(1, ["none"]) as field:
        assert field.names == ()
        assert "No module named" in field.absent["nobody"]


def test_a_case_that_fails_leaves_the_others(bench):
    impossible = replace(TINY, optimizer="adam", dtype="float16")
    assert bench.make(impossible, ["step", "products"], 0.0) == ["products"]
    assert "float16" in bench.absent.pop("step")


def test_a_process_that_ends_is_an_error():
    with Worker("engine", 1) as worker:
        worker._process.kill()
        worker._process.wait()
        with pytest.raises(BenchError, match="ended"):
            worker.ask("hello")


def test_a_worker_has_its_own_threads(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setenv("OPENBLAS_L2_SIZE", "512")
    kept = driver.environment(2, own_kernels=False)
    assert kept["OMP_NUM_THREADS"] == kept["OPENBLAS_NUM_THREADS"] == "2"
    assert kept["OPENBLAS_CORETYPE"] == "Haswell"
    own = driver.environment(1, own_kernels=True)
    assert own["OPENBLAS_NUM_THREADS"] == "1"
    assert not {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"} & set(own)


def test_outliers_move_no_median():
    found = spread([1.0] * 20 + [1000.0])
    assert (found.median, found.low, found.high) == (1.0, 1.0, 1.0)
    assert str(spread([0.5, 12.34, 345.6])) == "12.3 (2.87–279)"
    # A clock that runs at half speed in the second round changes no ratio.
    assert ratio([3.0, 6.0], [1.0, 2.0]).median == 3.0


def test_a_busy_machine_is_named(monkeypatch):
    monkeypatch.setattr("os.getloadavg", lambda: (1.2, 0.0, 0.0), raising=False)
    assert "NOT IDLE" in machine.load()
    assert machine.load(own=1) == "load average 1.20"


def test_targets_are_judged_by_the_median():
    found = Measured("adam", "float32", 1)
    for net, wanted in targets.OVER_TORCH.items():
        found.times[net] = {
            "step": [1.0, 1.0, 1.0],
            "torch eager": [wanted + 1] * 3,
            "JAX jit": [0.5, 0.5, 9.0],
            "products": [0.5] * 3,
            "train_step": [2.0] * 3,
            "trace_step": [3.0] * 3,
        }
    judged = {target.text: target.met for target in targets.speed_targets([found])}
    assert len(judged) == 5 + 3 + 1 + 5
    assert all(met for text, met in judged.items() if "PyTorch" in text or "trace" in text)
    assert not any(met for text, met in judged.items() if "JAX" in text or "products" in text)
    assert targets.speed_targets([replace(found, threads=2)]) == []


def test_a_table_writes_itself():
    table = Table("T", ("a", "bb"), [("row", "1")], ["note"])
    assert table.text() == "T\na    bb\n---  --\nrow   1\nnote\n"
    assert table.markdown() == "### T\n\n| a | bb |\n| --- | ---: |\n| row | 1 |\n\nnote\n"


def test_the_command_writes_its_page(tmp_path, capsys):
    page = tmp_path / "speed.md"
    words = "--families engine --nets 1 --rounds 1 --seconds 0 --tables speed,same --optimizer sgd"
    Run(arguments([*words.split(), "--markdown", str(page)])).everything()
    printed, text = capsys.readouterr().out, page.read_text("utf-8")
    for title in ("One step, sgd, float32", "The same work", "Cost of recording", "Targets"):
        assert title in printed
        assert f"### {title}" in text
    assert machine.cpu() in printed
