"""Loads of links in whole projects, worked by hand, and patch against solve."""

import random
from typing import Any

import pytest

from halls import good_hall
from hallwright.edits.arrange import duplicate, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import disconnect
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine as fabric
from hallwright.engines.topology import Topology
from hallwright.engines.traffic import engine
from hallwright.engines.traffic.records import LinkLoad
from hallwright.equipment.base import Medium
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused, SolveError
from hallwright.project import Change, Project
from hallwright.templates.synthetic import build


def solved(project: Project) -> engine.Traffic:
    step = Step(project, Topology(project), Results())
    step.results.fabric = fabric.solve(fabric.inputs(step))
    return engine.solve(engine.inputs(step))


def with_jobs(project: Project, *jobs: dict[str, Any], systems: int | None = None) -> Project:
    """The project with jobs, the first of them on its first systems (all without a number)."""
    ids = sorted(s.id for s in project.all(System) if s.role == "gpu")[:systems]
    return set_fields(set_settings(project, {"jobs": list(jobs)}), ids, {"job": jobs[0]["name"]})


def trunk(project: Project, a: str, b: str) -> str:
    return next(k for k, v in project.links.items() if v.medium is Medium.FABRIC and v.a == (a,) and v.b == (b,))


def test_systems_on_the_same_leaf_load_no_link_between_switches() -> None:
    """All three systems of the good hall have ports 1-4 on lf1 and 5-8 on lf2: like ports share a leaf."""
    p = good_hall()
    result = solved(p)
    record = result.records[trunk(p, "lf1", "sp1")]
    assert (record.worst_fraction, record.mean_fraction, record.worst_job) == (0.0, 0.0, "uniform")
    assert result.offered_gbps == result.unrouted_gbps == 0.0


def crossing() -> Project:
    """s1 on lf1 and s2 on lf2 only: four ports of 400 Gb/s each, which can only meet over the spines."""
    p = remove(good_hall(), ["s3"])
    for a, b in (("s1", "lf2"), ("s2", "lf1")):
        p = disconnect(p, [trunk(p, a, b)])
    link = next(k for k, v in p.links.items() if v.a == ("s2",) and v.b == ("lf2",))
    return set_fields(p, [link], {"a_first": 1})  # like ports on both


def test_even_traffic_by_hand() -> None:
    p = crossing()
    result = solved(p)
    assert result.offered_gbps == pytest.approx(2 * 4 * 400.0)
    for leaf in ("lf1", "lf2"):
        for spine in ("sp1", "sp2"):  # 1600 Gb/s over 2 x 6 cables of 400 Gb/s
            record = result.records[trunk(p, leaf, spine)]
            assert record.worst_fraction == pytest.approx(1600 / 12 / 400)
            assert record.mean_fraction == pytest.approx(1600 / 12 / 400)
            assert (record.fabric, record.tier) == ("compute", "leaf–spine")
    assert result.tiers["compute", "leaf–spine"].cables == 24


def test_a_spine_with_fewer_cables_is_the_bottleneck_on_the_way_down() -> None:
    p = crossing()
    p = set_fields(p, [trunk(p, "lf1", "sp1")], {"per_pair": 2})
    result = solved(p)
    # lf2 does not know: half of its 1600 Gb/s comes down over two cables
    assert result.records[trunk(p, "lf1", "sp1")].worst_fraction == pytest.approx(800 / 2 / 400)
    # lf1 sends evenly over its eight; six of them lead to sp2
    assert result.records[trunk(p, "lf1", "sp2")].worst_fraction == pytest.approx(1600 / 8 / 400)
    assert result.records[trunk(p, "lf2", "sp2")].worst_fraction == pytest.approx(1600 * 6 / 8 / 6 / 400)


def test_traffic_that_no_path_joins_is_said() -> None:
    p = remove(crossing(), ["sp1", "sp2"])
    result = solved(p)
    assert result.unrouted_gbps == result.offered_gbps == pytest.approx(3200.0)


def test_all_reduce_ring_by_hand() -> None:
    job = {"name": "train", "tensor": 8, "gradient_gbytes": 10.0, "compute_s": 1.0}
    p = with_jobs(crossing(), job)
    result = solved(p)
    record = result.jobs["train"]
    (phase,) = record.phases
    assert record.systems == 2 and record.gpus == 16
    assert phase.worst_fraction == pytest.approx(1600 / 12 / 400)
    # two nodes of 4 x 400 Gb/s for 8 accelerators each: the whole buffer of each crosses its 200 Gb/s once each way
    line_s = 2 * (2 - 1) / 2 * 10.0 / 25.0
    assert phase.ideal_s == pytest.approx(line_s / 0.742 + 0.165e-3)
    assert record.step_s == pytest.approx(1.0 + phase.time_s)
    assert record.exposed_fraction == pytest.approx(phase.time_s / record.step_s)
    hidden = solved(with_jobs(crossing(), {**job, "hidden_fraction": 1.0})).jobs["train"]
    assert hidden.step_s == 1.0 and hidden.slowdown == 1.0


def test_a_narrow_fabric_slows_a_job_down_and_a_scheduled_one_spares_it_collisions() -> None:
    job = {"name": "train", "tensor": 8, "gradient_gbytes": 10.0}
    base = with_jobs(crossing(), job)
    narrow = base
    for leaf in ("lf1", "lf2"):
        for spine in ("sp1", "sp2"):
            narrow = set_fields(narrow, [trunk(narrow, leaf, spine)], {"per_pair": 1})
    hashed, sprayed = solved(narrow), solved(set_settings(narrow, {"ethernet_sprays": True}))
    assert sprayed.jobs["train"].phases[0].worst_fraction == pytest.approx(1600 / 2 / 400)
    assert sprayed.jobs["train"].phases[0].fabric_share == pytest.approx(0.5)
    assert hashed.jobs["train"].phases[0].fabric_share < 0.5
    assert hashed.jobs["train"].slowdown > sprayed.jobs["train"].slowdown > 1.0


def test_jobs_share_links_and_take_only_their_systems() -> None:
    job = {"name": "one", "tensor": 8, "gradient_gbytes": 1.0}
    other = {"name": "two", "tensor": 8, "gradient_gbytes": 1.0}
    p = with_jobs(build(1024), job, other, systems=40)
    rest = sorted(s.id for s in p.all(System))[40:]
    p = set_fields(p, rest, {"job": "two"})
    result = solved(p)
    assert (result.jobs["one"].systems, result.jobs["two"].systems) == (40, len(rest))
    alone = solved(set_settings(p, {"jobs": [job]}))
    key = max(result.records, key=lambda k: result.records[k].worst_fraction)
    assert result.records[key].worst_fraction >= alone.records[key].worst_fraction


def test_two_jobs_of_the_same_name_are_refused() -> None:
    with pytest.raises(EditRefused, match="same name"):
        set_settings(good_hall(), {"jobs": [{"name": "a"}, {"name": "a"}]})


def test_a_job_without_systems_or_links_is_empty() -> None:
    p = set_settings(good_hall(), {"jobs": [{"name": "ghost", "gradient_gbytes": 1.0}]})
    record = solved(p).jobs["ghost"]
    assert (record.systems, record.gpus, record.phases, record.slowdown) == (0, 0, (), 1.0)


def test_every_phase_of_a_plan_is_there() -> None:
    job = {
        "name": "moe", "tensor": 4, "pipeline": 8, "expert": 32, "sharded": True, "gradient_gbytes": 2.0,
        "expert_gbytes": 0.5, "activation_gbytes": 0.1, "checkpoint_gbytes": 5.0, "read_gbytes": 0.1,
    }  # fmt: skip
    p = with_jobs(build(1024), job)
    names = [phase.name.split(":")[0] for phase in solved(p).jobs["moe"].phases]
    assert names == ["data", "experts", "pipeline"]  # the template has no storage to write to
    for phase in solved(p).jobs["moe"].phases:
        assert 0.0 < phase.ideal_s <= phase.time_s and phase.least_s <= phase.time_s <= phase.most_s


def test_without_a_fabric_there_is_no_traffic() -> None:
    p = good_hall()
    with pytest.raises(SolveError):
        engine.inputs(Step(p, Topology(p), Results()))


def edit(rng: random.Random, p: Project) -> Project:
    switch = rng.choice([s.id for s in p.all(Switch)])
    racks = [r.id for r in p.all(Rack)]
    cable = rng.choice([k for k, v in p.links.items() if v.medium is Medium.FABRIC])
    match rng.randrange(8):
        case 0:
            return remove(p, [rng.choice(racks)])
        case 1:
            return remove(p, [rng.choice([s.id for s in p.all(System)])])
        case 2:
            return remove(p, [switch])
        case 3:
            return disconnect(p, [cable])
        case 4:
            return set_fields(p, [switch], {"tier": rng.choice(["leaf", "spine", "core"])})
        case 5:
            return duplicate(p, [rng.choice(racks)], 0.0, 40.0)
        case 6:
            jobs = [{"name": "a", "gradient_gbytes": 1.0, "expert": 64, "expert_gbytes": 0.1}]
            return set_settings(p, {"jobs": rng.choice([[], jobs])})
    return set_fields(p, rng.sample(sorted(s.id for s in p.all(System)), 5), {"job": "a"})


@pytest.mark.parametrize("seed", range(4))
def test_patch_equals_solve(seed: int) -> None:
    rng = random.Random(seed)
    p = start = build(1100, seed)
    topology = Topology(p)
    results = Results()
    results.fabric = fabric.solve(fabric.inputs(Step(p, topology, results)))
    result = engine.solve(engine.inputs(Step(p, topology, results)))
    for _ in range(14):
        try:
            after = edit(rng, p) if rng.random() < 0.85 else start
        except (EditRefused, IndexError, ValueError):
            continue
        topology.move_to(after)
        change = Change.between(p, after)
        now = Results()
        assert results.fabric is not None
        now.fabric = fabric.patch(results.fabric, Step(after, topology, now, p, change))
        new = engine.patch(result, Step(after, topology, now, p, change))
        fresh = engine.solve(engine.inputs(Step(after, topology, now)))
        assert new.inputs == fresh.inputs
        assert new == fresh
        if new is not result and new.dirty is not None:
            assert new.dirty == frozenset(
                k for k in new.records.keys() | result.records.keys()
                if new.records.get(k) != result.records.get(k)
            )  # fmt: skip
        assert all(isinstance(r, LinkLoad) for r in new.records.values())
        p, result, results = after, new, now


@pytest.mark.parametrize("gpus", [10_400, 16_384])
def test_three_tiers_made_by_rule_carry_even_traffic(gpus: int) -> None:
    """Pods of other sizes and a last unit that is not full overload no link."""
    found = solved(build(gpus))
    assert {tier for _, tier in found.tiers} == {"leaf–spine", "spine–core"}
    assert found.unrouted_gbps == 0.0
    for tier in found.tiers.values():
        assert 0.5 < tier.worst_fraction <= 1.0 + 1e-12
