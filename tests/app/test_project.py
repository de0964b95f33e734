"""A document saved and opened again is the same document."""

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.edits import (
    SetBatchSize,
    SetOptimizer,
    SetParameterValue,
    SetUnits,
)
from nnviz.app.experiment import DataSpec, example
from nnviz.app.opening import fitted
from nnviz.app.project import (
    MissingDataError,
    Project,
    kind_of,
    load,
    open_file,
    peek,
    save,
    view_of,
)
from nnviz.app.session import Session
from nnviz.app.table import Table
from nnviz.engine import Network, errors
from nnviz.scene.primitives import CellRef

TABLE = "a,b,label\n" + "".join(
    f"{k * 0.5},{k % 3},{'yes' if k % 2 else 'no'}\n" for k in range(40)
)


def same_bits(one, other):
    assert one.names == other.names
    return all(one[name].tobytes() == other[name].tobytes() for name in one.names)


def same_document(one, other, iterations=None):
    assert one.experiment.spec == other.experiment.spec
    assert one.experiment.data == other.experiment.data
    assert (one.iteration, one.wishes) == (other.iteration, other.wishes)
    assert one.run.losses.tobytes() == other.run.losses.tobytes()
    assert [(m.iteration, m.name.english()) for m in one.marks] == [
        (m.iteration, m.name.english()) for m in other.marks
    ]
    for k in iterations or range(0, one.run.last_iteration + 1, 7):
        assert same_bits(one.run.trace(k), other.run.trace(k))


@pytest.fixture
def session():
    made = Session(example("xor"))
    made.edit(SetOptimizer("adam"))
    made.edit(SetBatchSize(3))
    made.train_to(60)
    made.seek_iteration(40)
    made.edit(SetParameterValue("W1", 0, 1, 0.25))
    made.train_to(130)
    made.edit(SetOptimizer("sgd"))
    made.train_to(150)
    return made


def kept(session, path):
    save(path, Project(session.document, view_of(session.state)))
    return load(path)


def test_everything_comes_back(session, tmp_path):
    session.seek_step(3, 0.5)
    session.set_orientation("rows")
    session.pin(CellRef("W1", 1, 0))
    project = kept(session, tmp_path / "a.nnviz")
    same_document(session.document, project.document, range(151))
    assert project.notice is None
    again = Session(project.document)
    again.open_document(project.document, project.view)
    for name in ("orientation", "sample", "pinned", "iteration", "sources"):
        assert getattr(again.state, name) == getattr(session.state, name)
    assert again.state.status.position == session.state.status.position
    assert same_bits(again.state.trace, session.state.trace)


def test_the_run_goes_on_to_the_same_bits(session, tmp_path):
    project = kept(session, tmp_path / "a.nnviz")
    session.document.run.advance(300)
    project.document.run.advance(300)
    same_document(replace(session.document, iteration=0), replace(project.document, iteration=0))


def test_edits_go_on_as_they_would_have(session, tmp_path):
    project = kept(session, tmp_path / "a.nnviz")
    again = Session(project.document)
    for one in (session, again):
        one.seek_iteration(120)
        one.edit(SetParameterValue("W2", 0, 0, -1.5))
        one.train_to(140)
        one.edit(SetUnits(1, 5))
        one.train_to(10)
    same_document(session.document, again.document)


def test_what_is_supposed_comes_back(session, tmp_path):
    session.suppose(CellRef("W1", 1, 1), 2.0)
    project = kept(session, tmp_path / "a.nnviz")
    again = Session()
    again.open_document(project.document, project.view)
    assert again.state.what_if is not None
    assert same_bits(again.state.trace, session.state.trace)


def test_a_saved_document_saved_again_is_the_same_file(session, tmp_path):
    first, second = tmp_path / "a.nnviz", tmp_path / "b.nnviz"
    project = kept(session, first)
    save(second, project)
    assert first.read_bytes() == second.read_bytes()


def test_few_states_are_enough(session, tmp_path):
    session.train_to(4000)
    save(tmp_path / "a.nnviz", Project(session.document), states_bytes=4000)
    found = load(tmp_path / "a.nnviz").document
    same_document(session.document, found, (0, 39, 40, 41, 131, 2500, 3999))
    assert (tmp_path / "a.nnviz").stat().st_size < 60_000


def test_a_project_is_a_network_file_too(session, tmp_path):
    path = tmp_path / "a.nnviz"
    kept(session, path)
    network = Network.load(path)
    wanted = session.document.run.network()
    assert network.spec == wanted.spec
    assert network.iteration == wanted.iteration
    assert network.state().parameters.tobytes() == wanted.state().parameters.tobytes()


def test_peeking_reads_no_arrays(session, tmp_path):
    kept(session, tmp_path / "a.nnviz")
    experiment, plan = peek(tmp_path / "a.nnviz")
    assert experiment.spec == session.state.experiment.spec
    assert plan.iteration == 150


def test_a_table_inside(tmp_path):
    table = Table(
        np.array([[0.0, 1.5], [2.0, -1.0], [3.0, 1e-300]]), np.array([0, 1, 1]), ("x", "y"),
        ("red", "蓝"),
    )  # fmt: skip
    data = DataSpec("table", "points", table=table, standardise=True, batch_size=2)
    session = Session(fitted(data))
    session.train_to(20)
    project = kept(session, tmp_path / "a.nnviz")
    same_document(session.document, project.document)
    assert project.document.experiment.data.table == table


def csv_session(tmp_path, rows=TABLE, **options):
    (tmp_path / "data").mkdir(exist_ok=True)
    path = tmp_path / "data" / "t.csv"
    path.write_text(rows)
    session = Session(fitted(DataSpec("csv", str(path), batch_size=8, **options)))
    session.train_to(30)
    return session, path


@pytest.mark.parametrize("options", [{}, {"standardise": True}, {"validation": 0.25, "seed": 3}])
def test_a_file_with_data_is_found_beside_the_project_that_moved(tmp_path, options):
    (tmp_path / "before").mkdir()
    session, _ = csv_session(tmp_path / "before", **options)
    kept(session, tmp_path / "before" / "a.nnviz")
    moved = (tmp_path / "before").rename(tmp_path / "after")
    project = load(moved / "a.nnviz")
    assert project.notice is None
    assert project.document.experiment.data.name == str(moved / "data" / "t.csv")
    assert project.document.run.losses.tobytes() == session.document.run.losses.tobytes()
    assert same_bits(project.document.run.trace(17), session.document.run.trace(17))


@pytest.mark.parametrize("options", [{}, {"standardise": True}, {"validation": 0.25, "seed": 3}])
@pytest.mark.parametrize("fate", ["gone", "changed", "no table any more"])
def test_without_its_file_the_copy_is_used_and_every_number_is_the_same(tmp_path, options, fate):
    session, path = csv_session(tmp_path, **options)
    kept(session, tmp_path / "a.nnviz")
    wanted = [session.document.run.trace(k) for k in (0, 17, 30)]
    if fate == "gone":
        path.unlink()
    else:
        path.write_text(TABLE.replace("0.5", "0.75") if fate == "changed" else "nothing\n")
    project = load(tmp_path / "a.nnviz")
    assert "copy" in project.notice.english()
    assert project.document.experiment.data.kind == "table"
    assert project.document.run.losses.tobytes() == session.document.run.losses.tobytes()
    for k, trace in zip((0, 17, 30), wanted, strict=True):
        assert same_bits(project.document.run.trace(k), trace)
    save(tmp_path / "b.nnviz", project)
    assert load(tmp_path / "b.nnviz").notice is None


def test_a_large_file_that_has_moved_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr("nnviz.app.project.data_source.COPY_BYTES", 10)
    session, path = csv_session(tmp_path)
    kept(session, tmp_path / "a.nnviz")
    other = path.rename(tmp_path / "elsewhere.csv")
    with pytest.raises(MissingDataError) as caught:
        load(tmp_path / "a.nnviz")
    assert caught.value.name == "t.csv"
    project = load(tmp_path / "a.nnviz", data_at=other)
    assert project.notice is None
    assert same_bits(project.document.run.trace(17), session.document.run.trace(17))


def test_a_large_file_that_has_changed_begins_a_run_with_the_newest_weights(tmp_path, monkeypatch):
    monkeypatch.setattr("nnviz.app.project.data_source.COPY_BYTES", 10)
    session, path = csv_session(tmp_path)
    kept(session, tmp_path / "a.nnviz")
    path.write_text(TABLE.replace("0.5", "0.75"))
    project = load(tmp_path / "a.nnviz")
    assert "has changed" in project.notice.english()
    assert len(project.document.run.losses) == 0
    newest = session.document.run.parameters(session.document.run.last_iteration + 1)
    for name, values in project.document.run.parameters(0).items():
        assert values.tobytes() == newest[name].tobytes()


def test_an_edited_table_in_mid_run_keeps_both_data(tmp_path):
    first = Table(np.eye(2), np.array([[1.0], [2.0]]), ("x", "y"), ("t",))
    second = replace(first, X=np.eye(2) * 3)
    session = Session(fitted(DataSpec("table", "drawn", table=first)))
    session.train_to(20)
    from nnviz.app.edits import SetData

    session.edit(SetData(session.state.experiment.data.with_table(second)))
    session.train_to(40)
    project = kept(session, tmp_path / "a.nnviz")
    same_document(session.document, project.document, range(41))


@pytest.mark.parametrize("name", ["网络 δ.nnviz", "with space.nnviz", "no suffix", "x.csv"])
def test_any_name_and_any_suffix(session, tmp_path, name):
    path = tmp_path / name
    kept(session, path)
    assert kind_of(path) == "project"
    same_document(session.document, open_file(path).document, (0, 150))


def test_a_project_of_another_version_says_so(session, tmp_path):
    path = tmp_path / "a.nnviz"
    kept(session, path)
    rewrite(path, lambda plan: plan | {"version": 2})
    with pytest.raises(errors.FileError, match="version 2, but this program reads version 1"):
        load(path)


def test_what_a_later_program_adds_is_passed_over(session, tmp_path):
    path = tmp_path / "a.nnviz"
    kept(session, path)
    rewrite(path, lambda plan: plan | {"new": 1, "view": {"orientation": 7}})
    same_document(session.document, load(path).document, (0, 150))


def test_a_project_holds_no_pickles(session, tmp_path):
    path = tmp_path / "a.nnviz"
    kept(session, path)
    with zipfile.ZipFile(path) as archive:
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
        for name in archive.namelist():
            if name.endswith(".npy"):
                with archive.open(name) as member:
                    np.lib.format.read_array(member, allow_pickle=False)
            else:
                json.loads(archive.read(name))


def rewrite(path, change):
    """Change the description inside a project."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["project.json"] = json.dumps(change(json.loads(members["project.json"]))).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
