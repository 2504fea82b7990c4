"""The fabric as a diagram: tiers in rows, units as blocks, each link between what is drawn as one straight line.

Everything is drawn one by one as far as a sheet `BUDGET_PX` wide holds it; beyond, devices, units and pods are taken
together in boxes with a count, which open. Loads are not part of the layout: see `fabric_loads`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hallwright.diagrams.drawing import Area, Box, Diagram, Wire, Words
from hallwright.diagrams.fabric_columns import MOST, Column, Shape, runs, shape
from hallwright.diagrams.letters import elided, width_px
from hallwright.engines.fabric.engine import Fabric
from hallwright.engines.fabric.records import LinkRecord, SystemRecord
from hallwright.evaluate import Report
from hallwright.units import number_text

BUDGET_PX = 1600.0  # drawn one by one up to this width
LEFT_PX = 96.0  # room for the names of rows
TEXT_PX = 11.0
SWITCH_HIGH, SWITCH_LEAST, SWITCH_MOST = 40.0, 28.0, 76.0
FOLDED_WIDE, FOLDED_HIGH = 86.0, 62.0
SYSTEM_WIDE, SYSTEM_HIGH, SYSTEM_GAP = 13.0, 26.0, 3.0
HEAD_HIGH, BRACKET_HIGH = 26.0, 24.0
GAP, COLUMN_GAP = 6.0, 8.0
MOST_GAP = 60.0
LEAST_PX = 640.0  # a small fabric stands in the middle of so much
LEAST_ROW_PX = 80.0
ACCESS_PX = 66.0  # between leaves and systems
MOST_SYSTEMS = 72  # of a unit, one by one
ARC_PX = 120.0  # how high links within a tier bow at most

SWITCH, SWITCHES, SYSTEM, UNIT, BLOCK, BRACKET = "switch", "switches", "system", "unit", "block", "bracket"
TRUNK, ACCESS, PEER = "trunk", "access", "peer"
SPINES_OF, LEAVES_OF = " spines", " leaves"  # what a folded column shows in the rows above its block
TRUNK_SIGNS = (TRUNK, PEER)
TITLES = {1: "Leaf", 2: "Spine", 3: "Core", 0: "Systems"}
WORDS = {1: ("leaf", "leaves"), 2: ("spine", "spines"), 3: ("core", "cores")}


@dataclass(frozen=True)
class FabricDiagram(Diagram):
    """A fabric, with what its boxes and wires stand for.

    Attributes
    ----------
    fabric : str
    frames : mapping of box to Area
        Outline of an open unit, around its head and its systems.
    places : mapping of switch to box
    cables : mapping of wire to int
    """

    fabric: str = ""
    frames: Mapping[str, Area] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    cables: Mapping[str, int] = field(default_factory=dict)


def names_of_fabrics(report: Report) -> tuple[str, ...]:
    """Fabrics that can be drawn, the one of most GPUs first, then storage, management and the rest by name."""
    fabric = report.results.fabric
    if fabric is None:
        return ()
    return tuple(sorted(fabric.fabrics, key=lambda n: (-fabric.fabrics[n].gpus, n in ("storage", "management"), n)))


def fabric_diagram(report: Report, name: str, toggled: Collection[str] = ()) -> FabricDiagram:
    """The layout of one fabric.

    Parameters
    ----------
    toggled : collection of str
        Keys of what is drawn the other way than it would by itself: open instead of as one, or as one.
    """
    fabric = report.results.fabric
    if fabric is None or name not in fabric.fabrics:
        return FabricDiagram()
    found = shape(report, fabric, name)
    best = _Sheet(report, fabric, name, found, frozenset(("all",)), toggled)
    opened = {"all"}
    row: Sequence[Column] = found.root.children
    while row:  # open level after level while there is room
        least = sum(FOLDED_WIDE + COLUMN_GAP for c in row for _ in c.children or (c,))
        trial = opened | {c.key for c in row}
        if least > BUDGET_PX:
            break
        sheet = _Sheet(report, fabric, name, found, frozenset(trial), toggled)
        if _Sheet(report, fabric, name, found, frozenset(trial), ()).wide > BUDGET_PX:
            break
        best, opened = sheet, trial
        row = [child for c in row for child in c.children]
    return best.diagram()


class _Sheet:
    """One layout, made from left to right."""

    def __init__(
        self,
        report: Report,
        fabric: Fabric,
        name: str,
        found: Shape,
        opened: frozenset[str],
        toggled: Collection[str],
    ) -> None:
        self.report, self.fabric, self.name, self.shape = report, fabric, name, found
        self.opened, self.toggled = opened, toggled
        self.boxes: list[Box] = []
        self.inner: list[Box] = []  # systems: asked before the block they stand in
        self.words: list[Words] = []
        self.frames: dict[str, Area] = {}
        self.places: dict[str, str] = {}
        self.systems: dict[str, str] = {}
        self.levels = sorted(set(found.level.values()) | {level for level, _ in found.upper}, reverse=True)
        self.short = {level: self._short_names(level) for level in self.levels}
        self.switch_wide = {level: self._switch_wide(level) for level in self.levels}
        peers = self._peer_levels()
        self.top: dict[int, float] = {}
        y = BRACKET_HIGH + 8.0 + (ARC_PX if self.levels and self.levels[0] in peers else 0.0)
        columns = max(1, len(found.root.children))
        fall = min(300.0, max(150.0, 40.0 * columns)) if columns > 1 else 170.0
        for n, level in enumerate(self.levels):
            self.top[level] = y
            y += SWITCH_HIGH + (ACCESS_PX if n == len(self.levels) - 1 else fall)
        self.top[0] = y
        self.low = y  # foot of what is drawn so far
        self.depth = self._depth(found.root)
        self.gap = COLUMN_GAP
        width = self._place(found.root, LEFT_PX)
        need = max((self._row_width(level, ids, BUDGET_PX - LEFT_PX) for level, ids in found.upper), default=0.0)
        need = max(need, LEAST_PX - LEFT_PX)
        if need > width and columns > 1:  # columns apart, as far as the row above them is wide
            self.gap += min(MOST_GAP, (need - width) / (columns - 1))
            self.boxes, self.inner, self.words = [], [], []
            width = self._place(found.root, LEFT_PX)
        if need > width:
            self._shift((need - width) / 2, 0, 0, 0)
            width = need
        for level, ids in found.upper:
            self._row_of(level, ids, LEFT_PX, BUDGET_PX - LEFT_PX, centred=width)
        self.wide = LEFT_PX + width

    # ---- columns -----------------------------------------------------------------------------------------------------

    def is_open(self, key: str) -> bool:
        """Whether a column or run is drawn one by one."""
        return (key in self.opened) != (key in self.toggled)

    def _depth(self, column: Column) -> int:
        """Levels of brackets below a column."""
        if not self.is_open(column.key) or not column.children:
            return 0
        return 1 + max(self._depth(c) for c in column.children)

    def _place(self, column: Column, x: float) -> float:
        """Draw a column from x on; returns its width."""
        if not self.is_open(column.key):
            return self._folded(column, x)
        if not column.children:
            return self._unit(column, x)
        start = len(self.boxes)
        inner, words = len(self.inner), len(self.words)
        at = x
        gap = self.gap if column.key == "all" else COLUMN_GAP
        for child in column.children:
            at += self._place(child, at) + gap
        wide = at - gap - x
        own = column.spines if any(not c.spines for c in column.children) else ()
        if own and column.key != "all":
            most = max(wide, LEAST_ROW_PX)
            need = self._row_width(2, own, most)
            if need > wide:
                self._shift((need - wide) / 2, start, inner, words)
                wide = need
            self._row_of(2, own, x, most, centred=wide)
        if column.key != "all":
            y = self._foot(column) + BRACKET_HIGH * (self._depth(column) - 1)
            text = elided(self._said(column, ", "), TEXT_PX, wide)
            self._add(
                Box(
                    column.key,
                    column.systems,
                    BRACKET,
                    Area(x, y, wide, BRACKET_HIGH - 4.0),
                    _NONE,
                    text,
                    row=9,
                    opens=True,
                )
            )
        return wide

    def _foot(self, column: Column) -> float:
        """Where brackets begin: below every block."""
        del column
        return self.top[0] + self._tallest(self.shape.root) + 10.0

    def _tallest(self, column: Column) -> float:
        if not self.is_open(column.key):
            return FOLDED_HIGH
        if column.children:
            return max(self._tallest(c) for c in column.children)
        return self._unit_high(column)

    def _unit_high(self, column: Column) -> float:
        if len(column.systems) > MOST_SYSTEMS or not column.systems:
            return FOLDED_HIGH
        rows = -(-len(column.systems) // MOST)
        return HEAD_HIGH + rows * (SYSTEM_HIGH + SYSTEM_GAP) + 6.0

    def _shift(self, by: float, start: int, inner: int, words: int) -> None:
        """Move what was drawn last to the right."""
        for boxes, first in ((self.boxes, start), (self.inner, inner)):
            for n in range(first, len(boxes)):
                box = boxes[n]
                boxes[n] = Box(box.key, box.ids, box.sign, _moved(box.area, by), _moved(box.label, by), box.name,
                               box.side, box.row, box.opens, box.holds)  # fmt: skip
                if box.key in self.frames:
                    self.frames[box.key] = _moved(self.frames[box.key], by)
        for n in range(words, len(self.words)):
            one = self.words[n]
            self.words[n] = Words(_moved(one.area, by), one.text, one.role)

    def _add(self, box: Box) -> None:
        self.boxes.append(box)
        self.low = max(self.low, box.area.bottom)

    def _folded(self, column: Column, x: float) -> float:
        """A column as one box in each row."""
        wide = FOLDED_WIDE
        if column.spines and len(self.shape.upper) < len(self.levels) - 1:
            self._switches(
                2, column.spines, Area(x, self.top[2], wide, SWITCH_HIGH), f"{column.key}{SPINES_OF}", opens=True
            )
        if column.leaves:
            self._switches(
                1, column.leaves, Area(x, self.top[1], wide, SWITCH_HIGH), f"{column.key}{LEAVES_OF}", opens=True
            )
        if column.systems:
            area = Area(x, self.top[0], wide, FOLDED_HIGH)
            self._add(Box(column.key, column.systems, BLOCK, area, _NONE, column.name, row=0, opens=True))
            self.systems.update(dict.fromkeys(column.systems, column.key))
            self._access_words(column, x, wide)
        return wide

    def _unit(self, column: Column, x: float) -> float:
        """A unit with its leaves and systems one by one."""
        count = len(column.systems)
        per_row = min(MOST, count)
        singly = 0 < count <= MOST_SYSTEMS
        head = max(self._said_width(column), FOLDED_WIDE - 14.0)
        wide = 14.0 + max(head, per_row * (SYSTEM_WIDE + SYSTEM_GAP) - SYSTEM_GAP if singly else 0.0)
        if column.leaves:
            most = max(wide, 600.0 if len(self.shape.root.children) > 1 else BUDGET_PX - LEFT_PX)
            wide = max(wide, self._row_width(1, column.leaves, most))
            self._row_of(1, column.leaves, x, most, centred=wide)
        if not count:
            return wide
        self.systems.update(dict.fromkeys(column.systems, column.key))
        if not singly:
            area = Area(x, self.top[0], wide, FOLDED_HIGH)
            self._add(Box(column.key, column.systems, BLOCK, area, _NONE, column.name, row=0))
        else:
            frame = Area(x, self.top[0], wide, self._unit_high(column))
            self.frames[column.key] = frame
            self._add(
                Box(
                    column.key,
                    column.systems,
                    UNIT,
                    Area(x, frame.top, wide, HEAD_HIGH),
                    _NONE,
                    column.name,
                    row=0,
                    opens=True,
                )
            )
            self.low = max(self.low, frame.bottom)
            room = (wide - 14.0 - per_row * (SYSTEM_WIDE + SYSTEM_GAP) + SYSTEM_GAP) / 2
            for n, id in enumerate(column.systems):
                row, place = divmod(n, per_row)
                area = Area(
                    x + 7.0 + room + place * (SYSTEM_WIDE + SYSTEM_GAP),
                    frame.top + HEAD_HIGH + row * (SYSTEM_HIGH + SYSTEM_GAP),
                    SYSTEM_WIDE,
                    SYSTEM_HIGH,
                )
                self.inner.append(Box(id, (id,), SYSTEM, area, _NONE, "", row=-1 - row))
        self._access_words(column, x, wide)
        return wide

    def _said(self, column: Column, between: str) -> str:
        return between.join((column.name, *self.counted(column.systems)))

    def _said_width(self, column: Column) -> float:
        systems, gpus = (*self.counted(column.systems), "")[:2]
        return width_px(column.name, TEXT_PX) * 1.06 + 16.0 + width_px(f"{systems} · {gpus}", TEXT_PX)

    def counted(self, systems: Iterable[str]) -> tuple[str, ...]:
        """How many systems, and how many GPUs they have."""
        return count_texts(self.fabric, tuple(systems))

    def _access_words(self, column: Column, x: float, wide: float) -> None:
        """What joins a unit with its leaves."""
        found: dict[float, int] = defaultdict(int)
        lanes: dict[str, set[object]] = defaultdict(set)
        leaves = set(column.leaves)
        for system in column.systems:
            for key in self.fabric.keys[system]:
                if key[0] == self.name:
                    for group, first, points, switch, gbps in key[2]:
                        if switch in leaves:
                            found[gbps] += points
                            lanes[switch].add((group, first, points))
        if not found:
            return
        parts = [f"{number_text(n, 0)} × {gbps:g}G" for gbps, n in sorted(found.items(), reverse=True)]
        text = " + ".join(parts[:2]) + (" …" if len(parts) > 2 else "")
        every = [next(iter(one)) for one in lanes.values() if len(one) == 1]
        if column.children == () and len(every) == len(set(every)) == len(leaves) > 1:
            longer = f"{text}, one rail per leaf"
            text = longer if width_px(longer, TEXT_PX) < wide - 8.0 else text
        text = elided(text, TEXT_PX, wide + COLUMN_GAP - 2.0)
        room = width_px(text, TEXT_PX)
        y = (self.top[1] + SWITCH_HIGH + self.top[0]) / 2 - 8.0
        self.words.append(Words(Area(x + (wide - room) / 2, y, room, 16.0), text))

    # ---- switches ----------------------------------------------------------------------------------------------------

    def _short_names(self, level: int) -> dict[str, str]:
        """Names without what all of a tier have in common, where they would not fit otherwise."""
        ids = [s for s, n in self.shape.level.items() if n == level]
        full = {s: self.report.project.name_of(s) for s in ids}
        if len(ids) < 2 or max(width_px(n, TEXT_PX) for n in full.values()) <= SWITCH_LEAST + 10.0:
            return full
        first, last = min(full.values()), max(full.values())  # what these two share, all share
        cut = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
        while cut and first[cut - 1].isalnum():
            cut -= 1  # a word stays whole
        return {s: n[cut:] or n for s, n in full.items()}

    def _switch_wide(self, level: int) -> float:
        widest = max((width_px(n, TEXT_PX) for n in self.short[level].values()), default=0.0)
        return min(SWITCH_MOST, max(SWITCH_LEAST, widest * 1.06 + 8.0))

    def _peer_levels(self) -> set[int]:
        level = self.shape.level
        found = set()
        for a, b in self.fabric.whole.trunks.values():
            found |= {level[s] for s in a if s in level} & {level[s] for s in b if s in level}
        return found

    def _row_width(self, level: int, ids: Sequence[str], most: float) -> float:
        """Width of a row: one by one where that is at most so wide, else in runs."""
        step = self.switch_wide[level] + GAP
        if len(ids) * step - GAP <= most:
            return len(ids) * step - GAP
        return sum(self._run_width(level, run) + GAP for run in self._runs(ids, most)) - GAP

    @staticmethod
    def _runs(ids: Sequence[str], most: float) -> list[Sequence[str]]:
        """As many runs as stand in a width."""
        return runs(ids, max(1, min(MOST, int((most + GAP) / (FOLDED_WIDE + GAP)))))

    def _run_width(self, level: int, run: Sequence[str]) -> float:
        if len(run) == 1:
            return self.switch_wide[level]
        if f"run {run[0]} {run[-1]}" not in self.toggled:
            return FOLDED_WIDE
        return self._row_width(level, run, MOST * (self.switch_wide[level] + GAP))

    def _row_of(self, level: int, ids: Sequence[str], x: float, most: float, *, centred: float) -> float:
        """Draw switches in their row, one by one or in runs; returns the width taken."""
        need = self._row_width(level, ids, most)
        step = self.switch_wide[level] + GAP
        if len(ids) * step - GAP <= most:
            spread = min(centred - need, (len(ids) - 1) * step * 0.6) if len(ids) > 1 and centred > need else 0.0
            wide = need + spread
            at = x + max(0.0, (centred - wide) / 2)
            extra = spread / (len(ids) - 1) if len(ids) > 1 else 0.0
            for id in ids:
                self._switches(level, (id,), Area(at, self.top[level], self.switch_wide[level], SWITCH_HIGH), id)
                at += step + extra
            return need
        at = x + max(0.0, (centred - need) / 2)
        for run in self._runs(ids, most):
            wide, key = self._run_width(level, run), f"run {run[0]} {run[-1]}"
            area = Area(at, self.top[level], wide, SWITCH_HIGH)
            if len(run) == 1:
                self._switches(level, run, area, run[0])
            elif key not in self.toggled:
                self._switches(level, run, area, key, opens=True)
            else:
                self._row_of(level, run, at, MOST * (self.switch_wide[level] + GAP), centred=wide)
                text = f"{number_text(len(run), 0)} {WORDS[level][1]}"
                head = Area(at, self.top[level] - BRACKET_HIGH, wide, BRACKET_HIGH - 4.0)
                self._add(Box(key, tuple(run), BRACKET, head, _NONE, elided(text, TEXT_PX, wide), row=9, opens=True))
            at += wide + GAP
        return need

    def _switches(self, level: int, ids: Sequence[str], area: Area, key: str, *, opens: bool = False) -> None:
        alone = len(ids) == 1
        text = self.short[level][ids[0]] if alone else f"{number_text(len(ids), 0)} {WORDS[level][1]}"
        text = elided(text, TEXT_PX * 1.06, area.width - 4.0)
        sign = SWITCH if alone else SWITCHES
        self._add(Box(key, tuple(ids), sign, area, _NONE, text, row=level, opens=opens))
        self.places.update(dict.fromkeys(ids, key))

    # ---- wires -------------------------------------------------------------------------------------------------------

    def diagram(self) -> FabricDiagram:
        """The finished layout."""
        boxes = {box.key: box for box in (*self.inner, *self.boxes)}
        cables: dict[tuple[str, str], int] = defaultdict(int)
        links: dict[tuple[str, str], list[str]] = defaultdict(list)
        beyond = 0
        for key in sorted(k for k, r in self.fabric.records.items() if isinstance(r, LinkRecord)):
            link = self.fabric.inputs.links[key]
            sides = [self._ends(side) for side in (link.a, link.b)]
            if not sides[0] or not sides[1]:
                beyond += bool(sides[0] or sides[1]) and self._is_trunk(key)
                continue
            for a, n in sides[0].items():
                for b, m in sides[1].items():
                    if a != b:
                        one, other = sorted((a, b), key=lambda k: (-boxes[k].row, boxes[k].area.left, k))
                        cables[one, other] += link.per_pair * n * m
                        links[one, other].append(key)
        wires = [self._wire(boxes[a], boxes[b], tuple(links[a, b])) for a, b in cables]
        notes = [f"{beyond} links to other fabrics are not drawn."] if beyond else []
        if any(box.sign in (SWITCHES, BLOCK) and len(box.ids) > 1 for box in self.boxes):
            notes.append("Boxes with a count stand for several: double-click to open.")
        wide = max((b.area.right for b in self.boxes), default=0.0)
        return FabricDiagram(
            (*self.inner, *self.boxes),
            tuple(wires),
            (*self._titles(), *self.words),
            max(wide, self.wide),
            self.low,
            tuple(notes),
            self.name,
            self.frames,
            self.places,
            {f"{a} – {b}": n for (a, b), n in cables.items()},
        )

    def _is_trunk(self, key: str) -> bool:
        return key in self.fabric.whole.trunks

    def _ends(self, ids: Iterable[str]) -> dict[str, int]:
        """Boxes at one side of a link, with how many of its devices are in each."""
        found: dict[str, int] = defaultdict(int)
        for id in ids:
            box = self.places.get(id) or self.systems.get(id)
            if box is not None:
                found[box] += 1
        return found

    def _wire(self, a: Box, b: Box, links: tuple[str, ...]) -> Wire:
        """A straight line between two tiers; an arc within one; from a leaf straight down to its own unit."""
        key = f"{a.key} – {b.key}"
        (ax, _), (bx, _) = a.area.middle, b.area.middle
        if a.row == b.row:
            y = a.area.top
            high = min(ARC_PX, 14.0 + abs(bx - ax) * 0.25)
            points = tuple((ax + (bx - ax) * t / 8, y - high * 4 * (t / 8) * (1 - t / 8)) for t in range(9))
            return Wire(key, links, a.key, b.key, points, sign=PEER)
        if b.row == 0:
            straight = b.area.left <= ax <= b.area.right and a.row == 1
            return Wire(
                key, links, a.key, b.key, ((ax, a.area.bottom), (ax if straight else bx, b.area.top)), sign=ACCESS
            )
        return Wire(key, links, a.key, b.key, ((ax, a.area.bottom), (bx, b.area.top)), sign=TRUNK)

    def _titles(self) -> list[Words]:
        """Names of the rows at their left."""
        found = []
        totals: dict[int, int] = defaultdict(int)
        for level in self.shape.level.values():
            totals[level] += 1
        for level in self.levels:
            count = number_text(totals[level], 0)
            texts = [TITLES[level], f"{count} {'switch' if totals[level] == 1 else 'switches'}"]
            for n, text in enumerate(texts):
                found.append(Words(Area(0.0, self.top[level] + 4.0 + 16.0 * n, width_px(text, TEXT_PX), 15.0), text))
        for n, text in enumerate(
            ("Systems", *self.counted(self.shape.root.systems)) if self.shape.root.systems else ()
        ):
            text = elided(text, TEXT_PX, LEFT_PX - 6.0)
            found.append(Words(Area(0.0, self.top[0] + 6.0 + 16.0 * n, width_px(text, TEXT_PX), 15.0), text))
        return found


_NONE = Area(0.0, 0.0, 0.0, 0.0)


def _moved(area: Area, by: float) -> Area:
    return Area(area.left + by, area.top, area.width, area.height) if area.width else area


def count_texts(fabric: Fabric, systems: Sequence[str]) -> tuple[str, ...]:
    """ "32 systems" and, where they have any, "256 GPUs"."""
    gpus = sum(r.gpus for s in systems if isinstance(r := fabric.records.get(s), SystemRecord))
    first = f"{number_text(len(systems), 0)} {'system' if len(systems) == 1 else 'systems'}"
    return (first, f"{number_text(gpus, 0)} {'GPU' if gpus == 1 else 'GPUs'}") if gpus else (first,)
