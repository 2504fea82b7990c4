"""Why things do not fit where they are, and where they would."""

import pytest

from halls import item
from hallwright.edits.arrange import move
from hallwright.edits.change import set_fields
from hallwright.edits.fit import move_to_free_place, nearest_free_place, refusal
from hallwright.equipment.base import Placed
from hallwright.project import Project
from space_findings import rack, room


def test_what_fits_is_not_refused() -> None:
    hall = room(rack("a", 5.0, 5.0))
    assert refusal(hall, [rack("new", 5.6, 5.0)]) == ""
    assert refusal(hall, [rack("a", 5.1, 5.0)]) == "", "it does not stand in the way of itself"


def test_the_deepest_reason_in_words() -> None:
    column = item("column", "k", name="K4", x_m=5.6, y_m=5.0, width_m=0.5, depth_m=0.5)
    hall = room(rack("a", 8.0, 5.0), column)
    assert refusal(hall, [rack("a", 5.17, 5.0)]) == "overlaps column K4 by 120 mm"
    assert refusal(hall, [rack("a", 5.17, 5.0)], "us") == "overlaps column K4 by 0.39 ft"
    named = set_fields(hall, ["k"], {"name": "Column K4"})
    assert refusal(named, [rack("a", 5.17, 5.0)]) == "overlaps Column K4 by 120 mm"
    assert refusal(hall, [rack("b", 8.5, 5.0)]) == "overlaps A by 100 mm"


@pytest.mark.parametrize(
    ("x_m", "y_m", "reason"),
    [
        (0.2, 5.0, "reaches 100 mm out of ROOM"),
        (30.0, 5.0, "stands outside every room"),
        (12.8, 5.0, "overlaps keep-out zone Z by 100 mm"),
        (10.25, 8.0, "overlaps W by 50 mm"),
    ],
)
def test_room_walls_and_zones(x_m: float, y_m: float, reason: str) -> None:
    zone = item("zone", "z", use="keep_out", points_m=[[13, 4], [15, 4], [15, 6], [13, 6]])
    wall = item("wall", "w", points_m=[[10.6, 7], [10.6, 9]], thickness_m=0.2)
    assert refusal(room(zone, wall), [rack("a", x_m, y_m)]) == reason


def test_without_rooms_any_floor_will_do() -> None:
    assert refusal(Project(), [rack("a", 5.0, 5.0)]) == ""


def test_things_moved_together_may_not_meet() -> None:
    assert refusal(room(), [rack("a", 5.0, 5.0), rack("b", 5.5, 5.0)]) == "overlaps B by 100 mm"


def test_the_answer_follows_the_project() -> None:
    hall = room(rack("a", 5.0, 5.0))
    ghost = rack("new", 5.1, 5.0)
    assert refusal(hall, [ghost]) != ""
    assert refusal(move(hall, ["a"], 5.0, 0.0), [ghost]) == ""


def test_nearest_free_place_lies_on_the_tile_grid() -> None:
    hall = room(rack("a", 5.1, 4.8))  # fills x 4.8 .. 5.4, y 4.2 .. 5.4
    ghost = rack("new", 5.0, 4.8)
    place = nearest_free_place(hall, [ghost], 5.0, 4.8)
    assert place == (pytest.approx(4.5), pytest.approx(4.8))
    assert place is not None
    assert refusal(hall, [ghost.moved(place[0] - 5.0, place[1] - 4.8)]) == ""


def test_no_free_place_near() -> None:
    hall = room(item("zone", "z", use="keep_out", points_m=[[0, 0], [20, 0], [20, 10], [0, 10]]))
    assert nearest_free_place(hall, [rack("new", 10.0, 5.0)], 10.0, 5.0) is None


def test_a_rack_that_is_moved_to_a_free_place_can_be_reached_there() -> None:
    """The nearest place that fits has its front at the wall; the nearest with an aisle before it is taken."""
    hall = room(rack("a", 5.0, 0.3))
    there = nearest_free_place(hall, [hall.get("a", Placed)], 5.0, 0.3)
    moved = move_to_free_place(hall, "a").get("a", Placed)
    assert there is not None
    assert there[1] < moved.y_m
    assert moved.y_m - moved.depth_m / 2.0 >= hall.settings.cabinet_clearance_m
    assert refusal(hall, [moved]) == ""


def test_where_no_place_can_be_reached_one_that_fits_is_taken() -> None:
    hall = room(rack("a", 5.0, 5.0, clearance_front_m=12.0))
    hall = move(hall, ["a"], 0.0, -4.7)
    moved = move_to_free_place(hall, "a").get("a", Placed)
    there = nearest_free_place(hall, [hall.get("a", Placed)], 5.0, 0.3)
    assert (moved.x_m, moved.y_m) == there
