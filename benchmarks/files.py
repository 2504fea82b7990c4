"""P7: open and save a project, beside networkx node-link JSON of the same hall with one edge a cable."""

import argparse
import json
import tempfile
from pathlib import Path

import networkx as nx
from measure import interleaved, median_ms, row, settle

from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load, save
from hallwright.project import Project
from hallwright.templates.synthetic import build as synthetic


def node_link(project: Project) -> nx.MultiDiGraph:  # type: ignore[type-arg]
    """The hall as the obvious graph: all fields on the nodes, one edge a cable."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for item in project.equipment.values():
        graph.add_node(item.id, **item.model_dump(mode="json", exclude={"id"}))
    for link in project.links.values():
        for a, a_point, b, b_point in link.cables():
            graph.add_edge(
                a, b, medium=link.medium.value, a_port=f"{link.a_port} {a_point}", b_port=f"{link.b_port} {b_point}"
            )
    return graph


def measure(gpus: int, folder: Path) -> None:
    """Rows of one hall."""
    project = synthetic(gpus)
    ours, theirs = folder / f"{gpus}.hall", folder / f"{gpus}.json"
    graph = node_link(project)
    settle()

    def save_theirs() -> None:
        theirs.write_text(json.dumps(nx.node_link_data(graph, edges="edges")))

    def open_theirs() -> object:
        return nx.node_link_graph(json.loads(theirs.read_text()), edges="edges")

    saved = interleaved(3, ours=lambda: save(project, ours), theirs=save_theirs)
    opened = interleaved(3, ours=lambda: load(ours), theirs=open_theirs)
    checked = interleaved(3, ours=lambda: evaluate(load(ours).project))
    sizes = ours.stat().st_size / 1e6, theirs.stat().st_size / 1e6
    row(f"{gpus:,}", "size MB", sizes[0], sizes[1], sizes[1] / sizes[0])
    for name, taken in (("save ms", saved), ("open ms", opened)):
        mine, other = median_ms(taken["ours"]), median_ms(taken["theirs"])
        row(f"{gpus:,}", name, mine, other, other / mine)
    row(f"{gpus:,}", "open and check ms", median_ms(checked["ours"]), "–", "–")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[8_000, 100_000])
    given = parser.parse_args()
    row("GPUs", "what", "Hallwright", "node-link JSON", "ratio")
    row("---", "---", "---", "---", "---")
    with tempfile.TemporaryDirectory() as folder:
        for gpus in given.gpus:
            measure(gpus, Path(folder))


if __name__ == "__main__":
    main()
