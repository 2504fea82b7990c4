"""Edit that places a rack together with what is put into it."""

from collections.abc import Iterable

from hallwright.edits.arrange import free_unit, from_product, place
from hallwright.edits.ids import new_id, new_name
from hallwright.equipment import kinds
from hallwright.equipment.base import Mount, Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Product, Project

WHOLE_UNITS = 42  # full-height racks come first; lower cabinets only where nothing else fits


def suitable_racks(product: Product, racks: Iterable[Product]) -> list[Product]:
    """Rack products that a rack-mounted product fits into, best first.

    A rack suits by supply (a busbar machine needs a rack with a busbar or direct-current feed, others one without),
    rack units, depth, width and the mass it may carry; where a rack states no limit, that limit does not exclude it.
    Among those, a rack of the standard that the product names comes first, then one of the same vendor, then one
    whose depth for devices is known, then the narrowest and shallowest.

    Raises
    ------
    EditRefused
        The product is not one that a rack carries.
    """
    item = _item(product)
    found: list[tuple[tuple[object, ...], Product]] = []
    for candidate in racks:
        if candidate.kind != "rack":
            continue
        rack = from_product(candidate, "rack", "rack")
        if not isinstance(rack, Rack) or not _takes(rack, item):
            continue
        standard = rack.standard.split(" ")[0].lower()
        rank = (
            not _named(standard, product),
            bool(rack.feed),  # a special supply only where the product names that standard
            candidate.vendor.lower() != product.vendor.lower(),
            rack.units < WHOLE_UNITS,
            rack.mounting_depth_m is None,
            rack.width_m,
            rack.depth_m,
            -rack.units,
            candidate.id,
        )
        found.append((rank, candidate))
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _item(product: Product) -> Placed:
    kind = kinds().get(product.kind)
    if kind is None or not issubclass(kind, Placed) or Mount.RACK not in kind.mounts:
        raise EditRefused(f"{product.name} is not mounted in a rack.")
    item = from_product(product, "item", product.name)
    assert isinstance(item, Placed)
    return item


def _named(standard: str, product: Product) -> bool:
    return standard in f"{product.id} {product.name}".lower()


def _takes(rack: Rack, item: Placed) -> bool:
    wants_busbar = isinstance(item, System) and item.supply == "busbar"
    if wants_busbar != (rack.busbar_v is not None or bool(rack.feed)):
        return False
    if (item.u_height or 1) > rack.units or item.width_m > rack.width_m:
        return False
    if item.depth_m > (rack.mounting_depth_m or rack.depth_m):
        return False
    return rack.static_load_kg is None or item.mass_kg is None or item.mass_kg <= rack.static_load_kg


def place_with_rack(
    project: Project,
    product: Product,
    x_m: float,
    y_m: float,
    rotation_deg: float = 0.0,
    *,
    racks: Iterable[Product],
) -> Project:
    """Stand a suitable rack at a point of the floor and put a product into it, at the lowest rack unit.

    Parameters
    ----------
    racks : iterable of Product
        What may be chosen from, such as the catalogue; the project's own products count too.

    Raises
    ------
    EditRefused
        The product is not rack-mounted, or no rack suits it; the reason names what it wants.
    """
    choice = suitable_racks(product, {p.id: p for p in (*racks, *project.products.values())}.values())
    if not choice:
        item = _item(product)
        raise EditRefused(
            f"No rack of the catalogue takes {product.name}: {item.u_height or 1}U, {item.depth_m * 1000:.0f} mm deep"
            + (f", {item.mass_kg:.0f} kg." if item.mass_kg is not None else ".")
        )
    rack_id = new_id(project, "rack", product.id, x_m, y_m)
    rack = from_product(
        choice[0],
        rack_id,
        new_name(project, "Rack"),
        x_m=x_m,
        y_m=y_m,
        rotation_deg=rotation_deg % 360.0,
    )
    after = place(project, [rack], [choice[0]])
    id = new_id(after, product.kind, product.id, rack_id)
    label = kinds()[product.kind].label.split(" /")[0]
    racked = from_product(product, id, new_name(project, label), rack_id=rack_id)
    assert isinstance(racked, Placed)
    if racked.u_height:
        racked = racked.model_copy(update={"u": free_unit(after, rack_id, racked)})
    return place(project, [rack, racked], [choice[0], product])
