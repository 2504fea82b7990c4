"""THM125: below, at and beyond the limit; the exchanger by hand; a boiling fluid; an impossible rating."""

import math

import pytest

from coolant_halls import coolant
from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.coolant.records import TankCoolant
from hallwright.evaluate import evaluate
from hallwright.project import Project
from thermal_findings import check
from traps.thermal import tank


def watered(**fields: object) -> Project:
    """The tank of the traps at its rating: the system in it gives as much heat as it moves, on the water it is for."""
    heat = {"capacity_kw": 10.2, "water_supply_degc": 12.0, "water_flow_l_min": 20.0, "bath_degc": 20.0}
    return set_fields(tank(good_hall(), 10.2), ["tank"], {**heat, "fluid_flow_l_min": 40.0, **fields})


def bath(project: Project) -> TankCoolant:
    record = coolant(project).records["tank"]
    assert isinstance(record, TankCoolant)
    return record


@pytest.mark.parametrize(("limit", "wanted"), [(19.0, True), (19.9, True), (20.1, False), (50.0, False)])
def test_the_limit(limit: float, wanted: bool) -> None:
    """At its rating the tank gives what it states: 20 degC."""
    check("THM125", watered(bath_max_degc=limit), wanted)


def test_half_the_heat_on_water_in_step_by_hand() -> None:
    """Twice the capacity: half the duty, half the water; the fluid's flow stays. Counter-flow, 10 % fouling."""
    found = bath(watered(capacity_kw=20.4, fluid_flow_l_min=80.0, water_flow_l_min=40.0))
    hot, cold = 80.0 / 60000 * 805.0 * 2.2, 40.0 / 60000 * 4180.0 * 0.9996
    share = 20.4 / (hot * (8.0 + 20.4 / hot))
    ratio = hot / cold
    ntu = math.log((share * ratio - 1.0) / (share - 1.0)) / (1.0 - ratio)
    ua = ntu * hot / (0.45 + 0.45 * 2.0**0.8 + 0.1)  # the water's film at half its flow
    half = cold / 2.0
    small, large = min(hot, half), max(hot, half)
    e = math.exp(-ua / small * (1.0 - small / large))
    effectiveness = (1.0 - e) / (1.0 - small / large * e)
    wanted = 12.0 + 10.2 * (1.0 / (effectiveness * small) - 1.0 / hot)
    assert found.bath_degc == pytest.approx(wanted, abs=0.05)


def test_warmer_water_warms_the_bath_as_much_and_overload_more_than_in_step() -> None:
    cold = bath(watered())
    warm = bath(set_fields(watered(), ["chl1", "chl2"], {"water_supply_degc": 20.0}))
    assert cold.bath_degc is not None and warm.bath_degc is not None
    assert warm.bath_degc - cold.bath_degc == pytest.approx(8.0, abs=0.05)
    over = bath(watered(capacity_kw=5.1))
    assert over.bath_degc == pytest.approx(12.0 + 2.0 * 8.0, abs=0.3)


def test_what_is_not_known_is_no_pass() -> None:
    report = evaluate(watered(fluid="two-phase fluorinated"))
    assert "THM125" in {g.code for g in report.not_evaluated}
    assert not evaluate(watered()).not_evaluated


@pytest.mark.parametrize("values", [{"bath_degc": 11.0}, {"water_flow_l_min": 2.0, "fluid_flow_l_min": 400.0}])
def test_a_rating_that_no_exchanger_meets_is_named(values: dict[str, float]) -> None:
    check("THM406", watered(**values), True)
    assert bath(watered(**values)).bath_degc is None
