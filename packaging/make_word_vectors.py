"""Make the word vectors of the named-entity data in resources/data, from its sentences.

    python packaging/make_word_vectors.py

Each word gets four numbers. Which words are places is not looked at.

name         1: written as a name (English: with a capital letter; Chinese: in the list below, ½ if
             the word is also an everyday word); 0: not
where        1: says where or from where (the lists below); 0: does not
company 1,2  the company that it keeps: neighbours left and right are counted, weighed (positive
             pointwise mutual information, contexts smoothed with the power ¾), and the two
             strongest directions (singular vectors, times the root of the singular value) are
             scaled to at most 1

The padding at the ends of a sentence is four zeros.
"""

import csv
from pathlib import Path

import numpy as np

from nnviz.engine.datasets.sentences import PADDING, Sentence, read_sentences

DATA = Path(__file__).resolve().parent.parent / "resources" / "data"
HEADER = ("word", "name", "where", "company 1", "company 2")
SMOOTHING = 0.75
DIRECTIONS = 2

WHERE = {
    "en": "in on at to from through along behind north south of",
    "zh": "在 从 到 去 流经",
}
# Chinese has no capital letters: these words are names, of places, persons and companies alike.
NAMES = (
    "巴黎 塞纳河 伦敦 英国 泰晤士河 杰克 北京 中国 上海 长江 武汉 南京 吉林 海南 张 河南 山东 青岛 "
    "陕西 山西 辽宁 华盛顿 美国 林肯 维多利亚 加拿大 夏洛特 勃朗特 奥兰多 布鲁姆 居里 华沙 波兰 "
    "尼罗河 埃及 开罗 尼泊尔 珠穆朗玛峰 东京 日本 大阪 李白"
)
# These are names of cities, and everyday words as well.
ALSO_NAMES = "长春 东方 开封 日照 安康 大同 朝阳"


def main() -> None:
    for language in WHERE:
        sentences = read_sentences(DATA / f"ner_{language}.txt")
        table = vectors(sentences, language)
        with (DATA / f"ner_{language}_vectors.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows([word, *(f"{x:g}" for x in row)] for word, row in table.items())
        print(f"{language}: {len(sentences)} sentences, {len(table)} words")


def vectors(sentences: tuple[Sentence, ...], language: str) -> dict[str, np.ndarray]:
    """Return the four numbers of each word, rounded to two decimals, words in order."""
    words = sorted({word for sentence in sentences for word in sentence.words})
    where = WHERE[language].split()
    given = np.array([[name_like(word, language), word in where] for word in words])
    # Adding zero turns -0 into 0.
    numbers = np.round(np.hstack((given, company(sentences, words))), 2) + 0.0
    padding = np.zeros(numbers.shape[1])
    return {PADDING: padding, **dict(zip(words, numbers, strict=True))}


def name_like(word: str, language: str) -> float:
    """Return how much the word is written as a name: 0, ½ or 1."""
    if language == "en":
        return float(word[0].isupper())
    return 0.5 if word in ALSO_NAMES.split() else float(word in NAMES.split())


def company(sentences: tuple[Sentence, ...], words: list[str]) -> np.ndarray:
    """Return the strongest directions of what stands beside each word (n_words, DIRECTIONS)."""
    counts = neighbours(sentences, words)
    joint = counts / counts.sum()
    contexts = joint.sum(axis=0) ** SMOOTHING
    expected = joint.sum(axis=1, keepdims=True) * contexts / contexts.sum()
    ratio = np.divide(joint, expected, out=np.ones_like(joint), where=joint > 0)
    left, strength, _ = np.linalg.svd(np.maximum(np.log(ratio), 0), full_matrices=False)
    directions = left[:, :DIRECTIONS] * np.sqrt(strength[:DIRECTIONS])
    # A singular vector has no sign of its own: the largest number is made positive.
    largest = directions[np.abs(directions).argmax(axis=0), range(DIRECTIONS)]
    return directions / largest


def neighbours(sentences: tuple[Sentence, ...], words: list[str]) -> np.ndarray:
    """Count which word stands left and which right of each (n_words, 2 n_words + 2)."""
    place = {word: i for i, word in enumerate([*words, PADDING])}
    counts = np.zeros((len(words), 2 * len(place)))
    for sentence in sentences:
        row = [place[word] for word in (PADDING, *sentence.words, PADDING)]
        for left, middle, right in zip(row, row[1:], row[2:], strict=False):
            counts[middle, left] += 1
            counts[middle, len(place) + right] += 1
    return counts


if __name__ == "__main__":
    main()
