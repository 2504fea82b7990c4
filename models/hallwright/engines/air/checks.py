"""Refuse rooms of air that cannot be: what is impossible is named before anything is solved."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from hallwright.engines.air.inputs import FACES, AirInputs, Box, CoolerPort
from hallwright.errors import OutOfRange

ROOM_M = (0.2, 500.0)
CELL_M = (0.02, 1.0)
DEGC = (-40.0, 80.0)
FLOW_M3_S = 1000.0
HEAT_W = 1e7
MOST_THINGS = 20_000
FLUID = {  # what a gas at room temperature can be
    "density_kg_m3": (0.1, 10.0),
    "specific_heat_j_kg_k": (100.0, 10_000.0),
    "expansion_per_k": (0.0, 0.1),
    "viscosity_m2_s": (1e-7, 1e-2),
    "gravity_m_s2": (0.0, 50.0),
}


def check(given: AirInputs) -> None:
    """Raise OutOfRange, naming the thing, where an input is no number, impossible or absurd."""
    for what, value in _numbers(given, "the room"):
        if not math.isfinite(value):
            raise OutOfRange(f"a number of {what} is not finite.")
    if not all(ROOM_M[0] <= side <= ROOM_M[1] for side in given.room_m):
        raise OutOfRange(f"the room must measure {ROOM_M[0]} to {ROOM_M[1]:g} m along each axis.")
    if given.cell_m is not None and not CELL_M[0] <= given.cell_m <= CELL_M[1]:
        raise OutOfRange(f"a cell must measure {CELL_M[0]} to {CELL_M[1]:g} m.")
    for name, (least, most) in FLUID.items():
        if not least <= getattr(given.fluid, name) <= most:
            raise OutOfRange(f"the air's {name} must lie between {least:g} and {most:g}.")
    things = (given.racks, given.tiles, given.coolers, given.openings, given.partitions, given.leaks, given.solids)
    if sum(map(len, things)) > MOST_THINGS:
        raise OutOfRange(f"the room holds more than {MOST_THINGS:,} things.")
    for kind in things:
        ids = [thing.id for thing in kind]
        for twice in {id for id in ids if ids.count(id) > 1} if len(set(ids)) < len(ids) else ():
            raise OutOfRange(f"two things are called {twice}.")
    _check_racks(given)
    for tile in given.tiles:
        _flow(tile.flow_m3_s, f"tile {tile.id}")
        _source(tile.supply_degc, tile.void, tile.flow_m3_s, f"tile {tile.id}")
        x0, y0, x1, y1 = tile.rect_m
        _inside(((x0, y0, 0.0), (x1, y1, 0.0)), given, f"tile {tile.id}", flat=True)
    for cooler in given.coolers:
        _check_cooler(cooler, given)
    for opening in given.openings:
        what = f"opening {opening.id}"
        _face(opening.face, what)
        _flow(abs(opening.flow_m3_s), what)
        _source(opening.supply_degc, opening.void, opening.flow_m3_s, what)
        _inside(opening.rect_m, given, what, flat=True)
    for panel in given.partitions:
        _inside(panel.rect_m, given, f"panel {panel.id}", flat=True)
    for leak in given.leaks:
        _inside(leak.rect_m, given, f"leak {leak.id}", flat=True)
        _flow(abs(leak.flow_m3_s), f"leak {leak.id}")
    for solid in given.solids:
        _inside(solid.box, given, f"body {solid.id}")


def _check_racks(given: AirInputs) -> None:
    for rack in given.racks:
        what = f"rack {rack.id}"
        _inside(rack.box, given, what)
        _face(rack.front, what)
        if rack.front[1] == "z":
            raise OutOfRange(f"{what} must breathe through a side.")
        if not rack.bands:
            raise OutOfRange(f"{what} has no bands.")
        below = -math.inf
        for band in rack.bands:
            _flow(band.flow_m3_s, what)
            if not 0.0 <= band.heat_w <= HEAT_W:
                raise OutOfRange(f"the heat of {what} must lie between 0 and {HEAT_W / 1e6:g} MW.")
            if band.heat_w > 0.0 and band.flow_m3_s + rack.bypass_m3_s <= 0.0:
                raise OutOfRange(f"{what} gives off heat without any air through it.")
            if band.top_m <= band.bottom_m or band.bottom_m < below - 1e-9:
                raise OutOfRange(f"the bands of {what} must lie one above the other.")
            below = band.top_m
        if not 0.0 <= rack.recirculated_fraction <= 0.9:
            raise OutOfRange(f"{what} can take back between 0 and 0.9 of its exhaust.")
        _flow(rack.bypass_m3_s, what)
        door = rack.door
        if door is None:
            continue
        if (door.leaving_degc is None) == (door.effectiveness is None or door.water_degc is None):
            raise OutOfRange(f"the rear door of {what} needs a leaving temperature, or an effectiveness and its water.")
        if door.effectiveness is not None and not 0.0 <= door.effectiveness <= 1.0:
            raise OutOfRange(f"the effectiveness of the rear door of {what} must lie between 0 and 1.")
        for value in (door.leaving_degc, door.water_degc):
            _degc(value, f"the rear door of {what}")
        _capacity(door.capacity_w, f"the rear door of {what}")


def _check_cooler(cooler: Any, given: AirInputs) -> None:
    what = f"unit {cooler.id}"
    _inside(cooler.box, given, what)
    for port in (cooler.draws, cooler.blows):
        if port is not None:
            _flow(port.flow_m3_s, what)
            _port(port, what)
    if cooler.blows is not None and not cooler.backflow:
        if cooler.supply_degc is None:
            raise OutOfRange(f"{what} blows air without a supply temperature.")
        if cooler.draws is None and cooler.capacity_w is not None:
            raise OutOfRange(f"{what} has a capacity but draws no air to cool.")
    if cooler.draws is not None and cooler.blows is not None:
        a, b = cooler.draws.flow_m3_s, cooler.blows.flow_m3_s
        if abs(a - b) > 1e-3 * max(a, b):
            raise OutOfRange(f"{what} draws {a:g} m3/s and blows {b:g} m3/s.")
    elif cooler.backflow:
        raise OutOfRange(f"{what} needs both ports for air to flow back through it.")
    _degc(cooler.supply_degc, what)
    _capacity(cooler.capacity_w, what)


def _port(port: CoolerPort, what: str) -> None:
    if (port.face is None) == (not port.void):
        raise OutOfRange(f"each port of {what} needs a face or a void.")
    if port.face is not None:
        _face(port.face, what)


def _face(face: str, what: str) -> None:
    if face not in FACES:
        raise OutOfRange(f"the face {str(face)[:20]!r} of {what} is none of {', '.join(FACES)}.")


def _flow(flow_m3_s: float, what: str) -> None:
    if not 0.0 <= flow_m3_s <= FLOW_M3_S:
        raise OutOfRange(f"the flow of {what} must lie between 0 and {FLOW_M3_S:g} m3/s.")


def _source(supply_degc: float | None, void: str, flow_m3_s: float, what: str) -> None:
    if flow_m3_s > 0.0 and (supply_degc is None) == (not void):
        raise OutOfRange(f"{what} needs a temperature or a void that its air comes from.")
    _degc(supply_degc, what)


def _degc(value: float | None, what: str) -> None:
    if value is not None and not DEGC[0] <= value <= DEGC[1]:
        raise OutOfRange(f"the temperature of {what} must lie between {DEGC[0]:g} and {DEGC[1]:g} °C.")


def _capacity(value: float | None, what: str) -> None:
    if value is not None and not 0.0 <= value <= 100.0 * HEAT_W:
        raise OutOfRange(f"the capacity of {what} must be 0 W or more.")


def _inside(box: Box, given: AirInputs, what: str, *, flat: bool = False) -> None:
    sides = [b - a for a, b in zip(*box, strict=True)]
    if flat:
        if min(sides) < 0.0 or sorted(side > 1e-9 for side in sides) != [False, True, True]:
            raise OutOfRange(f"{what} must be a rectangle, flat along one axis, lower corner first.")
    elif min(sides) <= 0.0:
        raise OutOfRange(f"{what} must be a box, lower corner first.")
    if any(a < -0.011 or b > side + 0.011 for a, b, side in zip(*box, given.room_m, strict=True)):
        raise OutOfRange(f"{what} stands outside the room.")


def _numbers(value: Any, what: str) -> Iterator[tuple[str, float]]:
    """Every number of a nest of records and tuples, with the thing it belongs to."""
    if isinstance(value, bool | str) or value is None:
        return
    if isinstance(value, int | float):
        yield what, float(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _numbers(each, what)
    elif is_dataclass(value):
        named = f"{type(value).__name__.lower()} {value.id}" if hasattr(value, "id") else what
        for entry in fields(value):
            yield from _numbers(getattr(value, entry.name), named)
