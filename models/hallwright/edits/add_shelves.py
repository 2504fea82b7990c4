"""Edit that fits more power shelves under a busbar, so that it outlives the loss of any of their feeds."""

from collections import defaultdict

from hallwright.edits.arrange import free_unit
from hallwright.edits.ids import new_id, new_name
from hallwright.edits.wire import connect
from hallwright.equipment.base import Medium
from hallwright.equipment.power_shelf import PowerShelf
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Project

ROUNDS_MAX = 16


def add_shelves(project: Project, system_id: str, needed_kw: float) -> Project:
    """Copy shelves of a system's busbar, one for each feed in turn, until those of all but one feed carry it.

    Parameters
    ----------
    needed_kw : float
        What the shelves left must give together [kW].

    Raises
    ------
    EditRefused
        All its shelves hang on one feed, the rack is full, or what feeds them has no free outlet. Nothing is changed.
    """
    system = project.get(system_id, System)
    shelves: dict[str, list[PowerShelf]] = defaultdict(list)  # by what feeds them
    for link in project.links.values():
        if link.medium is Medium.POWER and system_id in link.b:
            for id in link.a:
                shelf = project.equipment.get(id)
                if isinstance(shelf, PowerShelf):
                    shelves[_feeder(project, id)].append(shelf)
    if len(shelves) < 2 or "" in shelves:
        raise EditRefused(f"The shelves of {system.name} hang on one feed: more of them would go down together.")
    for _ in range(ROUNDS_MAX):
        left_kw = min(sum(s.rating_kw for f, one in shelves.items() if f != lost for s in one) for lost in shelves)
        if left_kw >= needed_kw:
            return project
        for feeder in sorted(shelves):
            project, new = _copied(project, shelves[feeder][-1], feeder, system_id)
            shelves[feeder].append(new)
    raise EditRefused(f"No sensible number of shelves carries {system.name}.")


def _feeder(project: Project, shelf_id: str) -> str:
    """The one thing that feeds a shelf; empty where there is none or several."""
    found = {a for k in project.links.values() if k.medium is Medium.POWER and shelf_id in k.b for a in k.a}
    return found.pop() if len(found) == 1 else ""


def _copied(project: Project, shelf: PowerShelf, feeder: str, system_id: str) -> tuple[Project, PowerShelf]:
    if shelf.rack_id is None:
        raise EditRefused(f"{shelf.name} stands in no rack.")
    links = [k for k in project.links.values() if k.medium is Medium.POWER and shelf.id in k.b and feeder in k.a]
    name = new_name(project, shelf.name)
    new = shelf.model_copy(update={"id": new_id(project, shelf.kind, shelf.id), "name": name})
    new = new.model_copy(update={"u": free_unit(project, shelf.rack_id, new)})
    project = project.changed(equipment={new.id: new})
    project = connect(project, feeder, links[0].a_port, new.id, links[0].b_port, 1)
    return connect(project, new.id, "out", system_id, "busbar", 1), new
