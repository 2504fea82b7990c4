"""Frame-speed comparison of links with what the rules of fabrics make.

A rule's links are worked out once, with every place taken; an edit looks again at the ends of the links that changed.
From scratch, bundles that are part of what a rule makes are told at one look, and only others cable by cable.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hallwright.engines.base import Result, Step
from hallwright.engines.wiring.records import PeerRecord, Record, WiringRecord
from hallwright.equipment.base import Medium, Port
from hallwright.equipment.system import NicGroup, System
from hallwright.errors import HallwrightError
from hallwright.project import FabricRule, Link, Project

if TYPE_CHECKING:  # the generators are loaded with the first hall that has a rule
    from hallwright.fabrics.layout import Box
    from hallwright.fabrics.plan import Member

LinksOf = Callable[[str], Iterable[Link]]


@dataclass(frozen=True, eq=False)
class Book:
    """What one rule makes.

    Attributes
    ----------
    rule : FabricRule
    members : frozenset of str
        Systems of the rule.
    spec : Port or None
        Ports of every system, on which the links depend; None where systems differ.
    lower : mapping of thing to (link, place in it)
        Bundles in which it is the lower end.
    boxes : mapping of switch to Box
    left_to_hand : mapping of thing to (port group, point)
        Exceptions of the rule.
    """

    rule: FabricRule
    members: frozenset[str]
    spec: Port | None
    lower: Mapping[str, Sequence[tuple[Link, int]]]
    boxes: "Mapping[str, Box]"
    left_to_hand: Mapping[str, frozenset[tuple[str, int]]]

    def __contains__(self, id: str) -> bool:
        return id in self.lower or id in self.boxes


@dataclass(frozen=True)
class Wiring(Result):
    """Result of the wiring engine: records of systems and switches that differ, and of links of one tier by rule."""

    books: tuple[Book, ...] = ()


def inputs(step: Step) -> Project:
    """The project: rules, links, and the systems' ports."""
    return step.project


def solve(given: Project) -> Wiring:
    """All fabrics from nothing but the project."""
    books = tuple(book for rule in given.fabrics.values() if (book := _book(given, rule)) is not None)
    if not books:
        return Wiring({})
    suspects: set[str] = set()
    records: dict[str, Record] = {}
    laid: Counter[str] = Counter()
    for link in given.links.values():
        if link.medium is not Medium.FABRIC:
            continue
        whole = next((w for book in books if (w := _part_of(book, link)) is not None), None)
        if whole is None:
            suspects.update(link.a, link.b)
        else:
            laid[whole.id] += link.count
            peers = _peers(link, books)
            if peers is not None:
                records[link.id] = peers
    for book in books:
        for held in book.lower.values():
            for link, place in held:
                if link.a[place] in book.boxes and laid[link.id] < link.count:
                    suspects.add(link.a[place])
    at: dict[str, list[Link]] = defaultdict(list)
    for link in given.links.values() if suspects else ():
        for end in (*link.a, *link.b):
            if end in suspects and link.medium is Medium.FABRIC:
                at[end].append(link)
    for id in sorted(suspects):
        record = _record(id, books, lambda end: at.get(end, ()))
        if record is not None and id in given.equipment:
            records[id] = record
    return Wiring(dict(sorted(records.items())), books)


def patch(previous: Wiring, step: Step) -> Wiring:
    """Bring a result up to date; the cost follows the ends of the links that changed."""
    change, before, project = step.change, step.before, step.project
    if change is None or before is None:
        return solve(project)
    if not project.fabrics and not before.fabrics:
        return previous
    if change.fabrics or change.products or not _still(previous.books, project, change.equipment):
        fresh = solve(project)
        ids = previous.records.keys() | fresh.records.keys()
        dirty = frozenset(i for i in ids if previous.records.get(i) != fresh.records.get(i))
        return replace(fresh, dirty=dirty)
    touched = {i for i in change.equipment if any(i in book for book in previous.books)}
    for id in change.links:
        for link in (before.links.get(id), project.links.get(id)):
            if link is not None and link.medium is Medium.FABRIC:
                touched.update(link.a, link.b)
    if not touched:
        return previous
    records = dict(previous.records)
    changed: set[str] = set()
    for id in (*touched, *change.links):
        record: Record | None = None
        if id in project.equipment:
            record = _record(id, previous.books, lambda end: step.topology.links_of(end, Medium.FABRIC))
        elif id in project.links:
            record = _peers(project.links[id], previous.books)
        if record != records.get(id):
            changed.add(id)
            if record is None:
                del records[id]
            else:
                records[id] = record
    if not changed:
        return previous if previous.dirty == frozenset() else replace(previous, dirty=frozenset())
    return Wiring(dict(sorted(records.items())), previous.books, dirty=frozenset(changed))


def _specs(project: Project, rule: FabricRule) -> "list[Member] | None":
    """Members for every place: one that is free is for a system like the one before. None where there are none."""
    from hallwright.fabrics.plan import Member, member

    found: list[Member | None] = []
    last: Member | None = None
    known: dict[tuple[NicGroup, ...], Member] = {}  # like systems share theirs
    for id in rule.systems:
        item = project.equipment.get(id)
        if isinstance(item, System):
            if item.nics not in known:
                known[item.nics] = Member("all", member(item, rule.role).nic)
            last = known[item.nics]
        found.append(last)
    first = next((m for m in found if m is not None), None)
    return None if first is None else [m or first for m in found]


def _book(project: Project, rule: FabricRule) -> Book | None:
    """What a rule makes; None where it makes nothing any more."""
    from hallwright.edits.generate import links_of_plan, planned

    try:
        members = _specs(project, rule)
        if members is None:
            return None
        found = planned(rule, members, project.products)
    except HallwrightError:
        return None
    lower: dict[str, list[tuple[Link, int]]] = defaultdict(list)
    for link in links_of_plan(rule, found).values():
        for place, id in enumerate(link.a):
            lower[id].append((link, place))
    hand: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for run in rule.exceptions:
        hand[run.id].update((run.port, n) for n in range(run.first, run.first + run.count))
    boxes = {f"{rule.id}-{box.key}": box for box in found.layout.boxes}
    specs = {m.nic for n, m in enumerate(members) if n == 0 or m is not members[n - 1]}
    spec = specs.pop() if len(specs) == 1 else None
    return Book(rule, frozenset(rule.systems), spec, lower, boxes, {k: frozenset(v) for k, v in hand.items()})


def _still(books: Sequence[Book], project: Project, changed: Iterable[str]) -> bool:
    """Whether each rule makes the same as before, when these things changed."""
    if len(books) != len(project.fabrics):
        return False
    changed = frozenset(changed)
    for book in books:
        touched = changed & book.members
        if touched and book.spec is None:
            return False  # a free place takes after its neighbour
        for id in touched:
            item = project.equipment.get(id)
            if isinstance(item, System) and item.port(book.spec.name if book.spec else "") != book.spec:
                return False
        if not any(id in project.equipment for id in book.rule.systems):
            return False
    return True


def _part_of(book: Book, link: Link) -> Link | None:
    """The link of a rule of which a bundle is a part, cable by cable; None where it is not."""
    for whole, i in book.lower.get(link.a[0], ()):
        if whole.a_port != link.a_port or whole.b_port != link.b_port or whole.per_pair != link.per_pair:
            continue
        try:
            j = whole.b.index(link.b[0])
        except ValueError:
            continue
        n = link.per_pair
        if (
            whole.a[i : i + len(link.a)] == link.a
            and whole.b[j : j + len(link.b)] == link.b
            and link.a_first == whole.a_first + j * n
            and link.b_first == whole.b_first + i * n
        ):
            return whole
    return None


def _peers(link: Link, books: Sequence[Book]) -> PeerRecord | None:
    """The record of a bundle between switches of one tier that a rule makes so."""
    if link.medium is not Medium.FABRIC:
        return None
    for book in books:
        one, other = book.boxes.get(link.a[0]), book.boxes.get(link.b[0])
        if one is not None and other is not None and one.tier == other.tier and _part_of(book, link) is not None:
            return PeerRecord(book.rule.id)
    return None


def _record(id: str, books: Sequence[Book], links_of: LinksOf) -> WiringRecord | None:
    """How the links of a thing differ from what its fabric's rule makes; None where they do not."""
    for book in books:
        if id in book and (record := _difference(id, book, links_of)) is not None:
            return record
    return None


def _difference(id: str, book: Book, links_of: LinksOf) -> WiringRecord | None:
    wanted = {
        (link.a_port, point): other for link, place in book.lower.get(id, ()) for point, other in _up(link, place)
    }
    given = Counter(wanted.values())
    there: Counter[str] = Counter()
    swapped = crossed = 0
    wrong: list[str] = []
    own = book.left_to_hand.get(id, frozenset())
    for port, point, other, other_port, other_point in _ends(id, links_of(id)):
        if (port, point) in own or (other_port, other_point) in book.left_to_hand.get(other, frozenset()):
            continue
        there[other] += 1
        right = wanted.get((port, point))
        if right is None or right == other:
            continue
        box, due = book.boxes.get(other), book.boxes[right]
        if box is not None and box.plane != due.plane:
            crossed += 1
            wrong.append(other)
        elif due.tier == "leaf" and (box is None or box.tier == "leaf"):
            swapped += 1
            wrong.append(other)
    doubled = {other: n - given[other] for other, n in there.items() if other in given and n > given[other]}
    wrong.extend(doubled)
    uneven = [n for other in set(wanted.values()) if (n := there[other]) != given[other]] if id in book.boxes else []
    least = most = 0
    if uneven:
        reach = [there[other] for other in set(wanted.values())]
        least, most = min(reach), max(reach)
        wrong.extend(other for other in sorted(set(wanted.values())) if there[other] == least and least < most)
    if not (swapped or crossed or doubled or least < most):
        return None
    return WiringRecord(
        book.rule.id, swapped, crossed, sum(doubled.values()), least, most, tuple(sorted(set(wrong)))[:20]
    )


def _up(link: Link, place: int) -> Iterator[tuple[int, str]]:
    """Points of the lower end at a place of a bundle, and where they lead."""
    for j, other in enumerate(link.b):
        for p in range(link.per_pair):
            yield link.a_first + j * link.per_pair + p, other


def _ends(id: str, links: Iterable[Link]) -> Iterator[tuple[str, int, str, str, int]]:
    """Every cable at a thing: (own port group, own point, other thing, its port group, its point)."""
    for link in links:
        n = link.per_pair
        for i, a in enumerate(link.a):
            if a == id:
                for j, b in enumerate(link.b):
                    for p in range(n):
                        yield link.a_port, link.a_first + j * n + p, b, link.b_port, link.b_first + i * n + p
        for j, b in enumerate(link.b):
            if b == id:
                for i, a in enumerate(link.a):
                    for p in range(n):
                        yield link.b_port, link.b_first + i * n + p, a, link.a_port, link.a_first + j * n + p
