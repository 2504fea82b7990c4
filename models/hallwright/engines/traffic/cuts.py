"""How much can pass between two parts of a fabric: maximum flow, and the cut that limits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

import numpy as np

from hallwright.engines.traffic.network import Network
from hallwright.errors import OutOfRange

STEPS_A_GBPS = 1000  # rates are taken to the Mb/s
MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The largest flow between two sides, and the cut that allows no more.

    Attributes
    ----------
    flow_gbps : float
        What passes at most, one way, however it is routed.
    cut_gbps : float
        Rate of all links that lead out of `near`; never below the flow.
    near : frozenset of str
        Switches on the sending side of the cut.
    """

    flow_gbps: float
    cut_gbps: float
    near: frozenset[str]


def largest_flow(network: Network, sources: Mapping[str, float], sinks: Mapping[str, float]) -> Cut:
    """The largest flow from some switches to others.

    Parameters
    ----------
    network : Network
    sources, sinks : mapping of switch to Gb/s
        What each can send or take at most.

    Raises
    ------
    OutOfRange
        Rates do not fit one scale.

    Notes
    -----
    Dinic's algorithm of scipy on whole multiples of the largest common part of all rates. Routing by ECMP reaches this
    only where paths are even.
    """
    from scipy.sparse import csr_array  # here: it takes a moment
    from scipy.sparse.csgraph import maximum_flow

    n = len(network.switches)
    start, end, rate = _pairs(network)
    ends = [(n, network.index[s], g) for s, g in sources.items()] + [
        (network.index[s], n + 1, g) for s, g in sinks.items()
    ]
    start = np.concatenate((start, end, np.array([e[0] for e in ends], np.int64)))
    end = np.concatenate((end, start[: len(end)], np.array([e[1] for e in ends], np.int64)))
    rate = np.rint(np.concatenate((rate, rate, np.array([e[2] for e in ends]))) * STEPS_A_GBPS).astype(np.int64)
    scale = gcd(*np.unique(rate[rate > 0]).tolist()) if (rate > 0).any() else 1
    if (
        min(sum(sources.values()), sum(sinks.values())) * STEPS_A_GBPS / scale > MOST
        or rate.max(initial=0) / scale > MOST
    ):
        raise OutOfRange("The rates of this fabric are too uneven for the largest flow to be found.")
    if not len(rate):
        return Cut(0.0, 0.0, frozenset(sources))
    graph = csr_array((rate // scale, (start, end)), shape=(n + 2, n + 2)).astype(np.int32)
    graph.sum_duplicates()
    found = maximum_flow(graph, n, n + 1)
    left = (graph - found.flow).tocsr()
    near = {n}
    stack = [n]
    while stack:
        x = stack.pop()
        for place in range(left.indptr[x], left.indptr[x + 1]):
            y = int(left.indices[place])
            if left.data[place] > 0 and y not in near:
                near.add(y)
                stack.append(y)
    inside = np.zeros(n + 2, bool)
    inside[list(near)] = True
    crossing = rate[inside[start] & ~inside[end]].sum()
    unit = scale / STEPS_A_GBPS
    return Cut(
        float(found.flow_value) * unit,
        float(crossing) / STEPS_A_GBPS,
        frozenset(network.switches[x] for x in near if x < n),
    )


def bisection(network: Network, injection: Mapping[str, float]) -> Cut:
    """The largest flow from one half of the switches that serve systems to the other, in the order of identifiers.

    Parameters
    ----------
    injection : mapping of switch to Gb/s
        Rate of the systems' links at each switch that serves some.

    Notes
    -----
    The least over all halves is hard to find; halves in order follow units and pods of a generated fabric.
    """
    leaves = sorted(injection)
    half = len(leaves) // 2
    return largest_flow(
        network, *({s: injection[s] for s in side} for side in (leaves[:half], leaves[half : 2 * half]))
    )


def _pairs(network: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every pair of switches that a bundle joins: (a, b, Gb/s each way)."""
    starts, ends, rates = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for place in range(len(network.bundles)):
        a = network.a_node[slice(*np.searchsorted(network.a_of, (place, place + 1)))]
        b = network.b_node[slice(*np.searchsorted(network.b_of, (place, place + 1)))]
        starts.append(np.repeat(a, len(b)))
        ends.append(np.tile(b, len(a)))
        rates.append(np.full(len(a) * len(b), network.per_pair[place] * network.gbps[place]))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(rates)
