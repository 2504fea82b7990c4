"""Active above apparent power: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found


def test_limit() -> None:
    hall = good_hall()
    for kva in (300.0, 250.0, None):
        assert not found(set_fields(hall, ["upsa"], {"rating_kva": kva}), "PWR403")
    (finding,) = found(set_fields(hall, ["upsa"], {"rating_kva": 249.0}), "PWR403")
    assert (finding.value, finding.limit) == (250.0, 249.0)
