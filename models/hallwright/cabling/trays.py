"""Shortest routes along cable trays.

Trays are lines on the plan. Where two trays of one level touch or cross, a cable can change over (it climbs the
difference in height); a riser joins trays of either level. A cable enters each tray at the tray's nearest point to its
rack, if that is near enough.
"""

import heapq
import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise

from hallwright.equipment.base import Point

TOUCH_M = 0.05  # drawing tolerance on top of the trays' half widths
RISER = "riser"  # level of a tray that joins those overhead and those below the floor
MEMO_MAX = 200_000  # routes remembered before the memory is emptied


@dataclass(frozen=True, slots=True)
class TrayLine:
    """What routing needs of a tray."""

    id: str
    points: tuple[Point, ...]
    elevation_m: float
    level: str
    width_m: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a tray, from (x, y) along the unit vector (ux, uy)."""

    tray: int
    x: float
    y: float
    ux: float
    uy: float
    length: float

    def along(self, point: Point) -> float:
        """Distance from its start to its point nearest to another."""
        t = (point[0] - self.x) * self.ux + (point[1] - self.y) * self.uy
        return min(max(t, 0.0), self.length)

    def at(self, t: float) -> Point:
        """Its point at a distance from the start."""
        return self.x + t * self.ux, self.y + t * self.uy


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a cable from a place enters a tray: how far away, and at which distance along which segment."""

    away_m: float
    segment: int
    along_m: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight piece of a way: of which segment, from and to which distance along it (from <= to)."""

    segment: int
    from_m: float
    to_m: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two places: heights of the trays entered at both ends [m], and length between them [m]."""

    a_elevation_m: float
    b_elevation_m: float
    flat_m: float


Heights = tuple[float, ...]  # of the devices at one place [m]


@dataclass(frozen=True, slots=True)
class Span:
    """Ordered lengths of the cables between two places [m], and their largest difference in height [m]."""

    longest_m: float
    shortest_m: float
    total_m: float
    rise_m: float
    by_tray: bool = True


@dataclass
class TrayGraph:
    """The trays of a hall as a graph; it remembers answers, which depend on nothing but the trays."""

    trays: tuple[TrayLine, ...]
    entry_max_m: float
    segments: list[Segment] = field(default_factory=list)
    stops: list[list[tuple[float, int]]] = field(default_factory=list)  # by segment: (along, node), rising
    edges: list[list[tuple[int, float]]] = field(default_factory=list)
    # by length settings, then by both places and the heights there; filled by `lengths`
    spans: dict[object, dict[tuple[Point, Point, Heights, Heights], Span]] = field(default_factory=dict)
    # pieces by both places and heights; filled by the tray engine
    memo: dict[tuple[Point, Point, float, float], tuple[tuple[tuple[str, int], float, float], ...]] = field(
        default_factory=dict
    )
    names: list[tuple[str, int]] = field(default_factory=list)  # by segment: (tray, place in it from 0)
    homes: list[tuple[int, float]] = field(default_factory=list)  # by node: (segment, along)
    _trays_along: dict[tuple[Point, Point, float, float], tuple[str, ...]] = field(default_factory=dict)
    _entries: dict[Point, tuple[Entry, ...]] = field(default_factory=dict)
    _from_node: dict[int, list[float]] = field(default_factory=dict)
    _ways: dict[tuple[Point, Point], tuple[Way, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, tray in enumerate(self.trays):
            for place, ((x0, y0), (x1, y1)) in enumerate(pairwise(tray.points)):
                length = math.hypot(x1 - x0, y1 - y0)
                if length > 0.0:
                    self.names.append((tray.id, place))
                    self.segments.append(Segment(index, x0, y0, (x1 - x0) / length, (y1 - y0) / length, length))
        cuts: list[dict[float, int]] = [{} for _ in self.segments]

        def node(segment: int, along: float) -> int:
            key = round(along, 6)
            if key not in cuts[segment]:
                cuts[segment][key] = len(self.edges)
                self.edges.append([])
                self.homes.append((segment, key))
            return cuts[segment][key]

        for index, segment in enumerate(self.segments):
            node(index, 0.0)
            node(index, segment.length)
        for one, two in combinations(range(len(self.segments)), 2):
            for s, t, gap in self._joints(one, two):
                self._join(node(one, s), node(two, t), gap)
        for stops in cuts:
            rising = sorted(stops.items())
            self.stops.append(rising)
            for (s, u), (t, v) in pairwise(rising):
                self._join(u, v, t - s)

    def _join(self, u: int, v: int, length: float) -> None:
        self.edges[u].append((v, length))
        self.edges[v].append((u, length))

    def _joints(self, one: int, two: int) -> list[tuple[float, float, float]]:
        """Where a cable can change between two segments: (along the one, along the other, length between)."""
        p, q = self.segments[one], self.segments[two]
        first, second = self.trays[p.tray], self.trays[q.tray]
        if first.level != second.level and RISER not in (first.level, second.level):
            return []
        if p.tray == q.tray and abs(one - two) == 1:
            return [(p.length, 0.0, 0.0)]  # neighbours on one line (one < two) share a corner
        near = TOUCH_M + max(first.width_m, second.width_m) / 2 if p.tray != q.tray else TOUCH_M
        (px, py), (qx, qy) = p.at(p.length), q.at(q.length)
        if (
            max(p.x, px) + near < min(q.x, qx)
            or max(q.x, qx) + near < min(p.x, px)
            or max(p.y, py) + near < min(q.y, qy)
            or max(q.y, qy) + near < min(p.y, py)
        ):
            return []
        climb = abs(first.elevation_m - second.elevation_m)
        cross = p.ux * q.uy - p.uy * q.ux
        if abs(cross) > 1e-9:
            dx, dy = q.x - p.x, q.y - p.y
            s, t = (dx * q.uy - dy * q.ux) / cross, (dx * p.uy - dy * p.ux) / cross
            if 0.0 <= s <= p.length and 0.0 <= t <= q.length:
                return [(s, t, climb)]
        found = []
        for t in (0.0, q.length):
            s = p.along(q.at(t))
            gap = math.dist(p.at(s), q.at(t))
            if gap <= near:
                found.append((s, t, gap + climb))
        for s in (0.0, p.length):
            t = q.along(p.at(s))
            gap = math.dist(p.at(s), q.at(t))
            if gap <= near:
                found.append((s, t, gap + climb))
        return found

    def entries(self, place: Point) -> tuple[Entry, ...]:
        """Nearest point of each tray within reach of a place."""
        found = self._entries.get(place)
        if found is None:
            best: dict[int, Entry] = {}
            for index, segment in enumerate(self.segments):
                along = segment.along(place)
                away = math.dist(segment.at(along), place)
                if away <= self.entry_max_m and (segment.tray not in best or away < best[segment.tray].away_m):
                    best[segment.tray] = Entry(away, index, along)
            found = self._entries[place] = tuple(best.values())
            if len(self._entries) > MEMO_MAX:
                self._entries.clear()
        return found

    def ways(self, a: Point, b: Point) -> tuple[Way, ...]:
        """Ways between two places, the shortest for each pair of tray heights; none where no tray leads."""
        key = (a, b)
        found = self._ways.get(key)
        if found is None:
            best: dict[tuple[float, float], float] = {}
            for start in self.entries(a):
                for end in self.entries(b):
                    length = start.away_m + self._between(start, end) + end.away_m
                    heights = (self._elevation(start), self._elevation(end))
                    if length < best.get(heights, math.inf):
                        best[heights] = length
            found = tuple(Way(up, down, flat) for (up, down), flat in sorted(best.items()))
            if len(self._ways) > MEMO_MAX:
                self._ways.clear()
            self._ways[key] = found
        return found

    def path(self, a: Point, b: Point, a_height_m: float = 0.0, b_height_m: float = 0.0) -> tuple[Point, ...]:
        """Corners of the shortest way between two places on the plan, with both; empty where no tray leads.

        Of ways by trays of several heights it is the one that `lengths` measures for these device heights.
        """
        ends = self._best(a, b, a_height_m, b_height_m)
        if ends is None:
            return ()
        found = [a]
        for segment, along in self._stations(*ends):
            point = self.segments[segment].at(along)
            if math.dist(point, found[-1]) > 1e-9:
                found.append(point)
        if math.dist(b, found[-1]) > 1e-9:
            found.append(b)
        return tuple(found)

    def pieces(self, a: Point, b: Point, a_height_m: float, b_height_m: float) -> tuple[Piece, ...]:
        """The straight pieces of that way which lie in trays, in order; none where no tray leads."""
        ends = self._best(a, b, a_height_m, b_height_m)
        if ends is None:
            return ()
        found: list[Piece] = []
        for (one, s), (two, t) in pairwise(self._stations(*ends)):
            if one == two:
                found.append(Piece(one, min(s, t), max(s, t)))
        return tuple(found) or (Piece(ends[0].segment, ends[0].along_m, ends[0].along_m),)

    def trays_along(self, a: Point, b: Point, a_height_m: float, b_height_m: float) -> tuple[str, ...]:
        """The trays of that way, in order; none where no tray leads."""
        if len(self.ways(a, b)) == 1:  # heights matter only where ways of several heights lead there
            a_height_m = b_height_m = 0.0
        key = a, b, a_height_m, b_height_m
        known = self._trays_along.get(key)
        if known is None:
            found: list[str] = []
            for piece in self.pieces(*key):
                tray = self.trays[self.segments[piece.segment].tray].id
                if tray not in found[-1:]:
                    found.append(tray)
            if len(self._trays_along) > MEMO_MAX:
                self._trays_along.clear()
            known = self._trays_along[key] = tuple(found)
        return known

    def _best(self, a: Point, b: Point, a_height_m: float, b_height_m: float) -> tuple[Entry, Entry] | None:
        """Where the shortest cable between things at these heights enters and leaves."""
        best: tuple[float, Entry, Entry] | None = None
        for start in self.entries(a):
            for end in self.entries(b):
                run = start.away_m + self._between(start, end) + end.away_m
                run += abs(self._elevation(start) - a_height_m) + abs(self._elevation(end) - b_height_m)
                if run < math.inf and (best is None or run < best[0]):
                    best = run, start, end
        return None if best is None else best[1:]

    def _stations(self, start: Entry, end: Entry) -> list[tuple[int, float]]:
        """Entry, nodes passed and exit of the shortest way: (segment, along)."""
        between = [self.homes[node] for node in self._nodes_between(start, end)]
        return [(start.segment, start.along_m), *between, (end.segment, end.along_m)]

    def _nodes_between(self, start: Entry, end: Entry) -> list[int]:
        """Nodes passed on the shortest way from one entry to another."""
        whole = self._between(start, end)
        if start.segment == end.segment and abs(start.along_m - end.along_m) <= whole + 1e-9:
            return []
        ways = (
            (to_u + self._rows(u)[v] + from_v, u, v)
            for u, to_u in self._beside(start)
            for v, from_v in self._beside(end)
        )
        _, source, node = min(ways)
        row, back = self._rows(source), [node]
        while node != source:  # from the far end back along edges that the shortest way may have taken
            nearer = [w for w, length in self.edges[node] if row[w] + length <= row[node] + 1e-9 and w not in back]
            node = min(nearer, key=row.__getitem__)
            back.append(node)
        return back[::-1]

    def _elevation(self, entry: Entry) -> float:
        return self.trays[self.segments[entry.segment].tray].elevation_m

    def _between(self, start: Entry, end: Entry) -> float:
        best = math.inf
        if start.segment == end.segment:
            best = abs(start.along_m - end.along_m)
        for u, to_u in self._beside(start):
            row = self._rows(u)
            for v, from_v in self._beside(end):
                best = min(best, to_u + row[v] + from_v)
        return best

    def _beside(self, entry: Entry) -> list[tuple[int, float]]:
        """The nodes on both sides of an entry, with the way to each."""
        before: tuple[float, int] | None = None
        for stop in self.stops[entry.segment]:
            if stop[0] >= entry.along_m:
                found = [(stop[1], stop[0] - entry.along_m)]
                if before is not None:
                    found.append((before[1], entry.along_m - before[0]))
                return found
            before = stop
        assert before is not None
        return [(before[1], entry.along_m - before[0])]

    def _rows(self, source: int) -> list[float]:
        """Dijkstra from a node, once."""
        row = self._from_node.get(source)
        if row is None:
            row = [math.inf] * len(self.edges)
            row[source] = 0.0
            heap = [(0.0, source)]
            while heap:
                distance, node = heapq.heappop(heap)
                if distance > row[node]:
                    continue
                for other, length in self.edges[node]:
                    reach = distance + length
                    if reach < row[other]:
                        row[other] = reach
                        heapq.heappush(heap, (reach, other))
            self._from_node[source] = row
        return row


@lru_cache(maxsize=64)
def tray_graph(trays: tuple[TrayLine, ...], entry_max_m: float) -> TrayGraph:
    """The graph of these trays; asked again for the same trays, it is the same one with all it remembers."""
    return TrayGraph(trays, entry_max_m)
