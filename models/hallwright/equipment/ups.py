"""Uninterruptible power supply."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Port, choice, number
from hallwright.equipment.power_base import PowerGear


class Ups(PowerGear):
    """A double-conversion UPS."""

    label: ClassVar[str] = "UPS"
    icon: ClassVar[str] = "ups.svg"

    converts: ClassVar[bool] = True

    kind: Literal["ups"] = "ups"
    rating_kva: float | None = number("kVA", "Apparent-power rating", None, le=1e5)
    rating_kw: float = number("kW", "Active-power rating", gt=0.0, le=1e5)
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=50000.0)
    eco_efficiency: float | None = number("fraction", "Efficiency in economy mode", None, le=1.0)
    module_kw: float | None = number("kW", "Rating of one power module", None, le=10000.0)
    module_slots: int | None = number("count", "Module slots", None, le=100)
    modules: int | None = number("count", "Modules fitted", None, ge=1, le=100)
    spare_modules: int = number("count", "Modules kept in reserve (the +1 of N+1)", 0, le=100)
    battery_kwh: float | None = number(
        "kWh", "Energy of its own battery, beside the battery cabinets linked to it; 0 = none", None, le=1e6
    )
    static_bypass: bool = choice("Overload goes to a static bypass instead of switching the UPS off", True)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 1, "Input", voltage_v=self.voltage_v, phases=3),
            Port("battery", Medium.POWER, "in", 8, "Battery", dc=True),
            Port("out", Medium.POWER, "out", 8, "Output", voltage_v=self.voltage_v, phases=3),
        )

    def fitted_kw(self) -> float:
        """Rating with all fitted modules at work [kW]."""
        if self.module_kw and self.modules:
            return min(self.rating_kw, self.module_kw * self.modules)
        return self.rating_kw

    def rated_kw(self, power_factor: float) -> float | None:
        """Rating with all fitted modules at work, and within its apparent-power rating."""
        rated = self.fitted_kw()
        return rated if self.rating_kva is None else min(rated, self.rating_kva * power_factor)

    def secure_kw(self) -> float | None:
        """What it may carry with its spare modules kept in reserve [kW]; None where its modules are not stated."""
        if self.module_kw is None or self.modules is None:
            return None
        return min(self.rating_kw, self.module_kw * max(self.modules - self.spare_modules, 0))

    def curve_kw(self, power_factor: float) -> float | None:
        return self.fitted_kw()
