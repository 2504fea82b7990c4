"""Whether things fit where they stand, in words, and the nearest place where they do. Geometry only."""

import math
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hallwright.edits.arrange import move
from hallwright.equipment.base import Equipment, Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.errors import EditRefused
from hallwright.floor.bodies import Role, Shape, added_depth_m, footprint, may_stand_outdoors, shapes_of, stands
from hallwright.floor.collide import Outline, depth_of, outlines_of, place_of, scan
from hallwright.floor.grid import Grid
from hallwright.floor.shapes import inside
from hallwright.project import Project
from hallwright.units import System, quantity_text

SEARCH_TILES = 16  # how far a free place is looked for, in floor tiles: about ten metres
FREE_TILE_M = 0.6  # grid outside every room: the common floor tile


@dataclass(frozen=True, slots=True)
class _Floor:
    """What stands in a project, ready to be asked."""

    grid: Grid
    rooms: tuple[Outline, ...]
    added: Mapping[str, float]  # depth that hangs behind racks


_last: list[tuple["weakref.ref[Project]", _Floor]] = []  # of the last project asked about: a drag asks about one


def _floor_of(project: Project) -> _Floor:
    if _last and _last[0][0]() is project:
        return _last[0][1]
    hung: dict[str, list[Equipment]] = {}
    for item in project.equipment.values():
        carrier = item.carrier_id()
        if carrier is not None and added_depth_m((item,)) > 0.0:
            hung.setdefault(carrier, []).append(item)
    added = {rack: added_depth_m(doors) for rack, doors in hung.items()}
    shapes: list[Shape] = []
    for item in project.equipment.values():
        shapes.extend(shapes_of(item, added.get(item.id, 0.0) if isinstance(item, Rack) else 0.0))
    rooms = outlines_of(v for _, v in sorted(project.equipment.items()) if isinstance(v, Room))
    _last[:] = [(weakref.ref(project), _Floor(Grid(shapes), rooms, added))]
    return _last[0][1]


def refusal(project: Project, items: Iterable[Equipment], system: System = "metric") -> str:
    """Why things cannot stand where they are: the deepest of what they stand in, in words; "" when they can.

    Parameters
    ----------
    project : Project
        What is there already. What has the identifier of one of the items counts as moved away.
    items : iterable of Equipment
        New or moved things, at the place in question. What does not stand on the floor is not looked at.
    """
    shown = [i for i in items if isinstance(i, Placed) and stands(i)]
    floor = _floor_of(project)
    return _reason(project, floor, shown, {i.id for i in shown}, system)


def _reason(project: Project, floor: _Floor, items: Sequence[Placed], moved: Collection[str], system: System) -> str:
    own = [footprint(i, floor.added.get(i.id, 0.0)) for i in items]
    worst: tuple[float, str] = (0.0, "")
    for item, shape in zip(items, own, strict=True):
        near = (s for s in floor.grid.near(shape.box) if s.owner not in moved)
        hits, _ = scan(shape, near)
        for role in (Role.STANDING, Role.COLUMN, Role.WALL, Role.FENCE, Role.KEEP_OUT):
            for other, depth in hits.get(role, {}).items():
                what = {Role.COLUMN: "column ", Role.KEEP_OUT: "keep-out zone "}.get(role, "")
                name = project.name_of(other)
                if name.casefold().startswith(what):  # "Column K1" says what it is
                    what = ""
                text = f"overlaps {what}{name} by {quantity_text(depth, 'm', system)}"
                worst = max(worst, (depth, text))
        if floor.rooms:
            place = place_of(shape, floor.rooms, Role.EDGE in hits)
            if place.room_id is None and not may_stand_outdoors(item):
                worst = max(worst, (place.outside_m, "stands outside every room"))
            elif place.room_id is not None and place.outside_m > 0.0:
                out = quantity_text(place.outside_m, "m", system)
                worst = max(worst, (place.outside_m, f"reaches {out} out of {project.name_of(place.room_id)}"))
    for i, a in enumerate(own):
        for j in range(i + 1, len(own)):
            if (depth := depth_of(a, own[j])) > worst[0]:
                worst = depth, f"overlaps {items[j].name} by {quantity_text(depth, 'm', system)}"
    return worst[1]


def nearest_free_place(
    project: Project, items: Iterable[Equipment], x_m: float, y_m: float
) -> tuple[float, float] | None:
    """Nearest point for the middle of the first thing at which all of them fit, on the tile grid of its room.

    The things keep their places relative to each other. None where nothing free is near.
    """
    shown = [i for i in items if isinstance(i, Placed) and stands(i)]
    if not shown:
        return None
    return next(_free_places(project, shown, x_m, y_m), None)


def _free_places(project: Project, shown: Sequence[Placed], x_m: float, y_m: float) -> Iterator[tuple[float, float]]:
    """Points at which things fit, the nearest first."""
    floor = _floor_of(project)
    moved = {i.id for i in shown}
    first = shown[0]
    corner = footprint(first, floor.added.get(first.id, 0.0)).box
    outline = next((r for r in floor.rooms if inside((x_m, y_m), r.points)), None)
    tile_m = project.get(outline.room_id, Room).tile_m if outline else FREE_TILE_M
    origin_x, origin_y = outline.box[:2] if outline else (0.0, 0.0)
    # own corner lies on a tile joint
    left_m, top_m = first.x_m - corner[0], first.y_m - corner[1]
    i0, j0 = round((x_m - left_m - origin_x) / tile_m), round((y_m - top_m - origin_y) / tile_m)
    places = []
    for i in range(i0 - SEARCH_TILES, i0 + SEARCH_TILES + 1):
        for j in range(j0 - SEARCH_TILES, j0 + SEARCH_TILES + 1):
            x, y = origin_x + i * tile_m + left_m, origin_y + j * tile_m + top_m
            places.append((math.hypot(x - x_m, y - y_m), x, y))
    for _, x, y in sorted(places):
        there = [i.moved(x - first.x_m, y - first.y_m) for i in shown]
        if not _reason(project, floor, there, moved, "metric"):
            yield there[0].x_m, there[0].y_m


def _can_be_reached(project: Project, item: Placed) -> bool:
    """Whether somebody can stand before and behind a thing: the free depth that it states, or the usual one."""
    settings = project.settings
    least = settings.cabinet_clearance_m
    before, behind = item.clearance_front_m or least, item.clearance_rear_m or least
    if isinstance(item, Rack):  # it may face a row: then the aisle's width counts
        before, behind = max(before, settings.cold_aisle_min_m), max(behind, settings.hot_aisle_min_m)
    floor = _floor_of(project)
    shape = footprint(item, floor.added.get(item.id, 0.0) + behind, before)
    hits, _ = scan(shape, floor.grid.near(shape.box))
    return Role.EDGE not in hits and not any(role in hits for role in (Role.STANDING, Role.COLUMN, Role.WALL))


def move_to_free_place(project: Project, id: str) -> Project:
    """Move a thing to the nearest place where it fits and can be reached; where there is none, where it fits.

    Raises
    ------
    EditRefused
        There is none near, or the thing is locked.
    """
    item = project.get(id, Placed)
    places = list(_free_places(project, [item], item.x_m, item.y_m) if stands(item) else ())
    if not places:
        raise EditRefused(f"There is no free place near {item.name}.")
    at = ((x, y) for x, y in places if _can_be_reached(project, item.moved(x - item.x_m, y - item.y_m)))
    place = next(at, places[0])
    return move(project, [id], place[0] - item.x_m, place[1] - item.y_m)
