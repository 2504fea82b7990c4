"""Tori against their own graphs."""

from itertools import combinations, product

import pytest

from hallwright.errors import OutOfRange
from hallwright.fabrics.torus import torus


def edges(dims: tuple[int, ...]) -> set[frozenset[tuple[int, ...]]]:
    found = set()
    for node in product(*(range(d) for d in dims)):
        for axis, d in enumerate(dims):
            other = (*node[:axis], (node[axis] + 1) % d, *node[axis + 1 :])
            if other != node:
                found.add(frozenset((node, other)))
    return found


@pytest.mark.parametrize("dims", [(4,), (3, 5), (4, 4, 4), (2, 6), (1, 3, 4), (8, 2, 3)])
def test_links_and_ports_are_those_of_the_graph(dims: tuple[int, ...]) -> None:
    size, graph = torus(dims), edges(dims)
    assert size.links == len(graph)
    assert size.links * 2 == size.nodes * size.node_ports


@pytest.mark.parametrize("dims", [(4,), (6,), (4, 3), (4, 4), (6, 2)])
def test_bisection_is_the_smallest_cut_into_halves(dims: tuple[int, ...]) -> None:
    graph = edges(dims)
    nodes = list(product(*(range(d) for d in dims)))
    cuts = [
        sum(len(edge & set(half)) == 1 for edge in graph)
        for half in combinations(nodes, len(nodes) // 2)
        if nodes[0] in half
    ]
    assert torus(dims).bisection_links == min(cuts)


@pytest.mark.parametrize("dims", [(), (0, 4), (2,) * 7])
def test_refusals(dims: tuple[int, ...]) -> None:
    with pytest.raises(OutOfRange):
        torus(dims)


@pytest.mark.parametrize("dims", [(5, 4), (2, 2)])
def test_no_exact_bisection(dims: tuple[int, ...]) -> None:
    with pytest.raises(OutOfRange):
        _ = torus(dims).bisection_links
