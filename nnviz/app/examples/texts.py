"""What each example is called, its idea in one sentence, and what to watch."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.engine.message import Message, message


@dataclass(frozen=True, slots=True)
class ExampleText:
    """The words of one example."""

    title: Message
    idea: Message
    watch: Message


_ON_PAPER = {
    "dot-product": ExampleText(
        message("A dot product"),
        message("One layer, two numbers in, two out: every product fits on a sheet of paper."),
        message(
            "Work out 1·7 + 2·8 + 5 before you press Space. Then watch the error, 1 and −1, travel "
            "back and become the gradient of every weight."
        ),
    ),
    "neuron": ExampleText(
        message("One neuron"),
        message("Logistic regression: a weighted sum, a sigmoid, and a line between two classes."),
        message(
            "All weights are 0, so every answer is ½. A single neuron may start like that: one "
            "update turns the line the right way."
        ),
    ),
    "softmax": ExampleText(
        message("Softmax by hand"),
        message("Three scores, 2, 1 and 0, become probabilities, and the right class gets more."),
        message(
            "Watch the four beats: subtract the largest, take exp, add up, divide. The error is "
            "then just p − y."
        ),
    ),
    "two-layers": ExampleText(
        message("Two layers"),
        message(
            "The smallest network with a hidden layer, forwards and backwards, in whole "
            "numbers."
        ),
        message(
            "One hidden unit is off: watch its gate stop the gradient, so that its two weights do "
            "not move."
        ),
    ),
    "xor-by-hand": ExampleText(
        message("XOR, solved by hand"),
        message("Two ReLU units and one subtraction solve XOR exactly: the loss is 0."),
        message(
            "The second unit counts only what is above 1. Change one weight with F2 and see which "
            "of the four answers breaks."
        ),
    ),
}  # fmt: skip
_IT_LEARNS = {
    "xor": ExampleText(
        message("XOR, learned"),
        message("Four hidden units find a solution of XOR by themselves, in some fifty updates."),
        message("Train on and watch the loss fall; one of the four units is never needed."),
    ),
    "circles": ExampleText(
        message("A ring around a disc"),
        message("No line can separate them; four hidden units bend the plane until one can."),
        message("Train 300 steps and look at the decision boundary closing around the disc."),
    ),
    "sine": ExampleText(
        message("A wave from bends"),
        message("Six tanh units, each one bend, add up to a sine wave with noise on it."),
        message("Train 1000 steps; the loss ends near the noise in the data, and no lower."),
    ),
}
_GOES_WRONG = {
    "linear-collapse": ExampleText(
        message("Two layers that are one"),
        message("Without an activation W²W¹ is a single matrix, and no matrix solves XOR."),
        message(
            "However long you train, the loss never falls below ¼. Give layer 1 a ReLU, and "
            "it does."
        ),
    ),
    "dead-relu": ExampleText(
        message("A dead unit"),
        message("A bias of −3 keeps a ReLU off for every sample; no gradient ever reaches it."),
        message("Follow the zeros from the mask back to the second row of ∂L/∂W¹: it never moves."),
    ),
    "zeros": ExampleText(
        message("All weights zero"),
        message("Units that begin alike get the same gradient and stay alike for ever."),
        message(
            "Compare the rows of W¹ after any number of updates. Then draw the values at "
            "random."
        ),
    ),
    "vanishing": ExampleText(
        message("A vanishing gradient"),
        message("Six sigmoids in a row: each passes on at most a quarter of the error."),
        message("Go from δ⁷ to δ¹: 1, ¼, ¹⁄₁₆ … ¹⁄₄₀₉₆. The first layer hardly learns."),
    ),
    "lr-too-large": ExampleText(
        message("Steps that are too large"),
        message("One weight, learning rate ¾: every update overshoots by twice the distance."),
        message(
            "The weight goes 4, 1, 7, −5 … around 3. Set the learning rate to ¼ and it "
            "arrives at once."
        ),
    ),
}  # fmt: skip
_REAL_DATA = {
    "iris": ExampleText(
        message("Iris flowers"),
        message("150 flowers, four lengths each, three species: the classic of classification."),
        message("Two of the species overlap a little; see which flowers stay wrong."),
    ),
    "digits": ExampleText(
        message("Handwritten digits"),
        message("1797 pictures of 8 × 8 pixels and ten classes, with real weights of a real size."),
        message("Every picture is one column of X. Choose one sample to see it alone."),
    ),
    "ner": ExampleText(
        message("Place names in English"),
        message("Five words as numbers: is the middle one a place, or part of a name?"),
        message("“Paris” is there twice; only its neighbours tell the two meanings apart."),
    ),
    "ner_zh": ExampleText(
        message("Place names in Chinese"),
        message("The same network on Chinese sentences: is the middle word a place?"),
        message("Watch how the words before and after the middle one move its score."),
    ),
}  # fmt: skip
TEXTS: Mapping[str, ExampleText] = MappingProxyType(
    {**_ON_PAPER, **_IT_LEARNS, **_GOES_WRONG, **_REAL_DATA}
)
