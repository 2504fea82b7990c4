"""Computer-room air handler (water coil) or air conditioner (compressor)."""

from typing import ClassVar, Literal

from hallwright.equipment.base import choice, number
from hallwright.equipment.cooling_base import AirCooler


class Crah(AirCooler):
    """A CRAH (chilled water) or CRAC (compressor) at the edge of the room.

    It supplies into the floor void (raised floor) or freely from its front, and takes in at its top.
    """

    label: ClassVar[str] = "CRAH / CRAC"
    icon: ClassVar[str] = "crah.svg"

    kind: Literal["crah"] = "crah"
    cooling: Literal["chilled_water", "compressor"] = choice("Water coil (CRAH) or compressor (CRAC)", "chilled_water")
    discharge: Literal["floor_void", "free"] = choice("Supplies into the floor void or freely into the room", "free")
    compressor_kw: float | None = number("kW", "Compressor power", None, le=1000.0)
    cop: float | None = number("", "Coefficient of performance at its rating", None, le=50.0)
    rated_outdoor_degc: float | None = number("degC", "Outdoor air at its rating", None, ge=-50.0, le=60.0)

    def needs_water(self) -> bool:
        return self.cooling == "chilled_water"

    def electrical_kw(self) -> float | None:
        if self.fan_kw is None:
            return None
        return self.fan_kw + (self.compressor_kw or 0.0)
