"""Plan geometry by hand-worked cases."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.floor.shapes import area, box_depth, convex_parts, free_depth, inside, overlap_depth, reach_outside

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
ELL = ((0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (4.0, 4.0), (4.0, 8.0), (0.0, 8.0))


def shifted(dx: float, dy: float) -> tuple[tuple[float, float], ...]:
    return tuple((x + dx, y + dy) for x, y in SQUARE)


@pytest.mark.parametrize(("dx", "dy", "depth"), [(0.75, 0.1, 0.25), (1.0, 0.0, 0.0), (1.5, 0.0, 0.0), (0.4, 0.9, 0.1)])
def test_overlap_depth_of_squares(dx: float, dy: float, depth: float) -> None:
    assert overlap_depth(SQUARE, shifted(dx, dy)) == pytest.approx(depth)
    assert overlap_depth(shifted(dx, dy), SQUARE) == pytest.approx(depth)


def test_overlap_depth_of_a_line() -> None:
    assert overlap_depth(SQUARE, ((0.3, -1.0), (0.3, 2.0))) == pytest.approx(0.3)
    assert overlap_depth(SQUARE, ((1.0, -1.0), (1.0, 2.0))) == 0.0


def test_boxes_that_meet_need_not_overlap() -> None:
    diamond = ((2.0, 1.2), (2.8, 2.0), (2.0, 2.8), (1.2, 2.0))
    assert overlap_depth(shifted(0.5, 0.5), diamond) == 0.0


def test_inside_a_concave_outline() -> None:
    assert inside((2.0, 6.0), ELL)
    assert not inside((6.0, 6.0), ELL)


def test_reach_outside() -> None:
    assert reach_outside(shifted(2.0, 2.0), ELL) == 0.0
    assert reach_outside(shifted(9.2, 1.0), ELL) == pytest.approx(0.2)
    assert reach_outside(shifted(3.9, 3.7), ELL) == pytest.approx(0.7)


def test_convex_parts_keep_the_area() -> None:
    assert convex_parts(SQUARE) == (SQUARE,)
    parts = convex_parts(ELL)
    assert len(parts) > 1
    assert sum(map(area, parts)) == pytest.approx(area(ELL)) == pytest.approx(56.0)


def test_free_depth() -> None:
    front = ((0.0, 0.0), (1.0, 0.0))  # looks to smaller y
    assert free_depth(front, shifted(0.2, -2.0)) == pytest.approx(1.0)
    assert free_depth(front, shifted(1.0, -2.0)) is None, "beside it"
    assert free_depth(front, shifted(0.0, 1.0)) is None, "behind it"
    slanted = ((-1.0, -1.0), (2.0, -4.0))  # nearest where it enters the strip
    assert free_depth(front, slanted) == pytest.approx(2.0, abs=1e-4)


def test_free_depth_turned() -> None:
    turn = math.radians(30.0)
    points = [
        (math.cos(turn) * x - math.sin(turn) * y, math.sin(turn) * x + math.cos(turn) * y)
        for x, y in ((0.0, 0.0), (1.0, 0.0), *shifted(0.2, -2.0))
    ]
    assert free_depth((points[0], points[1]), points[2:]) == pytest.approx(1.0)


COORDINATES = st.integers(-40, 40).map(lambda n: n / 8.0)  # binary fractions: no rounding, touching is exact


@given(COORDINATES, COORDINATES, st.integers(1, 20), st.integers(0, 3), COORDINATES, COORDINATES, st.integers(1, 20))
def test_box_depth_is_free_depth_of_upright_boxes(
    x: float, y: float, width: int, turn: int, left: float, top: float, size: int
) -> None:
    along = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[turn]
    outward = along[1], -along[0]
    edge = (x, y), (x + along[0] * width / 8.0, y + along[1] * width / 8.0)
    box = left, top, left + size / 8.0, top + (21 - size) / 8.0
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    assert box_depth(edge, outward, box) == free_depth(edge, corners)
