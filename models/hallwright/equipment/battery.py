"""Battery cabinet of a UPS, or battery shelf of a rack."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, Word, choice, number
from hallwright.equipment.power_base import PowerGear


class Battery(PowerGear):
    """Stored energy that carries a UPS until the generator does."""

    label: ClassVar[str] = "Battery"
    icon: ClassVar[str] = "ups.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.RACK})

    stores: ClassVar[bool] = True

    kind: Literal["battery"] = "battery"
    rating_kw: float = number("kW", "Power it gives", gt=0.0, le=1e5)
    energy_kwh: float | None = number("kWh", "Energy", None, le=1e6)
    runtime_min: float | None = number("min", "Run time at its rated power", None, le=1e5)
    chemistry: Word = choice("Chemistry", "")

    def ports(self) -> tuple[Port, ...]:
        return (Port("out", Medium.POWER, "out", 1, "Battery", dc=True),)

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kw
