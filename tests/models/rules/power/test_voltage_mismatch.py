"""Voltage mismatch: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found


def test_limit() -> None:
    hall = good_hall()
    for voltage_v in (400.0, 415.0, 415.0 / 0.94 - 1e-6, 415.0 / 1.06 + 1e-6):
        assert not found(set_fields(hall, ["p1a"], {"voltage_v": voltage_v}), "PWR304")
    (low,) = found(set_fields(hall, ["p1a"], {"voltage_v": 480.0}), "PWR304")
    assert low.at_least and low.value == 415.0
    (high,) = found(set_fields(hall, ["p1a"], {"voltage_v": 380.0}), "PWR304")
    assert not high.at_least


def test_a_single_phase_inlet_takes_line_to_neutral() -> None:
    hall = set_fields(good_hall(), ["p1a"], {"voltage_v": 240.0, "phases": 1})
    assert not found(hall, "PWR304")
    assert found(set_fields(hall, ["p1a"], {"voltage_v": 120.0}), "PWR304")


def test_direct_on_alternating_current() -> None:
    hall = good_hall()
    link = next(k for k in hall.links.values() if k.a == ("p1a",))
    fed = [k for k, other in hall.links.items() if other.medium == "power" and "s1" in other.b]
    hall = set_fields(hall.changed(links=dict.fromkeys(fed)), ["s1"], {"supply": "busbar"})
    hall = hall.changed(links={link.id: link.model_copy(update={"b_port": "busbar"})})
    assert any(f.subjects == (link.id,) for f in found(hall, "PWR304"))
