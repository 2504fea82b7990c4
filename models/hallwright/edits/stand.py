"""Places for switches: free rack units near what they serve, or new racks."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from hallwright.edits.arrange import from_product
from hallwright.edits.fit import nearest_free_place
from hallwright.edits.ids import new_id, new_name
from hallwright.equipment.base import Placed, Point
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.errors import EditRefused
from hallwright.project import Product, Project

RACKS_A_ROW = 12  # of new racks


class Cabinets:
    """Racks and their free units, while switches are being put into them."""

    def __init__(self, project: Project, racks: Iterable[Rack], leaving: Collection[str] = ()) -> None:
        self.racks = {rack.id: rack for rack in racks}
        self.free: dict[str, list[bool]] = {id: [True] * rack.units for id, rack in self.racks.items()}
        self.order: dict[Point, list[str]] = {}  # racks by distance, by point
        self.too_tall: dict[str, int] = {}  # least height known not to fit, by rack
        for item in project.equipment.values():
            if isinstance(item, Placed) and item.rack_id in self.free and item.u and item.id not in leaving:
                self._take(item.rack_id, item.u, item.u_height or 1)

    def _take(self, rack: str, u: int, height: int) -> None:
        free = self.free[rack]
        for n in range(u - 1, min(u - 1 + height, len(free))):
            free[n] = False

    def unit_in(self, rack: str, height: int) -> int | None:
        """The highest unit at which so many are free in a row: switches stand near the trays."""
        free = self.free[rack]
        for start in range(len(free) - height, -1, -1):
            if all(free[start : start + height]):
                return start + 1
        return None

    def stand(self, switch: Switch, near: Point) -> Switch | None:
        """The switch in the nearest rack with room for it; None where no rack has."""
        height = switch.u_height or 1
        if near not in self.order:
            away = sorted((math.dist((r.x_m, r.y_m), near), id) for id, r in self.racks.items())
            self.order[near] = [id for _, id in away]
        for id in self.order[near]:
            if height >= self.too_tall.get(id, height + 1):
                continue
            u = self.unit_in(id, height)
            if u is not None:
                self._take(id, u, height)
                return switch.model_copy(update={"rack_id": id, "u": u})
            self.too_tall[id] = height
        return None

    def longest_free(self) -> int:
        """Most free units in a row in any rack."""
        best = 0
        for free in self.free.values():
            run = 0
            for one in free:
                run = run + 1 if one else 0
                best = max(best, run)
        return best


def stand_all(
    project: Project,
    switches: Sequence[tuple[Switch, Point]],
    racks: Iterable[Rack],
    new_rack: Product | None = None,
    leaving: Collection[str] = (),
) -> tuple[list[Switch], list[Rack]]:
    """Put switches into racks, each into the nearest with room; into new racks where the product of one is given.

    Parameters
    ----------
    switches : sequence of (switch, point)
        What to place, and the point of the floor to be near.
    racks : iterable of Rack
        Those that may take switches.
    new_rack : Product or None
        Racks of this product are added where the others are full.
    leaving : collection of str
        Things whose units count as free.

    Raises
    ------
    EditRefused
        There is no room; the reason says for how many, and how many racks would hold them.
    """
    cabinets = Cabinets(project, racks, leaving)
    placed: list[Switch] = []
    waiting: list[tuple[Switch, Point]] = []
    full: set[int] = set()  # heights for which no rack has room
    for switch, near in switches:
        height = switch.u_height or 1
        found = None if any(h <= height for h in full) else cabinets.stand(switch, near)
        if found is None:
            full.add(height)
            waiting.append((switch, near))
        else:
            placed.append(found)
    if not waiting:
        return placed, []
    tallest = max(switch.u_height or 1 for switch, _ in waiting)
    if new_rack is None:
        units = sum(switch.u_height or 1 for switch, _ in waiting)
        raise EditRefused(
            f"{len(waiting)} of {len(switches)} switches find no free rack units, such as {waiting[0][0].name} "
            f"({tallest}U; the longest free run in {len(cabinets.racks)} racks has {cabinets.longest_free()}U). "
            f"{math.ceil(units / 42)} empty racks of 42U more would hold them."
        )
    added = _new_racks(project, new_rack, waiting)
    fresh = Cabinets(project, added)
    for switch, near in waiting:
        found = fresh.stand(switch, near)
        assert found is not None  # there are as many racks as that takes
        placed.append(found)
    return placed, added


def _new_racks(project: Project, product: Product, waiting: Sequence[tuple[Switch, Point]]) -> list[Rack]:
    pattern = from_product(product, "rack", product.name)
    if not isinstance(pattern, Rack):
        raise EditRefused(f"{product.name} is no rack.")
    tallest = max(switch.u_height or 1 for switch, _ in waiting)
    if tallest > pattern.units:
        raise EditRefused(f"{product.name} has {pattern.units} rack units; {waiting[0][0].name} needs {tallest}.")
    count = math.ceil(len(waiting) / (pattern.units // tallest))
    x = sum(near[0] for _, near in waiting) / len(waiting)
    y = sum(near[1] for _, near in waiting) / len(waiting)
    racks: list[Rack] = []
    names: set[str] = set()
    now = project
    for first in range(0, count, RACKS_A_ROW):
        row: list[Rack] = []
        for n in range(min(RACKS_A_ROW, count - first)):
            id = new_id(now, "rack", product.id, x, y, first + n, taken=[r.id for r in row])
            name = new_name(project, "Network rack", names)
            names.add(name)
            at = {"x_m": round(x + n * pattern.width_m, 6), "y_m": round(y, 6)}
            row.append(pattern.model_copy(update={"id": id, "name": name, **at}))
        place = nearest_free_place(now, row, x, y)
        if place is None:
            raise EditRefused(
                f"There is no free floor for a row of {len(row)} racks ({len(row) * pattern.width_m:.1f} m) near "
                f"x {x:.1f} m, y {y:.1f} m. Place racks first and choose them."
            )
        dx, dy = place[0] - row[0].x_m, place[1] - row[0].y_m
        row = [rack.moved(dx, dy) for rack in row]
        racks.extend(row)
        now = now.changed(equipment={rack.id: rack for rack in row})
    return racks


def middle(items: Iterable[Placed], equipment: Mapping[str, object]) -> Point:
    """Middle of where things stand; what stands in a rack is where the rack is."""
    points = []
    for item in items:
        carrier = equipment.get(item.rack_id or "", item)
        assert isinstance(carrier, Placed)
        points.append((carrier.x_m, carrier.y_m))
    if not points:
        return 0.0, 0.0
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
