"""Balance phases: move single-phase loads between the lines of what feeds them; feeds stay as they are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations, permutations

from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.pdu import Pdu
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.transformer import Transformer
from hallwright.errors import EditRefused
from hallwright.project import Link, Project

STAR, DELTA = ("L1", "L2", "L3"), ("L1-L2", "L2-L3", "L3-L1")
WorstLine = Callable[[str, Mapping[str, float]], float]
GAIN = 1e-9  # an improvement is more than what rounding does
MOST_SWAPS = 60  # loads on one feeder among which pairs are tried


def balance(project: Project, ids: Collection[str], link_kw: Mapping[str, float], worst_line_a: WorstLine) -> Project:
    """Assign the phases of single-phase loads anew, so that no element's worst line carries more and some carry less.

    Only loads that state their phase move: the others count as spread over the three lines. A load stays on its
    feeder and outlets, and between lines or to neutral as it was.

    Parameters
    ----------
    project : Project
    ids : collection of str
        Racks, feeders or loads; only what hangs on or in them moves. Empty = everything.
    link_kw : mapping of str to float
        Power through each power link now [kW].
    worst_line_a : callable
        Current of the most loaded line of an element [A], from the single-phase power on it by phase [kW].

    Returns
    -------
    Project
        `project` itself where nothing improves.

    Raises
    ------
    EditRefused
        No load there states a phase: there is nothing to move.
    """
    project.pick(ids)
    found = _Phases(project, link_kw, worst_line_a)
    movable = [k for k in found.phase if not ids or found.belongs(k, set(ids))]
    if not movable:
        raise EditRefused("No single-phase load states its phase here: all count as balanced already.")
    found.start_afresh(movable)
    found.improve(movable)
    changed: dict[str, Link | None] = {
        k: project.links[k].model_copy(update={"phase": phase})
        for k, phase in found.phase.items()
        if phase != project.links[k].phase
    }
    return project.changed(links=changed) if changed else project


class _Phases:
    """An assignment of phases, with the load that it puts on every element up the chain."""

    def __init__(self, project: Project, link_kw: Mapping[str, float], worst_line_a: WorstLine) -> None:
        self.project, self.kw, self.measure = project, link_kw, worst_line_a
        self.phase: dict[str, str] = {}
        self.giver: dict[str, str] = {}
        self.above: dict[str, list[tuple[str, float]]] = {}
        self.into: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(project.links.values(), key=lambda k: k.id):
            if link.medium is not Medium.POWER:
                continue
            for b in link.b:
                self.into[b].append(link)
            if link.phase and len(link.a) == 1 and link_kw.get(link.id, 0.0) > 0.0:
                self.phase[link.id], self.giver[link.id] = link.phase, link.a[0]
        for giver in dict.fromkeys(self.giver.values()):
            self.above[giver] = list(self._chain(giver).items())
        self.load: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for link_id, phase in self.phase.items():
            self._put(link_id, phase, 1.0)
        self.worst = {i: self._worst(i) for i in self.load}

    def _chain(self, giver: str) -> dict[str, float]:
        """The feeder and what stands above it on the same phases, with the share of its load that flows there."""
        found: dict[str, float] = {}
        todo = [(giver, 1.0, 0)]
        while todo:
            id, share, depth = todo.pop()
            found[id] = found.get(id, 0.0) + share
            if depth > 20 or _new_phases(self.project.equipment.get(id)):
                continue
            feeds = [(k.a[0], self.kw.get(k.id, 0.0)) for k in self.into[id] if len(k.a) == 1]
            total = sum(kw for _, kw in feeds)
            todo += [(a, share * kw / total, depth + 1) for a, kw in feeds if kw > 0.0]
        return found

    def belongs(self, link_id: str, ids: Collection[str]) -> bool:
        """Whether a load hangs on, or stands in, one of these."""
        link, things = self.project.links[link_id], self.project.equipment
        ends = [*link.b, *(i for i, _ in self.above[self.giver[link_id]])]
        return any(i in ids or (i in things and things[i].carrier_id() in ids) for i in ends)

    def _put(self, link_id: str, phase: str, sign: float) -> list[str]:
        touched = []
        for id, share in self.above[self.giver[link_id]]:
            self.load[id][phase] += sign * share * self.kw[link_id]
            touched.append(id)
        return touched

    def _worst(self, id: str) -> float:
        return self.measure(id, {p: max(kw, 0.0) for p, kw in sorted(self.load[id].items()) if abs(kw) > 1e-12})

    def _assign(self, new: Mapping[str, str]) -> dict[str, float]:
        """Set phases; the worst lines of what that touches."""
        touched: dict[str, None] = {}
        for k, phase in new.items():
            self._put(k, self.phase[k], -1.0)
            touched.update(dict.fromkeys(self._put(k, phase, 1.0)))
            self.phase[k] = phase
        return {i: self._worst(i) for i in touched}

    def try_(self, new: Mapping[str, str]) -> bool:
        """Set phases where no element gets worse and one gets better; else leave all as it was."""
        moved = {k: p for k, p in new.items() if p != self.phase[k]}
        if not moved:
            return False
        old = {k: self.phase[k] for k in moved}
        worst = self._assign(moved)
        if all(a <= self.worst[i] + GAIN for i, a in worst.items()) and any(
            a < self.worst[i] - GAIN for i, a in worst.items()
        ):
            self.worst.update(worst)
            return True
        self._assign(old)
        return False

    def start_afresh(self, movable: Collection[str]) -> None:
        """The largest loads first, each to the line that it burdens least; kept where it is better than what is."""
        keep = dict(self.phase)
        for k in movable:
            self._put(k, self.phase[k], -1.0)
        fresh: dict[str, str] = {}
        for k in sorted(movable, key=lambda k: (-self.kw[k], k)):
            ranked = []
            for phase in _choices(keep[k]):
                self._put(k, phase, 1.0)
                ranked.append((tuple(self._worst(i) for i, _ in self.above[self.giver[k]]), phase))
                self._put(k, phase, -1.0)
            fresh[k] = min(ranked)[1]
            self._put(k, fresh[k], 1.0)
        for k in movable:  # back, so that the trial decides
            self._put(k, fresh[k], -1.0)
            self._put(k, keep[k], 1.0)
        self.try_(fresh)

    def improve(self, movable: Collection[str]) -> None:
        """Move, swap and turn as long as that helps."""
        by_giver: dict[str, list[str]] = defaultdict(list)
        for k in movable:
            by_giver[self.giver[k]].append(k)
        while any(self.try_(move) for group in by_giver.values() for move in self._moves(group)):
            pass

    def _moves(self, group: list[str]) -> Iterator[Mapping[str, str]]:
        for k in group:
            for phase in _choices(self.phase[k]):
                yield {k: phase}
        for one, two in combinations(group[:MOST_SWAPS], 2):
            if _choices(self.phase[one]) == _choices(self.phase[two]):
                yield {one: self.phase[two], two: self.phase[one]}
        for order in permutations(range(3)):
            turned = {}
            for k in group:
                choices = _choices(self.phase[k])
                turned[k] = choices[order[choices.index(self.phase[k])]]
            yield turned


def _choices(phase: str) -> tuple[str, ...]:
    return DELTA if "-" in phase else STAR


def _new_phases(item: Equipment | None) -> bool:
    """Whether the phases above it are others: a winding or a converter stands between."""
    if isinstance(item, Pdu):
        return item.rating_kva is not None
    return item is None or isinstance(item, Transformer) or (isinstance(item, Conductor) and item.converts)
