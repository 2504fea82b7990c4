"""The one networkx multigraph: nodes are equipment, edges are links, each with its medium.

The graph stands at one project at a time and is moved from one to another by what differs between them, in either
direction (edit, undo, preview and back). Results and workers hold records and arrays, never the graph.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

import networkx as nx

from hallwright.equipment.base import Equipment, Medium
from hallwright.project import Change, Link, Project

E = TypeVar("E", bound=Equipment)

_NONE: frozenset[str] = frozenset()


class Topology:
    """Graph and indexes of one project.

    Attributes
    ----------
    graph : networkx.MultiDiGraph
        An edge for every pair of things that a link joins, from a to b, keyed by the link's identifier, with
        attributes ``medium`` and ``link``.
    project : Project
        Where it stands.
    """

    def __init__(self, project: Project) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.project = project
        self._inside: dict[str, set[str]] = defaultdict(set)
        self._of_class: dict[type[Equipment], set[str]] = defaultdict(set)
        self._sorted: dict[type[Equipment], tuple[str, ...]] = {}
        self._links: dict[tuple[str, Medium], set[str]] = defaultdict(set)
        for item in project.equipment.values():
            self._add_equipment(item)
        for link in project.links.values():
            self._add_link(link)

    def move_to(self, project: Project) -> None:
        """Bring graph and indexes to another project, by what differs."""
        if project is self.project:
            return
        before, change = self.project, Change.between(self.project, project)
        for key in change.links:
            old_link = before.links.get(key)
            if old_link is not None:
                self._drop_link(old_link)
        for key in change.equipment:
            old, new = before.equipment.get(key), project.equipment.get(key)
            if old is not None and (new is None or type(new) is not type(old) or new.carrier_id() != old.carrier_id()):
                self._drop_equipment(old, keep_node=new is not None)
            if new is not None:
                self._add_equipment(new)
        for key in change.links:
            new_link = project.links.get(key)
            if new_link is not None:
                self._add_link(new_link)
        self.project = project

    def inside(self, carrier_id: str) -> frozenset[str]:
        """Identifiers of what a rack, tank or server carries directly."""
        found = self._inside.get(carrier_id)
        return frozenset(found) if found else _NONE

    def ids_of(self, kind: type[Equipment]) -> tuple[str, ...]:
        """Identifiers of a kind (subclasses too), in order."""
        found = self._sorted.get(kind)
        if found is None:
            ids: list[str] = []
            for cls, members in self._of_class.items():
                if issubclass(cls, kind):
                    ids.extend(members)
            found = self._sorted[kind] = tuple(sorted(ids))
        return found

    def of_kind(self, kind: type[E]) -> Iterator[E]:
        """Every piece of equipment of a kind (subclasses too), in identifier order."""
        for key in self.ids_of(kind):
            item = self.project.equipment[key]
            assert isinstance(item, kind)
            yield item

    def links_of(self, id: str, medium: Medium) -> list[Link]:
        """Links of a medium that end at a piece of equipment, in identifier order."""
        return [self.project.links[k] for k in sorted(self._links.get((id, medium), _NONE))]

    def _add_equipment(self, item: Equipment) -> None:
        self.graph.add_node(item.id)
        members = self._of_class[type(item)]
        if item.id not in members:
            members.add(item.id)
            self._sorted.clear()
        carrier = item.carrier_id()
        if carrier is not None:
            self._inside[carrier].add(item.id)

    def _drop_equipment(self, item: Equipment, *, keep_node: bool) -> None:
        self._of_class[type(item)].discard(item.id)
        self._sorted.clear()
        carrier = item.carrier_id()
        if carrier is not None:
            self._inside[carrier].discard(item.id)
        if not keep_node and self.graph.has_node(item.id):
            self.graph.remove_node(item.id)

    def _add_link(self, link: Link) -> None:
        for a, b in link.pairs():
            self.graph.add_edge(a, b, link.id, medium=link.medium, link=link)
        for end in (*link.a, *link.b):
            self._links[end, link.medium].add(link.id)

    def _drop_link(self, link: Link) -> None:
        for a, b in link.pairs():
            self.graph.remove_edge(a, b, link.id)
        for end in (*link.a, *link.b):
            self._links[end, link.medium].discard(link.id)
