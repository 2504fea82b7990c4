"""THM101: coolers carry less than the heat of the air."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SpaceAir
from hallwright.equipment.room import Room
from hallwright.equipment.zone import Zone
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import each_volume


class AirCapacity(Rule):
    """The coolers that the air of a room or aisle returns to must carry all heat released there.

    Volumes whose air returns to the same coolers are counted together; a cooler without water counts for nothing.

    Why: heat that no cooler takes stays in the room, and its temperature rises until machines shut down.
    Fix: add a cooler that this air can reach, put a rear door on the densest racks, or move load elsewhere.
    """

    code: ClassVar[str] = "THM101"
    title: ClassVar[str] = "Coolers carry less than the heat of the air"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "heat balance of the air, rated capacities of the coolers"
    subjects = (Room, Zone)
    reads = ("cooling",)
    records = (SpaceAir,)

    def check(self, subject: Room | Zone, context: Context) -> Iterator[Outcome]:
        for air in each_volume(context, subject.id):
            if air.pool == air.key and air.pool_heat_kw > air.capacity_kw:
                yield self.finding(
                    subject.id,
                    value=air.pool_heat_kw,
                    limit=air.capacity_kw,
                    unit="kW",
                    message="{0} releases {value} to the air; the coolers it returns to carry {limit}.",
                )
