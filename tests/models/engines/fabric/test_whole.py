"""Patch against solve on a fabric of units, rails and spines, where most edits take the quick way."""

import random

import pytest

from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.edits.wire import disconnect
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine
from hallwright.engines.fabric.likes import Likes
from hallwright.engines.fabric.whole import NO_WHOLE
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Medium
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.project import Change, Project
from hallwright.templates.synthetic import build


def edit(rng: random.Random, p: Project) -> Project:
    switch = rng.choice([s.id for s in p.all(Switch)])
    match rng.randrange(6):
        case 0:
            return remove(p, [rng.choice([r.id for r in p.all(Rack)])])
        case 1:
            return remove(p, [rng.choice([s.id for s in p.all(System)])])
        case 2:
            return remove(p, [switch])
        case 3:
            return disconnect(p, [rng.choice([k for k, v in p.links.items() if v.medium is Medium.FABRIC])])
        case 4:
            return set_fields(p, [switch], {"fabric": rng.choice(["compute", "storage"])})
    return set_fields(p, [switch], {"tier": rng.choice(["leaf", "spine", "core", "unassigned"])})


@pytest.mark.parametrize("seed", range(4))
def test_patch_equals_solve_in_a_hall_of_units(seed: int) -> None:
    rng = random.Random(seed)
    p = start = build(1400, seed)
    topology = Topology(p)
    result = engine.solve(engine.inputs(Step(p, topology, Results())))
    for _ in range(12):
        after = edit(rng, p) if rng.random() < 0.8 else start
        topology.move_to(after)
        result = engine.patch(result, Step(after, topology, Results(), p, Change.between(p, after)))
        assert result == engine.solve(engine.inputs(Step(after, topology, Results())))
        p = after


def test_removing_a_system_looks_at_few_switches() -> None:
    """The work follows the edit: its own leaves, and the spines above them."""
    p = build(1400)
    topology = Topology(p)
    result = engine.solve(engine.inputs(Step(p, topology, Results())))
    system = next(s.id for s in p.all(System))
    after = remove(p, [system])
    topology.move_to(after)
    new = engine.patch(result, Step(after, topology, Results(), p, Change.between(p, after)))
    assert new.whole.shape is result.whole.shape
    assert new.dirty is not None
    switches = {i for i in new.dirty if i in new.whole.kinds}
    leaves = {s for a in result.records[system].attachments for s, _ in a.switches}
    assert switches == leaves


def test_like_devices_share_a_key() -> None:
    p = build(1400)
    given = engine.inputs(Step(p, Topology(p), Results()))
    topology = Topology(p)
    likes = Likes(given, lambda id: topology.link_ids(id, Medium.FABRIC))
    leaves = sorted(s.id for s in p.all(Switch) if s.tier == "leaf")
    spines = sorted(s.id for s in p.all(Switch) if s.tier == "spine")
    assert len({likes.of(i) for i in spines}) == 1
    assert likes.of(leaves[0]) != likes.of(spines[0])
    assert NO_WHOLE.switches == ()
