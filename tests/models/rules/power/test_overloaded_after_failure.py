"""Overloaded after failure: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, gaps, record


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, "upsa").worst_kw
    for rating in (2.0 * load, load):
        assert not found(set_fields(hall, ["upsa"], {"rating_kw": rating}), "PWR111")
    (finding,) = found(set_fields(hall, ["upsa"], {"rating_kw": 0.999 * load}), "PWR111")
    assert finding.subjects[0] == "upsa" and finding.value > finding.limit and finding.margin < 0.0


def test_unknown_load_is_not_a_pass() -> None:
    hall = set_fields(good_hall(), ["s1"], {"nameplate_kw": None})
    assert ("upsa",) in [g.subjects for g in gaps(hall, "PWR111")]


def test_names_the_failure() -> None:
    hall = set_fields(good_hall(), ["upsa"], {"rating_kw": 30.0})
    (finding,) = found(hall, "PWR111")
    assert finding.subjects == ("upsa", "rppb")
    assert finding.text(hall) == "UPSA gives 37.4 kW when RPPB fails; it is rated for 30.0 kW. Now it gives 18.7 kW."
