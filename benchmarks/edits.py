"""P1, P2, P3: edits and full checks by every frame-speed engine and rule, beside networkx recomputing the hall.

The alternative is what a straightforward tool does after an edit: build the graph of the project anew and walk it once
for the load below every element of the power chain.
"""

import argparse
import random
from collections.abc import Callable

import networkx as nx
from hallwright.templates.synthetic import build as synthetic
from measure import each, interleaved, median_ms, p95_ms, row, settle

from hallwright.edits.arrange import duplicate, move, remove
from hallwright.edits.wire import connect, disconnect
from hallwright.equipment.base import Basis, Medium
from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report, evaluate
from hallwright.project import Project


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


def random_edits(project: Project, rounds: int, rng: random.Random) -> list[tuple[str, Callable[[Project], Project]]]:
    """Moves, re-feeds, additions and removals of single racks."""
    racks = [r.id for r in project.all(Rack)]
    feeds = [link for link in project.links.values() if link.medium is Medium.POWER and len(link.a) == len(link.b) == 1]
    found: list[tuple[str, Callable[[Project], Project]]] = []
    for n in range(rounds):
        rack = rng.choice(racks)
        feed = rng.choice(feeds)
        found.append([
            ("move", lambda p, r=rack: move(p, [r], 0.6, 0.0)),
            ("re-feed", lambda p, f=feed: connect(disconnect(p, [f.id]), f.a[0], f.a_port, f.b[0], f.b_port, f.per_pair)),
            ("add", lambda p, r=rack: duplicate(p, [r], 0.0, 40.0)),
            ("remove", lambda p, r=rack: remove(p, [r])),
        ][n % 4])  # fmt: skip
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[8_000, 100_000])
    parser.add_argument("--rounds", type=int, default=80)
    given = parser.parse_args()
    row("GPUs", "what", "median ms", "p95 ms", "networkx ms", "ratio")
    row("---", "---", "---", "---", "---", "---")
    for gpus in given.gpus:
        project = synthetic(gpus)
        report = evaluate(project)
        settle()
        rng = random.Random(gpus)
        taken: dict[str, list[float]] = {}
        for name, edit in random_edits(project, given.rounds, rng):
            after = edit(report.project)

            def run(after: Project = after) -> Report:
                return evaluate(after, report)

            taken.setdefault(name, []).extend(each([run]))
            taken.setdefault("back", []).extend(each([lambda: evaluate(report.project, evaluate(after, report))]))
        plain = interleaved(3, networkx=lambda: plain_networkx(project))["networkx"]
        taken.pop("back")
        for name, seconds in taken.items():
            row(
                f"{gpus:,}",
                name,
                median_ms(seconds),
                p95_ms(seconds),
                median_ms(plain),
                median_ms(plain) / median_ms(seconds),
            )
        whole = [s for seconds in taken.values() for s in seconds]
        row(
            f"{gpus:,}",
            "any edit",
            median_ms(whole),
            p95_ms(whole),
            median_ms(plain),
            median_ms(plain) / median_ms(whole),
        )
        scratch = interleaved(3, scratch=lambda: evaluate(project), networkx=lambda: plain_networkx(project))
        row(f"{gpus:,}", "from scratch", median_ms(scratch["scratch"]), p95_ms(scratch["scratch"]),
            median_ms(scratch["networkx"]), median_ms(scratch["networkx"]) / median_ms(scratch["scratch"]))  # fmt: skip


if __name__ == "__main__":
    main()
