"""Who sends what to whom: from systems and their ports to rates between switches.

Like ports talk to like ports: port k of a system to port k of another, as collective libraries do, so that rails and
planes stay what they are. What stays on one switch loads no link between switches.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from hallwright.engines.fabric.resilience import ClassKey
from hallwright.engines.traffic.network import Demand

Port = tuple[str, str, int]  # fabric, port group, point
End = tuple[int, float]  # switch, rate [Gb/s]
MANY_GROUPS = 16  # more groups than this are written flow by flow, so that patterns stay few


def ports_of(key: ClassKey) -> Iterable[tuple[Port, str, float]]:
    """Every linked port of a system of a class: (port, switch, rate)."""
    for group, first, points, switch, gbps in key[2]:
        for point in range(first, first + points):
            yield (key[0], group, point), switch, gbps


def ends_by_port(classes: Iterable[tuple[ClassKey, int]], index: Mapping[str, int]) -> dict[Port, dict[End, int]]:
    """Where the like ports of all systems of some classes lead."""
    found: dict[Port, dict[End, int]] = {}
    for key, systems in classes:
        fabric = key[0]
        for group, first, points, switch, gbps in key[2]:
            end = index[switch], gbps
            for point in range(first, first + points):
                ends = found.setdefault((fabric, group, point), {})
                ends[end] = ends.get(end, 0) + systems
    return found


def evenly(ends: Iterable[Mapping[End, int]], switches: int) -> Demand:
    """Each port sends at line rate to all like ports, in proportion to their rates.

    Parameters
    ----------
    ends : iterable of mapping of (switch, rate) to count
        One for each port number.
    switches : int
        How many there are.
    """
    members = [sorted(e.items()) for e in ends]
    port = np.repeat(np.arange(len(members)), [len(m) for m in members])
    switch = np.array([x for m in members for (x, _), _ in m], np.int64)
    rate = np.array([gbps for m in members for (_, gbps), _ in m])
    offered = rate * np.array([n for m in members for _, n in m])
    others = np.bincount(port, offered, len(members))[port] - rate
    source = np.zeros((switches, len(members)))
    sink = np.zeros((switches, len(members)))
    some = others > 0.0
    np.add.at(source, (switch[some], port[some]), offered[some] / others[some])
    np.add.at(sink, (switch[some], port[some]), offered[some])
    return Demand(source, sink)


def groups_evenly(groups: Sequence[Sequence[tuple[ClassKey, ...]]], index: Mapping[str, int]) -> Demand:
    """Within each group of systems, each port sends at line rate to all like ports, in proportion to their rates."""
    per_group = []
    for group in groups:
        counted = Counter(key for keys in group for key in keys)
        per_group.append(ends_by_port(counted.items(), index))
    if len(groups) <= MANY_GROUPS:
        return evenly((ends for group in per_group for ends in group.values()), len(index))
    rates: dict[tuple[int, int], float] = defaultdict(float)
    for by_port in per_group:
        for ends in by_port.values():
            total = sum(rate * n for (_, rate), n in ends.items())
            for (x, rate), n in ends.items():
                for (y, other), m in ends.items():
                    if x != y and total > rate:
                        rates[x, y] += n * rate * m * other / (total - rate)
    return flows(rates, len(index))


def onward(pairs: Iterable[tuple[tuple[ClassKey, ...], tuple[ClassKey, ...]]], index: Mapping[str, int]) -> Demand:
    """Each port of the first of a pair of systems sends at the slower line rate to the like port of the second."""
    rates: dict[tuple[int, int], float] = defaultdict(float)
    counted = Counter(pairs)
    for (one, other), times in counted.items():
        there = {port: (switch, gbps) for key in other for port, switch, gbps in ports_of(key)}
        for key in one:
            for port, switch, gbps in ports_of(key):
                if port in there:
                    target, rate = there[port]
                    rates[index[switch], index[target]] += times * min(gbps, rate)
    return flows(rates, len(index))


def to_storage(clients: Mapping[ClassKey, int], storage: Mapping[ClassKey, int], index: Mapping[str, int]) -> Demand:
    """All ports of the clients send to all ports of the storage in the same fabric, as fast as the slower side can."""
    ends: list[dict[str, Counter[tuple[int, float]]]] = []
    for side in (clients, storage):
        by_fabric: dict[str, Counter[tuple[int, float]]] = defaultdict(Counter)
        for (fabric, _, _), members in ends_by_port(side.items(), index).items():
            by_fabric[fabric].update(members)
        ends.append(by_fabric)
    fabrics = sorted(ends[0].keys() & ends[1].keys())
    source, sink = np.zeros((len(index), len(fabrics))), np.zeros((len(index), len(fabrics)))
    for column, fabric in enumerate(fabrics):
        offered, taken = (sum(rate * n for (_, rate), n in side[fabric].items()) for side in ends)
        for (switch, rate), n in ends[0][fabric].items():
            source[switch, column] += n * rate * min(1.0, taken / offered) / taken
        for (switch, rate), n in ends[1][fabric].items():
            sink[switch, column] += n * rate
    return Demand(source, sink)


def flows(rates: Mapping[tuple[int, int], float], switches: int) -> Demand:
    """A demand of single flows."""
    nothing = np.zeros((switches, 0))
    return Demand(nothing, nothing, tuple((x, y, gbps) for (x, y), gbps in sorted(rates.items()) if x != y))
