"""Phases of cords that are drawn: what is left over of three goes to the line that carries least."""

from halls import good_hall, item
from hallwright.edits.change import set_fields
from hallwright.edits.phases import Phases
from hallwright.equipment.base import Medium, Port

ONE = Port("psu", Medium.POWER, "in", 6, phases=1)
STRIP = item("rack_pdu", "p1a", rack_id="r1", voltage_v=415.0, rating_a=63.0)


def test_threes_state_none_and_the_rest_alternates() -> None:
    phases = Phases(good_hall())
    load = item("system", "x", role="cpu", nameplate_kw=1.0, psu_count=2)
    assert phases.for_cords(STRIP, load, ONE, 3, ()) == ["", "", ""]
    assert phases.for_cords(STRIP, load, ONE, 4, ()) == ["", "", "", "L1"]
    assert phases.for_cords(STRIP, load, ONE, 2, ()) == ["L2", "L3"]
    assert [phases.for_cords(STRIP, load, ONE, 1, ())[0] for _ in range(4)] == ["L1", "L2", "L3", "L1"]


def test_what_is_stated_already_counts_and_so_does_what_stands_above() -> None:
    hall = good_hall()
    (cord,) = [k.id for k in hall.links.values() if k.a == ("p1a",)]
    load = item("system", "x", role="cpu", nameplate_kw=1.0, psu_count=2)
    stated = Phases(set_fields(hall, [cord], {"phase": "L1"}))
    assert stated.for_cords(STRIP, load, ONE, 2, ()) == ["L2", "L3"]
    other = item("rack_pdu", "p9", rack_id="r1", voltage_v=415.0, rating_a=63.0)
    assert stated.for_cords(other, load, ONE, 1, ("rppa",)) == ["L2"]  # the panel above carries L1 already


def test_where_there_is_one_phase_none_is_stated() -> None:
    phases = Phases(good_hall())
    load = item("system", "x", role="cpu", nameplate_kw=1.0, psu_count=2)
    single = item("rack_pdu", "p", rack_id="r1", voltage_v=230.0, phases=1, rating_a=16.0)
    assert phases.for_cords(single, load, ONE, 2, ()) == ["", ""]
    low = item("rack_pdu", "q", rack_id="r1", voltage_v=208.0, rating_a=63.0)
    assert phases.for_cords(low, load, ONE, 2, ()) == ["L1-L2", "L2-L3"]
