"""Cable tray."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Drawn, choice, number


class Tray(Drawn):
    """A cable tray or ladder along a line of points: overhead, below the raised floor, or a riser between them."""

    label: ClassVar[str] = "Cable tray"
    icon: ClassVar[str] = "tray.svg"
    group: ClassVar[str] = "Building"
    default_layer: ClassVar[str] = "trays"

    kind: Literal["tray"] = "tray"
    level: Literal["overhead", "underfloor", "riser"] = choice(
        "Above the racks, in the floor void, or a riser that joins both", "overhead"
    )
    carries: Literal["fabric", "power", "any"] = choice("What may lie in it", "fabric")
    width_m: float = number("m", "Width inside", 0.3, gt=0.02, le=3.0)
    side_m: float = number("m", "Height of its side", 0.1, gt=0.01, le=1.0)
    elevation_m: float = number(
        "m", "Height of its bottom above the finished floor (negative: below)", 2.5, ge=-3.0, le=30.0
    )
    bend_radius_m: float = number(
        "m", "Smallest radius of its bends and of the waterfalls where cables leave it", 0.1, le=3.0
    )
