"""Edit that adds what a rack-scale machine is delivered with: the power shelves on its busbar."""

from collections.abc import Collection, Mapping

from hallwright.edits.arrange import free_unit, from_product, place
from hallwright.edits.ids import new_id, new_name
from hallwright.edits.wire import compatible, first_free
from hallwright.equipment.base import Medium
from hallwright.equipment.power_shelf import PowerShelf
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Link, Product, Project


def with_power_shelves(project: Project, ids: Collection[str], products: Mapping[str, Product]) -> Project:
    """Put the power shelves that machines are delivered with into their racks, on their busbars.

    Shelves that stand in the rack and feed nothing are taken first. What feeds the shelves is left open: they are to
    hang on two sides, which "connect power for me" does.

    Parameters
    ----------
    ids : collection of str
        Things that were placed; those that are no such machine, or stand in no rack, stay as they are.
    products : mapping of str to Product
        Where the shelves come from; a machine whose shelf is not there stays without.

    Raises
    ------
    EditRefused
        The rack has too few free units, or the shelves do not suit the busbar. Nothing is changed.
    """
    for item in project.pick(ids):
        if not isinstance(item, System) or item.supply != "busbar" or item.rack_id is None:
            continue
        product = products.get(item.power_shelf_id or "")
        if product is not None and product.kind == PowerShelf.model_fields["kind"].default:
            project = _delivered(project, item, product)
    return project


def _delivered(project: Project, system: System, product: Product) -> Project:
    assert system.rack_id is not None
    busy = {i for k in project.links.values() if k.medium is Medium.POWER for i in k.a}
    shelves = [
        s.id
        for s in project.all(PowerShelf)
        if s.rack_id == system.rack_id and s.product == product.id and s.id not in busy
    ][: system.power_shelf_count]
    while len(shelves) < system.power_shelf_count:
        id = new_id(project, "power_shelf", product.id, system.rack_id, len(shelves))
        shelf = from_product(product, id, new_name(project, f"{system.name} shelf"), rack_id=system.rack_id)
        assert isinstance(shelf, PowerShelf)
        shelf = shelf.model_copy(update={"u": free_unit(project, system.rack_id, shelf)})
        project = place(project, [shelf], [product])
        shelves.append(id)
    if not shelves:
        return project
    out, busbar = project.get(shelves[0], PowerShelf).port("out"), system.port("busbar")
    assert out is not None
    assert busbar is not None
    if reason := compatible(out, busbar):
        raise EditRefused(f"{product.name} and {system.name} cannot be joined: {reason}.")
    link = Link(
        id=new_id(project, "link", system.id, *shelves),
        medium=Medium.POWER,
        a=tuple(shelves),
        a_port=out.name,
        b=(system.id,),
        b_port=busbar.name,
        b_first=first_free(project, system, busbar, len(shelves)),
    )
    return project.changed(links={link.id: link})
