"""The examples that fit on a sheet of paper, against numbers that were worked out on one.

Every expected value is a literal: nothing here is computed by the program that is tested.
"""

import numpy as np
import pytest

from nnviz.app.document import opened
from nnviz.app.examples import EXAMPLES

# Of each example: what stands on paper, array by array; samples are rows.
PAPER = {
    # z = (1·7 + 2·8 + 5, 3·7 + 4·8 + 6); the targets are one less and one more.
    "dot-product": {
        "X": [[7, 8]],
        "P1": [[23, 53]],
        "Z1": [[28, 59]],
        "E": [[1, -1]],
        "Ls": [1],
        "L": 1,
        "dZ1": [[1, -1]],
        "dW1": [[7, 8], [-7, -8]],
        "db1": [1, -1],
        "W1_new": [[0.93, 1.92], [3.07, 4.08]],
        "b1_new": [4.99, 6.01],
    },
    # All weights 0: z = 0 and p = ½ for all four; L = ln 2; (p − y)/4 = ∓⅛.
    "neuron": {
        "Z1": [[0], [0], [0], [0]],
        "A1": [[0.5], [0.5], [0.5], [0.5]],
        "L": 0.69314718056,
        "dZ1": [[-0.125], [-0.125], [0.125], [0.125]],
        "dW1": [[-0.75, -0.75]],
        "db1": [0],
        "W1_new": [[0.75, 0.75]],
        "b1_new": [0],
    },
    # z = (2, 1, 2 − 2); 1 + e⁻¹ + e⁻² = 1.50321472; p = 1, 0.36787944, 0.13533528 over it.
    "softmax": {
        "Z1": [[2, 1, 0]],
        "Zshift1": [[0, -1, -2]],
        "expZ1": [[1, 0.36787944, 0.13533528]],
        "sumexp1": [1.50321472],
        "A1": [[0.66524096, 0.24472847, 0.09003057]],
        "L": 1.40760596,
        "dZ1": [[0.66524096, -0.75527153, 0.09003057]],
        "dW1": [
            [1.33048191, 0.66524096],
            [-1.51054306, -0.75527153],
            [0.18006115, 0.09003057],
        ],
        "db1": [0.66524096, -0.75527153, 0.09003057],
        "W1_new": [
            [0.33475904, -0.33262048],
            [0.75527153, 1.37763576],
            [0.90996943, -2.04501529],
        ],
        "b1_new": [-0.33262048, 0.37763576, -0.04501529],
    },
    # The second hidden unit has z = −1: it is off, and so is its gradient.
    "two-layers": {
        "Z1": [[3, -1]],
        "M1": [[1, 0]],
        "A1": [[3, 0]],
        "Z2": [[4, -1]],
        "E": [[2, -1]],
        "L": 2.5,
        "dZ2": [[2, -1]],
        "dW2": [[6, 0], [-3, 0]],
        "db2": [2, -1],
        "dA1": [[3, 3]],
        "dZ1": [[3, 0]],
        "dW1": [[3, 6], [0, 0]],
        "db1": [3, 0],
        "W1_new": [[0.85, 0.7], [1, -1]],
        "b1_new": [-0.15, 0],
        "W2_new": [[0.7, 2], [-0.85, 1]],
        "b2_new": [0.9, 2.05],
    },
    # a = ReLU(x₁ + x₂) − 2·ReLU(x₁ + x₂ − 1).
    "xor-by-hand": {
        "Z1": [[0, -1], [1, 0], [1, 0], [2, 1]],
        "M1": [[0, 0], [1, 0], [1, 0], [1, 1]],
        "A1": [[0, 0], [1, 0], [1, 0], [2, 1]],
        "Z2": [[0], [1], [1], [0]],
        "E": [[0], [0], [0], [0]],
        "L": 0,
        "dZ2": [[0], [0], [0], [0]],
        "dW2": [[0, 0]],
        "db2": [0],
        "dW1": [[0, 0], [0, 0]],
        "db1": [0, 0],
        "W1_new": [[1, 1], [1, 1]],
        "b1_new": [0, -1],
        "W2_new": [[1, -2]],
        "b2_new": [0],
    },
    # W²W¹ = (1 − 3, 2 − 4) = (−2, −2); predictions 2 − 2(x₁ + x₂).
    "linear-collapse": {
        "Z1": [[0, 0], [2, 4], [1, 3], [3, 7]],
        "Z2": [[2], [0], [0], [-2]],
        "E": [[2], [-1], [-1], [-2]],
        "L": 2.5,
        "dZ2": [[1], [-0.5], [-0.5], [-1]],
        "dW2": [[-4.5, -10.5]],
        "db2": [-1],
        "dZ1": [[1, -1], [-0.5, 0.5], [-0.5, 0.5], [-1, 1]],
        "dW1": [[-1.5, -1.5], [1.5, 1.5]],
        "db1": [-1, 1],
        "W1_new": [[1.03, 2.03], [2.97, 3.97]],
        "b1_new": [0.02, -0.02],
        "W2_new": [[1.09, -0.79]],
        "b2_new": [2.02],
    },
    # z₂ = x₁ + x₂ − 3 is at most −1: its mask is 0 for all four samples.
    "dead-relu": {
        "Z1": [[0, -3], [1, -2], [1, -2], [2, -1]],
        "M1": [[0, 0], [1, 0], [1, 0], [1, 0]],
        "A1": [[0, 0], [1, 0], [1, 0], [2, 0]],
        "Z2": [[0], [1], [1], [2]],
        "E": [[0], [0], [0], [2]],
        "L": 1,
        "dZ2": [[0], [0], [0], [1]],
        "dW2": [[2, 0]],
        "db2": [1],
        "dZ1": [[0, 0], [0, 0], [0, 0], [1, 0]],
        "dW1": [[1, 1], [0, 0]],
        "db1": [1, 0],
        "W1_new": [[0.9, 0.9], [1, 1]],
        "b1_new": [-0.1, -3],
        "W2_new": [[0.8, 1]],
        "b2_new": [-0.1],
    },
    # σ(0) = ½ three times; the output 0 misses two targets of 1.
    "zeros": {
        "Z1": [[0, 0, 0]] * 4,
        "A1": [[0.5, 0.5, 0.5]] * 4,
        "Z2": [[0], [0], [0], [0]],
        "E": [[0], [-1], [-1], [0]],
        "L": 0.5,
        "dZ2": [[0], [-0.5], [-0.5], [0]],
        "dW2": [[-0.5, -0.5, -0.5]],
        "db2": [-1],
        "dW1": [[0, 0], [0, 0], [0, 0]],
        "db1": [0, 0, 0],
        "W1_new": [[0, 0], [0, 0], [0, 0]],
        "W2_new": [[0.25, 0.25, 0.25]],
        "b2_new": [0.5],
    },
    # Every z is 0 and every slope ¼, so that δ goes 1, 4⁻¹, 4⁻² … 4⁻⁶ on its way back.
    "vanishing": {
        **{f"Z{layer}": [[0]] for layer in range(1, 7)},
        **{f"A{layer}": [[0.5]] for layer in range(1, 7)},
        "Z7": [[1]],
        "L": 0.5,
        "dZ7": [[1]],
        "dZ6": [[0.25]],
        "dZ5": [[0.0625]],
        "dZ4": [[0.015625]],
        "dZ3": [[0.00390625]],
        "dZ2": [[0.0009765625]],
        "dZ1": [[0.000244140625]],
        "dW7": [[0.5]],
        "dW6": [[0.125]],
        "dW1": [[0.0001220703125]],
        "W7_new": [[0.95]],
        "W1_new": [[0.99998779296875]],
    },
    # z = 4·2 = 8 instead of 6; 4 − ¾·4 = 1 is as far below 3 again, and once more.
    "lr-too-large": {
        "Z1": [[8]],
        "E": [[2]],
        "L": 2,
        "dZ1": [[2]],
        "dW1": [[4]],
        "W1_new": [[1]],
    },
}


@pytest.mark.parametrize("name", PAPER)
def test_the_engine_computes_what_stands_on_paper(name):
    trace = opened(EXAMPLES[name]).run.trace(0)
    wrong = {
        array: np.asarray(trace[array]).tolist()
        for array, expected in PAPER[name].items()
        if np.shape(trace[array]) != np.shape(expected)
        or not np.allclose(trace[array], expected, rtol=0, atol=6e-9)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", PAPER)
def test_on_paper_every_new_value_is_written_down_but_those_that_say_nothing(name):
    trace = opened(EXAMPLES[name]).run.trace(0)
    gradients = {f"d{parameter}" for parameter in trace.spec.parameter_shapes}
    if name == "vanishing":
        gradients &= {"dW1", "dW6", "dW7"}  # the seven layers follow one rule
    assert gradients <= PAPER[name].keys()


# The loss before each of the first updates, again from paper.
LOSSES = {
    # The error shrinks by 1 − 0.01·(7² + 8² + 1) = −0.14 with every update.
    "dot-product": [1, 0.0196, 0.00038416],
    # z = ±2.25 after one update: ln(1 + e^−2.25) = 0.100207.
    "neuron": [0.69314718, 0.10020656],
    # z = (2.1·0.7 + 0.9, 2.1·(−0.85) + 2.05) = (2.37, 0.265) and y = (2, 0).
    "two-layers": [2.5, 0.1035625],
    # The error goes 2, −4, 8, −16: four times the loss with every update.
    "lr-too-large": [2, 8, 32, 128],
    # ½ and then (0.75² + 0.25²)/2 would be for two units: with three the output is 0.875.
    "zeros": [0.5, 0.390625],
}


@pytest.mark.parametrize("name", LOSSES)
def test_the_first_losses_are_those_on_paper(name):
    run = opened(EXAMPLES[name]).run
    run.advance(len(LOSSES[name]))
    assert run.losses == pytest.approx(LOSSES[name], rel=0, abs=6e-9)


def test_the_weight_that_overshoots_goes_4_1_7_minus_5():
    run = opened(EXAMPLES["lr-too-large"]).run
    run.advance(4)
    weights = [run.parameters(k)["W1"].item() for k in range(4)]
    assert weights == [4, 1, 7, -5]
