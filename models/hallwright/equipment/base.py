"""What every kind of equipment is: a frozen record with ports, a place and demands.

Coordinates are metres on the floor: x to the right, y down the sheet. ``x_m, y_m`` is the centre of the
footprint. At ``rotation_deg`` 0 the front faces up the sheet (towards smaller y); rotation is clockwise.
"""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Point = tuple[float, float]


class Medium(StrEnum):
    """What flows in a link."""

    POWER = "power"
    COOLANT = "coolant"
    FABRIC = "fabric"


class Basis(StrEnum):
    """Which figure stands for the power of a load."""

    NAMEPLATE = "nameplate"
    DESIGN = "design"
    MEASURED = "measured"


class Mount(StrEnum):
    """Where a kind can stand."""

    BUILDING = "building"  # part of the room: walls, zones, trays
    FLOOR = "floor"
    RACK = "rack"  # in a rack, at a rack unit
    RACK_SIDE = "rack_side"  # carried by a rack, takes no rack unit: vertical rack PDU, rear door
    SERVER = "server"  # a card in a system's slot
    OUTDOOR = "outdoor"  # may stand outside every room


def _clean_name(text: str) -> str:
    if text.isascii() and text.isprintable():  # the usual case, told at once
        return text
    text = unicodedata.normalize("NFC", text)
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u2028\u2029":
            raise ValueError("control characters are not allowed in a text")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,59}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_clean_name)]
Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_clean_name)]
Word = Annotated[str, StringConstraints(max_length=100), AfterValidator(_clean_name)]


class Record(BaseModel):
    """Strict and frozen: no unknown fields, no coercion, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


def number(
    unit: str,
    description: str,
    default: Any = ...,
    *,
    gt: float | None = None,
    ge: float | None = None,
    le: float = 1e9,
    source: str = "",
) -> Any:
    """A numeric field: unit, meaning and hard bounds. Default None means *unknown* unless given."""
    if gt is None and ge is None:
        ge = 0.0
    extra: dict[str, Any] = {"unit": unit}
    if source:
        extra["source"] = source
    return Field(default, description=description, gt=gt, ge=ge, le=le, json_schema_extra=extra)


def choice(description: str, default: Any = ..., *, source: str = "") -> Any:
    """A field that is not a number: its meaning, and for settings its source."""
    return Field(default, description=description, json_schema_extra={"source": source} if source else None)


@dataclass(frozen=True, slots=True)
class Port:
    """A group of like connection points of one piece of equipment.

    Single points are counted from 1 within the group: outlet 1, outlet 2, …

    Attributes
    ----------
    name : str
        Key of the group, unique within the equipment.
    medium : Medium
        What may be connected.
    flow : {"in", "out", "both"}
        Power and coolant flow from an ``out`` to an ``in``; fabric is ``both``.
    count : int
        Number of like points.
    label : str
        Name on screen.
    voltage_v, phases, rating_a :
        Power: line voltage [V] (0 = not stated), phases, continuous-rated current [A] of one point.
    connector : str
        Power inlet or outlet type, or fabric cage (OSFP, QSFP-DD …); empty = not stated.
    gbps : float
        Fabric: line rate of one point [Gb/s].
    role : str
        Fabric: compute, storage, management, front, uplink, fabric …; coolant: tcs, fws, condenser.
    protocol : str
        Fabric: Ethernet, InfiniBand, cell; empty = either.
    """

    name: str
    medium: Medium
    flow: Literal["in", "out", "both"]
    count: int = 1
    label: str = ""
    voltage_v: float = 0.0
    phases: int = 0
    dc: bool = False
    rating_a: float = 0.0
    connector: str = ""
    gbps: float = 0.0
    role: str = ""
    protocol: str = ""


class Equipment(Record):
    """One placed thing. Kinds are subclasses, one per file."""

    label: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    group: ClassVar[str] = ""  # heading in the palette: Building, Racks and systems, Power, Cooling, Fabric
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR})
    default_layer: ClassVar[str] = "equipment"  # equipment, floor, building, trays

    id: Id = Field(description="Stable identifier, never shown")
    kind: str
    name: Name = Field(description="Name on the plan")
    product: Id | None = Field(None, description="Product it was made from")
    locked: bool = Field(False, description="Cannot be moved or changed by mouse")
    notes: Text = Field("", description="Free text")

    def ports(self) -> tuple[Port, ...]:
        """Connection points, in a stable order."""
        return ()

    def port(self, name: str) -> Port | None:
        """The port group of that name, or None."""
        return next((p for p in self.ports() if p.name == name), None)

    def power_ports(self) -> tuple[Port, ...]:
        """Its ports of power alone; overridden where building the others would cost time."""
        return tuple(p for p in self.ports() if p.medium is Medium.POWER)

    def demand_kw(self, basis: Basis) -> float | None:
        """Own electrical demand [kW] on that basis; 0 for what uses none, None when unknown."""
        return 0.0

    def outline(self) -> tuple[Point, ...]:
        """Corners of the footprint on the floor [m], clockwise; empty when it stands on none."""
        return ()

    def moved(self, dx_m: float, dy_m: float) -> Self:
        """The same thing, shifted on the floor."""
        return self

    def turned(self, about: Point, degrees: float) -> Self:
        """The same thing, turned clockwise about a point of the floor."""
        return self

    def carrier_id(self) -> str | None:
        """Identifier of the rack or server that carries it, or None when it stands on the floor."""
        return None


class Placed(Equipment):
    """A thing with a rectangular footprint, on the floor or in a rack."""

    x_m: float = number("m", "Centre of the footprint, from the left", 0.0, ge=-1e5, le=1e5)
    y_m: float = number("m", "Centre of the footprint, from the top", 0.0, ge=-1e5, le=1e5)
    rotation_deg: float = number("deg", "Clockwise; at 0 the front faces up the sheet", 0.0, ge=0.0, le=359.999)
    width_m: float = number("m", "Width, seen from the front", 0.6, gt=0.0, le=200.0)
    depth_m: float = number("m", "Depth, front to back", 1.0, gt=0.0, le=200.0)
    height_m: float = number("m", "Height", 2.0, gt=0.0, le=50.0)
    mass_kg: float | None = number("kg", "Mass as installed, without contents", None, le=1e6)
    clearance_front_m: float | None = number("m", "Free depth wanted in front", None, le=20.0)
    clearance_rear_m: float | None = number("m", "Free depth wanted behind", None, le=20.0)
    rack_id: Id | None = Field(None, description="Rack that carries it; none = stands on the floor")
    u: int | None = number("U", "Lowest rack unit it takes, counted from 1 at the bottom", None, ge=1, le=100)
    u_height: int | None = number("U", "Rack units it takes", None, ge=1, le=100)
    face: Literal["front", "rear"] = choice("Side of the rack it is mounted from", "front")

    def carrier_id(self) -> str | None:
        return self.rack_id

    def outline(self) -> tuple[Point, ...]:
        if self.rack_id is not None:
            return ()
        return self.local_rectangle(-self.width_m / 2, -self.depth_m / 2, self.width_m / 2, self.depth_m / 2)

    def local_rectangle(self, x0: float, y0: float, x1: float, y1: float) -> tuple[Point, ...]:
        """Corners on the floor of a rectangle given in own axes (x to the right seen from above, y to the back)."""
        return tuple(self.to_floor(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))

    def to_floor(self, x: float, y: float) -> Point:
        """A point given in own axes, on the floor."""
        turn = round(self.rotation_deg / 90.0, 9)
        if turn == int(turn):  # exact for quarter turns, so that rows line up to the last bit
            c, s = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(turn) % 4]
        else:
            angle = math.radians(self.rotation_deg)
            c, s = math.cos(angle), math.sin(angle)
        return self.x_m + c * x - s * y, self.y_m + s * x + c * y

    def front_point(self, distance_m: float = 0.3) -> Point:
        """A point of the floor at that distance before the middle of the front."""
        return self.to_floor(0.0, -self.depth_m / 2 - distance_m)

    def rear_point(self, distance_m: float = 0.3) -> Point:
        """A point of the floor at that distance behind the middle of the rear."""
        return self.to_floor(0.0, self.depth_m / 2 + distance_m)

    def moved(self, dx_m: float, dy_m: float) -> Self:
        if self.rack_id is not None:
            return self
        return self.model_copy(update={"x_m": round(self.x_m + dx_m, 6), "y_m": round(self.y_m + dy_m, 6)})

    def turned(self, about: Point, degrees: float) -> Self:
        if self.rack_id is not None:
            return self
        x, y = turned_point((self.x_m, self.y_m), about, degrees)
        return self.model_copy(update={"x_m": x, "y_m": y, "rotation_deg": (self.rotation_deg + degrees) % 360.0})


Coordinate = Annotated[float, Field(ge=-1e5, le=1e5)]
Corner = tuple[Coordinate, Coordinate]


class Drawn(Equipment):
    """A thing drawn as points: a room or zone outline, a wall, a tray."""

    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.BUILDING})

    points_m: tuple[Corner, ...] = Field(
        min_length=2, max_length=500, description="Corners [m]", json_schema_extra={"unit": "m"}
    )

    def moved(self, dx_m: float, dy_m: float) -> Self:
        return self.model_copy(
            update={"points_m": tuple((round(x + dx_m, 6), round(y + dy_m, 6)) for x, y in self.points_m)}
        )

    def turned(self, about: Point, degrees: float) -> Self:
        return self.model_copy(update={"points_m": tuple(turned_point(p, about, degrees) for p in self.points_m)})


def turned_point(point: Point, about: Point, degrees: float) -> Point:
    """A point turned clockwise (y points down) about another, rounded to a micrometre."""
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return round(about[0] + c * dx - s * dy, 6), round(about[1] + s * dx + c * dy, 6)


def curve_value(curve: tuple[tuple[float, float], ...], x: float) -> float:
    """Piecewise-linear value of a curve of (x, y) points in rising x; flat beyond its ends."""
    if x <= curve[0][0]:
        return curve[0][1]
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[-1][1]


Curve = Annotated[tuple[tuple[float, float], ...], Field(min_length=1, max_length=50)]


def field_unit(model: type[BaseModel], field: str) -> str:
    """Unit of a field ("" when it has none)."""
    extra = model.model_fields[field].json_schema_extra
    unit = extra.get("unit", "") if isinstance(extra, Mapping) else ""
    return unit if isinstance(unit, str) else ""
