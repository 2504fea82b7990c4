"""P1, P3: every single failure of the power chain, beside networkx and pandapower solving each anew.

Two rows: all failures from the arrays of the hall, and all of them again after one feed was hung elsewhere. The arrays
are made from the project once, outside the measurement, as the alternatives are given their graph and their net
ready-made. The exact solution of everything a failure touches is counted in: nothing else is done.

The alternatives solve a sample of the failures, the same in each round, and their time is taken for all of them. The
verdicts of networkx (loads lost, loads on fewer feeds, elements beyond their limit) are compared with ours.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from functools import partial

import networkx as nx
import numpy as np
from measure import interleaved, median_ms, p95_ms, row, settle

from hallwright.engines.power.chain import Chain
from hallwright.engines.power.failures import failures_of
from hallwright.engines.power.formulas import current_a, loss_kw
from hallwright.engines.power.sweep import Sweep, again, arrays, sweep
from hallwright.templates.synthetic import build as synthetic


class Plain:
    """Copy the graph, take an element out, and walk the whole hall again."""

    def __init__(self, chain: Chain, power_factor: float) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.chain, self.factor = chain, power_factor
        for feed in chain.feeds:
            self.graph.add_edge(feed.a, feed.b, feed=feed)
        self.feeders = {f.id: f for f in chain.feeders}
        self.loads = {load.id: load for load in chain.loads}
        self.normal = self.solve(self.graph)

    def solve(self, graph: "nx.MultiDiGraph[str]") -> tuple[dict[str, int], set[str]]:
        """Live cables of each load, and what is beyond its limit."""
        order = list(nx.topological_sort(graph))
        level: dict[str, int] = {}
        shares: dict[str, list[tuple[str, float]]] = {}
        cables: dict[str, int] = {}
        given: dict[str, float] = dict.fromkeys(order, 0.0)
        for node in order:
            live = [(a, d["feed"]) for a, _, d in graph.in_edges(node, data=True) if level.get(a)]
            if node in self.loads:
                load = self.loads[node]
                cables[node] = sum(f.cables for _, f in live)
                if live and load.demand_kw:
                    total = sum(f.weight for _, f in live)
                    shares[node] = [(a, f.weight / total * load.demand_kw) for a, f in live]
                continue
            feeder = self.feeders[node]
            best = {"utility": 2, "standby": 1}.get(feeder.source) or max((level[a] for a, _ in live), default=0)
            level[node] = 2 if feeder.converts and best else best
            used = [(a, f) for a, f in live if level[a] == best]
            total = sum(f.weight for _, f in used)
            shares[node] = [(a, f.weight / total) for a, f in used]
        over = set()
        for node in reversed(order):
            if node in self.loads:
                for a, kw in shares.get(node, ()):
                    given[a] += kw
                continue
            feeder, out = self.feeders[node], given[node]
            into = out + loss_kw(out, feeder.curve, feeder.curve_kw)
            amps = current_a(into, feeder.in_v, feeder.in_phases, self.factor)
            if feeder.rated_kw is not None and out > feeder.rated_kw * (1.0 + 1e-9):
                over.add(f"{node} power")
            if feeder.limit_a is not None and amps > feeder.limit_a * (1.0 + 1e-9):
                over.add(f"{node} current")
            for a, part in shares[node]:
                given[a] += into * part
        return cables, over

    def fail(self, id: str) -> tuple[int, int, int]:
        """Loads lost and on fewer feeds, and elements newly beyond their limit, after one failure."""
        graph = self.graph.copy()
        graph.remove_node(id)
        cables, over = self.solve(graph)
        before, loaded = self.normal
        lost = sum(1 for i, n in before.items() if n and not cables.get(i))
        fewer = sum(1 for i, n in before.items() if 0 < cables.get(i, 0) < n)
        return lost, fewer, len(over - loaded)


def pandapower_solver(chain: Chain) -> Callable[[Sequence[str]], None] | None:
    """A load flow of the hall for each failure; None where the extra is not there."""
    try:
        import pandapower as pp
    except ImportError:
        return None
    net = pp.create_empty_network()
    buses = pp.create_buses(net, len(chain.feeders), vn_kv=0.415)
    pairs = [(k, feed) for k, feed in enumerate(chain.feeds) if chain.taker[k] >= 0]
    pp.create_lines_from_parameters(
        net, [buses[chain.giver[k]] for k, _ in pairs], [buses[chain.taker[k]] for k, _ in pairs],
        length_km=0.01, r_ohm_per_km=1e-4, x_ohm_per_km=1e-4, c_nf_per_km=0.0, max_i_ka=10.0,
    )  # fmt: skip
    for i, feeder in enumerate(chain.feeders):
        if feeder.source:
            pp.create_ext_grid(net, buses[i])
    flow = chain.normal[1].flow_kw
    at = [(chain.giver[k], kw) for k, kw in enumerate(flow) if chain.taker[k] < 0 and kw]
    pp.create_loads(net, [buses[i] for i, _ in at], p_mw=[kw / 1000.0 for _, kw in at])
    place = {id: int(buses[i]) for id, i in chain.index.items()}

    def run(ids: Sequence[str]) -> None:
        for id in ids:
            net.bus.loc[place[id], "in_service"] = False
            pp.runpp(net, numba=True, init="flat")
            net.bus.loc[place[id], "in_service"] = True

    return run


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[8_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sample", type=int, default=4, help="failures that each alternative solves in a round")
    given = parser.parse_args()
    row("GPUs", "what", "failures", "median ms", "p95 ms", "networkx ms", "ratio", "pandapower ms", "ratio")
    row(*["---"] * 9)
    for gpus in given.gpus:
        measure(gpus, given.rounds, given.sample)


def measure(gpus: int, rounds: int, sample: int) -> None:
    """One size of hall."""
    rng = random.Random(gpus)
    project = synthetic(gpus)
    found = failures_of(project)
    chain, factor = found.chain, project.settings.power_factor
    flat = arrays(chain, factor)
    swept = sweep(flat)
    plain = Plain(chain, factor)
    chosen = rng.sample(sorted(chain.index), sample)
    for id in chosen:
        i = chain.index[id]
        assert plain.fail(id) == (swept.lost[i], swept.one_side[i], swept.over[i]), f"verdicts differ for {id}"
    moves = _moves(chain, flat.taker, rng, rounds + 1)
    for feed, giver in moves:
        moved = flat.refed(feed, giver)
        _compare(again(swept, moved, np.array([feed], np.int32)), sweep(moved))
    turns = iter(moves)

    def after_edit() -> None:
        feed, giver = next(turns)
        again(swept, flat.refed(feed, giver), np.array([feed], np.int32))

    def all_plain() -> None:
        for id in chosen:
            plain.fail(id)

    settle()
    candidates: dict[str, Callable[[], object]] = {
        "scratch": partial(sweep, flat), "edit": after_edit, "networkx": all_plain
    }  # fmt: skip
    flow = pandapower_solver(chain)
    if flow is not None:
        flow(chosen[:1])  # compiles
        candidates["pandapower"] = partial(flow, chosen)
    taken = interleaved(rounds, **candidates)
    share = len(chain.feeders) / sample
    theirs = {name: median_ms(taken[name]) * share for name in ("networkx", "pandapower") if name in taken}
    for name, text in (("scratch", "all failures, from scratch"), ("edit", "all failures, after an edit of one feed")):
        ours = median_ms(taken[name])
        cells = [x for other in ("networkx", "pandapower") for x in _beside(theirs.get(other), ours)]
        row(f"{gpus:,}", text, f"{len(chain.feeders):,}", ours, p95_ms(taken[name]), *cells)


def _moves(chain: Chain, taker: "np.ndarray", rng: random.Random, count: int) -> list[tuple[int, int]]:
    """Feeds of things in racks, and other givers like theirs."""
    strips = [k for k in range(len(taker)) if taker[k] >= 0 and not chain.feeders[taker[k]].on_floor]
    givers = sorted({a for k, a in enumerate(chain.giver) if chain.taker[k] >= 0
                     and not chain.feeders[chain.taker[k]].on_floor})  # fmt: skip
    return [(rng.choice(strips), rng.choice(givers)) for _ in range(count)]


def _beside(theirs: float | None, ours: float) -> tuple[object, object]:
    return ("not there", "") if theirs is None else (theirs, theirs / ours)


def _compare(one: Sweep, other: Sweep) -> None:
    for name in ("lost", "throttled", "one_side", "over"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), f"{name} after an edit differs from scratch"


if __name__ == "__main__":
    main()
