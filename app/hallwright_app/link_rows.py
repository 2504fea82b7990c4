"""What the inspector says of a fabric link between switches: load by job, with a switch out, cable, ends."""

from collections.abc import Iterator

import numpy as np

from hallwright.diagrams.fabric_loads import EVEN, choices, demands
from hallwright.engines.fabric.records import LinkRecord
from hallwright.engines.traffic.ecmp import Loads, spread
from hallwright.engines.traffic.engine import Traffic
from hallwright.engines.traffic.network import WHOLE, Broken
from hallwright.evaluate import Report
from hallwright.units import System, number_text
from hallwright_app.inspector_parts import Row, shown_number

MOST_JOBS = 6
ROUTES = {
    "rack": "within its rack", "trays": "along trays", "open": "no tray leads there", "given": "as stated",
    "broken": "the trays stated do not join the ends", "unknown": "an end has no place",
}  # fmt: skip
_WORST: list[tuple[Traffic, str, float]] = []  # the last answer: rows are made anew at every look


def link_rows(report: Report, id: str, system: System) -> Iterator[Row]:
    """Rows of a fabric link; none for others.

    Loads are those of the fullest of its cables, of the rate of one.
    """
    fabric, traffic = report.results.fabric, report.results.traffic
    record = None if fabric is None else fabric.records.get(id)
    if not isinstance(record, LinkRecord):
        return
    if isinstance(traffic, Traffic) and id in traffic.records:
        load = traffic.records[id]
        limit = report.project.settings.link_load_max_fraction
        tip = f"Fullest of its cables, of {number_text(load.gbps, 0)} Gb/s, while everything is sent at line rate"
        yield Row("Load", head=True)
        for name, fraction in by_job(traffic, id)[:MOST_JOBS]:
            yield _load_row(name, fraction, load.gbps, limit, tip)
        if traffic.jobs:
            yield _load_row("All jobs", load.worst_fraction, load.gbps, limit, tip)
        lost = with_one_out(traffic, id)
        if lost is not None:
            yield _load_row(
                "One switch lost", lost, load.gbps, limit, f"{EVEN}, the worst of its own upper switches out"
            )
        yield Row(f"Limit, {number_text(limit * 100.0, 0)} %", number_text(limit * load.gbps, 0), "Gb/s")
    yield Row("Cable", head=True)
    yield Row("Route", ROUTES[record.route])
    for label, metres in (("Longest, ordered", record.longest_m), ("Shortest, ordered", record.shortest_m)):
        if metres is not None:
            yield Row(label, *shown_number(metres, "m", system))
    product = report.project.products.get(report.project.links[id].product or "")
    if product is not None and product.cable is not None and product.cable.reach_m is not None:
        yield Row("Reach", *shown_number(product.cable.reach_m, "m", system))


def _load_row(label: str, fraction: float, gbps: float, limit: float, tip: str) -> Row:
    return Row(label, number_text(fraction * gbps, 0), "Gb/s", bar=(fraction, limit), tip=tip)


def by_job(traffic: Traffic, id: str) -> list[tuple[str, float]]:
    """Load of the fullest cable of a bundle under each job, or under even traffic where there is none."""
    if not traffic.jobs:
        return [(EVEN, traffic.records[id].worst_fraction)]
    found = []
    for name in choices(traffic):
        if name in traffic.jobs:
            phases = demands(traffic, name)[0]
            found.append((name, max((fullest(spread(traffic.network, d), id) for d in phases), default=0.0)))
    return found


def fullest(loads: Loads, id: str) -> float:
    """Load of the fullest cable of a bundle, of its rate."""
    network, pieces = loads.network, loads.pieces
    mine = np.array([i for i, name in enumerate(network.bundles) if name == id], np.int64)
    at = np.isin(pieces.bundle, mine)
    if not at.any():
        return 0.0
    most = np.maximum(pieces.up_gbps, pieces.down_gbps)[at] / network.gbps[pieces.bundle[at]]
    return float(most.max())


def with_one_out(traffic: Traffic, id: str) -> float | None:
    """Load under even traffic with one of the bundle's upper switches out, the worst of them; None where it has one.

    Switches that carry the same are tried once.
    """
    for known, name, answer in _WORST:
        if known is traffic and name == id:
            return answer
    network = traffic.network
    demand = demands(traffic, EVEN)[0][0]
    loads = spread(network, demand, WHOLE)
    places = [i for i, name in enumerate(network.bundles) if name == id]
    upper = np.unique(np.concatenate([network.b_node[network.b_of == p] for p in places]))
    lower = np.concatenate([network.a_node[network.a_of == p] for p in places])
    if demand.sink[upper].any() and not demand.sink[lower].any():
        upper = np.unique(lower)
    if len(upper) < 2:
        return None
    _, first = np.unique(loads.colour[upper], return_index=True)
    worst = max(fullest(spread(network, demand, Broken(frozenset((int(upper[n]),)))), id) for n in first)
    _WORST[:] = [(traffic, id, worst)]
    return worst
