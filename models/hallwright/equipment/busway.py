"""Busway with tap-offs."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Drawn, Medium, Point, Port, choice, number
from hallwright.equipment.power_base import Conductor


class Busway(Drawn, Conductor):
    """An overhead busbar along a line of points, with tap-off boxes where racks are fed."""

    label: ClassVar[str] = "Busway"
    icon: ClassVar[str] = "busway.svg"
    group: ClassVar[str] = "Power"
    default_layer: ClassVar[str] = "trays"

    kind: Literal["busway"] = "busway"
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=50000.0)
    rating_a: float = number("A", "Rated current", gt=0.0, le=1e5)
    dc: bool = choice("Direct current", False)
    short_circuit_ka: float | None = number("kA", "Short-circuit rating", None, le=500.0)
    full_rated: bool = choice("May carry 100 % of its rating without pause", False)
    tap_off_max_a: float | None = number("A", "Largest tap-off", None, le=5000.0)
    taps: int = number("count", "Tap-off places", 40, ge=1, le=1000)
    width_m: float = number("m", "Width of the casing", 0.15, gt=0.0, le=2.0)
    height_m: float = number("m", "Height of the casing", 0.25, gt=0.0, le=2.0)
    elevation_m: float = number("m", "Height of its bottom above the finished floor", 2.6, ge=0.0, le=30.0)
    mass_kg_m: float | None = number("kg_m", "Mass per metre", None, le=1000.0)
    row_place: int | None = number("count", "Place in its row of the one-line, from the left; none = by name", None)

    def ports(self) -> tuple[Port, ...]:
        phases = 0 if self.dc else 3
        return (
            Port("in", Medium.POWER, "in", 1, "End feed", voltage_v=self.voltage_v, phases=phases, dc=self.dc),
            Port(
                "out",
                Medium.POWER,
                "out",
                self.taps,
                "Tap-off",
                voltage_v=self.voltage_v,
                phases=phases,
                dc=self.dc,
                rating_a=self.tap_off_max_a or 0.0,
            ),
        )

    def outline(self) -> tuple[Point, ...]:
        return ()

    def rated_a(self) -> float | None:
        """Current it is rated for [A]."""
        return self.rating_a

    def carries_full_rating(self) -> bool:
        return self.full_rated
