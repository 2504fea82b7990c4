"""Formulas of the power chain, by hand."""

import math

import numpy as np
import pytest

from hallwright.engines.power.formulas import (
    current_a,
    imbalance_fraction,
    line_currents_a,
    loss_kw,
    losses_kw,
    steepest,
)

CURVE = ((0.25, 0.94), (0.5, 0.96), (1.0, 0.95))


def test_losses() -> None:
    assert loss_kw(50.0, CURVE, 100.0) == pytest.approx(50.0 * (1 / 0.96 - 1))
    assert loss_kw(75.0, CURVE, 100.0) == pytest.approx(75.0 * (1 / 0.955 - 1))
    assert loss_kw(10.0, CURVE, 100.0) == pytest.approx(10.0 * (1 / 0.94 - 1))  # flat below the first point
    assert loss_kw(150.0, CURVE, 100.0) == pytest.approx(150.0 * (1 / 0.95 - 1))  # and above the last
    assert loss_kw(0.0, CURVE, 100.0) == loss_kw(50.0, None, 100.0) == loss_kw(50.0, CURVE, None) == 0.0


def test_arrays_agree_with_numbers() -> None:
    loads = np.linspace(0.0, 130.0, 200)
    single = [loss_kw(float(x), CURVE, 100.0) for x in loads]
    assert losses_kw(loads, CURVE, 100.0) == pytest.approx(single, rel=1e-12)
    assert not losses_kw(loads, None, 100.0).any()


def test_steepest_bounds_the_rise() -> None:
    loads = np.linspace(0.0, 130.0, 2000)
    rises = np.diff(loads + losses_kw(loads, CURVE, 100.0)) / np.diff(loads)
    assert rises.max() <= steepest(CURVE) * (1 + 1e-9)
    assert steepest(None) == 1.0


def test_currents() -> None:
    assert current_a(36.2, 415.0, 3, 1.0) == pytest.approx(36200.0 / (math.sqrt(3.0) * 415.0))
    assert current_a(2.4, 240.0, 1, 1.0) == pytest.approx(10.0)
    assert current_a(40.0, 50.0, 0, 0.9) == pytest.approx(800.0)  # direct current knows no power factor
    assert current_a(1.0, 0.0, 3, 0.9) == 0.0


def test_phases_add_as_phasors() -> None:
    v = 400.0
    one = line_currents_a(0.0, {"L1": 2.3}, v, 1.0)
    assert one == pytest.approx((2300.0 / (v / math.sqrt(3.0)), 0.0, 0.0))
    even = line_currents_a(0.0, {"L1": 1.0, "L2": 1.0, "L3": 1.0}, v, 1.0)
    assert even == pytest.approx((1000.0 * math.sqrt(3.0) / v,) * 3)
    between = line_currents_a(0.0, {"L1-L2": 4.0}, v, 1.0)
    assert between == pytest.approx((10.0, 10.0, 0.0), abs=1e-9)
    delta = line_currents_a(0.0, {"L1-L2": 4.0, "L2-L3": 4.0, "L3-L1": 4.0}, v, 1.0)
    assert delta == pytest.approx((10.0 * math.sqrt(3.0),) * 3)
    balanced = line_currents_a(12.0, {}, v, 0.95)
    assert balanced == pytest.approx((current_a(12.0, v, 3, 0.95),) * 3)


def test_imbalance() -> None:
    assert imbalance_fraction((10.0, 10.0, 10.0)) == 0.0
    assert imbalance_fraction((12.0, 9.0, 9.0)) == pytest.approx(0.2)
    assert imbalance_fraction(()) == imbalance_fraction((0.0, 0.0, 0.0)) == 0.0
