"""What hashing flows onto links leaves of line rate."""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

import numpy as np

from hallwright.engines.traffic.collisions import MOST_FLOWS, collisions
from hallwright.engines.traffic.network import Demand, Network


def hashed_share(demand: Demand, network: Network, hashing: Iterable[int], flows_a_port: int) -> float:
    """Share of line rate that hashing leaves the flows of the worst switch.

    Parameters
    ----------
    demand : Demand
        Line-rate flows, each split into `flows_a_port` that are hashed by themselves.
    network : Network
    hashing : iterable of int
        Bundles over which switches hash flows; others are filled evenly.

    Notes
    -----
    Each switch is looked at by itself: what it sends on, hashed over all its links to other switches. The expected
    number of flows on its fullest link sets the share, as all ranks of a collective wait for the slowest. Collisions
    farther on are not counted, and beyond 4096 flows a switch none are.
    """
    n = len(network.switches)
    single_from, _, single_gbps = demand.single
    leaving = demand.source @ demand.sink.sum(axis=0) - demand.own
    np.add.at(leaving, single_from, single_gbps)
    links, rate = np.zeros(n), np.zeros(n)
    chosen = np.zeros(len(network.bundles), bool)
    chosen[list(hashing)] = True
    a_size = np.bincount(network.a_of, minlength=len(network.bundles))
    b_size = np.bincount(network.b_of, minlength=len(network.bundles))
    for of, node, far in ((network.a_of, network.a_node, b_size), (network.b_of, network.b_node, a_size)):
        each = (network.per_pair * far * chosen)[of]
        np.add.at(links, node, each)
        np.add.at(rate, node, each * network.gbps[of])
    worst = 1.0
    busy = (leaving > 0.0) & (links > 0.0)
    for sent, count, total in {*zip(leaving[busy].tolist(), links[busy].tolist(), rate[busy].tolist(), strict=True)}:
        link_gbps = total / count
        flows = ceil(sent / link_gbps * flows_a_port - 1e-9)
        worst = max(worst, _most(flows, int(count)) / flows_a_port)
    return 1.0 / worst


@lru_cache(maxsize=4096)
def _most(flows: int, paths: int) -> float:
    return collisions(flows, paths).most_on_one if flows <= MOST_FLOWS else flows / paths
