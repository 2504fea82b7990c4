"""Rates and ports: what each bundle carries, and what that makes of each system and switch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from hallwright.cabling.lengths import bundle_lengths
from hallwright.cabling.trays import TrayGraph
from hallwright.engines.fabric.records import (
    Attachment,
    Device,
    Group,
    Inputs,
    Lane,
    LinkRecord,
    PortUse,
    SwitchRecord,
    SystemRecord,
)
from hallwright.project import Cable, Link

SYSTEM = 0  # rank of a system
PEERS = frozenset({"leaf", "spine", "core"})  # tiers whose members do not feed one another


def group_of(device: Device | None, name: str) -> Group | None:
    """The port group of that name of a device."""
    if device is not None:
        for group in device.groups:
            if group.name == name:
                return group
    return None


def orientation(a: Device, b: Device) -> tuple[Literal["a", "b", "peer"], int]:
    """The end nearer to the systems, and the tiers between.

    A switch without a tier stands above a system; otherwise the link's own order holds (a is the lower end).
    """
    if a.rank < 0 or b.rank < 0:
        return ("b", 1) if b.rank == SYSTEM else ("a", 1)
    if a.rank == b.rank:
        return ("peer", 0) if a.rank == SYSTEM or (a.tier == b.tier and a.tier in PEERS) else ("a", 1)
    return ("a" if a.rank < b.rank else "b"), abs(a.rank - b.rank)


def shares_plug(cable: Cable, group: Group) -> bool:
    """Whether one plug of this product serves two points of these ports: a twin-port plug of twice their rate."""
    return "twin" in group.connector.lower() and cable.gbps is not None and cable.gbps >= 2.0 * group.gbps


def watts_per_point(cable: Cable | None, group: Group) -> float | None:
    """Largest draw of one cable end at a port [W]; a twin-port plug serves two points and counts half for each."""
    if cable is None or cable.watts_per_end is None:
        return None
    return cable.watts_per_end / 2.0 if shares_plug(cable, group) else cable.watts_per_end


def link_record(link: Link, given: Inputs, graph: TrayGraph) -> LinkRecord:
    """What a bundle carries, how long it is, and what is stated at both ends.

    A bundle whose ends differ in rate has the slowest; `pair_gbps` has the rate of each pair.
    """
    devices = given.devices
    cable = given.cables.get(link.product) if link.product is not None else None
    a_groups = [group_of(devices.get(i), link.a_port) for i in link.a]
    b_groups = [group_of(devices.get(i), link.b_port) for i in link.b]
    a_there = [devices[i] for i, g in zip(link.a, a_groups, strict=True) if g is not None]
    b_there = [devices[i] for i, g in zip(link.b, b_groups, strict=True) if g is not None]
    missing: tuple[str, ...] = ()
    if len(a_there) < len(link.a) or len(b_there) < len(link.b):
        missing = tuple(
            i
            for ids, groups in ((link.a, a_groups), (link.b, b_groups))
            for i, g in zip(ids, groups, strict=True)
            if g is None
        )
    a_known, b_known = _distinct(a_groups), _distinct(b_groups)
    a_gbps, a_role, a_protocols, a_connectors = _common(a_known)
    b_gbps, b_role, b_protocols, b_connectors = _common(b_known)
    gbps = min(a_gbps, b_gbps)
    if cable is not None and cable.gbps is not None:
        gbps = min(gbps, cable.gbps)
    lower, step = orientation(a_there[0], b_there[0]) if a_there and b_there else ("a", 1)
    top = b_there if lower != "b" else a_there
    serves_systems = bool(a_there and b_there) and (a_there[0] if lower != "b" else b_there[0]).rank == SYSTEM
    lengths = bundle_lengths(link, a_there, b_there, graph, given.limits)
    return LinkRecord(
        fabric=top[0].fabric if top else "",
        role=(a_role if lower != "b" else b_role) if serves_systems else "",
        lower=lower,
        missing=missing,
        count=link.count,
        gbps=gbps,
        a_gbps=a_gbps,
        b_gbps=b_gbps,
        step=step,
        longest_m=lengths.longest_m,
        shortest_m=lengths.shortest_m,
        total_m=lengths.total_m,
        straight_m=lengths.straight_m,
        route=lengths.route,
        a_protocols=a_protocols,
        b_protocols=b_protocols,
        a_connectors=a_connectors,
        b_connectors=b_connectors,
        even=not missing and len(a_known) == len(b_known) == 1,
        a_watts=_watts(cable, a_groups, link.points_used("a")),
        b_watts=_watts(cable, b_groups, link.points_used("b")),
    )


def _distinct(groups: Sequence[Group | None]) -> tuple[Group, ...]:
    first = groups[0]
    if first is not None:
        for group in groups:
            if group is not first:
                break
        else:
            return (first,)  # like devices share their groups: no need to compare them
    return tuple(dict.fromkeys(g for g in groups if g is not None))


@lru_cache(maxsize=1000)
def _common(groups: tuple[Group, ...]) -> tuple[float, str, tuple[str, ...], tuple[str, ...]]:
    """Of the port groups at one side: the slowest rate, the first role, protocols and connectors stated."""
    return (
        min((g.gbps for g in groups), default=0.0),
        min((g.role for g in groups), default=""),
        _stated(g.protocol for g in groups),
        _stated(g.connector for g in groups),
    )


def relaid(record: LinkRecord, link: Link, given: Inputs, graph: TrayGraph) -> LinkRecord:
    """The record of a bundle after its ends have moved, and nothing else."""
    devices = given.devices
    a = [devices[i] for i in link.a if group_of(devices.get(i), link.a_port) is not None]
    b = [devices[i] for i in link.b if group_of(devices.get(i), link.b_port) is not None]
    lengths = bundle_lengths(link, a, b, graph, given.limits)
    before = record.longest_m, record.shortest_m, record.total_m, record.straight_m, record.route
    if before == (lengths.longest_m, lengths.shortest_m, lengths.total_m, lengths.straight_m, lengths.route):
        return record
    return replace(
        record,
        longest_m=lengths.longest_m,
        shortest_m=lengths.shortest_m,
        total_m=lengths.total_m,
        straight_m=lengths.straight_m,
        route=lengths.route,
    )


def _stated(words: Iterable[str]) -> tuple[str, ...]:
    found = {w for w in words if w}
    return tuple(found) if len(found) < 2 else tuple(sorted(found))


def _watts(cable: Cable | None, groups: Sequence[Group | None], points: int) -> float | None:
    total = 0.0
    first = groups[0]
    if first is not None and len(_distinct(groups)) == 1 and None not in groups:
        watts = watts_per_point(cable, first)
        return None if watts is None else watts * points * len(groups)
    for group in groups:
        if group is not None:
            watts = watts_per_point(cable, group)
            if watts is None:
                return None
            total += watts * points
    return total


def pair_gbps(link: Link, one: Group, other: Group | None, cables: Mapping[str, Cable]) -> float:
    """Rate of one cable between two port groups [Gb/s]: the slowest of both and the cable."""
    if other is None:
        return 0.0
    cable = cables.get(link.product) if link.product is not None else None
    rate = min(one.gbps, other.gbps)
    return rate if cable is None or cable.gbps is None else min(rate, cable.gbps)


def port_use(group: Group, runs: list[tuple[int, int, str]]) -> PortUse:
    """Use of a port group by runs of points (first, last, link)."""
    runs.sort()
    used = doubled = 0
    covered = twice = 0  # last point taken by one cable, by two
    clash: tuple[str, ...] = ()
    holder = ""
    for first, last, link in runs:
        if first <= covered:
            start, end = max(first, twice + 1), min(last, covered)
            if end >= start:
                doubled += end - start + 1
                twice = end
                clash = clash or (holder, link)
        used += max(0, min(last, group.count) - max(covered, first - 1))
        if last > covered:
            covered, holder = last, link
    return PortUse(group.name, group.role, group.count, group.gbps, used, covered, doubled, clash)


class Ends:
    """The bundles that end at one device, seen from it."""

    def __init__(self, id: str, links: Iterable[Link], found: Mapping[str, LinkRecord], given: Inputs) -> None:
        device = given.devices[id]
        self.device = device
        self.runs: dict[str, list[tuple[int, int, str]]] = {g.name: [] for g in device.groups}
        self.reach: dict[str, dict[str, float]] = {g.role: {} for g in device.groups}  # by role: device -> rate
        self.lanes: dict[str, list[Lane]] = {role: [] for role in self.reach}
        self.linked: dict[str, int] = dict.fromkeys(self.reach, 0)
        self.up: dict[str, float] = {}
        self.down: dict[str, float] = {}
        self.peer_gbps = 0.0
        self.watts: float | None = 0.0
        devices = given.devices
        for link in links:
            record = found[link.id]
            for end in ("a", "b"):
                ids, others = (link.a, link.b) if end == "a" else (link.b, link.a)
                times = ids.count(id)
                if not times:
                    continue
                name, other_port, first = (
                    (link.a_port, link.b_port, link.a_first) if end == "a" else (link.b_port, link.a_port, link.b_first)
                )
                group = group_of(device, name)
                if group is None:
                    continue
                points = link.per_pair * len(others)
                self.runs[name].extend([(first, first + points - 1, link.id)] * times)
                watts = watts_per_point(given.cables.get(link.product) if link.product else None, group)
                self.watts = None if watts is None or self.watts is None else self.watts + watts * points
                toward = None if record.lower == "peer" else self.down if record.lower != end else self.up
                reach = self.reach[group.role]
                every = link.per_pair * record.gbps
                if record.even and every > 0.0:  # the usual bundle, all at once
                    alike = dict.fromkeys(others, every)
                    if len(alike) == len(others) and (toward is None or toward.keys().isdisjoint(alike)):
                        self.linked[group.role] += link.per_pair * len(others)
                        if toward is None:
                            self.peer_gbps += every * len(others)
                            continue
                        toward.update(alike)
                        if toward is self.up and device.rank == SYSTEM:
                            n = link.per_pair
                            self.lanes[group.role].extend(
                                (name, first + j * n, n, other, record.gbps) for j, other in enumerate(others)
                            )
                        if toward is self.up and reach.keys().isdisjoint(alike):
                            reach.update(alike)
                        elif toward is self.up:
                            for other in others:
                                reach[other] = reach.get(other, 0.0) + every
                        continue
                for place, other in enumerate(others):
                    rate = every
                    if not record.even:
                        upper = group_of(devices.get(other), other_port)
                        rate = link.per_pair * pair_gbps(link, group, upper, given.cables)
                    if rate <= 0.0:
                        continue
                    self.linked[group.role] += link.per_pair
                    if toward is None:
                        self.peer_gbps += rate
                    else:
                        toward[other] = toward.get(other, 0.0) + rate
                        if toward is self.up:
                            reach[other] = reach.get(other, 0.0) + rate
                            n = link.per_pair
                            self.lanes[group.role].append((name, first + place * n, n, other, rate / n))

    def ports(self) -> tuple[PortUse, ...]:
        """Use of every port group."""
        return tuple(port_use(g, self.runs[g.name]) for g in self.device.groups)

    def optics_kw(self) -> float | None:
        """Draw of the cable ends plugged in; None where a product does not say."""
        return None if self.watts is None else self.watts / 1000.0


def system_record(ends: Ends) -> SystemRecord:
    """The fabric ports of a system."""
    attachments = []
    for role, found in ends.reach.items():
        reach = sorted(found.items())
        groups = [g for g in ends.device.groups if g.role == role]
        points = sum(g.count for g in groups)
        attachments.append(
            Attachment(
                role=role,
                points=points,
                linked=min(points, ends.linked[role]),
                possible_gbps=sum(g.count * g.gbps for g in groups),
                gbps=sum([rate for _, rate in reach]),
                switches=tuple(reach),
                lanes=tuple(sorted(ends.lanes[role])),
            )
        )
    return SystemRecord(ends.device.gpus, ends.ports(), tuple(attachments), ends.optics_kw())


def switch_record(ends: Ends, devices: Mapping[str, Device]) -> SwitchRecord:
    """A switch and its links; what its loss means is filled in by `resilience`."""
    systems = [i for i in ends.down if devices[i].rank == SYSTEM]
    return SwitchRecord(
        tier=ends.device.tier,
        fabric=ends.device.fabric,
        ports=ends.ports(),
        down_gbps=sum(rate for _, rate in sorted(ends.down.items())),
        up_gbps=sum(rate for _, rate in sorted(ends.up.items())),
        peer_gbps=ends.peer_gbps,
        uplink_switches=tuple(sorted(ends.up)),
        lower_switches=tuple(sorted(i for i in ends.down if devices[i].rank != SYSTEM)),
        systems=len(systems),
        gpus=sum(devices[i].gpus for i in systems),
        optics_kw=ends.optics_kw(),
    )
