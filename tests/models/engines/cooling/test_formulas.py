"""Formulas of heat balances: inverse pairs, ranges and refusals. Published values: tests/models/validation."""

import doctest

import numpy as np
import pytest

from hallwright.engines.cooling import formulas
from hallwright.errors import OutOfRange, SolveError


def test_examples_of_the_docstrings() -> None:
    assert doctest.testmod(formulas).failed == 0


def test_flow_and_rise_are_inverse() -> None:
    heat = np.array([1.0, 10.0, 250.0])
    assert formulas.airflow_m3_s(heat, formulas.air_rise_k(heat, 2.0)) == pytest.approx([2.0] * 3)
    assert formulas.coolant_flow_l_min(heat, formulas.coolant_rise_k(heat, 60.0)) == pytest.approx([60.0] * 3)


def test_pg25_at_1_5_l_min_per_kw_rises_9_98_k() -> None:
    density, specific = formulas.coolant_properties("PG25")
    rise = formulas.coolant_rise_k(1.0, 1.5, density_kg_m3=density, specific_heat_kj_kg_k=specific)
    assert float(rise) == pytest.approx(9.98, abs=0.01)
    assert formulas.coolant_properties("") == formulas.WATER


def test_refusals() -> None:
    for function in (formulas.airflow_m3_s, formulas.coolant_flow_l_min, formulas.air_rise_k, formulas.coolant_rise_k):
        with pytest.raises(SolveError):
            function(1.0, 0.0)
    with pytest.raises(OutOfRange):
        formulas.recirculated_inlet_degc(20.0, 10.0, 1.0)
    with pytest.raises(OutOfRange):
        formulas.affinity_power_ratio(-0.1)
    with pytest.raises(OutOfRange):
        formulas.liquid_split_kw(10.0, 1.1)
    with pytest.raises(OutOfRange):
        formulas.supply_heat_index([20.0], [20.0], 20.0)
    with pytest.raises(OutOfRange):
        formulas.rack_cooling_index_high([], 27.0, 32.0)


def test_heat_indices_add_to_one() -> None:
    inlet, outlet = [20.0, 22.0], [32.0, 34.0]
    assert formulas.supply_heat_index(inlet, outlet, 18.0) == pytest.approx(6.0 / 30.0)
    assert formulas.return_heat_index(inlet, outlet, 18.0) == pytest.approx(24.0 / 30.0)


def test_coil_never_above_its_rating() -> None:
    assert formulas.coil_capacity_kw(100.0, 35.0, 15.0, 10.0) == 100.0
    assert formulas.coil_capacity_kw(100.0, 35.0, 15.0, 25.0) == pytest.approx(50.0)
    assert formulas.coil_capacity_kw(100.0, 35.0, 15.0, 40.0) == 0.0


def test_classes_include_their_limits() -> None:
    assert formulas.inside_recommended(27.0) and not formulas.inside_recommended(27.1)
    assert formulas.inside_allowable(35.0, "A2") and not formulas.inside_allowable(35.1, "A2")
