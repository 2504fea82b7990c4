"""Load tables hold the engines' numbers."""

from hallwright.export.load_tables import natural
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
