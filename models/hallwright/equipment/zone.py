"""Zone of the floor: aisle, containment, cage, keep-out, reserved."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Drawn, Point, choice, number


class Zone(Drawn):
    """A marked part of the floor.

    A *contained* aisle is a volume of its own for the air: what stands outside does not reach it.
    """

    label: ClassVar[str] = "Zone"
    icon: ClassVar[str] = "zone.svg"
    group: ClassVar[str] = "Building"
    default_layer: ClassVar[str] = "floor"

    kind: Literal["zone"] = "zone"
    use: Literal["cold_aisle", "hot_aisle", "cage", "keep_out", "reserved"] = choice("What the zone is for")
    contained: bool = choice("Closed off by panels and doors (aisles)", False)
    return_path: Literal["open", "ceiling"] = choice(
        "Where the air of a contained hot aisle leaves: only to coolers in or at it, or also above the ceiling", "open"
    )
    reserved_kw: float = number("kW", "Load reserved for later (reserved zones)", 0.0, le=1e6)

    def outline(self) -> tuple[Point, ...]:
        return self.points_m
