"""Door in a wall of the room, with its swing."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Mount, Placed, Point, choice, number


class Door(Placed):
    """A door: its opening lies across own x; its leaves swing towards own front (smaller own y)."""

    label: ClassVar[str] = "Door"
    icon: ClassVar[str] = "door.svg"
    group: ClassVar[str] = "Building"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.BUILDING})
    default_layer: ClassVar[str] = "building"

    kind: Literal["door"] = "door"
    width_m: float = number("m", "Clear width of the opening", 1.2, gt=0.3, le=10.0)
    depth_m: float = number("m", "Thickness of the wall", 0.2, gt=0.0, le=2.0)
    height_m: float = number("m", "Clear height of the opening", 2.4, gt=0.5, le=20.0)
    leaves: int = number("count", "Leaves that swing", 1, ge=1, le=2)
    swings: bool = choice("Leaves swing (a sliding door does not)", True)

    def swing_area(self) -> tuple[Point, ...]:
        """Square(s) that the open leaves sweep, as one rectangle; empty for a sliding door."""
        if not self.swings:
            return ()
        reach = self.width_m / self.leaves
        return self.local_rectangle(-self.width_m / 2, -self.depth_m / 2 - reach, self.width_m / 2, -self.depth_m / 2)
