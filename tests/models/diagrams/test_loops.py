"""What the coolant view finds in the pipes: headers, rack loops, groups by row, folds."""

from pathlib import Path

import pytest

from coolant_halls import random_hall
from halls import good_hall
from hallwright.diagrams.loops import CDU, COIL, DOOR, FOLDINGS, LOOPS_FOLDED, PLANT, SYSTEMS, UNFOLDED, loops
from hallwright.engines.coolant.records import RACK
from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.io import load
from hallwright.project import Project

PROJECTS = Path(__file__).resolve().parents[3] / "projects"


def example(name: str) -> Report:
    return evaluate(load(PROJECTS / f"{name}.hall").project)


def test_plants_on_a_header_and_what_hangs_on_it() -> None:
    found = loops(example("hybrid-retrofit"))
    (header,) = found.headers
    sorts = [u.sort for u in found.units if any(h == header for h, _ in u.taps)]
    assert {s: sorts.count(s) for s in set(sorts)} == {PLANT: 3, CDU: 2, COIL: 4, DOOR: 1}
    doors = next(u for u in found.units if u.sort == DOOR)
    assert len(doors.ids) == 6 and doors.opens
    assert len(found.rack_loops) == 1 and len(found.circuits()) == 1


def test_racks_stand_together_by_row_until_they_are_opened() -> None:
    report = example("gb200-nvl72-row")
    (row,) = (u for u in loops(report).units if u.sort == SYSTEMS)
    assert row.name == "Row A · 8 racks" and len(row.holds) == 8 and row.opens
    opened = [u for u in loops(report, {row.key}).units if u.sort == SYSTEMS]
    assert len(opened) == 8 and {i for u in opened for i in u.ids} == set(row.ids)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("folding", FOLDINGS)
def test_everything_with_coolant_is_shown_once_whatever_is_folded(seed: int, folding: int) -> None:
    report = evaluate(random_hall(seed))
    assert report.results.coolant is not None
    found = loops(report, (), folding)
    shown = [i for u in found.units for i in (*u.ids, *u.holds)]
    assert len(shown) == len(set(shown))
    assert set(report.results.coolant.records) <= set(shown)
    assert [len(found.units)] == [sum(len(part.units) for part in found.circuits())]


@pytest.mark.parametrize("seed", range(12))
def test_its_rack_loops_are_those_that_are_solved(seed: int) -> None:
    report = evaluate(random_hall(seed))
    assert report.results.coolant is not None
    mine: dict[str, set[str]] = {}
    for unit in loops(report, (), UNFOLDED).units:
        if unit.loop:
            mine.setdefault(unit.loop, set()).update((*unit.ids, *unit.holds))
    for loop in report.results.coolant.loops:
        if loop.kind == RACK:
            wanted = {*loop.sources, *loop.consumers}
            assert sum(1 for ids in mine.values() if wanted <= ids) == 1


def test_loops_alike_are_one_and_can_be_opened() -> None:
    report = evaluate(random_hall(3))
    folded = loops(report, (), LOOPS_FOLDED)
    assert set(folded.folded.values()) == {2}
    (lead,) = folded.folded
    assert not loops(report, {f"rack loop {lead}"}, LOOPS_FOLDED).folded


def test_a_hall_without_coolant_has_none() -> None:
    assert loops(evaluate(Project())).units == []
    assert {u.sort for u in loops(evaluate(good_hall())).units} == {PLANT, CDU, COIL, SYSTEMS}
