"""What the inspector says of a rack: the engines' numbers of it and all it carries, each beside its limit."""

from hallwright.edits.change import set_fields
from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright_app.inspector_rows import equipment_rows
from hallwright_app.rack_rows import inside, rack_rows


def test_rack_shows_power_air_and_cables(document):
    report = document.report
    contents = inside(report.project, ["r1"])
    assert contents[0] == "r1" and "s1" in contents and "r2" not in contents
    rows = {name: {row.label: row for row in found} for name, found in rack_rows(report, ["r1"], "metric").items()}
    records = report.results.power.records
    demand_kw = sum(r.demand_kw for i in contents if isinstance(r := records.get(i), LoadFlow))
    assert float(rows["Power"]["Design load"].text) == round(demand_kw, 1)
    feeds = [r for i in contents if isinstance(r := records.get(i), ElementFlow)]
    feed_a = rows["Power"]["Feed A"]
    assert feed_a.unit == "A" and feed_a.bar in [(r.amps, r.limit_a) for r in feeds]
    lost = next(row for label, row in rows["Power"].items() if label.startswith("Feed A,") and label.endswith("lost"))
    assert lost.bar[0] > feed_a.bar[0]
    inlet = rows["Air"]["Inlet"]
    assert inlet.bar == (
        report.results.cooling.records["r1"].inlet_degc, report.project.settings.inlet_recommended_max_degc
    )  # fmt: skip
    assert "Gb/s" in {row.unit for row in rows["Fabric"].values()} and "Longest" in rows["Fabric"]


def test_value_that_breaks_its_limit_has_the_finding(document):
    from hallwright.edits.change import set_settings

    inlet_degc = document.report.results.cooling.records["r1"].inlet_degc
    document.apply("Warm", set_settings, {"inlet_recommended_max_degc": inlet_degc - 1.0})
    row = next(r for r in rack_rows(document.report, ["r1"], "metric")["Air"] if r.label == "Inlet")
    assert row.finding is not None and row.finding.subjects[0] == "r1"


def test_several_racks_add_up_and_sizes_stand_apart(document):
    report = document.report
    one = rack_rows(report, ["r1"], "metric")["Power"][0]
    both = rack_rows(report, ["r1", "r2"], "metric")
    assert set(both) == {"Power"} and float(both["Power"][0].text) > float(one.text)
    rows = list(equipment_rows(report, ["r1"], "metric"))
    heads = [row.label for row in rows if row.head]
    assert heads.index("Place") < heads.index("Power") < heads.index("Air") < heads.index("Size")


def test_unknown_demand_is_said(document):
    document.apply("Unknown", set_fields, ["s1"], {"nameplate_kw": None})
    row = rack_rows(document.report, ["r1"], "metric")["Power"][0]
    assert row.text == "unknown" or "left out" in row.tip
