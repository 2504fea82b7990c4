"""Edit that puts a larger product of the catalogue in the place of a thing that carries too much."""

from collections.abc import Iterable

from hallwright.edits.arrange import from_product, with_products
from hallwright.equipment.base import Equipment, Medium, Placed
from hallwright.equipment.generator import Generator
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.ups import Ups
from hallwright.errors import EditRefused
from hallwright.project import Link, Product, Project


def enlarge(project: Project, id: str, kw: float, amps: float, products: Iterable[Product]) -> Project:
    """Put the smallest larger product of its kind that carries a load in the place of an element of the chain.

    It keeps place, name, links and side, and a breaker of the old rating before it becomes one of the new. The new
    product has the same ports, of the same voltage and phases, with at least as many points, and mounts the same way.

    Parameters
    ----------
    kw, amps : float
        What it must be able to give [kW] and take without pause [A].
    products : iterable of Product
        What may be chosen from, such as the catalogue.

    Raises
    ------
    EditRefused
        No product of that kind is large enough and fits the links; nothing is changed.
    """
    (old,) = project.pick((id,))
    found: list[tuple[float, float, str, Product, Equipment]] = []
    for product in products:
        if product.kind != old.kind or product.id == old.product:
            continue
        new = _in_place(project, old, product)
        if new is None or not isinstance(new, Conductor) or not _same_ports(old, new):
            continue
        if _carries(project, new, kw, amps):
            rated_kw = new.rated_kw(project.settings.power_factor) or 0.0
            found.append((rated_kw, new.rated_a() or 0.0, product.id, product, new))
    if not found:
        raise EditRefused(f"The catalogue has no larger {old.label} that fits the links of {old.name}.")
    *_, product, new = min(found, key=lambda one: one[:3])
    return project.changed(
        equipment={id: new}, links=_breakers(project, old, new), products=with_products(project, [product])
    )


def _breakers(project: Project, old: Equipment, new: Equipment) -> dict[str, Link | None]:
    """The feeding links, with breakers of the new rating where they were of the old one."""
    if not isinstance(old, Conductor) or not isinstance(new, Conductor):
        return {}
    return {
        link.id: link.model_copy(update={"breaker_a": new.rated_a()})
        for link in project.links.values()
        if link.medium is Medium.POWER
        and link.b == (old.id,)
        and link.breaker_a is not None
        and link.breaker_a == old.rated_a()
    }


def _in_place(project: Project, old: Equipment, product: Product) -> Equipment | None:
    """The product at the place of what it replaces; None where its fields make no such thing."""
    same = {"x_m", "y_m", "rotation_deg", "rack_id", "u", "side", "notes", "locked", "block", "promise"}
    if isinstance(old, Ups | Generator):
        same.add("voltage_v")  # ordered for the voltage of the board
    kept = same & set(type(old).model_fields)
    try:
        return from_product(product, old.id, old.name, **{name: getattr(old, name) for name in kept})
    except EditRefused:
        return None


def _carries(project: Project, new: Conductor, kw: float, amps: float) -> bool:
    rated = new.rated_kw(project.settings.power_factor)
    may_take = new.continuous_a(project.settings.continuous_fraction)
    return (rated is None or rated >= kw) and (may_take is None or may_take >= amps)


def _same_ports(old: Equipment, new: Equipment) -> bool:
    """Whether every link of the old one fits the new one."""
    mine = {port.name: port for port in new.power_ports()}
    for port in old.power_ports():
        other = mine.get(port.name)
        if other is None or other.count < port.count:
            return False
        if (other.voltage_v, other.phases, other.dc) != (port.voltage_v, port.phases, port.dc):
            return False
    if isinstance(old, Placed) and isinstance(new, Placed):
        return old.mounts == new.mounts and (old.u_height or 0) == (new.u_height or 0)
    return True
