"""Balancing phases: never worse anywhere, links otherwise untouched, the same each time."""

import random
from typing import get_args

import pytest

from halls import good_hall
from hallwright.edits.balance import DELTA, STAR
from hallwright.edits.change import set_fields
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.power.phases import balance_phases
from hallwright.engines.power.records import ElementFlow
from hallwright.engines.topology import Topology
from hallwright.errors import EditRefused
from hallwright.project import Link, Project
from power_halls import Wiring


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def balanced(project: Project, *ids: str) -> Project:
    return balance_phases(project, solved(project), ids)


def racks(seed: int) -> Project:
    """Rack PDUs on a panel, with single-phase loads on lines drawn at random."""
    rng = random.Random(seed)
    w = Wiring()
    line_v = rng.choice([415.0, 208.0])
    w.add("utility_feed", "ut", voltage_v=line_v)
    w.add("switchgear", "sg", voltage_v=line_v, rating_a=1600.0)
    w.wire("ut", "sg")
    for n in range(rng.choice([1, 2])):
        w.add("pdu", f"rpp{n}", primary_v=line_v, secondary_v=line_v, rating_a=400.0)
        w.wire("sg", f"rpp{n}")
    for n in range(rng.choice([1, 3, 6])):
        w.add("rack", f"r{n}")
        w.add("rack_pdu", f"p{n}", rack_id=f"r{n}", voltage_v=line_v, rating_a=63.0)
        w.wire(rng.choice([t for t in w.things if t.startswith("rpp")]), f"p{n}")
        for k in range(rng.choice([1, 2, 4, 7])):
            w.add("system", f"s{n}{k}", role="cpu", rack_id=f"r{n}", psu_count=2, u=1,
                  nameplate_kw=rng.choice([0.4, 1.0, 1.7, 3.0]))  # fmt: skip
            w.wire(f"p{n}", f"s{n}{k}", "psu", rng.choice([1, 2]))
    project = w.project()
    choices = STAR if line_v == 415.0 else DELTA
    stated = {k.id: rng.choice([*choices, choices[0], ""]) for k in project.links.values() if k.b_port == "psu"}
    return project.changed(links={i: project.links[i].model_copy(update={"phase": p}) for i, p in stated.items()})


def amps(power: Power) -> dict[str, float]:
    return {i: r.amps for i, r in power.records.items() if isinstance(r, ElementFlow)}


@pytest.mark.parametrize("seed", range(40))
def test_never_worse_and_nothing_else_changes(seed: int) -> None:
    hall = racks(seed)
    if not any(k.phase for k in hall.links.values()):
        pytest.skip("no load states a phase")
    after = balanced(hall)
    before_a, after_a = amps(solved(hall)), amps(solved(after))
    for id, value in after_a.items():
        assert value <= before_a[id] + 1e-6, id
    assert after.equipment is hall.equipment
    for id, link in after.links.items():
        old = hall.links[id]
        assert link.model_copy(update={"phase": old.phase}) == old
        assert bool(link.phase) == bool(old.phase) and ("-" in link.phase) == ("-" in old.phase)
    assert balanced(after) is after  # there is nothing left to gain
    assert balanced(hall) == after  # the same each time
    if after is not hall:
        assert any(value < before_a[id] - 1e-9 for id, value in after_a.items())


def test_equal_loads_end_equal() -> None:
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=415.0)
    w.add("rack", "r")
    w.add("rack_pdu", "p", rack_id="r", voltage_v=415.0, rating_a=63.0)
    w.wire("ut", "p")
    for n in range(6):
        w.add("system", f"s{n}", role="cpu", rack_id="r", psu_count=1, nameplate_kw=2.0, u=1)
        w.wire("p", f"s{n}", "psu")
    hall = w.project()
    hall = set_fields(hall, [k.id for k in hall.links.values() if k.b_port == "psu"], {"phase": "L1"})
    record = solved(balanced(hall)).records["p"]
    assert isinstance(record, ElementFlow)
    assert record.lines_a == pytest.approx((record.lines_a[0],) * 3)
    only = balanced(hall, "s0")
    assert [k.b for k in only.links.values() if k.phase not in ("", "L1")] == [("s0",)]


def test_optimum_of_small_panels() -> None:
    """Beside every assignment there is: the search reaches the least worst line of a single rack PDU."""
    from itertools import product

    for seed in range(60):
        hall = racks(seed)
        strips = [i for i, e in hall.equipment.items() if e.kind == "rack_pdu"]
        stated = [k for k in hall.links.values() if k.phase]
        if len(strips) != 1 or not 2 <= len(stated) <= 4:
            continue
        choices = DELTA if "-" in stated[0].phase else STAR
        best = min(
            amps(
                solved(
                    hall.changed(
                        links={k.id: k.model_copy(update={"phase": p}) for k, p in zip(stated, ps, strict=True)}
                    )
                )
            )[strips[0]]
            for ps in product(choices, repeat=len(stated))
        )
        assert amps(solved(balanced(hall)))[strips[0]] == pytest.approx(best, rel=1e-9)


def test_refusals() -> None:
    with pytest.raises(EditRefused, match="states its phase"):
        balanced(good_hall())
    with pytest.raises(EditRefused, match="no equipment"):
        balanced(good_hall(), "nothing")


def test_phases_are_those_of_a_link() -> None:
    assert {"", *STAR, *DELTA} == set(get_args(Link.model_fields["phase"].annotation))
