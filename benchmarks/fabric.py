"""P2, P3, P4 of the fabric: patches, exact ECMP, failed links, every switch out, beside networkx in the same run.

The alternative routes every destination by itself over a networkx graph with an edge for each pair of switches that
cables join. It would take minutes to hours, so a few destinations are timed in each round and the rest is counted in.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from functools import partial

import networkx as nx
import numpy as np
from measure import interleaved, median_ms, p95_ms, row, settle

from hallwright.edits.arrange import duplicate, remove
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine as fabric
from hallwright.engines.topology import Topology
from hallwright.engines.traffic import engine as traffic
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.failures import even_demand, sweep, switches_out
from hallwright.engines.traffic.network import WHOLE, Broken, Demand, Network
from hallwright.equipment.rack import Rack
from hallwright.project import Change, Project
from hallwright.templates.synthetic import build as synthetic

SAMPLE = 3  # destinations that the alternative routes in a round


class Hall:
    """A project with the two engines' results."""

    def __init__(self, gpus: int) -> None:
        self.project = synthetic(gpus)
        self.topology = Topology(self.project)
        self.results = Results()
        step = Step(self.project, self.topology, self.results)
        self.results.fabric = fabric.solve(fabric.inputs(step))
        self.results.traffic = traffic.solve(traffic.inputs(step))
        self.network: Network = self.results.traffic.network
        self.demand: Demand = even_demand(self.results.traffic)
        self.graph = plain_graph(self.network)
        self.leaves = np.flatnonzero(self.demand.sink.any(axis=1)).tolist()

    def patched(self, project: Project) -> float:
        """Seconds that both engines take to come to another project."""
        assert self.results.fabric is not None and self.results.traffic is not None
        self.topology.move_to(project)
        change, new = Change.between(self.project, project), Results()
        step = Step(project, self.topology, new, self.project, change)
        begun = time.perf_counter()
        new.fabric = fabric.patch(self.results.fabric, step)
        new.traffic = traffic.patch(self.results.traffic, step)
        taken = time.perf_counter() - begun
        self.project, self.results = project, new
        return taken


def plain_graph(network: Network) -> "nx.Graph[int]":
    """Switches, and an edge for each pair that cables join."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(network.switches)))
    for k, count in enumerate(network.per_pair.tolist()):
        for a in network.a_node[network.a_of == k].tolist():
            for b in network.b_node[network.b_of == k].tolist():
                known = graph.get_edge_data(a, b, {"cables": 0.0})["cables"]
                graph.add_edge(a, b, cables=known + count)
    return graph


def plain_ecmp(graph: "nx.Graph[int]", demand: Demand, targets: list[int]) -> dict[tuple[int, int], float]:
    """Load of each cable by routing each destination by itself."""
    load: dict[tuple[int, int], float] = {}
    for target in targets:
        away = nx.single_source_shortest_path_length(graph, target)
        flow = (demand.source @ demand.sink[target]).tolist()
        flow[target] = 0.0
        for x in sorted(away, key=away.__getitem__, reverse=True):
            if x == target or not flow[x]:
                continue
            ways = {y: d["cables"] for y, d in graph[x].items() if away[y] == away[x] - 1}
            each = flow[x] / sum(ways.values())
            for y, cables in ways.items():
                load[x, y] = load.get((x, y), 0.0) + each
                flow[y] += each * cables
    return load


def routed(hall: Hall, broken: Broken) -> object:
    """Load of every cable; compiled where something has failed, as for what-ifs."""
    return spread(hall.network, hall.demand, broken, compiled=broken is not WHOLE).pieces


def sampled(hall: Hall, rng: random.Random) -> object:
    """The alternative for a few destinations."""
    return plain_ecmp(hall.graph, hall.demand, rng.sample(hall.leaves, SAMPLE))


def each_switch_out(hall: Hall) -> object:
    """Every switch out in turn."""
    return sweep(hall.network, hall.demand, switches_out(hall.network))


def cut(network: Network, links: int, rng: random.Random) -> Broken:
    """So many cables that do not work."""
    found = {}
    for _ in range(links):
        k = rng.randrange(len(network.bundles))
        a = rng.choice(network.a_node[network.a_of == k].tolist())
        b = rng.choice(network.b_node[network.b_of == k].tolist())
        found[k, a, b] = 1
    return Broken(cables=tuple((*key, n) for key, n in found.items()))


def edits(hall: Hall, rng: random.Random, rounds: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """Racks removed and added, each undone after."""
    start = hall.project
    racks = [rack.id for rack in start.all(Rack)]
    for rack in rng.sample(racks, min(rounds, len(racks))):
        for name, other in (
            ("remove a rack", remove(start, [rack])),
            ("add a rack", duplicate(start, [rack], 0.0, 40.0)),
        ):
            yield name, partial(hall.patched, other)
            yield f"{name}, undone", partial(hall.patched, start)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[8_000, 100_000])
    parser.add_argument("--sweep", type=int, default=32_000, help="GPUs of the hall in which every switch fails")
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    row("GPUs", "what", "median ms", "p95 ms", "networkx ms", "ratio")
    row("---", "---", "---", "---", "---", "---")
    for gpus in given.gpus:
        hall, rng = Hall(gpus), random.Random(gpus)
        spread(
            hall.network, hall.demand, cut(hall.network, 40, rng), compiled=True
        )  # what is compiled is compiled before
        settle()
        few, many = cut(hall.network, 10, rng), cut(hall.network, 50, rng)
        taken = interleaved(
            given.rounds,
            healthy=partial(routed, hall, WHOLE),
            few=partial(routed, hall, few),
            many=partial(routed, hall, many),
            plain=partial(sampled, hall, rng),
        )
        theirs = median_ms(taken["plain"]) * len(hall.leaves) / SAMPLE
        for name, what in (
            ("healthy", "exact ECMP of all links"),
            ("few", "exact ECMP, 10 links failed"),
            ("many", "exact ECMP, 50 links failed"),
        ):
            ours = median_ms(taken[name])
            row(f"{gpus:,}", what, ours, p95_ms(taken[name]), theirs, theirs / ours)
        by_edit: dict[str, list[float]] = {}
        for name, run in edits(hall, rng, given.rounds):
            by_edit.setdefault(name, []).append(run())
        for name, seconds in by_edit.items():
            row(f"{gpus:,}", f"{name}: fabric and traffic", median_ms(seconds), p95_ms(seconds), theirs,
                theirs / median_ms(seconds))  # fmt: skip
    hall, rng = Hall(given.sweep), random.Random(given.sweep)
    settle()
    taken = interleaved(
        3,
        ours=partial(each_switch_out, hall),
        plain=partial(sampled, hall, rng),
    )
    theirs = median_ms(taken["plain"]) * len(hall.leaves) / SAMPLE * len(hall.network.switches)
    ours = median_ms(taken["ours"])
    what = f"each of {len(hall.network.switches):,} switches out, exact ECMP"
    row(f"{given.sweep:,}", what, ours, p95_ms(taken["ours"]), theirs, theirs / ours)


if __name__ == "__main__":
    main()
