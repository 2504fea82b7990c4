"""Fabrics of 8 to 100,000 GPUs drawn: nothing overlaps, nothing is missing, groups open and fold."""

from collections import Counter

import pytest

from diagrams_of_fabrics import KINDS, PROJECTS, of_fabric_alone, report_of
from generated import bare_hall, with_fabric
from hallwright.diagrams.drawing import overlaps
from hallwright.diagrams.fabric import (
    ACCESS,
    BLOCK,
    BRACKET,
    BUDGET_PX,
    LEAVES_OF,
    SPINES_OF,
    SWITCH,
    SYSTEM,
    TEXT_PX,
    UNIT,
    FabricDiagram,
    fabric_diagram,
    names_of_fabrics,
)
from hallwright.diagrams.letters import width_px
from hallwright.edits.arrange import remove
from hallwright.engines.fabric.records import LinkRecord
from hallwright.evaluate import evaluate
from hallwright.project import Project


def drawn(name: str, *toggled: str) -> FabricDiagram:
    report = report_of(name)
    return fabric_diagram(report, names_of_fabrics(report)[0], toggled)


EXAMPLES = tuple(sorted(p.stem for p in PROJECTS.glob("*.hall")))


@pytest.mark.parametrize("name", [*EXAMPLES, *KINDS, "8", "256", "4096", "100000"])
def test_nothing_lies_on_anything_and_every_text_has_its_room(name: str) -> None:
    report = report_of(name)
    for fabric in names_of_fabrics(report):
        drawing = fabric_diagram(report, fabric)
        assert overlaps(drawing) == []
        assert drawing.boxes and drawing.width <= BUDGET_PX + 1.0
        for box in drawing.boxes:
            assert width_px(box.name, TEXT_PX) <= box.area.width, box.name
        for words in drawing.words:
            assert width_px(words.text, TEXT_PX) <= words.area.width + 0.1, words.text


@pytest.mark.parametrize("name", [*EXAMPLES, *KINDS, "4096", "100000"])
def test_every_device_and_every_cable_is_in_it_once(name: str) -> None:
    report = report_of(name)
    fabric = report.results.fabric
    assert fabric is not None
    for one in names_of_fabrics(report):
        drawing = fabric_diagram(report, one)
        shown = Counter(i for b in drawing.boxes if b.sign not in (UNIT, BRACKET) for i in b.ids)
        switches = {s for s, (owner, _) in fabric.whole.kinds.items() if owner == one}
        linked = {s for s, keys in fabric.keys.items() if any(k[0] == one for k in keys)}
        assert shown == Counter(dict.fromkeys(switches | linked, 1))
        within = [  # links inside one box are not drawn
            k for k, r in fabric.records.items() if isinstance(r, LinkRecord) and r.fabric == one
        ]
        everything = sum(fabric.inputs.links[k].count for k in within)
        lines = sum(drawing.cables.values())
        assert lines <= everything
        if all(b.sign == SWITCH for b in drawing.boxes if b.row > 0 and b.sign != BRACKET):
            assert lines == everything


def test_one_unit_is_drawn_one_by_one_with_a_rail_for_each_leaf() -> None:
    drawing = drawn("1 SU")
    signs = Counter(b.sign for b in drawing.boxes)
    assert signs == {SYSTEM: 32, SWITCH: 12, UNIT: 1}
    assert [w.text for w in drawing.words if "×" in w.text] == ["256 × 400G, one rail per leaf"]
    assert Counter(w.sign for w in drawing.wires)[ACCESS] == 8


def test_sixteen_units_stand_in_four_pods_and_open_to_their_leaves() -> None:
    drawing = drawn("16 SU")
    blocks = [b for b in drawing.boxes if b.sign == BLOCK]
    assert [b.name for b in blocks] == [f"SU {n}" for n in range(1, 17)]
    assert [b.name for b in drawing.boxes if b.sign == BRACKET] == [
        f"Pod {n}, 128 systems, 1\N{THIN SPACE}024 GPUs" for n in range(1, 5)
    ]
    one = drawn("16 SU", blocks[0].key)
    assert overlaps(one) == []
    assert sum(1 for b in one.boxes if b.sign == SYSTEM) == 32
    assert sum(1 for b in one.boxes if b.sign == SWITCH and b.row == 1) == 8
    run = next(b for b in one.boxes if b.row == 3)
    both = drawn("16 SU", blocks[0].key, run.key)
    assert overlaps(both) == []
    assert sum(1 for b in both.boxes if b.sign == SWITCH and b.row == 3) == len(run.ids) == 4
    pod = next(b for b in drawing.boxes if b.sign == BRACKET)
    folded = drawn("16 SU", pod.key)
    assert overlaps(folded) == [] and pod.key in {b.key for b in folded.boxes if b.sign == BLOCK}


def test_a_large_fabric_opens_step_by_step_down_to_single_systems() -> None:
    opened: list[str] = []
    signs: Counter[str] = Counter()
    for _ in range(6):
        drawing = drawn("100000", *opened)
        assert overlaps(drawing) == []
        signs = Counter(b.sign for b in drawing.boxes)
        if signs[SYSTEM]:
            break
        opened.append(next(b.key for b in drawing.boxes if b.sign == BLOCK and b.opens))
    assert signs[SYSTEM] and signs[SWITCH] >= 8


def test_the_keys_of_rows_above_a_block_are_those_of_its_column() -> None:
    drawing = drawn("100000")
    for box in drawing.boxes:
        if box.key.endswith((SPINES_OF, LEAVES_OF)):
            assert box.key.removesuffix(SPINES_OF).removesuffix(LEAVES_OF) in drawing.by_key


def test_a_switch_that_is_gone_is_gone_from_the_drawing() -> None:
    project = with_fabric(bare_hall(32))
    spine = next(b.ids[0] for b in drawn("1 SU").boxes if b.row == 2)
    drawing = fabric_diagram(of_fabric_alone(remove(project, [spine])), "compute")
    assert spine not in drawing.places and len(drawing.places) == 11


def test_nothing_is_drawn_where_there_is_no_fabric() -> None:
    report = evaluate(Project(name="Empty"))
    assert names_of_fabrics(report) == () and fabric_diagram(report, "compute").boxes == ()
