"""The section on coolant loops: every loop, CDU and plant in it, with the engine's figures."""

from pathlib import Path

import pytest

from coolant_halls import random_hall
from halls import good_hall
from hallwright.engines.coolant.records import NO_PUMP, CduCoolant, Outage, PlantWater, Stream
from hallwright.evaluate import Report, evaluate
from hallwright.export.coolant_tables import ALWAYS, ASSUMED, MOST, coolant_section, outage_text
from hallwright.export.layout import Callout, Picture, Section, Table
from hallwright.export.load_tables import shown
from hallwright.export.report import assumptions
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright.settings import Settings

PROJECTS = Path(__file__).resolve().parents[3] / "projects"


def section(report: Report, system: str = "metric") -> Section:
    return coolant_section(report, system, assumptions(report.project.settings, system))  # type: ignore[arg-type]


def tables(found: Section) -> dict[str, Table]:
    return {b.title: b for b in found.blocks if isinstance(b, Table)}


def test_a_row_of_the_loops_says_what_the_engine_says() -> None:
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    assert report.results.coolant is not None
    found = section(report)
    assert isinstance(found.blocks[0], Picture) and found.blocks[0].view == "coolant"
    rows = tables(found)["Loops"].rows
    assert [row[1] for row in rows] == ["Rack loop", "Facility water"] and rows[0][2] == "PG25"
    cdu = report.results.coolant.records["cdu-1"]
    assert rows[0][5:7] == (shown(cdu.supply_degc, "degC"), shown(cdu.return_degc, "degC"))
    line = next(row for row in tables(found)["CDUs"].rows if row[0] == "CDU-1")
    assert line[1] == shown(cdu.heat_kw, "kW") and line[9:11] == ("no harm", "no harm")


@pytest.mark.parametrize("seed", range(8))
def test_every_unit_is_listed_and_every_row_fits_its_head(seed: int) -> None:
    report = evaluate(random_hall(seed))
    assert report.results.coolant is not None
    found = tables(section(report))
    records = report.results.coolant.records.values()
    assert len(found["CDUs"].rows) == sum(isinstance(r, CduCoolant) for r in records)
    piped = sum(isinstance(r, PlantWater) and bool(r.loop) for r in records)
    assert len(found["Plants in their loops"].rows) == piped
    assert len(found["Consumers"].rows) == min(sum(isinstance(r, Stream) for r in records), MOST)
    for table in found.values():
        assert all(len(row) == len(table.columns) for row in table.rows), table.title


def test_what_is_short_or_too_warm_comes_first() -> None:
    rows = tables(section(evaluate(random_hall(12))))["Consumers"].rows
    words = [row[10] for row in rows]
    assert "short" in words and words[: words.count("short")] == ["short"] * words.count("short")


def test_assumptions_are_settings_and_follow_what_is_not_stated() -> None:
    assert {*ALWAYS, *(n for names in ASSUMED.values() for n in names)} <= set(Settings.model_fields)
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    table = tables(section(report))["Assumed in the loops"]
    assert "coolant volume" in table.note and "coolant volume" in [row[3] for row in table.rows]
    assert "pressure drop" not in [row[3] for row in table.rows]


def test_a_loop_without_a_pump_is_called_out() -> None:
    project = good_hall()
    dry = evaluate(project.changed(equipment={
        k: v.model_copy(update={"pump_pressure_kpa": 0.0}) if v.kind == "chiller" else v
        for k, v in project.equipment.items()
    }))  # fmt: skip
    assert dry.results.coolant is not None
    assert any(loop.verdict == NO_PUMP for loop in dry.results.coolant.loops)
    calls = [b for b in section(dry).blocks if isinstance(b, Callout)]
    assert calls and "not evaluated" in calls[0].text


def test_a_hall_without_loops_says_so() -> None:
    found = section(evaluate(Project()))
    assert found.blocks == () and "No coolant loop" in found.text


def test_units_follow_the_report() -> None:
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    units = [c.unit for c in tables(section(report, "us"))["Loops"].columns]
    assert "gpm" in units and "°F" in units


def test_words_for_an_outage() -> None:
    assert outage_text(None) == "–" and outage_text(Outage("u")) == "no harm"
    assert outage_text(Outage("u", solved=False)) == "no answer"
    assert outage_text(Outage("u", cut=("a",), warm=("b", "c"), unrejected_kw=12.0)) == (
        "1 cut off, 2 too warm, 12.0 kW left"
    )
