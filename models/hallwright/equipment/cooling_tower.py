"""Cooling tower."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, number
from hallwright.equipment.cooling_base import LiquidPlant


class CoolingTower(LiquidPlant):
    """Cools condenser or facility water by evaporation."""

    label: ClassVar[str] = "Cooling tower"
    icon: ClassVar[str] = "dry_cooler.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    kind: Literal["cooling_tower"] = "cooling_tower"
    approach_k: float = number("K", "Leaving water minus outdoor wet bulb", gt=0.0, le=60.0)
    rated_wet_bulb_degc: float | None = number("degC", "Wet bulb at its rating", None, ge=-50.0, le=60.0)
    fan_kw: float | None = number("kW", "Fan power", None, le=1000.0)
    water_use_l_per_kwh: float | None = number("", "Water used per heat rejected [L/kWh]", None, le=10.0)

    def electrical_kw(self) -> float | None:
        return self.fan_kw

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("feed", Medium.POWER, "in", 2, "Supply", phases=3),
            Port("out", Medium.COOLANT, "out", self.outlets, "Cooled water", role="condenser"),
        )
