"""Largest flows against networkx, and against the cut that limits them."""

import random

import networkx as nx
import pytest

from hallwright.engines.traffic.cuts import bisection, largest_flow
from hallwright.engines.traffic.network import Bundle, Network


@pytest.mark.parametrize("seed", range(25))
def test_equals_networkx_and_never_exceeds_its_cut(seed: int) -> None:
    rng = random.Random(seed)
    ids = [f"n{i}" for i in range(rng.randint(4, 12))]
    bundles = []
    for k in range(rng.randint(3, 10)):
        ends = rng.sample(ids, rng.randint(2, 4))
        cut = rng.randint(1, len(ends) - 1)
        rate = rng.choice([25.0, 100.0, 400.0])
        bundles.append(Bundle(f"k{k}", tuple(ends[:cut]), tuple(ends[cut:]), rng.randint(1, 3), rate))
    network = Network.of(ids, bundles)
    sides = rng.sample(ids, 4)
    sources, sinks = ({s: rng.choice([50.0, 800.0]) for s in side} for side in (sides[:2], sides[2:]))
    graph = nx.DiGraph()
    graph.add_nodes_from([*ids, "s", "t"])
    for bundle in bundles:
        for a in bundle.a:
            for b in bundle.b:
                for x, y in ((a, b), (b, a)):
                    known = graph.get_edge_data(x, y, {"capacity": 0.0})["capacity"]
                    graph.add_edge(x, y, capacity=known + bundle.per_pair * bundle.gbps)
    for s, gbps in sources.items():
        graph.add_edge("s", s, capacity=gbps)
    for s, gbps in sinks.items():
        graph.add_edge(s, "t", capacity=gbps)
    found = largest_flow(network, sources, sinks)
    assert found.flow_gbps == pytest.approx(nx.maximum_flow_value(graph, "s", "t"), rel=1e-9)
    assert found.flow_gbps <= found.cut_gbps * (1 + 1e-12)
    assert found.flow_gbps == pytest.approx(found.cut_gbps, rel=1e-9)


def test_bisection_of_an_oversubscribed_clos() -> None:
    """Eight leaves of 1600 Gb/s with two uplinks of 400 each: half of the uplinks of all."""
    leaves, spines = tuple(f"l{n}" for n in range(8)), ("s0", "s1")
    network = Network.of([*leaves, *spines], [Bundle("k", leaves, spines, 1, 400.0)])
    assert bisection(network, dict.fromkeys(leaves, 1600.0)).flow_gbps == pytest.approx(8 * 2 * 400.0 / 2)
    assert bisection(network, dict.fromkeys(leaves, 100.0)).flow_gbps == pytest.approx(4 * 100.0)


def test_nothing_passes_without_links() -> None:
    network = Network.of(["a", "b"], [])
    assert largest_flow(network, {"a": 1.0}, {"b": 1.0}).flow_gbps == 0.0
    assert largest_flow(network, {}, {}).flow_gbps == 0.0
