"""A few letters find what is meant, in either language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.app.finding import fuzzy
from nnviz.app.finding.initials import initials
from nnviz.app.finding.wording import without_mnemonic, wordings
from nnviz.engine.message import message


def order(query, *texts):
    fits = [(fit, text) for text in texts if (fit := fuzzy.score(query, text)) is not None]
    return [text for _, text in sorted(fits, reverse=True)]


def test_a_whole_word_comes_before_a_beginning_before_a_middle():
    found = order("loss", "Glossary", "Lossless", "Loss")
    assert found == ["Loss", "Lossless", "Glossary"]


def test_letters_have_to_come_in_order():
    assert fuzzy.score("jmp", "Jump to …") is not None
    assert fuzzy.score("pmj", "Jump to …") is None


def test_initials_of_words_are_close_together():
    assert fuzzy.score("old", "One level deeper") is not None
    assert fuzzy.score("nfwzi", "Go to iteration of the network zone far away indeed") is None


def test_every_word_of_the_query_has_to_fit():
    assert fuzzy.score("matmul 2", "matmul 2") is not None
    assert fuzzy.score("matmul 3", "matmul 2") is None


def test_raised_digits_and_case_do_not_matter():
    assert fuzzy.score("δ1", "δ¹") is not None
    assert fuzzy.score("XOR", "xor, learned") == fuzzy.score("xor", "XOR, learned")


def test_of_two_that_fit_alike_the_shorter_is_meant():
    assert order("zoom", "Zoom in on it", "Zoom in") == ["Zoom in", "Zoom in on it"]


def test_the_beginning_of_a_name_comes_before_its_middle():
    assert order("step", "Next step", "Step back") == ["Step back", "Next step"]


def test_a_name_comes_before_what_is_said_about_another():
    told = "Draw on top; lines vanish by themselves"
    assert order("vanish", told, "Vanishing gradients") == ["Vanishing gradients", told]
    assert order("消失", "在上面画；线会自己消失", "梯度消失")[0] == "梯度消失"
    assert fuzzy.score("draw vanish", told) is not None


def test_nothing_typed_fits_everything():
    assert fuzzy.score("  ", "Undo") is not None


@given(st.text(max_size=12), st.text(max_size=40))
def test_whatever_is_typed_is_compared(query, text):
    fit = fuzzy.score(query, text)
    assert fit is None or isinstance(fit, float)


@given(st.text(alphabet="abcdefgh ", min_size=1, max_size=30))
def test_a_text_fits_itself(text):
    assert fuzzy.score(text, text) is not None


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=8), st.text(max_size=30))
def test_what_fits_has_all_the_letters(query, text):
    if fuzzy.score(query, text) is not None:
        folded = iter(fuzzy.plain(text))
        assert all(letter in folded for letter in query)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("矩阵乘法", "jzcf"),
        ("撤销", "cx"),
        ("前向传播", "qxcb"),
        ("权重更新", "qzgx"),
        ("训练", "xl"),
        ("示例…", "sl"),
        ("ReLU 单元", "dy"),
        ("Undo", ""),
        ("∂L/∂W¹，。", ""),
        ("啊座齄", "az"),  # the first and the last that are sorted by sound; one beyond
    ],
)
def test_the_initials_of_chinese_words(text, letters):
    assert initials(text) == letters


def test_a_message_is_found_in_every_language_without_its_mnemonic():
    assert set(wordings(message("&Undo"))) == {"Undo", "撤销", "cx"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&File", "File"),
        ("文件(&F)", "文件"),
        ("跳到第几次迭代(&G)…", "跳到第几次迭代…"),
        ("Save && close", "Save & close"),
        ("f(&x, y)", "f(x, y)"),
        ("(&", "("),
    ],
)
def test_mnemonics_are_taken_away(text, plain):
    assert without_mnemonic(text) == plain
