"""Element over current: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, gaps, record


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, "p1a").amps
    for rating in (2.0 * load, load):
        assert not found(set_fields(hall, ["p1a"], {"usable_a": rating}), "PWR102")
    (finding,) = found(set_fields(hall, ["p1a"], {"usable_a": 0.999 * load}), "PWR102")
    assert finding.subjects[0] == "p1a" and finding.value > finding.limit and finding.margin < 0.0


def test_unknown_load_is_not_a_pass() -> None:
    hall = set_fields(good_hall(), ["s1"], {"nameplate_kw": None})
    assert ("p1a",) in [g.subjects for g in gaps(hall, "PWR102")]
