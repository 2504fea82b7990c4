"""How each kind looks on the plan: one sign per look, chosen in one table."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from hallwright.equipment.base import Equipment
from hallwright.equipment.battery import Battery
from hallwright.equipment.busway import Busway
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.chiller import Chiller
from hallwright.equipment.column import Column
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.door import Door
from hallwright.equipment.generator import Generator
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.in_row import InRow
from hallwright.equipment.power_base import PowerGear
from hallwright.equipment.rack import Rack
from hallwright.equipment.rectifier import Rectifier
from hallwright.equipment.switchgear import Switchgear
from hallwright.equipment.tile import Tile
from hallwright.equipment.transfer_switch import TransferSwitch
from hallwright.equipment.transformer import Transformer
from hallwright.equipment.tray import Tray
from hallwright.equipment.ups import Ups
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.items import building, units
from hallwright_app.canvas.items.rack import RackSign
from hallwright_app.canvas.shapes import Shape


class Sign(Protocol):
    """Draws like things, many at once."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these, in the state of the ink."""


_PLAIN: Sign = units.UnitSign()
SIGNS: dict[type[Equipment], Sign] = {  # the nearest base class decides
    Rack: RackSign(),
    AirCooler: units.UnitSign(units.fan, blows=True),
    InRow: units.UnitSign(units.arrows, blows=True),
    LiquidPlant: units.UnitSign(units.fan, "supply"),
    Chiller: units.UnitSign(units.fan, "supply"),
    Cdu: units.UnitSign(units.exchanger, "supply"),
    ImmersionTank: units.UnitSign(whole=units.tank),
    PowerGear: units.UnitSign(units.bolt, fed=True),
    Transformer: units.UnitSign(units.circles, fed=True),
    Generator: units.UnitSign(units.letter_g, fed=True),
    Switchgear: units.UnitSign(units.bus, fed=True),
    TransferSwitch: units.UnitSign(units.transfer, fed=True),
    Battery: units.UnitSign(units.cells, fed=True),
    Ups: units.UnitSign(whole=units.diagonal, fed=True),
    Rectifier: units.UnitSign(whole=units.diagonal_dc, fed=True),
    Wall: building.WallSign(),
    Door: building.DoorSign(),
    Column: building.ColumnSign(),
    Zone: building.ZoneSign(),
    Tile: building.TileSign(),
    Tray: building.TraySign(),
    Busway: building.BuswaySign(),
}


@cache
def sign_of(kind: type[Equipment]) -> Sign:
    """The sign of a kind."""
    for base in kind.__mro__:
        if base in SIGNS:
            return SIGNS[base]
    return _PLAIN
