"""Frame-speed state of the fabric: ports, rates, cable lengths, oversubscription, and each single switch lost.

Rates are those of the links, not of traffic: what the fabric can carry when its links are shared evenly. What a
traffic pattern makes of each link, hash collisions and failures of several switches at once are not in it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from hallwright.engines.base import Result, Step
from hallwright.engines.fabric.flows import Ends, link_record, relaid, switch_record, system_record
from hallwright.engines.fabric.inputs import cables_of, device_of, inputs_of, limits_of, trays_of
from hallwright.engines.fabric.records import (
    Device,
    FabricTotals,
    Inputs,
    LinkRecord,
    Loss,
    Record,
    SwitchRecord,
    SystemRecord,
)
from hallwright.engines.fabric.resilience import ClassKey, Structure, Trunk, Weight, share_left, states, structure
from hallwright.engines.fabric.trays import tray_graph
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Medium
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.tray import Tray
from hallwright.project import Link

LinksOf = Callable[[str], Iterable[Link]]


@dataclass(frozen=True)
class Fabric(Result):
    """Result of the fabric engine.

    Attributes
    ----------
    inputs : Inputs
        What it was solved from.
    records : mapping of str to record
        `SystemRecord`, `SwitchRecord` or `LinkRecord` by identifier.
    keys : mapping of system to its classes
    classes : mapping of class to (systems, GPUs)
        Systems with the same links to the same switches, by fabric.
    trunks : mapping of link to the switches at both its ends
    switches : tuple of str
        Every switch, in order.
    fabrics : mapping of fabric to FabricTotals
    """

    inputs: Inputs
    keys: Mapping[str, tuple[ClassKey, ...]]
    classes: Mapping[ClassKey, Weight]
    trunks: Mapping[str, Trunk]
    switches: tuple[str, ...]
    fabrics: Mapping[str, FabricTotals]

    def parts_reached(self, system: str) -> dict[str, int]:
        """Separate parts of the switches (planes, rails) that a system reaches, by fabric."""
        shape = _shape(self.switches, self.trunks)
        return {key[0]: len({shape.part[s] for s, _ in key[1]}) for key in self.keys.get(system, ())}


def inputs(step: Step) -> Inputs:
    """Gather devices, links, cables, trays and settings."""
    return inputs_of(step)


def solve(given: Inputs) -> Fabric:
    """The whole fabric from nothing but its inputs."""
    at: dict[str, list[Link]] = defaultdict(list)
    for link in given.links.values():
        for end in dict.fromkeys((*link.a, *link.b)):
            at[end].append(link)
    graph = tray_graph(given.trays, given.limits.tray_entry_max_m)
    records: dict[str, Record] = {k: link_record(link, given, graph) for k, link in given.links.items()}
    trunks = {k: t for k, link in given.links.items() if (t := _trunk(link, given.devices)) is not None}
    keys: dict[str, tuple[ClassKey, ...]] = {}
    classes: dict[ClassKey, Weight] = {}
    _devices(given.devices, lambda id: at.get(id, ()), given, records, keys, classes)
    switches = tuple(sorted(k for k, d in given.devices.items() if d.rank != 0))
    shape = _shape(switches, trunks)
    _switches(switches, shape, given, lambda id: at.get(id, ()), records, classes)
    return Fabric(records, given, keys, classes, trunks, switches, _totals(switches, shape, records, classes))


def patch(previous: Fabric, step: Step) -> Fabric:
    """Bring a result up to date; the cost follows what the change touches."""
    change, before = step.change, step.before
    if change is None or before is None:
        return solve(inputs(step))
    project, topology, old = step.project, step.topology, previous.inputs
    touched: set[str] = set()
    trays_changed = False
    for key in change.equipment:
        for item in (before.equipment.get(key), project.equipment.get(key)):
            if isinstance(item, System | Switch):
                touched.add(key)
            elif isinstance(item, Accelerator):
                touched.add(item.system_id or "")
            elif isinstance(item, Tray):
                trays_changed = True
            elif item is not None:
                touched.update(topology.inside(key))
    devices = dict(old.devices)
    moved: set[str] = set()  # links to look at again
    stale: set[str] = set()  # the same for systems and switches
    for key in touched:
        device = device_of(project.equipment.get(key), topology)
        was = devices.get(key)
        if device == was:
            continue
        if device is None:
            del devices[key]
        else:
            devices[key] = device
        moved.update(link.id for link in topology.links_of(key, Medium.FABRIC))
        if device is None or was is None or replace(device, place=was.place, at=was.at, height_m=was.height_m) != was:
            stale.add(key)
    links = dict(old.links)
    for key in change.links:
        was_link, link = links.get(key), project.links.get(key)
        if link is not None and link.medium is not Medium.FABRIC:
            link = None
        if link is was_link:
            continue
        moved.add(key)
        if was_link is not None:
            stale.update((*was_link.a, *was_link.b))
            del links[key]
        if link is not None:
            stale.update((*link.a, *link.b))
            links[key] = link
    trays = trays_of(topology) if trays_changed else old.trays
    limits = limits_of(project.settings) if change.settings else old.limits
    cables = old.cables
    if change.products and (now := cables_of(project)) != cables:
        cables = now
    if trays != old.trays or limits != old.limits or cables != old.cables:
        gone = {k for k in old.cables.keys() | cables.keys() if old.cables.get(k) != cables.get(k)}
        everything = trays != old.trays or limits != old.limits
        moved.update(k for k, link in links.items() if everything or link.product in gone)
    given = Inputs(devices, links, cables, trays, limits)
    if not moved and not stale:  # at most a device without links has moved, or a tray that none uses has changed
        return previous if given == old else replace(previous, inputs=given, dirty=frozenset())

    graph = tray_graph(trays, limits.tray_entry_max_m)
    recast, same_cables = frozenset(stale), cables is old.cables  # where neither matters, only lengths can change
    records = dict(previous.records)
    trunks = dict(previous.trunks)
    for key in moved:
        trunks.pop(key, None)
        if key not in links:
            records.pop(key, None)
            continue
        link = links[key]
        known = records.get(key)
        if (
            isinstance(known, LinkRecord)
            and same_cables
            and link is old.links.get(key)
            and recast.isdisjoint((*link.a, *link.b))
        ):
            records[key] = relaid(known, link, given, graph)
            if key in previous.trunks:
                trunks[key] = previous.trunks[key]
            continue
        fresh = link_record(link, given, graph)
        if fresh != known:
            records[key] = fresh
            if not isinstance(known, LinkRecord) or _carried(fresh) != _carried(known):
                stale.update((*link.a, *link.b))
        trunk = _trunk(link, devices)
        if trunk is not None:
            trunks[key] = trunk
    # what a switch belongs to also names the classes of its systems
    for key in [k for k in stale if k in old.devices or k in devices]:
        if old.devices.get(key) != devices.get(key):
            for link in topology.links_of(key, Medium.FABRIC):
                stale.update((*link.a, *link.b))

    def links_of(id: str) -> list[Link]:
        return topology.links_of(id, Medium.FABRIC)

    keys, classes, fabrics, switches = previous.keys, previous.classes, previous.fabrics, previous.switches
    looked = moved | stale
    if stale:
        keys, classes = dict(keys), dict(classes)
        for key in stale:
            if key not in devices:
                if key in old.devices:
                    records.pop(key, None)
                _forget(key, keys, classes, old.devices)
        _devices([k for k in stale if k in devices], links_of, given, records, keys, classes, old.devices)
        if any(
            (k in devices and devices[k].rank != 0) != (k in old.devices and old.devices[k].rank != 0) for k in stale
        ):
            switches = tuple(sorted(k for k, d in devices.items() if d.rank != 0))
        shape = _shape(switches, trunks)
        looked |= _switches(switches, shape, given, links_of, records, classes)
        fabrics = _totals(switches, shape, records, classes)
    dirty = set()
    for key in looked:
        record, known = records.get(key), previous.records.get(key)
        if record is not known:
            if record is not None and record == known:
                records[key] = record = known
            else:
                dirty.add(key)
    return Fabric(records, given, keys, classes, trunks, switches, fabrics, dirty=frozenset(dirty))


def _carried(record: LinkRecord) -> tuple[object, ...]:
    """What the ends of a link see of it."""
    return record.gbps, record.a_gbps, record.b_gbps, record.lower, record.a_watts, record.b_watts, record.missing


def _trunk(link: Link, devices: Mapping[str, Device]) -> Trunk | None:
    """The switches that a bundle joins, where it joins switches."""
    a = tuple(i for i in link.a if i in devices and devices[i].rank != 0)
    b = tuple(i for i in link.b if i in devices and devices[i].rank != 0)
    return (a, b) if a and b else None


def _shape(switches: tuple[str, ...], trunks: Mapping[str, Trunk]) -> Structure:
    return structure(switches, tuple(t for _, t in sorted(trunks.items())))


def _forget(
    id: str, keys: dict[str, tuple[ClassKey, ...]], classes: dict[ClassKey, Weight], devices: Mapping[str, Device]
) -> None:
    """Take a system out of its classes."""
    for key in keys.pop(id, ()):
        systems, gpus = classes[key]
        if systems == 1:
            del classes[key]
        else:
            classes[key] = (systems - 1, gpus - devices[id].gpus)


def _devices(
    ids: Iterable[str],
    links_of: LinksOf,
    given: Inputs,
    records: dict[str, Record],
    keys: dict[str, tuple[ClassKey, ...]],
    classes: dict[ClassKey, Weight],
    before: Mapping[str, Device] | None = None,
) -> None:
    """Make the records of systems and switches, and count systems by class."""
    for id in ids:
        device = given.devices[id]
        ends = Ends(id, links_of(id), records, given)  # type: ignore[arg-type]
        known = records.get(id)
        if before is not None:
            _forget(id, keys, classes, before)
        if device.rank != 0:
            fresh = switch_record(ends, given.devices)
            if isinstance(known, SwitchRecord):
                fresh = replace(
                    fresh,
                    unreached_systems=known.unreached_systems,
                    loss=known.loss,
                    stranded_gbps=known.stranded_gbps,
                )
            records[id] = fresh if fresh != known else known
            continue
        system = system_record(ends)
        records[id] = known if system == known else system
        by_fabric: dict[str, dict[str, float]] = {}
        for attachment in system.attachments:
            for switch, rate in attachment.switches:
                fabric = by_fabric.setdefault(given.devices[switch].fabric, {})
                fabric[switch] = fabric.get(switch, 0.0) + rate
        if by_fabric:
            own = tuple((fabric, tuple(sorted(rates.items()))) for fabric, rates in sorted(by_fabric.items()))
            keys[id] = own
            for key in own:
                systems, gpus = classes.get(key, (0, 0))
                classes[key] = (systems + 1, gpus + device.gpus)


def _switches(
    switches: tuple[str, ...],
    shape: Structure,
    given: Inputs,
    links_of: LinksOf,
    records: dict[str, Record],
    classes: Mapping[ClassKey, Weight],
) -> set[str]:
    """Fill in what the loss of each switch means, and which cannot reach the others; the switches that changed."""
    found = states(classes, shape)
    top: dict[str, int] = {}  # highest tier at work, by fabric
    for id in switches:
        record = records[id]
        assert isinstance(record, SwitchRecord)
        if record.lower_switches:
            top[record.fabric] = max(top.get(record.fabric, 0), given.devices[id].rank)
    served = {shape.part[s] for key in classes for s, _ in key[1]}
    everybody: dict[str, int] = {}
    for key, (systems, _) in classes.items():
        everybody[key[0]] = everybody.get(key[0], 0) + systems
    below: dict[str, Below] = {}
    changed = set()
    for id in switches:
        record = records[id]
        assert isinstance(record, SwitchRecord)
        apart, loss = found.get(id, _NOTHING)
        if shape.part[id] not in served:
            apart = everybody.get(record.fabric, 0)
        if record.lower_switches:
            left = share_left(_lost_rates(id, record, given, links_of, records, below))
            if left < loss.share_left:
                loss = Loss(loss.systems, loss.gpus, left)
        led_on = record.up_gbps > 0.0 or record.peer_gbps > 0.0
        rank = given.devices[id].rank
        stranded = float(record.down_gbps) if not led_on and 0 < rank < top.get(record.fabric, 0) else 0.0
        if apart != record.unreached_systems or loss != record.loss or stranded != record.stranded_gbps:
            records[id] = replace(record, unreached_systems=apart, loss=loss, stranded_gbps=stranded)
            changed.add(id)
    return changed


_NOTHING = (0, Loss())

# of a bundle towards lower switches: its upper ends, how many are below, and their distinct (rate of the bundle to
# one of them, downlinks, uplinks)
Below = tuple[frozenset[str], int, list[tuple[float, float, float]]]


def _lost_rates(
    id: str,
    record: SwitchRecord,
    given: Inputs,
    links_of: LinksOf,
    records: Mapping[str, Record],
    below: dict[str, Below],
) -> list[tuple[float, float, float]]:
    """For the switches below one: (rate of their links to it, their downlinks, their uplinks)."""
    found: list[tuple[float, float, float]] = []
    count = 0
    links = links_of(id)
    for link in links:
        known = below.get(link.id)
        if known is None:
            known = below[link.id] = _below(link, given, records)
        if id in known[0]:
            count += known[1]
            found.extend(known[2])
    if count == len(record.lower_switches):
        return found
    rates: dict[str, float] = {}  # more than one bundle to the same switch: add them up
    for link in links:
        bundle = records[link.id]
        assert isinstance(bundle, LinkRecord)
        if id in below[link.id][0]:
            for i in link.a if bundle.lower == "a" else link.b:
                rates[i] = rates.get(i, 0.0) + bundle.gbps * link.per_pair
    return [
        (rate, r.down_gbps, r.up_gbps)
        for i, rate in sorted(rates.items())
        if isinstance(r := records.get(i), SwitchRecord)
    ]


def _below(link: Link, given: Inputs, records: Mapping[str, Record]) -> Below:
    bundle = records[link.id]
    assert isinstance(bundle, LinkRecord)
    if bundle.lower == "peer":
        return frozenset(), 0, []
    ids, top = (link.a, link.b) if bundle.lower == "a" else (link.b, link.a)
    lower = [r for i in ids if isinstance(r := records.get(i), SwitchRecord)]
    rate = bundle.gbps * link.per_pair
    return frozenset(top), len(lower), sorted({(rate, r.down_gbps, r.up_gbps) for r in lower})


def _totals(
    switches: tuple[str, ...], shape: Structure, records: Mapping[str, Record], classes: Mapping[ClassKey, Weight]
) -> dict[str, FabricTotals]:
    """Each fabric as a whole."""
    tiers: dict[str, dict[str, tuple[int, float, float]]] = {}
    leaf: dict[str, tuple[int, float, float]] = {}
    parts: dict[str, set[str]] = {}
    for id in switches:
        record = records[id]
        assert isinstance(record, SwitchRecord)
        fabric = tiers.setdefault(record.fabric, {})
        n, down, up = fabric.get(record.tier, (0, 0.0, 0.0))
        fabric[record.tier] = (n + 1, down + record.down_gbps, up + record.up_gbps)
        parts.setdefault(record.fabric, set()).add(shape.part[id])
        if record.systems:
            n, down, up = leaf.get(record.fabric, (0, 0.0, 0.0))
            leaf[record.fabric] = (n + 1, down + record.down_gbps, up + record.up_gbps)
    weights: dict[str, tuple[int, int, float]] = {}
    for key in sorted(classes):
        systems, gpus = classes[key]
        s, g, rate = weights.get(key[0], (0, 0, 0.0))
        weights[key[0]] = (s + systems, g + gpus, rate + systems * sum(r for _, r in key[1]))
    found = {}
    for name in sorted(tiers):
        systems, gpus, injection = weights.get(name, (0, 0, 0.0))
        count, down, up = leaf.get(name, (0, 0.0, 0.0))
        bisection = (down if count == 1 else min(down, up)) / 2.0
        found[name] = FabricTotals(systems, gpus, injection, tiers[name], bisection, len(parts[name]))
    return found


__all__ = ["Fabric", "SystemRecord", "inputs", "patch", "solve"]
