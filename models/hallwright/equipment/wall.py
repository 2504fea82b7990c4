"""Wall inside or around a room."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Drawn, number


class Wall(Drawn):
    """A wall along a line of points, solid from floor to ceiling."""

    label: ClassVar[str] = "Wall"
    icon: ClassVar[str] = "wall.svg"
    group: ClassVar[str] = "Building"
    default_layer: ClassVar[str] = "building"

    kind: Literal["wall"] = "wall"
    thickness_m: float = number("m", "Thickness", 0.2, gt=0.0, le=2.0)
