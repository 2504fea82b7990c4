"""Load tables hold the engines' numbers."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.export.layout import Table
from hallwright.export.load_tables import cooling_section, natural
from hallwright.export.report import content
from hallwright.units import number_text
from report_halls import DATED, good_report, tables


def test_every_element_of_the_chain_stands_in_the_load_table_with_the_engines_numbers() -> None:
    report = good_report()
    assert report.results.power is not None
    chain = tables(content(report, DATED))["Load of the chain"]
    rows = {row[0]: row for row in chain.rows}
    for id in ("upsa", "rppa", "txb", "sgb", "uta"):
        flow = report.results.power.records[id]
        row = rows[report.project.equipment[id].name]
        assert row[3] == number_text(flow.out_kw, 1)  # type: ignore[union-attr]
        assert row[5] == number_text(flow.amps, 1)


def test_names_are_ordered_as_people_count() -> None:
    assert sorted(["A10", "A2", "A1", "B1"], key=natural) == ["A1", "A2", "A10", "B1"]


def test_the_air_table_has_the_indices_of_the_balance_and_slowed_systems_have_a_table() -> None:
    """Coolers give half the air: half of what is breathed is exhaust, and the systems lose work."""
    project = set_fields(good_hall(), ["s1"], {"inlet_max_degc": 20.0, "gpus": 8})
    starved = {"airflow_m3_s": 0.3, "supply_degc": None, "setpoint_degc": 22.0}
    report = evaluate(set_fields(project, ["crah1", "crah2", "crah3"], starved))
    found = {b.title: b for b in cooling_section(report, "metric").blocks if isinstance(b, Table)}
    cooling = report.results.cooling
    assert cooling is not None
    (volume,) = cooling.records["room"].volumes
    (row,) = found["Air by room and aisle"].rows
    assert row[6] == number_text(volume.recirculated_fraction, 2) and volume.recirculated_fraction > 0.1
    slowed = {row[0]: row for row in found["Systems slowed by warm air or coolant"].rows}
    name = report.project.name_of("s1")
    assert slowed[name][4] == number_text(100.0 * report.throttling.systems["s1"].throttled_fraction, 1)
    assert "Systems slowed by warm air or coolant" not in tables(content(good_report(), DATED))
