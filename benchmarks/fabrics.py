"""Generate and cable a fabric, beside a networkx graph of the same: one edge a cable, with its length."""

import argparse

import networkx as nx
from measure import interleaved, median_ms, row, settle

from hallwright.catalogue import catalogue, product
from hallwright.edits.arrange import from_product, place
from hallwright.edits.generate import generate
from hallwright.equipment.base import Placed
from hallwright.project import FabricRule, Project

SYSTEM, RACK, SWITCH = "nvidia-dgx-h100", "generic-eia-48u-800x1200", "nvidia-qm9700"
A_RACK, A_ROW = 4, 30
REACH_M = {3.0: "copper", 50.0: "short optic", 500.0: "long optic"}


def hall(systems: int) -> Project:
    """Systems in rows of racks, and a spare rack for each eight."""
    cabinet, box = from_product(product(RACK), "x", "x"), from_product(product(SYSTEM), "x", "x", rack_id="x")
    items = []
    racks = systems // A_RACK
    for r in range(racks + racks // 8 + 2):
        at = {"x_m": 0.8 * (r % A_ROW), "y_m": 3.0 * (r // A_ROW)}
        items.append(cabinet.model_copy(update={"id": f"r{r}", "name": f"R{r}", **at}))
        for n in range(A_RACK if r < racks else 0):
            number = r * A_RACK + n
            there = {"id": f"s{number}", "name": f"S{number}", "rack_id": f"r{r}", "u": 1 + 8 * n}
            items.append(box.model_copy(update=there))
    return place(Project(name="Bare"), items, [product(SYSTEM), product(RACK)])


def obvious(project: Project) -> nx.MultiGraph:  # type: ignore[type-arg]
    """The same cables as edges of a graph, each with its length and the first product that reaches."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    where = {}
    for item in project.equipment.values():
        if isinstance(item, Placed) and item.rack_id is not None:
            rack = project.equipment[item.rack_id]
            assert isinstance(rack, Placed)
            where[item.id] = rack.x_m, rack.y_m
            graph.add_node(item.id)
    for link in project.links.values():
        for a, a_point, b, b_point in link.cables():
            (ax, ay), (bx, by) = where[a], where[b]
            length_m = abs(ax - bx) + abs(ay - by) + 3.0
            made_of = next(name for reach_m, name in REACH_M.items() if length_m <= reach_m)
            graph.add_edge(a, b, a_port=a_point, b_port=b_point, length_m=length_m, product=made_of)
    return graph


def measure(gpus: int) -> None:
    """Rows of one hall."""
    bare = hall(gpus // 8)
    systems = tuple(i for i in bare.equipment if i.startswith("s"))
    rule = FabricRule(id="fab", name="Compute", topology="clos", systems=systems, leaf=SWITCH)
    products = list(catalogue().values())
    made = generate(bare, rule, products)
    settle()
    taken = interleaved(5, ours=lambda: generate(bare, rule, products), theirs=lambda: obvious(made))
    mine, other = median_ms(taken["ours"]), median_ms(taken["theirs"])
    row(f"{gpus:,}", sum(link.count for link in made.links.values()), mine, other, other / mine)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="*", default=[2_048, 16_384, 65_536])
    given = parser.parse_args()
    row("GPUs", "cables", "generate and cable ms", "networkx edges ms", "ratio")
    row("---", "---", "---", "---", "---")
    for gpus in given.gpus:
        measure(gpus)


if __name__ == "__main__":
    main()
