"""Wiring beside the rule: what differs is found, an edit finds the same as a look from scratch."""

import random

import pytest

from generated import bare_hall, products, with_fabric
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.edits.generate import generate
from hallwright.engines.base import Results, Step
from hallwright.engines.topology import Topology
from hallwright.engines.wiring.engine import Wiring, inputs, patch, solve
from hallwright.engines.wiring.records import PeerRecord, WiringRecord
from hallwright.equipment.base import Medium
from hallwright.project import Change, Link, Project


def solved(project: Project) -> Wiring:
    return solve(inputs(Step(project, Topology(project), Results())))


def patched(old: Wiring, before: Project, after: Project) -> Wiring:
    return patch(old, Step(after, Topology(after), Results(), before, Change.between(before, after)))


def swapped(project: Project, link_id: str, one: int, other: int) -> Project:
    """Two upper ends of a bundle in each other's place."""
    link = project.links[link_id]
    b = list(link.b)
    b[one], b[other] = b[other], b[one]
    return project.changed(links={link_id: link.model_copy(update={"b": tuple(b)})})


def loose(project: Project, *ends: tuple[str, int, str, int], id: str = "own") -> Project:
    """Single cables besides."""
    links = {
        f"{id}{n}": Link(
            id=f"{id}{n}", medium=Medium.FABRIC, a=(a,), a_port="compute" if a[0] == "s" else "front", a_first=p,
            b=(b,), b_port="front", b_first=q,
        )
        for n, (a, p, b, q) in enumerate(ends)
    }  # fmt: skip
    return project.changed(links=links)


def first_of(project: Project, system: str) -> str:
    return next(k for k, v in project.links.items() if system in v.a)


def test_as_generated_nothing_differs() -> None:
    for project in (
        with_fabric(bare_hall(40)),
        with_fabric(bare_hall(300, spare=20)),
        with_fabric(bare_hall(64, "nvidia-dgx-b300", 3), "nvidia-sn5600", planes=2, nic_split=2),
        with_fabric(bare_hall(40), topology="dragonfly", routers_a_group=4, globals_a_router=4),
        remove(with_fabric(bare_hall(40)), ["s5", "r3"]),
    ):
        found = solved(project)
        assert len(found.books) == 1
        assert {type(record) for record in found.records.values()} <= {PeerRecord}
        assert bool(found.records) is (project.fabrics["fab"].topology == "dragonfly")
    assert solved(bare_hall(4)) == Wiring({})


def test_swapped_rails() -> None:
    project = with_fabric(bare_hall(40))
    wrong = swapped(project, first_of(project, "s0"), 0, 3)
    records = solved(wrong).records
    assert set(records) == {"s0", "s1", "s2", "s3"}
    assert records["s0"] == WiringRecord("fab", swapped=2, wrong=("fab-l1-1", "fab-l1-4"))


def test_crossed_planes() -> None:
    project = with_fabric(bare_hall(64, "nvidia-dgx-b300", 3), "nvidia-sn5600", planes=2, nic_split=2)
    wrong = swapped(project, first_of(project, "s0"), 0, 1)
    record = solved(wrong).records["s0"]
    assert (record.crossed, record.swapped) == (2, 0)
    mesh = project.links["fab-am1"]
    assert mesh.b[0] == "fab-as1-1"
    tangled = project.changed(links={mesh.id: mesh.model_copy(update={"b": ("fab-bs1-1", *mesh.b[1:])})})
    assert solved(tangled).records["fab-al1-1"].crossed == mesh.per_pair


def test_a_doubled_link_and_uneven_reach() -> None:
    project = with_fabric(bare_hall(32))
    mesh = project.links["fab-m1"]
    a = mesh.a[0]
    rest = mesh.model_copy(update={"a": mesh.a[1:], "b_first": mesh.b_first + mesh.per_pair})
    ends = [
        (a, mesh.a_first + j * 8 + p, b, mesh.b_first + p) for j, b in enumerate(mesh.b) for p in range(mesh.per_pair)
    ]
    assert mesh.per_pair == 8
    ends[8] = (a, ends[8][1], mesh.b[0], 64)  # one link of the second spine goes to the first
    wrong = loose(project.changed(links={mesh.id: rest}), *ends)
    record = solved(wrong).records[a]
    assert record == WiringRecord("fab", doubled=1, least=7, most=9, wrong=(mesh.b[0], mesh.b[1]))
    same = loose(project.changed(links={mesh.id: rest}), *[*ends[:8], (a, mesh.a_first + 8, mesh.b[1], 1), *ends[9:]])
    assert solved(same).records == {}


def test_exceptions_are_no_difference() -> None:
    project = with_fabric(bare_hall(40))
    wrong = swapped(project, first_of(project, "s0"), 0, 3)
    kept = generate(wrong, wrong.fabrics["fab"], products())
    assert kept.fabrics["fab"].exceptions and solved(kept).records == {}
    restored = generate(wrong, wrong.fabrics["fab"], products(), restore=True)
    assert solved(restored).records == {} and restored.links == project.links


def test_a_rule_that_makes_nothing_any_more_finds_nothing() -> None:
    project = with_fabric(bare_hall(8))
    bare = remove(project, [f"s{n}" for n in range(8)])
    assert solved(bare) == Wiring({})
    assert patched(solved(project), project, bare) == Wiring({})
    rule = project.fabrics["fab"].model_copy(update={"planes": 3})
    assert solved(project.changed(fabrics={"fab": rule})).books == ()


@pytest.mark.parametrize("seed", range(8))
def test_a_patch_finds_what_a_look_from_scratch_finds(seed: int) -> None:
    draw = random.Random(seed)
    fields = {"topology": "dragonfly", "routers_a_group": 4, "globals_a_router": 4} if seed % 4 == 3 else {}
    project = with_fabric(bare_hall(48), **fields)
    found = solved(project)
    history = [project]
    for _ in range(25):
        before = project
        act = draw.randrange(6)
        links = sorted(k for k, v in project.links.items() if v.medium is Medium.FABRIC)
        if act == 0 and links:
            id = draw.choice(links)
            if len(project.links[id].b) > 1:
                project = swapped(project, id, 0, draw.randrange(1, len(project.links[id].b)))
        elif act == 1 and links:
            project = project.changed(links={draw.choice(links): None})
        elif act == 2:
            things = sorted(i for i, e in project.equipment.items() if e.kind in ("system", "switch", "rack"))
            project = remove(project, [draw.choice(things)]) if len(things) > 30 else project
        elif act == 3:
            switches = sorted(i for i, e in project.equipment.items() if e.kind == "switch")
            ends = draw.sample(switches, 2)
            project = loose(project, (ends[0], 64, ends[1], 64), id=f"x{draw.randrange(99)}-")
        elif act == 4:
            project = draw.choice(history)
        else:
            system = draw.choice(sorted(i for i, e in project.equipment.items() if e.kind == "system"))
            project = set_fields(project, [system], {"measured_kw": 5.0})
        found = patched(found, before, project)
        assert found.records == solved(project).records
        history.append(project)
