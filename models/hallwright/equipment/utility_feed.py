"""Utility feed: where the grid enters."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, choice, number
from hallwright.equipment.power_base import PowerGear, Side


class UtilityFeed(PowerGear):
    """A supply from the grid, the root of a feed side."""

    label: ClassVar[str] = "Utility feed"
    icon: ClassVar[str] = "link_power.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    source: ClassVar[Literal["", "utility", "standby"]] = "utility"

    kind: Literal["utility_feed"] = "utility_feed"
    side: Side = choice("Feed side it starts", "A")
    voltage_v: float = number("V", "Line voltage", 13800.0, gt=0.0, le=500000.0)
    contracted_kw: float | None = number("kW", "Power the contract allows", None, le=1e7)
    fault_level_ka: float | None = number("kA", "Short-circuit current at the point of supply", None, le=500.0)

    def ports(self) -> tuple[Port, ...]:
        return (Port("out", Medium.POWER, "out", 8, "Supply", voltage_v=self.voltage_v, phases=3),)

    def rated_kw(self, power_factor: float) -> float | None:
        return self.contracted_kw
