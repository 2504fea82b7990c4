"""Laws that hold in every hall: energy closes, more load never relieves, taking away never adds, names do not count."""

import random

import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.power.engine import Power, inputs, solve
from hallwright.engines.power.failures import failures_of
from hallwright.engines.power.records import LOST, ElementFlow, LoadFlow
from hallwright.engines.topology import Topology
from hallwright.project import Project
from power_random import random_hall


def solved(project: Project) -> Power:
    return solve(inputs(Step(project, Topology(project), Results())))


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_energy_closes_in_a_thousand_halls(first: int) -> None:
    carried = 0
    for seed in range(first, first + 250):
        power = solved(random_hall(seed))
        t = power.totals
        assert abs(t.source_kw - t.it_kw - t.other_kw - t.loss_kw) <= 1e-9 * max(t.source_kw, 1e-9), seed
        gear = [r for r in power.records.values() if isinstance(r, ElementFlow)]
        for record in gear:
            assert record.loss_kw >= 0.0 and record.in_kw >= record.out_kw >= 0.0, seed
        assert abs(sum(r.loss_kw for r in gear) - t.loss_kw) <= 1e-9 * max(t.source_kw, 1e-9), seed
        carried += t.source_kw > 0.0
    assert carried > 200


def test_energy_closes_after_every_single_failure() -> None:
    for seed in range(60):
        found = failures_of(random_hall(seed))
        chain = found.chain
        for unit in found.units:
            flow = found.after((unit,)).flow
            source = sum(flow.in_kw[i] for i, f in enumerate(chain.feeders) if not flow.used[i])  # batteries too
            loss = sum(flow.in_kw[i] - flow.out_kw[i] for i in range(len(chain.feeders)))
            drawn = sum(flow.drawn_kw)
            assert source == pytest.approx(drawn + loss, rel=1e-9, abs=1e-12), (seed, unit)


def scaled(project: Project, factor: float) -> Project:
    """The hall with every system drawing more, of as many supplies as before."""
    more = {
        i: e.model_copy(update={"nameplate_kw": e.nameplate_kw * factor, "psu_required": 1})
        for i, e in project.equipment.items()
        if e.kind == "system"
    }
    return project.changed(equipment=more)


def test_more_load_never_lowers_a_utilisation() -> None:
    for seed in range(250):
        project = random_hall(seed)
        small, large = solved(scaled(project, 1.0)), solved(scaled(project, random.Random(seed).uniform(1.0, 2.0)))
        for id, record in small.records.items():
            if isinstance(record, ElementFlow):
                other = large.records[id]
                assert other.out_kw >= record.out_kw * (1.0 - 1e-12), (seed, id)
                assert other.worst_kw >= record.worst_kw * (1.0 - 1e-12), (seed, id)
                assert (other.utilisation or 0.0) >= (record.utilisation or 0.0) * (1.0 - 1e-12), (seed, id)


def test_taking_an_element_away_never_feeds_a_load() -> None:
    for seed in range(250):
        project = random_hall(seed)
        power = solved(project)
        if any(isinstance(r, ElementFlow) and r.in_loop for r in power.records.values()):
            continue  # breaking a loop revives what hangs on it
        rng = random.Random(seed)
        gone = rng.choice(sorted(i for i, r in power.records.items() if isinstance(r, ElementFlow)))
        links = {k: None for k, link in project.links.items() if gone in (*link.a, *link.b)}
        less = solved(project.changed(equipment={gone: None}, links=links))
        for id, record in power.records.items():
            if isinstance(record, LoadFlow) and not record.live_cords:
                assert less.records[id].state == LOST, (seed, id)
            if isinstance(record, LoadFlow) and id in less.records:
                assert less.records[id].live_cords <= record.live_cords, (seed, id)


@pytest.mark.parametrize("seed", range(60))
def test_names_and_order_change_no_verdict(seed: int) -> None:
    project = random_hall(seed)
    rng = random.Random(seed)
    ids = sorted({*project.equipment, *project.links})
    places = list(range(len(ids)))
    rng.shuffle(places)
    new = {old: f"n{place:04d}" for old, place in zip(ids, places, strict=True)}
    things = {}
    for old in rng.sample(sorted(project.equipment), len(project.equipment)):
        item = project.equipment[old]
        update: dict[str, object] = {"id": new[old], "name": new[old]}
        if getattr(item, "rack_id", None):
            update["rack_id"] = new[item.rack_id]
        things[new[old]] = item.model_copy(update=update)
    links = {}
    for old in rng.sample(sorted(project.links), len(project.links)):
        link = project.links[old]
        ends = {"a": tuple(new[i] for i in link.a), "b": tuple(new[i] for i in link.b)}
        links[new[old]] = link.model_copy(update={"id": new[old], **ends})
    other = failures_of(Project(name="Renamed").changed(equipment=things, links=links))
    for outcome in failures_of(project).singles():
        renamed = other.after([new[i] for i in outcome.units])
        for name in ("lost", "throttled", "one_side", "dead", "interrupted"):
            assert sorted(new[i] for i in getattr(outcome, name)) == list(getattr(renamed, name)), name
        loaded = {(new[o.id], o.what) for o in outcome.overloads}
        assert loaded == {(o.id, o.what) for o in renamed.overloads}
