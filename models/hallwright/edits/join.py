"""Edit that joins two ports with a cable of the catalogue, and the cables that would do."""

from collections.abc import Iterable

from hallwright.edits.arrange import with_products
from hallwright.edits.cable import Routing, product_fits
from hallwright.edits.wire import connect
from hallwright.equipment.base import Medium
from hallwright.project import Product, Project


def join(
    project: Project, a: str, a_port: str, b: str, b_port: str, product: Product | None = None, count: int = 1
) -> Project:
    """Join two things port to port with a bundle of cables of a product, which the project then keeps.

    Raises
    ------
    EditRefused
        A port is not there, taken, or the two do not join; the reason says which.
    """
    after = connect(project, a, a_port, b, b_port, count, product=product.id if product is not None else None)
    return after if product is None else after.changed(products=with_products(project, [product]))


def cables_for(project: Project, a: str, a_port: str, b: str, b_port: str, pool: Iterable[Product]) -> list[Product]:
    """Cable products for the next free points of two fabric ports, by reach: those that fit rate, plugs and route.

    Raises
    ------
    EditRefused
        The two ports do not join.
    """
    after = connect(project, a, a_port, b, b_port)
    (id,) = after.links.keys() - project.links.keys()
    link = after.links[id]
    length_m = Routing(after).of(link).longest_m
    ends = [project.pick((i,))[0].port(name) for i, name in ((a, a_port), (b, b_port))]
    ports = [port for port in ends if port is not None]
    if link.medium is not Medium.FABRIC or length_m is None:
        return []
    rate = min(port.gbps for port in ports)
    protocols, connectors = [p.protocol for p in ports], [p.connector for p in ports]
    fits = [p for p in pool if product_fits(p, rate, length_m, protocols, connectors)]
    return sorted(fits, key=lambda p: (p.cable.reach_m or 0.0 if p.cable else 0.0, p.id))
