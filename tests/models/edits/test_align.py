"""Lining up and spacing out."""

import pytest

from halls import item
from hallwright.edits.align import align, box, distribute
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields
from hallwright.errors import EditRefused
from hallwright.project import Project


def row() -> Project:
    return place(
        Project(),
        [
            item("rack", "a", x_m=1.0, y_m=1.0),
            item("rack", "b", x_m=2.0, y_m=1.5, width_m=0.8),
            item("rack", "c", x_m=6.0, y_m=3.0, rotation_deg=90.0),
        ],
    )


@pytest.mark.parametrize(("edge", "side"), [("left", 0), ("top", 1), ("right", 2), ("bottom", 3)])
def test_edges_line_up_with_the_first(edge, side):
    before = row()
    after = align(before, ["b", "a", "c"], edge)
    assert after.equipment["b"] is before.equipment["b"]
    assert {round(box(after.equipment[i])[side], 6) for i in "abc"} == {round(box(before.equipment["b"])[side], 6)}


def test_middles_line_up():
    after = align(row(), ["a", "b", "c"], "middle_y")
    assert {e.y_m for e in after.equipment.values()} == {1.0}


def test_gaps_become_equal_and_the_outer_stay():
    before = row()
    after = distribute(before, ["c", "a", "b"], "x")
    a, b, c = (box(after.equipment[i]) for i in "abc")
    assert b[0] - a[2] == pytest.approx(c[0] - b[2])
    assert after.equipment["a"] is before.equipment["a"] and after.equipment["c"] is before.equipment["c"]


def test_what_lines_up_already_is_left_alone():
    once = align(row(), ["a", "b"], "left")
    assert align(once, ["a", "b"], "left") is once


def test_refusals():
    hall = row()
    with pytest.raises(EditRefused, match="at least 2"):
        align(hall, ["a"], "left")
    with pytest.raises(EditRefused, match="at least 3"):
        distribute(hall, ["a", "b"], "x")
    with pytest.raises(EditRefused, match="locked"):
        align(set_fields(hall, ["b"], {"locked": True}), ["a", "b"], "left")
