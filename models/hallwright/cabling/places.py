"""Where cables begin, which trays they may take, and the settings of their lengths."""

from dataclasses import dataclass
from typing import Protocol

from hallwright.cabling.trays import TrayLine
from hallwright.equipment.base import Equipment, Placed, Point
from hallwright.equipment.rack import Rack
from hallwright.equipment.tray import Tray
from hallwright.settings.fabric import FabricSettings


@dataclass(frozen=True, slots=True)
class Limits:
    """Settings that lengths depend on."""

    slack_fraction: float
    service_loop_m: float
    in_rack_extra_m: float
    overhead_m: float
    tray_entry_max_m: float
    stock_lengths_m: tuple[float, ...]


class Standing(Protocol):
    """A thing from which cables lead: the rack that carries it or its own identifier, where that stands, its height."""

    @property
    def place(self) -> str:
        """Identifier of the rack that carries it, or its own."""

    @property
    def at(self) -> Point:
        """Where that stands on the floor [m]."""

    @property
    def height_m(self) -> float:
        """Middle of the thing above the floor."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The plainest `Standing`."""

    place: str
    at: Point
    height_m: float


def spot_of(item: Placed, carrier: Equipment | None) -> Spot:
    """Where the cables of a thing begin: the middle of what carries it, at the middle of its rack units."""
    place, height_m = item, item.height_m / 2
    if isinstance(carrier, Placed):
        place, height_m = carrier, carrier.height_m
        if isinstance(carrier, Rack):
            height_m = carrier.height_m / 2
            if item.u is not None:
                height_m = (item.u - 1 + (item.u_height or 1) / 2) * carrier.unit_pitch_m
    return Spot(place.id, (place.x_m, place.y_m), height_m)


def limits_of(settings: FabricSettings) -> Limits:
    """The settings of cable lengths."""
    return Limits(
        settings.cable_slack_fraction,
        settings.cable_service_loop_m,
        settings.cable_in_rack_extra_m,
        settings.cable_overhead_m,
        settings.tray_entry_max_m,
        tuple(sorted(settings.cable_stock_lengths_m)),
    )


def tray_line(tray: Tray) -> TrayLine:
    """What routing needs of a tray."""
    return TrayLine(tray.id, tray.points_m, tray.elevation_m, tray.level, tray.width_m)
