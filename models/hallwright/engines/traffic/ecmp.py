"""Load of every link when switches spread traffic over all shortest paths, exact and quick.

At each switch the traffic for a destination is split evenly over all cables that begin a shortest path (fewest links).
Nothing is sampled: the result equals that of routing every destination by itself.

It is quick because like switches are computed once. Switches are coloured until those of one colour have as many
cables to every colour, and send as much to and get as much from every colour; senders and receivers of one colour have
the very same neighbours besides. Then all switches of a colour carry the same, the shortest paths to all receivers of
one colour are the same, and what goes to each of them at the last link follows from what it gets. So it suffices to
route from colour to colour. In a healthy fabric there are a few colours a pod; each failed cable adds some.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.traffic.network import WHOLE, Broken, Demand, Floats, Ints, Network

FAR = 1 << 20
MOST_PLAINLY = 300_000  # arcs times receiving colours above which compiled routing is worth its start


@dataclass(frozen=True)
class Loads:
    """Load of every cable.

    Attributes
    ----------
    network : Network
    joints : Joints
    colour : ndarray, shape (switches,)
        Switches of one colour carry the same; -1 for one that does not work.
    size : ndarray, shape (colours,)
    start, end : ndarray, shape (arcs,)
        Colours at both ends of an arc: all cables from switches of one colour to those of another, one way.
    cables : ndarray, shape (arcs,)
        How many there are from each switch of the first colour.
    gbps : ndarray, shape (arcs,)
        Load of each cable, one way [Gb/s].
    unrouted_gbps : float
        Demand between switches that no path joins.
    """

    network: Network
    joints: "Joints"
    colour: Ints
    size: Ints
    start: Ints
    end: Ints
    cables: Floats
    gbps: Floats
    unrouted_gbps: float

    @cached_property
    def _keys(self) -> Ints:
        return self.start * len(self.size) + self.end

    def _arcs(self, start: Ints, end: Ints) -> Ints:
        """Where the arcs between colours stand."""
        return np.searchsorted(self._keys, start * len(self.size) + end)

    def between(self, a: str, b: str) -> float:
        """Load of each cable from one switch to another [Gb/s]; they must be joined."""
        index = self.network.index
        (at,) = self._arcs(self.colour[[index[a]]], self.colour[[index[b]]])
        return float(self.gbps[at])

    def each(self, a: Ints, b: Ints) -> Floats:
        """Load of each cable from switches to others, pair by pair [Gb/s]; 0 where none works."""
        if not len(self.gbps):
            return np.zeros(len(a))
        start, end = self.colour[a], self.colour[b]
        at = np.minimum(self._arcs(start, end), len(self.gbps) - 1)
        there = (start >= 0) & (end >= 0) & (self.start[at] == start) & (self.end[at] == end)
        return np.where(there, self.gbps[at], 0.0)

    @cached_property
    def pieces(self) -> "Pieces":
        """Loads by bundle."""
        of, a, b, cables = self.joints
        return Pieces(of, a, b, cables, self.gbps[self._arcs(a, b)], self.gbps[self._arcs(b, a)])


@dataclass(frozen=True)
class Pieces:
    """Each bundle in pieces of like cables.

    Attributes
    ----------
    bundle, a, b : ndarray
        Position of the bundle, and the colours at its ends.
    cables : ndarray
        Cables in the piece.
    up_gbps, down_gbps : ndarray
        Load of each cable from a to b, and from b to a.
    """

    bundle: Ints
    a: Ints
    b: Ints
    cables: Floats
    up_gbps: Floats
    down_gbps: Floats


def spread(network: Network, demand: Demand, broken: Broken = WHOLE, *, compiled: bool = False) -> Loads:
    """Route a demand over all shortest paths.

    Parameters
    ----------
    network : Network
    demand : Demand
        Between its switches; what comes from or goes to one that does not work is left out.
    broken : Broken
        What does not work.
    compiled : bool
        Route by compiled code whatever the size, for many routings one after the other.

    References
    ----------
    .. [1] Hopps, RFC 2992: Analysis of an Equal-Cost Multi-Path Algorithm.
    .. [2] Berkholz, Bonsma, Grohe: Tight lower and upper bounds for the complexity of canonical colour refinement.
    """
    demand = demand.without(broken.switches)
    colour = _colours(network, demand, broken)
    count = int(colour.max(initial=-1)) + 1
    alive = colour >= 0
    size = np.bincount(colour[alive], minlength=count)
    joints = _joints(network, colour, count, broken)
    start, end, cables = _arcs(joints, count, size)
    sent, columns = _marginals(demand, colour, count)
    if compiled or len(start) * len(columns) > MOST_PLAINLY:
        gbps, unrouted = _routed_compiled(start, end, cables, size, sent, columns)
    else:
        gbps, unrouted = routed_plainly(start, end, cables, size, sent, columns)
    return Loads(network, joints, colour, size, start, end, cables, gbps, unrouted)


def _colours(network: Network, demand: Demand, broken: Broken) -> Ints:
    """The coarsest colours that are fine enough."""
    n = len(network.switches)
    names, hues = network.random
    alive: NDArray[np.bool_] = np.ones(n, bool)
    alive[sorted(broken.switches)] = False
    busy: NDArray[np.bool_] = np.asarray(demand.source.any(axis=1) | demand.sink.any(axis=1))
    single_from, single_to, single_gbps = demand.single
    busy[single_from] = busy[single_to] = True
    per_pair = network.per_pair.astype(np.uint64)
    lost = _lost(broken)

    def joined(weight: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """For each switch: the weights of its neighbours, by cables; wraps around as hashes do."""
        weight = np.where(alive, weight, np.uint64(0))
        on_a = np.zeros(len(per_pair), np.uint64)
        on_b = np.zeros(len(per_pair), np.uint64)
        found = np.zeros(n, np.uint64)
        np.add.at(on_a, network.a_of, weight[network.a_node])
        np.add.at(on_b, network.b_of, weight[network.b_node])
        np.add.at(found, network.a_node, (on_b * per_pair)[network.a_of])
        np.add.at(found, network.b_node, (on_a * per_pair)[network.b_of])
        if len(lost):
            _, a, b, cables = lost.T
            np.subtract.at(found, a, weight[b] * cables.astype(np.uint64))
            np.subtract.at(found, b, weight[a] * cables.astype(np.uint64))
        return found

    rng = np.random.default_rng(7)
    numbers = rng.random((n + 1, 2)) + 0.5

    def sent(colour: Ints) -> NDArray[np.int64]:
        """For each switch: what it sends to and gets from colours, as four whole numbers."""
        weight = numbers[colour]
        out = demand.source @ (demand.sink.T @ weight) - (demand.own[:, None] * weight)
        got = demand.sink @ (demand.source.T @ weight) - (demand.own[:, None] * weight)
        np.add.at(out, single_from, single_gbps[:, None] * weight[single_to])
        np.add.at(got, single_to, single_gbps[:, None] * weight[single_from])
        return _whole(np.hstack((out, got)), demand.own[:, None])

    colour = np.unique(np.where(busy, joined(names[:n]) | np.uint64(1), np.uint64(0)), return_inverse=True)[1]
    count = 0
    mix = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64)
    while (now := int(colour.max(initial=-1)) + 1) > count:
        count = now
        marks = joined(hues[colour]) + hues[colour] * np.uint64(0x9FB21C651E98DF25)
        marks += (sent(colour).astype(np.uint64) * mix).sum(axis=1, dtype=np.uint64)
        colour = np.unique(marks, return_inverse=True)[1]
    if alive.all():
        return colour
    found = np.full(n, -1, np.int64)
    found[alive] = np.unique(colour[alive], return_inverse=True)[1]
    return found


def _whole(values: Floats, scale: Floats) -> NDArray[np.int64]:
    """A whole number for each value, the same for values that differ by rounding only."""
    mantissa, exponent = np.frexp(values)
    found = np.rint(mantissa * 2.0**36).astype(np.int64) + (exponent.astype(np.int64) << 40)
    return np.where(np.abs(values) <= 1e-13 * scale, 0, found)


def _lost(broken: Broken) -> Ints:
    """Cables that do not work, save those of switches that do not: (bundle, a, b, count)."""
    rows = [row for row in broken.cables if row[1] not in broken.switches and row[2] not in broken.switches]
    return np.array(rows, np.int64).reshape(-1, 4)


Joints = tuple[Ints, Ints, Ints, Floats]  # bundle, colours at its ends, cables between them


def _joints(network: Network, colour: Ints, count: int, broken: Broken) -> Joints:
    """Each bundle in pieces by the colours at its ends: (bundle, colour a, colour b, cables)."""
    on_a, on_b = colour[network.a_node] >= 0, colour[network.b_node] >= 0
    a_key, a_size = np.unique(network.a_of[on_a] * count + colour[network.a_node[on_a]], return_counts=True)
    b_key, b_size = np.unique(network.b_of[on_b] * count + colour[network.b_node[on_b]], return_counts=True)
    bundles = len(network.per_pair)
    b_first = np.searchsorted(b_key, np.arange(bundles + 1) * count)
    a_of = a_key // count
    times = np.diff(b_first)[a_of]
    left = np.repeat(np.arange(len(a_key)), times)
    right = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times) + np.repeat(b_first[a_of], times)
    of, a, b = a_of[left], a_key[left] % count, b_key[right] % count
    cables = network.per_pair[of] * a_size[left] * b_size[right]
    lost = _lost(broken)
    if len(lost):
        places = {key: place for place, key in enumerate(zip(of.tolist(), a.tolist(), b.tolist(), strict=True))}
        for bundle, x, y, n in lost.tolist():
            cables[places[bundle, int(colour[x]), int(colour[y])]] -= n
        some = cables > 0.5
        of, a, b, cables = of[some], a[some], b[some], cables[some]
    return of, a, b, cables


def _arcs(joints: Joints, count: int, size: Ints) -> tuple[Ints, Ints, Floats]:
    """Arcs between colours, in order: (from, to, cables of each switch)."""
    _, a, b, cables = joints
    keys, place = np.unique(np.concatenate((a * count + b, b * count + a)), return_inverse=True)
    total = np.bincount(place, np.concatenate((cables, cables)), len(keys))
    start, end = keys // max(count, 1), keys % max(count, 1)
    return start, end, total / size[start]


def _marginals(demand: Demand, colour: Ints, count: int) -> tuple[Floats, Ints]:
    """What one switch of each colour sends to all others of the receiving colours [Gb/s], and which these are."""
    alive = np.flatnonzero(colour >= 0)
    one = np.zeros(count, np.int64)
    one[colour[alive]] = alive
    sink = np.zeros((count, demand.sink.shape[1]))
    np.add.at(sink, colour[alive], demand.sink[alive])
    gets: NDArray[np.bool_] = np.asarray(sink.any(axis=1))
    single_from, single_to, single_gbps = demand.single
    gets[colour[single_to]] = True
    columns = np.flatnonzero(gets)
    place = np.full(count, -1)
    place[columns] = np.arange(len(columns))
    sends = np.flatnonzero(demand.source[one].any(axis=1))
    sent = np.zeros((count, len(columns)))
    # not @: its threads cost more than they give
    sent[sends] = np.einsum("iq,jq->ij", demand.source[one[sends]], sink[columns])
    own = demand.own[one[columns]]
    diagonal = sent[columns, np.arange(len(columns))]
    sent[columns, np.arange(len(columns))] = np.where(diagonal - own > 1e-13 * diagonal, diagonal - own, 0.0)
    size = np.bincount(colour[alive], minlength=count)
    np.add.at(sent, (colour[single_from], place[colour[single_to]]), single_gbps / size[colour[single_from]])
    some = sent.any(axis=0)
    return sent[:, some], columns[some]


def _routed_compiled(
    start: Ints, end: Ints, cables: Floats, size: Ints, sent: Floats, columns: Ints
) -> tuple[Floats, float]:
    from hallwright.engines.traffic.routing import routed  # here: it takes a moment

    first = np.searchsorted(start, np.arange(len(size) + 1))
    back = _reverse(start, end, len(size))
    return routed(first, end, back, cables, size, np.ascontiguousarray(sent.T), columns)


def routed_plainly(
    start: Ints, end: Ints, cables: Floats, size: Ints, sent: Floats, columns: Ints
) -> tuple[Floats, float]:
    """Load of each arc's cables from what each colour sends to the receiving ones, and what no path takes."""
    count, wanted = sent.shape
    if not len(start):
        return np.zeros(0), float((sent * size[:, None]).sum())
    rows, first = np.unique(start, return_index=True)
    here = np.arange(wanted)
    away = np.full((count, wanted), FAR, np.int32)
    away[columns, here] = 0
    front = np.zeros((count, wanted), bool)
    front[columns, here] = True
    farthest = 0
    while True:  # how far each colour is from the receivers
        near = np.zeros((count, wanted), bool)
        near[rows] = np.logical_or.reduceat(front[end], first, axis=0)
        front = near & (away == FAR)
        if not front.any():
            break
        farthest += 1
        away[front] = farthest
    gbps = np.zeros(len(start))
    carried = sent.copy()
    lost = float((carried * (away == FAR) * size[:, None]).sum())
    carried[away == FAR] = 0.0
    # between receivers of one colour: two links, over any neighbour
    among = carried[columns, here].copy()
    carried[columns, here] = 0.0
    degree = np.zeros(count)
    degree[rows] = np.add.reduceat(cables, first)
    alone = degree[columns] == 0.0
    lost += float((among * alone * size[columns]).sum())
    each = np.divide(among, degree[columns], out=np.zeros(wanted), where=~alone)
    place = np.full(count, -1)
    place[columns] = here
    back = _reverse(start, end, count)
    from_receiver = place[start]
    mine = from_receiver >= 0
    gbps[mine] += each[from_receiver[mine]]
    np.add.at(carried, (end[mine], from_receiver[mine]), cables[back[mine]] * each[from_receiver[mine]])
    for level in range(farthest, 0, -1):
        at = away == level
        nearer = away == level - 1
        ways = np.zeros((count, wanted))
        ways[rows] = np.add.reduceat(cables[:, None] * nearer[end], first, axis=0)
        flow = np.divide(carried, ways, out=np.zeros((count, wanted)), where=at & (ways > 0.0))
        on = nearer[end] & at[start]
        gbps += np.einsum("ij,ij->i", flow[start], on)
        if level > 1:
            come = np.zeros((count, wanted))
            # arcs in order of start: what arrives at `start` from `end` runs over the arc's other direction
            come[rows] = np.add.reduceat(cables[:, None] * (flow[end] * (nearer[start] & at[end])), first, axis=0)
            carried += come
    return gbps, lost


def _reverse(start: Ints, end: Ints, count: int) -> Ints:
    """Where the other direction of each arc stands."""
    return np.searchsorted(start * count + end, end * count + start)
