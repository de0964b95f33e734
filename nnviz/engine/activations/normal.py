"""Φ, the cumulative distribution of the standard normal, as bound calls: NumPy has no erf.

Φ(−x√2) is half of erfc(x), and (1 + 2x)·exp(x²)·erfc(x) is a smooth function of
t = (x − K)/(x + K) on the whole half-line x ≥ 0, so that one polynomial serves every x: M. M.
Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞",
Mathematics of Computation 36 (1981), 249–253. W. J. Cody's rational functions would need three
ranges, hence masks, which cost more than the terms they save.
"""

import math

from nnviz.engine.calls import Array, Call, Namespace, bind, scalar

_K = 3.75

# The series in Chebyshev polynomials up to t²³, worked out anew with 60 digits and written in
# powers of t; half of it, for Φ. What is left out is below 1e-16 everywhere. The first is one unit
# of its last digit larger than it was worked out, which makes Φ(0) exactly a half.
_POWERS = (
    0.6187563154189138,
    -0.07012029929277348,
    0.0017927077427395128,
    0.0411383692450726,
    -0.05440196507122231,
    0.04615216058018874,
    -0.02934669928832467,
    0.014181138709478203,
    -0.004873289841632631,
    0.0008778129264476477,
    0.000146857189022479,
    -0.00014507704027042086,
    2.582326487088708e-05,
    1.1192119577541115e-05,
    -5.719024016673447e-06,
    -4.867799483683875e-07,
    8.709910793112408e-07,
    -2.8609115301612043e-08,
    -1.2428563124008372e-07,
    1.1631754354429562e-08,
    1.598963335833402e-08,
    -1.872105040481009e-09,
    -1.311553673566738e-09,
    1.5557166904899627e-10,
)


def phi_calls(xp: Namespace, Z: Array, out: Array, gate: Array, work: Array) -> list[Call]:
    """Bind out = Φ(Z); ``gate`` and ``work`` are overwritten.

    The error is below 3e-16, and relative to Φ below 4e-15 where Z > −6. Φ(−∞) is 0, Φ(∞) is 1
    and NaN stays NaN.
    """
    one, two = scalar(xp, 1.0, Z), scalar(xp, 2.0, Z)
    return [
        # x = |Z|/√2 in ``gate``, t = 1 − 2K/(x + K) in ``work``, where infinity does no harm.
        bind(xp.abs, Z, out=gate),
        bind(xp.multiply, gate, scalar(xp, math.sqrt(0.5), Z), out=gate),
        bind(xp.add, gate, scalar(xp, _K, Z), out=work),
        bind(xp.divide, scalar(xp, 2.0 * _K, Z), work, out=work),
        bind(xp.subtract, one, work, out=work),
        *_polynomial(xp, work, out),
        bind(xp.multiply, gate, two, out=work),
        bind(xp.add, work, one, out=work),
        bind(xp.divide, out, work, out=out),
        bind(xp.multiply, gate, gate, out=work),
        bind(xp.negative, work, out=work),
        bind(xp.exp, work, out=work),
        bind(xp.multiply, out, work, out=out),
        # Where Z > 0 it is 1 minus that: gate + (1 − 2·gate)·out.
        bind(xp.sign, Z, out=gate),
        bind(xp.maximum, gate, scalar(xp, 0.0, Z), out=gate),
        bind(xp.multiply, gate, two, out=work),
        bind(xp.subtract, one, work, out=work),
        bind(xp.multiply, out, work, out=out),
        bind(xp.add, out, gate, out=out),
    ]


def _polynomial(xp: Namespace, t: Array, out: Array) -> list[Call]:
    """Bind out = Σ powers · tᵏ by Horner's rule."""
    *rest, second, highest = (scalar(xp, number, t) for number in _POWERS)
    calls = [bind(xp.multiply, t, highest, out=out), bind(xp.add, out, second, out=out)]
    for number in reversed(rest):
        calls += [bind(xp.multiply, out, t, out=out), bind(xp.add, out, number, out=out)]
    return calls
