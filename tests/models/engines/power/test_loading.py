"""Loads against limits: the same figures as the records of the live engine."""

import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.power.engine import inputs, solve
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import ElementFlow, LinkFlow
from hallwright.engines.topology import Topology
from hallwright.project import Project
from hallwright.templates import TEMPLATES
from power_halls import random_chain


def excess(project: Project) -> tuple[set[tuple[str, str]], Failures, set[tuple[str, str]]]:
    """What is over a limit by the failure analysis, and by the records."""
    power = solve(inputs(Step(project, Topology(project), Results())))
    failures = Failures(project, power)
    mine = {(one.id, one.key[0]) for one in failures.stage.excess.values() if one.over_limit}
    theirs = set()
    for id, record in power.records.items():
        if isinstance(record, ElementFlow):
            for what, value, limit in (
                ("power", record.out_kw, record.limit_kw),
                ("current", record.amps, record.limit_a),
                ("bank", record.bank_a, record.bank_limit_a),
            ):
                if limit is not None and value > limit * (1.0 + 1e-9):
                    theirs.add((id, what))
        elif isinstance(record, LinkFlow) and record.limit_a is not None and record.amps > record.limit_a * (1 + 1e-9):
            theirs.add((id, "cable"))
    return mine, failures, theirs


@pytest.mark.parametrize("seed", range(30))
def test_overloads_of_random_chains_are_those_of_the_records(seed: int) -> None:
    mine, _, theirs = excess(random_chain(seed))
    assert mine == theirs


@pytest.mark.parametrize("name", ["gb200-nvl72-row", "planted-faults", "h100-scalable-unit"])
def test_currents_of_the_examples_are_those_of_the_records(name: str) -> None:
    project = TEMPLATES[name]()
    mine, failures, theirs = excess(project)
    assert mine == theirs
    power = solve(inputs(Step(project, Topology(project), Results())))
    flow = failures.chain.normal[1]
    for id, i in failures.chain.index.items():
        record = power.records[id]
        assert isinstance(record, ElementFlow)
        assert failures.stage.loading.amps(i, flow) == pytest.approx(record.amps, rel=1e-9)
