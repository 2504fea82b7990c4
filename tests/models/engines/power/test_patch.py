"""A patched result equals one solved from scratch, and touches only what changed."""

import math
import random
from dataclasses import fields
from typing import Any

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import duplicate, move, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import connect, disconnect
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.topology import Topology
from hallwright.equipment.power_base import Conductor
from hallwright.errors import EditRefused
from hallwright.project import Change, Project
from power_halls import random_chain


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def same(a: Any, b: Any) -> bool:
    for field in fields(a):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if isinstance(x, float) and isinstance(y, float):
            if not math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9):
                return False
        elif isinstance(x, tuple) and x and isinstance(x[0], float):
            if not all(math.isclose(p, q, rel_tol=1e-9, abs_tol=1e-9) for p, q in zip(x, y, strict=True)):
                return False
        elif x != y:
            return False
    return True


class Walk:
    """A result carried from project to project."""

    def __init__(self, project: Project) -> None:
        self.project, self.topology = project, Topology(project)
        self.power = solved(project)

    def go(self, after: Project) -> None:
        before, old = self.project, self.power
        self.topology.move_to(after)
        step = Step(after, self.topology, Results(), before, Change.between(before, after))
        self.power = new = engine.patch(old, step)
        self.project = after
        if new is old:
            return
        whole = solved(after)
        assert new.records.keys() == whole.records.keys()
        for key, record in whole.records.items():
            assert same(new.records[key], record), (key, new.records[key], record)
        assert same(new.totals, whole.totals)
        assert new.failures == whole.failures
        if new.dirty is not None:
            for key in old.records.keys() | new.records.keys():
                if key in new.dirty:
                    assert old.records.get(key) != new.records.get(key)
                else:
                    assert old.records[key] is new.records[key]


def random_edit(project: Project, rng: random.Random) -> Project:
    ids, links = sorted(project.equipment), sorted(project.links)
    gear = [i for i in ids if isinstance(project.equipment[i], Conductor)]
    systems = [i for i in ids if project.equipment[i].kind == "system"]
    match rng.randrange(11):
        case 0:
            return remove(project, [rng.choice([i for i in ids if project.equipment[i].kind != "rack"])])
        case 1:
            return disconnect(project, [rng.choice(links)])
        case 2 | 3:
            target = rng.choice(ids)
            port = next((p for p in project.equipment[target].power_ports() if p.flow == "in"), None)
            if port is None:
                return project
            return connect(project, rng.choice(gear), "out", target, port.name, rng.choice([1, 2]))
        case 4 if systems:
            return set_fields(project, [rng.choice(systems)], {"nameplate_kw": rng.choice([None, 2.0, 6.5])})
        case 5:
            n = len(ids)
            strips = [i for i in ids if project.equipment[i].kind == "rack_pdu"]
            new = item("system", f"n{n}x{rng.randrange(999)}", role="cpu", psu_count=2, nameplate_kw=1.5)
            p = project.changed(equipment={new.id: new})
            return connect(p, rng.choice(strips), "out", new.id, "psu") if strips else p
        case 8 if links:
            return set_fields(project, [rng.choice(links)], {"a_first": rng.choice([1, 2, 3]), "b_first": 1})
        case 9:
            return duplicate(project, [rng.choice(gear)], 3.0, 0.0)
        case 10:
            target = project.equipment[rng.choice(gear)]
            field = next(
                f for f in ("rating_kva", "rating_kw", "rating_a", "voltage_v") if f in type(target).model_fields
            )
            return set_fields(project, [target.id], {field: rng.choice([100.0, 230.0, 400.0])})
        case 6:
            return move(project, [rng.choice(ids)], 0.3, 0.0)
        case _:
            if rng.random() < 0.2:
                return set_settings(project, {"design_factor": rng.choice([0.8, 0.9, 1.0])})
            phase = rng.choice(["", "L1", "L2", "L3-L1"])
            return set_fields(project, [rng.choice(links)], {"phase": phase}) if links else project


@pytest.mark.parametrize("seed", range(25))
def test_patch_equals_solve_over_random_edits(seed: int) -> None:
    rng = random.Random(1000 + seed)
    walk = Walk(random_chain(seed))
    history = [walk.project]
    for _ in range(25):
        try:
            after = random_edit(walk.project, rng) if rng.random() < 0.8 else rng.choice(history)
        except EditRefused:
            continue
        if not after.links:
            break
        walk.go(after)
        history.append(after)


def test_moving_anything_changes_nothing() -> None:
    hall = good_hall()
    walk = Walk(hall)
    first = walk.power
    walk.go(move(hall, ["r1", "rppa", "upsa", "room"], 0.6, 0.0))
    assert walk.power is first


def test_other_racks_keep_their_records() -> None:
    hall = good_hall()
    walk = Walk(hall)
    walk.go(set_fields(hall, ["s1"], {"nameplate_kw": 9.0}))
    assert walk.power.dirty is not None
    assert {"s1", "p1a", "p1b", "rppa", "upsb", "uta"} <= walk.power.dirty
    assert not {"s2", "p2a", "crah1", "lf1"} & walk.power.dirty


def test_a_bundle_over_several_racks_is_one_record() -> None:
    hall = good_hall()
    own = [link.id for link in hall.links.values() if link.a == ("rppa",)]
    first = hall.links[min(own)]
    bundle = first.model_copy(update={"id": "bundle", "b": ("p1a", "p2a", "p3a", "p4a"), "a_first": 1})
    hall = hall.changed(links={**dict.fromkeys(own), "bundle": bundle})
    walk = Walk(hall)
    assert walk.power.records["bundle"].kw == pytest.approx(18.7)
    walk.go(set_fields(hall, ["s2"], {"nameplate_kw": 20.0}))
    assert walk.power.records["bundle"].kw == pytest.approx(18.7 + 4.9)
