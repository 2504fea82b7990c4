"""Bank overloaded: below, at and just above the limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, record


def test_limit() -> None:
    hall = set_fields(good_hall(), ["p1a"], {"banks": 3, "bank_a": 100.0})
    worst = record(hall, "p1a").bank_worst_a
    # three cords of 10.2 kW / 3 in one bank of 415 / sqrt(3) V while side B is gone
    assert worst == pytest.approx(3 * 10200.0 / 3 / (0.95 * 415.0 / 3.0**0.5))
    assert not found(set_fields(hall, ["p1a"], {"bank_a": worst / 0.8 + 1e-9}), "PWR104")
    (finding,) = found(set_fields(hall, ["p1a"], {"bank_a": 0.999 * worst / 0.8}), "PWR104")
    assert finding.subjects == ("p1a", "p1b")
    assert record(hall, "p1a").utilisation < 0.2  # the rack PDU as a whole is fine
