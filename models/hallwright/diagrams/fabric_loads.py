"""What flows in the wires of a fabric diagram: under even traffic, all jobs or one, with devices out of service.

Routing is that of the traffic engine (`ecmp.spread`, exact). The engine's record of a bundle is the fullest of its
cables; here every pair of switches has its own figure, and a wire that stands for several shows the fullest cable and
the sums. A job's load is that of its heaviest phase, pair by pair, and jobs add up.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from hallwright.diagrams.fabric import TRUNK_SIGNS, FabricDiagram
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.engine import Traffic, sent_by
from hallwright.engines.traffic.failures import even_demand
from hallwright.engines.traffic.network import WHOLE, Broken, Demand, Floats, Ints, Network

EVEN, ALL_JOBS = "Even traffic", "All jobs"
Pair = tuple[str, str, str]  # bundle, and a switch at each of its ends


@dataclass(frozen=True, slots=True)
class WireLoad:
    """Load of a wire between switches.

    Attributes
    ----------
    fraction : float
        Of its fullest cable in the fuller direction, of the cable's rate.
    gbps, rate_gbps : float
        Sums over its cables: the load in the fuller direction, and the rate one way.
    cables : float
        Cables that work.
    """

    fraction: float
    gbps: float
    rate_gbps: float
    cables: float


@dataclass(frozen=True)
class Flow:
    """Loads of a diagram.

    Attributes
    ----------
    wires : mapping of wire to WireLoad
    boxes : mapping of box to float
        Load of the fullest cable between a box and others.
    fullest : float
    unrouted_gbps : float
        Demand between working switches that no path joins.
    lost_systems : int
        Systems of which no link leads to a working switch.
    """

    wires: Mapping[str, WireLoad]
    boxes: Mapping[str, float]
    fullest: float
    unrouted_gbps: float
    lost_systems: int


NO_FLOW = Flow({}, {}, 0.0, 0.0, 0)


def choices(traffic: Traffic) -> tuple[str, ...]:
    """Traffic that can be shown."""
    jobs = tuple(job.name for job in traffic.inputs.jobs)
    return ((ALL_JOBS, *jobs) if len(jobs) > 1 else jobs) + (EVEN,)


def demands(traffic: Traffic, choice: str) -> list[list[Demand]]:
    """For each job the demand of each of its phases; even traffic is a job of one phase."""
    jobs = [job for job in traffic.inputs.jobs if choice in (ALL_JOBS, job.name)]
    if not jobs:
        return [[even_demand(traffic)]]
    return [[sending.demand for sending in sent_by(traffic.inputs, job, traffic.network)] for job in jobs]


def broken_of(network: Network, switches: Iterable[str], pairs: Collection[Pair]) -> Broken:
    """Switches, and all cables of pairs, out of service."""
    out = frozenset(network.index[s] for s in switches if s in network.index)
    found = []
    for link, a, b in pairs:
        ends = network.index.get(a, -1), network.index.get(b, -1)
        for place, id in enumerate(network.bundles):
            if id != link:
                continue
            sides = [set(node[of == place].tolist()) for of, node in
                     ((network.a_of, network.a_node), (network.b_of, network.b_node))]  # fmt: skip
            for one, other in (ends, ends[::-1]):
                if one in sides[0] and other in sides[1]:
                    found.append((place, one, other, int(network.per_pair[place])))
    return Broken(out, tuple(dict.fromkeys(found)))


class Pairs:
    """Every pair of switches that a network joins, and the wire that shows it.

    Parameters
    ----------
    network : Network
    diagram : FabricDiagram
    """

    def __init__(self, network: Network, diagram: FabricDiagram) -> None:
        self.network, self.diagram = network, diagram
        bundle, a, b = _pairs(network)
        keys = [box.key for box in diagram.boxes]
        place = {key: n for n, key in enumerate(keys)}
        home = np.full(len(network.switches), -1, np.int64)
        for switch, key in diagram.places.items():
            if switch in network.index:
                home[network.index[switch]] = place[key]
        names = {}
        for wire in diagram.wires:
            if wire.sign in TRUNK_SIGNS:
                names[place[wire.a], place[wire.b]] = wire.key
        shown = (home[a] >= 0) & (home[b] >= 0) & (home[a] != home[b])
        self.bundle, self.a, self.b = bundle[shown], a[shown], b[shown]
        one, other = home[self.a], home[self.b]
        code = np.minimum(one, other) * len(keys) + np.maximum(one, other)
        kinds, self.wire = np.unique(code, return_inverse=True)
        self.keys: list[str] = []
        self.flipped = np.zeros(len(kinds), bool)  # the wire leads from the box that comes later
        for n, kind in enumerate(kinds.tolist()):
            first, second = divmod(kind, max(len(keys), 1))
            self.flipped[n] = (first, second) not in names
            self.keys.append(names[(second, first) if self.flipped[n] else (first, second)])
        self.upward = (one < other) ^ self.flipped[self.wire]

    def flow(self, traffic: Traffic, choice: str, switches: Collection[str] = (), pairs: Collection[Pair] = ()) -> Flow:
        """Loads under some traffic.

        Parameters
        ----------
        choice : str
            One of `choices`.
        switches, pairs : collection
            Out of service.
        """
        network = self.network
        broken = broken_of(network, switches, pairs) if switches or pairs else WHOLE
        cables = self._cables(broken)
        up, down = np.zeros(len(self.a)), np.zeros(len(self.a))
        unrouted = 0.0
        for phases in demands(traffic, choice):
            most_up, most_down, most_lost = np.zeros(len(self.a)), np.zeros(len(self.a)), 0.0
            for demand in phases:
                loads = spread(network, demand, broken)
                most_up = np.maximum(most_up, loads.each(self.a, self.b))
                most_down = np.maximum(most_down, loads.each(self.b, self.a))
                most_lost = max(most_lost, loads.unrouted_gbps)
            up, down, unrouted = up + most_up, down + most_down, unrouted + most_lost
        rate = network.gbps[self.bundle]
        fraction = np.where(cables > 0.0, np.maximum(up, down) / rate, 0.0)
        count = len(self.keys)
        worst = np.zeros(count)
        np.maximum.at(worst, self.wire, fraction)
        along, back = np.where(self.upward, up, down) * cables, np.where(self.upward, down, up) * cables
        sums = [np.bincount(self.wire, weights, count).tolist() for weights in (along, back, rate * cables, cables)]
        wires = {
            key: WireLoad(float(f), max(x, y), r, n)
            for key, f, x, y, r, n in zip(self.keys, worst.tolist(), *sums, strict=True)
        }
        boxes: dict[str, float] = {}
        for wire in self.diagram.wires:
            load = wires.get(wire.key)
            if load is not None:
                for end in (wire.a, wire.b):
                    boxes[end] = max(boxes.get(end, 0.0), load.fraction)
        out = set(switches)
        lost = sum(
            systems
            for (fabric, reached, _, _), (systems, _) in traffic.inputs.classes.items()
            if fabric == self.diagram.fabric and out and all(s in out for s, _ in reached)
        )
        return Flow(wires, boxes, float(fraction.max(initial=0.0)), unrouted, lost)

    def _cables(self, broken: Broken) -> Floats:
        """Cables of each pair that work."""
        cables: Floats = np.array(self.network.per_pair[self.bundle])
        if broken.switches:
            out = np.zeros(len(self.network.switches), bool)
            out[sorted(broken.switches)] = True
            cables[out[self.a] | out[self.b]] = 0.0
        for bundle, a, b, count in broken.cables:
            cables[(self.bundle == bundle) & (self.a == a) & (self.b == b)] -= count
        return cables


def _pairs(network: Network) -> tuple[Ints, Ints, Ints]:
    """Bundle and both switches of every pair that cables join."""
    count = len(network.bundles)
    starts_a = np.searchsorted(network.a_of, np.arange(count + 1))
    starts_b = np.searchsorted(network.b_of, np.arange(count + 1))
    of, a, b = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for n in range(count):
        ends_a = network.a_node[starts_a[n] : starts_a[n + 1]]
        ends_b = network.b_node[starts_b[n] : starts_b[n + 1]]
        of.append(np.full(len(ends_a) * len(ends_b), n, np.int64))
        a.append(np.repeat(ends_a, len(ends_b)))
        b.append(np.tile(ends_b, len(ends_a)))
    return np.concatenate(of), np.concatenate(a), np.concatenate(b)
