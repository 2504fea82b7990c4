"""Air volumes: rooms, contained aisles, walls."""

import pytest

from halls import item
from hallwright.engines.cooling.spaces import Outline, Spaces, inside, owner
from hallwright.equipment.room import Room
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
L_SHAPE = ((0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (4.0, 4.0), (4.0, 10.0), (0.0, 10.0))


def spaces(*walls: list[list[float]], points: object = SQUARE, zones: tuple[Zone, ...] = ()) -> Spaces:
    room = item("room", "room", points_m=points)
    assert isinstance(room, Room)
    built = []
    for n, line in enumerate(walls):
        wall = item("wall", f"w{n}", points_m=line)
        assert isinstance(wall, Wall)
        built.append(wall)
    return Spaces.of([room], zones, built)


def aisle(contained: bool) -> Zone:
    zone = item("zone", "z", points_m=[[2, 2], [4, 2], [4, 8], [2, 8]], use="hot_aisle", contained=contained)
    assert isinstance(zone, Zone)
    return zone


def test_inside_and_area() -> None:
    assert inside((1.0, 9.0), L_SHAPE)
    assert not inside((9.0, 9.0), L_SHAPE)
    assert Outline.around("l", L_SHAPE).area_m2 == pytest.approx(64.0)


def test_only_contained_aisles_cut() -> None:
    assert spaces(zones=(aisle(True),)).at((3.0, 5.0)) == "z"
    assert spaces(zones=(aisle(False),)).at((3.0, 5.0)) == "room"
    assert spaces(zones=(aisle(True),)).room_of("z") == "room"
    assert spaces().at((11.0, 5.0)) is None


@pytest.mark.parametrize(
    ("walls", "left", "right"),
    [
        ([[[6.0, 0.0], [6.0, 10.0]]], "room", "room/2"),  # along the grid
        ([[[5.0, -1.0], [8.0, 11.0]]], "room", "room/2"),  # askew
        ([[[6.0, 0.0], [6.0, 5.0]], [[6.0, 5.0], [6.0, 10.0]]], "room", "room/2"),  # in two pieces
        ([[[6.0, 0.0], [6.0, 8.0]]], "room", "room"),  # air passes at its end
        ([[[6.0, 0.0], [6.0, 6.0], [10.0, 6.0]]], "room", "room/2"),  # a corner office
    ],
)
def test_walls_divide(walls: list[list[list[float]]], left: str, right: str) -> None:
    found = spaces(*walls)
    assert found.at((1.0, 3.0)) == left
    assert found.at((9.0, 3.0)) == right
    assert owner(right) == "room"


def test_a_point_close_to_a_wall_stays_on_its_side() -> None:
    found = spaces([[6.0, 0.0], [6.0, 10.0]])
    for y in (0.05, 3.33, 9.95):
        assert found.at((5.99, y)) == "room"
        assert found.at((6.01, y)) == "room/2"
