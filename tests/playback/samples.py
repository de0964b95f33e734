"""Timelines for the tests: the ops of a small net, and any list of ops hypothesis thinks of."""

from hypothesis import strategies as st

from nnviz.engine.step import Phase, StepKind
from nnviz.playback.pace import GRANULARITIES
from nnviz.playback.timeline import Item, Timeline

SMALL_NET = (
    Item(0, Phase.FORWARD, 1, StepKind.MATMUL, 4, 4),
    Item(1, Phase.FORWARD, 1, StepKind.ADD_BIAS, 4, 4),
    Item(2, Phase.FORWARD, 2, StepKind.MATMUL, 1, 4),
    Item(3, Phase.LOSS, 2, StepKind.ERROR, 1, 4),
    Item(4, Phase.LOSS, 2, StepKind.LOSS, 1, 1),
    Item(5, Phase.BACKWARD, 2, StepKind.LOSS_GRADIENT, 1, 4),
    Item(6, Phase.BACKWARD, 2, StepKind.WEIGHT_GRADIENT, 1, 4),
    Item(7, Phase.BACKWARD, 1, StepKind.WEIGHT_GRADIENT, 4, 2),
    Item(8, Phase.UPDATE, 1, StepKind.UPDATE, 4, 2),
)


@st.composite
def timelines(draw):
    sizes = draw(
        st.lists(st.tuples(st.integers(1, 70), st.integers(1, 70)), min_size=1, max_size=9)
    )
    items = [
        Item(
            index,
            draw(st.sampled_from(Phase)),
            draw(st.integers(1, 3)),
            draw(st.sampled_from(StepKind)),
            rows,
            cols,
        )
        for index, (rows, cols) in enumerate(sizes)
    ]
    return Timeline.of(items, draw(st.sampled_from(GRANULARITIES)))


def small_net(granularity="matrix"):
    return Timeline.of(SMALL_NET, granularity)
