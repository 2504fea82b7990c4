"""In-row cooler."""

from typing import ClassVar, Literal

from hallwright.equipment.base import number
from hallwright.equipment.cooling_base import AirCooler


class InRow(AirCooler):
    """A cooler between racks: takes in from the hot aisle at its rear, supplies to the cold aisle at its front."""

    label: ClassVar[str] = "In-row cooler"
    icon: ClassVar[str] = "in_row.svg"

    kind: Literal["in_row"] = "in_row"
    sensible_max_kw: float | None = number("kW", "Largest listed capacity", None, le=1000.0)
