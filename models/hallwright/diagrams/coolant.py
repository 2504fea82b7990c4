"""The coolant view: loops laid out from the pipes: towers, plants, facility headers, CDUs and coils, rack loops, racks.

Each header is a pair of lines: supply above, return below. A rack loop owns a strip of the sheet with its CDUs above
its header and its racks below, so that no header runs through another's signs. Pipes are upright; those of upper rows
stand on other places of a fine grid than those of lower rows, so that none lies on another. Parts that no pipe joins
stand side by side, in lines where they need the width.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from hallwright.diagrams.channel import Turn, apart, levels
from hallwright.diagrams.drawing import Area, Box, Diagram, Point, Wire
from hallwright.diagrams.letters import elided, width_px
from hallwright.diagrams.loops import (
    ALL_FOLDED,
    CDU,
    COIL,
    FACILITY_LOOP,
    FOLDINGS,
    PLANT,
    RACK_LOOP,
    SYSTEMS,
    TOWER,
    Loops,
    Unit,
    loops,
)
from hallwright.diagrams.one_line import SHEET_PX
from hallwright.evaluate import Report

SUPPLY, RETURN, CONDENSER = "supply", "return", "condenser"
HEADER = "header"
TEXT_PX = 11.0
LINE_PX = 15.0
GRID_PX = 16.0  # signs of upper rows stand on its lines, those of lower rows between them, and so do their pipes
SLOT_PX = 8.0  # from the middle of a sign to its nearest pipes
GAP_PX, PARTS_PX, LINES_PX = 12.0, 48.0, 40.0
HEADER_PX = 152.0  # column of a header's words
BAND_PX = 60.0  # height of a header
SUPPLY_PX, RETURN_PX = 32.0, 52.0  # its lines below its top
LABEL_PX, COIL_LABEL_PX = 132.0, 92.0
PAD_PX, LEVEL_PX = 30.0, 10.0
SIGNS = {TOWER: (40.0, 34.0), PLANT: (40.0, 40.0), CDU: (48.0, 48.0), COIL: (40.0, 32.0)}
BOX_PX, BOX_HIGH_PX = 156.0, 54.0  # racks, doors, tanks: words inside
TAP_PX = 16.0  # between the pipe pairs of one sign
MOST_BOXES = 90  # more is folded, and what is wider than a sheet of A3 in readable type
NO_AREA = Area(0.0, 0.0, 0.0, 0.0)


@dataclass
class Place:
    """A unit on its way to a place: `x` is the middle of its sign, `left` the edge of its strip."""

    unit: Unit
    wide: float = 0.0
    left: float = 0.0
    x: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its sign."""
        wide, high = SIGNS.get(self.unit.sort, (BOX_PX, BOX_HIGH_PX))
        if self.unit.sort not in SIGNS:
            wide = max(wide, min(width_px(self.unit.name, TEXT_PX), 220.0) + 12.0)
        return max(wide, 2 * TAP_PX * len(self.unit.taps) + 8.0), high

    @property
    def label(self) -> float:
        """Width of the words beside its sign."""
        if self.unit.sort == COIL:
            return min(max(width_px(self.unit.name, TEXT_PX), COIL_LABEL_PX), LABEL_PX)
        return LABEL_PX if self.unit.sort in SIGNS else 0.0


def coolant_diagram(report: Report, opened: Collection[str] = ()) -> Diagram:
    """Lay out the coolant loops of a report, with as little folded as can be looked over.

    Parameters
    ----------
    opened : collection of str
        Keys of folds and groups to show one by one.
    """
    folding = next((f for f in FOLDINGS if _fits(_drawn(report, (), f))), ALL_FOLDED)
    return _drawn(report, opened, folding)


def _fits(drawing: Diagram) -> bool:
    return len(drawing.boxes) <= MOST_BOXES and drawing.width <= SHEET_PX


def _drawn(report: Report, opened: Collection[str], folding: int) -> Diagram:
    found = loops(report, opened, folding)
    boxes: list[Box] = []
    wires: list[Wire] = []
    x = y = high = wide = 0.0
    row = 0
    for part in found.circuits():
        layout = _Circuit(part)
        if x > 0.0 and x + layout.width > SHEET_PX:
            x, y, row = 0.0, y + high + LINES_PX, row + 10
            high = 0.0
        mine, pipes = layout.at(x, y, row)
        boxes += mine
        wires += pipes
        wide = max(wide, x + layout.width)
        high = max(high, layout.height)
        x += layout.width + PARTS_PX
    folded = [b for b in boxes if b.opens and b.sign not in (SYSTEMS, "door", HEADER)]
    notes = [f"{sum(len(b.ids) for b in folded)} units alike are drawn as {len(folded)}."] if folded else []
    if found.folded:
        notes.append(f"{sum(found.folded.values())} rack loops alike are drawn as {len(found.folded)}.")
    return Diagram(tuple(boxes), tuple(wires), (), wide, y + high if boxes else 0.0, tuple(notes))


@dataclass
class _Strip:
    """What belongs to one rack loop, or consumers without one: the upper row and the lower."""

    loop: str
    upper: list[Place] = field(default_factory=list)
    lower: list[Place] = field(default_factory=list)

    @property
    def column(self) -> float:
        """Width of the header's words."""
        return HEADER_PX + GAP_PX if self.loop else 0.0

    @property
    def wide(self) -> float:
        """All of it."""
        return self.column + max(_row_px(self.upper), _row_px(self.lower))

    def place(self, left: float) -> None:
        """Both rows in the middle of the strip."""
        room = self.wide - self.column
        for members, shift in ((self.upper, GRID_PX / 2), (self.lower, 0.0)):
            _side_by_side(members, left + self.column + (room - _row_px(members)) / 2, shift)


def _row_px(members: Sequence[Place]) -> float:
    return sum(p.wide for p in members) + GAP_PX * max(len(members) - 1, 0)


def _side_by_side(members: Sequence[Place], left: float, shift: float) -> None:
    for place in members:
        _settle(place, left, shift)
        left += place.wide + GAP_PX


def _settle(place: Place, left: float, shift: float) -> None:
    """Put a unit at a left edge, its middle on the grid."""
    place.left = left
    middle = left + place.size[0] / 2
    place.x = GRID_PX * -(-(middle - shift) // GRID_PX) + shift


class _Circuit:
    """The layout of parts that pipes join, at the origin."""

    def __init__(self, part: Loops) -> None:
        self.part = part
        self.places = {u.key: Place(u) for u in part.units}
        for place in self.places.values():
            label = 8.0 + place.label if place.label else 0.0
            stack = 6.0 if place.unit.opens else 0.0
            place.wide = place.size[0] + label + stack + GRID_PX
        piped = {h for u in part.units if u.sort != PLANT for h, _ in u.taps}
        several = {h for u in part.units if u.sort == PLANT for h, _ in u.taps if len(part.headers.get(h, ())) > 0}
        self.headers = sorted(piped | several)
        self._strips()
        self._upper_rows()
        self._heights()

    def _strips(self) -> None:
        """Strips side by side, by header: rack loops, then consumers alone."""
        order = {h: n for n, h in enumerate(self.headers)}
        strips: dict[str, _Strip] = {}
        for place in self.places.values():
            unit = place.unit
            if unit.sort in (PLANT, TOWER):
                continue
            first = min((order[h] for h, _ in unit.taps), default=len(order))
            key = f"{RACK_LOOP} {unit.loop}" if unit.loop else f"{first:04d}"
            strip = strips.setdefault(key, _Strip(unit.loop))
            (strip.lower if unit.sort == SYSTEMS else strip.upper).append(place)

        def rank(strip: _Strip) -> tuple[float, bool, str]:
            taps = [order[h] for p in strip.upper for h, _ in p.unit.taps]
            names = [p.unit.key for p in (*strip.upper, *strip.lower)]
            return (sum(taps) / len(taps) if taps else 1e9), not strip.loop, min(names)

        self.strips = sorted(strips.values(), key=rank)
        left = HEADER_PX + GAP_PX if self.headers else 0.0
        self.column = left
        for strip in self.strips:
            strip.place(left)
            left += strip.wide + GAP_PX
        self.width = max(left - GAP_PX, 0.0)

    def _upper_rows(self) -> None:
        """Plants above the middle of what hangs on their header, towers above their plants."""
        self.plants = [p for p in self.places.values() if p.unit.sort == PLANT]
        self.towers = [p for p in self.places.values() if p.unit.sort == TOWER]
        middles: dict[str, list[float]] = {}
        for strip in self.strips:
            for place in strip.upper:
                for header, _ in place.unit.taps:
                    middles.setdefault(header, []).append(place.x)
        self.plants.sort(
            key=lambda p: self.headers.index(p.unit.taps[0][0]) if p.unit.taps[0][0] in self.headers else 0
        )
        wanted = []
        for place in self.plants:
            below = middles.get(place.unit.taps[0][0], [self.width / 2])
            wanted.append((min(below) + max(below)) / 2 + place.label / 2)
        self._spread(self.plants, wanted, 0.0)
        x_of = {p.unit.key: p.x for p in self.plants}
        wanted = []
        for place in self.towers:
            below = [x_of[b] for a, b in self.part.condensers if a == place.unit.key]
            wanted.append(sum(below) / len(below) + place.label / 2 if below else self.width / 2)
        order = sorted(range(len(wanted)), key=lambda n: wanted[n])
        self.towers = [self.towers[n] for n in order]
        self._spread(self.towers, [wanted[n] for n in order], GRID_PX / 2)

    def _spread(self, members: Sequence[Place], wanted: Sequence[float], shift: float) -> None:
        """As near to the wanted places as they fit, none left of the header's words."""
        if not members:
            return
        middles = apart(wanted, [p.wide for p in members], GAP_PX)
        lefts = [m - p.wide / 2 for m, p in zip(middles, members, strict=True)]
        least = max(self.column - min(lefts), 0.0)
        for place, left in zip(members, lefts, strict=True):
            _settle(place, left + least, shift)
            self.width = max(self.width, place.left + place.wide)

    def _heights(self) -> None:
        """Heights of the rows and headers, from the top."""
        y = 0.0
        turns = [
            Turn(f"{a} → {b}", a, self.places[a].x, self.places[b].x)
            for a, b in self.part.condensers
            if a in self.places and b in self.places
        ]
        self.level = levels(turns)
        self.y_towers = y
        if self.towers:
            y += SIGNS[TOWER][1] + 3 * PAD_PX / 2 + LEVEL_PX * (max(self.level.values(), default=-1) + 1)
        self.y_plants = y
        if self.plants:
            y += 4 * LINE_PX
        self.y_headers = {h: y + BAND_PX * n for n, h in enumerate(self.headers)}
        y += BAND_PX * len(self.headers)
        self.y_upper = y + PAD_PX / 2 if self.headers else y
        if any(s.upper for s in self.strips):
            y = self.y_upper + max(BOX_HIGH_PX, 4 * LINE_PX)
        self.y_loops = y
        if any(s.loop for s in self.strips):
            y += BAND_PX + PAD_PX / 2
        self.y_lower = y
        if any(s.lower for s in self.strips):
            y += BOX_HIGH_PX
        self.height = y

    # ---- the drawing -----------------------------------------------------------------------------------------------

    def at(self, x: float, y: float, row: int) -> tuple[list[Box], list[Wire]]:
        """Boxes and wires with the origin at a point."""
        self.dx, self.dy, self.row = GRID_PX * -(-x // GRID_PX), y, row
        self.tops: dict[str, float] = {}
        boxes = [self._box(p, self.y_towers, 0) for p in self.towers]
        boxes += [self._box(p, self.y_plants, 1) for p in self.plants]
        for strip in self.strips:
            boxes += [self._box(p, self.y_upper, 3) for p in strip.upper]
            boxes += [self._box(p, self.y_lower, 5) for p in strip.lower]
        wires = self._condensers()
        for header in self.headers:
            key = f"{FACILITY_LOOP} {header}"
            boxes.append(self._header(key, 0.0, self.y_headers[header], "Facility water", 2))
            above: list[tuple[Place, tuple[float, float], tuple[str, ...]]] = [
                (p, _slots(p.unit, header), ()) for p in self.plants if p.unit.taps[0][0] == header
            ]
            below = [
                (p, _slots(p.unit, header), links)
                for s in self.strips
                for p in s.upper
                for h, links in p.unit.taps
                if h == header
            ]
            wires += self._pipes(key, 0.0, self.y_headers[header], above, below, self.part.headers.get(header, ()))
        left = self.column
        for strip in self.strips:
            if strip.loop:
                key, links = f"{RACK_LOOP} {strip.loop}", self.part.rack_loops.get(strip.loop, ())
                count = self.part.folded.get(strip.loop, 1)
                name = "Rack loop" if count == 1 else f"{count} × rack loop"
                boxes.append(self._header(key, left, self.y_loops, name, 4, opens=count > 1))
                above = [(p, (-SLOT_PX, SLOT_PX), p.unit.pipes) for p in strip.upper]
                below = [(p, (-SLOT_PX, SLOT_PX), p.unit.pipes) for p in strip.lower]
                wires += self._pipes(key, left, self.y_loops, above, below, links)
            left += strip.wide + GAP_PX
        return boxes, wires

    def _box(self, place: Place, top: float, row: int) -> Box:
        unit = place.unit
        wide, high = place.size
        x, y = place.x + self.dx, top + self.dy
        area = Area(x - wide / 2, y, wide, high)
        label = NO_AREA
        name = elided(unit.name, TEXT_PX, (place.label or wide - 8.0))
        if place.label:
            stack = 6.0 if unit.opens else 0.0
            label = Area(area.right + 8.0 + stack, y, place.label, max(high, 4 * LINE_PX - 4.0))
        self.tops[unit.key] = y
        return Box(unit.key, unit.ids, unit.sort, area, label, name, "", self.row + row, unit.opens, unit.holds)

    def _header(self, key: str, left: float, top: float, name: str, row: int, *, opens: bool = False) -> Box:
        area = Area(left + self.dx, top + self.dy, HEADER_PX, BAND_PX - 6.0)
        loop = key.partition(f"{RACK_LOOP} ")[2]
        links = self.part.rack_loops.get(loop, ()) if loop else self.part.headers.get(key.partition(" loop ")[2], ())
        return Box(key, links, HEADER, area, NO_AREA, name, "", self.row + row, opens)

    def _pipes(
        self,
        key: str,
        left: float,
        top: float,
        above: Sequence[tuple[Place, tuple[float, float], tuple[str, ...]]],
        below: Sequence[tuple[Place, tuple[float, float], tuple[str, ...]]],
        links: tuple[str, ...],
    ) -> list[Wire]:
        """The two lines of a header, and the pipes to the units above and below it, which give and take."""
        found = []
        lines = ((SUPPLY, top + self.dy + SUPPLY_PX, 0), (RETURN, top + self.dy + RETURN_PX, 1))
        for side, y, n in lines:
            far = [left + self.dx + HEADER_PX]
            for place, slots, pipes in above:
                x = place.x + self.dx + slots[n]
                far.append(x)
                foot = self.tops[place.unit.key] + place.size[1]
                found.append(_pipe(place.unit.key, key, side, pipes or links, (x, foot), (x, y), up=True))
            for place, slots, pipes in below:
                x = place.x + self.dx + slots[n]
                far.append(x)
                top_y = self.tops[place.unit.key]
                found.append(_pipe(place.unit.key, key, side, pipes, (x, top_y), (x, y), up=False))
            ends = ((left + self.dx, y), (max(far), y))
            found.append(Wire(f"{key} {side}", links, key, "", ends, side, HEADER))
        return found

    def _condensers(self) -> list[Wire]:
        found = []
        for (a, b), links in self.part.condensers.items():
            start, end = self.places[a], self.places[b]
            x0, x1 = start.x + self.dx, end.x + self.dx
            y0 = self.tops[a] + start.size[1]
            points: tuple[Point, ...] = ((x0, y0), (x1, self.tops[b]))
            if x0 != x1:
                y = (
                    max(y0, self.dy + self.y_towers + SIGNS[TOWER][1])
                    + PAD_PX / 2
                    + LEVEL_PX * self.level[f"{a} → {b}"]
                )
                points = ((x0, y0), (x0, y), (x1, y), (x1, self.tops[b]))
            found.append(Wire(f"{a} → {b}", links, a, b, points, CONDENSER, CONDENSER))
        return found


def _pipe(unit: str, header: str, side: str, links: tuple[str, ...], end: Point, tee: Point, *, up: bool) -> Wire:
    """An upright pipe between a unit and a header, in the direction of its flow; marked where it meets the header."""
    a, b = (unit, header) if up else (header, unit)
    gives = up == (side == SUPPLY)
    return Wire(f"{a} → {b} {side}", links, a, b, (end, tee) if gives else (tee, end), side, "", (tee,))


def _slots(unit: Unit, header: str) -> tuple[float, float]:
    """Where the supply and return of a header meet a sign, from its middle."""
    n = [h for h, _ in unit.taps].index(header)
    return -SLOT_PX - TAP_PX * n, SLOT_PX + TAP_PX * n


def headers_of(drawing: Diagram) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each header what gives to it, and what takes from it: identifiers with what they hold."""
    found: dict[str, tuple[list[str], list[str]]] = {b.key: ([], []) for b in drawing.boxes if b.sign == HEADER}
    for wire in drawing.wires:
        if wire.side != SUPPLY or wire.sign == HEADER:
            continue
        header, unit, n = (wire.b, wire.a, 0) if wire.b in found else (wire.a, wire.b, 1)
        box = drawing.by_key[unit]
        found[header][n].extend((*box.ids, *box.holds))
    return {key: (tuple(gives), tuple(takes)) for key, (gives, takes) in found.items()}
