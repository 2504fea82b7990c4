"""Closed forms: edges of their ranges."""

import pytest

from hallwright.errors import OutOfRange
from hallwright.fabrics.formulas import TwoTierLimit, fat_tree, oversubscription, two_tier_limit


def test_oversubscription_needs_uplinks() -> None:
    assert oversubscription(0.0, 400.0) == 0.0
    with pytest.raises(OutOfRange):
        oversubscription(400.0, 0.0)


def test_two_tiers() -> None:
    assert two_tier_limit(64, 3.0) == TwoTierLimit(64 * 48, 64, 16)
    assert two_tier_limit(2, 100.0) == TwoTierLimit(2, 2, 1)  # one uplink always stays
    for ports, ratio in ((1, 1.0), (64, 0.5)):
        with pytest.raises(OutOfRange):
            two_tier_limit(ports, ratio)


def test_fat_tree() -> None:
    two = fat_tree(64, 2)
    assert (two.hosts, two.switches, two.core_switches) == (2048, 96, 32)
    for k, tiers in ((3, 3), (0, 3), (4, 4)):
        with pytest.raises(OutOfRange):
            fat_tree(k, tiers)
