"""Mixing along flows."""

import math

import numpy as np
import pytest

from hallwright.engines.coolant.mixing import temperatures

NAN = math.nan


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_two_streams_mix_by_their_flows() -> None:
    found = temperatures(ints(0, 1), ints(2, 2), np.array([1.0, 3.0]), np.zeros(2), np.array([20.0, 40.0, NAN]))
    assert found[2] == pytest.approx(35.0)


def test_heat_on_the_way_and_reverse_flow() -> None:
    # the second branch flows from its end to its start
    start, end = ints(0, 2), ints(1, 1)
    found = temperatures(start, end, np.array([2.0, -2.0]), np.array([5.0, 3.0]), np.array([20.0, NAN, NAN]))
    assert found == pytest.approx([20.0, 25.0, 28.0])


def test_what_nothing_reaches_has_no_temperature() -> None:
    found = temperatures(ints(0, 2), ints(1, 1), np.array([1.0, 0.0]), np.zeros(2), np.array([20.0, NAN, NAN]))
    assert found[1] == 20.0 and math.isnan(found[2])


@pytest.mark.parametrize("seed", range(20))
def test_heat_is_conserved_at_every_node_of_a_random_net(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = 12
    start, end, flow = [], [], []
    for _ in range(6):  # circulations: balanced by construction
        ring = random.permutation(count)[: random.integers(3, count)]
        amount = random.uniform(0.1, 2.0)
        for a, b in zip(ring, np.roll(ring, -1), strict=True):
            start.append(a), end.append(b), flow.append(amount)
    s, e, q = np.array(start), np.array(end), np.array(flow)
    rise = random.uniform(0.0, 10.0, q.size)
    known = np.full(count, NAN)
    known[0] = 25.0
    found = temperatures(s, e, q, rise, known)
    for node in range(1, count):
        if np.any(e == node) and not math.isnan(found[node]):
            into = e == node
            assert np.sum(q[into] * (found[s[into]] + rise[into])) == pytest.approx(np.sum(q[into]) * found[node])
