"""Length of cables, of a whole bundle and of each: route along trays, drops, slack and stock length."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hallwright.cabling.places import Limits, Standing
from hallwright.cabling.trays import MEMO_MAX, Heights, Span, TrayGraph, Way, tray_graph
from hallwright.equipment.base import Point
from hallwright.project import Link

Route = Literal["rack", "trays", "open", "given", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Ordered lengths of a bundle [m]: longest, shortest and sum of all cables; see `LinkRecord`."""

    longest_m: float | None
    shortest_m: float | None
    total_m: float | None
    straight_m: float | None
    route: Route


@dataclass(frozen=True, slots=True)
class Run:
    """One cable.

    Attributes
    ----------
    run_m : float
        Along its route, with the drops at both ends.
    length_m : float
        With slack and service loops; a length stated at the link takes precedence.
    stock_m : float
        Length in which it is bought.
    trays : tuple of str
        Trays that it lies in, in order.
    """

    run_m: float
    length_m: float
    stock_m: float
    route: Route
    trays: tuple[str, ...]


UNKNOWN = Lengths(None, None, None, None, "unknown")


def stock_length(length_m: float, stock_m: tuple[float, ...]) -> float:
    """The shortest length on sale that is long enough; beyond the longest, the next whole metre.

    Examples
    --------
    >>> stock_length(3.2, (1.0, 3.0, 5.0)), stock_length(5.1, (1.0, 3.0, 5.0))
    (5.0, 6.0)
    """
    index = bisect_left(stock_m, length_m - 1e-9)
    return stock_m[index] if index < len(stock_m) else float(math.ceil(length_m - 1e-9))


def open_way(a: Point, b: Point, overhead_m: float) -> Way:
    """Where no tray leads: along both axes at overhead height."""
    return Way(overhead_m, overhead_m, abs(a[0] - b[0]) + abs(a[1] - b[1]))


def bundle_lengths(
    link: Link, a: Sequence[Standing], b: Sequence[Standing], graph: TrayGraph, limits: Limits
) -> Lengths:
    """Ordered lengths of the cables of a bundle between devices that are there.

    Within a rack a cable runs from unit to unit plus the in-rack extra. Elsewhere it drops to a tray, takes the
    shortest way along trays (or those stated), and drops again; slack and two service loops come on top. Each
    cable is rounded up to a stock length.
    """
    if not a or not b:
        return UNKNOWN
    own = _stated(link, graph)
    memo = graph.spans.setdefault(limits, {})
    route: Route = "rack"
    longest, shortest, total, straight = 0.0, math.inf, 0.0, 0.0
    b_places = _by_place(b)
    for a_place, a_at, a_heights in _by_place(a):
        for b_place, b_at, b_heights in b_places:
            if a_place == b_place:
                span = _span((), a_heights, b_heights, limits)
            else:
                ways = own.ways(a_at, b_at) if own is not None else ()
                if own is not None:
                    route = "broken" if not ways else "given" if route != "broken" else route
                if ways:
                    span = _span(ways, a_heights, b_heights, limits)
                else:
                    key = a_at, b_at, a_heights, b_heights
                    known = memo.get(key)
                    if known is None:
                        known = memo[key] = _trayed(graph, *key, limits)
                        if len(memo) > MEMO_MAX:
                            memo.clear()
                    span = known
                    if own is None:
                        route = "open" if not span.by_tray or route == "open" else "trays"
            total += span.total_m
            longest, shortest = max(longest, span.longest_m), min(shortest, span.shortest_m)
            straight = max(straight, math.hypot(a_at[0] - b_at[0], a_at[1] - b_at[1], span.rise_m))
    if link.length_m is not None:
        return Lengths(
            link.length_m,
            link.length_m,
            link.length_m * link.count,
            straight,
            "broken" if route == "broken" else "given",
        )
    return Lengths(longest, shortest, total * link.per_pair, straight, route)


def cable_run(link: Link, a: Standing, b: Standing, graph: TrayGraph, limits: Limits) -> Run:
    """One cable of a bundle between two things: the same length as `bundle_lengths` counts for it, with its route."""
    own = _stated(link, graph)
    route: Route
    trays: tuple[str, ...] = ()
    if a.place == b.place:
        ways: Sequence[Way] = ()
        route = "rack"
    else:
        ends = a.at, b.at, a.height_m, b.height_m
        ways = own.ways(a.at, b.at) if own is not None else ()
        if own is not None and ways:
            route, trays = "given", own.trays_along(*ends)
        else:
            ways = graph.ways(a.at, b.at)
            route = "broken" if own is not None else "trays" if ways else "open"
            trays = graph.trays_along(*ends)
            ways = ways or (open_way(a.at, b.at, limits.overhead_m),)
    (run,) = _runs(ways, (a.height_m,), (b.height_m,))
    length = _length(run, bool(ways), limits)
    if link.length_m is not None:
        return Run(run, link.length_m, link.length_m, "broken" if route == "broken" else "given", trays)
    return Run(run, length, stock_length(length, limits.stock_lengths_m), route, trays)


def _stated(link: Link, graph: TrayGraph) -> TrayGraph | None:
    """The trays stated as the route of a link, as a graph of their own; None where the route is free."""
    if not link.route:
        return None
    return tray_graph(tuple(t for t in graph.trays if t.id in link.route), graph.entry_max_m)


def _trayed(graph: TrayGraph, a_at: Point, b_at: Point, a_heights: Heights, b_heights: Heights, limits: Limits) -> Span:
    """The cables between two places along trays, or straight at overhead height where no tray leads."""
    ways = graph.ways(a_at, b_at)
    span = _span(ways or (open_way(a_at, b_at, limits.overhead_m),), a_heights, b_heights, limits)
    return span if ways else replace(span, by_tray=False)


def _span(ways: Sequence[Way], a_heights: Heights, b_heights: Heights, limits: Limits) -> Span:
    """The cables between two places, one for each pair of heights; without ways, within one rack."""
    stock, outside = limits.stock_lengths_m, bool(ways)
    bought = [stock_length(_length(run, outside, limits), stock) for run in _runs(ways, a_heights, b_heights)]
    rise = max(max(a_heights) - min(b_heights), max(b_heights) - min(a_heights))
    return Span(max(bought), min(bought), sum(bought), rise)


def _runs(ways: Sequence[Way], a_heights: Heights, b_heights: Heights) -> list[float]:
    """Runs of cables between two places, one for each pair of heights; without ways, from unit to unit of one rack.

    A cable drops from the middle of its device to the tray at both ends, along the shortest of the ways.
    """
    if not ways:
        return [abs(h - k) for h in a_heights for k in b_heights]
    along = []  # by way, the run of every cable
    for way in ways:
        up = [abs(way.a_elevation_m - h) + way.flat_m for h in a_heights]
        down = [abs(way.b_elevation_m - k) for k in b_heights]
        along.append([u + d for u in up for d in down])
    return along[0] if len(along) == 1 else list(map(min, *along))


def _length(run_m: float, outside: bool, limits: Limits) -> float:
    """Length of a cable with slack, and what is added at its ends outside or within one rack."""
    extra_m = 2.0 * limits.service_loop_m if outside else limits.in_rack_extra_m
    return run_m * (1.0 + limits.slack_fraction) + extra_m


def _by_place(devices: Sequence[Standing]) -> list[tuple[str, Point, Heights]]:
    """Devices by the rack they stand in: (place, where, heights)."""
    if len(devices) == 1:
        one = devices[0]
        return [(one.place, one.at, (one.height_m,))]
    found: dict[str, tuple[Point, list[float]]] = {}
    for device in devices:
        known = found.get(device.place)
        if known is None:
            found[device.place] = device.at, [device.height_m]
        else:
            known[1].append(device.height_m)
    return [(place, at, tuple(heights)) for place, (at, heights) in found.items()]
