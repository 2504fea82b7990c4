"""The one networkx multigraph: nodes are equipment, edges are links, each with its medium.

The graph stands at one project at a time and is moved from one to another by what differs between them, in either
direction (edit, undo, preview and back). Results and workers hold records and arrays, never the graph.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from hallwright.equipment.base import Equipment, Medium
from hallwright.project import Change, Link, Project

if TYPE_CHECKING:
    import networkx as nx

E = TypeVar("E", bound=Equipment)

_NONE: frozenset[str] = frozenset()


class Topology:
    """Graph and indexes of one project.

    Attributes
    ----------
    project : Project
        Where it stands.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._graph: nx.MultiDiGraph[str] | None = None
        self._of_class: dict[type[Equipment], set[str]] = defaultdict(set)
        self._sorted: dict[type[Equipment], tuple[str, ...]] = {}
        inside: dict[str, set[str]] = defaultdict(set)
        links: dict[tuple[str, Medium], set[str]] = defaultdict(set)
        for item in project.equipment.values():
            self._of_class[type(item)].add(item.id)
            carrier = item.carrier_id()
            if carrier is not None:
                inside[carrier].add(item.id)
        for link in project.links.values():
            for end in (*link.a, *link.b):
                links[end, link.medium].add(link.id)
        self._inside = {carrier: frozenset(ids) for carrier, ids in inside.items()}
        self._links = {end: frozenset(ids) for end, ids in links.items()}

    @property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """An edge for every pair of things that a link joins, from a to b, keyed by the link's identifier.

        Edges have the attributes ``medium`` and ``link``. It is built when first asked for, because the checks read
        the indexes alone, and moved along from then on.
        """
        if self._graph is None:
            import networkx as nx  # here: the window opens without it

            self._graph = nx.MultiDiGraph()
            self._graph.add_nodes_from(self.project.equipment)
            for link in self.project.links.values():
                _add_edges(self._graph, link)
        return self._graph

    def move_to(self, project: Project, change: Change | None = None) -> None:
        """Bring graph and indexes to another project, by what differs; `change` where that is known."""
        if project is self.project:
            return
        before = self.project
        change = change or Change.between(before, project)
        for key in change.links:
            old_link, new_link = before.links.get(key), project.links.get(key)
            if old_link is not None:
                self._drop_link(old_link)
            if new_link is not None:
                self._add_link(new_link)
        for key in change.equipment:
            old, new = before.equipment.get(key), project.equipment.get(key)
            if type(new) is not type(old) or (old and old.carrier_id()) != (new and new.carrier_id()):
                if old is not None:
                    self._drop_equipment(old)
                if new is not None:
                    self._add_equipment(new)
        if self._graph is not None:
            _move(self._graph, before, project, change)
        self.project = project

    def inside(self, carrier_id: str) -> frozenset[str]:
        """Identifiers of what a rack, tank or server carries directly."""
        return self._inside.get(carrier_id, _NONE)

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

    def link_ids(self, id: str, medium: Medium) -> frozenset[str]:
        """Identifiers of the links of a medium that end at a piece of equipment."""
        return self._links.get((id, medium), _NONE)

    def links_of(self, id: str, medium: Medium) -> list[Link]:
        """Links of a medium that end at a piece of equipment, in identifier order."""
        return [self.project.links[k] for k in sorted(self._links.get((id, medium), _NONE))]

    def _add_equipment(self, item: Equipment) -> None:
        self._of_class[type(item)].add(item.id)
        self._sorted.clear()
        carrier = item.carrier_id()
        if carrier is not None:
            self._inside[carrier] = self._inside.get(carrier, _NONE) | {item.id}

    def _drop_equipment(self, item: Equipment) -> None:
        self._of_class[type(item)].discard(item.id)
        self._sorted.clear()
        carrier = item.carrier_id()
        if carrier is not None:
            self._inside[carrier] = self._inside[carrier] - {item.id}

    def _add_link(self, link: Link) -> None:
        for end in {*link.a, *link.b}:
            self._links[end, link.medium] = self._links.get((end, link.medium), _NONE) | {link.id}

    def _drop_link(self, link: Link) -> None:
        for end in {*link.a, *link.b}:
            self._links[end, link.medium] = self._links[end, link.medium] - {link.id}


def _add_edges(graph: "nx.MultiDiGraph[str]", link: Link) -> None:
    """An edge for every pair of things that a link joins, each with attributes of its own."""
    for a, b in link.pairs():
        graph.add_edge(a, b, link.id, medium=link.medium, link=link)


def _move(graph: "nx.MultiDiGraph[str]", before: Project, after: Project, change: Change) -> None:
    """Bring the graph from one project to another."""
    for key in change.links:
        old = before.links.get(key)
        if old is not None:
            for a, b in old.pairs():
                graph.remove_edge(a, b, key)
    graph.remove_nodes_from([key for key in change.equipment if key not in after.equipment])
    graph.add_nodes_from([key for key in change.equipment if key in after.equipment])
    for key in change.links:
        new = after.links.get(key)
        if new is not None:
            _add_edges(graph, new)
