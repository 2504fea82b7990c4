"""What a footprint stands in, and its room."""

import pytest

from halls import item
from hallwright.equipment.room import Room
from hallwright.floor.bodies import Role, shapes_of
from hallwright.floor.collide import outlines_of, place_of, scan


def test_scan_parts_what_is_hit_from_what_is_clear() -> None:
    (rack,) = shapes_of(item("rack", "a", x_m=5.0, y_m=5.0))
    column, far = item("column", "k", x_m=5.5, y_m=5.0), item("column", "f", x_m=9.0, y_m=5.0)
    hits, clear = scan(rack, [rack, *shapes_of(column), *shapes_of(far)])
    assert hits == {Role.COLUMN: {"k": pytest.approx(0.05)}}
    assert [s.owner for s in clear] == ["f"]


def test_place_of() -> None:
    room = item("room", "r", points_m=[[0, 0], [9, 0], [9, 9], [0, 9]])
    assert isinstance(room, Room)
    rooms = outlines_of([room])
    (within,) = shapes_of(item("rack", "a", x_m=5.0, y_m=5.0))
    assert place_of(within, rooms, crosses=False).room_id == "r"
    (across,) = shapes_of(item("rack", "a", x_m=9.1, y_m=5.0))
    assert place_of(across, rooms, crosses=True).outside_m == pytest.approx(0.4)
    (outside,) = shapes_of(item("rack", "a", x_m=12.0, y_m=5.0))
    assert place_of(outside, rooms, crosses=False).room_id is None


def test_the_nearest_room_counts_for_what_stands_outside() -> None:
    near = item("room", "n", points_m=[[0, 0], [9, 0], [9, 9], [0, 9]])
    far = item("room", "f", points_m=[[30, 0], [39, 0], [39, 9], [30, 9]])
    assert isinstance(near, Room) and isinstance(far, Room)
    (outside,) = shapes_of(item("rack", "a", x_m=12.0, y_m=5.0, width_m=0.6))
    for rooms in ([near, far], [far, near]):
        assert place_of(outside, outlines_of(rooms), crosses=False).outside_m == pytest.approx(3.3)
