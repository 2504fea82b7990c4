"""Too few supplies left: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.rules.base import Severity
from power_findings import found, gaps


def test_limit() -> None:
    hall = good_hall()
    for needed in (2, 3):  # three cords on each side
        assert not found(set_fields(hall, ["s1"], {"psu_required": needed}), "PWR203")
    (finding,) = found(set_fields(hall, ["s1"], {"psu_required": 4}), "PWR203")
    assert (finding.value, finding.limit, finding.severity) == (3.0, 4.0, Severity.ERROR)
    throttled = set_fields(hall, ["s1"], {"psu_required": 4, "psu_min_degraded": 3})
    assert found(throttled, "PWR203")[0].severity is Severity.WARNING


def test_unknown_need_is_not_a_pass() -> None:
    hall = set_fields(good_hall(), ["s1"], {"psu_required": None, "psu_kw": None})
    assert [g.subjects for g in gaps(hall, "PWR203")] == [("s1",)]


def test_half_wired() -> None:
    hall = good_hall()
    cords = [k.id for k in hall.links.values() if k.b == ("s1",) and k.b_port == "psu"]
    hall = set_fields(hall, cords, {"per_pair": 1})
    (finding,) = found(hall, "PWR203")
    assert (finding.value, finding.limit) == (2.0, 3.0)
