"""Shortest routes along trays against plain networkx on the same floor."""

import math
import random
from itertools import pairwise

import networkx as nx
import pytest

from hallwright.cabling.trays import TrayLine, tray_graph


def line(id: str, *points: tuple[float, float], elevation_m: float = 2.5, level: str = "overhead") -> TrayLine:
    return TrayLine(id, points, elevation_m, level, 0.3)


def test_along_one_tray() -> None:
    graph = tray_graph((line("a", (0, 0), (10, 0), (10, 10)),), 1.5)
    (way,) = graph.ways((2.0, 1.0), (9.0, 6.0))
    assert way.flat_m == pytest.approx(1.0 + 8.0 + 6.0 + 1.0)
    assert graph.ways((2.0, 1.6), (9.0, 6.0)) == ()  # too far from the tray


def test_between_two_points_of_one_segment() -> None:
    (way,) = tray_graph((line("a", (0, 0), (10, 0)),), 1.5).ways((2.0, 0.0), (5.0, 0.0))
    assert way.flat_m == pytest.approx(3.0)


def test_levels_do_not_join_and_heights_are_climbed() -> None:
    across = (line("a", (0, 0), (10, 0)), line("b", (5, -5), (5, 5), elevation_m=2.8))
    (way,) = tray_graph(across, 1.5).ways((0.0, 0.0), (5.0, 5.0))
    assert way.flat_m == pytest.approx(5.0 + 0.3 + 5.0)
    assert (way.a_elevation_m, way.b_elevation_m) == (2.5, 2.8)
    apart = (across[0], line("b", (5, -5), (5, 5), elevation_m=-0.4, level="underfloor"))
    assert tray_graph(apart, 1.5).ways((0.0, 0.0), (5.0, 5.0)) == ()


def test_end_on_a_tray_joins_it() -> None:
    joined = (line("a", (0, 0), (10, 0)), line("b", (5, 0.15), (5, 5)))  # drawn to the edge, not to the middle
    assert tray_graph(joined, 1.5).ways((0.0, 0.0), (5.0, 5.0))


@pytest.mark.parametrize("seed", range(10))
def test_grid_of_trays_against_networkx(seed: int) -> None:
    rng = random.Random(seed)
    xs = sorted(rng.sample(range(0, 40, 2), 5))
    ys = sorted(rng.sample(range(0, 40, 2), 4))
    trays = [line(f"v{x}", (x, ys[0]), (x, ys[-1])) for x in xs]
    trays += [line(f"h{y}", (xs[0], y), (xs[-1], y)) for y in ys if rng.random() < 0.8]
    graph = tray_graph(tuple(trays), 0.5)
    a, b = (float(xs[0]), rng.uniform(ys[0], ys[-1])), (float(xs[-1]), rng.uniform(ys[0], ys[-1]))
    plain: nx.Graph[tuple[float, float]] = nx.Graph()
    for tray in trays:
        (x0, y0), (x1, y1) = tray.points
        stops = {(float(x0), float(y0)), (float(x1), float(y1))}
        stops |= {(float(x), float(y)) for x in xs for y in ys if x0 <= x <= x1 and y0 <= y <= y1}
        stops |= {p for p in (a, b) if x0 <= p[0] <= x1 and y0 <= p[1] <= y1}
        rising = sorted(stops)
        for p, q in pairwise(rising):
            plain.add_edge(p, q, weight=math.dist(p, q))
    ways = graph.ways(a, b)
    if not nx.has_path(plain, a, b):
        assert not any(math.isfinite(w.flat_m) for w in ways)
    else:
        assert min(w.flat_m for w in ways) == pytest.approx(nx.dijkstra_path_length(plain, a, b, "weight"))


@pytest.mark.parametrize("seed", range(20))
def test_a_path_is_as_long_as_its_way(seed: int) -> None:
    rng = random.Random(seed)
    trays = [line(f"v{x}", (x, 0), (x, 12)) for x in (0, 4, 9)]
    trays += [line(f"h{y}", (0, y), (9, y)) for y in (0, 3, 7, 12) if rng.random() < 0.8]
    graph = tray_graph(tuple(trays), 0.5)
    a, b = (rng.choice((0.3, 4.2, 8.8)), rng.uniform(0, 12)), (rng.choice((0.3, 4.2, 8.8)), rng.uniform(0, 12))
    ways = graph.ways(a, b)
    path = graph.path(a, b)
    if not ways:
        assert path == ()
        return
    assert (path[0], path[-1]) == (a, b)
    length = sum(math.dist(p, q) for p, q in pairwise(path))
    assert length == pytest.approx(min(w.flat_m for w in ways))
    for p, q in pairwise(path[1:-1]):  # along the trays, so along the axes
        assert p[0] == pytest.approx(q[0]) or p[1] == pytest.approx(q[1])


def test_a_path_in_one_tray_and_none() -> None:
    graph = tray_graph((line("a", (0, 0), (10, 0), (10, 10)),), 1.5)
    assert graph.path((2.0, 1.0), (7.0, -1.0)) == ((2.0, 1.0), (2.0, 0.0), (7.0, 0.0), (7.0, -1.0))
    assert graph.path((2.0, 1.0), (9.0, 6.0)) == ((2.0, 1.0), (2.0, 0.0), (10.0, 0.0), (10.0, 6.0), (9.0, 6.0))
    assert graph.path((2.0, 1.6), (9.0, 6.0)) == ()
