"""Breakers that are drawn with a cable."""

import pytest

from halls import good_hall, item
from hallwright.edits.size import BREAKERS_A, breaker_a, conductors, supply_v
from hallwright.equipment.base import Equipment, Medium, Port

HALL = good_hall()
BOARD = Port("out", Medium.POWER, "out", 24, "Feeder", 415.0, 3)


def inlet_of(thing: Equipment) -> Port:
    return next(p for p in thing.power_ports() if p.flow == "in")


def test_breakers_protect_what_they_feed() -> None:
    board = HALL.equipment["sga"]
    rpp = item("pdu", "x", primary_v=415.0, secondary_v=415.0, rating_a=160.0)
    assert breaker_a(HALL, board, BOARD, rpp, inlet_of(rpp)) == 160.0
    fan = item("crah", "x", fan_kw=10.0, sensible_kw=50.0)
    amps = 10_000.0 / (3**0.5 * 415.0 * 0.95)
    inlet = inlet_of(fan)
    wanted = amps / max(inlet.count // 2, 1) / 0.8
    assert breaker_a(HALL, board, BOARD, fan, inlet) == min(b for b in BREAKERS_A if b >= wanted)
    unknown = item("crah", "x", sensible_kw=50.0)
    assert breaker_a(HALL, board, BOARD, unknown, inlet_of(unknown)) is None
    assert conductors(HALL, board, BOARD, unknown, inlet_of(unknown), None) is None


def test_an_outlet_with_a_breaker_of_its_own_keeps_it_unless_the_inlet_is_smaller() -> None:
    panel = HALL.equipment["rppa"]
    branch = Port("out", Medium.POWER, "out", 28, "Branch breaker", 415.0, 3, rating_a=63.0)
    for rating_a, expected in ((63.0, None), (80.0, None), (32.0, 32.0)):
        strip = item("rack_pdu", "x", rack_id="r1", voltage_v=415.0, rating_a=rating_a)
        assert breaker_a(HALL, panel, branch, strip, inlet_of(strip)) == expected


def test_cords_and_busbars_of_a_rack_are_not_sized() -> None:
    strip, system = HALL.equipment["p1a"], HALL.equipment["s1"]
    out = next(p for p in strip.power_ports() if p.flow == "out")
    assert breaker_a(HALL, strip, out, system, inlet_of(system)) is None
    assert conductors(HALL, strip, out, system, inlet_of(system), 16.0) is None


def test_voltage_of_a_cable() -> None:
    one = Port("in", Medium.POWER, "in", 1, phases=1)
    assert supply_v(BOARD, one) == (pytest.approx(239.6, abs=0.01), 1)
    assert supply_v(Port("out", Medium.POWER, "out", 1, "", 208.0, 3), one) == (208.0, 1)
    assert supply_v(Port("out", Medium.POWER, "out", 1, "", 800.0, dc=True), one) == (800.0, 0)
    assert supply_v(BOARD, Port("in", Medium.POWER, "in", 1, phases=3)) == (415.0, 3)
