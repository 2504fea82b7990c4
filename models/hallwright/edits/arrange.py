"""Edits of place: place, move, turn, mount, remove, duplicate."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, get_args

from hallwright.edits.ids import free_name, names_of, new_id, new_name
from hallwright.equipment import kinds
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Mount, Placed
from hallwright.equipment.generator import Generator
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.power_base import Side
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.equipment.utility_feed import UtilityFeed
from hallwright.errors import EditRefused
from hallwright.project import Link, Product, Project, made

FARTHEST_M = 9e4  # from the origin of the plan; a file holds coordinates up to 100 km


def from_product(product: Product, id: str, name: str, **fields: Any) -> Equipment:
    """A piece of equipment with a product's values, and others on top."""
    kind = kinds().get(product.kind)
    if kind is None:
        raise EditRefused(f"{product.name} cannot be placed: it is a {product.kind}.")
    return made(kind, {**product.fields, "id": id, "name": name, "product": product.id, **fields})


def place(project: Project, items: Iterable[Equipment], products: Iterable[Product] = ()) -> Project:
    """Add equipment (and the products it is made from).

    Raises
    ------
    EditRefused
        An identifier is taken, or the thing that should carry it is not there.
    """
    new: dict[str, Equipment | None] = {}
    for item in items:
        if item.id in project.equipment or item.id in new or item.id in project.links:
            raise EditRefused(f"The identifier of {item.name} is taken.")
        new[item.id] = item
    for added in list(new.values()):
        if added is not None:
            check_carrier(project, added, new)
    known = with_products(project, products)
    return project.changed(equipment=new, products=known)


def with_products(project: Project, products: Iterable[Product]) -> Mapping[str, Product]:
    """The project's products and these; what the project already has stays as it is."""
    missing = {p.id: p for p in products if p.id not in project.products}
    return {**project.products, **missing} if missing else project.products


def check_carrier(project: Project, item: Equipment, new: Mapping[str, Equipment | None]) -> None:
    """Raise EditRefused where the thing cannot stand in what it names, or names nothing and cannot stand alone."""
    carrier_id = item.carrier_id()
    if carrier_id is None:
        if isinstance(item, Accelerator):
            raise EditRefused(f"{item.name} is a card: drop it on a server with a free slot.")
        if item.mounts <= {Mount.RACK, Mount.RACK_SIDE}:
            raise EditRefused(f"{item.name} needs a rack.")
        return
    carrier = new.get(carrier_id) or project.equipment.get(carrier_id)
    wanted = System if isinstance(item, Accelerator) else (Rack, ImmersionTank)
    if not isinstance(carrier, wanted):
        raise EditRefused(f"{item.name} has nothing to stand in: its rack, tank or server is not there.")
    if isinstance(item, Placed) and not item.mounts & {Mount.RACK, Mount.RACK_SIDE}:
        raise EditRefused(f"{item.name} stands on the floor; it cannot be put into a rack.")


def place_product(
    project: Project, product: Product, x_m: float, y_m: float, rotation_deg: float = 0.0, name: str | None = None
) -> Project:
    """Place a floor-standing product with its centre at a point of the floor."""
    kind = kinds().get(product.kind)
    if kind is None or not kind.mounts & {Mount.FLOOR, Mount.OUTDOOR, Mount.BUILDING}:
        raise EditRefused(f"{product.name} does not stand on the floor.")
    id = new_id(project, product.kind, product.id, x_m, y_m)
    label = name or new_name(project, kind.label.split(" /")[0])
    item = from_product(product, id, label, x_m=x_m, y_m=y_m, rotation_deg=rotation_deg % 360.0)
    return place(project, [_on_free_side(project, item)], [product])


def _on_free_side(project: Project, item: Equipment) -> Equipment:
    """A utility feed or generator on the first side that has none of its kind, as two of them are meant to be."""
    if not isinstance(item, UtilityFeed | Generator):
        return item
    taken = {other.side for other in project.all(type(item))}
    side = next((side for side in get_args(Side) if side not in taken), item.side)
    return item.model_copy(update={"side": side})


def move(project: Project, ids: Collection[str], dx_m: float, dy_m: float) -> Project:
    """Shift equipment on the floor. What stands in a rack moves with its rack."""
    items = project.pick(ids)
    refuse_locked(items)
    moved = {i.id: i.moved(dx_m, dy_m) for i in items}
    for item in moved.values():
        if any(abs(value) > FARTHEST_M for point in item.outline() for value in point):
            raise EditRefused(f"{item.name} would stand more than {FARTHEST_M / 1000.0:.0f} km away.")
    return project.changed(equipment=moved)


def turn(project: Project, ids: Collection[str], degrees: float = 90.0) -> Project:
    """Turn equipment clockwise about the middle of their common box."""
    items = project.pick(ids)
    refuse_locked(items)
    corners = [p for item in items for p in item.outline()] or [(0.0, 0.0)]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    about = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return project.changed(equipment={i.id: i.turned(about, degrees) for i in items})


def refuse_locked(items: Iterable[Equipment]) -> None:
    """Raise EditRefused where one of them is locked."""
    for item in items:
        if item.locked:
            raise EditRefused(f"{item.name} is locked. Unlock it first.")


def carried(project: Project, ids: Collection[str]) -> set[str]:
    """These and everything that stands in them, all the way down."""
    inside: dict[str, list[str]] = defaultdict(list)
    for item in project.equipment.values():
        carrier = item.carrier_id()
        if carrier is not None:
            inside[carrier].append(item.id)
    found = set(ids)
    left = list(found)
    while left:
        more = [i for i in inside.get(left.pop(), ()) if i not in found]
        found.update(more)
        left.extend(more)
    return found


def remove(project: Project, ids: Collection[str]) -> Project:
    """Remove equipment with all that it carries, and cut the links that end there.

    A bundle that also joins other things keeps those, on their old ports.
    """
    links_wanted = [i for i in ids if i in project.links]
    gone = carried(project, [i for i in ids if i not in project.links])
    refuse_locked(project.pick(gone))
    links: dict[str, Link | None] = dict.fromkeys(links_wanted)
    for link in project.links.values():
        if link.id not in links and not (gone.isdisjoint(link.a) and gone.isdisjoint(link.b)):
            links[link.id] = None
            for piece in without(link, gone):
                key = (
                    link.id
                    if links[link.id] is None
                    else new_id(project, "link", link.id, piece.a, piece.b, taken=links)
                )
                links[key] = piece.model_copy(update={"id": key})
    waivers = {k: w for k, w in project.waivers.items() if gone.isdisjoint(w.subjects)}
    return project.changed(
        equipment=dict.fromkeys(gone),
        links=links,
        waivers=project.waivers if len(waivers) == len(project.waivers) else waivers,
    )


def without(link: Link, gone: Collection[str]) -> list[Link]:
    """What is left of a bundle when some of its ends go: pieces whose cables keep their ports."""
    pieces = []
    for a_start, a_run in _runs(link.a, gone):
        for b_start, b_run in _runs(link.b, gone):
            pieces.append(
                link.model_copy(
                    update={
                        "a": a_run,
                        "b": b_run,
                        "a_first": link.a_first + b_start * link.per_pair,
                        "b_first": link.b_first + a_start * link.per_pair,
                    }
                )
            )
    return pieces


def _runs(ids: tuple[str, ...], gone: Collection[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Unbroken runs of what stays: (index of the first, ids)."""
    found: list[tuple[int, tuple[str, ...]]] = []
    run: list[str] = []
    for index, id in enumerate((*ids, None)):
        if id is None or id in gone:
            if run:
                found.append((index - len(run), tuple(run)))
            run = []
        else:
            run.append(id)
    return found


def mount(
    project: Project, product: Product, carrier_id: str, u: int | None = None, name: str | None = None
) -> Project:
    """Put a product into a rack or tank (at a rack unit, else the lowest free one), or a card into a server."""
    id = new_id(project, product.kind, product.id, carrier_id, u)
    kind = kinds().get(product.kind)
    if kind is None:
        raise EditRefused(f"{product.name} cannot be placed: it is a {product.kind}.")
    label = name or new_name(project, kind.label.split(" /")[0])
    if issubclass(kind, Accelerator):
        card = from_product(product, id, label, system_id=carrier_id)
        assert isinstance(card, Accelerator)
        check_slot(project, card)
        return place(project, [card], [product])
    item = from_product(product, id, label, rack_id=carrier_id)
    assert isinstance(item, Placed)
    if item.u_height and Mount.RACK in item.mounts:
        item = item.model_copy(update={"u": free_unit(project, carrier_id, item, u)})
    return place(project, [item], [product])


def check_slot(project: Project, card: Accelerator) -> None:
    """Raise EditRefused where a card finds no free PCIe slot in its server."""
    server = project.get(card.system_id or "", System)
    if not card.is_card:
        raise EditRefused(f"{card.name} is board-mounted ({card.form_factor}): it comes with its system.")
    fitted = server.accelerator_count + sum(
        1 for i in project.all(Accelerator) if i.system_id == server.id and i.id != card.id
    )
    if fitted >= server.accelerator_slots:
        raise EditRefused(f"{server.name} has no free accelerator slot: {fitted} of {server.accelerator_slots} taken.")


def free_unit(project: Project, carrier_id: str, item: Placed, wanted: int | None = None) -> int:
    """The rack unit at which an item fits into a rack or tank.

    Parameters
    ----------
    wanted : int or None
        Refuse if it does not fit just there; None = the lowest that fits.

    Raises
    ------
    EditRefused
        It does not fit: the reason names the rack, what is free and what is wanted.
    """
    carrier = project.equipment.get(carrier_id)
    if not isinstance(carrier, Rack | ImmersionTank):
        raise EditRefused("There is no rack or tank there.")
    height = item.u_height or 1
    taken: set[int] = set()
    for other in project.equipment.values():
        if isinstance(other, Placed) and other.rack_id == carrier_id and other.u and other.id != item.id:
            taken.update(range(other.u, other.u + (other.u_height or 1)))
    starts = [wanted] if wanted is not None else range(1, carrier.units - height + 2)
    for u in starts:
        if u >= 1 and u + height - 1 <= carrier.units and taken.isdisjoint(range(u, u + height)):
            return u
    free = carrier.units - len(taken & set(range(1, carrier.units + 1)))
    if wanted is not None:
        raise EditRefused(f"{item.name} ({height}U) does not fit at U{wanted} of {carrier.name}.")
    raise EditRefused(
        f"{item.name} needs {height} rack units in a row; {carrier.name} has {free} of {carrier.units} free, "
        "not in one piece."
        if free >= height
        else f"{item.name} needs {height} rack units; {carrier.name} has {free} of {carrier.units} free."
    )


def remount(project: Project, id: str, carrier_id: str, u: int | None = None) -> Project:
    """Move a racked item to another rack or rack unit."""
    item = project.get(id, Placed)
    refuse_locked([item])
    unit = free_unit(project, carrier_id, item, u) if item.u_height else None
    after = item.model_copy(update={"rack_id": carrier_id, "u": unit})
    check_carrier(project, after, {})
    return project.changed(equipment={id: after})


def duplicate(project: Project, ids: Collection[str], dx_m: float, dy_m: float, copies: int = 1) -> Project:
    """Copy floor things with all they carry, each copy shifted once more. Links inside the copied set are copied."""
    roots = [i for i in ids if i in project.equipment]
    whole = sorted(carried(project, roots))
    items = project.pick(whole)
    equipment: dict[str, Equipment | None] = {}
    links: dict[str, Link | None] = {}
    names = names_of(project)
    for n in range(1, copies + 1):
        ids_of = {i.id: "" for i in items}
        for item in items:
            ids_of[item.id] = new_id(project, item.kind, item.id, n, dx_m, dy_m, taken=equipment)
            equipment[ids_of[item.id]] = item
        for item in items:
            stem = item.name.rstrip("0123456789").rstrip("- ") or item.name
            name = free_name(stem[:90], names)
            names.add(name)
            update: dict[str, Any] = {"id": ids_of[item.id], "name": name}
            carrier = item.carrier_id()
            if carrier in ids_of:
                update["system_id" if isinstance(item, Accelerator) else "rack_id"] = ids_of[carrier]
            equipment[ids_of[item.id]] = item.model_copy(update=update).moved(dx_m * n, dy_m * n)
        for link in project.links.values():
            if link.a[0] in ids_of and ids_of.keys() >= {*link.a, *link.b}:
                key = new_id(project, "link", link.id, n, dx_m, dy_m, taken=links)
                links[key] = link.model_copy(
                    update={"id": key, "a": tuple(ids_of[i] for i in link.a), "b": tuple(ids_of[i] for i in link.b)}
                )
    return project.changed(equipment=equipment, links=links)
