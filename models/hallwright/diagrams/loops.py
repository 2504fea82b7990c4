"""The coolant loops as a diagram shows them: plants and towers, consumers of facility water, CDUs, racks by row.

Read from the pipes of the project, not from who runs: a unit without power stands where it is piped. Plants piped to
one header share it; CDUs with systems in common share a rack loop.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from hallwright.diagrams.chain import FOLD_FROM, RACKS, floor_of, group_name, natural, row_names
from hallwright.engines.coolant.circuit import groups
from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.cooling_tower import CoolingTower
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack
from hallwright.equipment.rear_door import RearDoor
from hallwright.equipment.system import System
from hallwright.evaluate import Report
from hallwright.project import Project

TOWER, PLANT, CDU, COIL, DOOR, TANK, SYSTEMS = "tower", "plant", "cdu", "coil", "door", "tank", RACKS
FACILITY_LOOP, RACK_LOOP = "facility loop", "rack loop"
UNFOLDED, UNITS_FOLDED, LOOPS_FOLDED, ALL_FOLDED = FOLDINGS = tuple(range(4))
"""How much is folded: nothing; three or more units alike on the same pipes; also rack loops alike; any two units."""
FOLD_UNITS_FROM = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A thing of the loops, or several alike.

    Attributes
    ----------
    taps : tuple of (str, tuple of str)
        Headers of facility water that it hangs on, with the links; a plant's own header with none.
    loop : str
        Rack loop; "" where it has none.
    pipes : tuple of str
        Links to its rack loop.
    """

    key: str
    sort: str
    ids: tuple[str, ...]
    name: str
    taps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    loop: str = ""
    pipes: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    opens: bool = False


@dataclass
class Loops:
    """Units in the order of the sheet; condenser pipes as (tower, plant) with their links, by the keys of units.

    `headers` and `rack_loops` give the links of each; `folded` the rack loops that one stands for.
    """

    units: list[Unit] = field(default_factory=list)
    condensers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rack_loops: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folded: dict[str, int] = field(default_factory=dict)

    def circuits(self) -> list["Loops"]:
        """Parts that no pipe joins, each in a piece; by the name of their first unit."""
        edges = [(u.key, u.key) for u in self.units]
        edges += [(u.key, f"{FACILITY_LOOP} {h}") for u in self.units for h, _ in u.taps]
        edges += [(u.key, f"{RACK_LOOP} {u.loop}") for u in self.units if u.loop]
        edges += list(self.condensers)
        group_of = groups(edges)
        parts: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            parts[group_of[unit.key]].append(unit)
        found = []
        for members in parts.values():
            keys = {u.key for u in members}
            headers = {h for u in members for h, _ in u.taps}
            loops = {u.loop for u in members if u.loop}
            found.append(
                Loops(
                    members,
                    {pair: links for pair, links in self.condensers.items() if pair[0] in keys},
                    {h: links for h, links in self.headers.items() if h in headers},
                    {r: links for r, links in self.rack_loops.items() if r in loops},
                    {r: n for r, n in self.folded.items() if r in loops},
                )
            )
        return found


def loops(report: Report, opened: Collection[str] = (), folding: int = UNFOLDED) -> Loops:
    """The loops of a report.

    Parameters
    ----------
    opened : collection of str
        Keys of folds and groups to show one by one.
    folding : int
        One of `FOLDINGS`.
    """
    gathered = _Gathered(report.project, report)
    units = gathered.units()
    found = Loops(units, gathered.condensers, gathered.header_links(), gathered.loop_links())
    if folding >= LOOPS_FOLDED:
        found = _fold_loops(report.project, found, opened)
    if folding >= UNITS_FOLDED:
        found = _fold_units(report.project, found, opened, FOLD_FROM if folding == ALL_FOLDED else FOLD_UNITS_FROM)
    return _group_systems(report.project, found, opened)


def source_ids(found: Iterable[Unit], header: str) -> tuple[str, ...]:
    """Plants of a header."""
    return tuple(i for u in found if u.sort == PLANT and any(h == header for h, _ in u.taps) for i in u.ids)


class _Gathered:
    """What the pipes say."""

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.pairs: list[tuple[str, str, str]] = []  # upstream, downstream, link
        for _, link in sorted(project.links.items()):  # the order of a file is no matter
            if link.medium is Medium.COOLANT:
                for a in link.a:
                    for b in link.b:
                        if a in project.equipment and b in project.equipment:
                            self.pairs.append((a, b, link.id))
        self.plants = {i for i, e in project.equipment.items() if isinstance(e, LiquidPlant | CoolingTower)}
        self.towers = {i for i in self.plants if isinstance(project.equipment[i], CoolingTower)}
        self.plants -= self.towers
        cooling = report.results.cooling
        records = cooling.records if cooling is not None else {}
        self.wet = {i for i, r in records.items() if isinstance(r, SystemHeat) and r.needs_coolant}
        both = [(a, b) for a, b, _ in self.pairs if a in self.plants and b in self.plants]
        self.lead = groups([*((i, i) for i in self.plants), *both])
        self.condensers: dict[tuple[str, str], tuple[str, ...]] = {}
        feeds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        pipes: dict[str, list[str]] = defaultdict(list)
        edges = []
        for a, b, pipe in self.pairs:
            if a in self.towers and b in self.plants:
                self.condensers[a, b] = (*self.condensers.get((a, b), ()), pipe)
            elif a in self.plants and b not in self.plants:
                feeds[b][self.lead[a]].append(pipe)
            elif isinstance(project.equipment[a], Cdu):
                edges.append((a, b))
                pipes[a].append(pipe)
                pipes[b].append(pipe)
        self.feeds, self.pipes, self.loop_of = feeds, pipes, groups(edges)
        self.systems = {i for i in (*self.wet, *self.loop_of) if isinstance(project.equipment.get(i), System)}

    def units(self) -> list[Unit]:
        """Every unit by itself, by name."""
        found = []
        for id, item in self.project.equipment.items():
            sort = self._sort(id, item)
            if not sort:
                continue
            taps: tuple[tuple[str, tuple[str, ...]], ...] = ()
            if sort == PLANT:
                taps = ((self.lead[id], ()),)
            elif id in self.feeds:
                taps = tuple(sorted((h, tuple(dict.fromkeys(links))) for h, links in self.feeds[id].items()))
            pipes = tuple(dict.fromkeys(self.pipes.get(id, ())))
            found.append(Unit(id, sort, (id,), item.name, taps, self.loop_of.get(id, ""), pipes))
        return sorted(found, key=lambda u: (natural(u.name), u.key))

    def _sort(self, id: str, item: Equipment) -> str:
        if id in self.towers or id in self.plants:
            return TOWER if id in self.towers else PLANT
        if isinstance(item, Cdu):
            return CDU
        if isinstance(item, AirCooler):
            wet = item.needs_water() or id in self.feeds
            return "" if not wet else DOOR if isinstance(item, RearDoor) else COIL
        if isinstance(item, ImmersionTank):
            return TANK
        return SYSTEMS if id in self.systems else ""

    def header_links(self) -> dict[str, tuple[str, ...]]:
        """Links of each header, those between its plants too."""
        links: dict[str, list[str]] = {self.lead[i]: [] for i in sorted(self.plants)}
        for a, _, pipe in self.pairs:
            if a in self.plants:
                links[self.lead[a]].append(pipe)
        return {h: tuple(dict.fromkeys(found)) for h, found in links.items()}

    def loop_links(self) -> dict[str, tuple[str, ...]]:
        """Links of each rack loop."""
        links: dict[str, list[str]] = defaultdict(list)
        for a, _, pipe in self.pairs:
            if a in self.loop_of:
                links[self.loop_of[a]].append(pipe)
        return {loop: tuple(dict.fromkeys(found)) for loop, found in links.items()}


# ---- folds and groups ----------------------------------------------------------------------------------------------


def _kind_key(project: Project, unit: Unit) -> tuple[str, ...]:
    item = project.equipment[unit.ids[0]]
    rating = next((getattr(item, f) for f in ("capacity_kw", "sensible_kw") if getattr(item, f, None)), "")
    return unit.sort, item.kind, item.product or str(rating)


def _fold_loops(project: Project, found: Loops, opened: Collection[str]) -> Loops:
    """Rack loops on the same headers with the same CDUs and kinds of systems are one."""
    members: dict[str, list[Unit]] = defaultdict(list)
    for unit in found.units:
        if unit.loop:
            members[unit.loop].append(unit)
    classes: dict[object, list[str]] = defaultdict(list)
    for loop, units in members.items():
        sources = Counter((_kind_key(project, u), tuple(h for h, _ in u.taps)) for u in units if u.sort == CDU)
        kinds = frozenset(_kind_key(project, u) for u in units if u.sort != CDU)
        classes[frozenset(sources.items()), kinds].append(loop)
    lead = {}
    for same in classes.values():
        first = min(same)
        if len(same) >= FOLD_FROM and f"{RACK_LOOP} {first}" not in opened:
            lead.update(dict.fromkeys(same, first))
    links: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for loop, own in found.rack_loops.items():
        links[lead.get(loop, loop)] += own
    folded = Counter(lead.values())
    return replace(
        found,
        units=[replace(u, loop=lead.get(u.loop, u.loop)) for u in found.units],
        rack_loops=dict(links),
        folded=dict(folded),
    )


def _fold_units(project: Project, found: Loops, opened: Collection[str], least: int) -> Loops:
    """Units alike on the same pipes are one."""
    classes: dict[object, list[Unit]] = defaultdict(list)
    condensed: dict[str, set[str]] = defaultdict(set)
    for tower, plant in found.condensers:
        condensed[plant].add(tower)
        condensed[tower].add(plant)
    for unit in found.units:
        if unit.sort != SYSTEMS:
            far = frozenset(condensed.get(unit.key, ())) if unit.sort != PLANT else bool(condensed.get(unit.key))
            classes[_kind_key(project, unit), tuple(h for h, _ in unit.taps), unit.loop, far].append(unit)
    key_of: dict[str, str] = {}
    for same in classes.values():
        key = f"fold {min(u.key for u in same)}"
        if len(same) >= least and key not in opened:
            key_of.update((u.key, key) for u in same)
    units = _merged(found.units, lambda u: key_of.get(u.key, u.key), lambda us: _many(project, us))
    condensers: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for (tower, plant), links in found.condensers.items():
        condensers[key_of.get(tower, tower), key_of.get(plant, plant)] += links
    return replace(found, units=units, condensers=dict(condensers))


def _group_systems(project: Project, found: Loops, opened: Collection[str]) -> Loops:
    """Racks of a rack loop are one box for each row, until it is opened; machines on the floor stand for themselves.

    So are rear doors and tanks of a row on the same headers.
    """
    row_of: dict[str, str] = {}
    for unit in found.units:
        if unit.sort not in (SYSTEMS, DOOR):
            continue
        rack = floor_of(project, unit.ids[0])
        if unit.sort == DOOR:
            rack = getattr(project.equipment[unit.ids[0]], "rack_id", None) or rack
        row = row_names(project, [rack])[0]
        key = f"{unit.sort} {unit.loop or ' '.join(h for h, _ in unit.taps) or '-'} {row}"
        row_of[unit.key] = key if key not in opened else f"{key} {rack}"

    def grouped(units: Sequence[Unit]) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
        ids = tuple(i for u in units for i in u.ids)
        if units[0].sort == DOOR:
            if len(ids) == 1:
                return units[0].name, ids, (), False
            return f"{len(ids)} × {project.equipment[ids[0]].label}", ids, (), True
        racks = tuple(dict.fromkeys(floor_of(project, i) for i in ids))
        holds = tuple(i for i in ids if i not in racks)
        if len(racks) == 1:
            return project.name_of(racks[0]), racks, holds, False
        standing = all(isinstance(project.equipment[r], Rack) for r in racks)
        name = group_name(project, RACKS, racks) if standing else f"{len(racks)} × {project.equipment[racks[0]].label}"
        return name, racks, holds, True

    units = _merged(found.units, lambda u: row_of.get(u.key, u.key), grouped)
    return replace(found, units=units)


def _many(project: Project, units: Sequence[Unit]) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
    ids = tuple(i for u in units for i in u.ids)
    if len(units) == 1:
        return units[0].name, ids, units[0].holds, units[0].opens
    return f"{len(ids)} × {project.equipment[ids[0]].label}", ids, (), True


def _merged(
    units: Sequence[Unit],
    key_of: Callable[[Unit], str],
    name: Callable[[Sequence[Unit]], tuple[str, tuple[str, ...], tuple[str, ...], bool]],
) -> list[Unit]:
    """Units with one key as one, where the first of them stood."""
    parts: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        parts[key_of(unit)].append(unit)
    found = []
    for key, members in parts.items():
        if members[0].sort not in (SYSTEMS, DOOR) and key == members[0].key:
            found.append(members[0])
            continue
        words, ids, holds, opens = name(members)
        taps: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for unit in members:
            for header, links in unit.taps:
                taps[header] += links
        merged = tuple((h, tuple(dict.fromkeys(links))) for h, links in sorted(taps.items()))
        pipes = tuple(dict.fromkeys(p for u in members for p in u.pipes))
        first = members[0]
        found.append(Unit(key, first.sort, ids, words, merged, first.loop, pipes, holds, opens))
    return found
