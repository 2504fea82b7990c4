"""Shapes of equipment."""

import pytest

from halls import item
from hallwright.floor.bodies import Role, added_depth_m, may_stand_outdoors, shapes_of, stands


def test_a_rack_with_a_rear_door() -> None:
    rack = item("rack", "a", x_m=5.0, y_m=5.0, width_m=0.6, depth_m=1.2)
    door = item("rear_door", "d", rack_id="a", sensible_kw=10.0, depth_m=0.3)
    (shape,) = shapes_of(rack, added_depth_m([door]))
    assert shape.role is Role.STANDING
    assert shape.box == pytest.approx((4.7, 4.4, 5.3, 5.9))
    assert shape.front == pytest.approx((0.0, -1.0))
    assert shapes_of(door) == ()
    assert stands(rack)
    assert not stands(door)


def test_front_turns_clockwise() -> None:
    (shape,) = shapes_of(item("rack", "a", x_m=0.0, y_m=0.0, rotation_deg=90.0))
    assert shape.front == pytest.approx((1.0, 0.0))


def test_building_parts() -> None:
    wall = item("wall", "w", points_m=[[0, 0], [4, 0], [4, 3]], thickness_m=0.2)
    assert [s.box for s in shapes_of(wall)] == [pytest.approx((0, -0.1, 4, 0.1)), pytest.approx((3.9, 0, 4.1, 3))]
    assert len(shapes_of(item("room", "r", points_m=[[0, 0], [4, 0], [4, 3]]))) == 3
    assert shapes_of(item("tray", "t", points_m=[[0, 0], [4, 0]], level="underfloor", elevation_m=-0.3)) == ()
    (tray,) = shapes_of(item("tray", "t", points_m=[[0, 0], [4, 0]], elevation_m=2.5, side_m=0.1))
    assert (tray.bottom_m, tray.top_m) == (2.5, 2.6)


def test_outdoor_kinds() -> None:
    assert may_stand_outdoors(item("chiller", "c", capacity_kw=1.0, cop=3.0))
    assert not may_stand_outdoors(item("rack", "a"))
