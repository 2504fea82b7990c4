"""What one switch out leaves, against networkx."""

import random

import networkx as nx
import pytest

from hallwright.engines.fabric.resilience import Trunk, structure


@pytest.mark.parametrize("seed", range(20))
def test_parts_with_each_switch_out_equal_networkx(seed: int) -> None:
    rng = random.Random(seed)
    switches = tuple(f"n{i}" for i in range(rng.randint(2, 12)))
    trunks: list[Trunk] = []
    for _ in range(rng.randint(0, 8)):
        ends = rng.sample(switches, rng.randint(2, min(5, len(switches))))
        cut = rng.randint(1, len(ends) - 1)
        trunks.append((tuple(ends[:cut]), tuple(ends[cut:])))
    graph = nx.Graph()
    graph.add_nodes_from(switches)
    for a, b in trunks:
        graph.add_edges_from((x, y) for x in a for y in b)
    found = structure(switches, tuple(trunks))
    assert split(found.part) == {frozenset(c) for c in nx.connected_components(graph)}
    for out in switches:
        rest = graph.copy()
        rest.remove_node(out)
        wanted = {frozenset(c) for c in nx.connected_components(rest)}
        if out in found.without:
            assert split(found.without[out]) == wanted
        else:  # its loss splits nothing
            assert {c - {out} for c in split(found.part)} - {frozenset()} == wanted


def split(part: object) -> set[frozenset[str]]:
    """Sets of switches that share a part."""
    groups: dict[str, set[str]] = {}
    for switch, name in part.items():  # type: ignore[attr-defined]
        groups.setdefault(name, set()).add(switch)
    return {frozenset(g) for g in groups.values()}
