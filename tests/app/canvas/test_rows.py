"""Rows of racks."""

import pytest

from halls import item
from hallwright.edits.arrange import place
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright_app.canvas.rows import rows_of
from hallwright_app.canvas.snapping import snap, snap_point


def rows(*racks):
    return rows_of(evaluate(place(Project(), [item("rack", f"k{n}", **fields) for n, fields in enumerate(racks)])))


def test_racks_side_by_side_are_one_row_with_their_common_letter():
    found = rows(
        {"name": "C02", "x_m": 1.2, "y_m": 2.0},
        {"name": "C01", "x_m": 0.6, "y_m": 2.0},
        {"name": "C03", "x_m": 1.8, "y_m": 2.0},
    )
    assert [(r.name, r.ids) for r in found] == [("C", ("k1", "k0", "k2"))]
    assert found[0].box == pytest.approx((0.3, 1.4, 2.1, 2.6))


def test_a_wide_gap_or_another_front_parts_rows():
    found = rows(
        {"name": "A01", "x_m": 0.6, "y_m": 2.0},
        {"name": "B01", "x_m": 5.0, "y_m": 2.0},
        {"name": "C01", "x_m": 0.6, "y_m": 4.0, "rotation_deg": 180.0},
        {"name": "D01", "x_m": 9.0, "y_m": 4.0, "rotation_deg": 90.0},
    )
    assert sorted(r.name for r in found) == ["A", "B", "C", "D"]
    assert next(r for r in found if r.name == "D").box == pytest.approx((8.4, 3.7, 9.6, 4.3))


def test_snap_holds_at_edges_before_the_grid_and_alt_lets_go():
    box, neighbour = (0.0, 0.0, 0.6, 1.2), (2.0, 0.05, 2.6, 1.25)
    held = snap(box, 1.38, 0.04, [neighbour], 42.0)
    assert (held.dx_m, held.dy_m) == (pytest.approx(1.4), pytest.approx(0.05))
    assert held.guides
    grid = snap(box, 7.1, 0.2, [neighbour], 42.0)
    assert grid.dx_m == pytest.approx(7.2)
    free = snap(box, 7.1, 0.2, [neighbour], 42.0, free=True)
    assert (free.dx_m, free.dy_m, free.guides) == (7.1, 0.2, [])


def test_the_two_nearest_distances_are_shown():
    box = (0.0, 0.0, 0.6, 1.2)
    around = [(3.0, 0.0, 3.6, 1.2), (-2.0, 0.0, -1.0, 1.2), (0.0, 5.0, 0.6, 6.0), (0.0, 40.0, 1.0, 41.0)]
    gaps = snap(box, 0.0, 0.0, around, 42.0, free=True).gaps
    assert [round(abs(a[0] - b[0]) + abs(a[1] - b[1]), 6) for a, b in gaps] == [1.0, 2.4]


def test_points_hold_at_corners_else_on_half_tiles():
    assert snap_point((1.02, 0.98), [(1.0, 1.0)], 42.0, origin=(0.0, 0.0), tile_m=0.6) == (1.0, 1.0)
    assert snap_point((1.31, 0.77), [], 42.0, origin=(0.0, 0.0), tile_m=0.6) == (1.2, 0.9)
