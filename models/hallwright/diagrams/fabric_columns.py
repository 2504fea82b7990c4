"""Which devices of a fabric belong together: units of systems with their leaves, pods of units with their spines.

It follows the links alone, so it holds for fabrics made by rule and by hand. Leaves that serve the same systems make
a unit. Where a third tier stands above, units whose spines hang together make a pod. More than `MOST` side by side are
taken together in runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from hallwright.diagrams.chain import natural
from hallwright.engines.fabric.engine import Fabric
from hallwright.engines.fabric.resilience import ClassKey
from hallwright.evaluate import Report

T = TypeVar("T")
Order = tuple[tuple[int, int, str], ...]
MOST = 16  # columns side by side, and devices in one place of a row


@dataclass(frozen=True)
class Column:
    """A part of the fabric that stands side by side with others.

    Attributes
    ----------
    key : str
    name : str
        Such as "SU 3" or "Pods 1–7".
    systems, leaves, spines : tuple of str
        Everything in it; spines only where they belong to one pod or run of pods.
    children : tuple of Column
        Empty for a unit.
    """

    key: str
    name: str
    systems: tuple[str, ...]
    leaves: tuple[str, ...]
    spines: tuple[str, ...]
    children: tuple["Column", ...] = ()


@dataclass(frozen=True)
class Shape:
    """A fabric as a diagram sees it.

    Attributes
    ----------
    root : Column
        Everything that has a column.
    upper : tuple of (level, switches)
        Tiers above all columns, the highest first: 3 core, 2 spine.
    level : mapping of switch to int
        1 leaf, 2 spine, 3 core.
    """

    root: Column
    upper: tuple[tuple[int, tuple[str, ...]], ...]
    level: dict[str, int]


class _Sets:
    """Sets of things that hang together."""

    def __init__(self, things: Iterable[str]) -> None:
        self._up = {t: t for t in things}

    def find(self, thing: str) -> str:
        """What stands for the set of a thing."""
        up = self._up
        while up[thing] != thing:
            up[thing] = up[up[thing]]
            thing = up[thing]
        return thing

    def join(self, things: Sequence[str]) -> None:
        """These hang together."""
        for other in things[1:]:
            self._up[self.find(other)] = self.find(things[0])


def shape(report: Report, fabric: Fabric, name: str) -> Shape:
    """Units, pods and tiers of one fabric."""
    project = report.project
    kinds = fabric.whole.kinds
    level: dict[str, int] = {}
    for id, (owner, (_, rank, _, _, serves, _)) in kinds.items():
        if owner == name:
            level[id] = rank if rank in (1, 2, 3) else 1 if serves else 2
    by_class: dict[ClassKey, list[str]] = defaultdict(list)
    for system, keys in fabric.keys.items():
        for key in keys:
            if key[0] == name:
                by_class[key].append(system)
    units, pods = _Sets(level), _Sets(level)
    home: dict[str, str] = {}
    for shared, systems in by_class.items():
        switches = [s for s, _ in shared[1] if s in level]
        leaves = [s for s in switches if level[s] == 1]
        units.join(leaves)
        pods.join(switches)
        for system in systems:
            if switches:
                home[system] = (leaves or switches)[0]
    deep = 3 in level.values()
    for a, b in fabric.whole.trunks.values():
        if all(level.get(s) in (1, 2) for s in (*a, *b)) and {level[s] for s in (*a, *b)} == {1, 2}:
            pods.join([*a, *b])

    def order(id: str) -> Order:
        return natural(project.name_of(id))

    of_unit: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for id in sorted((s for s in level if level[s] == 1), key=order):
        of_unit[units.find(id)][0].append(id)
    for id in sorted(home, key=order):
        of_unit[units.find(home[id]) if level[home[id]] == 1 else home[id]][1].append(id)
    columns = [
        Column(f"unit {(leaves or systems)[0]}", "", tuple(systems), tuple(leaves), ())
        for leaves, systems in of_unit.values()
    ]
    columns = [_named(c, f"SU {n}" if c.systems else f"No systems {n}") for n, c in enumerate(columns, 1)]
    spines = sorted((s for s in level if level[s] == 2), key=lambda s: (fabric.whole.shape.part[s], order(s)))
    if not deep:
        return Shape(_root(_runs(columns, "SU")), _present((2, spines)), level)
    by_pod: dict[str, tuple[list[Column], list[str]]] = defaultdict(lambda: ([], []))
    for column in columns:
        by_pod[pods.find((column.leaves or (home[column.systems[0]],))[0])][0].append(column)
    for spine in sorted(spines, key=order):
        by_pod[pods.find(spine)][1].append(spine)
    found = [
        Column(f"pod {key}", f"Pod {n}", *_joined(inside), tuple(own), _runs(inside, "SU"))
        for n, (key, (inside, own)) in enumerate(by_pod.items(), 1)
    ]
    cores = sorted((s for s in level if level[s] == 3), key=order)
    if len(found) == 1:
        only = found[0]
        return Shape(_root(only.children), _present((3, cores), (2, only.spines)), level)
    return Shape(_root(_runs(found, "Pod")), _present((3, cores)), level)


def _present(*tiers: tuple[int, Sequence[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((level, tuple(ids)) for level, ids in tiers if ids)


def _named(column: Column, name: str) -> Column:
    return Column(column.key, name, column.systems, column.leaves, column.spines, column.children)


def _joined(columns: Sequence[Column]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    systems = tuple(s for c in columns for s in c.systems)
    return systems, tuple(s for c in columns for s in c.leaves)


def _root(columns: tuple[Column, ...]) -> Column:
    return Column("all", "", *_joined(columns), tuple(s for c in columns for s in c.spines), columns)


def _runs(columns: Sequence[Column], word: str) -> tuple[Column, ...]:
    """Columns, or runs of them where there are more than can stand side by side."""
    if len(columns) <= MOST:
        return tuple(columns)
    found = []
    for run in runs(columns):
        first, last = run[0].name.rpartition(" ")[2], run[-1].name.rpartition(" ")[2]
        name = run[0].name if len(run) == 1 else f"{word}s {first}–{last}"
        spines = tuple(s for c in run for s in c.spines)
        found.append(Column(f"{run[0].key} to {run[-1].key}", name, *_joined(run), spines, tuple(run)))
    return tuple(found)


def runs(things: Sequence[T], most: int = MOST) -> list[Sequence[T]]:
    """At most so many runs of things, as equal as can be."""
    count = min(most, len(things))
    edges = [round(n * len(things) / count) for n in range(count + 1)]
    return [things[a:b] for a, b in pairwise(edges)]
