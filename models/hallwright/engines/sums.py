"""Exact sums that a value can be taken out of again.

A float is a whole number of 2**-1074, so that a sum kept as such a number never rounds: values may come and go in any
order, and `rounded` gives at every moment what `math.fsum` over the values that are left would give.
"""

_UNIT = 1 << 1074  # steps in 1.0: the smallest float above 0 is one step


def exact(value: float) -> int:
    """A finite float as a whole number of steps.

    Examples
    --------
    >>> rounded(exact(0.1) + exact(1e20) - exact(1e20))
    0.1
    """
    if value == 0.0:
        return 0
    numerator, denominator = value.as_integer_ratio()
    return numerator << (1075 - denominator.bit_length())


def rounded(steps: int) -> float:
    """The float nearest to a sum of `exact` values."""
    return steps / _UNIT if steps else 0.0
