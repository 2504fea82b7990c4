"""What the plan draws of each thing: box, words and figures, made once and kept until the thing changes."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hallwright.engines.cooling.records import CduLoad, CoolerDuty, PlantLoop, TankLoad
from hallwright.engines.power.records import ElementFlow
from hallwright.engines.topology import Topology
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Basis, Drawn, Equipment, Medium, Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.system import System
from hallwright.evaluate import Report
from hallwright.project import Project
from hallwright_app.canvas.ink import Box

CELL_M = 6.0
SIDES = frozenset("ABCD")


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing as the plan draws it.

    Attributes
    ----------
    box : (left, top, right, bottom)
        Extent on the floor [m].
    quarter : int or None
        Quarter turns clockwise; None when it stands slanted.
    value : str
        Its figure with unit, such as "20.4 kW"; empty when unknown.
    fraction : float or None
        Load over the limit that is nearest; None without a limit.
    side : str
        Feed side it belongs to (A, B …) or "".
    """

    item: Equipment
    box: Box
    quarter: int | None = 0
    value: str = ""
    fraction: float | None = None
    side: str = ""

    @property
    def id(self) -> str:
        """Identifier of the thing."""
        return self.item.id


def box_of(item: Equipment) -> Box | None:
    """Extent of a thing on the floor [m]; None for what stands in a rack or server."""
    if isinstance(item, Drawn):
        points = item.points_m
        pad = getattr(item, "width_m", getattr(item, "thickness_m", 0.0)) / 2
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad
    outline = item.outline()
    if not outline:
        return None
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    return min(xs), min(ys), max(xs), max(ys)


def load_kw(report: Report, id: str) -> float | None:
    """Power drawn by a thing and all that it carries [kW], on the project's basis; None when something is unknown."""
    project, topology = report.project, report.topology
    item = project.equipment.get(id)
    if item is None:
        return None
    basis = project.settings.demand_basis
    total = item.demand_kw(basis)
    if total is not None and basis is Basis.DESIGN and isinstance(item, System) and item.design_kw is None:
        total *= project.settings.design_factor
    for inner in topology.inside(id):
        if inner not in project.equipment:
            continue
        part = load_kw(report, inner)
        if part is None or total is None:
            return None
        total += part
    return total


def cooling_duty(report: Report, id: str) -> tuple[float, float] | None:
    """Heat that a cooling unit takes now and what it can take [kW]; None for what is none."""
    cooling = report.results.cooling
    record = cooling.records.get(id) if cooling is not None else None
    if isinstance(record, CoolerDuty):
        return record.duty_kw, record.capacity_kw
    if isinstance(record, CduLoad | TankLoad | PlantLoop):
        return record.heat_kw, record.capacity_kw
    return None


def load_fraction(report: Report, id: str) -> float | None:
    """Load over limit of a thing, or of the most loaded rack PDU in a rack; None where no limit is known."""
    found: list[float] = []
    power = report.results.power
    if power is not None:
        strips = (i for i in report.topology.inside(id) if isinstance(report.project.equipment.get(i), RackPdu))
        for key in (id, *strips):
            record = power.records.get(key)
            if isinstance(record, ElementFlow):
                found.extend(v for v in (record.utilisation, record.worst_utilisation) if v is not None)
    duty = cooling_duty(report, id)
    if duty is not None and duty[1] > 0.0:
        found.append(duty[0] / duty[1])
    if found:
        return max(found)
    item = report.project.equipment.get(id)
    if isinstance(item, Rack):
        practice = (item.practice_air_kw or 0.0) + (item.practice_liquid_kw or 0.0)
        load = load_kw(report, id)
        if practice and load is not None:
            return load / practice
    return None


def side_of(topology: Topology, project: Project, id: str, seen: frozenset[str] = frozenset()) -> str:
    """Feed side a power thing hangs on, walking up to its source; "" where sides meet or nothing is connected."""
    item = project.equipment.get(id)
    own = getattr(item, "side", "")
    if own in SIDES and own:
        return str(own)
    if len(seen) > 30:
        return ""
    found: set[str] = set()
    for link in topology.links_of(id, Medium.POWER):
        if id in link.b:
            for up in link.a:
                if up not in seen:
                    found.add(side_of(topology, project, up, seen | {id}))
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def short_kw(value: float) -> str:
    """Power in the fewest signs that say it: 20.4 kW, 145 kW, 1.3 MW."""
    if value >= 1000.0:
        return f"{value / 1000.0:.1f} MW"
    return f"{value:.0f} kW" if value >= 100.0 else f"{value:.1f} kW"


def rating_text(item: Equipment) -> str:
    """The figure that names a unit: capacity or rating with its unit."""
    for field, unit in (
        ("sensible_kw", "kW"),
        ("capacity_kw", "kW"),
        ("rating_kw", "kW"),
        ("rating_kva", "kVA"),
        ("rating_a", "A"),
        ("contracted_kw", "kW"),
    ):
        value = getattr(item, field, None)
        if isinstance(value, float | int) and value:
            if unit == "kW":
                return short_kw(value)
            if unit == "kVA" and value >= 1000:
                return f"{value / 1000:.1f} MVA"
            return f"{value:,.0f} {unit}".replace(",", "\u2009")
    return ""


def made_shape(report: Report, item: Equipment) -> Shape | None:
    """What to draw of a thing; None for what stands in a rack or server."""
    box = box_of(item)
    if box is None:
        return None
    quarter: int | None = 0
    if isinstance(item, Placed):
        turn = item.rotation_deg / 90.0
        quarter = round(turn) % 4 if abs(turn - round(turn)) < 1e-9 else None
    if isinstance(item, Rack):
        load = load_kw(report, item.id)
        value = "" if load is None else short_kw(load)
        return Shape(item, box, quarter, value, load_fraction(report, item.id))
    side = ""
    if any(port.medium is Medium.POWER and port.flow == "out" for port in item.ports()):
        side = side_of(report.topology, report.project, item.id)
    duty = cooling_duty(report, item.id)
    value = rating_text(item) if duty is None else short_kw(duty[0])
    return Shape(item, box, quarter, value, load_fraction(report, item.id), side)


def floor_ancestor(project: Project, id: str) -> Equipment | None:
    """The thing on the floor that carries this one, or itself."""
    item = project.equipment.get(id)
    while item is not None:
        carrier = item.carrier_id()
        if carrier is None:
            return item
        item = project.equipment.get(carrier)
    return None


def short_name(item: Equipment) -> str:
    """The name of a thing without a first word that only says what it is: "A-A" of the RPP "RPP A-A"."""
    first, _, rest = item.name.partition(" ")
    return rest if rest and first.casefold() in re.findall(r"[\w-]+", item.label.casefold()) else item.name


def inside_text(item: Equipment) -> str:
    """What stands in a rack, in few words: 8 × H100, or its name."""
    if isinstance(item, System) and item.accelerator and item.accelerator_count:
        model = re.search(r"\b[A-Z]{1,4}\d{2,4}[A-Za-z]*\b", item.accelerator)  # H100, MI300X, GB200
        return f"{item.accelerator_count} × {model.group() if model else item.accelerator}"
    return item.name


def is_card(item: Equipment) -> bool:
    """Whether it stands in a server."""
    return isinstance(item, Accelerator)


class Shapes:
    """Every shape of a project, found by identifier and by place."""

    def __init__(self) -> None:
        self.by_id: dict[str, Shape] = {}
        self._cells: dict[tuple[int, int], set[str]] = defaultdict(set)
        self._large: set[str] = set()  # rooms, trays: more cells than it pays to note

    def put(self, shape: Shape) -> None:
        """Add or replace a shape."""
        self.drop(shape.id)
        self.by_id[shape.id] = shape
        cells = None if isinstance(shape.item, Drawn) else self._cells_of(shape.box)
        if cells is None:
            self._large.add(shape.id)
        else:
            for cell in cells:
                self._cells[cell].add(shape.id)

    def drop(self, id: str) -> None:
        """Forget a shape."""
        old = self.by_id.pop(id, None)
        if old is None:
            return
        if id in self._large:
            self._large.discard(id)
            return
        for cell in self._cells_of(old.box) or ():
            self._cells[cell].discard(id)

    def large(self) -> list[Shape]:
        """Shapes drawn as points, such as rooms, and others that cover much floor; in identifier order."""
        return [self.by_id[i] for i in sorted(self._large)]

    def clear(self) -> None:
        """Forget all."""
        self.by_id.clear()
        self._cells.clear()
        self._large.clear()

    def within(self, box: Box) -> Iterator[Shape]:
        """Shapes whose box meets another, each once."""
        cells = self._cells_of(box, most=4000)
        ids: Iterable[str]
        if cells is None:
            ids = self.by_id
        else:
            found: set[str] = set(self._large)
            for cell in cells:
                members = self._cells.get(cell)
                if members:
                    found |= members
            ids = found if len(found) < len(self.by_id) else self.by_id
        left, top, right, bottom = box
        for id in ids:
            shape = self.by_id[id]
            b = shape.box
            if b[0] <= right and b[2] >= left and b[1] <= bottom and b[3] >= top:
                yield shape

    @staticmethod
    def _cells_of(box: Box, most: int = 64) -> list[tuple[int, int]] | None:
        i0, i1 = math.floor(box[0] / CELL_M), math.floor(box[2] / CELL_M)
        j0, j1 = math.floor(box[1] / CELL_M), math.floor(box[3] / CELL_M)
        if (i1 - i0 + 1) * (j1 - j0 + 1) > most:
            return None
        return [(i, j) for i in range(i0, i1 + 1) for j in range(j0, j1 + 1)]
