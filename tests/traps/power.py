"""Traps of the power rules: one fault each, and the lines that mend it."""

from collections.abc import Callable
from typing import Any

from halls import item
from hallwright.edits.change import set_fields
from hallwright.equipment.base import Equipment, Medium
from hallwright.project import Link, Project

Trap = tuple[Callable[[Project], Project], tuple[str, ...]]


def link_of(project: Project, a: str, b: str) -> Link:
    """The one link from a to b."""
    (link,) = (k for k in project.links.values() if k.a == (a,) and k.b == (b,))
    return link


def fields(id: str, **values: Any) -> Callable[[Project], Project]:
    """A fault in fields of a piece of equipment."""
    return lambda project: set_fields(project, [id], values)


def wire(id: str, a: str, b: str, port: str = "in", a_first: int = 1, b_first: int = 1) -> Link:
    """A single cable with its identifier."""
    return Link(
        id=id,
        medium=Medium.POWER,
        a=(a,),
        a_port="out",
        a_first=a_first,
        b=(b,),
        b_port=port,
        b_first=b_first,
    )


def with_things(project: Project, things: list[Equipment], links: list[Link]) -> Project:
    """The project with more equipment and links."""
    return project.changed(equipment={t.id: t for t in things}, links={k.id: k for k in links})


def renamed(project: Project, up: str, down: str, id: str, **values: Any) -> Project:
    """The link between two things under another identifier, with other values."""
    old = link_of(project, up, down)
    return project.changed(links={old.id: None, id: old.model_copy(update={"id": id, **values})})


def _busway(project: Project) -> Project:
    busway = item(
        "busway",
        "bwa",
        points_m=[[4.8, 6.2], [7.2, 6.2]],
        voltage_v=415.0,
        rating_a=16.4,
        full_rated=True,
        tap_off_max_a=63.0,
        elevation_m=3.0,
    )
    project = with_things(project, [busway], [wire("bw", "upsa", "bwa", a_first=2)])
    return renamed(project, "rppa", "p1a", "tap", a=("bwa",), a_first=1)


def _generator(project: Project) -> Project:
    generator = item("generator", "gena", side="A", rating_kw=105.0, voltage_v=415.0, x_m=6.0, y_m=23.0, mass_kg=2000.0)
    return with_things(project, [generator], [wire("gen", "gena", "sga", b_first=2)])


def _transfer_switch(project: Project) -> Project:
    switch = item(
        "transfer_switch",
        "sts",
        technology="sts",
        voltage_v=415.0,
        rating_a=63.0,
        rack_id="r1",
        u=20,
        u_height=2,
        width_m=0.44,
        depth_m=0.6,
        height_m=0.089,
        mass_kg=20.0,
    )
    links = [wire("st1", "rppa", "sts", "preferred", 5), wire("st2", "rppb", "sts", "alternate", 5)]
    project = with_things(project, [switch], links)
    project = renamed(project, "rppa", "p1a", "in1a", a=("sts",), a_first=1)
    return renamed(project, "rppb", "p1b", "in1b", a=("sts",), a_first=6)


def _loop(project: Project) -> Project:
    boards = [
        item(
            "switchgear", id, x_m=x, y_m=23.0, width_m=0.8, depth_m=1.0, voltage_v=415.0, rating_a=400.0, mass_kg=500.0
        )
        for id, x in (("sgx", 9.0), ("sgy", 12.0))
    ]
    return with_things(project, boards, [wire("lp1", "sgx", "sgy"), wire("lp2", "sgy", "sgx", a_first=20)])


def _no_supply(project: Project) -> Project:
    strips = [
        item("rack_pdu", id, rack_id="r1", voltage_v=415.0, rating_a=63.0, usable_a=50.4, rating_kw=36.2, mass_kg=10.0)
        for id in ("p1c", "p1d")
    ]
    return with_things(project, strips, [wire("inc", "rppa", "p1c", a_first=10)])


def _dead_load(project: Project) -> Project:
    servers = [
        item(
            "system",
            id,
            role="management",
            rack_id="r4",
            u=u,
            u_height=1,
            nameplate_kw=0.3,
            psu_required=1,
            airflow_m3_s=0.03,
            inlet_min_degc=5.0,
            inlet_max_degc=35.0,
            mass_kg=15.0,
            width_m=0.44,
            depth_m=0.7,
            height_m=0.043,
        )
        for id, u in (("m1", 20), ("m2", 22))
    ]
    links = [wire(f"ml{s}", f"p4{s}", "m1", "psu", 10, 1 + (s == "b")) for s in "ab"]
    return with_things(project, servers, links)


def _parallel(project: Project) -> Project:
    return with_things(project, [], [wire("tie", "txb", "sga", a_first=2, b_first=2)])


def _same_outlet(project: Project) -> Project:
    project = renamed(project, "p4a", "lf1", "cord1", a_first=1)
    return renamed(project, "p4a", "lf2", "cord2", a_first=1)


def _phases(project: Project) -> Project:
    return renamed(project, "p1a", "s1", "cord", phase="L1")


def _busbar(project: Project) -> Project:
    things: list[Equipment] = [
        item(
            "power_shelf", f"sh{side}", rack_id="r4", u=u, u_height=1, rating_kw=4.0, mass_kg=25.0,
            efficiency_at_load=[[0.2, 0.96], [1.0, 0.97]],
        )
        for side, u in (("a", 24), ("b", 25))
    ]  # fmt: skip
    things.append(
        item(
            "system", "big", role="rack_scale", rack_id="r4", u=26, u_height=8, supply="busbar", nameplate_kw=4.2,
            airflow_m3_s=0.4, inlet_min_degc=5.0, inlet_max_degc=35.0, mass_kg=100.0, width_m=0.44, depth_m=0.8,
            height_m=0.355,
        )
    )  # fmt: skip
    links = [wire(f"in{s}", f"rpp{s}", f"sh{s}", a_first=20) for s in "ab"]
    links += [wire("bba", "sha", "big", "busbar", 1, 1), wire("bbb", "shb", "big", "busbar", 1, 2)]
    return with_things(project, things, links)


def _promise(project: Project) -> Project:
    project = renamed(project, "rppb", "p1b", "in1b", a=("rppa",), a_first=5)
    return set_fields(project, ["upsa"], {"promise": "N+1", "block": "UPS A"})


def _ride_through(project: Project) -> Project:
    """A generator on side A, and a battery that ends before it carries."""
    generator = item(
        "generator", "gena", side="A", rating_kw=300.0, voltage_v=415.0, x_m=6.0, y_m=23.0, mass_kg=2000.0,
        start_time_s=12.0,
    )  # fmt: skip
    project = with_things(project, [generator], [wire("gen", "gena", "sga", b_first=2)])
    return set_fields(project, ["upsa"], {"battery_kwh": 0.05})


def _cord(**values: Any) -> Callable[[Project], Project]:
    return lambda project: renamed(project, "rppa", "p1a", "whip", **values)


TRAPS: dict[str, Trap] = {
    "PWR101": (fields("upsa", rating_kw=18.0), ("equipment.upsa.rating_kw=250.0",)),
    "PWR102": (fields("rppa", rating_a=30.0), ("equipment.rppa.rating_a=250.0",)),
    "PWR103": (_cord(breaker_a=8.0), ("links.whip.breaker_a=63.0",)),
    "PWR104": (fields("p1a", banks=3, bank_a=20.0), ("equipment.p1a.bank_a=63.0",)),
    "PWR105": (_phases, ('links.cord.phase=""',)),
    "PWR106": (fields("s1", psu_kw=3.0), ("equipment.s1.psu_kw=3.6",)),
    "PWR107": (_cord(breaker_a=100.0), ("links.whip.breaker_a=63.0",)),
    "PWR111": (fields("upsa", rating_kw=30.0), ("equipment.upsa.rating_kw=250.0",)),
    "PWR112": (fields("rppa", rating_a=60.0), ("equipment.rppa.rating_a=250.0",)),
    "PWR113": (_cord(breaker_a=16.0), ("links.whip.breaker_a=63.0",)),
    "PWR121": (fields("upsa", rating_kw=23.0), ("equipment.upsa.rating_kw=250.0",)),
    "PWR122": (_busway, ("equipment.bwa.rating_a=100.0",)),
    "PWR123": (_generator, ("equipment.gena.rating_kw=300.0",)),
    "PWR201": (
        lambda project: renamed(project, "rppb", "p1b", "in1b", a=("rppa",), a_first=5),
        ('links.in1b.a=["rppb"]',),
    ),
    "PWR202": (_transfer_switch, ('links.in1b.a=["rppb"]',)),
    "PWR203": (fields("s1", psu_required=4), ("equipment.s1.psu_required=3",)),
    "PWR204": (fields("upsa", module_kw=10.0, modules=4, spare_modules=3), ("equipment.upsa.spare_modules=1",)),
    "PWR205": (_busbar, ("equipment.big.nameplate_kw=3.9",)),
    "PWR206": (_promise, ('links.in1b.a=["rppb"]',)),
    "PWR207": (_ride_through, ("equipment.upsa.battery_kwh=5.0",)),
    "PWR301": (_loop, ('links.lp2.a=["sga"]',)),
    "PWR302": (_no_supply, ('links.inc.b=["p1c","p1d"]',)),
    "PWR303": (_dead_load, ('links.mla.b=["m1","m2"]', 'links.mlb.b=["m1","m2"]')),
    "PWR304": (fields("p1a", voltage_v=480.0), ("equipment.p1a.voltage_v=415.0",)),
    "PWR305": (_parallel, ('links.tie.a=["txa"]',)),
    "PWR306": (_same_outlet, ("links.cord2.a_first=2",)),
    "PWR401": (fields("p1a", voltage_v=240.0), ("equipment.p1a.voltage_v=415.0",)),
    "PWR402": (fields("s1", nameplate_kw=0.0102), ("equipment.s1.nameplate_kw=10.2",)),
    "PWR403": (fields("upsa", rating_kva=200.0), ("equipment.upsa.rating_kva=250.0",)),
    "PWR404": (fields("s1", measured_kw=11.0), ("equipment.s1.measured_kw=9.0",)),
}
