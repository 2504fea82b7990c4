"""What the cooling engine takes from equipment."""

from halls import good_hall, item
from hallwright.edits.change import set_settings
from hallwright.engines.base import Results, Step
from hallwright.engines.cooling.engine import inputs
from hallwright.engines.cooling.parts import AirPart, Load, PlantPart
from hallwright.engines.topology import Topology
from hallwright.project import Project
from traps.thermal import added, change


def part(project: Project, kind: type, id: str) -> object:
    return inputs(Step(project, Topology(project), Results())).parts[kind][id]


def load(project: Project, id: str = "s1") -> Load:
    found = part(project, Load, id)
    assert isinstance(found, Load)
    return found


def test_unknown_flow_is_derived_at_the_assumed_rise() -> None:
    found = load(change(good_hall(), "s1", airflow_m3_s=None))
    assert found.flow_derived
    assert found.flow_m3_s is not None
    assert abs(found.flow_m3_s - 10.2 / (1.19 * 1.006 * 15.0)) < 1e-12


def test_flow_keeps_its_rise_as_the_load_falls() -> None:
    found = load(set_settings(good_hall(), {"design_factor": 0.5}))
    assert found.heat_kw == 5.1
    assert found.flow_m3_s == 0.521 / 2


def test_printed_heat_counts_where_it_is_larger() -> None:
    project = change(good_hall(), "s1", heat_kw=11.3)
    assert abs((load(project).heat_kw or 0.0) - 11.3) < 1e-12
    assert load(set_settings(project, {"vendor_heat": False})).heat_kw == 10.2


def test_unknown_heat_stays_unknown() -> None:
    assert load(change(good_hall(), "s1", nameplate_kw=None)).heat_kw is None


def test_air_class_stands_in_for_a_missing_limit() -> None:
    project = change(good_hall(), "s1", inlet_max_degc=None)
    assert load(project).inlet_max_degc == 35.0  # the project's class, A2
    assert load(change(project, "s1", air_class="ASHRAE A1")).inlet_max_degc == 32.0


def test_cards_count() -> None:
    card = item("accelerator", "card", system_id="s1", form_factor="PCIe FHFL", tdp_kw=0.35)
    assert abs((load(added(good_hall(), card)).heat_kw or 0.0) - 10.55) < 1e-12


def test_plant_on_the_design_day() -> None:
    project = change(good_hall(), "chl1", capacity_derated_kw=240.0, derated_outdoor_degc=45.0)
    hot = part(set_settings(project, {"outdoor_design_degc": 40.0}), PlantPart, "chl1")
    assert isinstance(hot, PlantPart)
    assert abs(hot.capacity_kw - 270.0) < 1e-9
    dry = item("dry_cooler", "dc", x_m=25.0, capacity_kw=100.0, approach_k=8.0, water_supply_degc=40.0)
    cooler = part(added(good_hall(), dry), PlantPart, "dc")
    assert isinstance(cooler, PlantPart)
    assert cooler.supply_degc == 43.0


def test_ceiling_return_reaches_the_coolers_of_the_room() -> None:
    zone = item(
        "zone",
        "z",
        points_m=[[4, 6], [8, 6], [8, 7], [4, 7]],
        use="hot_aisle",
        contained=True,
        return_path="ceiling",
    )
    project = change(added(good_hall(), zone), "room", ceiling_return=True)
    found = part(project, AirPart, "crah1")
    assert isinstance(found, AirPart)
    assert found.returns == ("room", "z")
