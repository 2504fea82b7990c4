"""Chiller, air- or water-cooled."""

from typing import ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Curve, Medium, Mount, Port, choice, number
from hallwright.equipment.cooling_base import LiquidPlant


class Chiller(LiquidPlant):
    """Makes chilled water with a compressor."""

    label: ClassVar[str] = "Chiller"
    icon: ClassVar[str] = "chiller.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    kind: Literal["chiller"] = "chiller"
    rejects_to: Literal["air", "water"] = choice("Gives its heat to outdoor air or to condenser water", "air")
    cop: float | None = number("", "Coefficient of performance at its rating", None, gt=0.0, le=50.0)
    cop_curve: Curve | None = Field(None, description="Coefficient of performance against outdoor air [degC]")
    rated_outdoor_degc: float | None = number("degC", "Outdoor air at its rating", None, ge=-50.0, le=60.0)
    capacity_derated_kw: float | None = number("kW", "Capacity on a hotter day", None, le=1e6)
    derated_outdoor_degc: float | None = number("degC", "Outdoor air of that day", None, ge=-50.0, le=60.0)
    free_cooling_below_degc: float | None = number(
        "degC", "Outdoor air below which it needs no compressor", None, ge=-50.0, le=60.0
    )

    def electrical_kw(self) -> float | None:
        return None if self.cop is None else self.capacity_kw / self.cop

    def ports(self) -> tuple[Port, ...]:
        if self.rejects_to == "air":
            return super().ports()
        return (*super().ports(), Port("condenser", Medium.COOLANT, "in", 1, "Condenser water", role="condenser"))
