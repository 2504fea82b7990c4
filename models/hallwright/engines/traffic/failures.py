"""The fabric with a cable, a pair's cables, each switch and each plane out in turn.

Every failure is routed anew by `ecmp.spread`, so that loads are exact. Systems on a switch that is out send less, and
nobody takes their part over: what is left is routed as before. This takes seconds for a large fabric and belongs into a
worker; the window's own engine says of each switch only whom its loss cuts off.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hallwright.engines.traffic.demands import ends_by_port, evenly
from hallwright.engines.traffic.ecmp import Loads, spread
from hallwright.engines.traffic.engine import Traffic
from hallwright.engines.traffic.network import WHOLE, Broken, Demand, Network
from hallwright.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one failure leaves.

    Attributes
    ----------
    what : str
        ``cable``, ``pair`` (all cables between two switches), ``switch`` or ``plane``.
    id : str
        The bundle or switch; of a plane, its first switch.
    switches : int
        Switches that are out.
    worst_fraction : float
        Load of the fullest link between switches, of its rate.
    lost_gbps : float
        Even traffic that begins or ends on a switch that is out.
    unrouted_gbps : float
        Even traffic between working switches that no path joins any more.
    """

    what: str
    id: str
    switches: int
    worst_fraction: float
    lost_gbps: float
    unrouted_gbps: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """All failures of a kind, and the fabric without any.

    Attributes
    ----------
    healthy : Outcome
    outcomes : tuple of Outcome
    """

    healthy: Outcome
    outcomes: tuple[Outcome, ...]

    @property
    def worst(self) -> Outcome:
        """The failure that leaves most traffic without a path or, where none does, the fullest link."""
        return max(self.outcomes, key=lambda o: (round(o.unrouted_gbps, 6), o.worst_fraction), default=self.healthy)

    @property
    def splitting(self) -> tuple[Outcome, ...]:
        """Failures after which some pairs of working switches have no path: single points of failure."""
        least = self.healthy.unrouted_gbps * (1.0 + 1e-9) + 1e-6
        return tuple(o for o in self.outcomes if o.unrouted_gbps > least)


def even_demand(traffic: Traffic) -> Demand:
    """Even traffic of a project: each port sends at line rate to all like ports of its fabric."""
    ends = ends_by_port(((key, systems) for key, (systems, _) in traffic.inputs.classes.items()), traffic.network.index)
    return evenly([ends[port] for port in sorted(ends)], len(traffic.network.switches))


def sweep(
    network: Network,
    demand: Demand,
    failures: Iterator[tuple[str, str, Broken]],
    cancelled: Callable[[], bool] = lambda: False,
) -> Sweep:
    """Route a demand with each of several failures.

    Parameters
    ----------
    failures : iterator of (what, id, Broken)
        See `switches_out`, `pairs_out`, `cables_out`, `planes_out`.
    cancelled : callable
        Asked before each failure.

    Raises
    ------
    Cancelled
        `cancelled` said so.
    """
    offered = _offered(demand, demand)
    outcomes = []
    for what, id, broken in failures:
        if cancelled():
            raise Cancelled("The sweep of failures was cancelled.")
        outcomes.append(_outcome(what, id, broken, network, demand, offered))
    return Sweep(_outcome("", "", WHOLE, network, demand, offered), tuple(outcomes))


def _outcome(what: str, id: str, broken: Broken, network: Network, demand: Demand, offered: float) -> Outcome:
    loads = spread(network, demand, broken, compiled=True)
    left = offered
    if broken.switches:
        left = _offered(demand.without(broken.switches), demand)
    return Outcome(what, id, len(broken.switches), worst_fraction(loads), max(0.0, offered - left), loads.unrouted_gbps)


def worst_fraction(loads: Loads) -> float:
    """Load of the fullest cable, of its rate."""
    pieces = loads.pieces
    if not len(pieces.bundle):
        return 0.0
    return float((np.maximum(pieces.up_gbps, pieces.down_gbps) / loads.network.gbps[pieces.bundle]).max())


def _offered(demand: Demand, whole: Demand) -> float:
    """What is sent between different switches [Gb/s]."""
    return float((demand.source * demand.sink.sum(axis=0)).sum() - demand.own.sum() + demand.single[2].sum())


def switches_out(network: Network) -> Iterator[tuple[str, str, Broken]]:
    """Each switch by itself."""
    for place, id in enumerate(network.switches):
        yield "switch", id, Broken(frozenset((place,)))


def pairs_out(loads: Loads) -> Iterator[tuple[str, str, Broken]]:
    """All cables between two switches of each bundle: one pair for each kind of pair that a bundle joins.

    Parameters
    ----------
    loads : Loads
        The fabric without failures: switches of one colour are of one kind.
    """
    for what, id, broken in cables_out(loads):
        del what
        ((bundle, a, b, _),) = broken.cables
        yield "pair", id, Broken(cables=((bundle, a, b, int(loads.network.per_pair[bundle])),))


def cables_out(loads: Loads) -> Iterator[tuple[str, str, Broken]]:
    """One cable of each bundle, for each kind of pair that it joins; see `pairs_out`."""
    network, pieces = loads.network, loads.pieces
    for bundle, colour_a, colour_b in zip(pieces.bundle.tolist(), pieces.a.tolist(), pieces.b.tolist(), strict=True):
        ends = []
        for of, node, colour in ((network.a_of, network.a_node, colour_a), (network.b_of, network.b_node, colour_b)):
            first, last = np.searchsorted(of, (bundle, bundle + 1))
            members = node[first:last]
            ends.append(int(members[np.argmax(loads.colour[members] == colour)]))
        yield "cable", network.bundles[bundle], Broken(cables=((bundle, ends[0], ends[1], 1),))


def planes_out(network: Network, part: Mapping[str, str], served: frozenset[str]) -> Iterator[tuple[str, str, Broken]]:
    """Each set of switches that hang together, where there are several: planes, rails.

    Parameters
    ----------
    part : mapping of switch to its part
    served : frozenset of str
        Parts that serve systems; others are no planes.
    """
    members: dict[str, list[int]] = {}
    for place, id in enumerate(network.switches):
        if part[id] in served:
            members.setdefault(part[id], []).append(place)
    if len(members) > 1:
        for name, places in sorted(members.items()):
            yield "plane", name, Broken(frozenset(places))
