"""Bores, resistances and pump curves."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallwright.engines.coolant.piping import (
    BORES_M,
    Pipe,
    Pumps,
    bore_m,
    fittings_square,
    rated_power,
    rated_square,
)


@settings(deadline=None)
@given(st.floats(1e-6, 2.0), st.floats(0.2, 5.0))
def test_a_bore_keeps_the_velocity_and_the_next_smaller_one_does_not(flow: float, velocity: float) -> None:
    bore = bore_m(flow, velocity)
    assert flow / (math.pi * bore**2 / 4.0) <= velocity * (1.0 + 1e-9)
    smaller = [b for b in BORES_M if b < bore * (1.0 - 1e-12)]
    if smaller:
        assert flow / (math.pi * smaller[-1] ** 2 / 4.0) > velocity


def test_volume_and_resistances() -> None:
    assert Pipe(10.0, 0.1).volume_l == pytest.approx(78.54, abs=0.01)
    assert rated_square(40.0, 0.002) * 0.002**2 == pytest.approx(40e3)
    assert rated_power(40.0, 0.002, 1.89) * 0.002**1.89 == pytest.approx(40e3)
    # ten velocity heads at 2 m/s
    area = math.pi * 0.05**2 / 4.0
    assert fittings_square(10.0, 0.05, 1000.0) * (2.0 * area) ** 2 == pytest.approx(10 * 1000.0 * 2.0**2 / 2.0)


def test_pumps_by_the_affinity_laws() -> None:
    pumps = Pumps(0.02, 2e5, 2.5e5, 1.2, fitted=3, standby=1)
    falls = pumps.falls()
    assert pumps.shutoff_pa - falls * 0.02**2 == pytest.approx(2e5)
    assert pumps.speed(0.02, 2e5) == pytest.approx(1.0)
    # at half speed flow halves and head quarters
    assert pumps.speed(0.01, 0.5e5) == pytest.approx(0.5)
    assert pumps.falls(1) == falls  # the spare one steps in
    assert pumps.falls(2) == pytest.approx(4.0 * falls)  # one of two: each carries twice the flow
    assert pumps.falls(3) == math.inf
    assert Pumps(0.0, 2e5, 2.5e5, 1.2).falls() == math.inf
    assert Pumps(0.02, 0.0, 0.0, 1.2).speed(0.01, 0.0) == 0.0
    assert (pumps.most(), pumps.most(2), pumps.most(3)) == pytest.approx((0.024, 0.012, 0.0))  # the end of the curve
