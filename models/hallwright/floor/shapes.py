"""Plan geometry: penetration of convex shapes, points in polygons, free depth before an edge.

Points are (x, y) in metres. Nothing here knows of equipment.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1

TOUCH_M = 1e-5  # places are rounded to a micrometre; what is nearer than this touches and does not overlap


def box_of(points: Iterable[Point]) -> Box:
    """Smallest upright box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def boxes_meet(a: Box, b: Box) -> bool:
    """Whether two upright boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def grown(box: Box, by_m: float) -> Box:
    """A box moved outwards on all sides."""
    return box[0] - by_m, box[1] - by_m, box[2] + by_m, box[3] + by_m


def edges(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    """Sides of a closed polygon."""
    return pairwise((*points, points[0]))


def overlap_depth(a: Sequence[Point], b: Sequence[Point]) -> float:
    """How far two convex shapes stand in each other, by separating axes.

    Parameters
    ----------
    a, b : sequence of (x, y)
        Corners of convex polygons in order [m]; two points are a line without thickness.

    Returns
    -------
    float
        Shortest shift that parts them [m]; 0 where they are apart or only touch.

    References
    ----------
    .. [1] Gottschalk, Lin, Manocha, OBBTree (SIGGRAPH 1996), separating-axis theorem.

    Examples
    --------
    >>> overlap_depth([(0, 0), (1, 0), (1, 1), (0, 1)], [(0.75, 0), (2, 0), (2, 1), (0.75, 1)])
    0.25
    """
    depth = math.inf
    for shape in (a, b):
        sides = (
            list(edges(shape)) if len(shape) > 2 else [(shape[0], shape[1]), (shape[0], _across(shape[0], shape[1]))]
        )
        for (x0, y0), (x1, y1) in sides:
            nx, ny = y0 - y1, x1 - x0
            length = math.hypot(nx, ny)
            if length < 1e-12:
                continue
            nx, ny = nx / length, ny / length
            pa = [nx * x + ny * y for x, y in a]
            pb = [nx * x + ny * y for x, y in b]
            depth = min(depth, max(pa) - min(pb), max(pb) - min(pa))
            if depth <= TOUCH_M:
                return 0.0
    return 0.0 if math.isinf(depth) else depth


def _across(a: Point, b: Point) -> Point:
    return a[0] - (b[1] - a[1]), a[1] + (b[0] - a[0])


def inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Whether a point lies in a polygon (concave too), by crossings of a ray; its outline may go either way."""
    x, y = point
    found = False
    for (x0, y0), (x1, y1) in edges(polygon):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found


def distance_to_segment(point: Point, a: Point, b: Point) -> float:
    """Shortest distance from a point to a segment [m]."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    t = 0.0 if length2 == 0.0 else max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length2))
    return math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy)


def distance_to_outline(point: Point, polygon: Sequence[Point]) -> float:
    """Shortest distance from a point to the sides of a polygon [m]."""
    return min(distance_to_segment(point, a, b) for a, b in edges(polygon))


def reach_outside(shape: Sequence[Point], room: Sequence[Point]) -> float:
    """How far a convex shape reaches over the outline of a polygon [m]; 0 when it lies within or only touches.

    The farthest of its corners outside, or of the polygon's (inward) corners that stand in the shape.
    """
    depth = 0.0
    for corner in shape:
        if not inside(corner, room):
            depth = max(depth, distance_to_outline(corner, room))
    for corner in room:
        if inside(corner, shape):
            depth = max(depth, distance_to_outline(corner, shape))
    return depth if depth > TOUCH_M else 0.0


def area(polygon: Sequence[Point]) -> float:
    """Area of a polygon [m2]."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges(polygon))) / 2.0


def convex_parts(polygon: Sequence[Point]) -> tuple[tuple[Point, ...], ...]:
    """A polygon cut into convex pieces: itself where it is convex, else triangles (ear clipping)."""
    points = [p for p, q in edges(polygon) if p != q]
    if len(points) < 3:
        return ()
    turn = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges(points))
    if turn < 0.0:
        points.reverse()
    if all(_cross(points[i - 2], points[i - 1], points[i]) >= 0.0 for i in range(len(points))):
        return (tuple(points),)
    parts = []
    while len(points) > 3:
        for i in range(len(points)):
            a, b, c = points[i - 1], points[i], points[(i + 1) % len(points)]
            if _cross(a, b, c) > 0.0 and not any(
                inside(p, (a, b, c)) or p in (a, b, c) for p in points if p not in (a, b, c)
            ):
                parts.append((a, b, c))
                del points[i]
                break
        else:  # a polygon that crosses itself: keep what was found
            break
    if len(points) == 3:
        parts.append((points[0], points[1], points[2]))
    return tuple(parts)


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def free_depth(edge: tuple[Point, Point], shape: Sequence[Point]) -> float | None:
    """Distance at right angles from an edge to a convex shape that lies before it.

    Parameters
    ----------
    edge : two points
        The edge [m], walked so that the side looked at lies to its left when y points down
        (the front edge of a footprint from own left to own right).
    shape : sequence of (x, y)
        A convex obstacle (two points: a line) that does not overlap what the edge belongs to.

    Returns
    -------
    float or None
        Depth free before the edge, over its whole width [m]; None where the shape is beside or behind it.
    """
    (x0, y0), (x1, y1) = edge
    length = math.hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    along = [(x - x0) * ux + (y - y0) * uy for x, y in shape]
    if max(along) <= TOUCH_M or min(along) >= length - TOUCH_M:
        return None
    ahead = [(x - x0) * uy - (y - y0) * ux for x, y in shape]
    low, high = TOUCH_M, length - TOUCH_M
    found = math.inf
    count = len(shape)
    for i in range(count if count > 2 else 1):
        s0, d0, s1, d1 = along[i], ahead[i], along[(i + 1) % count], ahead[(i + 1) % count]
        if s0 > s1:
            s0, d0, s1, d1 = s1, d1, s0, d0
        if s1 < low or s0 > high:
            continue
        if low <= s0 <= high:
            found = min(found, d0)
        elif s1 > s0:
            found = min(found, d0 + (d1 - d0) * (low - s0) / (s1 - s0))
        if low <= s1 <= high:
            found = min(found, d1)
        elif s1 > s0:
            found = min(found, d0 + (d1 - d0) * (high - s0) / (s1 - s0))
    if math.isinf(found) or found < -TOUCH_M:
        return None
    return max(0.0, found)


def box_depth(edge: tuple[Point, Point], outward: Point, box: Box) -> float | None:
    """What `free_depth` gives for an upright edge and box, at a fraction of its cost: the usual case in rows.

    Parameters
    ----------
    edge : two points
        An edge along x or y [m].
    outward : (x, y)
        The way it looks; its sign along the other axis is all that counts.
    box : Box
        The obstacle.
    """
    (x0, y0), (x1, y1) = edge
    if y0 == y1:
        low, high, near, far = min(x0, x1), max(x0, x1), box[0], box[2]
        depth = box[1] - y0 if outward[1] > 0.0 else y0 - box[3]
    else:
        low, high, near, far = min(y0, y1), max(y0, y1), box[1], box[3]
        depth = box[0] - x0 if outward[0] > 0.0 else x0 - box[2]
    if far <= low + TOUCH_M or near >= high - TOUCH_M or depth < -TOUCH_M:
        return None
    return max(0.0, depth)
