"""Rows of things side by side."""

from halls import item
from hallwright.engines.space.rows import Rows
from hallwright.floor.bodies import shapes_of
from hallwright.floor.grid import Grid

GAP_M = 0.9


def rows_of(*places: tuple[float, float, float]) -> Rows:
    racks = [item("rack", f"r{n}", x_m=x, y_m=y, rotation_deg=turn) for n, (x, y, turn) in enumerate(places)]
    grid = Grid(s for r in racks for s in shapes_of(r))
    return Rows({}, {}).with_changes([r.id for r in racks], grid, GAP_M)


def test_a_row_goes_from_own_left_to_own_right() -> None:
    rows = rows_of((0.0, 0.0, 0.0), (0.6, 0.0, 0.0), (1.2, 0.0, 0.0))
    assert rows.row("r0") == ["r0", "r1", "r2"]
    assert rows.row("r1") == []
    assert rows.heads(["r2", "r1"]) == {"r0"}
    turned = rows_of((0.0, 0.0, 180.0), (0.6, 0.0, 180.0))
    assert turned.row("r1") == ["r1", "r0"]


def test_a_gap_to_walk_through_ends_a_row() -> None:
    assert rows_of((0.0, 0.0, 0.0), (1.4, 0.0, 0.0)).row("r0") == ["r0", "r1"]
    apart = rows_of((0.0, 0.0, 0.0), (1.6, 0.0, 0.0))
    assert apart.row("r0") == ["r0"]
    assert apart.heads(["r0", "r1"]) == {"r0", "r1"}


def test_neighbours_in_a_ring_are_walked_once() -> None:
    ring = Rows({"a": "b", "b": "a"}, {"a": "b", "b": "a"})
    assert len(ring.heads(["a", "b"])) == 1


def test_what_faces_elsewhere_or_stands_in_another_line_is_no_neighbour() -> None:
    assert rows_of((0.0, 0.0, 0.0), (0.6, 0.0, 180.0)).row("r0") == ["r0"]
    assert rows_of((0.0, 0.0, 0.0), (0.6, 0.8, 0.0)).row("r0") == ["r0"]
