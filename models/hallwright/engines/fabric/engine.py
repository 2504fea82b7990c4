"""Frame-speed state of the fabric: ports, rates, cable lengths, oversubscription, and each single switch lost.

Rates are those of the links, not of traffic: what the fabric can carry when its links are shared evenly. What a
traffic pattern makes of each link, hash collisions and failures of several switches at once are not in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace

from hallwright.cabling.places import limits_of
from hallwright.cabling.trays import tray_graph
from hallwright.engines.base import Result, Step
from hallwright.engines.fabric.flows import Ends, link_record, relaid, switch_record, system_record
from hallwright.engines.fabric.inputs import cables_of, device_of, inputs_of, trays_of
from hallwright.engines.fabric.likes import Likes
from hallwright.engines.fabric.records import (
    Device,
    FabricTotals,
    Inputs,
    Lane,
    LinkRecord,
    Record,
    SwitchRecord,
    SystemRecord,
)
from hallwright.engines.fabric.resilience import ClassKey, Trunk, Weight
from hallwright.engines.fabric.whole import NO_WHOLE, Whole, whole
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Medium
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.tray import Tray
from hallwright.overlay import Draft
from hallwright.project import Link


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
    whole : Whole
        What is true of all switches together.
    """

    inputs: Inputs
    keys: Mapping[str, tuple[ClassKey, ...]]
    classes: Mapping[ClassKey, Weight]
    whole: Whole

    @property
    def fabrics(self) -> Mapping[str, FabricTotals]:
        """Each fabric as a whole."""
        return self.whole.fabrics

    def parts_reached(self, system: str) -> dict[str, int]:
        """Separate parts of the switches (planes, rails) that a system reaches, by fabric."""
        shape = self.whole.shape
        return {key[0]: len({shape.part[s] for s, _ in key[1]}) for key in self.keys.get(system, ())}


def inputs(step: Step) -> Inputs:
    """Gather devices, links, cables, trays and settings."""
    return inputs_of(step)


def solve(given: Inputs) -> Fabric:
    """The whole fabric from nothing but its inputs."""
    at: dict[str, set[str]] = defaultdict(set)
    for link in given.links.values():
        for end in (*link.a, *link.b):
            at[end].add(link.id)
    graph = tray_graph(given.trays, given.limits.tray_entry_max_m)
    records: dict[str, Record] = {k: link_record(link, given, graph) for k, link in given.links.items()}
    trunks = {k: t for k, link in given.links.items() if (t := _trunk(link, given.devices)) is not None}
    keys: dict[str, tuple[ClassKey, ...]] = {}
    classes: dict[ClassKey, Weight] = {}

    likes = Likes(given, lambda id: frozenset(at.get(id, ())))
    _devices(given.devices, likes, given, records, keys, classes)
    switches = tuple(sorted(k for k, d in given.devices.items() if d.rank != 0))
    fresh = dict.fromkeys(classes, (0, 0))
    all_of_it, _ = whole(NO_WHOLE, switches, trunks, switches, given, likes, records, classes, fresh)
    return Fabric(records, given, keys, classes, all_of_it)


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
    drawn = Draft(old.devices)
    moved: set[str] = set()  # links to look at again
    stale: set[str] = set()  # the same for systems and switches
    for key in touched:
        device = device_of(project.equipment.get(key), topology)
        was = drawn.get(key)
        if device == was:
            continue
        if device is None:
            del drawn[key]
        else:
            drawn[key] = device
        moved.update(link.id for link in topology.links_of(key, Medium.FABRIC))
        if device is None or was is None or replace(device, place=was.place, at=was.at, height_m=was.height_m) != was:
            stale.add(key)
    cabled = Draft(old.links)
    for key in change.links:
        was_link, link = cabled.get(key), project.links.get(key)
        if link is not None and link.medium is not Medium.FABRIC:
            link = None
        if link is was_link:
            continue
        moved.add(key)
        if was_link is not None:
            stale.update((*was_link.a, *was_link.b))
            del cabled[key]
        if link is not None:
            stale.update((*link.a, *link.b))
            cabled[key] = link
    devices, links = drawn.done(), cabled.done()
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
        same = devices is old.devices and links is old.links and cables is old.cables
        if same and trays == old.trays and limits == old.limits:
            return previous
        return replace(previous, inputs=given, dirty=frozenset())

    graph = tray_graph(trays, limits.tray_entry_max_m)
    recast, same_cables = frozenset(stale), cables is old.cables  # where neither matters, only lengths can change
    records = Draft[str, Record](previous.records)
    trunks = previous.whole.trunks
    for key in moved:
        if key not in links:
            records.pop(key, None)
            trunks = _with_trunk(trunks, key, None)
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
            continue
        fresh = link_record(link, given, graph)
        if fresh != known:
            records[key] = fresh
            if not isinstance(known, LinkRecord) or _carried(fresh) != _carried(known):
                stale.update((*link.a, *link.b))
        trunks = _with_trunk(trunks, key, _trunk(link, devices))
    # what a switch belongs to also names the classes of its systems
    for key in [k for k in stale if k in old.devices or k in devices]:
        if old.devices.get(key) != devices.get(key):
            for link in topology.links_of(key, Medium.FABRIC):
                stale.update((*link.a, *link.b))

    likes = Likes(given, lambda id: topology.link_ids(id, Medium.FABRIC))
    keys, classes, all_of_it = Draft(previous.keys), previous.classes, previous.whole
    looked = moved | stale
    if stale:
        classes = dict(classes)
        for key in stale:
            if key not in devices:
                if key in old.devices:
                    records.pop(key, None)
                _forget(key, keys, classes, old.devices)
        _devices([k for k in stale if k in devices], likes, given, records, keys, classes, old.devices)
        changed_classes = {
            key: previous.classes.get(key, (0, 0))
            for id in stale
            for key in (*previous.keys.get(id, ()), *keys.get(id, ()))
            if previous.classes.get(key) != classes.get(key)
        }
        switches = all_of_it.switches
        if any(
            (k in devices and devices[k].rank != 0) != (k in old.devices and old.devices[k].rank != 0) for k in stale
        ):
            switches = tuple(sorted(k for k, d in devices.items() if d.rank != 0))
        at_stake = [
            k for k in stale if k in all_of_it.kinds or (k in devices and devices[k].rank != 0)
        ]  # no system among them
        all_of_it, changed = whole(
            all_of_it, switches, trunks, at_stake, given, likes, records, classes, changed_classes
        )
        looked |= changed
    dirty = set()
    for key in looked:
        record, known = records.get(key), previous.records.get(key)
        if record is not known:
            if record is not None and record == known:
                records[key] = record = known
            else:
                dirty.add(key)
    return Fabric(records.done(), given, keys.done(), classes, all_of_it, dirty=frozenset(dirty))


def _carried(record: LinkRecord) -> tuple[object, ...]:
    """What the ends of a link see of it."""
    return record.gbps, record.a_gbps, record.b_gbps, record.lower, record.a_watts, record.b_watts, record.missing


def _trunk(link: Link, devices: Mapping[str, Device]) -> Trunk | None:
    """The switches that a bundle joins, where it joins switches."""
    a = tuple(i for i in link.a if i in devices and devices[i].rank != 0)
    b = tuple(i for i in link.b if i in devices and devices[i].rank != 0)
    return (a, b) if a and b else None


def _with_trunk(trunks: Mapping[str, Trunk], key: str, trunk: Trunk | None) -> Mapping[str, Trunk]:
    """The trunks with one set or (None) taken away; the same mapping where nothing changes."""
    if trunks.get(key) == trunk:
        return trunks
    found = dict(trunks)
    if trunk is None:
        del found[key]
    else:
        found[key] = trunk
    return found


def _forget(
    id: str,
    keys: MutableMapping[str, tuple[ClassKey, ...]],
    classes: dict[ClassKey, Weight],
    devices: Mapping[str, Device],
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
    likes: Likes,
    given: Inputs,
    records: MutableMapping[str, Record],
    keys: MutableMapping[str, tuple[ClassKey, ...]],
    classes: dict[ClassKey, Weight],
    before: Mapping[str, Device] | None = None,
) -> None:
    """Make the records of systems and switches, and count systems by class.

    Like devices at the same ends of the same bundles have like records, so each kind is looked at once.
    """
    made: dict[object, tuple[SystemRecord | SwitchRecord, tuple[ClassKey, ...]]] = {}
    for id in ids:
        device = given.devices[id]
        like = likes.of(id)
        known = records.get(id)
        if before is not None:
            _forget(id, keys, classes, before)
        found = made.get(like)
        if found is None:
            ends = Ends(id, likes.links_of(id), records, given)  # type: ignore[arg-type]
            if device.rank != 0:
                found = switch_record(ends, given.devices), ()
            else:
                system = system_record(ends)
                found = system, _class_keys(system, device.job, given.devices)
            made[like] = found
        record, own = found
        if isinstance(record, SwitchRecord) and isinstance(known, SwitchRecord):
            record = replace(
                record,
                unreached_systems=known.unreached_systems,
                loss=known.loss,
                stranded_gbps=known.stranded_gbps,
            )
        records[id] = known if known is not None and record == known else record
        if own:
            keys[id] = own
            for key in own:
                systems, gpus = classes.get(key, (0, 0))
                classes[key] = (systems + 1, gpus + device.gpus)


def _class_keys(system: SystemRecord, job: str, devices: Mapping[str, Device]) -> tuple[ClassKey, ...]:
    """For each fabric that a system is linked to: the switches, and the rate to each."""
    by_fabric: dict[str, dict[str, float]] = {}
    lanes: dict[str, list[Lane]] = {}
    for attachment in system.attachments:
        for switch, rate in attachment.switches:
            fabric = by_fabric.setdefault(devices[switch].fabric, {})
            fabric[switch] = fabric.get(switch, 0.0) + rate
        for lane in attachment.lanes:
            lanes.setdefault(devices[lane[3]].fabric, []).append(lane)
    return tuple(
        (fabric, tuple(sorted(rates.items())), tuple(lanes.get(fabric, ())), job)
        for fabric, rates in sorted(by_fabric.items())
    )


__all__ = ["Fabric", "SystemRecord", "inputs", "patch", "solve"]
