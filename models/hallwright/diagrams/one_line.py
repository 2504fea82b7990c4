"""The one-line: the power chain in rows by level, feed A left and feed B right, loads at the foot.

Each side is a forest: an element stands above the middle of what it feeds, and a strip of the sheet belongs to it
alone, so that nothing lies on anything else. Wires that leave the strip (to loads with two feeds, to a second input)
turn in the gap between rows and pass rows in the lanes between the sides.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from hallwright.diagrams.chain import (
    BUS,
    FOLDINGS,
    LOADS,
    RACKS,
    UNFOLDED,
    Chain,
    Node,
    chain,
    is_alternate,
    natural,
)
from hallwright.diagrams.channel import CLEAR_PX, Turn, apart, levels
from hallwright.diagrams.drawing import Area, Box, Diagram, Point, Wire, Words
from hallwright.diagrams.letters import elided, width_px
from hallwright.evaluate import Report
from hallwright.project import Project
from hallwright.units import number_text

TEXT_PX = 11.0  # smallest type on it
CAPS = 0.727  # height of its capitals
A3_WIDE_MM, A3_HIGH_MM = 386.0, 252.0  # of a sheet of A3, within its margins and above its title block
LEAST_MM = 1.8  # smallest height of capitals that ISO 3098 has
SHEET_PX = TEXT_PX * CAPS / LEAST_MM * A3_WIDE_MM - 48.0  # wider, and the smallest type cannot be read on A3
MOST_UNFOLDED, MOST_TRIED = 60, 400  # elements; more never fit unfolded, or with little folded, so it is not tried
TITLES_PX = 124.0  # column of the row titles
LABEL_PX, LEAST_LABEL_PX, LINE_PX = 132.0, 104.0, 15.0
GAP_PX, SIDES_PX, LANE_PX, LEVEL_PX = 16.0, 40.0, 18.0, 10.0
BREAKER_PX = 19.0  # from the sign to the middle of a breaker on the wire
PAD_PX, BREAKER_PAD_PX = 16.0, 34.0
ATS = "transfer before boards"
ORDER = ("utility", "transformer", "generator", ATS, "switchgear", "ups", BUS, "transfer", "panel")
TITLES = {
    "utility": "Utility", "transformer": "Transformer", "generator": "Generator", "switchgear": "Switchgear",
    "ups": "UPS", BUS: "Critical bus", "transfer": "Transfer switch", "panel": "RPP", RACKS: "Racks", LOADS: "Loads",
}  # fmt: skip
SIZES = {  # width and height of the signs
    "utility": (20.0, 20.0), "transformer": (30.0, 46.0), "generator": (30.0, 30.0), "ups": (60.0, 44.0),
    "transfer": (34.0, 34.0), BUS: (0.0, 5.0), "switchgear": (0.0, 5.0),
}  # fmt: skip
BARS = ("switchgear", BUS)
BATTERY_PX = 46.0  # a battery at the left of a UPS
BESIDE_PX = 34.0  # from a generator's strip to the middle of the transformer beside it
BAND_PX = 46.0  # height that a row with a bus keeps for the words beside it
BRANCH_PX = 16.0  # between the branches of a panel, so that their breakers stand apart
TRANSFORMER_PX = 14.0  # sign of a transformer in a panel
STACK_PX = 6.0  # a sign of several is drawn as a stack
NO_AREA = Area(0.0, 0.0, 0.0, 0.0)
SIDE_ORDER = "ABCD"


@dataclass
class Spot:
    """A node on its way to a place: extents left and right of its middle line, its row, its children in the strip."""

    node: Node
    row: int = 0
    x: float = 0.0
    left: float = 0.0
    right: float = 0.0
    size: tuple[float, float] = (0.0, 0.0)
    words: float = 0.0  # width of its label
    block: int = 0
    children: list["Spot"] = field(default_factory=list)
    lead: list["Spot"] = field(default_factory=list)  # generators at its left, a row above
    strip: tuple[float, float] = (0.0, 0.0)
    span: tuple[float, float] = (0.0, 0.0)  # of a bar
    far: list[str] = field(default_factory=list)  # what it feeds outside its strip

    @property
    def key(self) -> str:
        """Of its node."""
        return self.node.key

    @property
    def bar(self) -> bool:
        """Drawn as a bus bar."""
        return self.node.sort in BARS


def one_line(report: Report, opened: Collection[str] = ()) -> Diagram:
    """Lay out the one-line of a report, with as little folded as a sheet of A3 allows.

    Parameters
    ----------
    opened : collection of str
        Keys of folds and groups to show one by one.
    """
    folding = _folding(report)
    found = chain(report, opened, folding)
    return Layout(report.project, found).diagram() if found.nodes else Diagram()


def _folding(report: Report) -> int:
    """The least folding with which a sheet holds the chain, all groups closed."""
    power = report.results.power
    count = 0 if power is None else len(power.net.feeders)
    for folding in FOLDINGS[:-1] if count <= MOST_TRIED else ():
        if folding == UNFOLDED and count > MOST_UNFOLDED:
            continue
        found = chain(report, (), folding)
        if not found.nodes or Layout(report.project, found).diagram().width <= SHEET_PX:
            return folding
    return FOLDINGS[-1]


class Layout:
    """One run of the layout; its steps in order."""

    def __init__(self, project: Project, found: Chain) -> None:
        self.project, self.chain = project, found
        self.spots = {key: Spot(node) for key, node in found.nodes.items()}
        self.downs = found.downs()
        self.rows: list[tuple[str, list[Spot]]] = []

    def diagram(self) -> Diagram:
        """Everything in place."""
        self._rows()
        self._sides()
        self._forest()
        self._strips()
        self._foot()
        return self._route()

    # ---- rows ------------------------------------------------------------------------------------------------------

    def _rows(self) -> None:
        """A row for each class of elements and for each time it comes again along the way from the source."""
        spots = self.spots
        nth: dict[str, dict[str, int]] = {}  # by node: how often each class stands on its way
        kinds: dict[str, tuple[str, int]] = {}
        after: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
        for key, spot in spots.items():
            way: dict[str, int] = {}
            for up in spot.node.ups:
                for sort, count in nth.get(up, {}).items():
                    way[sort] = max(way.get(sort, 0), count)
            sort = spot.node.sort
            if sort == "transfer" and not {"ups", "panel"} & way.keys():
                sort = ATS  # before the boards, not behind the UPS: a row of its own
            way[sort] = way.get(sort, 0) + 1
            nth[key], kinds[key] = way, (sort, way[sort])
            if sort in (LOADS, RACKS):
                continue
            for up in spot.node.ups:
                if up in kinds and kinds[up] != kinds[key]:
                    after[kinds[up]].add(kinds[key])
        beside = {key for key, spot in spots.items() if spot.node.sort == "generator" and self._stands_beside(key)}
        sorts = {kinds[k] for k, s in spots.items() if s.node.sort not in (LOADS, RACKS) and k not in beside}
        order = _ranked(sorts, {a: {b for b in bs if b in sorts} for a, bs in after.items() if a in sorts})
        if not order:  # a class stands above another here and below it there: rows by the way from the source instead
            for key, spot in spots.items():
                deep = max((kinds[u][1] for u in spot.node.ups if u in kinds and u in nth), default=0) + 1
                kinds[key] = spot.node.sort, deep
            sorts = {kinds[k] for k, s in spots.items() if s.node.sort not in (LOADS, RACKS) and k not in beside}
            order = sorted(sorts, key=_class_place)
        place = {kind: n for n, kind in enumerate(order)}
        for key, spot in spots.items():
            if spot.node.sort not in (LOADS, RACKS) and key not in beside:
                spot.row = place[kinds[key]]
        for key in beside:
            spots[key].row = max(0, min(spots[d].row for d in self.downs[key]) - 1)
        last = len(order)
        for spot in spots.values():
            if spot.node.sort == RACKS:
                spot.row = last
            elif spot.node.sort == LOADS:
                spot.row = max((spots[u].row for u in spot.node.ups), default=last - 1) + 1
        used = sorted({spot.row for spot in spots.values()})
        number = {row: n for n, row in enumerate(used)}
        for spot in spots.values():
            spot.row = number[spot.row]
        self.rows = [("", []) for _ in used]
        for n in range(len(used)):
            members = [s for s in spots.values() if s.row == n]
            self.rows[n] = self._title(members), members

    def _stands_beside(self, key: str) -> bool:
        """Whether a generator has room beside the transformer or feed of its board: that feeds this board alone."""
        for down in self.downs[key]:
            node = self.spots[down].node
            others = [u for u in node.ups if self.spots[u].node.sort != "generator"]
            if node.sort != "switchgear" or len(others) != 1:
                return False
            up = self.spots[others[0]].node
            if up.sort not in ("transformer", "utility") or len(self.downs[up.key]) != 1:
                return False
        return len(self.downs[key]) == 1

    def _title(self, members: Sequence[Spot]) -> str:
        """Name and voltage of a row."""
        sorts = [s.node.sort for s in members if s.node.sort not in (LOADS, "generator")] or [
            s.node.sort for s in members
        ]
        sort = max(sorted(set(sorts)), key=sorts.count)
        items = [self.project.equipment[i] for s in members if s.node.sort == sort for i in s.node.ids]
        name = TITLES.get(sort) or items[0].label
        if sort == "panel":
            names = []
            for item in items:
                word = "Busway" if item.kind == "busway" else "RPP" if getattr(item, "is_rpp", False) else "PDU"
                if word not in names:
                    names.append(word)
            name = ", ".join(sorted(names, reverse=True))
        if sort == "ups" and all(i.kind == "rectifier" for i in items):
            name = "Rectifier"
        if sort in ("utility", "switchgear", BUS):
            volts = {getattr(i, "voltage_v", None) for i in items}
            if len(volts) == 1 and (v := volts.pop()):
                name += " " + voltage_text(v)
        return name

    # ---- sides -----------------------------------------------------------------------------------------------------

    def _sides(self) -> None:
        """Blocks from the left: A, what hangs on A and B, B, and so on; what has no supply stands last."""
        sides = sorted({s.node.side for s in self.spots.values()}, key=_side_place)
        blocks = {side: n for n, side in enumerate(sides)}
        for spot in self.spots.values():
            spot.block = blocks[spot.node.side]

    # ---- strips ----------------------------------------------------------------------------------------------------

    def _forest(self) -> None:
        """Each element stands below the first of its block that feeds it; the other wires leave the strip."""
        spots = self.spots
        leads: set[str] = set()
        for spot in spots.values():
            if spot.node.sort == "generator" and self._stands_beside(spot.key):
                board = spots[self.downs[spot.key][0]]
                if board.block == spot.block and board.row == spot.row + 1:
                    board.lead.append(spot)
                    leads.add(spot.key)
        self.children_of: set[str] = set(leads)
        self.loose: list[Spot] = []
        for spot in spots.values():
            if spot.node.sort == RACKS or spot.key in leads:
                continue
            ups = [spots[u] for u in spot.node.ups if spots[u].block == spot.block and spots[u].row < spot.row]
            ups = [u for u in ups if u.key not in leads]
            first = [u for u in ups if not is_alternate(spot.node.ups[u.key])] or ups
            if first:
                parent = min(first, key=lambda u: (-u.row, natural(u.node.name), u.key))
                parent.children.append(spot)
                self.children_of.add(spot.key)
        for spot in spots.values():
            spot.children.sort(key=self._in_row)
            mine = {c.key for c in (*spot.children, *spot.lead)}
            spot.far = [d for d in self.downs[spot.key] if d not in mine]

    def _in_row(self, spot: Spot) -> tuple[object, ...]:
        """Order in a row: loads last, then the places that were chosen, then by name."""
        place = getattr(self.project.equipment[spot.node.ids[0]], "row_place", None)
        return spot.node.sort == LOADS, place is None, place or 0, natural(spot.node.name), spot.key

    def _converts(self, node: Node) -> bool:
        """Whether a panel has a transformer."""
        return any(not getattr(self.project.equipment[i], "is_rpp", True) for i in node.ids)

    def _measure(self, spot: Spot) -> None:
        """Size of the sign and extents left and right of its middle."""
        node = spot.node
        text = label_name(self.project, node)
        if node.sort in (RACKS, LOADS):
            wide = max(118.0 if node.sort == RACKS else 100.0, min(width_px(text, TEXT_PX), 190.0) + 20.0,
                       14.0 * len(node.ups) + 8.0)  # fmt: skip
            spot.size, spot.words = (wide, 42.0), 0.0
            spot.left = spot.right = wide / 2
        elif node.sort in SIZES:
            wide, high = SIZES[node.sort]
            spot.words = min(max(width_px(text, TEXT_PX), LEAST_LABEL_PX), LABEL_PX)
            spot.size = wide, high
            spot.left = wide / 2 + (BATTERY_PX if node.batteries else 0.0)
            spot.right = wide / 2 + 8.0 + spot.words + (STACK_PX if node.opens else 0.0)
            if node.sort == "generator":
                spot.left, spot.right = spot.right, spot.left
        else:  # a panel: name in the box, load below it
            sign = TRANSFORMER_PX if self._converts(node) else 0.0
            wide = max(64.0, min(width_px(text, TEXT_PX), 120.0) + 16.0 + sign, BRANCH_PX * len(spot.far) + 12.0)
            spot.size, spot.words = (wide, 32.0), max(wide, 76.0)
            spot.left = spot.right = spot.words / 2

    def _strips(self) -> None:
        """Places from left to right: blocks side by side, in each block the trees side by side."""
        for spot in self.spots.values():
            self._measure(spot)
        blocks = sorted({s.block for s in self.spots.values() if s.node.sort != RACKS})
        at = TITLES_PX
        self.lanes: dict[int, float] = {}  # left edge of the lanes at the left of each block
        many = self._lane_counts()
        for n, block in enumerate(blocks):
            if n:
                self.lanes[block] = at + SIDES_PX / 2
                at += SIDES_PX + LANE_PX * many.get(block, 0)
            roots = [s for s in self.spots.values()
                     if s.block == block and s.node.sort != RACKS and s.key not in self.children_of]  # fmt: skip
            free: dict[int, float] = {}  # loads that stand alone share the width of the block, row by row
            start = at
            for root in sorted(roots, key=lambda s: (s.node.sort == LOADS, s.row, self._in_row(s))):
                if root.node.sort != LOADS:
                    start = self._place(root, start) + GAP_PX
                else:
                    free[root.row] = self._place(root, free.get(root.row, start)) + GAP_PX
            at = max([start, *free.values()]) - GAP_PX
            for row, right in free.items():
                for root in roots:
                    if root.row == row and root.node.sort == LOADS:
                        self._shift(root, (at - right + GAP_PX) / 2)
        self.right = at

    def _lane_counts(self) -> dict[int, int]:
        """Lanes wanted at the left of each block: for wires that pass a row outside their strip."""
        found: dict[int, int] = defaultdict(int)
        for spot in self.spots.values():
            for far in spot.far:
                if self.spots[far].row > spot.row + 1:
                    found[self._lane_block(spot, self.spots[far])] += 1
        return found

    def _lane_block(self, a: Spot, b: Spot) -> int:
        """The block at whose left a wire passes rows: the gap next to its source, on the way to its target."""
        blocks = sorted({s.block for s in self.spots.values() if s.node.sort != RACKS})
        place = blocks.index(a.block)
        to_right = b.block > a.block or (b.block == a.block and place == 0)
        return blocks[min(place + 1, len(blocks) - 1)] if to_right else blocks[max(place, min(1, len(blocks) - 1))]

    def _place(self, spot: Spot, left: float) -> float:
        """Give a subtree its strip from a left edge on; returns its right edge."""
        at = left
        for lead in spot.lead:
            lead.x = at + lead.left
            lead.strip = at, lead.x + lead.right
            at += lead.left + lead.right + GAP_PX
        start = at
        extra_left, extra_right = self._ends(spot)
        if spot.bar:
            at += extra_left
        for child in spot.children:
            at = self._place(child, at) + GAP_PX
        if spot.children:
            at -= GAP_PX
            spot.x = (spot.children[0].x + spot.children[-1].x) / 2
        else:
            spot.x = at + spot.left
        near = start + BESIDE_PX - spot.x if spot.lead else 0.0
        if near > 0.0:  # what stands above its middle keeps clear of the generator
            self._shift(spot, near)
            at += near
        if spot.bar:
            inside = [c.x for c in spot.children] or [spot.x]
            low = min(*inside, spot.x - 22.0, *(lead.x for lead in spot.lead)) - 14.0 - extra_left
            high = max(*inside, spot.x + 22.0) + 14.0 + extra_right
            spot.span = low, high
            own_left, own_right = spot.x - low, high - spot.x + 8.0 + spot.words
        else:
            own_left, own_right = spot.left, spot.right
        over = start - (spot.x - own_left)
        if over > 0.0 and not (spot.bar and spot.lead):
            self._shift(spot, over)
        elif over > 0.0 and spot.lead and spot.span[0] < left:
            self._shift(spot, left - spot.span[0], lead=True)
        right = max(at + max(over, 0.0), spot.x + own_right)
        spot.strip = left, right
        return right

    def _shift(self, spot: Spot, dx: float, *, lead: bool = False) -> None:
        spot.x += dx
        spot.span = spot.span[0] + dx, spot.span[1] + dx
        spot.strip = spot.strip[0] + dx, spot.strip[1] + dx
        if lead:
            for each in spot.lead:
                self._shift(each, dx)
        for child in spot.children:
            self._shift(child, dx, lead=True)

    def _ends(self, spot: Spot) -> tuple[float, float]:
        """Room at the left and right end of a bar for wires that leave the strip or come from outside it."""
        left = sum(1 for far in spot.far if self.spots[far].block < spot.block)
        right = len(spot.far) - left
        left += len(self._outside(spot))
        return LANE_PX * left, LANE_PX * right

    def _outside(self, spot: Spot) -> list[str]:
        """What feeds it from outside its strip's way down."""
        mine = {lead.key for lead in spot.lead}
        return [u for u in spot.node.ups if u not in mine and spot not in self.spots[u].children]

    # ---- racks at the foot -----------------------------------------------------------------------------------------

    def _foot(self) -> None:
        """Groups of racks across the whole sheet, each below the middle of what feeds it."""
        racks = [s for s in self.spots.values() if s.node.sort == RACKS]
        fed = [s for s in racks if s.node.ups]
        wanted = {s.key: sum(self.spots[u].x for u in s.node.ups) / len(s.node.ups) for s in fed}
        for spot in racks:
            wanted.setdefault(spot.key, self.right)
        racks.sort(key=lambda s: (not s.node.ups, wanted[s.key], natural(s.node.name), s.key))
        xs = apart([wanted[s.key] for s in racks], [s.left + s.right for s in racks], GAP_PX + 8.0)
        shift = max(0.0, TITLES_PX - min((x - s.left for x, s in zip(xs, racks, strict=True)), default=TITLES_PX))
        for x, spot in zip(xs, racks, strict=True):
            spot.x = round(x + shift)
        self.right = max([self.right, *(s.x + s.right for s in racks)])

    # ---- wires -----------------------------------------------------------------------------------------------------

    def _route(self) -> Diagram:
        """Ports, turns in the gaps, lanes; then heights, boxes and wires."""
        ends = self._ports()
        lanes_used: dict[int, int] = defaultdict(int)
        turns: dict[int, list[Turn]] = defaultdict(list)
        lane_of: dict[tuple[str, str], float] = {}
        for (a, b), (xa, xb) in sorted(ends.items(), key=lambda e: (e[1], e[0])):
            spot, other = self.spots[a], self.spots[b]
            key = f"{a} → {b}"
            straight = other in spot.children or spot in other.lead
            if other.row - spot.row == 1 or straight:
                turns[spot.row].append(Turn(key, a, xa, xb))
            elif other.row > spot.row:
                block = self._lane_block(spot, other)
                lane = self.lanes.get(block, TITLES_PX) + LANE_PX * lanes_used[block]
                lanes_used[block] += 1
                lane_of[a, b] = lane
                turns[spot.row].append(Turn(key, a, xa, lane))
                turns[other.row - 1].append(Turn(f"{key} ·", f"{a} {b}", lane, xb))
            else:  # upwards, only within a loop: by the left edge of the sheet
                lane_of[a, b] = TITLES_PX - 14.0
                turns[spot.row].append(Turn(key, a, xa, TITLES_PX - 14.0))
        level = {row: levels(found) for row, found in turns.items()}
        tops, bottoms = self._heights({row: max(found.values(), default=-1) + 1 for row, found in level.items()})
        boxes = [self._box(s, tops, bottoms) for s in sorted(self.spots.values(), key=lambda s: (s.row, s.x, s.key))]
        by_key = {box.key: box for box in boxes}
        self.flat = {
            (row, key): bottoms[row] + self.pads[row] + LEVEL_PX * n
            for row, found in level.items()
            for key, n in found.items()
        }
        wires = []
        for (a, b), (xa, xb) in ends.items():
            wires.append(self._wire(a, b, xa, xb, by_key, lane_of.get((a, b))))
        words = []
        for n, (title, _) in enumerate(self.rows):
            text = elided(title, TEXT_PX, TITLES_PX - 24.0)
            middle = (tops[n] + bottoms[n]) / 2
            words.append(Words(Area(0.0, middle - 8.0, width_px(text, TEXT_PX), 16.0), text))
        return Diagram(
            tuple(boxes), tuple(wires), tuple(words), self.right, max(bottoms.values(), default=0.0), self.chain.notes
        )

    def _ports(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Where each wire leaves and where it arrives, from the left."""
        spots = self.spots
        outs: dict[tuple[str, str], float] = {}
        for spot in spots.values():
            far = sorted(spot.far, key=lambda d: (spots[d].x, d))
            if spot.bar:
                for child in (*spot.children,):
                    outs[spot.key, child.key] = child.x
                left = [d for d in far if spots[d].block < spot.block]
                right = [d for d in far if d not in left]
                incoming = len(self._outside(spot))
                for n, down in enumerate(left):
                    outs[spot.key, down] = spot.span[0] + 6.0 + LANE_PX * (n + incoming)
                for n, down in enumerate(reversed(right)):
                    outs[spot.key, down] = spot.span[1] - 6.0 - LANE_PX * n
            elif spot.node.sort == "panel" or spot.node.sort not in SIZES:
                step = min(BRANCH_PX, (spot.size[0] - 12.0) / max(len(far) + len(spot.children) - 1, 1))
                every = sorted((*far, *(c.key for c in spot.children)), key=lambda d: (spots[d].x, d))
                for n, down in enumerate(every):
                    outs[spot.key, down] = spot.x + (n - (len(every) - 1) / 2) * step
            else:
                for down in self.downs[spot.key]:
                    outs[spot.key, down] = spot.x
        ins: dict[tuple[str, str], float] = {}
        for spot in spots.values():
            ups = list(spot.node.ups)
            outside = sorted(self._outside(spot), key=lambda u: (outs[u, spot.key], u))
            if spot.bar:
                for lead in spot.lead:
                    ins[lead.key, spot.key] = lead.x
                for up in ups:
                    if spot in spots[up].children:
                        ins[up, spot.key] = spot.x
                for n, up in enumerate(outside):
                    ins[up, spot.key] = spot.span[0] + 6.0 + LANE_PX * n
                continue
            if len(ups) == 1:
                ins[ups[0], spot.key] = spot.x
                continue
            every = sorted(ups, key=lambda u: (outs[u, spot.key], u))
            step = min(26.0, (spot.size[0] - 12.0) / max(len(every) - 1, 1))
            for n, up in enumerate(every):
                ins[up, spot.key] = spot.x + (n - (len(every) - 1) / 2) * step
        ends = {pair: (round(outs[pair]), round(x)) for pair, x in ins.items()}
        return self._clear({pair: (float(a), float(b)) for pair, (a, b) in ends.items()})

    def _clear(self, ends: dict[tuple[str, str], tuple[float, float]]) -> dict[tuple[str, str], tuple[float, float]]:
        """Move arrivals at boxes aside where another wire leaves the row above at the same place."""
        leaving: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for (a, _), (xa, _) in ends.items():
            leaving[self.spots[a].row].append((xa, a))
        taken: dict[int, list[float]] = defaultdict(list)
        for (a, b), (xa, xb) in sorted(ends.items(), key=lambda e: (e[1][1], e[0])):
            spot = self.spots[b]
            if spot.bar or spot in self.spots[a].children or self.spots[a] in spot.lead:
                continue
            room = spot.size[0] / 2 - 5.0
            if len(spot.node.ups) == 1 and abs(xa - spot.x) <= room:
                xb = xa  # a straight way instead of a small jog
            above = leaving[spot.row - 1]
            others = [x for key, (_, x) in ends.items() if key[1] == b and key[0] != a]
            for shift in (0.0, 7.0, -7.0, 10.0, -10.0, 14.0, -14.0, 18.0, -18.0, 24.0, -24.0):
                x = xb + shift
                if abs(x - spot.x) > room and x != xb:
                    continue
                if any(abs(x - o) < CLEAR_PX for o, up in above if up != a and not (o == xa and up == a)):
                    continue
                if any(abs(x - o) < CLEAR_PX - 1.0 for o in (*taken[spot.row], *others)):
                    continue
                ends[a, b] = xa, x
                break
            taken[spot.row].append(ends[a, b][1])
        return ends

    def _heights(self, turning: dict[int, int]) -> tuple[dict[int, float], dict[int, float]]:
        """Top and bottom of each row; `pads` is what lies between a row and the first turn below it."""
        tops: dict[int, float] = {}
        bottoms: dict[int, float] = {}
        self.pads: dict[int, float] = {}
        y = 8.0
        for n, (_, members) in enumerate(self.rows):
            high = max((self._high(s) for s in members), default=0.0)
            tops[n], bottoms[n] = y, y + high
            self.pads[n] = BREAKER_PAD_PX if any(s.bar for s in members) else PAD_PX
            below = self.rows[n + 1][1] if n + 1 < len(self.rows) else []
            under = BREAKER_PAD_PX if any(s.node.sort == "switchgear" for s in below) else PAD_PX
            y = bottoms[n] + self.pads[n] + LEVEL_PX * max(turning.get(n, 0) - 1, 0) + under
        return tops, bottoms

    def _high(self, spot: Spot) -> float:
        """Height that a node takes in its row."""
        if spot.bar:
            return BAND_PX
        if spot.node.sort in SIZES:
            return max(spot.size[1], 3 * LINE_PX)
        return spot.size[1] + (0.0 if spot.node.sort in (RACKS, LOADS) else 8.0 + 1.7 * LINE_PX)

    def _box(self, spot: Spot, tops: dict[int, float], bottoms: dict[int, float]) -> Box:
        """The sign and the room for its words."""
        node, (wide, high) = spot.node, spot.size
        middle = (tops[spot.row] + bottoms[spot.row]) / 2
        three = 3 * LINE_PX
        label = NO_AREA
        if spot.bar:
            area = Area(round(spot.span[0]), round(middle) - 2.0, round(spot.span[1] - spot.span[0]), 5.0)
            label = Area(area.right + 8.0, middle - three / 2, spot.words, three)
        elif node.sort in (RACKS, LOADS):
            area = Area(round(spot.x - wide / 2), tops[spot.row], round(wide), high)
        elif node.sort in SIZES:
            area = Area(round(spot.x - wide / 2), round(middle - high / 2), wide, high)
            x = area.left - 8.0 - spot.words
            if node.sort != "generator":
                x = area.right + 8.0 + (STACK_PX if node.opens else 0.0)
            label = Area(x, middle - three / 2, spot.words, three)
        else:
            area = Area(round(spot.x - wide / 2), tops[spot.row], round(wide), high)
            label = Area(spot.x - spot.words / 2, area.bottom + 4.0, spot.words, 1.7 * LINE_PX)
        room = 120.0 if node.sort == "panel" else 190.0 if node.sort in (RACKS, LOADS) else LABEL_PX
        name = elided(label_name(self.project, node), TEXT_PX, room)
        holds = node.batteries or node.holds
        return Box(node.key, node.ids, node.sort, area, label, name, node.side, spot.row, node.opens, holds)

    def _wire(self, a: str, b: str, xa: float, xb: float, boxes: dict[str, Box], lane: float | None) -> Wire:
        """A wire with its corners and its breakers."""
        spot, other = self.spots[a], self.spots[b]
        box, target = boxes[a], boxes[b]
        feeds = other.node.ups[a]
        y0 = box.label.bottom if box.label.width and box.sign not in SIZES else box.area.bottom
        y1 = target.area.top
        key = f"{a} → {b}"
        points: list[Point] = [(xa, y0)]
        if lane is not None and other.row > spot.row:
            points += self._turned(spot.row, key, xa, lane)
            points += self._turned(other.row - 1, f"{key} ·", lane, xb)
        elif lane is not None:
            y = self.flat[spot.row, key]
            points += [(xa, y), (lane, y), (lane, y1 - 10.0), (xb, y1 - 10.0)]
        else:
            points += self._turned(spot.row, key, xa, xb)
        points.append((xb, y1))
        marks = []
        stated = any((link := self.project.links.get(f.link)) is not None and link.breaker_a for f in feeds)
        if spot.node.sort == "switchgear" or (stated and spot.row < other.row):
            marks.append((xa, y0 + BREAKER_PX))
        if other.node.sort == "switchgear":
            marks.append((xb, y1 - BREAKER_PX))
        alternate = is_alternate(feeds)
        links = tuple(dict.fromkeys(f.link for f in feeds))
        sign = "alternate" if alternate else "branch" if other.node.sort in (RACKS, LOADS) else ""
        if spot.node.sort == "generator":
            sign = "standby"
        side = spot.node.side or other.node.side
        return Wire(key, links, a, b, tuple(_simple(points)), side, sign, tuple(marks))

    def _turned(self, row: int, key: str, xa: float, xb: float) -> list[Point]:
        if xa == xb:
            return []
        y = self.flat[row, key]
        return [(xa, y), (xb, y)]


def _simple(points: Sequence[Point]) -> list[Point]:
    """Without points on a straight way and without doubles."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and (found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]):
            found[-1] = point
            continue
        found.append(point)
    return found


def _ranked(
    sorts: Collection[tuple[str, int]], after: dict[tuple[str, int], set[tuple[str, int]]]
) -> list[tuple[str, int]]:
    """Classes from the source down: each after those that feed it, else in the order of the trade. Empty where classes
    feed each other in a circle."""
    waiting = dict.fromkeys(sorts, 0)
    for found in after.values():
        for kind in found:
            waiting[kind] += 1

    order: list[tuple[str, int]] = []
    left = set(sorts)
    while left:
        ready = [k for k in left if waiting[k] == 0]
        if not ready:
            return []
        kind = min(ready, key=_class_place)
        order.append(kind)
        left.discard(kind)
        for down in after.get(kind, ()):
            waiting[down] -= 1
    return order


def _class_place(kind: tuple[str, int]) -> tuple[int, int, str]:
    sort, deep = kind
    return deep, ORDER.index(sort) if sort in ORDER else len(ORDER), sort


def _side_place(side: str) -> tuple[float, str]:
    """Order of sides on the sheet: A, then what hangs on A and B, then B …"""
    if not side:
        return float(len(SIDE_ORDER)), ""
    return sum(SIDE_ORDER.index(s) for s in side) / len(side), side


def label_name(project: Project, node: Node) -> str:
    """Words of a node that do not change with the load."""
    if node.sort == BUS:
        return ""
    if node.count > 1 or node.sort in (RACKS, LOADS):
        return node.name
    item = project.equipment[node.ids[0]]
    if node.sort == "panel":
        first, _, rest = item.name.partition(" ")
        return rest if rest and first.casefold() in ("rpp", "pdu", "busway") else item.name
    rating = next((getattr(item, f) for f in ("rating_kva",) if getattr(item, f, None)), None)
    if node.sort == "transformer" and rating:
        return f"{item.name} {number_text(rating, 0)} kVA"
    return item.name


def voltage_text(volts: float) -> str:
    """415 V, 13.8 kV."""
    return f"{volts / 1000.0:g} kV" if volts >= 1000.0 else f"{volts:g} V"
