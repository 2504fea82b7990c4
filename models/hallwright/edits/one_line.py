"""Edits that the one-line makes: join two things by a power link wherever they have free ports, order a row."""

from collections.abc import Sequence

from hallwright.edits.arrange import refuse_locked
from hallwright.edits.change import set_fields
from hallwright.edits.wire import compatible, connect, first_free
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.battery import Battery
from hallwright.errors import EditRefused
from hallwright.project import Project


def join(project: Project, a: str, b: str) -> Project:
    """Feed b from a, on the first ports that are free and fit; b may be a rack, then one of its inlets is taken.

    Raises
    ------
    EditRefused
        No pair of ports is free and fits; the reason is that of the nearest one.
    """
    source, target = project.pick((a, b))
    reason = f"{source.name} gives no power."
    takers = [target, *sorted((e for e in project.equipment.values() if e.carrier_id() == b), key=lambda e: e.name)]
    for taker in takers:
        for out in source.power_ports():
            if out.flow != "out":
                continue
            for into in taker.power_ports():
                if into.flow != "in" or (into.name == "battery") != isinstance(source, Battery):
                    continue
                why = compatible(out, into)
                if why:
                    reason = f"{source.name} and {taker.name} cannot be joined: {why}."
                    continue
                try:
                    first_free(project, source, out)
                    first_free(project, taker, into)
                except EditRefused as error:
                    reason = error.text
                    continue
                return connect(project, a, out.name, taker.id, into.name)
    if not any(p.flow == "in" for t in takers for p in t.power_ports()):
        reason = f"{target.name} takes no power."
    raise EditRefused(reason)


def order_row(project: Project, ids: Sequence[str]) -> Project:
    """Give elements of a row of the one-line their places, from the left."""
    items: tuple[Equipment, ...] = project.pick(ids)
    refuse_locked(items)
    for place, item in enumerate(items):
        if "row_place" not in type(item).model_fields:
            raise EditRefused(f"{item.name} has no place of its own in a row of the one-line.")
        project = set_fields(project, [item.id], {"row_place": place})
    return project


def is_power(project: Project, id: str) -> bool:
    """Whether a link carries power."""
    link = project.links.get(id)
    return link is not None and link.medium is Medium.POWER
