"""Point-to-point schedule: every single cable of the fabrics, with what stands at both ends, its route and length."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from hallwright.cabling.lengths import Run, cable_run
from hallwright.cabling.trays import tray_graph
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric.engine import inputs
from hallwright.engines.fabric.flows import group_of, watts_per_point
from hallwright.engines.fabric.records import Device, Group
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Equipment, Medium, Placed
from hallwright.equipment.switch import Switch
from hallwright.export.load_tables import natural
from hallwright.export.sheets import Cell, Sheet
from hallwright.project import Cable, Link, Product, Project

HEAD = (
    "Cable", "Label", "Fabric",
    "A device", "A rack", "A unit", "A port", "A point", "A label",
    "B device", "B rack", "B unit", "B port", "B point", "B label",
    "Rate Gb/s", "Kind", "Medium", "Product", "Product id",
    "Way", "Trays", "Run m", "Length m", "Stock m", "Reach m", "Left to reach m", "Slack m", "A draw W", "B draw W",
)  # fmt: skip
KINDS = {
    "dac": "direct-attach copper",
    "acc": "active copper (linear)",
    "aec": "active copper (retimed)",
    "aoc": "active optical",
    "optic": "transceivers and fibre",
    "copper": "twisted pair",
}
WAYS = {
    "rack": "within the rack",
    "trays": "trays",
    "open": "open, no tray leads there",
    "given": "as stated",
    "broken": "trays stated do not join the ends",
    "unknown": "not computed",
}


@dataclass(frozen=True, slots=True)
class End:
    """One end of a cable: the thing, its port group and point, and the rate of that port [Gb/s]."""

    item: Equipment
    port: str
    point: int
    device: Device | None
    group: Group | None


@dataclass(frozen=True, slots=True)
class Laid:
    """One cable; `run` is None where an end has no place or no such port."""

    link: Link
    a: End
    b: End
    product: Product | None
    run: Run | None

    def watts(self, end: End) -> float | None:
        """Largest draw of one end [W]; None where the product does not say."""
        cable = self.cable
        return watts_per_point(cable, end.group) if end.group is not None else None

    @property
    def cable(self) -> Cable | None:
        """What the product states."""
        return self.product.cable if self.product is not None else None


def cables_of(project: Project) -> Iterator[Laid]:
    """Every single fabric cable, bundle by bundle."""
    given = inputs(Step(project, Topology(project), Results()))
    graph = tray_graph(given.trays, given.limits.tray_entry_max_m)
    for link in given.links.values():
        product = project.products.get(link.product) if link.product else None
        ends: dict[tuple[str, str], tuple[Device | None, Group | None]] = {}
        for ids, port in ((link.a, link.a_port), (link.b, link.b_port)):
            for id in ids:
                device = given.devices.get(id)
                ends[id, port] = device, group_of(device, port)
        runs: dict[tuple[object, ...], Run] = {}
        for a_id, a_point, b_id, b_point in link.cables():
            a = End(project.equipment[a_id], link.a_port, a_point, *ends[a_id, link.a_port])
            b = End(project.equipment[b_id], link.b_port, b_point, *ends[b_id, link.b_port])
            run = None
            if a.device is not None and b.device is not None and a.group is not None and b.group is not None:
                key = a.device.place, a.device.height_m, b.device.place, b.device.height_m
                if key not in runs:
                    runs[key] = cable_run(link, a.device, b.device, graph, given.limits)
                run = runs[key]
            yield Laid(link, a, b, product, run)


def schedule(project: Project) -> Sheet:
    """The schedule as a table: by fabric, then in the order of the racks, units and ports at the ends A."""
    places: dict[str, tuple[str, str, tuple[object, ...]]] = {}  # by thing: rack, unit, sort key
    fabrics: dict[str, str] = {}
    tray_names: dict[tuple[str, ...], str] = {}

    def place(item: Equipment) -> tuple[str, str, tuple[object, ...]]:
        found = places.get(item.id)
        if found is None:
            carrier = project.equipment.get(item.carrier_id() or "")
            rack = carrier.name if carrier is not None else ""
            unit = item.u if isinstance(item, Placed) and carrier is not None else None
            order = natural(rack), unit or 0, natural(item.name), item.id
            found = places[item.id] = rack, "" if unit is None else f"U{unit}", order
        return found

    def order(cable: Laid) -> tuple[object, ...]:
        link = cable.link
        if link.id not in fabrics:
            fabrics[link.id] = fabric_of(project, link)
        ends = (*place(cable.a.item)[2], cable.a.port, cable.a.point, *place(cable.b.item)[2], cable.b.point)
        return fabrics[link.id], *ends, link.id

    rows: list[tuple[Cell, ...]] = []
    for number, cable in enumerate(sorted(cables_of(project), key=order), 1):
        ends = [_end_cells(cable_end, place(cable_end.item)) for cable_end in (cable.a, cable.b)]
        product, stated, run = cable.product, cable.cable, cable.run
        reach = stated.reach_m if stated is not None else None
        trays = run.trays if run is not None else ()
        if trays not in tray_names:
            tray_names[trays] = " > ".join(project.name_of(i) for i in trays)
        rows.append(
            (
                number,
                cable.link.label,
                fabrics[cable.link.id],
                *ends[0],
                f"{_spot(ends[0])} > {_spot(ends[1])}",
                *ends[1],
                f"{_spot(ends[1])} > {_spot(ends[0])}",
                _rate(cable),
                KINDS.get(stated.form, stated.form) if stated is not None else "not chosen",
                stated.material if stated is not None else "",
                product.name if product is not None else "not chosen",
                product.id if product is not None else "",
                WAYS[run.route if run is not None else "unknown"],
                tray_names[trays],
                *(_metres(v) for v in ((run.run_m, run.length_m, run.stock_m) if run is not None else (None,) * 3)),
                reach,
                None if run is None or reach is None else _metres(reach - run.stock_m),
                None if run is None else _metres(run.stock_m - run.run_m),
                cable.watts(cable.a),
                cable.watts(cable.b),
            )
        )
    return Sheet("Cable schedule", HEAD, rows)


def summary(sheet: Sheet) -> str:
    """One sentence: how many cables, their length, and what is wrong with some."""
    product, stock, left, way = (HEAD.index(n) for n in ("Product id", "Stock m", "Left to reach m", "Way"))
    rows = sheet.rows
    total = math.fsum(float(row[stock] or 0.0) for row in rows)
    words = [f"{len(rows):,} cable{'' if len(rows) == 1 else 's'}", f"{total:,.1f} m in stock lengths"]
    for count, what in (
        (sum(not row[product] for row in rows), "without a product"),
        (
            sum((cell := row[left]) is not None and float(cell) < 0.0 for row in rows),
            "beyond the reach of their product",
        ),
        (sum(row[stock] is None for row in rows), "without a length"),
        (sum(row[way] == WAYS["open"] for row in rows), "where no tray leads"),
    ):
        if count:
            words.append(f"{count:,} {what}")
    return ", ".join(words) + "."


def fabric_of(project: Project, link: Link) -> str:
    """Fabric that a bundle belongs to: that of a switch at its upper or lower end."""
    for id in (*link.b[:1], *link.a[:1]):
        item = project.equipment[id]
        if isinstance(item, Switch):
            return item.fabric
    return ""


def port_name(item: Equipment, port: str, point: int) -> str:
    """Name of a port as it stands on the thing: ``front 12``; of one broken out into two, ``front 6/2``."""
    if isinstance(item, Switch):
        names = [p.name for p in item.ports() if p.medium is Medium.FABRIC]
        for name, group in zip(names, item.switch_ports, strict=True):
            if name == port and group.split > 1:
                return f"{port} {(point - 1) // group.split + 1}/{(point - 1) % group.split + 1}"
    return f"{port} {point}"


def _end_cells(end: End, place: tuple[str, str, tuple[object, ...]]) -> tuple[Cell, ...]:
    rack, unit, _ = place
    return end.item.name, rack, unit, port_name(end.item, end.port, end.point), end.point


def _spot(cells: tuple[Cell, ...]) -> str:
    """What a label says of an end: rack, unit and port, or the thing and its port where it stands on the floor."""
    device, rack, unit, port, _ = cells
    return f"{rack} {unit} {device} {port}".replace("  ", " ").strip()


def _rate(cable: Laid) -> float | None:
    rates = [e.group.gbps for e in (cable.a, cable.b) if e.group is not None]
    if len(rates) < 2:
        return None
    if cable.cable is not None and cable.cable.gbps is not None:
        rates.append(cable.cable.gbps)
    return min(rates)


def _metres(value: float | None) -> float | None:
    """To the millimetre."""
    return None if value is None else round(value, 3) + 0.0
