"""Every single failure, against a plain recomputation that shares no code with the engine."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.engines.topology import Topology
from hallwright.project import Project
from power_halls import random_chain


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


class Brute:
    """Reachability and flow recomputed recursively from the records of the project, for one failure."""

    def __init__(self, project: Project, failed: str) -> None:
        self.kinds = {i: e.kind for i, e in project.equipment.items()}
        self.items: dict[str, Any] = dict(project.equipment)
        self.failed = failed
        self.pf = project.settings.power_factor
        self.into: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.outof: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for link in project.links.values():
            for a in link.a:
                for b in link.b:
                    self.into[b].append((a, link.b_port, link.per_pair))
                    self.outof[a].append((b, link.b_port, link.per_pair))

    def level(self, i: str) -> int:
        """2 from a utility, 1 from a generator, 0 dead."""
        if i == self.failed:
            return 0
        kind = self.kinds[i]
        if kind == "utility_feed":
            return 2
        if kind == "generator":
            return 1
        if kind == "transfer_switch":
            for port in ("preferred", "alternate"):
                best = max((self.level(a) for a, p, _ in self.into[i] if p == port), default=0)
                if best:
                    return best
            return 0
        best = max((self.level(a) for a, _, _ in self.into[i]), default=0)
        return 2 if best and kind in ("ups", "power_shelf") else best  # a converter hides what feeds it

    def shares(self, i: str) -> dict[str, float]:
        """Part of its input that each live parent of a feeder carries."""
        if not self.level(i):
            return {}
        parents = self.into[i]
        mine = max(self.level(a) for a, _, _ in parents)
        if self.kinds[i] == "transfer_switch":
            first = [x for x in parents if x[1] == "preferred" and self.level(x[0])]
            parents = first or [x for x in parents if self.level(x[0])]
        else:
            parents = [x for x in parents if self.level(x[0]) == mine]
        weights = {a: n * (self.rating(a) or 1.0) for a, _, n in parents}
        total = sum(weights.values())
        return {a: w / total for a, w in weights.items()}

    def rating(self, i: str) -> float | None:
        e, kind = self.items[i], self.kinds[i]
        if kind in ("transformer", "pdu"):
            return None if e.rating_kva is None else float(e.rating_kva * self.pf)
        if kind == "utility_feed":
            return float(e.contracted_kw) if e.contracted_kw else None
        if kind in ("ups", "generator", "power_shelf", "rack_pdu"):
            return float(e.rating_kw)
        return None

    def load(self, i: str) -> tuple[str, float, dict[str, float]]:
        """State, power drawn, and part by parent."""
        e, kind = self.items[i], self.kinds[i]
        alive = [(a, n) for a, _, n in self.into[i] if self.level(a)]
        count, connected = sum(n for _, n in alive), sum(n for _, _, n in self.into[i])
        demand = e.fan_kw if kind == "crah" else e.nameplate_kw
        need = least = 1
        if kind == "system" and e.supply == "ac":
            need = e.psu_required if e.psu_required is not None else max(1, -int(-demand // e.psu_kw))
            least = min(e.psu_min_degraded if e.psu_min_degraded is not None else need, need)
            need = min(need, connected)
            least = min(least, need)
        if not count or count < least:
            return "lost", 0.0, {}
        if kind == "system" and count < need:
            state, demand = "throttled", min(demand, count * e.psu_kw)
        else:
            state = "ok" if count == connected else "one side"
        busbar = kind == "system" and e.supply == "busbar"
        weights = {a: n * (self.items[a].rating_kw if busbar else 1.0) for a, n in alive}
        total = sum(weights.values())
        return state, demand, {a: demand * w / total for a, w in weights.items()}

    def given(self, i: str) -> float:
        """Power that a feeder gives."""
        if not self.level(i):
            return 0.0
        total = 0.0
        for b in {b for b, _, _ in self.outof[i]}:
            if self.outof[b] or self.kinds[b] in ("rack_pdu", "pdu", "switchgear", "transfer_switch"):
                total += self.taken(b) * self.shares(b).get(i, 0.0)
            else:
                total += self.load(b)[2].get(i, 0.0)
        return total

    def taken(self, i: str) -> float:
        """Power that a feeder takes."""
        out = self.given(i)
        curve = getattr(self.items[i], "efficiency_at_load", None)
        rating = self.rating(i)
        if not curve or not rating or not out:
            return out
        x = out / rating
        points = [(-1.0, curve[0][1]), *curve, (1e9, curve[-1][1])]
        for (x0, y0), (x1, y1) in pairwise(points):
            if x0 <= x <= x1:
                return float(out / (y0 + (y1 - y0) * (x - x0) / (x1 - x0)))
        raise AssertionError


NAMES = {0: "ok", 1: "one side", 2: "throttled", 3: "lost"}


@pytest.mark.parametrize("seed", range(40))
def test_every_single_failure_equals_brute_force(seed: int) -> None:
    project = random_chain(seed)
    power = solved(project)
    feeders = [i for i, r in power.records.items() if isinstance(r, ElementFlow)]
    loads = [i for i, r in power.records.items() if isinstance(r, LoadFlow)]
    worst = dict.fromkeys(feeders, 0.0)
    points: dict[str, set[str]] = {i: set() for i in loads}
    normal = Brute(project, "")
    for failed in ("", *feeders):
        brute, after = Brute(project, failed), power.after(failed)
        for i in feeders:
            out = brute.given(i)
            assert after.out_kw[i] == pytest.approx(out, rel=1e-9, abs=1e-9), (failed, i)
            assert after.in_kw[i] == pytest.approx(brute.taken(i), rel=1e-9, abs=1e-9), (failed, i)
            worst[i] = max(worst[i], out)
        for i in loads:
            state, drawn, _ = brute.load(i)
            base = normal.load(i)[0]
            told = NAMES[after.states[i]]
            assert told == state or (base == "one side" and {told, state} <= {"ok", "one side"}), (failed, i)
            assert after.drawn_kw[i] == pytest.approx(drawn, abs=1e-12)
            if state == "lost" and base != "lost":
                points[i].add(failed)
        assert set(power.lost(failed)) == {i for i in loads if brute.load(i)[0] == "lost"}
    for i in feeders:
        record = power.records[i]
        assert isinstance(record, ElementFlow)
        assert record.worst_kw == pytest.approx(worst[i], rel=1e-9, abs=1e-9)
        if record.worst_kw_failure:
            there = Brute(project, record.worst_kw_failure).given(i)
            assert there == pytest.approx(record.worst_kw, rel=1e-9, abs=1e-9)
    for i in loads:
        record_ = power.records[i]
        assert isinstance(record_, LoadFlow)
        assert set(record_.single_points) == points[i]
    for failed, failure in power.failures.items():
        assert failure.lost == sum(1 for i in loads if failed in points[i])


@pytest.mark.parametrize("seed", range(60))
def test_energy_closes(seed: int) -> None:
    power = solved(random_chain(seed, racks=6))
    t = power.totals
    assert t.source_kw == pytest.approx(t.it_kw + t.other_kw + t.loss_kw, rel=1e-9)
    gear = [r for r in power.records.values() if isinstance(r, ElementFlow)]
    assert all(r.loss_kw >= 0.0 for r in gear)
    assert sum(r.loss_kw for r in gear) == pytest.approx(t.loss_kw, rel=1e-9, abs=1e-12)
