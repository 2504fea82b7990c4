"""Single point of failure: below, at and just above the limit."""

from halls import good_hall
from power_findings import found, record
from traps.power import TRAPS


def test_two_sides_through_one_transfer_switch() -> None:
    hall = TRAPS["PWR202"][0](good_hall())
    (finding,) = found(hall, "PWR202")
    assert finding.subjects == ("s1", "sts")
    assert record(hall, "s1").single_points == ("sts",)
    assert not found(good_hall(), "PWR202")
