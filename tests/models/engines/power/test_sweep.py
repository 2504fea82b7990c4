"""All single failures in one sweep: the verdicts of the live engine, from scratch and after feeds were moved."""

import random

import numpy as np
import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.power.chain import Chain, Flow, Situation
from hallwright.engines.power.engine import Power, inputs, solve
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.sweep import Sweep, again, arrays, sweep
from hallwright.engines.topology import Topology
from hallwright.project import Project
from hallwright.templates.synthetic import build
from power_halls import random_chain
from power_random import random_hall


def solved(project: Project) -> tuple[Power, Failures]:
    power = solve(inputs(Step(project, Topology(project), Results())))
    return power, Failures(project, power)


def same(one: Sweep, other: Sweep) -> None:
    for name in ("lost", "throttled", "one_side", "over"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.allclose(one.worst, other.worst, rtol=1e-9, atol=0.0)


def test_two_threads_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    power, found = solved(build(256))
    flat = arrays(found.chain, power.inputs.power_factor)
    alone = sweep(flat)
    monkeypatch.setattr("hallwright.engines.power.sweep.WORTH_A_THREAD", 0)
    both = sweep(flat)
    same(alone, both)
    feed = next(k for k, i in enumerate(found.chain.taker) if i >= 0 and not found.chain.feeders[i].on_floor)
    giver = next(a for a in reversed(found.chain.giver[:feed]) if a != flat.giver[feed])
    moved, hung = flat.refed(feed, giver), np.array([feed], np.int32)
    same(again(both, moved, hung), sweep(moved))


def steady(chain: Chain, dead: set[int]) -> tuple[Situation, Flow]:
    """The steady end by the plain solver."""
    everything = range(len(chain.feeders))
    situation = Situation(dead=dead, running={i for i in everything if chain.feeders[i].source == "standby"})
    flow = chain.solve(situation, None, everything)
    while moved := chain.misplaced(situation, flow):
        situation.alternate ^= moved
        flow = chain.solve(situation, None, everything)
    return situation, flow


def beyond(found: Failures, situation: Situation, flow: Flow) -> set[tuple[str, int]]:
    """Elements and cables beyond a limit by the plain solver; the banks of a rack PDU together."""
    chain, loading = found.chain, found.stage.loading
    over = {(e.key[0], i) for i in range(len(chain.feeders)) for e in loading.of_element(i, flow, situation)
            if e.over_limit}  # fmt: skip
    return over | {("cable", k) for k in range(len(chain.feeds)) for e in loading.of_feed(k, flow, situation)
                   if e.over_limit}  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_every_failure_has_the_verdict_of_the_live_engine(seed: int) -> None:
    project = random_chain(seed) if seed % 2 else random_hall(seed)
    project = project.changed(links={k: link.model_copy(update={"phase": ""}) for k, link in project.links.items()})
    power, found = solved(project)
    chain = found.chain
    swept = sweep(arrays(chain, power.inputs.power_factor))
    normal = beyond(found, *steady(chain, set()))
    for id, i in chain.index.items():
        told = power.failures[id]
        assert (swept.lost[i], swept.throttled[i], swept.one_side[i]) == (told.lost, told.throttled, told.one_side)
        assert swept.over[i] == len(beyond(found, *steady(chain, {i})) - normal), (seed, id)


def test_a_hall_by_rule_and_feeds_moved_in_it() -> None:
    power, found = solved(build(1024))
    chain, rng = found.chain, random.Random(0)
    given = arrays(chain, power.inputs.power_factor)
    assert given.many.sum() == len(chain.loads) and len(given.many) < len(chain.loads), "like loads stand as one"
    swept = sweep(given)
    for id, i in chain.index.items():
        told = power.failures[id]
        assert (swept.lost[i], swept.throttled[i], swept.one_side[i]) == (told.lost, told.throttled, told.one_side)
    strips = [k for k in range(len(given.taker)) if given.taker[k] >= 0 and not chain.feeders[given.taker[k]].on_floor]
    givers = sorted({int(given.giver[k]) for k in strips})
    for _ in range(30):
        feed = rng.choice(strips)
        given = given.refed(feed, rng.choice(givers))
        swept = again(swept, given, np.array([feed], np.int32))
        same(swept, sweep(given))
    assert swept.lost.sum() > 0 or swept.over.sum() > 0, "moving feeds about at random does harm"


def test_one_of_several_like_loads_parts_from_them() -> None:
    power, found = solved(build(1024))
    given = arrays(found.chain, power.inputs.power_factor)
    load = int(np.argmax(given.many))
    parted = given.parted(load)
    assert parted.many.sum() == given.many.sum() and len(parted.many) == len(given.many) + 1
    same(sweep(parted), sweep(given))
    assert parted.parted(len(parted.many) - 1) is parted


def test_overloads_are_those_beyond_the_limit() -> None:
    project = build(1024)
    power, _ = solved(project)
    ups = next(i for i, e in project.equipment.items() if e.kind == "ups" and power.records[i].worst_kw_failure)
    record = power.records[ups]
    assert record.worst_kw > record.out_kw
    rating = (record.worst_kw + record.out_kw) / 2.0
    small = project.equipment[ups].model_copy(update={"rating_kw": rating, "rating_kva": None, "module_kw": None})
    power, found = solved(project.changed(equipment={ups: small}))
    swept = sweep(arrays(found.chain, power.inputs.power_factor))
    assert power.records[ups].out_kw < rating < power.records[ups].worst_kw
    assert swept.over[found.chain.index[power.records[ups].worst_kw_failure]] >= 1


def test_limits_of_nothing_are_exceeded_and_break_nothing() -> None:
    project = random_hall(1)
    strips = [i for i, e in project.equipment.items() if e.kind == "rack_pdu"]
    none = {i: project.equipment[i].model_copy(update={"banks": 3, "bank_a": 0.0, "usable_a": 0.0}) for i in strips}
    power, found = solved(project.changed(equipment=none))
    swept = sweep(arrays(found.chain, power.inputs.power_factor))
    assert np.isfinite(swept.worst).all() or (swept.worst > 1.0).any()
    assert found.after_nothing().overloads
