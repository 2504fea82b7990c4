"""THM310: a room whose gear gives heat to air that no cooler takes."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SpaceAir
from hallwright.equipment.room import Room
from hallwright.equipment.zone import Zone
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import each_volume


class RoomWithoutCooler(Rule):
    """Heat released in a room of power gear must return to a running cooler.

    Racks are looked at one by one by THM301 and THM302; this is for rooms and aisles in which nothing breathes but
    UPS, transformers and other gear lose power.

    Why: a UPS of 1 MW gives some 40 kW to its room, and its batteries age twice as fast 10 K warmer.
    Fix: place a cooler in the room, or give its air a way to the coolers of another.
    """

    code: ClassVar[str] = "THM310"
    title: ClassVar[str] = "Room of power gear without a cooler"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "heat balance of the air"
    subjects = (Room, Zone)
    reads = ("cooling",)
    records = (SpaceAir,)

    def check(self, subject: Room | Zone, context: Context) -> Iterator[Outcome]:
        for air in each_volume(context, subject.id):
            if not air.pool and air.needed_m3_s == 0.0 and air.heat_kw > 0.0:
                yield self.finding(
                    subject.id,
                    value=air.heat_kw,
                    limit=0.0,
                    unit="kW",
                    message="Gear in {0} gives {value} to air that returns to no running cooler.",
                )
