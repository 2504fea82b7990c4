"""Air: what racks breathe and blow out, what coolers supply and take, and the balance of every volume."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from hallwright.engines.cooling.coolant import pump_kw
from hallwright.engines.cooling.formulas import coil_capacity_kw
from hallwright.engines.cooling.parts import AirPart, Assumed, Carrier, CduPart, DoorPart, Load, TilePart
from hallwright.engines.cooling.records import RackAir, VolumeAir
from hallwright.engines.cooling.spaces import Spaces, owner
from hallwright.engines.cooling.water import Water, warmest
from hallwright.engines.sums import exact, rounded
from hallwright.engines.tables import Moves

EPS_KW = 1e-9  # heat below which nothing is left to take away
Areas = Mapping[str, Mapping[str, float]]  # open area of perforated tiles by room and volume [m2]


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
class Cooler:
    """An air cooler on its water: what it can take, and where its air goes."""

    part: AirPart
    capacity_kw: float
    runs: bool
    flows: tuple[tuple[str, float], ...]  # into each volume [m3/s]
    supply_degc: float | None


@dataclass(slots=True)
class Tally:
    """Exact sums over what breathes and blows out in one volume, and who supplies it.

    `suppliers`: flow [m3/s], temperature and whether it is a rear door, by cooler or door.
    """

    heat: int = 0
    needed: int = 0
    warming: int = 0  # heat that raises the moving air
    released: int = 0
    unknown: int = 0
    streams: int = 0  # ends of streams here
    suppliers: dict[str, tuple[float, float | None, bool]] = field(default_factory=dict)

    def copy(self) -> "Tally":
        """One that may be added to."""
        return Tally(
            self.heat, self.needed, self.warming, self.released, self.unknown, self.streams, dict(self.suppliers)
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """Volumes whose air returns to the same coolers."""

    volumes: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PoolAir:
    """Heat and capacity of a pool [kW], with its largest cooler out too; what is taken, and its mixed return."""

    heat_kw: float
    capacity_kw: float
    rest_kw: float
    largest: str
    taken_kw: float
    return_degc: float | None


def coil_kw(part: AirPart | DoorPart, water: Water) -> float:
    """Capacity of a coil on its water."""
    if water.degc is None or part.rated_water_degc is None or part.rated_return_degc is None:
        return part.sensible_kw
    return coil_capacity_kw(part.sensible_kw, part.rated_return_degc, part.rated_water_degc, water.degc)


def door_capacity_kw(part: DoorPart, water: Water) -> float:
    """Capacity of a rear door; 0 without water or power."""
    return coil_kw(part, water) if part.powered and water.shares else 0.0


def plenum_of(tiles: Mapping[str, TilePart]) -> Areas:
    """Where the floor voids open."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for tile in tiles.values():
        if tile.room is not None and tile.volume is not None:
            found[tile.room][tile.volume].append(tile.open_m2)
    return {room: {v: fsum(areas) for v, areas in by.items()} for room, by in found.items()}


def cooler_of(part: AirPart, water: Water, plenum: Areas, spaces: Spaces) -> Cooler:
    """A cooler on its water."""
    flows = tuple(sorted(_supply_flows(part, plenum, spaces).items()))
    runs = part.powered and has_water(part, water) and bool(flows) and bool(part.returns)
    supply = part.supply_degc  # as much warmer as its water is above the rating
    if supply is not None and part.needs_water and water.degc is not None and part.rated_water_degc is not None:
        supply += max(water.degc - part.rated_water_degc, 0.0)
    return Cooler(part, coil_kw(part, water) if runs else 0.0, runs, flows, supply)


def has_water(part: AirPart, water: Water) -> bool:
    """Whether it has the water that it needs."""
    return not part.needs_water or bool(water.shares)


def _supply_flows(part: AirPart, plenum: Areas, spaces: Spaces) -> dict[str, float]:
    """Flow into each volume that a cooler's air reaches; a floor void shares it by the open area of tiles."""
    if not part.underfloor:
        return {part.supply: part.flow_m3_s} if part.supply is not None else {}
    if part.room is None or owner(part.room) not in spaces.raised:
        return {}
    areas = plenum.get(part.room, {})
    whole = fsum(areas.values())
    return {volume: part.flow_m3_s * area / whole for volume, area in areas.items()}


def body_of(
    key: str,
    parts: Mapping[type[Any], Mapping[str, Any]],
    assumed: Assumed,
    inside: frozenset[str],
    door_kw: Mapping[str, float],
    cdu_kw: Mapping[str, float],
) -> Body | None:
    """The streams through one thing.

    Parameters
    ----------
    key : str
        A rack, or a thing that may stand by itself; None is returned for anything else.
    inside : frozenset of str
        What the rack carries.
    door_kw, cdu_kw : mapping
        Capacity of each rear door, coolant heat of each CDU.
    """
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
        elif (cdu := parts[CduPart].get(item)) is not None and cdu.item.form == "liquid_to_air" and cdu.powered:
            heat = min(cdu_kw[item], cdu.item.capacity_kw) + pump_kw(cdu)
            flow = cdu.item.airflow_m3_s
            ways[False].append((heat, heat / (assumed.rho_cp * assumed.air_rise_k) if flow is None else flow))
            forward.append(item)
            derived |= flow is None
    offered, flow = fsum(h for h, _ in ways[False]), fsum(f for _, f in ways[False])
    taken, door_degc = 0.0, None
    if door and offered > 0.0:
        part = parts[DoorPart][door]
        taken = min(offered * part.capture, door_kw[door])
        if part.drop_k is not None:
            taken = min(taken, part.drop_k * assumed.rho_cp * flow)
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


def tallies_after(old: Mapping[str, Tally], bodies: Moves[Body], coolers: Moves[Cooler]) -> dict[str, Tally | None]:
    """The tallies of the volumes that these racks and coolers touch; None = nothing breathes or blows there now."""
    touched: dict[str, Tally] = {}

    def tally(volume: str) -> Tally:
        if volume not in touched:
            before = old.get(volume)
            touched[volume] = Tally() if before is None else before.copy()
        return touched[volume]

    for sign in (-1, 1):  # all that goes before all that comes: a supplier may move from one volume to another
        for key, pair in bodies.items():
            body = pair[0] if sign < 0 else pair[1]
            for stream in body.streams if body is not None else ():
                if stream.intake is not None:
                    of = tally(stream.intake)
                    of.heat += sign * exact(stream.heat_kw)
                    of.needed += sign * exact(stream.flow_m3_s)
                    of.unknown += sign * stream.unknown
                    of.streams += sign
                    if stream.flow_m3_s > 0.0:
                        of.warming += sign * exact(stream.heat_kw)
                if stream.exhaust is not None:
                    of = tally(stream.exhaust)
                    of.released += sign * exact(stream.room_kw)
                    of.streams += sign
                    if stream.neutral_m3_s > 0.0 and body is not None:
                        _supplied(of, body.door or key, (stream.neutral_m3_s, body.door_degc, True), sign)
        for key, units in coolers.items():
            cooler = units[0] if sign < 0 else units[1]
            if cooler is not None and cooler.runs:
                for volume, flow in cooler.flows:
                    _supplied(tally(volume), key, (flow, cooler.supply_degc, False), sign)
    return {volume: of if of.streams or of.suppliers else None for volume, of in touched.items()}


def _supplied(tally: Tally, key: str, supply: tuple[float, float | None, bool], sign: int) -> None:
    if sign > 0:
        tally.suppliers[key] = supply
    else:
        del tally.suppliers[key]


def pools_of(coolers: Mapping[str, Cooler]) -> Mapping[str, Pool]:
    """The pools, by their first volume."""
    lead: dict[str, str] = {}

    def root(volume: str) -> str:
        while lead[volume] != volume:
            volume = lead[volume]
        return volume

    running = {key: cooler.part.returns for key, cooler in coolers.items() if cooler.runs}
    for returns in running.values():
        for volume in returns:
            lead.setdefault(volume, volume)
            a, b = root(returns[0]), root(volume)
            lead[max(a, b)] = min(a, b)
    volumes: dict[str, list[str]] = defaultdict(list)
    units: dict[str, list[str]] = defaultdict(list)
    for volume in sorted(lead):
        volumes[root(volume)].append(volume)
    for key in sorted(running):
        units[root(running[key][0])].append(key)
    return {first: Pool(tuple(members), tuple(units[first])) for first, members in volumes.items()}


def pool_air(pool: Pool, coolers: Mapping[str, Cooler], tallies: Mapping[str, Tally], assumed: Assumed) -> PoolAir:
    """The balance of a pool."""
    heat = rounded(sum(of.released for v in pool.volumes if (of := tallies.get(v)) is not None))
    units = [coolers[k] for k in pool.units]
    capacity = fsum(c.capacity_kw for c in units)
    kw, largest = max((c.capacity_kw, k) for c, k in zip(units, pool.units, strict=True))
    rest = fsum((*(c.capacity_kw for c in units), -kw))
    taken = min(heat, capacity)
    flow = fsum(c.part.flow_m3_s for c in units)
    back = None
    if flow > 0.0 and all(c.supply_degc is not None for c in units):
        mixed = fsum(c.part.flow_m3_s * c.supply_degc for c in units if c.supply_degc is not None) / flow
        back = mixed + taken / (assumed.rho_cp * flow)
    return PoolAir(heat, capacity, rest, largest, taken, back)


def duty_kw(cooler: Cooler, pool: Pool, air: PoolAir) -> tuple[float, float]:
    """Heat that a pool offers one of its coolers, and what that takes: by capacity [kW]."""
    part = cooler.capacity_kw / air.capacity_kw if air.capacity_kw > 0.0 else 1.0 / len(pool.units)
    return air.heat_kw * part, air.taken_kw * part


def volume_air(volume: str, tally: Tally, first: str, pool: PoolAir | None, assumed: Assumed) -> VolumeAir:
    """The balance of one volume; `first` is the first volume of its pool."""
    wanted = rounded(tally.needed)
    sources = tally.suppliers
    total = fsum(flow for flow, _, _ in sources.values())
    supplier = max(sources, key=lambda k: (sources[k][0], k), default="")
    less = fsum(flow for key, (flow, _, _) in sources.items() if key != supplier)
    # a door of unknown set-point changes nothing
    counted = [(flow, t) for flow, t, is_door in sources.values() if not (is_door and t is None)]
    degc = None
    amount = fsum(flow for flow, _ in counted)
    if amount > 0.0 and all(t is not None for _, t in counted):
        degc = fsum(flow * t for flow, t in counted if t is not None) / amount
    rise = rounded(tally.warming) / (assumed.rho_cp * wanted) if wanted > 0.0 else 0.0
    short = 1.0 - total / wanted if wanted > total else 0.0
    inlet = degc
    if degc is not None and 0.0 < short < 1.0:
        inlet = degc + short / (1.0 - short) * rise
    elif short >= 1.0:
        inlet = None
    return VolumeAir(
        volume,
        rounded(tally.heat),
        wanted,
        total,
        less,
        supplier,
        degc,
        rise,
        short,
        inlet,
        rounded(tally.released),
        first,
        pool.heat_kw if pool else 0.0,
        pool.capacity_kw if pool else 0.0,
        pool.rest_kw if pool else 0.0,
        pool.largest if pool else "",
        pool.return_degc if pool else None,
        tally.unknown,
    )


def felt(air: VolumeAir | None) -> tuple[bool, float | None, bool] | None:
    """What a rack feels of a volume."""
    return None if air is None else (air.supplied_m3_s > 0.0, air.inlet_degc, air.pool != "")


def rack_air(body: Body, faces: tuple[str, str], spaces: Spaces, volumes: Mapping[str, VolumeAir]) -> RackAir:
    """The record of a rack."""
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
    return RackAir(
        fsum(s.heat_kw for s in body.streams),
        body.door_kw,
        fsum(s.room_kw for s in body.streams),
        fsum(s.flow_m3_s for s in body.streams),
        body.flow_derived,
        supplied,
        returns,
        warmest(inlets),
        body.high[0] if body.high else None,
        body.high[1] if body.high else "",
        body.low[0] if body.low else None,
        body.low[1] if body.low else "",
        spaces.is_contained(intake) or spaces.is_contained(exhaust),
        body.mixed,
        intake,
        exhaust,
        body.door,
        *faces,
    )


def warm_inlet_degc(load: Load, carriers: Mapping[str, Carrier], volumes: Mapping[str, VolumeAir]) -> float | None:
    """The air that a load breathes [degC], where that is warmer than it accepts."""
    if load.inlet_max_degc is None or load.air_kw <= EPS_KW:
        return None
    rack = carriers.get(load.carrier or "")
    intake = load.front if rack is None else rack.rear if load.reverse else rack.front
    there = volumes.get(intake or "")
    degc = None if there is None else there.inlet_degc
    return degc if degc is not None and degc > load.inlet_max_degc else None


def too_warm(rack: Any) -> bool:
    """Whether the air before a rack is above the strictest limit of its contents, as its record has it."""
    return (
        isinstance(rack, RackAir)
        and rack.inlet_degc is not None
        and rack.inlet_max_degc is not None
        and rack.inlet_degc > rack.inlet_max_degc
    )


def breathers(bodies: Mapping[str, Body], volumes: Iterable[str]) -> set[str]:
    """Racks with a stream from or into one of these volumes."""
    there = set(volumes)
    if not there:
        return set()
    return {k for k, b in bodies.items() if any(s.intake in there or s.exhaust in there for s in b.streams)}
