"""Traps of the rules about cable trays."""

from halls import item
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields, set_settings
from hallwright.equipment.base import Medium
from hallwright.project import Cable, Product, Project
from traps import Trap
from traps.fabric import key, with_cable

POINTS = [[4.0, 5.4], [8.0, 5.4]]


def tray(id: str, **fields: object) -> object:
    return item("tray", id, **{"points_m": POINTS, "elevation_m": 2.5, **fields})


def laid(project: Project, **fields: object) -> Project:
    """A tray above all racks; what lies in it states how it bends."""
    project = place(project, [tray("t1", **fields)])  # type: ignore[list-item]
    products = dict(project.products)
    for id, product in project.products.items():
        if product.cable is not None:
            cable = product.cable.model_copy(update={"bend_radius_m": 0.03})
            products[id] = product.model_copy(update={"cable": cable})
    return project.changed(products=products)


def copper(project: Project) -> Project:
    """One link of unshielded pairs."""
    cable = Cable(form="copper", gbps=400.0, reach_m=100.0, watts_per_end=3.0, bend_radius_m=0.03, diameter_m=0.006)
    product = Product(id="pairs", kind="cable", name="Pairs", cable=cable)
    link = key(project, "s1", "lf1")
    project = project.changed(products={**project.products, "pairs": product})
    return set_fields(project, [link], {"product": "pairs"})


def beside(project: Project) -> Project:
    power = tray("t2", carries="power", points_m=[[4.0, 5.8], [8.0, 5.8]])
    return place(copper(laid(project)), [power])  # type: ignore[list-item]


def both_feeds(project: Project) -> Project:
    project = place(project, [tray("t1", carries="power")])  # type: ignore[list-item]
    for side in "ab":
        old = next(
            k
            for k, v in sorted(project.links.items())
            if v.medium is Medium.POWER and v.a == (f"rpp{side}",) and v.b == (f"p1{side}",)
        )
        link = project.links[old].model_copy(update={"id": f"trap{side}", "route": ("t1",)})
        project = project.changed(links={old: None, link.id: link})
    return project


def bent(project: Project) -> Project:
    return with_cable("s1", "lf1", bend_radius_m=0.2)(laid(project))


def full(project: Project) -> Project:
    return set_settings(laid(project, width_m=0.05, side_m=0.02), {"tray_fill_max_fraction": 0.1})


TRAPS: dict[str, Trap] = {
    "FAB109": (full, ("equipment.t1.width_m=0.6",)),
    "FAB110": (bent, ("equipment.t1.bend_radius_m=0.2",)),
    "FAB205": (both_feeds, ("links.trapb.route=[]",)),
    "FAB315": (beside, ("equipment.t2.points_m=[[4.0,6.1],[8.0,6.1]]",)),
}
