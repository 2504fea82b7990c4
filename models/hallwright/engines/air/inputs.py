"""What the room-air solver is told: one room of air, what stands in it and what moves the air.

Metres, m3/s, W, degC; x and y on the floor, z up, origin at a floor corner. A *face* is the side of a box, or the
direction into the room of a grille, named by its outward axis. A *void* is a well-mixed space that is no part of the
field, such as the floor void or the ceiling void: units and openings that name it exchange air through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Point = tuple[float, float, float]
Box = tuple[Point, Point]
Face = Literal["-x", "+x", "-y", "+y", "-z", "+z"]
FACES: tuple[Face, ...] = ("-x", "+x", "-y", "+y", "-z", "+z")


def opposite(face: Face) -> Face:
    """The face that looks the other way."""
    return FACES[FACES.index(face) ^ 1]


@dataclass(frozen=True, slots=True)
class Fluid:
    """Constant properties of the air; density falls with altitude, the rest does not."""

    density_kg_m3: float = 1.19
    specific_heat_j_kg_k: float = 1006.0
    expansion_per_k: float = 0.00336
    viscosity_m2_s: float = 1.55e-5
    gravity_m_s2: float = 9.81

    @property
    def heat_j_m3_k(self) -> float:
        """Heat that warms a cubic metre by a kelvin [J/(m3 K)]."""
        return self.density_kg_m3 * self.specific_heat_j_kg_k


@dataclass(frozen=True, slots=True)
class Band:
    """Part of a rack between two heights above the floor of the room; a blanked part is a band without flow."""

    bottom_m: float
    top_m: float
    flow_m3_s: float
    heat_w: float


@dataclass(frozen=True, slots=True)
class RearDoor:
    """A rear-door heat exchanger: holds a leaving temperature, or cools by its effectiveness.

    Without a capacity `leaving_degc` is held whatever arrives, as in a test case; with one the door only cools.
    """

    leaving_degc: float | None = None
    effectiveness: float | None = None
    water_degc: float | None = None
    capacity_w: float | None = None


@dataclass(frozen=True, slots=True)
class Rack:
    """A rack that breathes through its front and blows out behind each band.

    Attributes
    ----------
    recirculated_fraction : float
        Share of what the equipment breathes that comes back from its own exhaust inside the rack (missing blanking).
    bypass_m3_s : float
        Air that passes through the rack without being warmed, shared by the bands in proportion to their height.
    void : str
        The exhaust is ducted into this void (a chimney) instead of blown out at the rear.
    """

    id: str
    box: Box
    front: Face
    bands: tuple[Band, ...]
    door: RearDoor | None = None
    recirculated_fraction: float = 0.0
    bypass_m3_s: float = 0.0
    void: str = ""

    @property
    def heat_w(self) -> float:
        """Heat given to the air [W], before a rear door."""
        return sum(band.heat_w for band in self.bands)

    @property
    def flow_m3_s(self) -> float:
        """Air through the equipment [m3/s]."""
        return sum(band.flow_m3_s for band in self.bands)


def even_bands(heights_m: Sequence[float], flow_m3_s: float, heat_w: float) -> tuple[Band, ...]:
    """Bands between the heights that share flow and heat in proportion to their height."""
    whole = heights_m[-1] - heights_m[0]
    return tuple(Band(a, b, flow_m3_s * (b - a) / whole, heat_w * (b - a) / whole) for a, b in pairwise(heights_m))


@dataclass(frozen=True, slots=True)
class Tile:
    """A perforated floor tile: air rises through a rectangle (x0, y0, x1, y1) of the floor.

    It comes at a stated temperature, or from a void at what the units blow into it.
    """

    id: str
    rect_m: tuple[float, float, float, float]
    flow_m3_s: float
    supply_degc: float | None = None
    void: str = ""


@dataclass(frozen=True, slots=True)
class CoolerPort:
    """One side of a unit: a face of its box, or a void, and the air through it."""

    flow_m3_s: float
    face: Face | None = None
    void: str = ""


@dataclass(frozen=True, slots=True)
class Cooler:
    """A CRAH, CRAC, in-row cooler or part of a fan wall: draws air in, cools it, blows it out.

    A unit without both ports is switched off and is only a body. `backflow` turns both ports round, uncooled: a failed
    unit with an open damper. A unit that only draws hands its air to something outside the room.

    Attributes
    ----------
    supply_degc : float or None
        Set-point of the supply air; needed where there is a supply port.
    capacity_w : float or None
        Most heat that it takes; None holds the set-point whatever returns. A unit with a capacity never warms air.
    """

    id: str
    box: Box
    draws: CoolerPort | None = None
    blows: CoolerPort | None = None
    supply_degc: float | None = None
    capacity_w: float | None = None
    backflow: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A grille or opening in a wall, ceiling or floor; `face` looks into the room, positive flow enters.

    Entering air has a stated temperature or comes from a void; leaving air goes outside or into a void.
    """

    id: str
    rect_m: Box
    face: Face
    flow_m3_s: float
    supply_degc: float | None = None
    void: str = ""


@dataclass(frozen=True, slots=True)
class Partition:
    """A thin airtight panel, flat along one axis: containment panel, door, blanking between racks, curtain."""

    id: str
    rect_m: Box


@dataclass(frozen=True, slots=True)
class Leak:
    """Air through a rectangle of a panel or of free space; positive flow goes along the rectangle's positive axis."""

    id: str
    rect_m: Box
    flow_m3_s: float


@dataclass(frozen=True, slots=True)
class Solid:
    """A box that air does not enter: a column, a cabinet, what lies outside an L-shaped room."""

    id: str
    box: Box


@dataclass(frozen=True, slots=True)
class AirInputs:
    """A whole room of air.

    Attributes
    ----------
    cell_m : float or None
        Edge of a cell; None chooses 0.2 m, or coarser for the largest rooms.
    """

    room_m: Point
    racks: tuple[Rack, ...] = ()
    tiles: tuple[Tile, ...] = ()
    coolers: tuple[Cooler, ...] = ()
    openings: tuple[Opening, ...] = ()
    partitions: tuple[Partition, ...] = ()
    leaks: tuple[Leak, ...] = ()
    solids: tuple[Solid, ...] = ()
    cell_m: float | None = None
    fluid: Fluid = field(default_factory=Fluid)
