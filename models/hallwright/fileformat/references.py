"""What records of a project say about one another: carriers and link ends are there and of the right kind."""

from collections import Counter
from collections.abc import Iterable

from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium, Mount, Placed
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.errors import Damaged
from hallwright.floor.bodies import stands
from hallwright.floor.shapes import TOUCH_M
from hallwright.project import Change, Link, Project

MOST_ON_A_SQUARE_METRE = 12
MOST_OVERLAPS = 60_000  # pairs of things that stand in each other: a check measures every one
CELL_M = 2.0  # of the raster by which pairs are found
MOST_CELLS = 2_000_000  # covered by all things together


def check_references(project: Project, known: Project | None = None) -> None:
    """Raise Damaged for the first record that refers to what is not there.

    Parameters
    ----------
    project : Project
    known : Project or None
        One that passed before: only what differs from it is looked at, where that can be enough.
    """
    equipment, links = project.equipment, project.links
    looked_at: Iterable[str] = equipment
    links_looked_at: Iterable[str] = links
    if known is not None:
        change = Change.between(known, project)
        if all(_serves_as(known.equipment.get(i), equipment.get(i)) for i in change.equipment):
            looked_at = change.equipment
            links_looked_at = [i for i in change.links if i in links]
    for id in looked_at:
        item = equipment[id]
        if item.carrier_id() is not None:
            _check_carrier(project, item)
    ports: dict[str, dict[str, Medium]] = {}
    for id in links_looked_at:
        _check_link(project, links[id], ports)


def check_crowding(project: Project) -> None:
    """Raise Damaged where more things stand on one spot than any hall holds.

    A check measures how far neighbours overlap, which takes hours where thousands share a place.
    """
    standing: Counter[tuple[int, int]] = Counter()
    things: list[tuple[float, ...]] = []
    for item in project.equipment.values():
        if isinstance(item, Placed) and item.rack_id is None:
            if stands(item):
                things.append((item.x_m, item.y_m, item.width_m, item.depth_m, item.rotation_deg))
            spot = (int(item.x_m // 1.0), int(item.y_m // 1.0))
            standing[spot] += 1
            if standing[spot] > MOST_ON_A_SQUARE_METRE:
                raise Damaged(
                    f"more than {MOST_ON_A_SQUARE_METRE} things stand on one square metre near x {spot[0]} m, "
                    f"y {spot[1]} m.",
                    place="equipment",
                )
    if len(things) * (len(things) - 1) > 2 * MOST_OVERLAPS and _overlap_too_often(things):
        raise Damaged(f"more than {MOST_OVERLAPS:,} pairs of things stand in each other.", place="equipment")


def _overlap_too_often(things: list[tuple[float, ...]]) -> bool:
    """Whether the boxes around footprints (x, y, width, depth, turn) meet in too many pairs to measure each."""
    import numpy as np  # here: small files are read without it

    x, y, width, depth, turn = np.array(things).T
    upright, sideways = turn % 180.0 == 0.0, (turn + 90.0) % 180.0 == 0.0
    widest = np.hypot(width, depth)  # of a footprint turned at any other angle
    across = np.where(upright, width, np.where(sideways, depth, widest))
    along = np.where(upright, depth, np.where(sideways, width, widest))
    x0, x1, y0, y1 = x - across / 2, x + across / 2, y - along / 2, y + along / 2
    left, top = np.floor(x0 / CELL_M).astype(np.int64), np.floor(y0 / CELL_M).astype(np.int64)
    columns = np.floor(x1 / CELL_M).astype(np.int64) - left + 1
    cells = columns * (np.floor(y1 / CELL_M).astype(np.int64) - top + 1)
    if cells.sum() > MOST_CELLS:
        return True
    thing = np.repeat(np.arange(len(x)), cells)
    nth = np.arange(len(thing)) - np.repeat(np.cumsum(cells) - cells, cells)
    column, row = left[thing] + nth % columns[thing], top[thing] + nth // columns[thing]
    order = np.lexsort((row, column))
    thing, column, row = thing[order], column[order], row[order]
    found = 0
    for step in range(1, len(thing)):  # every pair of entries of the same cell, by how far apart they are listed
        same = (column[step:] == column[:-step]) & (row[step:] == row[:-step])
        if not same.any():
            return False
        a, b = thing[:-step][same], thing[step:][same]
        meet_x, meet_y = np.maximum(x0[a], x0[b]), np.maximum(y0[a], y0[b])
        pair = (np.minimum(x1[a], x1[b]) - meet_x > TOUCH_M) & (np.minimum(y1[a], y1[b]) - meet_y > TOUCH_M)
        here = (np.floor(meet_x / CELL_M) == column[step:][same]) & (np.floor(meet_y / CELL_M) == row[step:][same])
        found += int((pair & here).sum())  # a pair that shares several cells counts in the first alone
        if found > MOST_OVERLAPS:
            return True
    return False


def _serves_as(before: Equipment | None, after: Equipment | None) -> bool:
    """Whether all that could refer to the old may refer to the new."""
    if before is None:
        return True
    return after is not None and type(before) is type(after) and _ports(before) == _ports(after)


def _ports(item: Equipment) -> dict[str, Medium]:
    return {p.name: p.medium for p in item.ports()}


def _check_link(project: Project, link: Link, ports: dict[str, dict[str, Medium]]) -> None:
    for ends, port in ((link.a, link.a_port), (link.b, link.b_port)):
        if len(ends) > 1 and len(set(ends)) < len(ends):
            raise Damaged("the same thing stands twice at one end.", place=f"link {link.id!r}")
        for end in ends:
            groups = ports.get(end)
            if groups is None:
                item = project.equipment.get(end)
                if item is None:
                    raise Damaged(f"it ends at {end!r}, which is not in the project.", place=f"link {link.id!r}")
                groups = ports[end] = _ports(item)
            if groups.get(port) is not link.medium:
                name = project.equipment[end].name
                there = ", ".join(p for p, m in groups.items() if m is link.medium) or "none"
                raise Damaged(
                    f"{name} ({end!r}) has no {link.medium.value} port {port[:40]!r}; there is: {there[:200]}.",
                    place=f"link {link.id!r}",
                )
    if not set(link.a).isdisjoint(link.b):
        raise Damaged("it joins a thing with itself.", place=f"link {link.id!r}")


def _check_carrier(project: Project, item: Equipment) -> None:
    place = f"{item.name} ({item.id!r})"
    carrier_id = item.carrier_id() or ""
    carrier = project.equipment.get(carrier_id)
    if carrier is None:
        raise Damaged(f"it stands in {carrier_id!r}, which is not in the project.", place=place)
    wanted = System if isinstance(item, Accelerator) else (Rack, ImmersionTank)
    if not isinstance(carrier, wanted):
        raise Damaged(f"it stands in {carrier_id!r}, a {carrier.kind}, which cannot carry it.", place=place)
    if isinstance(item, Placed) and not item.mounts & {Mount.RACK, Mount.RACK_SIDE}:
        raise Damaged(f"a {item.kind} stands on the floor and cannot be in a rack.", place=place)
    seen = {item.id}
    above: Equipment | None = carrier
    while above is not None:
        if above.id in seen:
            raise Damaged("it stands in itself, by way of its carriers.", place=place)
        seen.add(above.id)
        above = project.equipment.get(above.carrier_id() or "")
