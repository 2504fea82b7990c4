"""Room: the outline within which everything stands."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from hallwright.equipment.base import Drawn, Point, choice, number

WIDEST_M = 5000.0  # a wider one is a slip of a unit


class Room(Drawn):
    """A room: polygon outline, height, and what its floor carries.

    Its floor is a slab, or a raised floor whose void may carry supply air to perforated tiles.
    """

    label: ClassVar[str] = "Room"
    icon: ClassVar[str] = "wall.svg"
    group: ClassVar[str] = "Building"
    default_layer: ClassVar[str] = "building"

    kind: Literal["room"] = "room"
    height_m: float = number("m", "Clear height from finished floor to ceiling", 3.6, gt=0.5, le=30.0)
    floor: Literal["slab", "raised"] = choice("Slab, or raised floor with a void below", "slab")
    floor_void_m: float = number("m", "Height of the void below a raised floor", 0.0, le=3.0)
    tile_m: float = number("m", "Edge of a floor tile", 0.6, gt=0.1, le=2.0)
    uniform_load_kpa: float | None = number("kPa", "Uniform load the floor may carry", None, le=200.0)
    tile_load_kg: float | None = number("kg", "Concentrated load one raised-floor tile may carry", None, le=1e5)
    ceiling_return: bool = choice("Warm air returns to the coolers above the ceiling", False)

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        if len(self.points_m) < 3:
            raise ValueError("a room needs at least three corners")
        for axis in (0, 1):
            along = [point[axis] for point in self.points_m]
            if max(along) - min(along) > WIDEST_M:
                raise ValueError(f"a room wider than {WIDEST_M:.0f} m is taken for a slip of a unit")
        return self

    def outline(self) -> tuple[Point, ...]:
        return self.points_m

    @property
    def area_m2(self) -> float:
        """Area within the outline."""
        points = self.points_m
        twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True))
        return abs(twice) / 2
