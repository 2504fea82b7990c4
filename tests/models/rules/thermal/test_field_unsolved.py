"""THM315: more heat than is taken is a finding, any other failure a gap, an answer nothing."""

from air_halls import found_of, open_hall
from hallwright.engines.air.records import RoomField
from hallwright.rules.base import Finding, Gap


def test_more_heat_than_capacity_is_a_finding() -> None:
    (found,) = found_of("THM315", "room", RoomField("why", "room", 20.0, 19.9))
    assert isinstance(found, Finding) and (found.value, found.limit) == (20.0, 19.9)
    assert "20.0 kW" in found.text(open_hall())


def test_another_refusal_is_a_gap_that_names_the_thing() -> None:
    (found,) = found_of("THM315", "room", RoomField("there is no {free} air at its front.", "r1", 5.0, 9.0))
    assert isinstance(found, Gap)
    assert found.text(open_hall()) == (
        "the field of the air of ROOM is not solved (R1): there is no {free} air at its front"
    )


def test_a_room_with_an_answer_is_fine() -> None:
    assert not found_of("THM315", "room", RoomField(heat_kw=5.0, capacity_kw=9.0, cells=10))
    assert not found_of("THM315", "room", None)
