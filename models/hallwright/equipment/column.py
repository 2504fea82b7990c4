"""Building column."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Mount, Placed, number


class Column(Placed):
    """A structural column: nothing can stand in it."""

    label: ClassVar[str] = "Column"
    icon: ClassVar[str] = "column.svg"
    group: ClassVar[str] = "Building"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.BUILDING})
    default_layer: ClassVar[str] = "building"

    kind: Literal["column"] = "column"
    width_m: float = number("m", "Width", 0.5, gt=0.0, le=5.0)
    depth_m: float = number("m", "Depth", 0.5, gt=0.0, le=5.0)
    height_m: float = number("m", "Height", 4.0, gt=0.0, le=50.0)
