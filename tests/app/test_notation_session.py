"""Writing as a textbook does: the session, the settings, the sentences, the project."""

from dataclasses import replace

import pytest

from nnviz.app.document import opened as begun
from nnviz.app.experiment import example
from nnviz.app.notation_commands import notation_of
from nnviz.app.project import open_file, save, view_of
from nnviz.app.project.kinds import kind_of
from nnviz.app.project.project import Project
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.texts import Catalogue
from nnviz.engine.errors import FileError, NnvizError
from nnviz.engine.math_text import MathText
from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.writing import PLAIN, Notation
from nnviz.engine.writing import file as notation_file

BOOK = Notation(
    name="Algebra II", loss="J", layer="parentheses", orientation="rows", decimal="comma",
    rounding="places", digits=2,
)  # fmt: skip


def test_a_notation_brings_its_orientation_and_digits():
    session = Session()
    before = session.state.status.position
    session.take_notation(BOOK)
    state = session.state
    assert state.orientation == "rows"
    assert state.digits == BOOK.digits_code
    assert state.status.position == before
    assert "Algebra II" in Catalogue("en").translate(state.notice)
    assert session.notation == BOOK


def test_all_other_switches_go_on_working():
    session = Session()
    session.set_notation(BOOK)
    session.set_orientation("textbook")
    session.set_digits(5)
    now = notation_of(session.state)
    assert (now.orientation, now.rounding, now.digits) == ("textbook", "significant", 5)
    assert now.loss == "J"
    session.set_notation(PLAIN)
    assert session.state.digits == 3
    assert session.notation == PLAIN


def test_it_is_remembered():
    session = Session()
    session.set_notation(BOOK)
    again = Session(settings=session.settings)
    assert again.notation == BOOK
    assert again.state.orientation == "rows"
    session.set_notation(PLAIN)
    assert session.settings.notation is None
    assert Session(settings=session.settings).state.notation == PLAIN


@pytest.mark.parametrize("damaged", [{}, {"format": "x"}, {**BOOK.to_dict(), "loss": 5}])
def test_a_damaged_memory_is_the_programs_own(damaged):
    assert Session(settings=Settings(notation=damaged)).state.notation == PLAIN


def test_a_project_has_it_if_that_is_wanted(tmp_path):
    session = Session()
    session.set_notation(BOOK)
    path = tmp_path / "a.nnviz"
    for kept in (None, session.notation.to_dict()):
        save(path, Project(session.document, view_of(session.state, kept)))
        opened = open_file(path)
        other = Session()
        other.open_document(opened.document, opened.view)
        assert (other.notation == BOOK) is (kept is not None)


def test_a_project_with_a_damaged_notation_opens_all_the_same(tmp_path):
    session = Session()
    path = tmp_path / "a.nnviz"
    save(path, Project(session.document, view_of(session.state, {"format": "other"})))
    opened = open_file(path)
    other = Session()
    other.set_notation(BOOK)
    other.open_document(opened.document, opened.view)
    assert other.state.notation == BOOK


def test_a_notation_file_is_known_by_its_name_or_its_content(tmp_path):
    path = tmp_path / "mine.nnviz-notation"
    notation_file.save(path, BOOK)
    assert kind_of(path) == "notation"
    renamed = tmp_path / "mine.json"
    renamed.write_bytes(path.read_bytes())
    assert kind_of(renamed) == "notation"
    table = tmp_path / "t.csv"
    table.write_text("format,nnviz-notation\n1,2\n")
    assert kind_of(table) == "table"
    with pytest.raises(FileError, match="notation"):
        open_file(path)


def test_sentences_are_in_the_notation_and_names_are_not():
    catalogue = Catalogue("en", Notation(loss="J", layer="brackets", decimal="comma", rate="α",
                                         slope="κ"))  # fmt: skip
    said = catalogue.translate(
        message("The shape of {gradient} is the shape of {parameter}: {rows} × {cols}.",
                gradient=plain("dW1"), parameter=plain("W1"), rows=3, cols=2)
    )  # fmt: skip
    assert said == "The shape of ∂J/∂W^[1] is the shape of W^[1]: 3 × 2."
    assert catalogue.translate(message("Loss L = {value}", value="0.25")) == "Loss J = 0,25"
    assert catalogue.translate(message("{name}", name="W1.csv")) == "W1.csv"
    assert catalogue.translate(message("{name}", name="L")) == "L"
    assert catalogue.translate(message("{x} of {y}", x=0.5, y=3)) == "0,5 of 3"
    inner = message("{outer}", outer=message("{inner}", inner=plain("W1")))
    assert catalogue.translate(inner) == "W^[1]"


def test_the_plain_catalogue_says_what_it_said():
    plain_text = plain("dW1")
    assert isinstance(plain_text, MathText)
    assert Catalogue("en").translate(message("{name}", name=plain_text)) == "∂L/∂W¹"


@pytest.mark.parametrize("loss", ["mse", "half_mse", "sse", "half_sse"])
def test_a_project_carries_the_loss(loss, tmp_path):
    xor = example("xor")
    document = begun(replace(xor, spec=replace(xor.spec, loss=loss)))
    path = tmp_path / "a.nnviz"
    save(path, Project(document, view_of(Session(document).state)))
    back = open_file(path).document
    assert back.experiment.spec.loss == loss
    assert back.run.trace(0).loss == document.run.trace(0).loss


def test_a_description_of_before_is_read_as_it_was():
    """The first version knew no penalty, no clipping, no schedule, and three squared losses."""
    spec = example("xor").spec
    old = {**spec.to_dict(), "version": 1}
    for later in ("schedule", "l2", "clip_norm", "clip_value"):
        del old[later]
    assert NetworkSpec.from_dict(old) == spec


BAD = {
    "empty": b"",
    "blank": b"  \n",
    "a list": b"[1, 2]",
    "a number": b"3",
    "other JSON": b'{"format": "nnviz-project", "version": 1}',
    "no format": b'{"loss": "J"}',
    "cut off": b'{"format": "nnviz-notation", "version": 1, "loss": "J',
    "not text": bytes(range(256)),
    "huge": b'{"format": "nnviz-notation", "version": 1, "name": "' + b"x" * 200_000 + b'"}',
    "deep": b"[" * 50_000,
    "newer": b'{"format": "nnviz-notation", "version": 2}',
    "no version": b'{"format": "nnviz-notation"}',
    "a true version": b'{"format": "nnviz-notation", "version": true}',
    "unknown symbol": '{"format": "nnviz-notation", "version": 1, "loss": "ℒ"}'.encode(),
    "unknown field": b'{"format": "nnviz-notation", "version": 1, "colour": "red"}',
    "wrong type": b'{"format": "nnviz-notation", "version": 1, "digits": "3"}',
    "a list as a letter": b'{"format": "nnviz-notation", "version": 1, "loss": ["J"]}',
    "no digits": b'{"format": "nnviz-notation", "version": 1, "digits": null}',
    "too many digits": b'{"format": "nnviz-notation", "version": 1, "digits": 99}',
    "fractions as a word": b'{"format": "nnviz-notation", "version": 1, "fractions": "yes"}',
    "twice": b'{"format": "nnviz-notation", "version": 1, "loss": "J", "loss": "C"}',
    "one sign for two": b'{"format": "nnviz-notation", "version": 1, "rate": "\xce\xb1"}',
    "comma twice": b'{"format": "nnviz-notation", "version": 1, "decimal": "comma",'
    b' "thousands": "comma"}',
    "a name of lines": b'{"format": "nnviz-notation", "version": 1, "name": "a\\nb"}',
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_bad_file_is_one_sentence(kind, language, tmp_path):
    path = tmp_path / "x.nnviz-notation"
    path.write_bytes(BAD[kind])
    with pytest.raises(NnvizError) as caught:
        notation_file.load(path)
    said = Catalogue(language).translate(caught.value.message)
    assert said.rstrip().endswith((".", "。"))
    assert len(said) < 400
    assert "\n" not in said
    assert "{" not in said
