"""Standby generator set."""

from typing import ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Curve, Medium, Mount, Port, choice, number
from hallwright.equipment.power_base import PowerGear, Side


class Generator(PowerGear):
    """A standby generator: it carries its side while the utility is out."""

    label: ClassVar[str] = "Generator"
    icon: ClassVar[str] = "generator.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    source: ClassVar[Literal["", "utility", "standby"]] = "standby"

    kind: Literal["generator"] = "generator"
    side: Side = choice("Feed side it backs up", "A")
    rating_kva: float | None = number("kVA", "Apparent-power rating", None, le=1e5)
    rating_kw: float = number("kW", "Standby rating", gt=0.0, le=1e5)
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=50000.0)
    start_time_s: float | None = number("s", "Time until it carries load", None, le=600.0)
    fuel_l_per_h_at_load: Curve | None = Field(None, description="Fuel [L/h] against load as a fraction of rating")

    def ports(self) -> tuple[Port, ...]:
        return (Port("out", Medium.POWER, "out", 4, "Supply", voltage_v=self.voltage_v, phases=3),)

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kw if self.rating_kva is None else min(self.rating_kw, self.rating_kva * power_factor)
