"""Traps of the fabric rules: one fault each, and the lines that mend it."""

from collections.abc import Callable
from typing import Any

from halls import item
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields, set_settings
from hallwright.equipment.base import Medium
from hallwright.project import Cable, Link, Product, Project
from traps import Trap


def key(project: Project, a: str, b: str) -> str:
    """Identifier of the one fabric link from a to b."""
    (found,) = (k for k, v in project.links.items() if v.a == (a,) and v.b == (b,) and v.medium is Medium.FABRIC)
    return found


def fields(id: str, **values: Any) -> Callable[[Project], Project]:
    """A fault in fields of a piece of equipment."""
    return lambda project: set_fields(project, [id], values)


def renamed(project: Project, lower: str, upper: str, **values: Any) -> Project:
    """The link between two under the identifier `trap`, with a fault in it."""
    old = key(project, lower, upper)
    link = project.links[old].model_copy(update={"id": "trap", **values})
    return project.changed(links={old: None, "trap": link})


def trapped(a: str, b: str, **values: Any) -> Callable[[Project], Project]:
    """A fault in the link from a to b."""
    return lambda project: renamed(project, a, b, **values)


def with_cable(a: str, b: str, **cable: Any) -> Callable[[Project], Project]:
    """A fault in the product of the link from a to b."""
    fields = {"form": "optic", "gbps": 400.0, "reach_m": 50.0, "watts_per_end": 9.0, **cable}
    product = Product(id="odd", kind="cable", name="Odd cable", cable=Cable(**fields))

    def fault(project: Project) -> Project:
        project = project.changed(products={**project.products, "odd": product})
        return renamed(project, a, b, product="odd")

    return fault


def spare(lower: str, upper: str, **values: Any) -> Callable[[Project], Project]:
    """A link too many, on free ports unless told otherwise."""
    link = Link(
        id="trap", medium=Medium.FABRIC, a=(lower,), a_port="front", a_first=60, b=(upper,), b_port="front", b_first=60
    )  # fmt: skip
    return lambda project: project.changed(links={"trap": link.model_copy(update={"product": "test-dac", **values})})


def extra_switch(**values: Any) -> Callable[[Project], Project]:
    """A third leaf, powered, without a link to the others unless told otherwise."""

    def fault(project: Project) -> Project:
        leaf = project.equipment["lf1"].model_copy(update={"id": "lf3", "name": "LF3", "u": 9, **values})
        project = place(project, [leaf])
        for side in "ab":
            old = next(v for v in project.links.values() if v.a == (f"p4{side}",) and v.b == ("lf1",))
            first = max(v.a_first for v in project.links.values() if v.a == (f"p4{side}",)) + 1
            feed = old.model_copy(update={"id": f"feed{side}", "b": ("lf3",), "a_first": first})
            project = project.changed(links={feed.id: feed})
        return project

    return fault


def idle_ports(project: Project) -> Project:
    """Half of the ports to one leaf without a cable."""
    return renamed(project, "s1", "lf1", per_pair=2)


def moved_end(a: str, b: str, to: str) -> Callable[[Project], Project]:
    """The link from a to b ends at another switch, on its points from 40."""

    def fault(project: Project) -> Project:
        old = key(project, a, b)
        link = project.links[old].model_copy(update={"id": "trap", "b": (to,), "b_first": 40})
        return project.changed(links={old: None, "trap": link})

    return fault


def left_out(project: Project) -> Project:
    """The bundles of two systems hold one only."""
    for leaf in ("lf1", "lf2"):
        links = [key(project, system, leaf) for system in ("s1", "s2")]
        bundle = project.links[links[0]].model_copy(update={"id": f"trap{leaf}", "a": ("s2",)})
        project = project.changed(links={**dict.fromkeys(links), bundle.id: bundle})
    return project


def wrong_plug(project: Project) -> Project:
    """A product with OSFP plugs at a QSFP112 cage."""
    project = with_cable("s1", "lf1", connector="OSFP")(project)
    return set_fields(project, ["lf1"], {"cage_type": "QSFP112"})


def idle_leaf(project: Project) -> Project:
    """A third leaf whose uplinks were drawn from the first."""
    project = extra_switch()(project)
    return spare("lf1", "sp1", b=("sp1", "sp2"))(project)


def uplinks_taken(project: Project) -> Project:
    """The uplinks of one leaf were drawn from the other."""
    links = [key(project, "lf1", spine) for spine in ("sp1", "sp2")]
    up = project.links[links[0]]
    trap = up.model_copy(update={"id": "trap", "a": ("lf2",), "a_first": 40, "b": ("sp1", "sp2")})
    return project.changed(links={**dict.fromkeys(links), "trap": trap})


def split_trays(project: Project) -> Project:
    trays = [
        item("tray", "t1", points_m=[[4.0, 5.4], [5.4, 5.4]], elevation_m=2.5),
        item("tray", "t2", points_m=[[6.6, 5.4], [8.0, 5.4]], elevation_m=2.5),
    ]
    return renamed(place(project, trays), "s1", "lf1", route=("t1", "t2"))


def swapped_rails(project: Project) -> Project:
    """A job over two systems, one with its rails swapped: all traffic crosses the spines."""
    trunks = [key(project, leaf, spine) for leaf in ("lf1", "lf2") for spine in ("sp1", "sp2")]
    trap = project.links[trunks[0]].model_copy(update={"id": "trap", "a": ("lf1", "lf2"), "b": ("sp1", "sp2")})
    first, second = key(project, "s2", "lf1"), key(project, "s2", "lf2")
    project = project.changed(links={**dict.fromkeys(trunks), "trap": trap})
    project = set_fields(set_fields(project, [first], {"a_first": 5}), [second], {"a_first": 1})
    job = {"name": "train", "tensor": 8, "gradient_gbytes": 10.0}
    project = set_settings(project, {"jobs": [job], "link_load_max_fraction": 0.3})
    return set_fields(project, ["s1", "s2"], {"job": "train"})


TRAPS: dict[str, Trap] = {
    "FAB101": (
        fields("s1", nics=[{"role": "compute", "count": 8, "gbps": 200.0}]),
        ('equipment.s1.nics=[{"role": "compute", "count": 8, "gbps": 400.0}]',),
    ),
    "FAB102": (with_cable("s1", "lf1", gbps=200.0), ('links.trap.product="test-optic"',)),
    "FAB103": (trapped("s1", "lf1", product="test-dac"), ('links.trap.product="test-optic"',)),
    "FAB104": (with_cable("s1", "lf1", reach_min_m=15.0), ('links.trap.product="test-optic"',)),
    "FAB105": (trapped("lf1", "sp1", a_first=60), ("links.trap.a_first=13",)),
    "FAB106": (trapped("lf1", "sp1", per_pair=5), ("links.trap.per_pair=6",)),
    "FAB107": (idle_ports, ("links.trap.per_pair=4",)),
    "FAB108": (swapped_rails, ("settings.link_load_max_fraction=1.0",)),
    "FAB201": (moved_end("s1", "lf2", "lf1"), ('links.trap.b=["lf2"]',)),
    "FAB202": (lambda p: set_settings(p, {"share_left_min_fraction": 0.75}), ("settings.share_left_min_fraction=0.5",)),
    "FAB203": (moved_end("lf1", "sp2", "sp1"), ('links.trap.b=["sp2"]',)),
    "FAB204": (moved_end("s2", "lf1", "lf2"), ('links.trap.b=["lf1"]',)),
    "FAB301": (fields("lf1", protocol="InfiniBand NDR"), ('equipment.lf1.protocol="Ethernet"',)),
    "FAB302": (left_out, ('links.traplf1.a=["s1","s2"]', 'links.traplf2.a=["s1","s2"]')),
    "FAB303": (trapped("s1", "lf1", a_first=2), ("links.trap.a_first=1",)),
    "FAB304": (wrong_plug, ('links.trap.product="test-optic"',)),
    "FAB305": (spare("lf1", "lf2"), ('links.trap.b=["sp1"]',)),
    "FAB306": (idle_leaf, ('links.trap.a=["lf3"]',)),
    "FAB307": (uplinks_taken, ('links.trap.a=["lf1"]',)),
    "FAB308": (fields("lf1", fabric="storage"), ('equipment.lf1.fabric="compute"',)),
    "FAB309": (fields("lf1", tier="spine"), ('equipment.lf1.tier="leaf"',)),
    "FAB310": (with_cable("s1", "lf1", protocol="InfiniBand"), ('links.trap.product="test-optic"',)),
    "FAB401": (fields("lf1", tier="unassigned"), ('equipment.lf1.tier="leaf"',)),
    "FAB402": (trapped("s1", "lf1", length_m=1.0), ("links.trap.length_m=10.0",)),
    "FAB403": (split_trays, ("links.trap.route=[]",)),
}
