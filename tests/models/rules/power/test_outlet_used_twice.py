"""Outlet used twice: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, mended
from traps.power import TRAPS


def test_found_and_only_there() -> None:
    hall = TRAPS["PWR306"][0](good_hall())
    assert {f.subjects[0] for f in found(hall, "PWR306")} == {"cord1", "cord2"}
    assert not found(good_hall(), "PWR306")


def test_an_outlet_that_does_not_exist() -> None:
    hall = good_hall()
    link = next(k for k in hall.links.values() if k.a == ("p1a",))  # three cords
    assert not found(set_fields(hall, [link.id], {"a_first": 22}), "PWR306")
    (finding,) = found(set_fields(hall, [link.id], {"a_first": 23}), "PWR306")
    assert finding.value == 1.0


def test_fix() -> None:
    hall = TRAPS["PWR306"][0](good_hall())
    assert not found(mended(hall, found(hall, "PWR306")[0]), "PWR306")
