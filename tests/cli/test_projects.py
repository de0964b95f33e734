"""Projects of the window on the command line, where a saved network would do."""

import numpy as np
import pytest

from nnviz.app.data_spec import DataSpec
from nnviz.app.experiment import example
from nnviz.app.opening import fitted
from nnviz.app.project import Project, save
from nnviz.app.session import Session
from nnviz.app.table import Table
from nnviz.cli.subject import network, subject
from nnviz.engine import Network


def drawn():
    table = Table(np.eye(3), np.array([[1.0], [2.0], [0.5]]), ("x", "y", "z"), ("t",))
    return fitted(DataSpec("table", "drawn", table=table))


@pytest.fixture(params=["built in", "drawn"])
def project(request, tmp_path):
    session = Session(example("xor") if request.param == "built in" else drawn())
    session.train_to(30)
    path = tmp_path / "lesson.nnviz"
    save(path, Project(session.document))
    return session, path


@pytest.mark.parametrize("command", [("check",), ("train", "--epochs", "2"), ("trace",)])
def test_a_project_takes_the_place_of_a_network(project, nnviz, command):
    _, path = project
    code, out, err = nnviz(command[0], path, *command[1:])
    assert code == 0, err
    assert out


def test_the_newest_weights_are_taken(project):
    session, path = project
    wanted = session.document.run.network()
    for found in (subject(str(path)).network, network(str(path)), Network.load(path)):
        assert found.iteration == wanted.iteration == 31
        assert found.state().parameters.tobytes() == wanted.state().parameters.tobytes()
    dealt = subject(str(path)).batches
    assert dealt.X.tobytes() == session.document.run.batches.X.tobytes()


def test_other_data_may_be_named(project):
    session, path = project
    if session.state.experiment.data.kind == "builtin":
        assert subject(str(path), data="and").data.name == "and"


def test_a_damaged_project_is_one_sentence(project, nnviz):
    _, path = project
    path.write_bytes(path.read_bytes()[:700])
    code, _, err = nnviz("check", path)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
