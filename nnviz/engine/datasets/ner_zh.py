"""Named entities: is the middle one of five Chinese words the name of a place?"""

from nnviz.engine.datasets.dataset import Dataset
from nnviz.engine.datasets.sentences import windows


def load(seed: int = 0) -> Dataset:
    """Return all windows of the bundled Chinese sentences in a shuffled order.

    A sample is five words of four numbers each; ``sample_names`` has the words. How the numbers
    were made is in resources/data.
    """
    return windows("ner_zh", "zh", seed)
