"""The power section: every number is an engine's, the basis stands below every table, and the study is there if run."""

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.power.failures import failures_of
from hallwright.engines.study.study import study
from hallwright.evaluate import evaluate
from hallwright.export.layout import Callout, Section, Table
from hallwright.export.power_tables import power_section
from hallwright.project import Project


def section(project: Project, with_study: bool = False) -> Section:
    return power_section(evaluate(project), "metric", study(project) if with_study else None)


def tables(found: Section) -> dict[str, Table]:
    return {b.title: b for b in found.blocks if isinstance(b, Table)}


def test_the_basis_stands_below_every_table() -> None:
    for basis in ("design", "nameplate"):
        found = section(set_settings(good_hall(), {"demand_basis": basis}), with_study=True)
        for title, table in tables(found).items():
            assert f"Demand: {basis}" in table.note or title == "Assumptions of the study", title
        assert basis in found.text


def test_levels_come_from_the_source_on() -> None:
    rows = tables(section(good_hall()))["Load of the chain"].rows
    levels = list(dict.fromkeys(row[1] for row in rows))
    assert levels == ["Utility feed", "Transformer", "Switchgear", "UPS", "PDU / RPP"]


def test_failures_are_those_of_the_analysis() -> None:
    hall = remove(good_hall(), ["p1b"])
    found = tables(section(hall))
    failures = failures_of(hall)
    rows = {row[0]: row for row in found["Single failures"].rows}
    lost, throttled, overloaded = failures.harm(failures.after(("p1a",)))
    assert rows["P1A"][1:3] == (str(lost), str(throttled)) and rows["P1A"][4] == str(overloaded)
    points = found["Single points of failure"].rows
    assert points[0][0] == "1" and "S1" in points[0][4]
    assert {row[1] for row in points} == {
        failures.project.name_of(u) for u in failures.units if failures.harm(failures.after((u,)))[0]
    }
    assert [float(row[3]) for row in points] == sorted((float(row[3]) for row in points), reverse=True)
    assert not tables(section(good_hall()))["Single points of failure"].rows


def test_what_follows_in_turn() -> None:
    hall = set_fields(good_hall(), ["upsa", "upsb"], {"rating_kw": 28.0, "rating_kva": 28.0, "static_bypass": False})
    rows = tables(section(hall))["What follows in turn"].rows
    outcome = failures_of(hall).after(("upsa",))
    expected = [e.what for e in outcome.trips]
    assert expected and [row[3] for row in rows if row[0] == "UPSA"] == expected


def test_the_study_stands_there_where_it_was_run_for_this_design() -> None:
    hall = good_hall()
    with_study = tables(section(hall, with_study=True))
    for title in ("Short circuit", "Voltage drop", "Loading of cables and transformers"):
        assert with_study[title].rows, title
    assert any("grid_fault_mva" in row[0] for row in with_study["Assumptions of the study"].rows)
    assert "Assumptions of the study" not in tables(section(hall))
    old = power_section(evaluate(set_fields(hall, ["s1"], {"nameplate_kw": 1.0})), "metric", study(hall))
    (callout,) = [b for b in old.blocks if isinstance(b, Callout)]
    assert "edited" in callout.text and "Assumptions of the study" not in tables(old)
