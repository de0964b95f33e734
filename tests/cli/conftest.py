import pytest

from nnviz.cli.program import run


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch):
    """The language of the machine and the width of its terminal must not matter."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def nnviz(capsys):
    """Run the command line in this process; return exit code, stdout and stderr."""

    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call
