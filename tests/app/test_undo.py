from hypothesis import given
from hypothesis import strategies as st

from nnviz.app.undo import UndoStack
from nnviz.engine.message import message


def named(text):
    return message("{text}", text=text)


@given(st.lists(st.integers(), min_size=1, max_size=20))
def test_undoing_all_and_redoing_all_comes_back_through_the_same_documents(documents):
    stack, current = UndoStack(), "start"
    history = ["start"]
    for document in documents:
        stack.push(named(str(document)), current)
        current = document
        history.append(current)
    for expected in reversed(history[:-1]):
        current = stack.undo(current)
        assert current == expected
    assert stack.undo(current) is None
    for expected in history[1:]:
        current = stack.redo(current)
        assert current == expected
    assert stack.redo(current) is None


def test_names_are_those_of_the_edits_on_either_side():
    stack = UndoStack()
    assert stack.undo_name is None
    assert stack.redo_name is None
    stack.push(named("a"), 0)
    stack.push(named("b"), 1)
    assert stack.undo_name == named("b")
    stack.undo(2)
    assert stack.undo_name == named("a")
    assert stack.redo_name == named("b")


def test_nudges_of_one_thing_are_undone_together():
    stack = UndoStack()
    for before in range(5):
        stack.push(named("units"), before, merge_key="units")
    assert stack.undo(5) == 0
    assert stack.undo(0) is None


def test_another_thing_a_seal_or_an_undo_ends_the_nudging():
    stack = UndoStack()
    stack.push(named("units"), 0, merge_key="units")
    stack.push(named("seed"), 1, merge_key="seed")
    stack.seal()
    stack.push(named("seed"), 2, merge_key="seed")
    assert stack.undo(3) == 2
    stack.push(named("seed"), 2, merge_key="seed")
    assert [stack.undo(9), stack.undo(9), stack.undo(9)] == [2, 1, 0]


def test_edits_without_a_key_never_merge():
    stack = UndoStack()
    stack.push(named("x"), 0)
    stack.push(named("x"), 1)
    assert stack.undo(2) == 1


def test_a_new_edit_forgets_what_was_undone():
    stack = UndoStack()
    stack.push(named("a"), 0)
    stack.undo(1)
    stack.push(named("b"), 0)
    assert stack.redo(2) is None


def test_a_merged_nudge_forgets_what_was_undone_too():
    stack = UndoStack()
    stack.push(named("a"), 0, merge_key="k")
    stack.push(named("b"), 1, merge_key="j")
    stack.undo(2)
    stack.push(named("a"), 1, merge_key="k")
    assert stack.redo_name is None


def test_only_so_many_are_kept():
    stack = UndoStack(depth=3)
    for document in range(10):
        stack.push(named("x"), document)
    assert [stack.undo(10) for _ in range(4)] == [9, 8, 7, None]


def test_what_takes_too_much_room_is_forgotten_but_for_the_last():
    stack = UndoStack(size_of=len, most_bytes=10)
    for name in ("aaaa", "bbbb", "cccc"):
        stack.push(message(name), name)
    assert stack.undo("now") == "cccc"
    assert stack.undo("cccc") == "bbbb"
    assert stack.undo("bbbb") is None
    stack = UndoStack(size_of=len, most_bytes=10)
    stack.push(message("large"), "x" * 50)
    assert stack.undo("now") == "x" * 50
