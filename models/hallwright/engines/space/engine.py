"""Where everything stands and what is free around it: overlaps, clearances, aisles, floor loads, rack contents.

Everything is measured on the plan from exact footprints at any rotation. A change is followed only to what is near
it: a grid finds neighbours, and whatever a changed shape could touch or block is measured again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from hallwright.engines.base import Result, Step
from hallwright.engines.space.contents import (
    Mounted,
    contents_mass,
    descendants,
    floor_load_kpa,
    mounted_in,
    root_of,
)
from hallwright.engines.space.rows import Rows
from hallwright.equipment.base import Equipment, Placed
from hallwright.equipment.busway import Busway
from hallwright.equipment.door import Door
from hallwright.equipment.power_base import PowerGear
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.equipment.tile import Tile
from hallwright.equipment.tray import Tray
from hallwright.floor.bodies import Role, Shape, added_depth_m, shapes_of, stands
from hallwright.floor.collide import Hit, Outline, depth_of, outlines_of, place_of, scan
from hallwright.floor.grid import Grid
from hallwright.floor.shapes import Box, box_depth, boxes_meet, free_depth, grown, inside
from hallwright.overlay import overlaid
from hallwright.settings import Settings


@dataclass(frozen=True, slots=True)
class Side:
    """What is free before one side of a thing.

    Attributes
    ----------
    free_m : float or None
        Depth free over its whole width [m]; None = nothing within its reach.
    by : str or None
        What ends it.
    faces : {"", "front", "rear", "side", "building"}
        Which side of that thing looks back.
    live : bool
        That thing is power gear.
    """

    free_m: float | None = None
    by: str | None = None
    faces: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A thing on the floor.

    Attributes
    ----------
    room_id : str or None
        Room it stands in; None = outside every room.
    rooms : int
        Rooms in the project.
    outside_m : float
        How far it reaches over the outline of its room, or stands away from the nearest one.
    overlaps, columns, walls, fences, keep_outs, swings : tuple of (id, depth)
        What it stands in, and how deep [m].
    front, rear : Side
        What is free before and behind it.
    overhead : (id, bottom_m) or None
        Lowest tray or busway above it.
    ceiling_m : float or None
        Clear height of its room.
    raised : bool
        It stands on a raised floor.
    floor_limit_kpa, tile_limit_kg : float or None
        What the floor of its room may carry.
    doors : tuple of (id, width_m, height_m)
        Doors of its room, by identifier.
    mass_kg, contents_kg : float or None
        Mass with all it carries, and of what it carries [kg]; None = some of it is unknown.
    unknown : tuple of str
        Things in it (itself too) whose mass is unknown.
    load_kpa : float or None
        Uniform load under its footprint.
    has_rear_door : bool
        A heat exchanger hangs behind it.
    row_cabinets : int
        At the left end of a row: cabinets side by side without a cross aisle; else 0.
    row_m : float
        Length of that row [m].
    """

    room_id: str | None
    rooms: int
    outside_m: float
    overlaps: tuple[Hit, ...]
    columns: tuple[Hit, ...]
    walls: tuple[Hit, ...]
    fences: tuple[Hit, ...]
    keep_outs: tuple[Hit, ...]
    swings: tuple[Hit, ...]
    front: Side
    rear: Side
    overhead: tuple[str, float] | None
    ceiling_m: float | None
    raised: bool
    floor_limit_kpa: float | None
    tile_limit_kg: float | None
    doors: tuple[tuple[str, float, float], ...]
    mass_kg: float | None
    contents_kg: float | None
    unknown: tuple[str, ...]
    load_kpa: float | None
    has_rear_door: bool
    row_cabinets: int = 0
    row_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Overhead:
    """A tray or busway: what it runs into (id, shared height [m]), and the lowest ceiling above its corners."""

    meets: tuple[Hit, ...]
    top_m: float
    ceiling_m: float | None


@dataclass(frozen=True, slots=True)
class TileField:
    """Perforated tiles: their room, the void below, and the share of them that equipment covers."""

    room_id: str | None
    raised: bool
    covered: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Numbers of the settings that the geometry needs.

    Attributes
    ----------
    reach_m, gear_reach_m : float
        How far free depth is measured, for things and for power gear: just beyond every limit in the settings.
    row_gap_m : float
        A gap in a row narrower than this is no cross aisle.
    card_mass_kg : float
        Mass of an accelerator card.
    """

    reach_m: float
    gear_reach_m: float
    row_gap_m: float
    card_mass_kg: float

    @staticmethod
    def of(settings: Settings) -> "Given":
        """From the settings of a project."""
        s = settings
        reach = 0.1 + max(
            s.cold_aisle_min_m, s.hot_aisle_min_m, s.cabinet_clearance_m, s.rear_door_swing_m, s.cooler_clearance_m
        )
        depths = [
            value
            for name, value in s.__dict__.items()
            if name.startswith("working_depth_") and isinstance(value, float)
        ]
        return Given(reach, max(reach, 0.1 + max(depths)), s.cross_aisle_min_m, s.card_mass_kg)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What `solve` sees: the immutable records, what stands in what, and the numbers of the settings."""

    equipment: Mapping[str, Equipment]
    inside: Callable[[str], frozenset[str]]
    given: Given


@dataclass(frozen=True, slots=True)
class Plan:
    """What is kept between two results, so that a change is followed only to what is near it."""

    grid: Grid
    given: Given
    rooms: Mapping[str, Room]
    outlines: tuple[Outline, ...]
    doors: Mapping[str, tuple[tuple[str, float, float], ...]]
    rows: Rows
    reach_m: float  # no thing looks farther


@dataclass(frozen=True)
class Space(Result):
    """Result of the space engine: `Standing`, `Mounted`, `Overhead` and `TileField` records."""

    plan: Plan = field(compare=False, repr=False, kw_only=True)


Record = Standing | Mounted | Overhead | TileField


def inputs(step: Step) -> Inputs:
    """Gather what `solve` needs."""
    return Inputs(step.project.equipment, step.topology.inside, Given.of(step.project.settings))


def solve(seen: Inputs) -> Space:
    """Measure everything from scratch."""
    equipment = seen.equipment
    shapes: list[Shape] = []
    for item in equipment.values():
        shapes.extend(_shapes(item, seen))
    grid = Grid(shapes)
    rooms = {k: v for k, v in sorted(equipment.items()) if isinstance(v, Room)}
    doors = _doors(equipment, rooms)
    reach = max((_reach(i, seen.given) for i in equipment.values() if isinstance(i, Placed)), default=0.0)
    plan = Plan(grid, seen.given, rooms, outlines_of(rooms.values()), doors, Rows({}, {}), reach)
    records: dict[str, Record] = {}
    for id, item in equipment.items():
        record = _measured(item, seen, plan)
        if record is not None:
            records[id] = record
        if seen.inside(id):
            records.update(mounted_in(item, equipment, seen.inside))
    standing = [k for k, r in records.items() if isinstance(r, Standing)]
    rows = Rows({}, {}).with_changes(standing, grid, seen.given.row_gap_m)
    for id in standing:
        records[id] = _with_row(records[id], id, rows, grid)
    return Space(records, plan=replace(plan, rows=rows))


def patch(previous: Space, step: Step) -> Space:
    """Measure again what a change can have touched."""
    change, before = step.change, step.before
    if change is None or before is None:
        return _renewed(previous, solve(inputs(step)))
    given = Given.of(step.project.settings) if change.settings else previous.plan.given
    if not change.equipment and given == previous.plan.given:
        return previous
    seen = Inputs(step.project.equipment, step.topology.inside, given)
    after, old = step.project.equipment, before.equipment
    plan = previous.plan
    doors = plan.doors
    parts = [i for id in change.equipment for i in (old.get(id), after.get(id))]
    if given != plan.given or any(isinstance(i, Room) for i in parts):
        return _renewed(previous, solve(seen))
    if any(isinstance(i, Door) for i in parts):
        doors = _doors(after, plan.rooms)
        if doors != plan.doors:
            return _renewed(previous, solve(seen))

    ids = set(change.equipment)  # whatever changed, and what carries it
    carriers = {c for i in parts if i is not None and (c := i.carrier_id()) is not None}
    for id in change.equipment:
        ids.add(root_of(id, old))
        ids.add(root_of(id, after))
    moved: dict[str, tuple[Shape, ...]] = {}
    for id in ids:
        item = after.get(id)
        new = _shapes(item, seen) if item is not None else ()
        if new != plan.grid.of(id):
            moved[id] = new
    grid = plan.grid.with_changes(moved) if moved else plan.grid
    reach = max([plan.reach_m, *(_reach(i, given) for id in ids if isinstance(i := after.get(id), Placed))])
    plan = replace(plan, grid=grid, doors=doors, reach_m=reach)

    touched = [s.box for id, new in moved.items() for s in (*previous.plan.grid.of(id), *new)]
    again = ids | _near(touched, grid, plan, after, ids)
    records: dict[str, Record | None] = {}
    for id in again:
        item = after.get(id)
        records[id] = _measured(item, seen, plan) if item is not None else None
    for id in carriers | change.equipment:
        carrier, carried = after.get(id), seen.inside(id)
        if carrier is None:
            records.update(dict.fromkeys(carried))
            continue
        if carried and (id in carriers or not _same_frame(old.get(id), carrier)):
            records.update(mounted_in(carrier, after, seen.inside))
        above = after.get(carrier.carrier_id() or "")
        if above is not None:  # it may carry more or fewer cards now
            records[id] = mounted_in(above, after, seen.inside)[id]

    rows, heads = plan.rows, set[str]()
    if moved:
        beside = _together(grown(box, given.row_gap_m) for box in touched)
        those = {
            s.owner for g in (previous.plan.grid, grid) for b in beside for s in g.near(b) if s.role is Role.STANDING
        } | moved.keys()
        rows = plan.rows.with_changes(those, grid, given.row_gap_m)
        heads = plan.rows.heads(those) | rows.heads(those)
        plan = replace(plan, rows=rows)
    for id in {*heads, *records}:
        record = (records[id] if id in records else previous.records.get(id)) if id in after else None
        if isinstance(record, Standing):
            records[id] = _with_row(record, id, rows, grid)
    return _merged(previous, records, plan)


def _same_frame(a: Equipment | None, b: Equipment) -> bool:
    """Whether a carrier offers its contents the same as before: it was only moved, renamed or reweighed."""
    if not isinstance(a, Rack) or not isinstance(b, Rack):
        return a is b
    return (a.units, a.depth_m, a.mounting_depth_m, a.standard, a.opening_m) == (
        b.units,
        b.depth_m,
        b.mounting_depth_m,
        b.standard,
        b.opening_m,
    )


def _merged(previous: Space, records: Mapping[str, Record | None], plan: Plan) -> Space:
    """A result with these records in place; equal ones stay the same object."""
    differing = {id: r for id, r in records.items() if previous.records.get(id) != r}
    if not differing:
        return previous if plan.grid is previous.plan.grid else Space(previous.records, dirty=frozenset(), plan=plan)
    return Space(overlaid(previous.records, differing), dirty=frozenset(differing), plan=plan)


def _renewed(previous: Space, new: Space) -> Space:
    """A result solved from scratch, with the records of the previous one where they are equal."""
    merged = {k: old if (old := previous.records.get(k)) == r else r for k, r in new.records.items()}
    dirty = {k for k, r in merged.items() if previous.records.get(k) is not r}
    dirty.update(k for k in previous.records if k not in merged)
    return Space(merged, dirty=frozenset(dirty), plan=new.plan)


def _shapes(item: Equipment, seen: Inputs) -> tuple[Shape, ...]:
    added = 0.0
    if isinstance(item, Rack):
        carried = seen.inside(item.id)
        added = added_depth_m(seen.equipment[i] for i in carried) if carried else 0.0
    return shapes_of(item, added)


def _reach(item: Placed, given: Given) -> float:
    """How far free depth is measured before and behind a thing [m]."""
    if not stands(item):
        return 0.0
    wanted = max(item.clearance_front_m or 0.0, item.clearance_rear_m or 0.0) + 0.1
    return max(given.gear_reach_m if isinstance(item, PowerGear) else given.reach_m, wanted)


def _looked_at(shape: Shape, reach_m: float) -> Box:
    """Box of a footprint with the strips before and behind it."""
    dx, dy = abs(shape.front[0]) * reach_m, abs(shape.front[1]) * reach_m
    x0, y0, x1, y1 = shape.box
    return x0 - dx, y0 - dy, x1 + dx, y1 + dy


def _near(
    touched: Iterable[Box], grid: Grid, plan: Plan, equipment: Mapping[str, Equipment], known: Collection[str]
) -> set[str]:
    """Things that measure anything in one of these boxes, other than those that are known to be looked at."""
    found: set[str] = set()
    touched = list(touched)
    seen: set[int] = set()
    for region in _together(grown(b, plan.reach_m) for b in touched):
        for shape in grid.near(region):
            if shape.owner in found or shape.owner in known or id(shape) in seen:
                continue
            seen.add(id(shape))
            item = equipment.get(shape.owner)
            if shape.role is Role.STANDING and isinstance(item, Placed):
                left, top, right, bottom = _looked_at(shape, _reach(item, plan.given))
            elif shape.role in (Role.OVERHEAD, Role.TILES):
                left, top, right, bottom = shape.box
            else:
                continue
            for x0, y0, x1, y1 in touched:  # as `boxes_meet`, without a call for each of many pairs
                if x0 <= right and left <= x1 and y0 <= bottom and top <= y1:
                    found.add(shape.owner)
                    break
    return found


def _together(boxes: Iterable[Box]) -> list[Box]:
    """Boxes with those that meet joined to one, so that what lies near many of them is found once."""
    joined: list[Box] = []
    for box in sorted(boxes):
        last = joined[-1] if joined else None
        if last is not None and boxes_meet(last, box):
            joined[-1] = last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
        else:
            joined.append(box)
    return joined


def _measured(item: Equipment, seen: Inputs, plan: Plan) -> Record | None:
    """The record of what has one by itself; things in racks get theirs with their rack."""
    if isinstance(item, Placed) and stands(item):
        return _standing(item, seen, plan)
    if isinstance(item, Tile) and item.rack_id is None:
        return _tile_field(item, plan)
    if isinstance(item, Busway) or (isinstance(item, Tray) and item.level == "overhead"):
        return _overhead(item, seen, plan)
    return None


def _standing(item: Placed, seen: Inputs, plan: Plan) -> Standing:
    """Measure one thing on the floor."""
    (shape,) = plan.grid.of(item.id)
    reach = _reach(item, seen.given)
    hits, clear = scan(shape, plan.grid.near(_looked_at(shape, reach)))
    place = place_of(shape, plan.outlines, Role.EDGE in hits)
    room = plan.rooms[place.room_id] if place.room_id is not None else None
    carried = descendants(item.id, seen.inside)
    contents, unknown = contents_mass(carried, seen.equipment, seen.given.card_mass_kg)
    if item.mass_kg is None:
        unknown = (item.id, *unknown)
    mass = None if unknown or item.mass_kg is None else item.mass_kg + contents
    above = [(min(s.bottom_m for s in plan.grid.of(i)), i) for i in hits.get(Role.OVERHEAD, ())]
    corners = shape.points
    return Standing(
        room_id=place.room_id,
        rooms=len(plan.rooms),
        outside_m=place.outside_m,
        overlaps=_sorted(hits, Role.STANDING),
        columns=_sorted(hits, Role.COLUMN),
        walls=_sorted(hits, Role.WALL),
        fences=_sorted(hits, Role.FENCE),
        keep_outs=_sorted(hits, Role.KEEP_OUT),
        swings=_sorted(hits, Role.SWING),
        front=_side((corners[0], corners[1]), shape.front, clear, reach, seen.equipment),
        rear=_side((corners[2], corners[3]), (-shape.front[0], -shape.front[1]), clear, reach, seen.equipment),
        overhead=(min(above)[1], min(above)[0]) if above else None,
        ceiling_m=room.height_m if room else None,
        raised=room is not None and room.floor == "raised",
        floor_limit_kpa=room.uniform_load_kpa if room else None,
        tile_limit_kg=room.tile_load_kg if room else None,
        doors=plan.doors.get(place.room_id or "", ()),
        mass_kg=mass,
        contents_kg=None if any(i != item.id for i in unknown) else contents,
        unknown=unknown,
        load_kpa=None if mass is None else floor_load_kpa(mass, item.width_m * item.depth_m),
        has_rear_door=any(
            added_depth_m((seen.equipment[i],)) > 0.0 for i in (seen.inside(item.id) if isinstance(item, Rack) else ())
        ),
    )


def _sorted(hits: Mapping[Role, Mapping[str, float]], role: Role) -> tuple[Hit, ...]:
    return tuple(sorted(hits[role].items())) if role in hits else ()


def _side(
    edge: tuple[tuple[float, float], tuple[float, float]],
    outward: tuple[float, float],
    clear: Iterable[Shape],
    reach_m: float,
    equipment: Mapping[str, Equipment],
) -> Side:
    """What is free before an edge."""
    best: tuple[float, str, Shape] | None = None
    level = edge[0][1] == edge[1][1] or edge[0][0] == edge[1][0]
    for shape in clear:
        depth = box_depth(edge, outward, shape.box) if level and shape.upright else free_depth(edge, shape.points)
        if depth is None or depth > reach_m:
            continue
        depth = round(depth, 6)  # places are rounded to a micrometre: no false verdict at the limit
        if best is None or (depth, shape.owner) < best[:2]:
            best = depth, shape.owner, shape
    if best is None:
        return Side()
    depth, owner, shape = best
    if shape.role is not Role.STANDING:
        return Side(depth, owner, "building")
    looks = shape.front[0] * outward[0] + shape.front[1] * outward[1]
    faces = "front" if looks < -0.9 else "rear" if looks > 0.9 else "side"
    return Side(depth, owner, faces, isinstance(equipment[owner], PowerGear))


def _tile_field(item: Tile, plan: Plan) -> TileField:
    """Room and cover of a field of perforated tiles."""
    (shape,) = plan.grid.of(item.id)
    hits, _ = scan(shape, plan.grid.near(shape.box))
    place = place_of(shape, plan.outlines, Role.EDGE in hits)
    room = plan.rooms.get(place.room_id or "")
    return TileField(place.room_id, room is not None and room.floor == "raised", _sorted(hits, Role.STANDING))


def _overhead(item: Tray | Busway, seen: Inputs, plan: Plan) -> Overhead:
    """What a tray or busway runs into: runs of the other kind at the same height, where they cross."""
    meets: dict[str, float] = {}
    shapes = plan.grid.of(item.id)
    for shape in shapes:
        for other in plan.grid.near(shape.box):
            if other.role is not Role.OVERHEAD or other.owner == item.id:
                continue
            if isinstance(seen.equipment[other.owner], type(item)):
                continue  # trays join trays, busways join busways
            shared = min(shape.top_m, other.top_m) - max(shape.bottom_m, other.bottom_m)
            if shared > 0.0 and depth_of(shape, other) > 0.0:
                meets[other.owner] = max(shared, meets.get(other.owner, 0.0))
    ceilings = [
        plan.rooms[room.room_id].height_m
        for room in plan.outlines
        if any(boxes_meet(room.box, s.box) and any(inside(p, room.points) for p in s.points) for s in shapes)
    ]
    return Overhead(
        tuple(sorted(meets.items())), max((s.top_m for s in shapes), default=0.0), min(ceilings, default=None)
    )


def _doors(
    equipment: Mapping[str, Equipment], rooms: Mapping[str, Room]
) -> Mapping[str, tuple[tuple[str, float, float], ...]]:
    """Doors of each room: those with a room just before or behind their opening."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for id, door in sorted(equipment.items()):
        if isinstance(door, Door):
            for room_id, room in rooms.items():
                if inside(door.front_point(), room.points_m) or inside(door.rear_point(), room.points_m):
                    found.setdefault(room_id, []).append((id, door.width_m, door.height_m))
    return {k: tuple(v) for k, v in found.items()}


def _with_row(record: Record, id: str, rows: Rows, grid: Grid) -> Record:
    """A record with the row that starts at this thing; without one where it starts none."""
    assert isinstance(record, Standing)
    members = rows.row(id)
    if len(members) < 2:
        return replace(record, row_cabinets=0, row_m=0.0) if record.row_cabinets else record
    first, last = grid.of(members[0])[0], grid.of(members[-1])[0]
    ux, uy = -first.front[1], first.front[0]
    length = max(ux * x + uy * y for x, y in last.points) - min(ux * x + uy * y for x, y in first.points)
    return replace(record, row_cabinets=len(members), row_m=length)
