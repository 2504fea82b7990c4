"""Rear-door heat exchanger."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, choice, number
from hallwright.equipment.cooling_base import AirCooler


class RearDoor(AirCooler):
    """A heat exchanger in place of a rack's rear door: cools what the rack blows out."""

    label: ClassVar[str] = "Rear-door heat exchanger"
    icon: ClassVar[str] = "rear_door.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.RACK_SIDE})

    kind: Literal["rear_door"] = "rear_door"
    depth_m: float = number("m", "Depth it adds to the rack", 0.3, gt=0.0, le=1.0)
    active: bool = choice("Has fans of its own", True)
    sensible_min_kw: float | None = number("kW", "Smallest listed capacity", None, le=1000.0)
    dew_point_margin_k: float | None = number("K", "Margin it keeps above dew point", None, le=20.0)
    capture_min_fraction: float | None = number("fraction", "Smallest share of the rack's heat it takes", None, le=1.0)
    capture_max_fraction: float | None = number("fraction", "Largest share of the rack's heat it takes", None, le=1.0)
    air_temp_drop_max_k: float | None = number("K", "Largest drop of the air's temperature", None, le=60.0)

    def ports(self) -> tuple[Port, ...]:
        water = Port("water", Medium.COOLANT, "in", 1, "Chilled water", role="fws")
        if not self.active:
            return (water,)
        return (Port("feed", Medium.POWER, "in", 2, "Supply", phases=1), water)
