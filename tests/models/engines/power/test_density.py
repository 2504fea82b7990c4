"""Shares and weighted efficiency, by hand."""

import math

import pytest

from hallwright.engines.power.density import part_kw, weighted_efficiency

CURVE = ((0.25, 0.95), (0.5, 0.965), (0.75, 0.966), (1.0, 0.962))


def test_power_of_one_of_many() -> None:
    assert part_kw(56.0, 4) == 14.0
    assert part_kw(1200.0, 8 * 72) == pytest.approx(2.0833, rel=1e-4)
    for count in (0, -1, math.nan):
        with pytest.raises(ValueError, match="one part or more"):
            part_kw(1.0, count)


def test_efficiency_is_weighted_by_time() -> None:
    weights = ((0.25, 0.25), (0.5, 0.5), (0.75, 0.25), (1.0, 0.0))
    assert weighted_efficiency(CURVE, weights) == pytest.approx(0.9615)
    assert weighted_efficiency(CURVE, ((0.625, 1.0),)) == pytest.approx(0.9655)  # between two points
    for wrong in (((0.5, 0.9),), ((0.5, 1.5), (1.0, -0.5))):
        with pytest.raises(ValueError, match="add up to 1"):
            weighted_efficiency(CURVE, wrong)
