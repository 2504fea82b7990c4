"""Units out of service: what views show is what the failure analysis says."""

from functools import cache

import pytest

from halls import good_hall
from hallwright.diagrams.tripped import Tripped, tripped
from hallwright.engines.power.engine import Power
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import LOST, OK, ONE_SIDE
from hallwright.evaluate import evaluate
from power_halls import random_chain


@cache
def power() -> Power:
    found = evaluate(good_hall()).results.power
    assert found is not None
    return found


def after(*units: str) -> Tripped:
    return tripped(Failures(good_hall(), power()), power().records, units)


def test_nothing_tripped_is_the_normal_state() -> None:
    state = after()
    assert state.count(OK) == len(state.states) > 0 and not state.ended and not state.timeline
    for id, record in state.elements.items():
        normal = power().records[id]
        assert record.out_kw == pytest.approx(normal.out_kw) and record.amps == pytest.approx(normal.amps)
        assert record.alive == normal.alive
    for id, link in state.links.items():
        assert link.kw == pytest.approx(power().records[id].kw) and link.amps == pytest.approx(power().records[id].amps)


@pytest.mark.parametrize("seed", range(8))
def test_states_are_those_of_the_analysis_and_flows_close(seed: int) -> None:
    project = random_chain(seed)
    found = evaluate(project).results.power
    assert found is not None
    failures = Failures(project, found)
    for unit in failures.units:
        state, outcome = tripped(failures, found.records, [unit]), failures.after([unit])
        assert {i for i, s in state.states.items() if s == LOST} == set(outcome.lost)
        assert {i for i, s in state.states.items() if s == ONE_SIDE} == set(outcome.one_side)
        assert all(state.loads[i].drawn_kw == 0.0 for i in outcome.lost)
        for id, record in state.elements.items():
            assert record.loss_kw >= -1e-9 and (record.alive or record.out_kw == 0.0), id


def test_both_sides_take_everything_and_one_side_leaves_the_other() -> None:
    assert after("upsa").count(LOST) == 0 and after("upsa").count(ONE_SIDE) > 0
    both = after("upsa", "upsb")
    assert both.worst(["s1", "s2", "s3"]) == LOST
    assert not both.elements["rppa"].alive and both.elements["rppa"].out_kw == 0.0
