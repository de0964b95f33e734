"""At which iterations a run is measured: evenly, on a grid that grows coarser with the run."""

MOST = 200  # places on the grid, over a run or over the part of it that is looked at
# States that stand further apart are not gone beyond: to make the steps between would take long.
_NEAR = 64


def places(first: int, start: int, stop: int, stride: int, most: int = MOST) -> list[int]:
    """Return at most ``most`` iterations of ``start`` … ``stop``, the most telling ones first.

    They lie ``first`` plus whole multiples of a power of two apart, so that those of a longer run
    are among those of a shorter one. ``stride`` is the distance of the states that are kept.
    """
    step = _step(stop - start + 1, most)
    if stride > _NEAR:
        step = max(step, stride)
    begin = first + -(-(start - first) // step) * step
    found = list(range(begin, stop + 1, step))
    return sorted(found, key=lambda iteration: (-_weight(iteration - first, step), iteration))


def _step(count: int, most: int) -> int:
    step = 1
    while -(-count // step) > most:
        step *= 2
    return step


def _weight(distance: int, step: int) -> int:
    """Return how often the number of the place can be halved: the start counts most."""
    number = distance // step
    return 64 if number == 0 else (number & -number).bit_length()
