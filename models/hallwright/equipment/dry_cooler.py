"""Dry cooler."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Mount, number
from hallwright.equipment.cooling_base import LiquidPlant


class DryCooler(LiquidPlant):
    """Cools water with outdoor air."""

    label: ClassVar[str] = "Dry cooler"
    icon: ClassVar[str] = "dry_cooler.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    kind: Literal["dry_cooler"] = "dry_cooler"
    approach_k: float = number("K", "Leaving water minus outdoor dry bulb", gt=0.0, le=60.0)
    rated_outdoor_degc: float | None = number("degC", "Outdoor air at its rating", None, ge=-50.0, le=60.0)
    fan_kw: float | None = number("kW", "Fan power", None, le=1000.0)
    airflow_m3_s: float | None = number("m3/s", "Air it moves", None, le=10000.0)
    water_use_l_per_kwh: float | None = number("", "Water used per heat rejected [L/kWh]", None, le=10.0)

    def electrical_kw(self) -> float | None:
        return self.fan_kw
