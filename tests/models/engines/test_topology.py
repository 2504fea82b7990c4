"""The graph follows the project, in either direction."""

import contextlib
import random

import networkx as nx

from halls import good_hall
from hallwright.edits.arrange import duplicate, move, remount, remove
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Medium, Placed
from hallwright.equipment.rack import Rack
from hallwright.errors import EditRefused
from hallwright.project import Project


def alike(moved: Topology, fresh: Topology) -> bool:
    """Same graph and same answers."""
    project = fresh.project
    return (
        nx.utils.graphs_equal(moved.graph, fresh.graph)
        and all(moved.inside(i) == fresh.inside(i) for i in project.equipment)
        and [r.id for r in moved.of_kind(Rack)] == [r.id for r in fresh.of_kind(Rack)]
        and all(moved.links_of(i, m) == fresh.links_of(i, m) for i in project.equipment for m in Medium)
    )


def test_moving_along_and_back_equals_building_anew() -> None:
    rng = random.Random(1)
    history: list[Project] = [good_hall()]
    topology = Topology(history[0])
    for _ in range(40):
        project = history[-1]
        racks = [r.id for r in project.all(Rack)]
        step = rng.randrange(4)
        if step == 0 and len(racks) > 2:
            project = remove(project, [rng.choice(racks)])
        elif step == 1:
            project = duplicate(project, [rng.choice(racks)], 0.6, 0.0)
        elif step == 2:
            project = move(project, [rng.choice(racks)], 0.1, 0.0)
        else:
            system = rng.choice([i for i in project.all(Placed) if i.rack_id and i.u])
            with contextlib.suppress(EditRefused):  # that rack unit may be taken
                project = remount(project, system.id, rng.choice(racks), rng.randrange(9, 40))
        history.append(project)
        topology.move_to(project)
        assert alike(topology, Topology(project))
    for project in (history[20], history[0], history[-1], history[5]):
        topology.move_to(project)
        assert alike(topology, Topology(project))
