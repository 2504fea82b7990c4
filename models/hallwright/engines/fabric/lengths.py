"""Length of the cables of a bundle: route along trays, drops, slack and stock length."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hallwright.engines.fabric.records import Device, Limits, Route
from hallwright.engines.fabric.trays import TrayGraph, Way, tray_graph
from hallwright.equipment.base import Point
from hallwright.project import Link

MANY = 64  # cables from which on numpy is quicker than a plain loop


@dataclass(frozen=True, slots=True)
class Lengths:
    """Ordered lengths of a bundle [m]: longest, shortest and sum of all cables; see `LinkRecord`."""

    longest_m: float | None
    shortest_m: float | None
    total_m: float | None
    straight_m: float | None
    route: Route


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


def run_length(a_height_m: float, b_height_m: float, ways: Sequence[Way]) -> float:
    """Shortest way from device to device [m]: drops from the heights of both to the trays, and the way between.

    In the drops the height of the device is that of its middle; a way is as in `TrayGraph.ways`.
    """
    return min([abs(w.a_elevation_m - a_height_m) + w.flat_m + abs(w.b_elevation_m - b_height_m) for w in ways])


def open_way(a: Point, b: Point, overhead_m: float) -> Way:
    """Where no tray leads: along both axes at overhead height."""
    return Way(overhead_m, overhead_m, abs(a[0] - b[0]) + abs(a[1] - b[1]))


def bundle_lengths(link: Link, a: Sequence[Device], b: Sequence[Device], graph: TrayGraph, limits: Limits) -> Lengths:
    """Ordered lengths of the cables of a bundle between devices that are there.

    Within a rack a cable runs from unit to unit plus the in-rack extra. Elsewhere it drops to a tray, takes the
    shortest way along trays (or those stated), and drops again; slack and two service loops come on top. Each
    cable is rounded up to a stock length.
    """
    if not a or not b:
        return UNKNOWN
    own: TrayGraph | None = None
    if link.route:
        own = tray_graph(tuple(t for t in graph.trays if t.id in link.route), limits.tray_entry_max_m)
    route: Route = "rack"
    longest, shortest, total, straight = 0.0, math.inf, 0.0, 0.0
    for a_place, a_at, a_heights in _by_place(a):
        for b_place, b_at, b_heights in _by_place(b):
            ways: tuple[Way, ...] = ()
            if a_place != b_place:
                if own is not None:
                    ways = own.ways(a_at, b_at)
                    route = "broken" if not ways else "given" if route != "broken" else route
                if not ways:
                    ways = graph.ways(a_at, b_at)
                    if own is None:
                        route = "open" if not ways or route == "open" else "trays"
                if not ways:
                    ways = (open_way(a_at, b_at, limits.overhead_m),)
            far = math.dist(a_at, b_at)
            if len(a_heights) * len(b_heights) < MANY:
                for h in a_heights:
                    for k in b_heights:
                        if ways:
                            run = run_length(h, k, ways) * (1.0 + limits.slack_fraction) + 2.0 * limits.service_loop_m
                        else:
                            run = abs(h - k) * (1.0 + limits.slack_fraction) + limits.in_rack_extra_m
                        ordered = stock_length(run, limits.stock_lengths_m)
                        total += ordered
                        longest, shortest = max(longest, ordered), min(shortest, ordered)
                        straight = max(straight, math.hypot(far, h - k))
            else:
                high, low = np.array(a_heights)[:, None], np.array(b_heights)[None, :]
                if ways:
                    runs = np.min(
                        [np.abs(w.a_elevation_m - high) + w.flat_m + np.abs(w.b_elevation_m - low) for w in ways],
                        axis=0,
                    )
                    runs = runs * (1.0 + limits.slack_fraction) + 2.0 * limits.service_loop_m
                else:
                    runs = np.abs(high - low) * (1.0 + limits.slack_fraction) + limits.in_rack_extra_m
                stock = np.array(limits.stock_lengths_m)
                index = np.searchsorted(stock, runs - 1e-9)
                bought = np.where(index < len(stock), stock[np.minimum(index, len(stock) - 1)], np.ceil(runs - 1e-9))
                total += float(bought.sum())
                longest, shortest = max(longest, float(bought.max())), min(shortest, float(bought.min()))
                straight = max(straight, float(np.hypot(far, np.abs(high - low).max())))
    if link.length_m is not None:
        return Lengths(
            link.length_m,
            link.length_m,
            link.length_m * link.count,
            straight,
            "broken" if route == "broken" else "given",
        )
    return Lengths(longest, shortest, total * link.per_pair, straight, route)


def _by_place(devices: Sequence[Device]) -> list[tuple[str, Point, list[float]]]:
    """Devices by the rack they stand in: (place, where, heights)."""
    if len(devices) == 1:
        one = devices[0]
        return [(one.place, one.at, [one.height_m])]
    found: dict[str, tuple[str, Point, list[float]]] = {}
    for device in devices:
        known = found.get(device.place)
        if known is None:
            found[device.place] = (device.place, device.at, [device.height_m])
        else:
            known[2].append(device.height_m)
    return list(found.values())
