"""Fan wall."""

from typing import ClassVar, Literal

from hallwright.equipment.cooling_base import AirCooler


class FanWall(AirCooler):
    """A wall of fans and coils: supplies freely from its front over the room's height."""

    label: ClassVar[str] = "Fan wall"
    icon: ClassVar[str] = "crah.svg"

    kind: Literal["fan_wall"] = "fan_wall"
