"""The cooling balance: heat and flow of every air volume and coolant loop, now and with any one unit out.

Steady state. Plant and water come first, then the coolant shares, the racks, the air volumes, the coolers' duties and
at last the loops' loads; nothing feeds back, so one pass is exact. Sums are taken with `math.fsum`, whose result does
not depend on the order, so a patched result equals one from scratch to the last bit. See docs/engines/cooling.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import Any, cast

from hallwright.engines.base import Result, Step
from hallwright.engines.cooling.formulas import coil_capacity_kw, coolant_rise_k
from hallwright.engines.cooling.joints import beside, joints_of
from hallwright.engines.cooling.parts import (
    AirPart,
    Assumed,
    Carrier,
    CduPart,
    DoorPart,
    Feeds,
    Load,
    Part,
    PlantPart,
    TankPart,
    TilePart,
    part_of,
)
from hallwright.engines.cooling.records import (
    CduLoad,
    CoolerDuty,
    Joint,
    Ledger,
    PlantLoop,
    RackAir,
    SpaceAir,
    SystemHeat,
    TankLoad,
    VolumeAir,
)
from hallwright.engines.cooling.spaces import Spaces, owner
from hallwright.engines.power.engine import Power
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium, Placed, curve_value
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.room import Room
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.project import Change, Link

PARTS: tuple[type[Any], ...] = (Load, Carrier, AirPart, DoorPart, CduPart, TankPart, PlantPart, TilePart)
Sorted = Mapping[type[Any], Mapping[str, Any]]
EPS_KW = 1e-9  # heat below which nothing is left to take away


@dataclass(frozen=True, eq=False)
class Inputs:
    """What `solve` sees: the air volumes, the parts by class and identifier, and the assumptions.

    `power` is the result that losses were read from; only its identity matters, to know whether it moved.
    """

    assumed: Assumed
    spaces: Spaces
    parts: Sorted
    power: Power | None
    joints: Mapping[str, Joint]  # by coolant bundle
    facing: Mapping[str, tuple[str, str]]  # by rack or cooler: hot aisle before its front, cold aisle behind its rear


@dataclass(frozen=True, slots=True)
class Stream:
    """Air through a rack one way."""

    intake: str | None
    exhaust: str | None
    heat_kw: float  # picked up
    room_kw: float  # left after a rear door
    flow_m3_s: float
    neutral_m3_s: float  # flow that a rear door gives back cooled
    unknown: int


@dataclass(frozen=True, slots=True)
class Body:
    """A rack, or something that stands by itself: its streams and its strictest limits."""

    streams: tuple[Stream, ...]
    door: str
    offered_kw: float
    door_kw: float
    flow_derived: bool
    high: tuple[float, str] | None
    low: tuple[float, str] | None
    mixed: tuple[str, ...]
    door_degc: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Plants on one header."""

    lead: str
    plants: tuple[str, ...]
    capacity_kw: float
    rest_kw: float  # with the largest out
    largest: str
    supply_degc: float | None
    flow_l_min: float | None


@dataclass(frozen=True, slots=True)
class Water:
    """Facility water of a consumer: its groups with their shares, and how warm it is."""

    shares: tuple[tuple[str, int], ...]
    degc: float | None


@dataclass(frozen=True)
class Cooling(Result):
    """Result of the cooling engine."""

    inputs: Inputs
    bodies: Mapping[str, Body] = field(default_factory=dict, repr=False)
    contents: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    hanging: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)  # systems by CDU

    @cached_property
    def ledger(self) -> Ledger:
        """Heat of the whole hall: where it comes from and where it goes."""
        return _ledger(self)


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    spaces = _spaces(step)
    parts: dict[type[Any], dict[str, Any]] = {kind: {} for kind in PARTS}
    facing: dict[str, tuple[str, str]] = {}
    for item in step.project.equipment.values():
        part = part_of(step, spaces, item)
        if part is not None:
            parts[type(part)][item.id] = part
        faces = _faces(spaces, item)
        if faces != ("", ""):
            facing[item.id] = faces
    joints = joints_of(step, (link for link in step.project.links.values() if link.medium is Medium.COOLANT))
    return Inputs(Assumed.of(step.project.settings), spaces, parts, step.results.power, joints, facing)


def solve(given: Inputs) -> Cooling:
    """Solve from scratch."""
    return _advance(given, None, None)


def patch(previous: Cooling, step: Step) -> Cooling:
    """Bring a result up to date after a change; equal to a solution from scratch."""
    change = step.change
    if change is None or step.before is None or change.settings:
        return _advance(inputs(step), previous, None)
    if any(_shapes(p.equipment.get(k)) for k in change.equipment for p in (step.before, step.project)):
        return _advance(inputs(step), previous, None)
    touched = set(change.equipment)
    for key in change.equipment:
        for project in (step.before, step.project):
            item = project.equipment.get(key)
            if isinstance(item, Accelerator) and item.system_id:
                touched.add(item.system_id)
            if isinstance(item, ImmersionTank):
                touched |= step.topology.inside(key)
    for key in change.links:
        for link in (step.before.links.get(key), step.project.links.get(key)):
            if link is not None and link.medium is Medium.COOLANT:
                touched.update(_ends(link))
    joints = _joints(previous.inputs.joints, step)
    power = step.results.power
    if power is not None and power is not previous.inputs.power:
        if power.dirty is None:
            return _advance(inputs(step), previous, None)
        touched |= power.dirty & step.project.equipment.keys()
    old = previous.inputs
    fresh: dict[type[Any], dict[str, Any]] = {}
    facing = old.facing
    changed: set[str] = set()
    for key in touched:
        item = step.project.equipment.get(key)
        part: Part | None = None if item is None else part_of(step, old.spaces, item)
        for kind in PARTS:
            before = fresh.get(kind, old.parts[kind]).get(key)
            after = part if type(part) is kind else None
            if before != after:
                changed.add(key)
                table = fresh.setdefault(kind, dict(old.parts[kind]))
                if after is None:
                    del table[key]
                else:
                    table[key] = after
        faces = ("", "") if item is None else _faces(old.spaces, item)
        if faces != facing.get(key, ("", "")):
            changed.add(key)
            facing = {**facing, key: faces}
            if faces == ("", ""):
                facing = {k: v for k, v in facing.items() if k != key}
    if not changed and joints is old.joints:
        return previous
    return _advance(Inputs(old.assumed, old.spaces, {**old.parts, **fresh}, power, joints, facing), previous, changed)


def _joints(old: Mapping[str, Joint], step: Step) -> Mapping[str, Joint]:
    """The joints after a change; the same mapping where none differs."""
    change = cast(Change, step.change)
    keys = beside(step, change.equipment, change.links)
    now = [link for k in keys if (link := step.project.links.get(k)) is not None and link.medium is Medium.COOLANT]
    fresh = {k: joint for k, joint in joints_of(step, now).items() if old.get(k) != joint}
    gone = keys & old.keys() - {link.id for link in now}
    return {k: joint for k, joint in {**old, **fresh}.items() if k not in gone} if fresh or gone else old


def _ends(link: Link) -> tuple[str, ...]:
    return (*link.a, *link.b)


def _shapes(item: Equipment | None) -> bool:
    return isinstance(item, Room | Wall | Zone)


def _spaces(step: Step) -> Spaces:
    of = step.topology.of_kind
    return Spaces.of(of(Room), of(Zone), of(Wall))


def _faces(spaces: Spaces, item: Equipment) -> tuple[str, str]:
    """Hot aisle before the front, and cold aisle behind the rear, of a thing on the floor."""
    if not isinstance(item, Placed) or item.rack_id is not None or not (spaces.hot or spaces.cold):
        return "", ""
    hot, cold = spaces.find_hot.at(item.front_point()), spaces.find_cold.at(item.rear_point())
    return hot.id if hot else "", cold.id if cold else ""


def _advance(given: Inputs, previous: Cooling | None, changed: set[str] | None) -> Cooling:
    """The result for `given`. `changed`: identifiers whose parts differ from `previous`; None = look at all."""
    parts, old = given.parts, previous.inputs.parts if previous is not None else None
    loads: Mapping[str, Load] = parts[Load]
    doors: Mapping[str, DoorPart] = parts[DoorPart]
    cdus: Mapping[str, CduPart] = parts[CduPart]
    records: dict[str, Any] = {}

    # indexes: what a rack carries, what hangs on a CDU
    if previous is None or changed is None or old is None:
        contents, hanging = _index(parts, None, None, None), _hanging(loads, None, None, None)
        dirty: set[str] | None = None
    else:
        contents = _index(parts, old, changed, previous.contents)
        hanging = _hanging(loads, old[Load], changed, previous.hanging)
        dirty = set()
        for key in changed:
            dirty.add(key)
            for table in (parts, old):
                for kind in (Load, DoorPart, CduPart):
                    carrier = getattr(table[kind].get(key), "carrier", None)
                    if carrier:
                        dirty.add(carrier)

    # plant and water
    group_of, groups = _groups(parts[PlantPart])
    water = {
        key: _water(part.feeds, group_of, groups)
        for kind in (AirPart, DoorPart, CduPart, TankPart)
        for key, part in parts[kind].items()
    }
    running = {key for key, cdu in cdus.items() if cdu.item.form == "liquid_to_air" or water[key].shares}

    # coolant heat of each CDU: all from liquid loads, shared by cables among the running ones
    cdu_kw: dict[str, float] = {}
    for key in cdus:
        cdu_kw[key] = fsum(
            loads[i].liquid_kw * _share(loads[i].feeds, key, running) for i in hanging.get(key, ()) if i in loads
        )

    # racks and what stands by itself
    bodies: dict[str, Body] = {} if dirty is None or previous is None else dict(previous.bodies)
    door_caps = {key: _door_capacity(part, water[key]) for key, part in doors.items()}
    stands: Iterable[str]
    if dirty is None:
        stands = _standing(parts)
    else:
        for key, cdu in cdus.items():  # heat that a liquid-to-air CDU gives its rack or room
            if cdu.item.form == "liquid_to_air":
                dirty.add(cdu.carrier or key)
        if previous is not None:
            for key, capacity in door_caps.items():
                record = previous.records.get(key)
                if not isinstance(record, CoolerDuty) or record.capacity_kw != capacity:
                    dirty.add(doors[key].carrier or "")
        stands = dirty
    for key in stands:
        made = _body(key, given, contents.get(key, frozenset()), door_caps, cdu_kw)
        if made is None:
            bodies.pop(key, None)
        elif bodies.get(key) != made:
            bodies[key] = made

    # air volumes
    plenum = _plenum(parts[TilePart])
    coolers: dict[str, tuple[AirPart, float, bool, dict[str, float], float | None]] = {}
    for key, part in parts[AirPart].items():
        flows = _supply_flows(part, plenum, given.spaces)
        has_water = not part.needs_water or bool(water[key].shares)
        runs = has_water and bool(flows) and bool(part.returns)
        capacity = _coil(part, water[key]) if runs else 0.0
        coolers[key] = part, capacity, runs, flows, _supply_degc(part, water[key])
    volumes, duty_of = _volumes(given, bodies, coolers, records)

    for key, (part, capacity, runs, flows, supply) in coolers.items():
        offered, duty = duty_of.get(key, (0.0, 0.0))
        faces = given.facing.get(key, ("", ""))
        records[key] = CoolerDuty(
            offered,
            duty,
            capacity,
            part.fan_kw if runs else 0.0,
            runs,
            not part.needs_water or bool(water[key].shares),
            water[key].degc,
            part.rated_water_degc,
            supply,
            tuple(sorted(flows)),
            part.returns,
            *faces,
        )
    for key, door in doors.items():
        body = bodies.get(door.carrier or "")
        used = body is not None and body.door == key
        has_water = bool(water[key].shares)
        records[key] = CoolerDuty(
            body.offered_kw if used and body is not None else 0.0,
            body.door_kw if used and body is not None else 0.0,
            door_caps[key],
            door.fan_kw if has_water and used else 0.0,
            has_water,
            has_water,
            water[key].degc,
            door.rated_water_degc,
            door.supply_degc,
            (),
            (),
            "",
            "",
        )
    same_air: set[str | None] = set()  # volumes that look to a rack as they did
    if previous is not None and changed is not None:
        before_air = {v.key: v for r in previous.records.values() if isinstance(r, SpaceAir) for v in r.volumes}
        same_air = {k for k, v in volumes.items() if k in before_air and _felt(v) == _felt(before_air[k])} | {None}
    for key in parts[Carrier]:
        body = bodies.get(key)
        if body is None:
            continue
        if (
            previous is not None
            and changed is not None
            and key not in changed
            and previous.bodies.get(key) is body
            and all(s.intake in same_air and s.exhaust in same_air for s in body.streams)
        ):
            records[key] = previous.records[key]
        else:
            records[key] = _rack_air(key, body, given, volumes)

    # coolant temperatures, flows and CDUs
    chain: dict[str, tuple[float | None, float | None, float]] = {}
    for key, cdu in cdus.items():
        chain[key] = _chain(cdu, water[key], key in running, volumes, parts[Carrier])
    same_chain = (
        previous is not None
        and changed is not None
        and all(
            isinstance(r := previous.records.get(k), CduLoad) and (r.supply_degc, r.runs) == (chain[k][1], k in running)
            for k in cdus
        )
        and old is not None
        and old[CduPart].keys() == cdus.keys()
    )
    for key, load in loads.items():
        if (
            same_chain
            and previous is not None
            and changed is not None
            and key not in changed
            and key in previous.records
        ):
            record = previous.records[key]
        else:
            record = _system(load, given.assumed, running, chain)
        records[key] = record
    for key, cdu in cdus.items():
        records[key] = _cdu(
            key, cdu, cdu_kw[key], chain[key], key in running, hanging.get(key, frozenset()), loads, records, running
        )
    for key, tank in parts[TankPart].items():
        heat = fsum(loads[i].heat_kw or 0.0 for i in contents.get(key, ()) if i in loads)
        has_water = bool(water[key].shares)
        records[key] = TankLoad(
            heat,
            tank.capacity_kw if has_water else 0.0,
            tank.pump_kw if has_water else 0.0,
            has_water,
            water[key].degc,
            tank.rated_water_degc,
        )
    _plants(given, group_of, groups, water, records)
    records.update(given.joints)

    if previous is not None:
        for key, record in records.items():
            before = previous.records.get(key)
            if before is not record and before == record:
                records[key] = before
        moved = {k for k, r in records.items() if previous.records.get(k) is not r}
        moved.update(k for k in previous.records if k not in records)
        return Cooling(records, given, bodies, contents, hanging, dirty=frozenset(moved))
    return Cooling(records, given, bodies, contents, hanging)


def _index(
    parts: Sorted, old: Sorted | None, changed: set[str] | None, before: Mapping[str, frozenset[str]] | None
) -> Mapping[str, frozenset[str]]:
    """What each rack or tank carries of loads, doors and CDUs."""
    kinds = (Load, DoorPart, CduPart)
    if old is None or changed is None or before is None:
        found: dict[str, set[str]] = defaultdict(set)
        for kind in kinds:
            for key, part in parts[kind].items():
                if part.carrier:
                    found[part.carrier].add(key)
        return {k: frozenset(v) for k, v in found.items()}
    index = dict(before)
    for key in changed:
        for kind in kinds:
            a, b = (getattr(t[kind].get(key), "carrier", None) for t in (old, parts))
            if a != b:
                if a:
                    index[a] = index[a] - {key}
                if b:
                    index[b] = index.get(b, frozenset()) | {key}
    return {k: v for k, v in index.items() if v}


def _hanging(
    loads: Mapping[str, Load],
    old: Mapping[str, Load] | None,
    changed: set[str] | None,
    before: Mapping[str, frozenset[str]] | None,
) -> Mapping[str, frozenset[str]]:
    """Liquid-cooled loads by what feeds them."""
    if old is None or changed is None or before is None:
        found: dict[str, set[str]] = defaultdict(set)
        for key, load in loads.items():
            for cdu, _ in load.feeds:
                found[cdu].add(key)
        return {k: frozenset(v) for k, v in found.items()}
    index = dict(before)
    for key in changed:
        gone, come = ({c for c, _ in t[key].feeds} if key in t else set() for t in (old, loads))
        for cdu in gone - come:
            index[cdu] = index[cdu] - {key}
        for cdu in come - gone:
            index[cdu] = index.get(cdu, frozenset()) | {key}
    return {k: v for k, v in index.items() if v}


def _standing(parts: Sorted) -> set[str]:
    found = set(parts[Carrier])
    found.update(k for kind in (Load, CduPart) for k, p in parts[kind].items() if p.carrier is None)
    return found


def _groups(plants: Mapping[str, PlantPart]) -> tuple[dict[str, str], dict[str, Group]]:
    """Plants joined by headers: lead of each plant that runs, and the groups by lead."""
    lead = {key: key for key, plant in plants.items()}

    def root(key: str) -> str:
        while lead[key] != key:
            key = lead[key]
        return key

    for key, plant in plants.items():
        for other, _ in plant.feeds:
            if other in lead:
                a, b = root(key), root(other)
                lead[max(a, b)] = min(a, b)
    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted(plants):
        members[root(key)].append(key)
    groups = {}
    for key, ids in members.items():
        live = [i for i in ids if plants[i].runs]
        if not live:
            continue
        largest = max(live, key=lambda i: (plants[i].capacity_kw, i))
        temperatures = [plants[i].supply_degc for i in live]
        flows = [plants[i].flow_l_min for i in live]
        groups[key] = Group(
            key,
            tuple(live),
            fsum(plants[i].capacity_kw for i in live),
            fsum(plants[i].capacity_kw for i in live if i != largest),
            largest,
            _warmest(temperatures),
            None if None in flows else fsum(f for f in flows if f is not None),
        )
    return {key: root(key) for key in plants}, groups


def _warmest(values: Iterable[float | None]) -> float | None:
    found = list(values)
    known = [v for v in found if v is not None]
    return max(known) if known and len(known) == len(found) else None


def _water(feeds: Feeds, group_of: Mapping[str, str], groups: Mapping[str, Group]) -> Water:
    shares: dict[str, int] = {}
    for key, count in feeds:
        lead = group_of.get(key, "")
        if lead in groups:
            shares[lead] = shares.get(lead, 0) + count
    return Water(tuple(sorted(shares.items())), _warmest(groups[g].supply_degc for g in shares))


def _share(feeds: Feeds, key: str, running: set[str]) -> float:
    whole, own = 0, 0
    for cdu, count in feeds:
        if cdu in running:
            whole += count
            if cdu == key:
                own = count
    return own / whole if own else 0.0


def _coil(part: AirPart | DoorPart, water: Water) -> float:
    if water.degc is None or part.rated_water_degc is None or part.rated_return_degc is None:
        return part.sensible_kw
    return coil_capacity_kw(part.sensible_kw, part.rated_return_degc, part.rated_water_degc, water.degc)


def _door_capacity(part: DoorPart, water: Water) -> float:
    return _coil(part, water) if water.shares else 0.0


def _supply_degc(part: AirPart, water: Water) -> float | None:
    """Set-point or rated supply; as much warmer as its water is above the rating."""
    if part.supply_degc is None:
        return None
    if not part.needs_water or water.degc is None or part.rated_water_degc is None:
        return part.supply_degc
    return part.supply_degc + max(water.degc - part.rated_water_degc, 0.0)


def _body(
    key: str,
    given: Inputs,
    inside: frozenset[str],
    door_caps: Mapping[str, float],
    cdu_kw: Mapping[str, float],
) -> Body | None:
    parts = given.parts
    carrier = parts[Carrier].get(key)
    own = parts[Load].get(key)
    unit = parts[CduPart].get(key)
    if carrier is not None:
        front, rear = carrier.front, carrier.rear
    elif own is not None and own.carrier is None:
        front, rear, inside = own.front, own.rear, frozenset({key})
    elif unit is not None and unit.carrier is None and unit.item.form == "liquid_to_air":
        front, rear, inside = unit.front, unit.rear, frozenset({key})
    else:
        return None
    ways: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    reverse: list[str] = []
    forward: list[str] = []
    unknown = {False: 0, True: 0}
    high: list[tuple[float, str]] = []
    low: list[tuple[float, str]] = []
    derived, door = False, ""
    for item in sorted(inside):
        load = parts[Load].get(item)
        if load is not None:
            ways[load.reverse].append((load.air_kw, load.flow_m3_s or 0.0))
            unknown[load.reverse] += load.heat_kw is None
            if load.flow_m3_s is None:
                continue
            derived |= load.flow_derived and load.air_kw > 0.0
            (reverse if load.reverse else forward).append(item)
            if load.inlet_max_degc is not None and load.air_kw > 0.0:
                high.append((load.inlet_max_degc, item))
            if load.inlet_min_degc is not None and load.air_kw > 0.0:
                low.append((-load.inlet_min_degc, item))
        elif item in parts[DoorPart]:
            door = door or item
        elif (cdu := parts[CduPart].get(item)) is not None and cdu.item.form == "liquid_to_air":
            heat = min(cdu_kw[item], cdu.item.capacity_kw) + _pump_kw(cdu)
            flow = cdu.item.airflow_m3_s
            assumed = given.assumed
            ways[False].append((heat, heat / (assumed.rho_cp * assumed.air_rise_k) if flow is None else flow))
            forward.append(item)
            derived |= flow is None
    offered, flow = fsum(h for h, _ in ways[False]), fsum(f for _, f in ways[False])
    taken, door_degc = 0.0, None
    if door and offered > 0.0:
        part = parts[DoorPart][door]
        taken = min(offered * part.capture, door_caps[door])
        if part.drop_k is not None:
            taken = min(taken, part.drop_k * given.assumed.rho_cp * flow)
        door_degc = part.supply_degc
    streams = []
    if ways[False]:
        neutral = flow * taken / offered if offered > 0.0 else 0.0
        streams.append(Stream(front, rear, offered, offered - taken, flow, neutral, unknown[False]))
    if ways[True]:
        heat, flow = fsum(h for h, _ in ways[True]), fsum(f for _, f in ways[True])
        streams.append(Stream(rear, front, heat, heat, flow, 0.0, unknown[True]))
    lowest = min(low) if low else None
    return Body(
        tuple(streams),
        door,
        offered,
        taken,
        derived,
        min(high) if high else None,
        None if lowest is None else (-lowest[0], lowest[1]),
        tuple(reverse) if forward and reverse else (),
        door_degc,
    )


def _pump_kw(cdu: CduPart) -> float:
    item = cdu.item
    if item.unit_power_kw is not None:
        return item.unit_power_kw
    return (item.pump_kw or 0.0) + ((item.fan_kw or 0.0) if item.form == "liquid_to_air" else 0.0)


def _plenum(tiles: Mapping[str, TilePart]) -> dict[str, dict[str, float]]:
    """Open area of perforated tiles by room and volume [m2]."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for tile in tiles.values():
        if tile.room is not None and tile.volume is not None:
            found[tile.room][tile.volume].append(tile.open_m2)
    return {room: {v: fsum(areas) for v, areas in by.items()} for room, by in found.items()}


def _supply_flows(part: AirPart, plenum: Mapping[str, Mapping[str, float]], spaces: Spaces) -> dict[str, float]:
    """Flow into each volume that a cooler's air reaches; a floor void shares it by the open area of tiles."""
    if not part.underfloor:
        return {part.supply: part.flow_m3_s} if part.supply is not None else {}
    if part.room is None or owner(part.room) not in spaces.raised:
        return {}
    areas = plenum.get(part.room, {})
    whole = fsum(areas.values())
    return {volume: part.flow_m3_s * area / whole for volume, area in areas.items()}


Coolers = Mapping[str, tuple[AirPart, float, bool, dict[str, float], float | None]]


def _volumes(
    given: Inputs, bodies: Mapping[str, Body], coolers: Coolers, records: dict[str, Any]
) -> tuple[dict[str, VolumeAir], dict[str, tuple[float, float]]]:
    """Every air volume, put into `records` by room and aisle; and what each cooler is offered and takes."""
    heat: dict[str, list[float]] = defaultdict(list)
    need: dict[str, list[float]] = defaultdict(list)
    warm: dict[str, list[float]] = defaultdict(list)  # heat that raises the moving air
    released: dict[str, list[float]] = defaultdict(list)
    supplied: dict[str, list[tuple[float, str, float | None, bool]]] = defaultdict(list)
    unknown: dict[str, int] = defaultdict(int)
    for key, body in bodies.items():
        for stream in body.streams:
            if stream.intake is not None:
                heat[stream.intake].append(stream.heat_kw)
                need[stream.intake].append(stream.flow_m3_s)
                unknown[stream.intake] += stream.unknown
                if stream.flow_m3_s > 0.0:
                    warm[stream.intake].append(stream.heat_kw)
            if stream.exhaust is not None:
                released[stream.exhaust].append(stream.room_kw)
                if stream.neutral_m3_s > 0.0:
                    supplied[stream.exhaust].append((stream.neutral_m3_s, body.door or key, body.door_degc, True))
    lead: dict[str, str] = {}

    def root(volume: str) -> str:
        while lead[volume] != volume:
            volume = lead[volume]
        return volume

    for key, (part, _, runs, flows, degc) in coolers.items():
        if not runs:
            continue
        for volume, flow in flows.items():
            supplied[volume].append((flow, key, degc, False))
        for volume in part.returns:
            lead.setdefault(volume, volume)
            a, b = root(part.returns[0]), root(volume)
            lead[max(a, b)] = min(a, b)
    keys = {r.id for r in given.spaces.rooms} | {a.id for a in given.spaces.aisles}
    keys.update(heat, released, supplied, lead)

    pools: dict[str, list[str]] = defaultdict(list)
    for volume in sorted(lead):
        pools[root(volume)].append(volume)
    pool_of: dict[str, tuple[str, float, float, float, str, float | None]] = {}
    duty_of: dict[str, tuple[float, float]] = {}
    for first, members in pools.items():
        whole = fsum(kw for v in members for kw in released.get(v, ()))
        units = [(c, k) for k, (p, c, r, _, _) in coolers.items() if r and root(p.returns[0]) == first]
        capacity = fsum(c for c, _ in units)
        _, worst = max(units)
        taken = min(whole, capacity)
        flow = fsum(coolers[k][0].flow_m3_s for _, k in units)
        temperatures = [(coolers[k][0].flow_m3_s, coolers[k][4]) for _, k in units]
        back = None
        if flow > 0.0 and all(t is not None for _, t in temperatures):
            mixed = fsum(f * t for f, t in temperatures if t is not None) / flow
            back = mixed + taken / (given.assumed.rho_cp * flow)
        rest = fsum(c for c, k in units if k != worst)
        for volume in members:
            pool_of[volume] = (members[0], whole, capacity, rest, worst, back)
        for c, k in units:
            part_of_it = c / capacity if capacity > 0.0 else 1.0 / len(units)
            duty_of[k] = whole * part_of_it, taken * part_of_it

    volumes: dict[str, VolumeAir] = {}
    for volume in sorted(keys):
        wanted = fsum(need.get(volume, ()))
        sources = supplied.get(volume, [])
        total = fsum(s[0] for s in sources)
        _, supplier = max(((s[0], s[1]) for s in sources), default=(0.0, ""))
        less = fsum(s[0] for s in sources if s[1] != supplier)
        counted = [s for s in sources if not (s[3] and s[2] is None)]  # a door of unknown set-point changes nothing
        degc = None
        amount = fsum(s[0] for s in counted)
        if amount > 0.0 and all(s[2] is not None for s in counted):
            degc = fsum(s[0] * s[2] for s in counted if s[2] is not None) / amount
        rise = fsum(warm.get(volume, ())) / (given.assumed.rho_cp * wanted) if wanted > 0.0 else 0.0
        short = 1.0 - total / wanted if wanted > total else 0.0
        inlet = degc
        if degc is not None and 0.0 < short < 1.0:
            inlet = degc + short / (1.0 - short) * rise
        elif short >= 1.0:
            inlet = None
        first, whole, capacity, rest, worst, back = pool_of.get(volume, ("", 0.0, 0.0, 0.0, "", None))
        volumes[volume] = VolumeAir(
            volume,
            fsum(heat.get(volume, ())),
            wanted,
            total,
            less,
            supplier,
            degc,
            rise,
            short,
            inlet,
            fsum(released.get(volume, ())),
            first,
            whole,
            capacity,
            rest,
            worst,
            back,
            unknown.get(volume, 0),
        )
    by_owner: dict[str, list[VolumeAir]] = defaultdict(list)
    for volume, found in volumes.items():
        by_owner[owner(volume)].append(found)
    for key, all_of in by_owner.items():
        records[key] = SpaceAir(tuple(all_of))
    return volumes, duty_of


def _felt(air: VolumeAir) -> tuple[bool, float | None, bool]:
    """What a rack feels of a volume."""
    return air.supplied_m3_s > 0.0, air.inlet_degc, air.pool != ""


def _rack_air(key: str, body: Body, given: Inputs, volumes: Mapping[str, VolumeAir]) -> RackAir:
    main = body.streams[0] if body.streams else None
    supplied = returns = True
    inlets: list[float | None] = []
    for stream in body.streams:
        if stream.flow_m3_s > 0.0 and stream.heat_kw > EPS_KW:
            there = volumes.get(stream.intake or "")
            supplied &= there is not None and there.supplied_m3_s > 0.0
            inlets.append(None if there is None else there.inlet_degc)
        if stream.room_kw > EPS_KW:
            there = volumes.get(stream.exhaust or "")
            returns &= there is not None and there.pool != ""
    intake = main.intake if main else None
    exhaust = main.exhaust if main else None
    faces = given.facing.get(key, ("", ""))
    return RackAir(
        fsum(s.heat_kw for s in body.streams),
        body.door_kw,
        fsum(s.room_kw for s in body.streams),
        fsum(s.flow_m3_s for s in body.streams),
        body.flow_derived,
        supplied,
        returns,
        _warmest(inlets),
        body.high[0] if body.high else None,
        body.high[1] if body.high else "",
        body.low[0] if body.low else None,
        body.low[1] if body.low else "",
        given.spaces.is_contained(intake) or given.spaces.is_contained(exhaust),
        body.mixed,
        intake,
        exhaust,
        body.door,
        *faces,
    )


def _chain(
    cdu: CduPart, water: Water, runs: bool, volumes: Mapping[str, VolumeAir], carriers: Mapping[str, Carrier]
) -> tuple[float | None, float | None, float]:
    """Facility (or room air) supply and rack-loop supply [degC], and capacity there [kW]."""
    item = cdu.item
    if not runs:
        return None, None, 0.0
    facility = water.degc
    if item.form == "liquid_to_air":
        rack = carriers.get(cdu.carrier or "")
        front = rack.front if rack is not None else cdu.front
        there = volumes.get(front or "")
        facility = None if there is None else there.inlet_degc
    supply = item.setpoint_degc
    approach = item.approach_k
    if facility is not None:
        if supply is not None:
            approach = max(supply - facility, approach)
        supply = facility + approach
    capacity = item.capacity_kw
    if item.capacity_at_approach:
        capacity = curve_value(item.capacity_at_approach, approach)
    return facility, supply, capacity


def _system(
    load: Load, assumed: Assumed, running: set[str], chain: Mapping[str, tuple[float | None, float | None, float]]
) -> SystemHeat:
    live = tuple(c for c, _ in load.feeds if c in running)
    supply = _warmest(chain[c][1] for c in live) if live else None
    flow, derived = 0.0, False
    if load.needs_coolant:
        if load.table and supply is not None:
            flow = curve_value(tuple((p.supply_degc, p.flow_l_min) for p in load.table), supply) * load.table_scale
        elif load.flow_l_min is not None:
            flow = load.flow_l_min
        elif load.table:
            flow = max(p.flow_l_min for p in load.table) * load.table_scale
        else:
            derived = True
            flow = load.liquid_kw * 60000.0 / (load.density_kg_m3 * load.heat_kj_kg_k * assumed.coolant_rise_k)
    rise = None
    if flow > 0.0 and load.liquid_kw > 0.0:
        rise = load.liquid_kw * 60000.0 / (load.density_kg_m3 * load.heat_kj_kg_k * flow)
    moved = load.flow_m3_s
    return SystemHeat(
        load.heat_kw,
        load.air_kw,
        load.liquid_kw,
        moved,
        load.flow_derived,
        load.air_kw / (assumed.rho_cp * moved) if moved and load.air_kw > 0.0 else None,
        load.needs_coolant,
        len(load.feeds),
        live,
        flow,
        derived,
        supply,
        supply + rise if supply is not None and rise is not None else None,
        rise,
    )


def _cdu(
    key: str,
    cdu: CduPart,
    heat: float,
    chain: tuple[float | None, float | None, float],
    runs: bool,
    members: frozenset[str],
    loads: Mapping[str, Load],
    records: Mapping[str, Any],
    running: set[str],
) -> CduLoad:
    flows: list[float] = []
    more: dict[str, list[tuple[float, float]]] = defaultdict(list)  # by other CDU: heat and flow it would throw here
    capacities: list[float] = []
    for i in sorted(members):
        load = loads.get(i)
        if load is None or not runs:
            continue
        share = _share(load.feeds, key, running)
        flow = records[i].flow_l_min
        flows.append(flow * share)
        capacities.append(load.density_kg_m3 * load.heat_kj_kg_k)
        for other, _ in load.feeds:
            if other != key and other in running:
                extra = _share(load.feeds, key, running - {other}) - share
                more[other].append((load.liquid_kw * extra, flow * extra))
    wanted = fsum(flows)
    extra_kw, worst = max(((fsum(h for h, _ in found), other) for other, found in more.items()), default=(0.0, ""))
    extra_flow = max((fsum(f for _, f in found) for found in more.values()), default=0.0)
    facility, supply, capacity = chain
    available = cdu.item.secondary_flow_l_min if runs else 0.0
    moving = wanted if available is None else min(wanted, available)
    back = None
    if supply is not None and moving > 0.0 and capacities:
        back = supply + min(heat, capacity) * 60000.0 / (min(capacities) * moving)
    return CduLoad(
        heat,
        capacity,
        wanted,
        available,
        runs,
        facility,
        supply,
        back,
        heat + extra_kw,
        wanted + extra_flow,
        worst,
        _pump_kw(cdu) if runs else 0.0,
    )


def _plants(
    given: Inputs,
    group_of: Mapping[str, str],
    groups: Mapping[str, Group],
    water: Mapping[str, Water],
    records: dict[str, Any],
) -> None:
    """Load of every facility loop, put into `records` for each of its plants."""
    heat: dict[str, list[float]] = defaultdict(list)
    flow: dict[str, list[float]] = defaultdict(list)
    stays: dict[str, list[float]] = defaultdict(list)  # heat that has no other loop to go to
    more: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for key, found in sorted(water.items()):
        kw, wanted = _facility_load(key, given, records)
        whole = sum(n for _, n in found.shares)
        for lead, count in found.shares:
            share = count / whole
            heat[lead].append(kw * share)
            flow[lead].append(wanted * share)
            if len(found.shares) == 1:
                stays[lead].append(kw)
            for other, other_count in found.shares:
                if other != lead:
                    more[lead][other].append(kw * (count / (whole - other_count) - share))
    for plant in given.parts[PlantPart]:
        group = groups.get(group_of[plant])
        if group is None:
            records[plant] = PlantLoop(plant, (), False, 0.0, 0.0, 0.0, 0.0, None, None, 0.0, 0.0, "")
            continue
        lead = group.lead
        total, wanted = fsum(heat.get(lead, ())), fsum(flow.get(lead, ()))
        alone = len(group.plants) == 1
        cases = [
            (
                fsum(stays.get(lead, ())) if alone else total,
                group.rest_kw,
                group.largest,
            )
        ]
        for other, kws in more.get(lead, {}).items():
            if len(groups[other].plants) == 1:
                cases.append((total + fsum(kws), group.capacity_kw, groups[other].largest))
        worst = max(cases, key=lambda c: (c[0] - c[1], c[2]))
        moving = wanted if group.flow_l_min is None else min(wanted, group.flow_l_min)
        back = None
        if group.supply_degc is not None and moving > 0.0 and total > 0.0:
            back = group.supply_degc + float(coolant_rise_k(min(total, group.capacity_kw), moving))
        records[plant] = PlantLoop(
            group.plants[0],
            group.plants,
            plant in group.plants,
            total,
            group.capacity_kw,
            wanted,
            group.flow_l_min,
            group.supply_degc,
            back,
            *worst,
        )


def _facility_load(key: str, given: Inputs, records: Mapping[str, Any]) -> tuple[float, float]:
    """Heat that a consumer gives its water [kW], and the flow it wants [L/min]: as rated, in step with its duty."""
    record = records[key]
    rated, rise, capacity = None, None, record.capacity_kw
    if isinstance(record, CoolerDuty):
        part = cast("AirPart | DoorPart", given.parts[AirPart].get(key) or given.parts[DoorPart].get(key))
        if isinstance(part, AirPart) and not part.needs_water:
            return 0.0, 0.0
        duty, heat = record.duty_kw, record.duty_kw + record.fan_kw
        rated, rise, capacity = part.water_flow_l_min, part.water_rise_k, part.sensible_kw
    else:
        duty = min(record.heat_kw, record.capacity_kw)
        heat = duty + record.pump_kw
        if isinstance(record, CduLoad):
            item = given.parts[CduPart][key].item
            if item.form == "liquid_to_air":
                return 0.0, 0.0
            rated, capacity = item.facility_flow_l_min, item.capacity_kw
    if not record.runs or heat <= 0.0:
        return 0.0, 0.0
    if rated is not None and capacity > 0.0:
        return heat, rated * min(duty / capacity, 1.0)
    return heat, heat * 60000.0 / (997.0 * 4.18 * (rise or given.assumed.coolant_rise_k))


def _ledger(result: Cooling) -> Ledger:
    """Add up the hall from its records."""
    parts, records = result.inputs.parts, result.records
    spaces = {v.key: v for r in records.values() if isinstance(r, SpaceAir) for v in r.volumes}
    it: list[float] = []
    losses: list[float] = []
    fans: list[float] = []
    pumps: list[float] = []
    rejected: list[float] = []
    lost: list[tuple[str, str, float]] = []
    for key, load in parts[Load].items():
        (losses if load.flow_m3_s is None else it).append(load.heat_kw or 0.0)
        record = records[key]
        if load.liquid_kw > 0.0 and not record.cdus:
            lost.append((key, "no running CDU", load.liquid_kw))
        if load.carrier is not None and load.carrier not in parts[Carrier] and load.carrier not in parts[TankPart]:
            lost.append((key, "its rack is not there", load.air_kw))
    for key, body in result.bodies.items():
        for stream in body.streams:
            there = spaces.get(stream.exhaust or "")
            if stream.room_kw > 0.0 and (there is None or not there.pool):
                if stream.exhaust is None and stream.flow_m3_s == 0.0:
                    rejected.append(stream.room_kw)  # gear in the open air
                else:
                    lost.append((key, "no cooler takes its exhaust", stream.room_kw))
    for volume in spaces.values():
        if volume.pool == volume.key and volume.pool_heat_kw > volume.capacity_kw:
            lost.append((owner(volume.key), "coolers overloaded", volume.pool_heat_kw - volume.capacity_kw))
    for key, record in records.items():
        if isinstance(record, CoolerDuty):
            fans.append(record.fan_kw)
            part = parts[AirPart].get(key)
            if part is not None and not part.needs_water:
                rejected.append(record.duty_kw + record.fan_kw)
        elif isinstance(record, CduLoad):
            pumps.append(record.pump_kw)
            if record.heat_kw > record.capacity_kw:
                lost.append((key, "CDU overloaded", record.heat_kw - min(record.heat_kw, record.capacity_kw)))
        elif isinstance(record, TankLoad):
            pumps.append(record.pump_kw)
            if record.heat_kw > record.capacity_kw:
                lost.append((key, "tank overloaded", record.heat_kw - record.capacity_kw))
        elif isinstance(record, PlantLoop) and record.lead == key and record.plants:
            rejected.append(min(record.heat_kw, record.capacity_kw))
            if record.heat_kw > record.capacity_kw:
                lost.append((key, "plant overloaded", record.heat_kw - record.capacity_kw))
    return Ledger(fsum(it), fsum(losses), fsum(fans), fsum(pumps), fsum(rejected), tuple(sorted(lost)))
