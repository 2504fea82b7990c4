"""Random floors with trays, and a plain script over the file that says how long each cable is.

The script shares nothing with the product: it reads the file's JSON and takes shortest paths with networkx over every
place where trays meet and every place where a cable may enter.
"""

import json
import math
import random
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx as nx

from halls import item
from hallwright.edits.arrange import place
from hallwright.equipment.base import Medium
from hallwright.project import Cable, Link, Product, Project

STOCK_M = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0)
PRODUCTS = [
    Product(id="dac", kind="cable", name="DAC", cable=Cable(form="dac", gbps=400.0, reach_m=3.0, watts_per_end=0.1)),
    Product(
        id="optic", kind="cable", name="Optic", price_low_usd=300.0, price_high_usd=800.0,
        cable=Cable(form="optic", gbps=400.0, reach_m=50.0, watts_per_end=9.0, fiber_id="om4", material="OM4 MPO-12"),
    ),
    Product(id="om4", kind="cable", name="OM4", cable=Cable(form="fiber", diameter_m=0.003)),
    Product(id="far", kind="cable", name="Far", cable=Cable(form="optic", gbps=400.0, reach_m=2e3, watts_per_end=12.0)),
]  # fmt: skip


def random_floor(seed: int) -> Project:
    """Racks on a grid, trays on its lines at two levels and several heights, risers, bundles of every size."""
    rng = random.Random(seed)
    columns, rows = rng.randint(4, 9), rng.randint(2, 4)
    racks = [
        item("rack", f"r{x}-{y}", x_m=2.0 * x + rng.choice((0.0, 0.3)), y_m=5.0 * y, height_m=rng.choice((2.0, 2.3)))
        for x in range(columns)
        for y in range(rows)
    ]
    switches = [
        item(
            "switch", f"w-{rack.id}-{n}", rack_id=rack.id, u=rng.randint(10 * n + 1, 10 * n + 9),
            u_height=rng.randint(1, 2), tier=rng.choice(("leaf", "spine", "core")), cage_type="OSFP",
            switch_ports=[{"count": 512, "gbps": 400.0}], nameplate_kw=1.0,
            nameplate_includes_optics=rng.random() < 0.5,
        )
        for rack in racks
        for n in range(rng.randint(1, 2))
    ]  # fmt: skip
    trays = []
    for level, low in (("overhead", 2.5), ("underfloor", -0.4)):
        if level == "underfloor" and rng.random() < 0.4:
            continue
        for y in range(rows):
            if rng.random() < 0.8:
                at, height = 5.0 * y + rng.choice((-1.0, 1.0, 0.5)), low + rng.choice((0.0, 0.3))
                trays.append(_tray(f"{level}-y{y}", level, height, [(-1.0, at), (2.0 * columns, at)]))
        for n in range(rng.randint(1, 2)):
            x = 2.0 * rng.randrange(columns) + 1.0 + 0.25 * n
            bent = [(x, -3.0), (x, 5.0 * rows), (x + 0.4, 5.0 * rows)] if n else [(x, -3.0), (x, 5.0 * rows)]
            trays.append(_tray(f"{level}-x{n}", level, low + rng.choice((0.0, 0.6)), bent))
    if rng.random() < 0.7:
        y = 5.0 * rng.randrange(rows)
        trays.append(_tray("riser", "riser", 1.0, [(-0.5, y - 2.0), (-0.5, y + 2.0)]))
    project = place(Project(name=f"Floor {seed}"), [*racks, *switches, *trays])
    links: dict[str, Link] = {}
    taken: dict[str, int] = {}
    for n in range(rng.randint(6, 20)):
        ends = rng.sample(switches, min(len(switches), rng.randint(2, 6)))
        cut = rng.randint(1, len(ends) - 1)
        a, b, per_pair = [e.id for e in ends[:cut]], [e.id for e in ends[cut:]], rng.randint(1, 3)
        a_first, b_first = (max(taken.get(i, 1) for i in side) for side in (a, b))
        taken.update((i, a_first + per_pair * len(b)) for i in a)
        taken.update((i, b_first + per_pair * len(a)) for i in b)
        more: dict[str, Any] = {}
        if rng.random() < 0.2 and trays:
            more["route"] = tuple(sorted({t.id for t in rng.sample(trays, min(3, len(trays)))}))
        if rng.random() < 0.1:
            more["length_m"] = rng.choice((4.2, 17.0))
        links[f"l{n:02d}"] = Link(
            id=f"l{n:02d}", medium=Medium.FABRIC, a=tuple(a), a_port="front", a_first=a_first, b=tuple(b),
            b_port="front", b_first=b_first, per_pair=per_pair, product=rng.choice(("dac", "optic", "optic", "far")),
            **more,
        )  # fmt: skip
    return project.changed(links=links, products={p.id: p for p in PRODUCTS})


def _tray(id: str, level: str, elevation_m: float, points: list[tuple[float, float]]) -> Any:
    return item("tray", id, level=level, elevation_m=elevation_m, points_m=[list(p) for p in points])


def lengths_of_file(path: Path) -> dict[tuple[str, int, str, int], tuple[float, float]]:
    """By both ends of each cable (thing, point): its length with slack and loops, and the one it is bought in [m]."""
    data = json.loads(path.read_text())
    things = {e["id"]: e for e in data["equipment"]}
    settings = data.get("settings", {})
    slack, loop = settings.get("cable_slack_fraction", 0.1), settings.get("cable_service_loop_m", 0.5)
    trays = [t for t in things.values() if t["kind"] == "tray" and t.get("carries") != "power"]
    found = {}
    for link in data["links"]:
        if link["medium"] != "fabric":
            continue
        named = link.get("route", [])
        n = link.get("per_pair", 1)
        for i, a in enumerate(link["a"]):
            for j, b in enumerate(link["b"]):
                one, other = _at(things, a), _at(things, b)
                if one[:2] == other[:2]:
                    length = abs(one[2] - other[2]) * (1 + slack) + settings.get("cable_in_rack_extra_m", 0.5)
                else:
                    run = _shortest([t for t in trays if t["id"] in named], one, other, settings) if named else None
                    if run is None:
                        run = _shortest(trays, one, other, settings)
                    if run is None:
                        top = settings.get("cable_overhead_m", 2.7)
                        run = abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(top - one[2]) + abs(top - other[2])
                    length = run * (1 + slack) + 2 * loop
                bought = next((s for s in STOCK_M if s >= length - 1e-9), math.ceil(length - 1e-9))
                if "length_m" in link:
                    length = bought = link["length_m"]
                for p in range(n):
                    ends = a, link.get("a_first", 1) + j * n + p, b, link.get("b_first", 1) + i * n + p
                    found[ends] = length, float(bought)
    return found


def _at(things: dict[str, Any], id: str) -> tuple[float, float, float]:
    thing = things[id]
    rack = things[thing["rack_id"]]
    middle_u = thing["u"] - 1 + thing.get("u_height", 1) / 2
    return rack.get("x_m", 0.0), rack.get("y_m", 0.0), middle_u * rack.get("unit_pitch_m", 0.04445)


def _shortest(
    trays: list[Any], one: tuple[float, float, float], other: tuple[float, float, float], settings: dict[str, Any]
) -> float | None:
    """Shortest path through trays with the drops at both ends; None where none leads."""
    graph: nx.Graph[Any] = nx.Graph()
    stops: dict[tuple[int, int], set[tuple[float, float]]] = {}  # by tray and its segment: points on it
    lines = []
    for t, tray in enumerate(trays):
        for s, (p, q) in enumerate(pairwise(map(tuple, tray["points_m"]))):
            lines.append((t, s, p, q))
            stops[t, s] = {p, q}
    for (t, s, p, q), (u, v, r, w) in combinations(lines, 2):
        levels = {trays[t].get("level", "overhead"), trays[u].get("level", "overhead")}
        if t == u or (len(levels) > 1 and "riser" not in levels):
            continue
        climb = abs(_height(trays[t]) - _height(trays[u]))
        near = 0.05 + max(trays[t].get("width_m", 0.3), trays[u].get("width_m", 0.3)) / 2
        crossing = _crossing(p, q, r, w)
        if crossing is not None:
            joints = [(crossing, crossing)]
        else:
            joints = [(_nearest(p, q, end), end) for end in (r, w)] + [(end, _nearest(r, w, end)) for end in (p, q)]
        for x, y in joints:
            if math.dist(x, y) <= near:
                stops[t, s].add(x)
                stops[u, v].add(y)
                graph.add_edge((t, x), (u, y), weight=math.dist(x, y) + climb)
    for end in (one, other):
        for t, tray in enumerate(trays):
            where = [(s, _nearest(p, q, end[:2])) for n, s, p, q in lines if n == t]
            s, point = min(where, key=lambda e: (math.dist(e[1], end[:2]), e[0]))
            away = math.dist(point, end[:2])
            if away <= settings.get("tray_entry_max_m", 1.5):
                stops[t, s].add(point)
                graph.add_edge(end, (t, point), weight=away + abs(_height(tray) - end[2]))
    for (t, _), points in stops.items():
        for x, y in pairwise(sorted(points)):  # along an axis, so in order
            graph.add_edge((t, x), (t, y), weight=math.dist(x, y))
    if one not in graph or other not in graph or not nx.has_path(graph, one, other):
        return None
    return float(nx.dijkstra_path_length(graph, one, other))


def _height(tray: Any) -> float:
    return float(tray.get("elevation_m", 2.5))


def _nearest(p: Any, q: Any, point: Any) -> tuple[float, float]:
    """Nearest point of a line along an axis."""
    (x0, x1), (y0, y1) = sorted((p[0], q[0])), sorted((p[1], q[1]))
    return min(max(point[0], x0), x1), min(max(point[1], y0), y1)


def _crossing(p: Any, q: Any, r: Any, w: Any) -> tuple[float, float] | None:
    """Where two lines along different axes cross."""
    if (p[0] == q[0]) == (r[0] == w[0]):
        return None
    up, across = ((p, q), (r, w)) if p[0] == q[0] else ((r, w), (p, q))
    x, y = up[0][0], across[0][1]
    inside = min(a[0] for a in across) <= x <= max(a[0] for a in across)
    return (x, y) if inside and min(a[1] for a in up) <= y <= max(a[1] for a in up) else None
