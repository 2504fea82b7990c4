"""The cooling balance: heat and flow of every air volume and coolant loop, now and with any one unit out.

Steady state. Plant and water come first, then the coolant shares, the racks, the air volumes, the coolers' duties and
at last the loops' loads; nothing feeds back, so one pass is exact. Each step is a table (see `engines.tables`) of which
a change renews only the entries that it can have touched, and sums are exact (`engines.sums`), so that a patched
result equals one from scratch to the last bit. See docs/engines/cooling.md.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import fsum
from typing import Any, cast

from hallwright.engines.base import Result, Step
from hallwright.engines.cooling.air import (
    Areas,
    Body,
    Cooler,
    Pool,
    PoolAir,
    Tally,
    body_of,
    breathers,
    cooler_of,
    door_capacity_kw,
    duty_kw,
    felt,
    has_water,
    plenum_of,
    pool_air,
    pools_of,
    rack_air,
    tallies_after,
    too_warm,
    volume_air,
    warm_inlet_degc,
)
from hallwright.engines.cooling.coolant import Chain, breathes, cdu_load, chain_of, share, system_heat
from hallwright.engines.cooling.joints import beside, joints_of
from hallwright.engines.cooling.ledger import in_the_open, ledger_of, rejected_by
from hallwright.engines.cooling.parts import (
    AirPart,
    Assumed,
    Carrier,
    CduPart,
    DoorPart,
    Load,
    Part,
    PlantPart,
    TankPart,
    TilePart,
    has_source,
    part_of,
)
from hallwright.engines.cooling.records import CoolerDuty, Joint, Ledger, SpaceAir, TankLoad, VolumeAir
from hallwright.engines.cooling.spaces import Spaces, owner
from hallwright.engines.cooling.water import (
    Consumer,
    Draw,
    Header,
    Loop,
    Water,
    draw_of,
    header_of,
    loops_after,
    plant_loop,
    water_of,
)
from hallwright.engines.fabric.optics import optics_touched
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import LoadFlow
from hallwright.engines.sums import exact, rounded
from hallwright.engines.tables import Groups, Moves, merged, regrouped, renewed
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium, Placed
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.room import Room
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.project import Change, Link

PARTS: tuple[type[Any], ...] = (Load, Carrier, AirPart, DoorPart, CduPart, TankPart, PlantPart, TilePart)
CONSUMERS: tuple[type[Any], ...] = (AirPart, DoorPart, CduPart, TankPart)
Sorted = Mapping[type[Any], Mapping[str, Any]]
NO_PARTS: Sorted = {kind: {} for kind in PARTS}
NO_FACES = "", ""


@dataclass(frozen=True, eq=False)
class Inputs:
    """What `solve` sees: the air volumes, the parts by class and identifier, and the assumptions.

    `power` is the result that losses and dead feeds were read from; it is kept to know what moved since.
    """

    assumed: Assumed
    spaces: Spaces
    parts: Sorted
    power: Power | None
    has_source: bool
    joints: Mapping[str, Joint]  # by coolant bundle
    facing: Mapping[str, tuple[str, str]]  # by rack or cooler: hot aisle before its front, cold aisle behind its rear


@dataclass(frozen=True, slots=True)
class Kept:
    """The tables between the inputs and the records; see `_advance` for their order."""

    contents: Groups = field(default_factory=dict)  # loads, doors and CDUs by rack or tank
    hanging: Groups = field(default_factory=dict)  # liquid-cooled loads by CDU
    header: Header = field(default_factory=Header)
    water: Mapping[str, Water] = field(default_factory=dict)
    running: Mapping[str, bool] = field(default_factory=dict)  # CDUs that run
    cdu_kw: Mapping[str, float] = field(default_factory=dict)
    door_kw: Mapping[str, float] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    plenum: Areas = field(default_factory=dict)
    coolers: Mapping[str, Cooler] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    pool_of: Mapping[str, str] = field(default_factory=dict)
    pool_airs: Mapping[str, PoolAir] = field(default_factory=dict)
    volumes: Mapping[str, VolumeAir] = field(default_factory=dict)
    by_owner: Groups = field(default_factory=dict)  # volumes by room or aisle
    chain: Mapping[str, Chain] = field(default_factory=dict)
    draws: Mapping[str, Draw] = field(default_factory=dict)
    loops: Mapping[str, Loop] = field(default_factory=dict)
    rejected: int = 0  # exact sum


@dataclass(frozen=True)
class Cooling(Result):
    """Result of the cooling engine."""

    inputs: Inputs
    kept: Kept = field(compare=False, repr=False)

    @property
    def rejected_kw(self) -> float:
        """Heat that leaves the hall."""
        return rounded(self.kept.rejected)

    @cached_property
    def ledger(self) -> Ledger:
        """Heat of the whole hall: where it comes from and where it goes."""
        return ledger_of(self.inputs.parts, self.records, self.kept.bodies, self.rejected_kw)


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
        if faces != NO_FACES:
            facing[item.id] = faces
    joints = joints_of(step, (link for link in step.project.links.values() if link.medium is Medium.COOLANT))
    assumed = Assumed.of(step.project.settings)
    return Inputs(assumed, spaces, parts, step.results.power, has_source(step), joints, facing)


def solve(given: Inputs) -> Cooling:
    """Solve from scratch."""
    nothing = Inputs(given.assumed, given.spaces, NO_PARTS, None, False, {}, {})
    moved = {kind: {key: (None, part) for key, part in table.items()} for kind, table in given.parts.items()}
    return replace(_advance(given, Cooling({}, nothing, Kept()), moved, given.facing.keys()), dirty=None)


def _renewed(given: Inputs, previous: Cooling) -> Cooling:
    """A result from scratch, with the records of the previous one where they are equal."""
    new = solve(given)
    records = {k: old if (old := previous.records.get(k)) == r else r for k, r in new.records.items()}
    dirty = {k for k, r in records.items() if previous.records.get(k) is not r}
    dirty.update(k for k in previous.records if k not in records)
    return Cooling(records, given, new.kept, dirty=frozenset(dirty))


def patch(previous: Cooling, step: Step) -> Cooling:
    """Bring a result up to date after a change; equal to a solution from scratch."""
    change, before, old, power = step.change, step.before, previous.inputs, step.results.power
    if (
        change is None
        or before is None
        or change.settings
        or (power is None) != (old.power is None)
        or has_source(step) != old.has_source
        or any(_shapes(p.equipment.get(k)) for k in change.equipment for p in (before, step.project))
    ):
        return _renewed(inputs(step), previous)
    touched = set(change.equipment) | optics_touched(step)
    for key in change.equipment:
        for project in (before, step.project):
            item = project.equipment.get(key)
            if isinstance(item, Accelerator) and item.system_id:
                touched.add(item.system_id)
            if isinstance(item, ImmersionTank):
                touched |= step.topology.inside(key)
    for key in change.links:
        for link in (before.links.get(key), step.project.links.get(key)):
            if link is not None and link.medium is Medium.COOLANT:
                touched.update(_ends(link))
    if power is not None and old.power is not None and power is not old.power:
        if power.dirty is None:
            return _renewed(inputs(step), previous)
        mine, theirs = old.power.records, power.records
        touched.update(k for k in power.dirty if _heard(mine.get(k)) != _heard(theirs.get(k)))

    equipment, spaces = step.project.equipment, old.spaces
    parts_now = {k: part_of(step, spaces, equipment[k]) if k in equipment else None for k in touched}
    parts: dict[type[Any], Mapping[str, Any]] = {}
    moved: dict[type[Any], Moves[Any]] = {}
    for kind in PARTS:
        parts[kind], moved[kind] = renewed(old.parts[kind], touched, _only(kind, parts_now))

    def faces(key: str) -> tuple[str, str] | None:
        found = _faces(spaces, equipment[key]) if key in equipment else NO_FACES
        return None if found == NO_FACES else found

    facing, turned = renewed(old.facing, touched, faces)
    joints = _joints(old.joints, step)
    if not any(moved.values()) and not turned and joints is old.joints:
        return previous
    given = Inputs(old.assumed, spaces, parts, power, old.has_source, joints, facing)
    return _advance(given, previous, moved, turned.keys())


def _only(kind: type[Any], parts: Mapping[str, Part | None]) -> Callable[[str], Any]:
    return lambda key: part if type(part := parts[key]) is kind else None


def _heard(record: object) -> object:
    """What the balance hears of a power record: heat lost, or whether a load is fed."""
    return record.live_cords > 0 if isinstance(record, LoadFlow) else getattr(record, "loss_kw", None)


def _joints(old: Mapping[str, Joint], step: Step) -> Mapping[str, Joint]:
    """The joints after a change; the same mapping where none differs."""
    change = cast(Change, step.change)
    keys = beside(step, change.equipment, change.links)
    now = [link for k in keys if (link := step.project.links.get(k)) is not None and link.medium is Medium.COOLANT]
    return renewed(old, keys, joints_of(step, now).get)[0]


def _carrier(part: Load | DoorPart | CduPart) -> Iterable[str]:
    return (part.carrier,) if part.carrier else ()


def _cdus_of(load: Load) -> Iterable[str]:
    return (cdu for cdu, _ in load.feeds)


def _has_sink(cdu: CduPart, water: Water) -> bool:
    """Whether a CDU has somewhere to give its heat."""
    return cdu.item.form == "liquid_to_air" or bool(water.shares)


def _way(cooler: Cooler | None) -> tuple[str, ...]:
    """Volumes that a running cooler takes its air from."""
    return cooler.part.returns if cooler is not None and cooler.runs else ()


def _cooler_duty(
    cooler: Cooler, water: Water, faces: tuple[str, str], pool: Pool | None, air: PoolAir | None
) -> CoolerDuty:
    part = cooler.part
    offered, duty = duty_kw(cooler, pool, air) if cooler.runs and pool and air else (0.0, 0.0)
    return CoolerDuty(
        offered,
        duty,
        cooler.capacity_kw,
        part.fan_kw if cooler.runs else 0.0,
        cooler.runs,
        has_water(part, water),
        water.degc,
        part.rated_water_degc,
        cooler.supply_degc,
        tuple(volume for volume, _ in cooler.flows),
        part.returns,
        *faces,
    )


def _door_duty(door: DoorPart, body: Body | None, capacity_kw: float, water: Water) -> CoolerDuty:
    """The record of a rear door; `body` is its rack's, None where it hangs on none or another door is used."""
    has_some = bool(water.shares)
    return CoolerDuty(
        body.offered_kw if body is not None else 0.0,
        body.door_kw if body is not None else 0.0,
        capacity_kw,
        door.fan_kw if body is not None and has_some and door.powered else 0.0,
        has_some and door.powered,
        has_some,
        water.degc,
        door.rated_water_degc,
        door.supply_degc,
        (),
        (),
        *NO_FACES,
    )


def _tank_load(tank: TankPart, loads: Iterable[Load], water: Water) -> TankLoad:
    has_some = bool(water.shares)
    runs = has_some and tank.powered
    return TankLoad(
        fsum(load.heat_kw or 0.0 for load in loads),
        tank.capacity_kw if runs else 0.0,
        tank.pump_kw if runs else 0.0,
        runs,
        has_some,
        water.degc,
        tank.rated_water_degc,
    )


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
        return NO_FACES
    hot, cold = spaces.find_hot.at(item.front_point()), spaces.find_cold.at(item.rear_point())
    return hot.id if hot else "", cold.id if cold else ""


def _advance(given: Inputs, previous: Cooling, moved: Mapping[type[Any], Moves[Any]], turned: Set[str]) -> Cooling:
    """The result for `given`, from one that differs in the parts `moved`, by kind, and in what faces `turned`."""
    was, parts, old_parts, assumed = previous.kept, given.parts, previous.inputs.parts, given.assumed
    loads: Mapping[str, Load] = parts[Load]
    doors: Mapping[str, DoorPart] = parts[DoorPart]
    cdus: Mapping[str, CduPart] = parts[CduPart]
    air_parts: Mapping[str, AirPart] = parts[AirPart]
    tanks: Mapping[str, TankPart] = parts[TankPart]
    plants: Mapping[str, PlantPart] = parts[PlantPart]
    changed = set(turned).union(*moved.values())
    by_volume = {r.id for r in given.spaces.rooms} | {a.id for a in given.spaces.aisles}
    fresh: dict[str, Any] = dict.fromkeys(k for k in changed if k in previous.records)  # records to put; None = gone

    # what a rack carries, what hangs on a CDU
    contents = was.contents
    for kind in (Load, DoorPart, CduPart):
        contents = regrouped(contents, moved[kind], _carrier)
    hanging = regrouped(was.hanging, moved[Load], _cdus_of)

    # plant and water
    header = header_of(plants) if moved[PlantPart] else was.header
    if header == was.header:
        header = was.header

    def consumer(key: str) -> Consumer | None:
        return next((part for kind in CONSUMERS if (part := parts[kind].get(key)) is not None), None)

    consumers = {k for kind in CONSUMERS for k in (parts[kind] if header is not was.header else moved[kind])} | {
        k for kind in CONSUMERS for k in moved[kind]
    }
    water, wet = renewed(
        was.water, consumers, lambda k: None if (part := consumer(k)) is None else water_of(part.feeds, header)
    )
    wet_or_changed = wet.keys() | changed

    # coolant heat of each CDU: all from liquid loads, shared by cables among the running ones
    def runs(key: str) -> bool | None:
        cdu = cdus.get(key)
        return (cdu is not None and cdu.powered and _has_sink(cdu, water[key])) or None

    running, started = renewed(was.running, wet_or_changed & (cdus.keys() | was.running.keys()), runs)
    resharing = {i for c in started for i in hanging.get(c, ())}  # loads whose shares differ
    giving = {c for i in moved[Load] for pair in moved[Load][i] if pair for c in _cdus_of(pair)}
    sharing = giving | {c for i in resharing for c in _cdus_of(loads[i])} | moved[CduPart].keys()

    def given_kw(key: str) -> float | None:
        if key not in cdus:
            return None
        return fsum(loads[i].liquid_kw * share(loads[i].feeds, key, running) for i in hanging.get(key, ()))

    cdu_kw, reheated = renewed(was.cdu_kw, sharing, given_kw)

    # racks and what stands by itself
    door_kw, resized = renewed(
        was.door_kw,
        (doors.keys() | was.door_kw.keys()) & wet_or_changed,
        lambda k: door_capacity_kw(doors[k], water[k]) if k in doors else None,
    )
    racks = set(changed)
    for kind in (Load, DoorPart, CduPart):
        racks.update(c for pair in moved[kind].values() for part in pair if part for c in _carrier(part))
    racks.update(doors[k].carrier or k for k in resized if k in doors)
    racks.update(cdus[k].carrier or k for k in reheated if k in cdus)
    bodies, breathing = renewed(
        was.bodies, racks, lambda k: body_of(k, parts, assumed, contents.get(k, frozenset()), door_kw, cdu_kw)
    )

    # air coolers
    plenum = plenum_of(parts[TilePart]) if moved[TilePart] else was.plenum
    cooled = set((air_parts.keys() | was.coolers.keys()) & wet_or_changed)
    if plenum != was.plenum:
        cooled.update(k for k, part in air_parts.items() if part.underfloor)
    coolers, blowing = renewed(
        was.coolers,
        cooled,
        lambda k: cooler_of(air_parts[k], water[k], plenum, given.spaces) if k in air_parts else None,
    )

    # air volumes, and the pools of those that return to the same coolers
    stirred = tallies_after(was.tallies, breathing, blowing)
    tallies = merged(was.tallies, {k: (None, after) for k, after in stirred.items()})
    pools, pool_of = was.pools, was.pool_of
    if any(_way(a) != _way(b) for a, b in blowing.values()):
        pools = pools_of(coolers)
        pool_of = {volume: first for first, pool in pools.items() for volume in pool.volumes}
    joined: set[str] = set()
    if pools is not was.pools:
        joined.update(v for v in pool_of.keys() | was.pool_of.keys() if pool_of.get(v) != was.pool_of.get(v))
    warmed = {pool_of[v] for v in stirred if v in pool_of}
    warmed.update(pool_of[c.part.returns[0]] for k in blowing if (c := coolers.get(k)) is not None and c.runs)
    if pools is not was.pools:
        warmed.update(k for k in pools.keys() | was.pools.keys() if pools.get(k) != was.pools.get(k))
    pool_airs, rebalanced = renewed(
        was.pool_airs, warmed, lambda k: pool_air(pools[k], coolers, tallies, assumed) if k in pools else None
    )

    def volume(key: str) -> VolumeAir | None:
        tally, first = tallies.get(key), pool_of.get(key, "")
        if tally is None and not first and key not in by_volume:
            return None
        return volume_air(key, tally or Tally(), first, pool_airs.get(first), assumed)

    airy = stirred.keys() | joined | {v for k in rebalanced if k in pools for v in pools[k].volumes}
    if not was.volumes:
        airy |= by_volume
    volumes, blown = renewed(was.volumes, airy, volume)
    by_owner = regrouped(was.by_owner, blown, lambda air: (owner(air.key),))
    for key in {owner(v) for v in blown}:
        fresh[key] = SpaceAir(tuple(volumes[v] for v in sorted(by_owner[key]))) if key in by_owner else None
    feeling = {k for k, (a, b) in blown.items() if felt(a) != felt(b)}

    # records of coolers, doors and racks
    fanned = {k for first in rebalanced.keys() | warmed if first in pools for k in pools[first].units}
    for key in (cooled | fanned) & air_parts.keys():
        cooler = coolers[key]
        first = pool_of[cooler.part.returns[0]] if cooler.runs else ""
        faces = given.facing.get(key, NO_FACES)
        fresh[key] = _cooler_duty(cooler, water[key], faces, pools.get(first), pool_airs.get(first))
    hung = {b.door for pair in breathing.values() for b in pair if b is not None and b.door}
    for key in (hung | (doors.keys() & wet_or_changed)) & doors.keys():
        behind = bodies.get(doors[key].carrier or "")
        used = behind if behind is not None and behind.door == key else None
        fresh[key] = _door_duty(doors[key], used, door_kw[key], water[key])
    airing = breathing.keys() | changed | breathers(bodies, feeling)
    warm: set[str] = set()  # loads that breathe too warm an air, or did
    for key in airing & parts[Carrier].keys():
        if (body := bodies.get(key)) is not None:
            fresh[key] = rack_air(body, given.facing.get(key, NO_FACES), given.spaces, volumes)
            if too_warm(fresh[key]) or too_warm(previous.records.get(key)):
                warm |= contents.get(key, frozenset()) & loads.keys()
    warm |= {k for k in airing & loads.keys() if loads[k].carrier is None}

    # coolant temperatures, flows and CDUs
    carriers: Mapping[str, Carrier] = parts[Carrier]
    chained = set(wet_or_changed & (cdus.keys() | was.chain.keys()))
    if feeling or moved[Carrier]:
        chained.update(
            k
            for k, cdu in cdus.items()
            if cdu.item.form == "liquid_to_air" and (breathes(cdu, carriers) in feeling or cdu.carrier in changed)
        )
    chain, rechained = renewed(
        was.chain,
        chained,
        lambda k: chain_of(cdus[k], water[k], k in running, volumes, carriers) if k in cdus else None,
    )
    served = resharing | (moved[Load].keys() & loads.keys()) | {i for c in rechained for i in hanging.get(c, ())} | warm
    for key in served:
        load = loads[key]
        fresh[key] = system_heat(load, assumed, running, chain, warm_inlet_degc(load, carriers, volumes))
    wanted: Mapping[str, Any] = ChainMap(fresh, cast(dict[str, Any], previous.records))
    serving = sharing | rechained.keys() | {c for i in served for c in _cdus_of(loads[i])}
    for key in (serving | wet.keys()) & cdus.keys():
        fresh[key] = cdu_load(
            key,
            cdus[key],
            cdu_kw[key],
            chain[key],
            _has_sink(cdus[key], water[key]),
            hanging.get(key, frozenset()),
            loads,
            wanted,
            running,
        )
    for key in (racks | wet_or_changed) & tanks.keys():
        fresh[key] = _tank_load(tanks[key], [loads[i] for i in contents.get(key, ()) if i in loads], water[key])

    # what the loops carry
    draws, drawing = renewed(
        was.draws,
        {k for k in fresh.keys() | wet.keys() if k in water or k in was.draws},
        lambda k: None if (part := consumer(k)) is None else draw_of(part, wanted[k], water[k], assumed.coolant_rise_k),
    )
    pumped = loops_after(was.loops, drawing)
    loops = merged(was.loops, {k: (None, after) for k, after in pumped.items()})
    for key, plant in plants.items():
        if header is not was.header or key in moved[PlantPart] or header.lead_of[key] in pumped:
            fresh[key] = plant_loop(key, plant, header, loops)

    # records that differ
    if given.joints is not previous.inputs.joints:
        fresh.update(dict.fromkeys(k for k in previous.inputs.joints if k not in given.joints))
        fresh.update({k: j for k, j in given.joints.items() if previous.inputs.joints.get(k) is not j})
    records, differing = renewed(previous.records, fresh, fresh.get)
    rejected = was.rejected
    for sign, at, table in ((-1, 0, old_parts), (1, 1, parts)):
        for body in (pair[at] for pair in breathing.values()):
            rejected += sign * sum(exact(s.room_kw) for s in body.streams if in_the_open(s)) if body else 0
        result: Mapping[str, Any] = (previous.records, records)[at]
        for key in differing.keys() | moved[AirPart].keys():
            rejected += sign * exact(rejected_by(key, result.get(key), table[AirPart].get(key)))
    kept = Kept(
        contents,
        hanging,
        header,
        water,
        running,
        cdu_kw,
        door_kw,
        bodies,
        plenum,
        coolers,
        tallies,
        pools,
        pool_of,
        pool_airs,
        volumes,
        by_owner,
        chain,
        draws,
        loops,
        rejected,
    )
    return Cooling(records, given, kept, dirty=frozenset(differing))
