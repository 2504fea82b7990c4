"""Links of the selection as the plan draws them: one orthogonal route for each bundle between two things."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from hallwright.equipment.base import Medium, Point
from hallwright.evaluate import Report
from hallwright.project import Link
from hallwright_app.canvas.ink import Box
from hallwright_app.canvas.shapes import box_of, floor_ancestor, side_of

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
        route.points = orthogonal(a, b, route.medium, 0.22 + 0.16 * lane, _spread(n), _spread(m))
        route.label = _label(report, route)


def _spread(n: int) -> float:
    """Where the n-th line leaves a thing, so that lines do not lie on one another [m]."""
    return (0.0, -0.12, 0.12, -0.2, 0.2)[n % 5]


def orthogonal(a: Box, b: Box, medium: Medium, off: float, da: float, db: float) -> tuple[Point, ...]:
    """Corners of a way between two boxes along the axes of the sheet."""
    ax, bx = (a[0] + a[2]) / 2 + da, (b[0] + b[2]) / 2 + db
    ay, by = (a[1] + a[3]) / 2, (b[1] + b[3]) / 2
    if a[1] < b[3] and b[1] < a[3]:  # side by side: round the front, data round the rear
        if medium is Medium.FABRIC:
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
    text = f"{route.cables} × {route.gbps:.0f}G" if route.gbps else f"{route.cables} cables"
    space = report.results.space
    lengths = []
    for id in route.links:
        length = report.project.links[id].length_m
        if length is None and space is not None:
            value = getattr(space.records.get(id), "length_m", None)
            length = value if isinstance(value, float) else None
        if length is not None:
            lengths.append(length)
    return f"{text} · {max(lengths):.1f} m" if lengths else text
