"""Phase voltage as line voltage: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found


def test_limit() -> None:
    hall = good_hall()
    for voltage_v in (208.0, 400.0, 415.0, 480.0, 600.0):
        assert not found(set_fields(hall, ["p1a"], {"voltage_v": voltage_v}), "PWR401")
    for voltage_v in (120.0, 230.0, 240.0, 277.0):
        (finding,) = found(set_fields(hall, ["p1a"], {"voltage_v": voltage_v}), "PWR401")
        assert finding.value == voltage_v
    assert not found(set_fields(hall, ["p1a"], {"voltage_v": 240.0, "phases": 1}), "PWR401")
