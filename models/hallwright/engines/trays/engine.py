"""Frame-speed contents of cable trays: cables in the fullest cross-section, their products, and power beside them.

Each fabric cable lies along the way that its length is measured on. Areas are whole square micrometres, so that what
an edit adds and takes away gives the same sums as a count from scratch.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from hallwright.cabling.places import Limits
from hallwright.cabling.trays import MEMO_MAX, TrayGraph, TrayLine, tray_graph
from hallwright.engines.base import Result, Step
from hallwright.engines.fabric.engine import Fabric
from hallwright.engines.fabric.flows import group_of
from hallwright.engines.fabric.records import Device
from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.base import Medium, Point
from hallwright.equipment.tray import Tray
from hallwright.project import Cable, Link
from hallwright.settings.fabric import FabricSettings

UM2 = 1e12  # square micrometres in a square metre
PARALLEL = math.sin(math.radians(15.0))  # runs that diverge by less lie side by side
NEAR_M = 5.0  # gaps beyond the largest separation that can be set are not looked for

Segment = tuple[str, int]  # tray, place of the segment in it
Way = tuple[Point, Point, float, float, tuple[str, ...], str]  # both places and heights, stated route, product
Laid = tuple[Segment, float, float, str]  # a piece of a tray, from and to, and the product that lies in it
Heights = dict[tuple[str, Point], list[float]]  # by place
Steps = Mapping[float, tuple[int, int]]  # by distance along a segment: cables and area that begin (or end) there


@dataclass(frozen=True)
class Inputs:
    """What `solve` sees.

    Attributes
    ----------
    devices, links, lines, limits :
        As the fabric engine has them.
    trays : mapping of str to Tray
        Every tray.
    area_um2 : mapping of product to (area [um2], whether its diameter is assumed)
    sides : mapping of power link with a stated route to its feed sides
    routes : mapping of those links to their trays
    """

    devices: Mapping[str, Device]
    links: Mapping[str, Link]
    lines: tuple[TrayLine, ...]
    limits: Limits
    trays: Mapping[str, Tray]
    area_um2: Mapping[str, tuple[int, bool]]
    sides: Mapping[str, str]
    routes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Trays(Result):
    """Result of the tray engine: a `TrayLoad` for each tray.

    Attributes
    ----------
    steps : mapping of segment to Steps
        Where cables begin and end along it.
    held : mapping of tray to counts of cables by product
    """

    inputs: Inputs
    steps: Mapping[Segment, Steps]
    held: Mapping[str, Mapping[str, int]]


def inputs(step: Step) -> Inputs:
    """Gather what the fabric engine knows, the trays, and power links with a stated route."""
    fabric = step.results.fabric
    if fabric is None:
        raise RuntimeError("trays need the fabric")
    routed = [k for k, link in step.project.links.items() if link.medium is Medium.POWER and link.route]
    return _inputs(step, fabric, sorted(routed))


def _inputs(step: Step, fabric: Fabric, routed: Iterable[str]) -> Inputs:
    given, project = fabric.inputs, step.project
    power = step.results.power
    records = power.records if power is not None else {}
    sides = {
        k: "".join(sorted({s for a in project.links[k].a for s in getattr(records.get(a), "sides", "")}))
        for k in routed
    }
    routes = {k: project.links[k].route for k in routed}
    areas = areas_um2(given.cables, project.settings)
    trays = {t.id: t for t in step.topology.of_kind(Tray)}
    return Inputs(given.devices, given.links, given.trays, given.limits, trays, areas, sides, routes)


def areas_um2(cables: Mapping[str, Cable], settings: FabricSettings) -> dict[str, tuple[int, bool]]:
    """Cross-section of one cable of each product [um2], and whether its diameter is assumed; "" is no product.

    What lies in a tray of a link with transceivers is its fibre.
    """

    def area(diameter_m: float | None, stand_in_m: float) -> tuple[int, bool]:
        used = stand_in_m if diameter_m is None else diameter_m
        return round(math.pi / 4.0 * used * used * UM2), diameter_m is None

    found = {"": area(None, settings.copper_diameter_m)}
    for id, cable in cables.items():
        diameter, optical = cable.diameter_m, cable.form in ("optic", "aoc", "fiber")
        fibre = cables.get(cable.fiber_id or "")
        if cable.form == "optic" and fibre is not None:
            diameter = fibre.diameter_m
        found[id] = area(diameter, settings.fibre_diameter_m if optical else settings.copper_diameter_m)
    return found


def solve(given: Inputs) -> Trays:
    """All trays from nothing but the inputs."""
    graph = tray_graph(given.lines, given.limits.tray_entry_max_m)
    ways: dict[Way, int] = {}
    if graph.segments:
        for link in given.links.values():
            for way, count in _between(link, given.devices, graph):
                ways[way] = ways.get(way, 0) + count
    steps, held = _added({}, {}, _laid(ways, graph), given)
    records = {id: _record(id, given, steps, held, graph) for id in given.trays}
    return Trays(records, given, steps, held)


def patch(previous: Trays, step: Step) -> Trays:
    """Bring a result up to date; the cost follows the links that changed and those at what moved."""
    change, before, fabric, old = step.change, step.before, step.results.fabric, previous.inputs
    if change is None or before is None or fabric is None:
        return solve(inputs(step))
    routed = set(old.routes)
    for key in change.links:
        link = step.project.links.get(key)
        routed.discard(key)
        if link is not None and link.medium is Medium.POWER and link.route:
            routed.add(key)
    given = _inputs(step, fabric, sorted(routed)) if _may_differ(old, step, fabric, routed) else old
    if given is old:
        return previous if previous.dirty == frozenset() else replace(previous, dirty=frozenset())
    if (given.lines, given.limits, given.area_um2) != (old.lines, old.limits, old.area_um2):
        fresh = solve(given)
        ids = previous.records.keys() | fresh.records.keys()
        dirty = frozenset(i for i in ids if previous.records.get(i) != fresh.records.get(i))
        same = {k: previous.records[k] if previous.records.get(k) == r else r for k, r in fresh.records.items()}
        return replace(fresh, records=same, dirty=dirty)
    graph = tray_graph(given.lines, given.limits.tray_entry_max_m)
    ways: dict[Way, int] = {}
    if graph.segments:
        for key in _looked_at(step, old, given):
            one, other = old.links.get(key), given.links.get(key)
            for link, sign, devices in ((one, -1, old.devices), (other, 1, given.devices)):
                if link is not None:
                    stable = _stable(one, other, old.devices, given.devices)
                    for way, count in _between(link, devices, graph, stable):
                        ways[way] = ways.get(way, 0) + sign * count
    laid = {piece: count for piece, count in _laid(ways, graph).items() if count}
    steps, held = _added(previous.steps, previous.held, laid, given)
    changed = {segment[0] for segment, *_ in laid}
    if (given.sides, given.routes) != (old.sides, old.routes):
        changed |= {t for routes in (old.routes, given.routes) for route in routes.values() for t in route}
    if given.trays != old.trays:
        changed |= set(given.trays) | set(old.trays)
    records = dict(previous.records)
    differ: set[str] = set()
    for id in changed & (given.trays.keys() | records.keys()):
        record = _record(id, given, steps, held, graph) if id in given.trays else None
        if record == records.get(id):
            continue
        differ.add(id)
        if record is None:
            del records[id]
        else:
            records[id] = record
    return Trays(records, given, steps, held, dirty=frozenset(differ))


def _may_differ(old: Inputs, step: Step, fabric: Fabric, routed: set[str]) -> bool:
    """Whether anything that this engine reads may have changed."""
    given, change, before = fabric.inputs, step.change, step.before
    assert change is not None and before is not None
    trays = any(isinstance(p.equipment.get(k), Tray) for k in change.equipment for p in (before, step.project))
    same = given.devices is old.devices and given.links is old.links and given.trays == old.lines
    return bool(trays or not same or change.settings or change.products or routed or old.routes)


def _looked_at(step: Step, old: Inputs, given: Inputs) -> set[str]:
    """Fabric links that changed, or at whose ends something did."""
    assert step.change is not None
    found = {k for k in step.change.links if k in old.links or k in given.links}
    moved = set(step.change.equipment)
    for key in step.change.equipment:
        moved |= step.topology.inside(key)
    for key in moved:
        if old.devices.get(key) != given.devices.get(key):
            found |= step.topology.link_ids(key, Medium.FABRIC)
    return found & (old.links.keys() | given.links.keys())


Members = tuple[frozenset[str], frozenset[str]]
NOBODY: Members = (frozenset(), frozenset())


def _stable(one: Link | None, other: Link | None, before: Mapping[str, Device], after: Mapping[str, Device]) -> Members:
    """Ends of a bundle between which nothing changes."""
    if one is None or other is None:
        return NOBODY
    like = (one.per_pair, one.product, one.route, one.a_port, one.b_port)
    if like != (other.per_pair, other.product, other.route, other.a_port, other.b_port):
        return NOBODY

    def same(was: tuple[str, ...], now: tuple[str, ...]) -> frozenset[str]:
        if len(set(was)) < len(was) or len(set(now)) < len(now):
            return frozenset()
        return frozenset(i for i in set(was) & set(now) if before.get(i) == after.get(i))

    return same(one.a, other.a), same(one.b, other.b)


def _between(
    link: Link, devices: Mapping[str, Device], graph: TrayGraph, stable: Members = NOBODY
) -> Iterator[tuple[Way, int]]:
    """Ways between the places that a bundle joins, and cables on each; between stable ends they are left out."""
    route, product = link.route, link.product or ""
    own = graph_of(graph, route)
    (fixed_a, free_a), (fixed_b, free_b) = (
        _by_place(ids, port, devices, fixed)
        for ids, port, fixed in ((link.a, link.a_port, stable[0]), (link.b, link.b_port, stable[1]))
    )
    for side_a, side_b in ((free_a, free_b), (free_a, fixed_b), (fixed_a, free_b)):
        for a, a_heights in side_a.items():
            for b, b_heights in side_b.items():
                if a == b:
                    continue
                ways = own.ways(a[1], b[1])
                named = route if ways else ()
                ways = ways or graph.ways(a[1], b[1])
                if len(ways) == 1:  # heights of the ends matter only where ways of several heights lead there
                    count = len(a_heights) * len(b_heights) * link.per_pair
                    yield (a[1], b[1], 0.0, 0.0, named, product), count
                elif ways:
                    for h in a_heights:
                        for k in b_heights:
                            yield (a[1], b[1], h, k, named, product), link.per_pair


def _by_place(
    ids: Iterable[str], port: str, devices: Mapping[str, Device], fixed: frozenset[str]
) -> tuple[Heights, Heights]:
    """Heights of the ends at each place: of those that are fixed, and of the others."""
    found: tuple[Heights, Heights] = ({}, {})
    for id in ids:
        device = devices.get(id)
        if device is not None and group_of(device, port) is not None:
            found[id not in fixed].setdefault((device.place, device.at), []).append(device.height_m)
    return found


def graph_of(graph: TrayGraph, route: tuple[str, ...]) -> TrayGraph:
    """The graph of the trays that a route states; the whole one where it states none."""
    if not route:
        return graph
    return tray_graph(tuple(t for t in graph.trays if t.id in route), graph.entry_max_m)


def _laid(ways: Mapping[Way, int], graph: TrayGraph) -> Counter[Laid]:
    """Pieces of trays on these ways, and how many cables lie in each."""
    found: Counter[Laid] = Counter()
    for (a, b, h, k, route, product), count in ways.items():
        if count:
            for segment, from_m, to_m in _pieces(graph_of(graph, route), a, b, h, k):
                found[segment, from_m, to_m, product] += count
    return found


def _pieces(graph: TrayGraph, a: Point, b: Point, h: float, k: float) -> tuple[tuple[Segment, float, float], ...]:
    """Pieces of trays on the way between two things."""
    key = a, b, h, k
    found = graph.memo.get(key)
    if found is None:
        if len(graph.memo) > MEMO_MAX:
            graph.memo.clear()
        pieces = graph.pieces(a, b, h, k)
        found = graph.memo[key] = tuple((graph.names[p.segment], p.from_m, p.to_m) for p in pieces)
    return found


def _added(
    steps: Mapping[Segment, Steps],
    held: Mapping[str, Mapping[str, int]],
    laid: Mapping[Laid, int],
    given: Inputs,
) -> tuple[Mapping[Segment, Steps], Mapping[str, Mapping[str, int]]]:
    """Both with cables laid (or, counted below zero, taken away); untouched segments and trays stay the same."""
    if not laid:
        return steps, held
    moves: dict[Segment, dict[float, list[int]]] = defaultdict(dict)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (segment, from_m, to_m, product), count in laid.items():
        counts[segment[0]][product] += count
        area = given.area_um2.get(product, given.area_um2[""])[0] * count
        for at, sign in ((from_m, 1), (to_m, -1)):
            step = moves[segment].setdefault(at, [0, 0])
            step[0] += sign * count
            step[1] += sign * area
    new_steps, new_held = dict(steps), dict(held)
    for segment, changes in moves.items():
        whole = dict(steps.get(segment, {}))
        for at, (count, area) in changes.items():
            n, a = whole.get(at, (0, 0))
            if (n + count, a + area) == (0, 0):
                whole.pop(at, None)
            else:
                whole[at] = n + count, a + area
        new_steps[segment] = whole
        if not whole:
            del new_steps[segment]
    for tray, by_product in counts.items():
        total = Counter(held.get(tray, {}))
        total.update(by_product)
        new_held[tray] = {p: n for p, n in sorted(total.items()) if n}
        if not new_held[tray]:
            del new_held[tray]
    return new_steps, new_held


def _record(
    id: str,
    given: Inputs,
    steps: Mapping[Segment, Steps],
    held: Mapping[str, Mapping[str, int]],
    graph: TrayGraph,
) -> TrayLoad:
    tray = given.trays[id]
    most = (0, 0)  # area, cables
    place: tuple[float, float] | None = None
    for n, ((x0, y0), (x1, y1)) in enumerate(pairwise(tray.points_m)):
        along = steps.get((id, n))
        length = math.hypot(x1 - x0, y1 - y0)
        if not along or length == 0.0:
            continue
        cables = area = 0
        for at in sorted(along):
            cables, area = cables + along[at][0], area + along[at][1]
            if (area, cables) > most:
                most = area, cables
                t = at / length
                place = round(x0 + t * (x1 - x0), 3), round(y0 + t * (y1 - y0), 3)
    products = tuple(held.get(id, ()))
    gap, beside = _power_beside(tray, given.trays.values(), {t for r in given.routes.values() for t in r})
    sides = sorted({given.sides[k] for k, route in given.routes.items() if id in route and given.sides[k]})
    return TrayLoad(
        most[1],
        most[0] / UM2,
        place,
        products,
        any(given.area_um2.get(p, (0, True))[1] for p in products),
        gap,
        beside,
        tuple(sides),
    )


def _power_beside(tray: Tray, others: Iterable[Tray], routed: set[str]) -> tuple[float | None, str]:
    """Least gap from a tray to one with power cables that runs beside it, and which; 0 where it has them itself."""
    if tray.carries == "power":
        return None, ""
    if tray.id in routed:
        return 0.0, tray.id
    best: tuple[float, str] | None = None
    for other in others:
        if other.id == tray.id or not (other.carries == "power" or other.id in routed):
            continue
        gap = gap_m(tray, other)
        if gap is not None and gap <= NEAR_M and (best is None or (gap, other.id) < best):
            best = gap, other.id
    return (None, "") if best is None else best


def gap_m(one: Tray, other: Tray) -> float | None:
    """Least gap between the sides of two trays where they run side by side; None where they do not."""
    best: float | None = None
    up = abs(one.elevation_m - other.elevation_m)
    lower = one if one.elevation_m < other.elevation_m else other
    up = max(up - lower.side_m, 0.0)
    for (px, py), (qx, qy) in pairwise(one.points_m):
        length = math.hypot(qx - px, qy - py)
        if length == 0.0:
            continue
        ux, uy = (qx - px) / length, (qy - py) / length
        for (rx, ry), (sx, sy) in pairwise(other.points_m):
            reach = math.hypot(sx - rx, sy - ry)
            if reach == 0.0 or abs(ux * (sy - ry) - uy * (sx - rx)) / reach > PARALLEL:
                continue
            ends = sorted(
                ((x - px) * ux + (y - py) * uy, (y - py) * ux - (x - px) * uy) for x, y in ((rx, ry), (sx, sy))
            )
            (from_m, off), (to_m, far) = ends
            if min(to_m, length) - max(from_m, 0.0) <= 1e-6:
                continue
            away = 0.0 if off * far < 0.0 else min(abs(off), abs(far))
            side = max(away - (one.width_m + other.width_m) / 2.0, 0.0)
            gap = math.hypot(side, up)
            best = gap if best is None else min(best, gap)
    return best
