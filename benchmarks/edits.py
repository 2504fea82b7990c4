"""P1, P2, P3: edits and full checks by every frame-speed engine and rule, beside networkx recomputing the hall.

Every edit is made, checked against the report before it, and undone, which is checked as well; what the window shows of
the report at once (counts, worst finding of each subject, totals) is part of it. The alternative, in
the same rounds, is what a straightforward tool does after an edit: build the graph of the project anew and walk it
once for the load below every element of the power chain (nothing of space, cooling and fabric).
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import networkx as nx
from measure import interleaved, median_ms, p95_ms, row, settle

from hallwright.edits.arrange import duplicate, move, remove, without
from hallwright.edits.change import set_fields
from hallwright.edits.wire import connect, disconnect
from hallwright.equipment.base import Basis, Medium, Placed
from hallwright.equipment.busway import Busway
from hallwright.equipment.crah import Crah
from hallwright.equipment.fan_wall import FanWall
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.ups import Ups
from hallwright.evaluate import Report, evaluate
from hallwright.project import Link, Project
from hallwright.templates.synthetic import build as synthetic

Edit = Callable[[Project], Project]


def plain_networkx(project: Project) -> dict[str, float]:
    """Loads of the power tree by building the graph and summing along every path to a source."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for link in project.links.values():
        if link.medium is Medium.POWER:
            graph.add_edges_from(link.pairs())
    load = dict.fromkeys(graph, 0.0)
    for node in graph:
        own = project.equipment[node].demand_kw(Basis.NAMEPLATE) or 0.0
        if own and graph.out_degree(node) == 0:
            for above in nx.ancestors(graph, node):
                load[above] += own / max(graph.in_degree(node), 1)
    return load


class Hall:
    """What the edits pick from."""

    def __init__(self, project: Project, rng: random.Random) -> None:
        self.project, self.rng = project, rng
        self.rows: dict[float, list[str]] = defaultdict(list)
        for rack in project.all(Rack):
            self.rows[rack.y_m].append(rack.id)
        self.into: dict[str, list[Link]] = defaultdict(list)  # power links by what they feed
        for link in project.links.values():
            if link.medium is Medium.POWER:
                for b in link.b:
                    self.into[b].append(link)
        self.cables = [link for link in project.links.values() if link.medium is Medium.FABRIC]

    def one(self, *kinds: type[Placed] | type[Busway]) -> str:
        """Any thing of these kinds."""
        return self.rng.choice([i.id for i in self.project.equipment.values() if isinstance(i, kinds)])

    def fed_otherwise(self, id: str) -> Edit:
        """Take a thing out of the bundle that feeds it, and feed it from another one of the same kind."""
        link = self.rng.choice(self.into[id])
        kind = type(self.project.equipment[link.a[0]])
        giver = self.rng.choice([i.id for i in self.project.all(kind) if i.id not in link.a])

        def edit(project: Project) -> Project:
            left = {
                key: piece.model_copy(update={"id": key})
                for n, piece in enumerate(without(link, {id}))
                for key in (f"{link.id}-{n}",)
            }
            cut = project.changed(links={link.id: None, **left})
            return connect(cut, giver, link.a_port, id, link.b_port, link.per_pair)

        return edit

    def edits(self) -> Iterator[tuple[str, Edit]]:
        """One edit of each kind."""
        rack, system = self.one(Rack), self.one(System)
        row_of_racks = self.rng.choice([r for r in self.rows.values() if len(r) >= 10] or list(self.rows.values()))
        switch = self.project.equipment[self.one(Switch)]
        assert isinstance(switch, Placed) and switch.rack_id is not None
        switch_rack, cooler, cable = switch.rack_id, self.one(Crah, FanWall), self.rng.choice(self.cables)
        watts = round(self.rng.uniform(5.0, 14.0), 3)
        yield "move a rack", lambda p: move(p, [rack], 0.6, 0.0)
        yield "move a row", lambda p: move(p, row_of_racks, 0.05, 0.0)
        yield "move a switch rack", lambda p: move(p, [switch_rack], 0.0, 0.3)
        yield "move a cooler", lambda p: move(p, [cooler], 0.0, 0.5)
        yield "add a rack", lambda p: duplicate(p, [rack], 0.0, 40.0)
        yield "remove a rack", lambda p: remove(p, [rack])
        yield "remove a system", lambda p: remove(p, [system])
        yield "re-feed a rack PDU", self.fed_otherwise(self.one(RackPdu))
        yield "re-feed a busway or UPS", self.fed_otherwise(self.one(Busway, Ups))
        yield "cut a fabric bundle", lambda p: disconnect(p, [cable.id])
        yield "change a load", lambda p: set_fields(p, [system], {"design_kw": watts})
        yield "rename", lambda p: set_fields(p, [rack], {"name": f"Rack {watts}"})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[8_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    row("GPUs", "what", "median ms", "p95 ms", "networkx ms", "ratio")
    row("---", "---", "---", "---", "---", "---")
    for gpus in given.gpus:
        project = synthetic(gpus)
        report = evaluate(project)
        settle()
        hall = Hall(project, random.Random(gpus))
        taken: dict[str, list[float]] = {}
        plain: list[float] = []

        def checked(after: Project, before: Report, what: str, taken: dict[str, list[float]] = taken) -> Report:
            begun = time.perf_counter()
            found = evaluate(after, before)
            _ = found.counts, found.worst, found.totals
            taken.setdefault(what, []).append(time.perf_counter() - begun)
            return found

        for _ in range(given.rounds):
            for name, edit in hall.edits():
                after = checked(edit(project), report, name)
                report = checked(project, after, f"{name}, undone")
            begun = time.perf_counter()
            plain_networkx(project)
            plain.append(time.perf_counter() - begun)
        theirs = median_ms(plain)
        taken["any edit"] = [s for seconds in taken.values() for s in seconds]
        for name, seconds in taken.items():
            row(f"{gpus:,}", name, median_ms(seconds), p95_ms(seconds), theirs, theirs / median_ms(seconds))
        scratch = interleaved(
            3,
            scratch=partial(evaluate, project),
            networkx=partial(plain_networkx, project),
        )
        ours, theirs = median_ms(scratch["scratch"]), median_ms(scratch["networkx"])
        row(f"{gpus:,}", "from scratch", ours, p95_ms(scratch["scratch"]), theirs, theirs / ours)


if __name__ == "__main__":
    main()
