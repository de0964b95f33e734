"""How large the digits of a matrix have to be on a screen that a whole hall looks at."""

SMALL = 6  # rows and columns of a matrix that is seen as a whole
SMALL_SHARE = 0.032  # of the screen's height, for the digits of such a matrix
LEAST_SHARE = 0.022  # and for those of any other
DIGIT_HEIGHT = 0.73  # of a digit, in sizes of its face


def floor_of(shape: tuple[int, int], screen: float) -> float:
    """Return the least text size for a matrix of this shape, on a screen so many pixels high."""
    share = SMALL_SHARE if max(shape) <= SMALL else LEAST_SHARE
    return share * screen / DIGIT_HEIGHT


def least_size(screen: float) -> float:
    """Return the text size below which no number of a matrix is written at all."""
    return LEAST_SHARE * screen / DIGIT_HEIGHT
