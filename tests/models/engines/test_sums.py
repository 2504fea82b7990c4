"""Exact sums: what fsum gives, whatever came and went."""

import doctest
import math
import random

from hypothesis import given
from hypothesis import strategies as st

from hallwright.engines import sums
from hallwright.engines.sums import exact, rounded

FLOATS = st.floats(-1e12, 1e12)


def test_examples_of_the_docstrings() -> None:
    assert doctest.testmod(sums).failed == 0


@given(st.lists(FLOATS))
def test_the_sum_is_that_of_fsum(values: list[float]) -> None:
    assert rounded(sum(map(exact, values))) == math.fsum(values)


@given(st.lists(FLOATS), st.lists(FLOATS), st.integers())
def test_what_is_taken_out_leaves_no_trace(stay: list[float], go: list[float], seed: int) -> None:
    steps = [exact(v) for v in (*stay, *go)] + [-exact(v) for v in go]
    random.Random(seed).shuffle(steps)
    assert rounded(sum(steps)) == math.fsum(stay)


def test_the_smallest_float_counts() -> None:
    tiny = math.ulp(0.0)
    assert rounded(exact(tiny)) == tiny
    assert rounded(exact(1e300) + exact(tiny) - exact(1e300)) == tiny
