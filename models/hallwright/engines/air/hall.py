"""From the hall to rooms of air: what the room-air solver is told of each room of a project.

Air flows, heat and set-points are those of the cooling balance, so that field and balance answer for the same air.
What the drawing does not say is filled in one way, named in `RoomAir.assumed`:

- Racks breathe through three bands; a band's air and heat are those of the contents at its height.
- Things that stand askew are turned to the nearest axis.
- A contained aisle is closed by panels up to its tallest rack (to the ceiling where its air returns above it), and
  what its flows leave over passes through one leak: in its roof, or in an end panel where there is no roof.
- Floor voids and ceiling voids are well mixed. Tiles share the void's air by their open area, as at one pressure and
  one loss coefficient; grilles take what contained hot aisles leave over evenly out of the rest of the ceiling.
- Heat of gear without fans leaves with an air flow at the project's assumed rise.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air.inputs import (
    FACES,
    AirInputs,
    Band,
    Box,
    Cooler,
    CoolerPort,
    Face,
    Fluid,
    Leak,
    Opening,
    Partition,
    Rack,
    RearDoor,
    Solid,
    Tile,
    opposite,
)
from hallwright.engines.air.voxels import cell_edge_m
from hallwright.engines.cooling.air import Body, Stream
from hallwright.engines.cooling.engine import Cooling
from hallwright.engines.cooling.formulas import AIR_HEAT_KJ_KG_K, air_density_kg_m3
from hallwright.engines.cooling.parts import DoorPart, Load
from hallwright.engines.cooling.spaces import owner
from hallwright.equipment.base import Placed
from hallwright.equipment.base import Point as PlanPoint
from hallwright.equipment.column import Column
from hallwright.equipment.cooling_base import AirCooler
from hallwright.equipment.crah import Crah
from hallwright.equipment.in_row import InRow
from hallwright.equipment.rack import Rack as RackItem
from hallwright.equipment.room import Room
from hallwright.equipment.tile import Tile as TileItem
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.errors import OutOfRange
from hallwright.floor.bodies import stands
from hallwright.project import Project

BANDS = 3  # of a rack: enough to tell floor, middle and top
PITCH_M = 0.2  # of the raster that fills what lies outside a room's outline
NEAR_M = 0.45  # a panel follows the faces of racks that stand so near to the edge of their aisle
GAP_M = 0.2  # least free depth before a port
FLOOR_VOID, CEILING_VOID = "floor void", "ceiling void"


@dataclass(frozen=True)
class RoomAir:
    """One room, as the solver is told of it.

    Attributes
    ----------
    room_id : str
    origin_m : (float, float)
        Where the room's lower corner lies on the plan; x and y of the solver run along those of the plan.
    given : AirInputs or None
        None where the room's air cannot be solved.
    refused, subject : str
        Why not, and the thing to blame.
    heat_kw, capacity_kw : float
        Heat given to the room's air, and what its running units and rear doors can take of it; refused where that is
        less, for the room would warm without end.
    assumed : tuple of str
        What the drawing did not say.
    """

    room_id: str
    origin_m: tuple[float, float]
    given: AirInputs | None
    refused: str = ""
    subject: str = ""
    heat_kw: float = 0.0
    capacity_kw: float = 0.0
    assumed: tuple[str, ...] = ()


class _Refused(Exception):
    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(reason)
        self.subject = subject


def rooms(project: Project, cooling: Cooling, out: frozenset[str] = frozenset()) -> tuple[RoomAir, ...]:
    """Every room in which something breathes or is cooled, in identifier order.

    Parameters
    ----------
    cooling : Cooling
        The balance of this project: flows, heat, which units run, and at what they supply.
    out : frozenset of str
        Units that are failed besides: they move no air.
    """
    found = []
    spaces = cooling.inputs.spaces
    by_room: dict[str, list[Placed]] = {}
    for item in project.equipment.values():
        if isinstance(item, Placed) and item.rack_id is None:
            key = spaces.room_at(item.to_floor(0.0, 0.0))
            if key is not None:
                by_room.setdefault(owner(key), []).append(item)
    for room in sorted(project.all(Room), key=lambda r: r.id):
        items = sorted(by_room.get(room.id, ()), key=lambda i: i.id)
        breathing = any(stream.heat_kw > 0.0 for i in items for stream in _streams(cooling, i.id))
        if not breathing:
            continue
        builder = _Builder(project, cooling, room, items, out)
        found.append(builder.room_air())
    return tuple(found)


def _streams(cooling: Cooling, id: str) -> tuple[Stream, ...]:
    body = cooling.kept.bodies.get(id)
    return body.streams if body is not None else ()


@dataclass(slots=True)
class _Aisle:
    """A contained aisle: its box on the floor, its net inflow, and what its racks blow into it."""

    zone: Zone
    x0: float
    y0: float
    x1: float
    y1: float
    top_m: float
    roof: bool
    gain_m3_s: float = 0.0  # enters less what leaves, before ceiling and leak
    exhaust_m3_s: float = 0.0


@dataclass
class _Builder:
    project: Project
    cooling: Cooling
    room: Room
    items: Sequence[Placed]
    out: frozenset[str]
    assumed: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        xs, ys = [p[0] for p in self.room.points_m], [p[1] for p in self.room.points_m]
        self.origin_m = min(xs), min(ys)
        self.size = max(xs) - min(xs), max(ys) - min(ys), self.room.height_m
        edge = cell_edge_m(AirInputs(self.size))
        self.cells = tuple(max(1, round(side / edge)) for side in self.size)
        self.edge_m = tuple(side / n for side, n in zip(self.size, self.cells, strict=True))
        settings = self.project.settings
        density = float(air_density_kg_m3(settings.altitude_m))
        self.fluid = Fluid(density_kg_m3=density, specific_heat_j_kg_k=AIR_HEAT_KJ_KG_K * 1000.0)

    def room_air(self) -> RoomAir:
        """The room, or why it has no answer."""
        given, refused, subject = None, "", ""
        try:
            given = self.build()
        except _Refused as error:
            refused, subject = str(error), error.subject
        except OutOfRange as error:
            refused, subject = error.text, self.room.id
        if given is None:
            return RoomAir(self.room.id, self.origin_m, None, refused, subject, assumed=tuple(self.assumed))
        heat_kw, capacity_kw = _offered_and_taken_kw(given)
        if heat_kw > capacity_kw * (1.0 + 1e-9):
            given, subject = None, self.room.id
            refused = (
                f"its running units can take {capacity_kw:.4g} kW of the {heat_kw:.4g} kW given to its air: "
                "it would warm without end."
            )
        return RoomAir(self.room.id, self.origin_m, given, refused, subject, heat_kw, capacity_kw, tuple(self.assumed))

    def build(self) -> AirInputs:
        self.aisles = {a.zone.id: a for a in self._aisles()}
        racks = [rack for item in self.items for rack in self._racks(item)]
        coolers = [self._cooler(item) for item in self.items if isinstance(item, AirCooler)]
        tiles = list(self._tiles(coolers))
        openings = list(self._ceiling(coolers))
        leaks = list(self._leaks())
        named = {r.id.partition(" ")[0] for r in racks} | {c.id for c in coolers}
        solids = [
            Solid(i.id, box)
            for i in self.items
            if i.id not in named and (stands(i) or isinstance(i, Column)) and (box := self._box(i)) is not None
        ]
        return AirInputs(
            self.size,
            tuple(racks),
            tuple(tiles),
            tuple(coolers),
            tuple(openings),
            tuple(self._panels()),
            tuple(leaks),
            (*solids, *self._outside()),
            fluid=self.fluid,
        )

    def note(self, text: str) -> None:
        self.assumed[text] = None

    # ---- bodies ------------------------------------------------------------------------------------------------------

    def _box(self, item: Placed, bottom_m: float = 0.0, top_m: float | None = None) -> Box | None:
        """Its box in the room, clipped; None where nothing of it stands within."""
        corners = item.local_rectangle(-item.width_m / 2, -item.depth_m / 2, item.width_m / 2, item.depth_m / 2)
        ox, oy = self.origin_m
        if round(item.rotation_deg / 90.0, 6) % 1.0:
            self.note("Things that stand askew are turned to the nearest axis.")
            turned = item.model_copy(update={"rotation_deg": round(item.rotation_deg / 90.0) % 4 * 90.0})
            corners = turned.local_rectangle(-item.width_m / 2, -item.depth_m / 2, item.width_m / 2, item.depth_m / 2)
        x0, x1 = min(p[0] for p in corners) - ox, max(p[0] for p in corners) - ox
        y0, y1 = min(p[1] for p in corners) - oy, max(p[1] for p in corners) - oy
        low = max(x0, 0.0), max(y0, 0.0), bottom_m
        high = min(x1, self.size[0]), min(y1, self.size[1]), min(top_m or item.height_m, self.size[2])
        return (low, high) if all(b - a > 1e-6 for a, b in zip(low, high, strict=True)) else None

    def _front(self, item: Placed) -> Face:
        faces: tuple[Face, ...] = ("-y", "+x", "+y", "-x")  # at 0 degrees the front faces up the sheet; clockwise
        return faces[round(item.rotation_deg / 90.0) % 4]

    def _racks(self, item: Placed) -> Iterator[Rack]:
        body = self.cooling.kept.bodies.get(item.id)
        if body is None or not body.streams:
            return
        box = self._box(item)
        if box is None:
            return
        front, (forward, *backward) = self._front(item), body.streams
        streams = [(front, forward)]
        if self._breathes_at_rear(body):  # the only stream runs from rear to front
            streams = [(opposite(front), forward)]
        elif backward:
            streams.append((opposite(front), backward[0]))
        cut = self._cut(item, len(streams))
        for number, ((face, stream), (low_m, high_m)) in enumerate(zip(streams, cut, strict=True)):
            if stream.heat_kw <= 0.0 and stream.flow_m3_s <= 0.0:
                continue
            part = (box[0][0], box[0][1], low_m), (box[1][0], box[1][1], min(high_m, box[1][2]))
            name = f"{item.id} rear" if number else item.id
            part, open_face = self._breathing(item, part, face)
            yield self._rack(item, name, part, open_face, stream, body, rear=face != front)

    def _breathes_at_rear(self, body: Body) -> bool:
        return len(body.streams) == 1 and bool(body.mixed) is False and body.offered_kw == 0.0

    def _cut(self, item: Placed, parts: int) -> list[tuple[float, float]]:
        """Heights of the part that breathes at the front and of the one at the rear (contents side by side in height:
        the rear-breathing ones are put at the top)."""
        if parts == 1:
            return [(0.0, item.height_m)]
        self.note("Contents that breathe at the rear of their rack are put together at its top.")
        return [(0.0, 0.75 * item.height_m), (0.75 * item.height_m, item.height_m)]

    def _breathing(self, item: Placed, box: Box, face: Face) -> tuple[Box, Face]:
        """Box and front of something that breathes.

        A rack keeps its front. Other gear against a wall or walled in by neighbours breathes through the next sides
        that are free, or else is drawn a cell smaller before and behind it, for a cabinet has its own grilles.
        """
        turns = (face, *(f for f in FACES if f[1] != "z" and f != face))
        found = next((f for f in turns if self._free(box, f) and self._free(box, opposite(f))), None)
        if found == face or (found is not None and not isinstance(item, RackItem)):
            return box, found
        if isinstance(item, RackItem):
            shut = face if not self._free(box, face) else opposite(face)
            side = "front" if shut == face else "rear"
            raise _Refused(item.id, f"there is no free air at its {side}.")
        axis = "xyz".index(face[1])
        low, high = list(box[0]), list(box[1])
        low[axis] = (self._cell(low[axis], axis) + 1) * self.edge_m[axis]
        high[axis] = (self._cell(high[axis], axis) - 1) * self.edge_m[axis]
        if high[axis] - low[axis] < 0.99 * self.edge_m[axis]:
            raise _Refused(item.id, "it is walled in, and too small for grilles of its own.")
        self.note("Gear that is walled in is drawn one cell smaller at its front and rear, where it breathes.")
        return ((low[0], low[1], low[2]), (high[0], high[1], high[2])), face

    def _free(self, box: Box, face: Face) -> bool:
        """Whether there is air before a side of a box: no wall of the room, nor another body over its whole width."""
        axis = "xyz".index(face[1])
        room_m = box[0][axis] if face[0] == "-" else self.size[axis] - box[1][axis]
        if room_m < GAP_M - 1e-6:
            return False
        (x0, y0, z0), (x1, y1, z1) = _before(box, face)
        return not any(
            low[0] < x0 + 0.01 and high[0] > x1 - 0.01 and low[1] < y0 + 0.01 and high[1] > y1 - 0.01
            and low[2] < z0 + 0.01 and high[2] > z1 - 0.01
            for low, high in self.bodies
        )  # fmt: skip

    @cached_property
    def bodies(self) -> tuple[Box, ...]:
        """Boxes of everything that stands in the room."""
        return tuple(
            box for i in self.items if (stands(i) or isinstance(i, Column)) and (box := self._box(i)) is not None
        )

    def _rack(self, item: Placed, name: str, box: Box, front: Face, stream: Stream, body: Body, *, rear: bool) -> Rack:
        rho_cp_kj = self.cooling.inputs.assumed.rho_cp
        heat_kw, flow = stream.heat_kw, stream.flow_m3_s
        if flow <= 0.0:
            flow = heat_kw / (rho_cp_kj * self.project.settings.derived_air_rise_k)
            self.note("Heat of gear without fans leaves with an air flow at the assumed rise.")
        door = None
        if body.door and not rear:
            part: DoorPart = self.cooling.inputs.parts[DoorPart][body.door]
            if part.supply_degc is not None and body.door not in self.out and body.door_kw > 0.0:
                capacity_kw = min(self.cooling.kept.door_kw.get(body.door, 0.0), stream.heat_kw * part.capture)
                door = RearDoor(leaving_degc=part.supply_degc, capacity_w=1000.0 * capacity_kw)
            elif body.door not in self.out:
                heat_kw = stream.room_kw  # what the door of unknown set-point leaves, by the balance
        bands = self._bands(item, box, flow, 1000.0 * heat_kw, rear)
        self._count(box, front, -flow)
        self._count(box, opposite(front), flow, exhaust=True)
        return Rack(name, box, front, bands, door)

    def _bands(self, item: Placed, box: Box, flow: float, heat_w: float, rear: bool) -> tuple[Band, ...]:
        low, high = box[0][2], box[1][2]
        count = min(BANDS, max(1, self._cell(high, 2) - self._cell(low, 2)))  # no band is thinner than a cell
        edges = [low + (high - low) * n / count for n in range(count + 1)]
        share = np.zeros((count, 2))  # of flow and heat
        loads: Mapping[str, Load] = self.cooling.inputs.parts[Load]
        for key in sorted(self.cooling.kept.contents.get(item.id, ())):
            load, content = loads.get(key), self.project.equipment.get(key)
            if load is None or load.reverse != rear or not isinstance(content, Placed):
                continue
            if isinstance(item, RackItem) and content.u is not None and content.u_height:
                bottom = (content.u - 1) * item.unit_pitch_m
                top = bottom + content.u_height * item.unit_pitch_m
            else:
                bottom, top = 0.0, item.height_m
            whole = top - bottom
            for n in range(count):
                inside = max(0.0, min(top, edges[n + 1]) - max(bottom, edges[n])) / whole
                share[n] += inside * np.array([load.flow_m3_s or 0.0, load.air_kw])
        for column in range(2):
            total = share[:, column].sum()
            share[:, column] = share[:, column] / total if total > 0.0 else 1.0 / count
        # heat only where air passes: what a fanless thing gives off goes with the rack's own air
        share[:, 1] = np.where(share[:, 0] > 0.0, share[:, 1], 0.0)
        share[:, 1] /= share[:, 1].sum() or 1.0
        if share[:, 1].sum() == 0.0:
            share[:, 1] = share[:, 0]
        return tuple(
            Band(edges[n], edges[n + 1], float(flow * share[n, 0]), float(heat_w * share[n, 1])) for n in range(count)
        )

    # ---- coolers and voids -------------------------------------------------------------------------------------------

    def _cooler(self, item: AirCooler) -> Cooler:
        box = self._box(item)
        if box is None:
            raise _Refused(item.id, "it stands outside its room.")
        unit = self.cooling.kept.coolers.get(item.id)
        if unit is None or not unit.runs or item.id in self.out:
            return Cooler(item.id, box)
        if unit.supply_degc is None:
            raise _Refused(item.id, "no supply temperature is stated.")
        flow = unit.part.flow_m3_s
        front = self._front(item)
        draws = self._intake(item, box, front, flow)
        if unit.part.underfloor:
            blows = CoolerPort(flow, void=FLOOR_VOID)
        elif self._free(box, front):
            blows = CoolerPort(flow, face=front)
            self._count(box, front, flow)
        else:
            raise _Refused(item.id, "it supplies from a front that has no free floor before it.")
        if draws.face is not None:
            self._count(box, draws.face, -flow)
        return Cooler(item.id, box, draws, blows, unit.supply_degc, 1000.0 * unit.capacity_kw)

    def _intake(self, item: AirCooler, box: Box, front: Face, flow: float) -> CoolerPort:
        rear = opposite(front)
        if isinstance(item, InRow):
            if not self._free(box, rear):
                raise _Refused(item.id, "it draws through a rear that has no free floor behind it.")
            return CoolerPort(flow, face=rear)
        if self.room.ceiling_return:
            return CoolerPort(flow, void=CEILING_VOID)
        top: Face = "+z"
        for face in (top, rear) if isinstance(item, Crah) else (rear, top):
            if self._free(box, face):
                return CoolerPort(flow, face=face)
        raise _Refused(item.id, "there is no free space above it or behind it through which air could return.")

    def _tiles(self, coolers: Iterable[Cooler]) -> Iterator[Tile]:
        flow = fsum(c.blows.flow_m3_s for c in coolers if c.blows is not None and c.blows.void)
        tiles = [i for i in self.items if isinstance(i, TileItem)]
        areas = {t.id: t.width_m * t.depth_m * t.open_fraction for t in tiles}
        whole = fsum(areas.values())
        if flow > 0.0 and whole <= 0.0:
            raise _Refused(self.room.id, "units blow into its floor void, which has no perforated tile.")
        for item in tiles:
            box = self._box(item, 0.0, 0.1)
            share = flow * areas[item.id] / whole
            if box is None or share <= 0.0:
                continue
            self._count(((box[0][0], box[0][1], -GAP_M), (box[1][0], box[1][1], 0.0)), "+z", share)
            yield Tile(item.id, (box[0][0], box[0][1], box[1][0], box[1][1]), share, void=FLOOR_VOID)

    def _ceiling(self, coolers: Sequence[Cooler]) -> Iterator[Opening]:
        """Grilles through which the ceiling void draws what its units take."""
        total = fsum(c.draws.flow_m3_s for c in coolers if c.draws is not None and c.draws.void)
        if total <= 0.0:
            return
        height = self.size[2]
        wanted = {k: a.exhaust_m3_s for k, a in self.aisles.items() if not a.roof and a.exhaust_m3_s > 0.0}
        whole = fsum(wanted.values())
        scale = min(1.0, total / whole) if whole > 0.0 else 0.0
        for key, flow in wanted.items():
            aisle = self.aisles[key]
            rect = (aisle.x0, aisle.y0, height), (aisle.x1, aisle.y1, height)
            yield Opening(f"{key} ceiling", rect, "-z", -flow * scale, void=CEILING_VOID)
            aisle.gain_m3_s -= flow * scale
        rest = total - whole * scale
        if rest > 1e-9 * total:
            self.note("The ceiling void draws evenly through the ceiling, beside contained hot aisles.")
            free = ~self._mask(a for a in self.aisles.values() if not a.roof) & self._inside()
            areas = list(_rectangles(free))
            cells = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in areas)
            for n, (x0, y0, x1, y1) in enumerate(areas):
                rect = (self._x(x0), self._y(y0), height), (self._x(x1), self._y(y1), height)
                flow = rest * (x1 - x0) * (y1 - y0) / cells
                yield Opening(f"ceiling {n + 1}", rect, "-z", -flow, void=CEILING_VOID)

    # ---- containment -------------------------------------------------------------------------------------------------

    def _aisles(self) -> Iterator[_Aisle]:
        spaces = self.cooling.inputs.spaces
        ox, oy = self.origin_m
        for outline in spaces.aisles:
            room = spaces.room_of(outline.id)
            zone = self.project.equipment.get(outline.id)
            if room is None or owner(room) != self.room.id or not isinstance(zone, Zone):
                continue
            edge = [outline.x0 - ox, outline.y0 - oy, outline.x1 - ox, outline.y1 - oy]
            tall = 0.0
            for item in self.items:
                streams = _streams(self.cooling, item.id)
                if not any(outline.id in (s.intake, s.exhaust) for s in streams) and not isinstance(item, InRow):
                    continue
                box = self._box(item)
                if box is None or not _beside(box, edge):
                    continue
                tall = max(tall, box[1][2])
                _follow(box, edge)
            ceiling = outline.id in spaces.ceiling_aisles and self.room.ceiling_return
            top = self.size[2] if ceiling else min(math.ceil((tall or 2.2) / PITCH_M - 1e-6) * PITCH_M, self.size[2])
            roof = top < self.size[2] - 1e-6
            x0, y0 = max(edge[0], 0.0), max(edge[1], 0.0)
            x1, y1 = min(edge[2], self.size[0]), min(edge[3], self.size[1])
            if x1 - x0 < PITCH_M or y1 - y0 < PITCH_M:
                raise _Refused(outline.id, "it is narrower than the grid of the air field.")
            self.note("Contained aisles are closed by panels up to their tallest rack or to the ceiling void.")
            yield _Aisle(zone, x0, y0, x1, y1, top, roof)

    def _count(self, box: Box, face: Face, flow: float, *, exhaust: bool = False) -> None:
        """Book air that enters (+) or leaves contained aisles through a side of a box, counted in cells of the grid."""
        axis = "xyz".index(face[1])
        low, high = ([self._cell(v, n) for n, v in enumerate(corner)] for corner in box)
        for n in range(3):
            if low[n] == high[n]:
                low[n] = min(int((box[0][n] + box[1][n]) / 2.0 / self.edge_m[n]), self.cells[n] - 1)
                high[n] = low[n] + 1
        low[axis], high[axis] = (low[axis] - 1, low[axis]) if face[0] == "-" else (high[axis], high[axis] + 1)
        for aisle in self.aisles.values():
            edges = (
                (self._cell(aisle.x0, 0), self._cell(aisle.x1, 0)),
                (self._cell(aisle.y0, 1), self._cell(aisle.y1, 1)),
            )
            share = 1.0
            for n, (first, last) in enumerate((*edges, (0, self._cell(aisle.top_m, 2)))):
                share *= max(0, min(high[n], last) - max(low[n], first)) / (high[n] - low[n])
            aisle.gain_m3_s += flow * share
            aisle.exhaust_m3_s += flow * share if exhaust else 0.0

    def _cell(self, value_m: float, axis: int) -> int:
        """The grid line nearest to a coordinate."""
        return min(max(math.floor(value_m / self.edge_m[axis] + 0.5 + 1e-6), 0), self.cells[axis])

    def _panels(self) -> Iterator[Partition]:
        for aisle in self.aisles.values():
            key, top = aisle.zone.id, aisle.top_m
            for side, (x0, y0, x1, y1) in (
                ("west", (aisle.x0, aisle.y0, aisle.x0, aisle.y1)),
                ("east", (aisle.x1, aisle.y0, aisle.x1, aisle.y1)),
                ("north", (aisle.x0, aisle.y0, aisle.x1, aisle.y0)),
                ("south", (aisle.x0, aisle.y1, aisle.x1, aisle.y1)),
            ):
                yield Partition(f"{key} {side}", ((x0, y0, 0.0), (x1, y1, top)))
            if aisle.roof:
                yield Partition(f"{key} roof", ((aisle.x0, aisle.y0, top), (aisle.x1, aisle.y1, top)))
        ox, oy = self.origin_m
        for wall in sorted(self.project.all(Wall), key=lambda w: w.id):
            for n, (a, b) in enumerate(zip(wall.points_m, wall.points_m[1:], strict=False)):
                part = self._wall((a[0] - ox, a[1] - oy), (b[0] - ox, b[1] - oy))
                if part is not None:
                    yield Partition(f"{wall.id} {n + 1}", part)

    def _wall(self, a: PlanPoint, b: PlanPoint) -> Box | None:
        """A wall along an axis, clipped to the room; one askew is left out, and said."""
        x0, x1 = (max(0.0, min(self.size[0], v)) for v in sorted((a[0], b[0])))
        y0, y1 = (max(0.0, min(self.size[1], v)) for v in sorted((a[1], b[1])))
        along_x, along_y = abs(b[0] - a[0]) > 1e-6, abs(b[1] - a[1]) > 1e-6
        if along_x and along_y:
            self.note("Walls askew inside a room are left out of its air.")
            return None
        if (x1 - x0 < PITCH_M and y1 - y0 < PITCH_M) or (
            (along_y and not 0.0 < x0 < self.size[0]) or (along_x and not 0.0 < y0 < self.size[1])
        ):
            return None
        return (x0, y0, 0.0), (x1, y1, self.size[2])

    def _leaks(self) -> Iterator[Leak]:
        """What a contained aisle's flows leave over, through its roof or, without one, an end panel."""
        for aisle in self.aisles.values():
            gain = aisle.gain_m3_s
            if abs(gain) < 1e-9:
                continue
            self.note("What the flows of a contained aisle leave over passes through one leak.")
            if aisle.roof:
                rect: Box = (aisle.x0, aisle.y0, aisle.top_m), (aisle.x1, aisle.y1, aisle.top_m)
                yield Leak(f"{aisle.zone.id} leak", rect, gain)
                continue
            long_x = aisle.x1 - aisle.x0 >= aisle.y1 - aisle.y0
            for low in (False, True):
                at = (aisle.x0 if low else aisle.x1) if long_x else (aisle.y0 if low else aisle.y1)
                inside = 0.0 < at < (self.size[0] if long_x else self.size[1])
                if inside:
                    rect = (
                        ((at, aisle.y0, 0.0), (at, aisle.y1, aisle.top_m))
                        if long_x
                        else ((aisle.x0, at, 0.0), (aisle.x1, at, aisle.top_m))
                    )
                    yield Leak(f"{aisle.zone.id} leak", rect, -gain if low else gain)
                    break
            else:
                raise _Refused(aisle.zone.id, "its flows do not balance and no end of it opens to the room.")

    # ---- outline -----------------------------------------------------------------------------------------------------

    def _inside(self) -> NDArray[np.bool_]:
        """Cells of the plan raster that lie in the room's outline, [x, y]."""
        nx, ny = (max(1, round(side / PITCH_M)) for side in self.size[:2])
        xs = (np.arange(nx) + 0.5) * self.size[0] / nx
        ys = (np.arange(ny) + 0.5) * self.size[1] / ny
        x, y = np.meshgrid(xs, ys, indexing="ij")
        found = np.zeros((nx, ny), bool)
        points = [(px - self.origin_m[0], py - self.origin_m[1]) for px, py in self.room.points_m]
        px, py = points[-1]
        for qx, qy in points:
            if qy != py:
                found ^= ((qy > y) != (py > y)) & (x < (px - qx) * (y - qy) / (py - qy) + qx)
            px, py = qx, qy
        return found

    def _x(self, cell: int) -> float:
        return min(cell * self.size[0] / max(1, round(self.size[0] / PITCH_M)), self.size[0])

    def _y(self, cell: int) -> float:
        return min(cell * self.size[1] / max(1, round(self.size[1] / PITCH_M)), self.size[1])

    def _mask(self, aisles: Iterable[_Aisle]) -> NDArray[np.bool_]:
        found = np.zeros_like(self._inside())
        for a in aisles:
            (x0, x1), (y0, y1) = (
                (round(low / PITCH_M), round(high / PITCH_M)) for low, high in ((a.x0, a.x1), (a.y0, a.y1))
            )
            found[x0:x1, y0:y1] = True
        return found

    def _outside(self) -> Iterator[Solid]:
        """What lies within the room's box but outside its outline."""
        for n, (x0, y0, x1, y1) in enumerate(_rectangles(~self._inside())):
            low, high = (self._x(x0), self._y(y0), 0.0), (self._x(x1), self._y(y1), self.size[2])
            yield Solid(f"outside {n + 1}", (low, high))


def _offered_and_taken_kw(given: AirInputs) -> tuple[float, float]:
    """Heat of the racks, and the most that units and rear doors take of it."""
    units = (c.capacity_w or 0.0 for c in given.coolers if c.draws is not None and c.blows is not None)
    doors = (min(r.door.capacity_w or 0.0, r.heat_w) for r in given.racks if r.door is not None)
    return fsum(r.heat_w for r in given.racks) / 1000.0, fsum((*units, *doors)) / 1000.0


def _before(box: Box, face: Face) -> Box:
    """The thin layer before a side of a box."""
    axis = "xyz".index(face[1])
    low, high = list(box[0]), list(box[1])
    if face[0] == "-":
        low[axis], high[axis] = box[0][axis] - GAP_M / 2, box[0][axis] - 1e-3
    else:
        low[axis], high[axis] = box[1][axis] + 1e-3, box[1][axis] + GAP_M / 2
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _beside(box: Box, edge: list[float]) -> bool:
    """Whether a box stands at an aisle."""
    near = NEAR_M
    return (
        box[0][0] < edge[2] + near and box[1][0] > edge[0] - near and box[0][1] < edge[3] + near
        and box[1][1] > edge[1] - near
    )  # fmt: skip


def _follow(box: Box, edge: list[float]) -> None:
    """Move the nearest edge of an aisle to the face of a box that looks upon it, where it is near enough."""
    gaps = [
        (abs(box[1][0] - edge[0]), 0, box[1][0]),
        (abs(box[1][1] - edge[1]), 1, box[1][1]),
        (abs(box[0][0] - edge[2]), 2, box[0][0]),
        (abs(box[0][1] - edge[3]), 3, box[0][1]),
    ]
    gap, which, at = min(gaps)
    if gap <= NEAR_M:
        edge[which] = at


def _rectangles(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Cover the True cells [x, y] by rectangles (x0, y0, x1, y1): runs along y, joined along x where they are alike."""
    open_runs: dict[tuple[int, int], int] = {}
    for x in range(mask.shape[0] + 1):
        runs: set[tuple[int, int]] = set()
        if x < mask.shape[0]:
            steps = np.flatnonzero(np.diff(np.concatenate([[False], mask[x], [False]]).astype(np.int8)))
            runs = {(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)}
        for run in [r for r in open_runs if r not in runs]:
            yield open_runs.pop(run), run[0], x, run[1]
        for run in runs:
            open_runs.setdefault(run, x)
