"""The power chain as a one-line shows it: elements, buses, groups of loads, and what feeds what.

Floor-standing elements stand for themselves. What a rack holds is one load; racks (and other loads of one kind) with
the same feeds are one group, until it is opened. In a large hall, elements that are alike and feed alike are folded.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hallwright.engines.power.elements import Feed, Feeder
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.battery import Battery
from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report
from hallwright.project import Project

FOLD_FROM = 2  # like elements that are folded
UNFOLDED, FOLDED, FEEDS_FOLDED, LOOSELY_FOLDED, LOADS_GROUPED, ALL_FOLDED = FOLDINGS = tuple(range(6))
"""How much is folded: nothing; elements with the same feed that feed alike; utility feeds too; also where the number of
what they feed differs; loads of several kinds with the same feeds; every class of a side."""
LOADS, RACKS = "load", "racks"
CLASSES = {  # kinds that stand in one row
    "utility_feed": "utility", "generator": "generator", "transformer": "transformer", "switchgear": "switchgear",
    "ups": "ups", "rectifier": "ups", "transfer_switch": "transfer", "pdu": "panel", "busway": "panel",
}  # fmt: skip
BUS = "bus"


@dataclass
class Node:
    """An element, the output bus of a UPS, or a group of loads.

    Attributes
    ----------
    sort : str
        Class of its row: utility, transformer, …, bus, load, racks.
    ids, holds : tuple of str
        What it stands for, and what that carries; the bus of a UPS stands for the UPS.
    side : str
        Feed sides it can be supplied from, such as "A" or "AB".
    ups : dict of str to list of Feed
        Feeds by the node they come from.
    batteries : tuple of str
        Connected to it.
    """

    key: str
    sort: str
    ids: tuple[str, ...]
    name: str
    side: str
    ups: dict[str, list[Feed]] = field(default_factory=dict)
    batteries: tuple[str, ...] = ()
    opens: bool = False
    holds: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Things it stands for."""
        return len(self.ids)


@dataclass
class Chain:
    """Nodes by key, feeders before what they feed, and what was folded in words."""

    nodes: dict[str, Node]
    notes: tuple[str, ...] = ()

    def downs(self) -> dict[str, list[str]]:
        """What each node feeds."""
        found: dict[str, list[str]] = {key: [] for key in self.nodes}
        for node in self.nodes.values():
            for up in node.ups:
                found[up].append(node.key)
        return found


def chain(report: Report, opened: Collection[str] = (), folding: int = UNFOLDED) -> Chain:
    """The power chain of a report.

    Parameters
    ----------
    opened : collection of str
        Keys of folds and groups to show one by one.
    folding : int
        One of `FOLDINGS`.
    """
    power = report.results.power
    if power is None:
        return Chain({})
    project = report.project
    upper = _upper(power)
    feeds = [f for found in power.inputs.feeds.values() for f in found]
    elements = [f.id for f in power.net.feeders if f.id in upper]
    elements += sorted(upper - set(elements))
    fold = _folds(project, power, elements, [f for f in feeds if f.b in upper and f.a in upper], opened, folding)
    nodes: dict[str, Node] = {}
    for id in elements:
        key = fold[id]
        node = nodes.get(key)
        item = project.equipment[id]
        if node is None:
            nodes[key] = Node(key, CLASSES.get(item.kind, item.kind), (id,), item.name, _side(power, id))
        else:
            node.ids = (*node.ids, id)
            node.side = _joined(node.side, _side(power, id))
    for node in nodes.values():
        if node.count > 1:
            node.name, node.opens = _many(project, node.ids), True
    for feed in feeds:
        if feed.b in upper and feed.a in upper and fold[feed.a] != fold[feed.b]:
            nodes[fold[feed.b]].ups.setdefault(fold[feed.a], []).append(feed)
    _batteries(report, nodes, fold)
    _loads(report, power, nodes, fold, upper, feeds, opened, folding)
    _buses(nodes)
    folded = [n for n in nodes.values() if n.opens and n.sort not in (LOADS, RACKS)]
    note = f"{sum(n.count for n in folded)} elements that feed alike are drawn as {len(folded)}." if folded else ""
    return Chain(_in_order(nodes), (note,) if note else ())


def _upper(power: Power) -> set[str]:
    """Sources and floor-standing feeders, and whatever feeds these."""
    found = {i for i, n in power.inputs.nodes.items() if isinstance(n, Feeder) and n.on_floor}
    feeders: dict[str, set[str]] = defaultdict(set)
    for feeds in power.inputs.feeds.values():
        for feed in feeds:
            feeders[feed.b].add(feed.a)
    ready = list(found)
    while ready:
        for up in feeders[ready.pop()] - found:
            found.add(up)
            ready.append(up)
    return found


def _side(power: Power, id: str) -> str:
    record = power.records.get(id)
    return record.sides if isinstance(record, ElementFlow | LoadFlow) else ""


def _joined(*sides: str) -> str:
    return "".join(sorted(set("".join(sides))))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorting key in which 2 comes before 10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in re.split(r"(\d+)", text) if part
    )


def _many(project: Project, ids: Sequence[str]) -> str:
    """Name of several: the words that all their names begin with, else what they are: "6 × TX"."""
    items = [project.equipment[i] for i in ids]
    shared = items[0].name.split(" ")
    for item in items:
        words = item.name.split(" ")
        shared = [a for n, a in enumerate(shared) if words[: n + 1] == shared[: n + 1]]
    return f"{len(ids)} × {' '.join(shared) or items[0].label}"


# ---- folds ---------------------------------------------------------------------------------------------------------


def _folds(
    project: Project,
    power: Power,
    elements: Sequence[str],
    feeds: Sequence[Feed],
    opened: Collection[str],
    folding: int,
) -> dict[str, str]:
    """Key of the node that shows each element: itself, or a fold of elements that are alike and feed alike.

    Classes start from kind, product, side and what hangs below, and are split until members of a class are fed by the
    same class, and feed the same one.
    """
    alone = {i: i for i in elements}
    if folding == UNFOLDED:
        return alone
    below: dict[str, list[str]] = defaultdict(list)
    above: dict[str, list[str]] = defaultdict(list)
    for feed in feeds:
        below[feed.a].append(feed.b)
        above[feed.b].append(feed.a)
    numbers: dict[object, int] = {}

    def number(what: object) -> int:
        return numbers.setdefault(what, len(numbers))

    steps: dict[str, Counter[str]] = {}  # how often each class stands on the way from the source
    for id in elements:
        steps[id] = Counter()
        for up in above[id]:
            steps[id] |= steps.get(up, Counter())
        steps[id][CLASSES.get(project.equipment[id].kind, "")] += 1
    shape: dict[str, int] = {}
    for id in reversed(elements):
        item = project.equipment[id]
        found = [shape.get(child, -1) for child in set(below[id])]
        parts = tuple(sorted(set(found) if folding >= LOOSELY_FOLDED else found))
        sort = CLASSES.get(item.kind, item.kind)
        if folding == ALL_FOLDED:
            shape[id] = number((sort, steps[id][sort], _side(power, id)))
        else:
            shape[id] = number((sort, item.kind, item.product or _rating(item), _side(power, id), parts))
    kept = "utility_feed" if folding == FOLDED else ""
    color = {i: number(i) if project.equipment[i].kind == kept else shape[i] for i in elements}
    color = _refined(color, above, below, number, single_only=folding == ALL_FOLDED)
    members = _members(color)
    wanted = [i for ids in members.values() if f"fold {min(ids)}" in opened for i in ids]
    if wanted:  # what is opened stands alone, and so does what hangs on one of them only
        color.update((i, number(i)) for i in wanted)
        color = _refined(color, above, below, number, single_only=folding == ALL_FOLDED)
        members = _members(color)
    for ids in members.values():
        if len(ids) >= FOLD_FROM:
            alone.update(dict.fromkeys(ids, f"fold {min(ids)}"))
    return alone


def _members(color: Mapping[str, int]) -> dict[int, list[str]]:
    members: dict[int, list[str]] = defaultdict(list)
    for id, one in color.items():
        members[one].append(id)
    return members


def _refined(
    color: dict[str, int],
    above: Mapping[str, list[str]],
    below: Mapping[str, list[str]],
    number: Callable[[object], int],
    *,
    single_only: bool,
) -> dict[str, int]:
    """Split classes until members are fed by the same class (`single_only`: by the same single element), and sources
    feed the same one."""
    classes = 0
    while len(set(color.values())) > classes:
        sizes = Counter(color.values())
        classes = len(sizes)
        near = {}
        for i, own in color.items():
            ups = frozenset(color[u] for u in above.get(i, ()) if not single_only or sizes[color[u]] == 1)
            downs = frozenset(color[d] for d in below.get(i, ()) if not single_only or sizes[color[d]] == 1)
            near[i] = number((own, ups, frozenset() if above.get(i) else downs))
        sizes = Counter(near.values())
        color = {i: near[i] if sizes[near[i]] >= FOLD_FROM else number(i) for i in color}
    return color


def _rating(item: Equipment) -> tuple[object, ...]:
    return tuple(getattr(item, f, None) for f in ("rating_kva", "rating_kw", "rating_a", "voltage_v"))


# ---- batteries, loads, buses ---------------------------------------------------------------------------------------


def _batteries(report: Report, nodes: Mapping[str, Node], fold: Mapping[str, str]) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for battery in report.project.all(Battery):
        for link in report.topology.links_of(battery.id, Medium.POWER):
            for end in link.b:
                if end in fold:
                    found[fold[end]].add(battery.id)
    for key, ids in found.items():
        nodes[key].batteries = tuple(sorted(ids, key=lambda i: natural(report.project.name_of(i))))


def _loads(
    report: Report,
    power: Power,
    nodes: dict[str, Node],
    fold: Mapping[str, str],
    upper: Collection[str],
    feeds: Iterable[Feed],
    opened: Collection[str],
    folding: int,
) -> None:
    """Group what hangs on the chain: racks by their feeds, other loads by kind and feeds."""
    project = report.project
    into: dict[str, list[Feed]] = defaultdict(list)
    for feed in feeds:
        into[feed.b].append(feed)
    here: dict[str, dict[str, list[Feed]]] = defaultdict(dict)  # by what stands on the floor: feeds by node
    carried: dict[str, list[str]] = defaultdict(list)
    for id in sorted(power.inputs.nodes):
        if id in upper:
            continue
        floor = floor_of(project, id)
        carried[floor].append(id)
        for source, feed in _roots(id, into, upper):
            found = here[floor].setdefault(fold[source], [])
            if feed not in found:
                found.append(feed)
    groups: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for floor in carried:
        item = project.equipment[floor]
        what = item.kind if folding < LOADS_GROUPED else item.group
        if isinstance(item, Rack) or item.kind == "immersion_tank":
            what = RACKS
        groups[what, frozenset(here[floor])].append(floor)
    for (what, _), members in sorted(groups.items(), key=lambda g: (g[0][0], sorted(g[0][1]))):
        members.sort(key=lambda i: natural(project.name_of(i)))
        key = f"group {what} {min(members)}"
        for part, ids in _parts(project, key, what, members, opened):
            name = project.name_of(ids[0]) if len(ids) == 1 else group_name(project, what, ids)
            node = Node(
                part,
                RACKS if what == RACKS else LOADS,
                ids,
                name,
                _joined(*(_side(power, i) for floor in ids for i in carried[floor])),
                opens=len(ids) > 1,
                holds=tuple(i for floor in ids for i in carried[floor] if i != floor),
            )
            for floor in ids:
                for source, cables in here[floor].items():
                    node.ups.setdefault(source, []).extend(cables)
            nodes[node.key] = node


def _parts(
    project: Project, key: str, what: str, ids: Sequence[str], opened: Collection[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """What a group is shown as: itself; opened, its rows or kinds; and these opened, one by one."""
    if key not in opened:
        return [(key, tuple(ids))]
    parts: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        parts[row_names(project, [id])[0] if what == RACKS else project.equipment[id].kind].append(id)
    if len(parts) == 1:
        return [(f"{key} {id}", (id,)) for id in ids]
    return [
        piece
        for name, members in sorted(parts.items(), key=lambda p: natural(p[0]))
        for piece in _parts(project, f"{key} {name}", what, members, opened)
    ]


def _roots(id: str, into: Mapping[str, list[Feed]], upper: Collection[str]) -> list[tuple[str, Feed]]:
    """Elements of the chain that feed a thing, through whatever stands between, with the last feed on the way."""
    found: list[tuple[str, Feed]] = []
    ready, seen = [id], {id}
    while ready:
        for feed in into.get(ready.pop(), ()):
            if feed.a in upper:
                found.append((feed.a, feed))
            elif feed.a not in seen:
                seen.add(feed.a)
                ready.append(feed.a)
    return found


def floor_of(project: Project, id: str) -> str:
    """What stands on the floor and carries a thing, or itself."""
    seen: set[str] = set()
    while id not in seen:
        seen.add(id)
        item = project.equipment.get(id)
        carrier = None if item is None else item.carrier_id()
        if carrier is None or carrier not in project.equipment:
            return id
        id = carrier
    return id


def row_names(project: Project, ids: Iterable[str]) -> list[str]:
    """What the names of racks begin with: their rows."""
    stems = {re.sub(r"[\s\-_.]*\d+$", "", project.name_of(i)) for i in ids}
    return sorted(stems, key=natural)


def group_name(project: Project, what: str, ids: Sequence[str]) -> str:
    """Name of a group of racks, by their rows, or of other loads, by their kind."""
    if what != RACKS:
        items = [project.equipment[i] for i in ids]
        if len({i.kind for i in items}) == 1:
            return f"{len(ids)} × {items[0].label}"
        return f"{len(ids)} × {items[0].group.lower()}"
    rows = row_names(project, ids)
    racks = f"{len(ids)} racks"
    if len(rows) == 1 and rows[0] and rows[0] != Rack.label:
        return f"Row {rows[0]} · {racks}" if len(rows[0]) <= 6 else f"{rows[0]} · {racks}"
    if 1 < len(rows) <= 3 and all(len(r) <= 3 for r in rows):
        return f"Rows {', '.join(rows)} · {racks}"
    return f"{len(rows)} rows · {racks}" if len(rows) > 1 else racks


def _buses(nodes: dict[str, Node]) -> None:
    """A UPS that feeds several has a bus at its output."""
    downs: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        for up in node.ups:
            downs[up].append(node)
    for node in [n for n in nodes.values() if n.sort == "ups"]:
        if len(downs[node.key]) > 1:
            bus = Node(f"{node.key} out", BUS, node.ids, "", node.side)
            for child in downs[node.key]:
                child.ups[bus.key] = child.ups.pop(node.key)
            bus.ups[node.key] = []
            nodes[bus.key] = bus


def _in_order(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """Feeders before what they feed; members of loops as they come."""
    waiting = {key: len(node.ups) for key, node in nodes.items()}
    downs: dict[str, list[str]] = defaultdict(list)
    for node in nodes.values():
        for up in node.ups:
            downs[up].append(node.key)
    keys = sorted(nodes, key=lambda k: (natural(nodes[k].name), k))
    ready = [k for k in keys if not waiting[k]]
    found: dict[str, Node] = {}
    while len(found) < len(nodes):
        if not ready:  # a loop: break it where its name comes first
            ready = [next(k for k in keys if k not in found)]
        key = ready.pop(0)
        if key in found:
            continue
        found[key] = nodes[key]
        for down in downs[key]:
            waiting[down] -= 1
            if waiting[down] == 0 and down not in found:
                ready.append(down)
    return found


def is_alternate(feeds: Iterable[Feed]) -> bool:
    """Whether a wire goes to the alternate input of a transfer switch."""
    return any(f.alternate for f in feeds)
