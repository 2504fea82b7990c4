"""Edit that gives the rack PDUs or shelves of a load separate paths."""

from hallwright.edits.feed import feed
from hallwright.equipment.base import Medium
from hallwright.equipment.power_base import Conductor
from hallwright.errors import EditRefused
from hallwright.project import Project


def part_paths(project: Project, load_id: str) -> Project:
    """Feed the last of the rack PDUs or shelves of a load anew, from the side that its rack has least of.

    Raises
    ------
    EditRefused
        The load hangs on fewer than two, a bundle feeds it together with others, or there is no other side.
    """
    (load,) = project.pick((load_id,))
    links = [k for k in project.links.values() if k.medium is Medium.POWER]
    strips = sorted(
        {
            a
            for k in links
            if load_id in k.b
            for a in k.a
            if isinstance(item := project.equipment[a], Conductor) and item.carrier_id() is not None
        }
    )
    if len(strips) < 2:
        raise EditRefused(f"{load.name} does not hang on two rack PDUs or shelves.")
    last = strips[-1]
    cut = [k for k in links if last in k.b]
    if any(len(k.b) != 1 for k in cut):
        raise EditRefused(f"A bundle feeds {project.name_of(last)} together with others: part it first.")
    return feed(project.changed(links={k.id: None for k in cut}), [last])
