"""What a diagram consists of: boxes, wires and words at places in pixels of scale 1, y down the sheet.

A layout is a pure function of a report; it knows no window. Words that change with every edit (loads, findings) are not
in it: views read them when they paint, in the room that the layout keeps free.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def meets(self, other: "Area", gap: float = 0.0) -> bool:
        """Whether two areas overlap, or come nearer than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def around(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Area(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)


@dataclass(frozen=True, slots=True)
class Box:
    """A sign that stands for one thing or for several alike.

    Attributes
    ----------
    key : str
        Name within the diagram.
    ids : tuple of str
        What it stands for: identifiers of equipment.
    sign : str
        How it is drawn.
    area : Area
        Of the sign.
    label : Area
        Room for its words; empty (width 0) where they stand in the sign.
    name : str
        Its words that do not change with the load.
    side : str
        Feed, rail or loop it belongs to.
    row : int
        Row of the diagram, counted from the top.
    opens : bool
        Stands for several that can be shown one by one.
    holds : tuple of str
        What its things carry: shown with it, not selected with it.
    """

    key: str
    ids: tuple[str, ...]
    sign: str
    area: Area
    label: Area
    name: str
    side: str = ""
    row: int = 0
    opens: bool = False
    holds: tuple[str, ...] = ()

    @property
    def whole(self) -> Area:
        """Sign and words."""
        return self.area.around(self.label) if self.label.width else self.area


@dataclass(frozen=True, slots=True)
class Wire:
    """A line between two boxes, which stands for one link or several.

    Attributes
    ----------
    points : tuple of (x, y)
        Corners from a to b.
    marks : tuple of (x, y)
        Where signs stand on it, such as breakers.
    """

    key: str
    links: tuple[str, ...]
    a: str
    b: str
    points: tuple[Point, ...]
    side: str = ""
    sign: str = ""
    marks: tuple[Point, ...] = ()

    def segments(self) -> Iterator[tuple[Point, Point]]:
        """Straight parts."""
        return pairwise(self.points)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text that belongs to no box: the title of a row.

    Attributes
    ----------
    role : str
        Role of the type scale.
    """

    area: Area
    text: str
    role: str = "caption"


@dataclass(frozen=True)
class Diagram:
    """Everything, in the order in which it is drawn."""

    boxes: tuple[Box, ...] = ()
    wires: tuple[Wire, ...] = ()
    words: tuple[Words, ...] = ()
    width: float = 0.0
    height: float = 0.0
    notes: tuple[str, ...] = field(default=())  # what was left out or folded, in words

    @cached_property
    def by_key(self) -> dict[str, Box]:
        """Boxes by key."""
        return {box.key: box for box in self.boxes}

    @cached_property
    def key_of(self) -> dict[str, str]:
        """The first box that shows a thing; the first wire that shows a link."""
        found: dict[str, str] = {}
        for box in self.boxes:
            for id in (*box.ids, *box.holds):
                found.setdefault(id, box.key)
        for wire in self.wires:
            for id in wire.links:
                found.setdefault(id, wire.key)
        return found

    @cached_property
    def beside(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """For each box those its wires come from, and those they go to; from the left."""
        above: dict[str, list[str]] = {box.key: [] for box in self.boxes}
        below: dict[str, list[str]] = {box.key: [] for box in self.boxes}
        for wire in self.wires:
            if wire.a in below and wire.b in above:
                below[wire.a].append(wire.b)
                above[wire.b].append(wire.a)

        def in_order(keys: Iterable[str]) -> tuple[str, ...]:
            return tuple(sorted(set(keys), key=lambda k: (self.by_key[k].area.middle, k)))

        return {key: (in_order(above[key]), in_order(below[key])) for key in above}


def overlaps(diagram: Diagram, gap: float = 0.0) -> list[tuple[str, str]]:
    """Pairs of signs and words that lie on each other, by key; words of rows by their text."""
    found: list[tuple[str, str]] = []
    parts = [(box.key, box.area) for box in diagram.boxes]
    parts += [(box.key, box.label) for box in diagram.boxes if box.label.width]
    parts += [(words.text, words.area) for words in diagram.words]
    parts.sort(key=lambda part: part[1].left)
    open_: list[tuple[str, Area]] = []
    for key, area in parts:
        open_ = [(k, a) for k, a in open_ if a.right + gap > area.left]
        found += [(k, key) for k, a in open_ if k != key and a.meets(area, gap)]
        open_.append((key, area))
    return found


def covered(diagram: Diagram) -> list[tuple[str, str]]:
    """Wires that run through a sign or through words, with what they run through."""
    found: list[tuple[str, str]] = []
    for wire in diagram.wires:
        for (x0, y0), (x1, y1) in wire.segments():
            line = Area(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
            for box in diagram.boxes:
                if box.key not in (wire.a, wire.b) and box.area.meets(line):
                    found.append((wire.key, box.key))
                if box.label.width and box.label.meets(line):
                    found.append((wire.key, box.key))
            found += [(wire.key, words.text) for words in diagram.words if words.area.meets(line)]
    return found


def crossings(diagram: Diagram) -> int:
    """Places where two wires that share no end cross; slanted ones count where their lines do."""
    count = 0
    lines = [(wire, a, b) for wire in diagram.wires for a, b in wire.segments()]
    flat = sorted(((w, a, b) for w, a, b in lines if a[1] == b[1]), key=lambda part: min(part[1][0], part[2][0]))
    upright = [(w, a, b) for w, a, b in lines if a[0] == b[0] and a[1] != b[1]]
    slanted = [(w, a, b) for w, a, b in lines if a[0] != b[0] and a[1] != b[1]]
    for wire, a, b in upright:
        x, low, high = a[0], min(a[1], b[1]), max(a[1], b[1])
        for other, c, d in flat:
            left, right = min(c[0], d[0]), max(c[0], d[0])
            if left >= x:
                break
            if right > x and low < c[1] < high and not {wire.a, wire.b} & {other.a, other.b}:
                count += 1
    for n, (wire, a, b) in enumerate(slanted):
        for other, c, d in (*slanted[n + 1 :], *flat, *upright):
            if not {wire.a, wire.b} & {other.a, other.b} and _cross(a, b, c, d):
                count += 1
    return count


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0.0 and turn(c, d, a) * turn(c, d, b) < 0.0
