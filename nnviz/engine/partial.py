"""A matrix product on its way: the sum of some of its terms, in double precision.

Each cell of a product is a sum of products, added from left to right as the rules of the product
ops write it; here the same is done for many cells at once.
"""

import numpy as np
import numpy.typing as npt

from nnviz.engine.orientation import HostArray


def partial_product(
    left: HostArray, right: HostArray, first: int = 0, stop: int | None = None
) -> npt.NDArray[np.float64]:
    """Return Σ left[:, k] · right[k, :] over the terms ``first`` ≤ k < ``stop``.

    ``left`` is (R, K), ``right`` is (K, C); the result is (R, C), zeros where there is no term.
    """
    factor = np.asarray(left[:, first:stop], dtype=np.float64)
    other = np.asarray(right[first:stop], dtype=np.float64)
    with np.errstate(all="ignore"):
        product: npt.NDArray[np.float64] = factor @ other
    return product


def partial_products(left: HostArray, right: HostArray, size: int = 1) -> npt.NDArray[np.float64]:
    """Return the sums after 0, 1, 2 … groups of ``size`` terms, (groups + 1, R, C)."""
    inner = left.shape[1]
    starts = range(0, inner, size)
    sums = np.zeros((len(starts) + 1, left.shape[0], right.shape[1]))
    with np.errstate(all="ignore"):
        for place, first in enumerate(starts):
            sums[place + 1] = sums[place] + partial_product(left, right, first, first + size)
    return sums
