"""What racks, tanks and servers carry: masses, rack units, depths, cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Mount, Placed
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack

GRAVITY_N_KG = 9.80665  # standard gravity, CGPM 1901


@dataclass(frozen=True, slots=True)
class Mounted:
    """How a thing sits in its rack, tank or server.

    Attributes
    ----------
    carrier_id : str
        What carries it.
    collisions : tuple of (str, int)
        Things in the same rack units (and the same depth), with the number of units shared.
    units : int or None
        Rack units the carrier offers; None = it has none (a server).
    top_u : int or None
        Highest rack unit it takes; None = it takes none or its place is unknown.
    unplaced : bool
        It should take rack units, but its lowest unit or its height in units is unknown.
    depth_limit_m, opening_standard, opening_m :
        Deepest device the rack takes; mounting standard; widest device stated by the rack.
    rack_depth_m : float or None
        Depth of the rack; None when the carrier is no rack.
    behind_m : float
        Deepest rack PDU that stands upright behind the devices of this rack.
    cards : int
        Accelerator cards it carries itself.
    """

    carrier_id: str
    collisions: tuple[tuple[str, int], ...]
    units: int | None
    top_u: int | None
    unplaced: bool
    depth_limit_m: float | None
    opening_standard: str
    opening_m: float | None
    rack_depth_m: float | None
    behind_m: float
    cards: int


def floor_load_kpa(mass_kg: float, area_m2: float) -> float:
    """Uniform load of a thing under its footprint.

    Parameters
    ----------
    mass_kg : float
        Mass with everything in it [kg], 0 or more.
    area_m2 : float
        Area of the footprint [m2], above 0.

    Returns
    -------
    float
        Pressure [kPa].

    Notes
    -----
    Weight over area, no load factor and no spread into the floor.

    Examples
    --------
    >>> round(floor_load_kpa(1000.0, 0.72), 2)
    13.62
    """
    return mass_kg * GRAVITY_N_KG / area_m2 / 1000.0


def descendants(id: str, inside: Callable[[str], frozenset[str]]) -> list[str]:
    """Everything a thing carries, all the way down, in a stable order."""
    found: list[str] = []
    level = sorted(inside(id))
    seen = {id}
    while level:
        fresh = [i for i in level if i not in seen]
        seen.update(fresh)
        found.extend(fresh)
        level = [j for i in fresh for j in sorted(inside(i))]
    return found


def root_of(id: str, equipment: Mapping[str, Equipment]) -> str:
    """What stands on the floor and carries it in the end; itself where nothing does."""
    seen = {id}
    while (item := equipment.get(id)) is not None:
        carrier = item.carrier_id()
        if carrier is None or carrier in seen or carrier not in equipment:
            return id
        seen.add(carrier)
        id = carrier
    return id


def contents_mass(
    ids: list[str], equipment: Mapping[str, Equipment], card_mass_kg: float
) -> tuple[float, tuple[str, ...]]:
    """Mass of things together [kg], and those whose mass is unknown."""
    total, unknown = 0.0, []
    for id in ids:
        item = equipment[id]
        if isinstance(item, Accelerator):
            total += card_mass_kg
        elif isinstance(item, Placed):
            if item.mass_kg is None:
                unknown.append(id)
            else:
                total += item.mass_kg
    return total, tuple(unknown)


def _takes_units(item: Placed) -> bool:
    return Mount.RACK in item.mounts and not (Mount.RACK_SIDE in item.mounts and item.u is None)


def _span(item: Placed) -> range | None:
    return None if item.u is None or item.u_height is None else range(item.u, item.u + item.u_height)


def mounted_in(
    carrier: Equipment, equipment: Mapping[str, Equipment], inside: Callable[[str], frozenset[str]]
) -> dict[str, Mounted]:
    """Records of everything a carrier carries directly."""
    items = [equipment[i] for i in sorted(inside(carrier.id))]
    rack = carrier if isinstance(carrier, Rack) else None
    units = carrier.units if isinstance(carrier, Rack | ImmersionTank) else None
    depth_limit = None if rack is None else (rack.mounting_depth_m or rack.depth_m)
    racked = [i for i in items if isinstance(i, Placed) and _takes_units(i)]
    behind = max((i.depth_m for i in items if isinstance(i, Placed) and _stands_upright(i)), default=0.0)
    by_unit: dict[int, list[Placed]] = {}
    for item in racked:
        for u in _span(item) or ():
            by_unit.setdefault(u, []).append(item)
    shared: dict[str, dict[str, int]] = {}
    for there in by_unit.values():
        for a in there if len(there) > 1 else ():
            for b in there:
                if a is not b and (a.face == b.face or depth_limit is None or a.depth_m + b.depth_m > depth_limit):
                    counts = shared.setdefault(a.id, {})
                    counts[b.id] = counts.get(b.id, 0) + 1
    found = {}
    for thing in items:
        takes = isinstance(thing, Placed) and _takes_units(thing)
        span = _span(thing) if isinstance(thing, Placed) and takes else None
        found[thing.id] = Mounted(
            carrier.id,
            tuple(sorted(shared.get(thing.id, {}).items())),
            units,
            span[-1] if span else None,
            takes and span is None,
            depth_limit if takes else None,
            rack.standard if rack else "",
            rack.opening_m if rack else None,
            rack.depth_m if rack else None,
            behind,
            sum(1 for i in inside(thing.id) if isinstance(equipment[i], Accelerator)),
        )
    return found


def _stands_upright(item: Placed) -> bool:
    """Hangs inside the rack without taking rack units: a vertical rack PDU."""
    return {Mount.RACK, Mount.RACK_SIDE} <= item.mounts and item.u is None
