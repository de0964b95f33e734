"""Sentences cut into windows of five words, each word a few numbers: is the middle one a place?"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.shuffled import shuffled
from nnviz.engine.orientation import HostArray
from nnviz.paths import resource

# Words before and after the middle one, and what stands beyond the ends of a sentence.
REACH = 2
PADDING = "—"
_PLACES = ("x₋₂", "x₋₁", "x₀", "x₊₁", "x₊₂")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in order, and for each whether it is part of the name of a place."""

    words: tuple[str, ...]
    places: tuple[bool, ...]


def windows(name: str, language: str, seed: int) -> Dataset:
    """Return the windows of all sentences of a language in a shuffled order; data is bundled."""
    sentences = read_sentences(resource("data", f"ner_{language}.txt"))
    vectors = read_vectors(resource("data", f"ner_{language}_vectors.csv"))
    rows = [(group, i) for group, one in enumerate(sentences) for i in range(len(one.words))]
    size = len(vectors[PADDING])
    dataset = Dataset(
        X=np.array([_numbers(sentences[group], i, vectors) for group, i in rows]),
        Y=np.array([sentences[group].places[i] for group, i in rows], dtype=np.int64),
        feature_names=tuple(f"{place}·{k}" for place in _PLACES for k in range(1, size + 1)),
        target_names=("other", "place"),
        name=name,
        task="classification",
        sample_names=tuple(_text(sentences[group], i) for group, i in rows),
        groups=np.array([group for group, _ in rows]),
    )
    return shuffled(dataset, seed)


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """Return the sentences of a file: one a line, words between blanks, places in [brackets]."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_sentence(line) for line in lines if line.strip())


def _sentence(line: str) -> Sentence:
    words, places, inside = [], [], False
    for word in line.split():
        inside = inside or word.startswith("[")
        words.append(word.strip("[]"))
        places.append(inside)
        inside = inside and not word.endswith("]")
    return Sentence(tuple(words), tuple(places))


def read_vectors(path: Path) -> dict[str, HostArray]:
    """Return the numbers of each word from a table with a header line and the word first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {word: np.array(cells, dtype=np.float64) for word, *cells in rows}


def _around(sentence: Sentence, middle: int) -> list[str]:
    words = sentence.words
    spots = range(middle - REACH, middle + REACH + 1)
    return [words[spot] if 0 <= spot < len(words) else PADDING for spot in spots]


def _numbers(sentence: Sentence, middle: int, vectors: dict[str, HostArray]) -> HostArray:
    return np.concatenate([vectors[word] for word in _around(sentence, middle)])


def _text(sentence: Sentence, middle: int) -> str:
    words = _around(sentence, middle)
    words[REACH] = f"[{words[REACH]}]"
    return " ".join(words)
