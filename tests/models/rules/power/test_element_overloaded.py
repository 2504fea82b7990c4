"""Element overloaded: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, gaps, record


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, "upsa").out_kw
    for rating in (2.0 * load, load):
        assert not found(set_fields(hall, ["upsa"], {"rating_kw": rating}), "PWR101")
    (finding,) = found(set_fields(hall, ["upsa"], {"rating_kw": 0.999 * load}), "PWR101")
    assert finding.subjects[0] == "upsa" and finding.value > finding.limit and finding.margin < 0.0


def test_unknown_load_is_not_a_pass() -> None:
    hall = set_fields(good_hall(), ["s1"], {"nameplate_kw": None})
    assert ("upsa",) in [g.subjects for g in gaps(hall, "PWR101")]


def test_an_element_without_any_rating_is_not_evaluated() -> None:
    hall = set_fields(good_hall(), ["uta"], {"contracted_kw": None})
    assert [g.subjects for g in gaps(hall, "PWR101")] == [("uta",)]
