"""Coolant diagrams of examples, synthetic and random halls: nothing lies on anything, pipes join what they join."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from coolant_halls import random_hall
from halls import good_hall, item
from hallwright.diagrams.coolant import (
    CONDENSER,
    HEADER,
    RETURN,
    SHEET_PX,
    SUPPLY,
    TEXT_PX,
    coolant_diagram,
    headers_of,
)
from hallwright.diagrams.coolant_readings import header_reading, reading
from hallwright.diagrams.drawing import Diagram, covered, overlaps
from hallwright.diagrams.letters import width_px
from hallwright.diagrams.loops import CDU, PLANT, SYSTEMS, TOWER
from hallwright.edits.arrange import move, place
from hallwright.edits.wire import connect
from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright.templates import TEMPLATES

PROJECTS = Path(__file__).resolve().parents[3] / "projects"
EXAMPLES = sorted(p.stem for p in PROJECTS.glob("*.hall"))
SYNTHETIC = ["synthetic 8", "synthetic 256", "synthetic 1024", "synthetic 8000"]
RANDOM = [f"random {seed}" for seed in range(40)]


@cache
def report_of(name: str) -> Report:
    first, _, number = name.partition(" ")
    if first == "synthetic":
        return evaluate(TEMPLATES["synthetic"](gpus=int(number), seed=0))
    if first == "random":
        return evaluate(random_hall(int(number)))
    return evaluate(load(PROJECTS / f"{name}.hall").project)


@cache
def drawn(name: str) -> Diagram:
    return coolant_diagram(report_of(name))


def pipes_that_lie_on_each_other(drawing: Diagram) -> list[tuple[str, str]]:
    """Upright parts of different pipes on one line with a length in common, and the same for level ones."""
    lines: dict[tuple[int, float], list[tuple[float, float, str]]] = defaultdict(list)
    for wire in drawing.wires:
        for (x0, y0), (x1, y1) in wire.segments():
            if x0 == x1:
                lines[0, x0].append((min(y0, y1), max(y0, y1), wire.key))
            else:
                assert y0 == y1, wire.key
                lines[1, y0].append((min(x0, x1), max(x0, x1), wire.key))
    found = []
    for members in lines.values():
        members.sort()
        for n, (_, end, key) in enumerate(members):
            found += [(key, other) for start, _, other in members[n + 1 :] if start < end]
    return found


@pytest.mark.parametrize("name", [*EXAMPLES, *SYNTHETIC, *RANDOM])
def test_nothing_lies_on_anything(name: str) -> None:
    drawing = drawn(name)
    assert overlaps(drawing) == [] and covered(drawing) == []
    assert pipes_that_lie_on_each_other(drawing) == []
    assert len({b.key for b in drawing.boxes}) == len(drawing.boxes)
    assert len({w.key for w in drawing.wires}) == len(drawing.wires)


@pytest.mark.parametrize("name", [*EXAMPLES, *SYNTHETIC, *RANDOM[:12]])
def test_each_opened_group_lies_apart_too(name: str) -> None:
    for box in drawn(name).boxes:
        if box.opens:
            drawing = coolant_diagram(report_of(name), {box.key})
            assert overlaps(drawing) == [] and covered(drawing) == [] and pipes_that_lie_on_each_other(drawing) == []
            assert drawing != drawn(name)


@pytest.mark.parametrize("name", [*EXAMPLES, *SYNTHETIC, *RANDOM])
def test_words_fit_the_room_that_is_kept_for_them(name: str) -> None:
    report, drawing = report_of(name), drawn(name)
    assert report.results.coolant is not None
    ends, records = headers_of(drawing), report.results.coolant.records
    for box in drawing.boxes:
        if box.sign == HEADER:
            found = header_reading(box, ends[box.key], records, report.results.coolant.loops)
        else:
            found = reading(box, records, report.project.settings.flow_short_fraction)
        room = (box.label if box.label.width else box.area).width
        for text in (box.name, *found.lines):
            assert width_px(text, TEXT_PX) <= room + 1.0, text


@pytest.mark.parametrize("name", [n for n in EXAMPLES if n != "edge-closet"])
def test_examples_are_not_folded_beyond_their_rows_and_fit_a_sheet(name: str) -> None:
    drawing = drawn(name)
    assert drawing.notes == () and drawing.width <= SHEET_PX


@pytest.mark.parametrize("name", [*EXAMPLES, *RANDOM[:12]])
def test_a_pair_of_pipes_joins_each_unit_to_its_headers(name: str) -> None:
    """Supply flows down the sheet from plants to racks, the return up."""
    drawing = drawn(name)
    keys = {(w.a, w.b, w.side) for w in drawing.wires if w.sign not in (HEADER, CONDENSER)}
    for a, b, side in keys:
        assert (a, b, RETURN if side == SUPPLY else SUPPLY) in keys
        assert drawing.by_key[a].row < drawing.by_key[b].row
    for wire in drawing.wires:
        if wire.sign == HEADER:
            continue
        down = wire.points[-1][1] > wire.points[0][1]
        assert down == (wire.side != RETURN)
        level = next(w for w in drawing.wires if w.sign == HEADER and w.side == wire.side and w.a in (wire.a, wire.b))
        for x, y in wire.marks:
            assert level.points[0][1] == y and level.points[0][0] <= x <= level.points[-1][0]


def test_each_cdu_stands_between_its_headers() -> None:
    drawing = drawn("gb200-nvl72-row")
    ends = headers_of(drawing)
    facility, rack = "facility loop ac-1", next(k for k in ends if k.startswith("rack loop"))
    assert set(ends[facility][0]) == {"ac-1", "ac-2"} and set(ends[facility][1]) == {"cdu-1", "cdu-2"}
    assert set(ends[rack][0]) == {"cdu-1", "cdu-2"} and len(ends[rack][1]) == 16  # racks, and the systems in them
    rows = {b.sign: b.row for b in drawing.boxes if b.sign != HEADER}
    assert rows[PLANT] < rows[CDU] < rows[SYSTEMS]


def test_it_depends_on_the_pipes_alone() -> None:
    project = good_hall()
    again = Project.model_validate(dict(project))
    turned = again.model_copy(
        update={"equipment": dict(reversed(again.equipment.items())), "links": dict(reversed(again.links.items()))}
    )
    first = coolant_diagram(evaluate(project))
    assert coolant_diagram(evaluate(turned)) == first
    assert coolant_diagram(evaluate(move(project, ["r3"], 0.0, 0.1))) == first


def test_towers_stand_above_their_chillers() -> None:
    size = {"width_m": 3.0, "depth_m": 2.0, "height_m": 2.5, "capacity_kw": 500.0}
    things = [
        item("chiller", key, x_m=x, y_m=30.0, rejects_to="water", **size) for key, x in (("c1", 0.0), ("c2", 6.0))
    ]
    things += [
        item("cooling_tower", key, x_m=x, y_m=40.0, approach_k=4.0, **size) for key, x in (("t1", 0.0), ("t2", 6.0))
    ]
    project = place(Project(), things)
    project = connect(project, "t1", "out", "c1", "condenser")
    project = connect(project, "t2", "out", "c2", "condenser")
    project = connect(project, "c1", "out", "c2", "header")
    drawing = coolant_diagram(evaluate(project))
    by = {b.ids[0]: b for b in drawing.boxes if b.sign in (TOWER, PLANT)}
    assert by["t1"].row < by["c1"].row and by["t1"].area.bottom < by["c1"].area.top
    assert [w.side for w in drawing.wires].count(CONDENSER) == 2
    assert overlaps(drawing) == [] and covered(drawing) == []


def test_an_empty_hall_draws_nothing() -> None:
    assert coolant_diagram(evaluate(Project())) == Diagram()
