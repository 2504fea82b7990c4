"""Cable a hall along its trays, list every cable and what lies in them, beside networkx: one search for each cable."""

import argparse

import networkx as nx
from measure import interleaved, median_ms, row, settle

from hallwright.cabling.trays import TrayGraph, tray_graph
from hallwright.edits.cable import with_cables
from hallwright.engines.base import Step
from hallwright.engines.trays import engine as trays
from hallwright.equipment.base import Medium
from hallwright.evaluate import Report, evaluate
from hallwright.export.schedule import cables_of
from hallwright.templates.synthetic import build

MOST_PAIRS = 300  # of racks that networkx is asked about; its time is scaled to all cables


def obvious(report: Report, graph: TrayGraph, pairs: list[tuple[object, object]]) -> None:
    """Shortest paths between pairs of racks, one search each."""
    plain: nx.Graph[int] = nx.Graph()
    for u, edges in enumerate(graph.edges):
        for v, length in edges:
            plain.add_edge(u, v, weight=length)
    for a, b in pairs:
        starts, ends = graph.entries(a), graph.entries(b)  # type: ignore[arg-type]
        if starts and ends:
            one, other = (graph.stops[e[0].segment][0][1] for e in (starts, ends))
            nx.dijkstra_path(plain, one, other)


def measure(gpus: int) -> None:
    """Rows of one hall."""
    project = build(gpus=gpus, seed=0)
    report = evaluate(project)
    assert report.results.fabric is not None
    given = report.results.fabric.inputs
    warm = tray_graph(given.trays, given.limits.tray_entry_max_m)
    bare = {k: v.model_copy(update={"product": None}) for k, v in project.links.items() if v.medium is Medium.FABRIC}
    pairs = sorted(
        {(a.at, b.at) for v in bare.values() for a in _at(given, v.a) for b in _at(given, v.b) if a.at != b.at}
    )
    some = pairs[:: max(1, len(pairs) // MOST_PAIRS)]
    settle()

    def cold_products() -> None:
        tray_graph.cache_clear()
        with_cables(project, bare, project.products.values())

    def cold_trays() -> None:
        tray_graph.cache_clear()
        trays.solve(trays.inputs(Step(project, report.topology, report.results)))

    taken = interleaved(
        3, products=cold_products, trays=cold_trays, cables=lambda: list(cables_of(project)),
        theirs=lambda: obvious(report, warm, list(some)),
    )  # fmt: skip
    mine = {name: median_ms(seconds) for name, seconds in taken.items()}
    cables = sum(link.count for link in bare.values())
    other = mine["theirs"] * cables / len(some)
    ratio = other / mine["products"]
    row(f"{gpus:,}", f"{cables:,}", len(pairs), mine["products"], mine["trays"], mine["cables"], other, ratio)


def _at(given, ids):  # type: ignore[no-untyped-def]
    return list({given.devices[i].place: given.devices[i] for i in ids}.values())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[2_048, 16_384])
    given = parser.parse_args()
    row("GPUs", "cables", "pairs of racks", "route and choose ms", "trays ms", "list ms", "networkx ms", "ratio")
    row(*["---"] * 8)
    for gpus in given.gpus:
        measure(gpus)


if __name__ == "__main__":
    main()
