"""The chain in one situation: equal to the live engine, and the same whether solved from scratch or step by step."""

import random

import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.chain import Chain, Flow, Situation
from hallwright.engines.power.engine import Power
from hallwright.engines.topology import Topology
from hallwright.project import Project
from power_halls import random_chain


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def chain_of(power: Power) -> Chain:
    return Chain(power.inputs.nodes, (feed for feeds in power.inputs.feeds.values() for feed in feeds))


def steady(chain: Chain, dead: set[int]) -> Flow:
    """All that can start has started, and every transfer switch stands where it belongs."""
    generators = {i for i, feeder in enumerate(chain.feeders) if feeder.source == "standby"}
    situation = Situation(dead=dead, running=generators)
    everything = range(len(chain.feeders))
    flow = chain.solve(situation, None, everything)
    while moved := chain.misplaced(situation, flow):
        situation.alternate ^= moved
        flow = chain.solve(situation, None, everything)
    return flow


@pytest.mark.parametrize("seed", range(40))
def test_the_steady_end_of_every_single_failure_is_that_of_the_live_engine(seed: int) -> None:
    power = solved(random_chain(seed))
    chain = chain_of(power)
    for failed in ("", *chain.index):
        after = power.after(failed)
        flow = steady(chain, {chain.index[failed]} if failed else set())
        for id, i in chain.index.items():
            assert flow.out_kw[i] == pytest.approx(after.out_kw[id], rel=1e-9, abs=1e-9)
            assert flow.in_kw[i] == pytest.approx(after.in_kw[id], rel=1e-9, abs=1e-9)
        assert {load.id: flow.states[j] for j, load in enumerate(chain.loads)} == after.states


@pytest.mark.parametrize("seed", range(40))
def test_step_by_step_equals_from_scratch_to_the_last_bit(seed: int) -> None:
    rng = random.Random(seed)
    chain = chain_of(solved(random_chain(seed)))
    situation, flow = Situation(running=set(chain.normal[0].running), alternate=set(chain.normal[0].alternate)), None
    flow = chain.normal[1]
    for _ in range(12):
        elements, cut = set[int](), set[int]()
        if rng.random() < 0.7:
            i = rng.randrange(len(chain.feeders))
            situation.dead ^= {i}
            elements = {i}
        else:
            k = rng.randrange(len(chain.feeds))
            situation.cut[k] = rng.randint(0, chain.feeds[k].cables)
            cut = {k}
        flow = chain.solve(situation, flow, elements, cut)
        whole = chain.solve(situation, None, range(len(chain.feeders)))
        for name in ("level", "used", "flow_kw", "out_kw", "in_kw", "states", "cables", "drawn_kw"):
            assert getattr(flow, name) == getattr(whole, name), name


def test_an_idle_generator_stands_by() -> None:
    seeds = [seed for seed in range(60) if "gena" in random_chain(seed).equipment]
    assert seeds
    for seed in seeds[:5]:
        chain = chain_of(solved(random_chain(seed)))
        assert chain.index["gena"] not in chain.normal[0].running
        assert chain.normal[1].out_kw[chain.index["gena"]] == 0.0
