"""What racks, doors, units and voids do to the air that leaves the room before it comes back.

Each is a *stream*: it mixes what it draws, warms it by a fixed rise, then pulls it towards a target within what its
exchanger can give. One formula serves a rack, a rear door, a unit and a void.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air.inputs import AirInputs
from hallwright.engines.air.voxels import Grid, band_flow_m3_s
from hallwright.errors import OutOfRange

Doubles = NDArray[np.float64]
UNEVEN = 1e-3  # share of the air through a void that may be missing


@dataclass(frozen=True, slots=True)
class Stream:
    """Air that is drawn, changed and given back.

    The temperature given is mixed = sum of weight x node, warmed = mixed + rise, then
    warmed - clip(grip x (warmed - target), least drop, most drop).
    """

    draws: tuple[tuple[str, float], ...]  # node and share
    flow_m3_s: float
    rise_k: float = 0.0
    grip: float = 0.0  # effectiveness of its exchanger; 1 holds the target
    target_degc: float = 0.0
    least_k: float = -np.inf
    most_k: float = np.inf


@dataclass(eq=False)
class Streams:
    """All streams of a room, evaluated from what its ports draw.

    `node_degc` holds first the ports in the order of the grid, then the streams.
    """

    grid: Grid
    streams: dict[str, Stream] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)  # supply port -> stream
    fixed_degc: dict[str, float] = field(default_factory=dict)  # supply port -> temperature
    node_degc: Doubles = field(default_factory=lambda: np.zeros(0))

    def compile(self, degc: float) -> None:
        """Turn names into places, starting with every node at one temperature."""
        ports = [port.name for port in self.grid.ports]
        self.place = {name: n for n, name in enumerate((*ports, *self.streams))}
        self.first = len(ports)
        self.node_degc = np.full(len(self.place), degc)
        for name, value in self.fixed_degc.items():
            self.node_degc[self.place[name]] = value
        each = list(self.streams.values())
        self.start = np.cumsum([0, *(len(s.draws) for s in each)])
        self.drawn = np.array([self.place[name] for s in each for name, _ in s.draws], np.int64)
        self.share = np.array([share for s in each for _, share in s.draws])
        columns = [(s.rise_k, s.grip, s.target_degc, s.least_k, s.most_k) for s in each]
        self.law = np.array(columns, float).reshape(-1, 5)
        self.fed = np.array([self.place[name] for name in self.source], np.int64)
        self.feeder = np.array([self.place[name] for name in self.source.values()], np.int64)

    def mixed_degc(self, name: str) -> float:
        """What a stream draws [degC]."""
        return sum(share * self.degc(node) for node, share in self.streams[name].draws)

    def warmed_degc(self, name: str) -> float:
        """What a stream brings before its exchanger [degC]."""
        return self.mixed_degc(name) + self.streams[name].rise_k

    def degc(self, name: str) -> float:
        """Temperature at a port or of a stream."""
        return float(self.node_degc[self.place[name]])


def streams_of(grid: Grid) -> Streams:
    """Return the streams of a room.

    Raises
    ------
    OutOfRange
        A void's flows do not balance, or nothing takes the heat of the room.
    """
    given = grid.given
    made = Streams(grid)
    flows = {port.name: port.flow_m3_s for port in grid.ports}
    gains: dict[str, list[tuple[str, float]]] = {}  # void -> what blows into it
    losses: dict[str, float] = {}
    _racks(given, made, gains)
    for tile in given.tiles:
        _enter(made, losses, f"tile {tile.id}", tile.flow_m3_s, tile.supply_degc, tile.void)
    for opening in given.openings:
        name = f"opening {opening.id}"
        if opening.flow_m3_s > 0.0:
            _enter(made, losses, name, opening.flow_m3_s, opening.supply_degc, opening.void)
        elif opening.flow_m3_s < 0.0 and opening.void:
            gains.setdefault(opening.void, []).append((name, -opening.flow_m3_s))
    for leak in given.leaks:
        if leak.flow_m3_s:
            a, b = f"leak {leak.id} lower", f"leak {leak.id} upper"
            drawn, given_to = (a, b) if leak.flow_m3_s > 0.0 else (b, a)
            made.streams[f"leak {leak.id}"] = Stream(((drawn, 1.0),), abs(leak.flow_m3_s))
            made.source[given_to] = f"leak {leak.id}"
    _coolers(given, made, gains, losses)
    for void in sorted({*gains, *losses}):
        into, out = sum(flow for _, flow in gains.get(void, ())), losses.get(void, 0.0)
        if abs(into - out) > UNEVEN * max(into, out):
            raise OutOfRange(f"the void {void} takes in {into:.4g} m3/s and loses {out:.4g} m3/s.")
        draws = tuple((name, flow / into) for name, flow in gains[void])
        made.streams[f"void {void}"] = Stream(draws, into)
    made.source = {port: stream for port, stream in made.source.items() if port in flows}
    _check_sinks(given, made)
    return made


def _enter(made: Streams, losses: dict[str, float], name: str, flow: float, degc: float | None, void: str) -> None:
    if flow <= 0.0:
        return
    if void:
        made.source[name] = f"void {void}"
        losses[void] = losses.get(void, 0.0) + flow
    elif degc is not None:
        made.fixed_degc[name] = degc


def _racks(given: AirInputs, made: Streams, gains: dict[str, list[tuple[str, float]]]) -> None:
    heat = given.fluid.heat_j_m3_k
    for rack in given.racks:
        total = sum(band_flow_m3_s(rack, n) for n in range(len(rack.bands)))
        for n, band in enumerate(rack.bands):
            flow = band_flow_m3_s(rack, n)
            if flow <= 0.0:
                continue
            name = f"rack {rack.id} {n}"
            draws = ((f"rack {rack.id} front {n}", 1.0),)
            stream = Stream(draws, flow, band.heat_w / (heat * flow))
            door = rack.door
            if door is not None:
                most = np.inf if door.capacity_w is None else door.capacity_w / (heat * total)
                least = -np.inf if door.capacity_w is None else 0.0
                target = door.leaving_degc if door.leaving_degc is not None else door.water_degc
                grip = 1.0 if door.effectiveness is None else door.effectiveness
                assert target is not None
                stream = replace(stream, grip=grip, target_degc=target, least_k=least, most_k=most)
            made.streams[name] = stream
            if rack.void:
                gains.setdefault(rack.void, []).append((name, flow))
            else:
                made.source[f"rack {rack.id} rear {n}"] = name


def _coolers(
    given: AirInputs, made: Streams, gains: dict[str, list[tuple[str, float]]], losses: dict[str, float]
) -> None:
    heat = given.fluid.heat_j_m3_k
    for cooler in given.coolers:
        drawn, blown = (cooler.blows, cooler.draws) if cooler.backflow else (cooler.draws, cooler.blows)
        sides = ("supply", "return") if cooler.backflow else ("return", "supply")
        from_name, to_name = (f"unit {cooler.id} {side}" for side in sides)
        name = f"unit {cooler.id}"
        if drawn is not None and drawn.void and drawn.flow_m3_s:
            losses[drawn.void] = losses.get(drawn.void, 0.0) + drawn.flow_m3_s
            from_name = f"void {drawn.void}"
        if blown is None or blown.flow_m3_s == 0.0:
            continue
        target = cooler.supply_degc
        if drawn is None or (cooler.capacity_w is None and not cooler.backflow):
            assert target is not None
            stream = Stream((), blown.flow_m3_s, rise_k=target)  # whatever returns, or nothing does
        elif cooler.backflow or target is None:
            stream = Stream(((from_name, 1.0),), blown.flow_m3_s)
        else:
            most = (cooler.capacity_w or 0.0) / (heat * blown.flow_m3_s)
            stream = Stream(((from_name, 1.0),), blown.flow_m3_s, 0.0, 1.0, target, 0.0, most)
        made.streams[name] = stream
        if blown.void:
            gains.setdefault(blown.void, []).append((name, blown.flow_m3_s))
        else:
            made.source[to_name] = name


def _check_sinks(given: AirInputs, made: Streams) -> None:
    """Refuse a room whose heat nothing can take: its temperature would rise without end."""
    heat_w = sum(rack.heat_w for rack in given.racks)
    takes = [
        cooler.capacity_w
        for cooler in given.coolers
        if cooler.draws and cooler.blows and cooler.blows.flow_m3_s and not cooler.backflow
    ]
    takes += [rack.door.capacity_w for rack in given.racks if rack.door]
    if made.fixed_degc or any(c is None for c in takes) or any(c.blows and not c.draws for c in given.coolers):
        return
    most_w = sum(c for c in takes if c is not None)
    if heat_w > most_w:
        raise OutOfRange(
            f"the units can take {most_w / 1000.0:.4g} kW of the {heat_w / 1000.0:.4g} kW given to the air: "
            "the room would warm without end."
        )


def each_flow(streams: Iterable[Stream], value: Callable[[Stream], float]) -> float:
    """Sum over streams of flow times a value."""
    return sum(stream.flow_m3_s * value(stream) for stream in streams)
