"""Links of the selection as the plan draws them: one orthogonal route for each bundle between two things."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from hallwright.cabling.trays import tray_graph
from hallwright.engines.fabric.records import LinkRecord
from hallwright.equipment.base import Equipment, Medium, Placed, Point
from hallwright.evaluate import Report
from hallwright.project import Link
from hallwright_app.canvas.ink import Box
from hallwright_app.canvas.shapes import box_of, floor_ancestor, side_of

SAME_M = 1e-6
MOST_ROUTES = 400  # beyond this a picture of lines says nothing


@dataclass(slots=True)
class Route:
    """A line along the floor with its words."""

    medium: Medium
    side: str
    a: str
    b: str
    links: set[str] = field(default_factory=set)
    cables: int = 0
    gbps: float = 0.0
    points: tuple[Point, ...] = ()
    label: str = ""


def _whole(report: Report, ids: Iterable[str]) -> set[str]:
    """These and all that they carry."""
    found: set[str] = set()
    queue = [i for i in ids if i in report.project.equipment]
    while queue:
        id = queue.pop()
        if id not in found:
            found.add(id)
            queue.extend(report.topology.inside(id))
    return found


def routes_of(report: Report, ids: Collection[str]) -> list[Route]:
    """Routes of every link that touches these things or what they carry, and of these links."""
    report.topology.move_to(report.project)
    whole = _whole(report, ids)
    found: dict[tuple[Medium, str, str, str], Route] = {}
    sides: dict[str, str] = {}
    links: dict[str, Link] = {i: report.project.links[i] for i in ids if i in report.project.links}
    for id in sorted(whole):  # the same picture every time
        for medium in Medium:
            for link in report.topology.links_of(id, medium):
                links[link.id] = link
    ancestors: dict[str, str] = {}

    def ancestor(id: str) -> str:
        if id not in ancestors:
            item = floor_ancestor(report.project, id)
            ancestors[id] = item.id if item is not None else ""
        return ancestors[id]

    for link in links.values():
        alone = link.id in ids
        port = report.project.equipment[link.a[0]].port(link.a_port)
        for a in link.a:
            for b in link.b:
                if not (alone or a in whole or b in whole):
                    continue
                ends = ancestor(a), ancestor(b)
                if ends[0] == ends[1] or not all(ends):
                    continue
                side = ""
                if link.medium is Medium.POWER:
                    if a not in sides:
                        sides[a] = side_of(report.topology, report.project, a)
                    side = sides[a]
                key = (link.medium, side, *ends)
                route = found.get(key)
                if route is None:
                    if len(found) >= MOST_ROUTES:
                        continue
                    route = found[key] = Route(link.medium, side, *ends)
                route.links.add(link.id)
                route.cables += link.per_pair
                route.gbps = max(route.gbps, port.gbps if port else 0.0)
    _lay(report, list(found.values()))
    return list(found.values())


def _lay(report: Report, routes: list[Route]) -> None:
    """Give every route its points and label; parallel ones lie side by side."""
    lanes: dict[tuple[Medium, str], int] = {}
    used: dict[str, int] = {}
    for route in routes:
        a_item, b_item = report.project.equipment[route.a], report.project.equipment[route.b]
        a, b = box_of(a_item), box_of(b_item)
        if a is None or b is None:
            continue
        lane = lanes.setdefault((route.medium, route.side), len(lanes))
        n = used[route.a] = used.get(route.a, -1) + 1
        m = used[route.b] = used.get(route.b, -1) + 1
        along = _along_trays(report, route, a, b) if route.medium is Medium.FABRIC else ()
        off = 0.22 + 0.16 * lane
        route.points = along or orthogonal(a, b, _leaves_below(route.medium, b_item), off, _spread(n), _spread(m))
        route.label = _label(report, route)


def _along_trays(report: Report, route: Route, a: Box, b: Box) -> tuple[Point, ...]:
    """The way along trays that the fabric engine measured, from edge to edge; empty where no tray leads."""
    fabric = report.results.fabric
    if fabric is None:
        return ()
    given = fabric.inputs
    for id in sorted(route.links):
        record, link = fabric.records.get(id), given.links.get(id)
        if not isinstance(record, LinkRecord) or link is None or record.route not in ("trays", "given"):
            continue
        trays = tuple(t for t in given.trays if not link.route or t.id in link.route)
        graph = tray_graph(trays, given.limits.tray_entry_max_m)
        ends = [
            next(
                (d for d in (given.devices.get(i) for i in side) if d is not None and _stands(report, d.place) == at),
                None,
            )
            for side, at in ((link.a, route.a), (link.b, route.b))
        ]
        if ends[0] is None or ends[1] is None:
            continue
        points = graph.path(ends[0].at, ends[1].at, ends[0].height_m, ends[1].height_m)
        if len(points) > 2:
            return trimmed(squared(points), a, b)
    return ()


def _stands(report: Report, id: str) -> str:
    item = floor_ancestor(report.project, id)
    return item.id if item is not None else ""


def squared(points: Sequence[Point]) -> tuple[Point, ...]:
    """A line with its slants as steps along the axes, and without corners that turn nothing."""
    found: list[Point] = [points[0]]
    for point in points[1:]:
        last = found[-1]
        if abs(point[0] - last[0]) > SAME_M and abs(point[1] - last[1]) > SAME_M:
            found.append((last[0], point[1]))
            found.append(point)
        else:  # snap, so that a line along an axis is exactly along it
            found.append((last[0], point[1]) if abs(point[0] - last[0]) <= SAME_M else (point[0], last[1]))
    kept: list[Point] = []
    for point in found:
        if kept and math.dist(point, kept[-1]) <= SAME_M:
            continue
        if len(kept) > 1 and any(kept[-2][k] == kept[-1][k] == point[k] for k in (0, 1)):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def trimmed(points: Sequence[Point], a: Box, b: Box) -> tuple[Point, ...]:
    """A line from the edge of a box at its start to the edge of a box at its end."""
    line = list(points)
    for box in (a, b):
        while len(line) > 1 and _inside(line[1], box):
            line.pop(0)
        (x0, y0), (x1, y1) = line[0], line[min(1, len(line) - 1)]
        if x0 == x1:
            line[0] = x0, box[3] if y1 > y0 else box[1]
        else:
            line[0] = box[2] if x1 > x0 else box[0], y0
        line.reverse()
    return tuple(line)


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _spread(n: int) -> float:
    """Where the n-th line leaves a thing, so that lines do not lie on one another [m]."""
    return (0.0, -0.12, 0.12, -0.2, 0.2)[n % 5]


def _leaves_below(medium: Medium, item: Equipment) -> bool:
    """Whether a line between things side by side runs below them on the sheet: data at the rear, others in front."""
    front_below = isinstance(item, Placed) and round(item.rotation_deg / 90.0) % 4 == 2
    return front_below != (medium is Medium.FABRIC)


def orthogonal(a: Box, b: Box, below: bool, off: float, da: float, db: float) -> tuple[Point, ...]:
    """Corners of a way between two boxes along the axes of the sheet."""
    ax, bx = (a[0] + a[2]) / 2 + da, (b[0] + b[2]) / 2 + db
    ay, by = (a[1] + a[3]) / 2, (b[1] + b[3]) / 2
    if a[1] < b[3] and b[1] < a[3]:  # side by side
        if below:
            y = max(a[3], b[3]) + off
            return (ax, a[3]), (ax, y), (bx, y), (bx, b[3])
        y = min(a[1], b[1]) - off
        return (ax, a[1]), (ax, y), (bx, y), (bx, b[1])
    down = by > ay
    start, end = (a[3], b[1]) if down else (a[1], b[3])
    y = end - off if down else end + off
    if (down and y < start) or (not down and y > start):
        y = (start + end) / 2
    return (ax, start), (ax, y), (bx, y), (bx, end)


def _label(report: Report, route: Route) -> str:
    if route.medium is Medium.POWER:
        text = f"feed {route.side}" if route.side else "power"
        power = report.results.power
        amps = 0.0
        for id in route.links:
            for b in report.project.links[id].b:
                record = power.records.get(b) if power is not None else None
                ancestor = floor_ancestor(report.project, b)
                if ancestor is not None and ancestor.id == route.b:
                    value = getattr(record, "amps", 0.0)
                    amps += value if isinstance(value, float) else 0.0
        return f"{text} · {amps:.1f} A" if amps else text
    if route.medium is Medium.COOLANT:
        return "coolant" if route.cables < 3 else f"coolant, {route.cables} pipes"
    fabric = report.results.fabric
    records = [r for r in (fabric.records.get(i) for i in route.links) if isinstance(r, LinkRecord)] if fabric else []
    gbps = max((r.gbps for r in records if r.gbps), default=route.gbps)
    text = f"{route.cables} × {gbps:.0f}G" if gbps else f"{route.cables} cables"
    lengths = [r.longest_m for r in records if r.longest_m is not None]
    return f"{text} · {max(lengths):.1f} m" if lengths else text
