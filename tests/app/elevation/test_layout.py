"""Where rows of racks stand on the sheet."""

import itertools

from halls import good_hall, item
from hallwright.evaluate import Report, evaluate
from hallwright_app.elevation.layout import Shelf, best_across, layout, wide_of
from space_findings import rack


def rows(count: int) -> Report:
    racks = [rack(f"r{n}{i}", 2.0 + 0.6 * i, 1.0 + 3.0 * n, name=f"R{n}{i}") for n in range(count) for i in range(3)]
    hall = good_hall()
    return evaluate(
        hall.changed({**dict.fromkeys(hall.equipment), **{r.id: r for r in racks}}, dict.fromkeys(hall.links))
    )


def boxes(shelves: list[Shelf]) -> list[tuple[float, float, float, float]]:
    return [(s.left, s.top, s.left + wide_of(s), s.floor) for s in shelves]


def test_rows_side_by_side_never_meet_and_their_floors_are_level() -> None:
    report = rows(5)
    for across in (1, 2, 3, 5, 9):
        shelves = layout(report, across=across)
        assert [s.ids for s in shelves] == [s.ids for s in layout(report)]
        for a, b in itertools.combinations(boxes(shelves), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] < b[1] or b[3] < a[1]
        for start in range(0, len(shelves), across):
            assert len({s.floor for s in shelves[start : start + across]}) == 1
        for shelf in shelves:
            for column in shelf.columns:
                assert shelf.left < column.frame.left() < column.frame.right() <= shelf.right
                assert shelf.top < column.frame.top()
                assert column.frame.bottom() < shelf.floor


def test_a_wide_view_has_more_rows_side_by_side() -> None:
    shelves = layout(rows(4))
    assert best_across(shelves, 500.0, 4000.0) == 1, "a column of rows fits a tall view"
    assert best_across(shelves, 4000.0, 700.0) == 4
    assert best_across(shelves, 900.0, 1500.0) == 2
    assert best_across(shelves, 9000.0, 9000.0) == 1, "where all fits anyway, rows stand as they stand in the hall"
    assert best_across([], 900.0, 600.0) == 1
    again = layout(rows(4), across=3)
    assert best_across(again, 4000.0, 700.0) == 4, "however they stand now"


def test_a_tank_is_a_row_of_its_own() -> None:
    hall = good_hall()
    tank = item("immersion_tank", "tank", x_m=16.0, y_m=8.0, capacity_kw=100.0)
    report = evaluate(hall.changed({"tank": tank}))
    assert ("tank",) in [s.ids for s in layout(report, across=2)]
