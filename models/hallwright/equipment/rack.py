"""Rack: the cabinet that carries systems, switches, rack PDUs and rear doors."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Placed, Word, choice, number


class Rack(Placed):
    """A cabinet. Its front faces the cold aisle."""

    label: ClassVar[str] = "Rack"
    icon: ClassVar[str] = "rack.svg"
    group: ClassVar[str] = "Racks and systems"

    kind: Literal["rack"] = "rack"
    depth_m: float = number("m", "Depth, front to back", 1.2, gt=0.0, le=5.0)
    height_m: float = number("m", "Height", 2.2, gt=0.0, le=5.0)
    standard: Word = choice("Mounting standard, such as EIA-310 19 in, ORv3, MGX", "EIA-310 19 in")
    units: int = number("U", "Rack units it offers", 48, ge=1, le=100)
    unit_pitch_m: float = number("m", "Height of one rack unit", 0.04445, gt=0.01, le=0.2)
    mounting_depth_m: float | None = number(
        "m", "Deepest device it takes; unknown = its own depth decides", None, le=5.0
    )
    opening_m: float | None = number("m", "Widest device it takes; unknown = by its standard", None, le=5.0)
    static_load_kg: float | None = number("kg", "Contents it may carry at rest", None, le=1e5)
    practice_air_kw: float | None = number(
        "kW", "Load cooled by air in common practice (not a rating)", None, le=2000.0
    )
    practice_liquid_kw: float | None = number(
        "kW", "Load cooled by liquid in common practice (not a rating)", None, le=5000.0
    )
    busbar_v: float | None = number("V", "Rack busbar voltage, direct current", None, le=2000.0)
    busbar_a: float | None = number("A", "Rack busbar current", None, le=1e5)
    feed: Word = choice("Supply the rack class asks for, such as 800 VDC", "")
    blanked: bool = choice("Free rack units are closed by blanking panels", True)
    feet: int = number("count", "Feet or casters that carry it", 4, ge=1, le=20)
    operating_min_degc: float | None = number("degC", "Coldest air it may work in", None, ge=-60.0, le=100.0)
    operating_max_degc: float | None = number("degC", "Warmest air it may work in", None, ge=-60.0, le=100.0)
    status: Word = choice("Availability when the facts were gathered", "")
