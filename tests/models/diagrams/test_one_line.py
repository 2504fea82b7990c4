"""One-lines of every example, of templates, and of random halls: rows, sides, no overlap, readable on A3."""

from functools import cache
from pathlib import Path

import pytest

from halls import good_hall, item
from hallwright.diagrams.chain import RACKS
from hallwright.diagrams.drawing import Diagram, covered, crossings, overlaps
from hallwright.diagrams.letters import width_px
from hallwright.diagrams.one_line import A3_HIGH_MM, A3_WIDE_MM, CAPS, LEAST_MM, TEXT_PX, one_line, voltage_text
from hallwright.diagrams.readings import reading, records_of
from hallwright.edits.arrange import move
from hallwright.edits.wire import connect
from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright.templates import TEMPLATES
from power_halls import random_chain

PROJECTS = Path(__file__).resolve().parents[3] / "projects"
CROSSINGS = {  # docs/diagrams.md lists them
    "edge-closet": 0,
    "gb200-nvl72-row": 2,
    "h100-scalable-unit": 2,
    "hybrid-retrofit": 4,
    "planted-faults": 2,
    "synthetic 8": 2,
    "synthetic 256": 2,
    "synthetic 1024": 0,
    "synthetic 8000": 0,
}


@cache
def report_of(name: str) -> Report:
    if name.startswith("synthetic"):
        return evaluate(TEMPLATES["synthetic"](gpus=int(name.split()[1]), seed=0))
    return evaluate(load(PROJECTS / f"{name}.hall").project)


@cache
def drawn(name: str) -> Diagram:
    return one_line(report_of(name))


@pytest.mark.parametrize("name", CROSSINGS)
def test_nothing_lies_on_anything_and_crossings_are_as_listed(name: str) -> None:
    drawing = drawn(name)
    assert overlaps(drawing) == [] and covered(drawing) == []
    assert crossings(drawing) == CROSSINGS[name]


def test_every_example_is_listed() -> None:
    assert {p.stem for p in PROJECTS.glob("*.hall")} <= set(CROSSINGS)
    text = (PROJECTS.parent / "docs" / "diagrams.md").read_text(encoding="utf-8")
    for name, count in CROSSINGS.items():
        assert f"| {name} | {count} |" in text, name


@pytest.mark.parametrize("name", CROSSINGS)
def test_the_smallest_type_can_be_read_on_a3(name: str) -> None:
    drawing = drawn(name)
    mm_per_px = min(A3_WIDE_MM / (drawing.width + 48.0), A3_HIGH_MM / (drawing.height + 48.0))
    assert TEXT_PX * CAPS * mm_per_px >= LEAST_MM


@pytest.mark.parametrize("name", CROSSINGS)
def test_a_stands_left_of_b_and_feeders_above_what_they_feed(name: str) -> None:
    drawing = drawn(name)
    for row in {box.row for box in drawing.boxes}:
        a = [b.area.right for b in drawing.boxes if b.row == row and b.side == "A"]
        b = [b.area.left for b in drawing.boxes if b.row == row and b.side == "B"]
        assert not a or not b or max(a) < min(b)
    for wire in drawing.wires:
        assert drawing.by_key[wire.a].row < drawing.by_key[wire.b].row
        assert wire.points[0][1] < wire.points[-1][1]
        assert all(p[0] == q[0] or p[1] == q[1] for p, q in wire.segments())


@pytest.mark.parametrize("name", CROSSINGS)
def test_words_fit_the_room_that_is_kept_for_them(name: str) -> None:
    report, drawing = report_of(name), drawn(name)
    records = records_of(report, None)
    for box in drawing.boxes:
        room = (box.label if box.label.width else box.area).width
        assert width_px(box.name, TEXT_PX) <= (room if box.sign not in ("panel",) else box.area.width), box.name
        assert width_px(reading(box, records).text, TEXT_PX) <= room + 1.0, reading(box, records).text


def test_rows_have_titles_with_their_voltage() -> None:
    titles = [w.text for w in drawn("h100-scalable-unit").words]
    assert titles == [
        "Utility 11 kV", "Transformer", "Switchgear 415 V", "UPS", "Critical bus 415 V", "RPP", "Racks",
    ]  # fmt: skip
    assert voltage_text(13800.0) == "13.8 kV" and voltage_text(415.0) == "415 V"


def test_generators_stand_beside_and_racks_at_the_foot() -> None:
    drawing = drawn("h100-scalable-unit")
    gen, tx, board = (drawing.by_key[k] for k in ("gen-a", "tx-a", "msb-a"))
    assert gen.row == tx.row and gen.area.right < tx.area.left
    assert board.area.left < gen.area.middle[0] < board.area.right
    last = max(box.row for box in drawing.boxes)
    assert {box.sign for box in drawing.boxes if box.row == last} == {RACKS}


def test_board_breakers_stand_on_their_wires() -> None:
    drawing = drawn("h100-scalable-unit")
    wire = next(w for w in drawing.wires if w.key == "tx-a → msb-a")
    assert len(wire.marks) == 1
    for wire in drawing.wires:
        for x, y in wire.marks:
            assert any(min(p[1], q[1]) < y < max(p[1], q[1]) and p[0] == q[0] == x for p, q in wire.segments())


@pytest.mark.parametrize("seed", range(60))
def test_random_chains_lie_apart(seed: int) -> None:
    drawing = one_line(evaluate(random_chain(seed)))
    assert overlaps(drawing) == [] and covered(drawing) == []


@pytest.mark.parametrize("name", ["h100-scalable-unit", "gb200-nvl72-row", "synthetic 256", "synthetic 1024"])
def test_opened_groups_lie_apart_too(name: str) -> None:
    report = report_of(name)
    for box in drawn(name).boxes:
        if box.opens:
            drawing = one_line(report, {box.key})
            assert overlaps(drawing) == [] and covered(drawing) == [], box.key
            assert len(drawing.boxes) > len(drawn(name).boxes)


def test_it_depends_on_the_project_alone() -> None:
    project = good_hall()
    again = Project.model_validate(dict(project))
    turned = again.model_copy(update={
        "equipment": dict(reversed(again.equipment.items())), "links": dict(reversed(again.links.items())),
    })  # fmt: skip
    first = one_line(evaluate(project))
    assert one_line(evaluate(turned)) == first
    assert one_line(evaluate(move(project, ["r1"], 0.0, 0.1))) == first


def test_a_loop_and_an_empty_hall_are_drawn() -> None:
    assert not one_line(evaluate(Project())).boxes
    project = Project().changed(
        equipment={i: item("switchgear", i, voltage_v=415.0, rating_a=400.0) for i in ("s1", "s2")}
    )
    project = connect(connect(project, "s1", "out", "s2", "in"), "s2", "out", "s1", "in")
    drawing = one_line(evaluate(project))
    assert {b.key for b in drawing.boxes} == {"s1", "s2"} and len(drawing.wires) == 2
    assert overlaps(drawing) == []
