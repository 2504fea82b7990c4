"""Bill of materials: equipment, cables by product and length, transceivers at both ends, spares, power, price bands."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hallwright.engines.fabric.flows import shares_plug
from hallwright.engines.power.demand import demand_kw
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Basis, Equipment, Medium
from hallwright.equipment.switch import Switch
from hallwright.equipment.tray import Tray
from hallwright.export.load_tables import natural
from hallwright.export.schedule import KINDS, End, Laid, cables_of
from hallwright.export.sheets import Cell, Sheet
from hallwright.project import Cable, Product, Project

HEAD = (
    "Part", "Product", "Product id", "Vendor", "Length m", "Quantity", "Spares", "To buy",
    "Power W", "Draw of ends W", "Low USD each", "High USD each", "Low USD", "High USD", "Note",
)  # fmt: skip
UNPRICED = "no price is stated"
UNROUTED = {Medium.POWER: "Power cable", Medium.COOLANT: "Coolant pipe"}


@dataclass
class Line:
    """One line of the bill.

    Attributes
    ----------
    quantity : int
        In use.
    watts : float or None
        What it adds to the demand of the hall [W]; None where it is unknown.
    ends_watts : float or None
        Largest draw of its cable ends, counted or not in the figures of the things they plug into [W].
    """

    part: str
    name: str
    id: str = ""
    vendor: str = ""
    length_m: float | None = None
    quantity: int = 0
    spares: int = 0
    watts: float | None = 0.0
    ends_watts: float | None = 0.0
    low_usd: float | None = None
    high_usd: float | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def to_buy(self) -> int:
        """In use and spare."""
        return self.quantity + self.spares

    def cells(self) -> tuple[Cell, ...]:
        """The line as a row of the table."""
        low, high = self.low_usd, self.high_usd
        notes = [*self.notes, *([UNPRICED] if low is None or high is None else [])]
        if self.watts is None or self.ends_watts is None:
            notes.append("some power is not stated")
        return (
            self.part, self.name, self.id, self.vendor, self.length_m, self.quantity, self.spares, self.to_buy,
            _rounded(self.watts), _rounded(self.ends_watts), low, high,
            None if low is None else low * self.to_buy, None if high is None else high * self.to_buy,
            "; ".join(notes),
        )  # fmt: skip


def bill(project: Project) -> Sheet:
    """The bill of materials as a table; the last row has the sums of what is stated."""
    found = lines(project)
    rows = [line.cells() for line in found]
    priced = [line for line in found if line.low_usd is not None and line.high_usd is not None]
    unknown = sum(line.watts is None for line in found)
    notes = []
    if len(priced) < len(found):
        notes.append(f"{len(found) - len(priced)} of {len(found)} lines state no price and are not in the sums")
    if unknown:
        notes.append(f"power of {unknown} lines is not stated")
    rows.append(
        (
            "Total", "", "", "", None, None, None, None,
            _rounded(math.fsum(line.watts or 0.0 for line in found)),
            _rounded(math.fsum(line.ends_watts or 0.0 for line in found)),
            None, None,
            math.fsum((line.low_usd or 0.0) * line.to_buy for line in priced) if priced else None,
            math.fsum((line.high_usd or 0.0) * line.to_buy for line in priced) if priced else None,
            "; ".join(notes),
        )
    )  # fmt: skip
    return Sheet("Bill of materials", HEAD, rows)


def summary(sheet: Sheet) -> str:
    """One sentence: how many lines, their price band, and what the sums leave out."""
    *found, total = sheet.rows
    low, high, note = total[HEAD.index("Low USD")], total[HEAD.index("High USD")], total[-1]
    price = f"{low:,.0f} to {high:,.0f} USD (rough bands, no quotes)" if low is not None else "no price is stated"
    return f"{len(found):,} line{'' if len(found) == 1 else 's'}, {price}" + (f"; {note}." if note else ".")


def lines(project: Project) -> list[Line]:
    """Every line in the order of the bill: equipment, fabric cables and transceivers, other cables and pipes."""
    return [*_equipment(project), *_cabling(project), *_unrouted(project)]


def spares_of(quantity: int, fraction: float) -> int:
    """Spares of what is in use: that share, rounded up.

    Examples
    --------
    >>> spares_of(256, 0.02), spares_of(3, 0.02), spares_of(3, 0.0)
    (6, 1, 0)
    """
    return math.ceil(quantity * fraction - 1e-9)


def _equipment(project: Project) -> Iterator[Line]:
    found: dict[tuple[str, str, str], Line] = {}
    settings = project.settings
    for item in project.equipment.values():
        if item.group == "Building" and not isinstance(item, Tray):
            continue
        product = project.products.get(item.product or "")
        name = product.name if product is not None else _drawn(item)
        key = item.group, item.label, product.id if product is not None else name
        line = found.get(key)
        if line is None:
            line = found[key] = _line(item.label, name, product)
        line.quantity += 1
        if isinstance(item, Tray):
            length = sum(math.dist(p, q) for p, q in zip(item.points_m, item.points_m[1:], strict=False))
            line.length_m = round((line.length_m or 0.0) + length, 3)
        if isinstance(item, Accelerator):
            line.notes = ["power of cards is that of a card; on the measured basis their server's figure has it"]
        kw = _own_kw(project, item)
        line.watts = None if line.watts is None or kw is None else line.watts + kw * 1000.0
        if isinstance(item, Switch):
            line.spares = spares_of(line.quantity, settings.switch_spare_fraction)
    for key in sorted(found, key=lambda k: (k[0], k[1], natural(found[k].name), k[2])):
        yield found[key]


def _own_kw(project: Project, item: Equipment) -> float | None:
    """What a thing itself draws on the project's basis, without cards and cable ends that are lines of their own."""
    settings = project.settings
    if not isinstance(item, Accelerator):
        return demand_kw(item, (), settings)
    server = project.equipment.get(item.system_id or "")
    if server is None:
        return 0.0
    if settings.demand_basis is Basis.MEASURED:
        return 0.0
    with_card, without = demand_kw(server, (item,), settings), demand_kw(server, (), settings)
    return None if with_card is None or without is None else with_card - without


def _drawn(item: Equipment) -> str:
    """What a thing without a product is called."""
    if isinstance(item, Tray):
        return f"{item.label} {item.width_m * 1000.0:.0f} mm wide, {item.side_m * 1000.0:.0f} mm high"
    return f"{item.label}, no product"


def _line(part: str, name: str, product: Product | None, length_m: float | None = None) -> Line:
    if product is None:
        return Line(part, name, length_m=length_m)
    return Line(
        part, product.name, product.id, product.vendor, length_m,
        low_usd=product.price_low_usd, high_usd=product.price_high_usd,
    )  # fmt: skip


def _cabling(project: Project) -> Iterator[Line]:
    """Fabric cables by product and stock length, transceivers, and the fibres between them."""
    fraction = project.settings.cable_spare_fraction
    cables: dict[tuple[str, str, float], Line] = {}
    modules: dict[str, Line] = {}
    halves: dict[tuple[str, str, str], int] = {}  # by product and port group: points served, a shared module as half
    pairs: Counter[tuple[str, float, str, str]] = Counter()  # links of twin-port cables, two to an assembly
    for one in cables_of(project):
        stated, product = one.cable, one.product
        length_m = one.run.stock_m if one.run is not None else math.inf
        if stated is None or product is None:
            key = "Cable", "", length_m
            line = cables.get(key) or cables.setdefault(key, Line("Cable", "no product chosen", ends_watts=None))
            line.quantity += 1
            line.watts = None
            continue
        if stated.form == "optic":
            fibre = project.products.get(stated.fiber_id or "")
            name = stated.fiber_id or "fibre, none stated"
            key = "Fibre", fibre.id if fibre is not None else name, length_m
            line = cables.get(key) or cables.setdefault(key, _fibre(fibre, name))
            line.quantity += fibres_each(one)
            module = modules.get(product.id)
            if module is None:
                module = modules[product.id] = _line("Transceiver", product.name, product)
            for end in (one.a, one.b):
                if end.group is not None:
                    port = product.id, end.item.id, end.port
                    halves[port] = halves.get(port, 0) + (1 if shares_plug(stated, end.group) else 2)
            _add_draw(project, module, one)
            continue
        key = "Cable", product.id, length_m
        line = cables.get(key) or cables.setdefault(key, _cable(product, stated))
        if all(e.group is not None and shares_plug(stated, e.group) for e in (one.a, one.b)):
            pairs[product.id, length_m, one.a.item.id, one.b.item.id] += 1
        else:
            line.quantity += 1
        _add_draw(project, line, one)
    for (id, length_m, _, _), count in pairs.items():
        cables["Cable", id, length_m].quantity += -(-count // 2)
    for (id, _, _), count in halves.items():
        modules[id].quantity += -(-count // 2)
    for key in sorted(cables, key=lambda k: (k[0], natural(cables[k].name), k[2], k[1])):
        line = cables[key]
        if key[2] == math.inf:
            line.notes.append("length is not computed: an end has no such port")
        else:
            line.length_m = key[2]
        line.spares = spares_of(line.quantity, fraction)
        yield line
    for id in sorted(modules, key=lambda k: (natural(modules[k].name), k)):
        modules[id].spares = spares_of(modules[id].quantity, fraction)
        yield modules[id]


def fibres_each(cable: Laid) -> int:
    """Fibres of one link: as many as its transceiver's medium says (``x 2``), half where two links share it."""
    stated = cable.cable
    assert stated is not None
    times = re.search(r" x (\d+)$", stated.material)
    count = int(times[1]) if times else 1
    shared = any(e.group is not None and shares_plug(stated, e.group) for e in (cable.a, cable.b))
    return max(1, count // 2) if shared else count


def _fibre(fibre: Product | None, name: str) -> Line:
    line = _line("Fibre", name, fibre)
    if fibre is None:
        line.notes.append("the fibre product is not part of the project")
    return line


def _cable(product: Product, stated: Cable) -> Line:
    line = _line("Cable", product.name, product)
    line.notes.append(KINDS.get(stated.form, stated.form))
    return line


def _add_draw(project: Project, line: Line, cable: Laid) -> None:
    """Add the draw of both ends, and the part of it that no other line has."""
    for end in (cable.a, cable.b):
        if end.group is None:
            continue
        watts = cable.watts(end)
        line.ends_watts = None if watts is None or line.ends_watts is None else line.ends_watts + watts
        if _on_top(project, end):
            share = added_share(project)
            line.watts = None if watts is None or line.watts is None else line.watts + watts * share


def _on_top(project: Project, end: End) -> bool:
    """Whether cable ends at a thing come on top of its own figure."""
    measured = project.settings.demand_basis is Basis.MEASURED
    return isinstance(end.item, Switch) and not end.item.nameplate_includes_optics and not measured


def added_share(project: Project) -> float:
    """Share of their largest draw with which cable ends count in the demand: the design factor on its basis."""
    return project.settings.design_factor if project.settings.demand_basis is Basis.DESIGN else 1.0


def _unrouted(project: Project) -> Iterator[Line]:
    """Power cables and coolant pipes: counted; they have a length only where one is stated."""
    found: dict[tuple[str, str, float], Line] = {}
    for link in project.links.values():
        if link.medium not in UNROUTED:
            continue
        part, product = UNROUTED[link.medium], project.products.get(link.product or "")
        key = part, product.id if product is not None else "", link.length_m if link.length_m is not None else math.inf
        line = found.get(key)
        if line is None:
            line = found[key] = _line(part, f"{part}, no product", product, link.length_m)
            if link.length_m is None:
                line.notes.append("length is not stated; such routes are not computed")
        line.quantity += link.count
    for key in sorted(found):
        yield found[key]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3) + 0.0
