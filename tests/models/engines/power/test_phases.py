"""Balancing by the live solver's numbers."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.power.phases import balance_phases
from hallwright.engines.power.records import ElementFlow
from hallwright.engines.topology import Topology
from hallwright.project import Project


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def test_it_lowers_the_worst_line_that_the_live_solver_shows() -> None:
    hall = good_hall()
    cords = [k.id for k in hall.links.values() if k.b_port == "psu" and k.a == ("p4a",)]
    assert len(cords) == 4
    uneven = set_fields(hall, cords, {"phase": "L2"})
    after = balance_phases(uneven, solved(uneven), ["r4"])
    before_a, after_a = (solved(p).records["p4a"] for p in (uneven, after))
    assert isinstance(before_a, ElementFlow) and isinstance(after_a, ElementFlow)
    assert after_a.amps < 0.55 * before_a.amps  # two of four on the worst line instead of all
    assert balance_phases(after, solved(after)) is after
