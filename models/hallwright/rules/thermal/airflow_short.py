"""THM102: less air supplied than the equipment moves."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SpaceAir
from hallwright.equipment.room import Room
from hallwright.equipment.zone import Zone
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import each_volume


class AirflowShort(Rule):
    """The air supplied to a room or aisle must be at least what the equipment that breathes there moves.

    Why: what is missing is drawn from the exhaust, over and around the racks, and warms the inlets.
    Fix: add supply air or perforated tiles, close gaps, or move racks to an aisle with air to spare.
    """

    code: ClassVar[str] = "THM102"
    title: ClassVar[str] = "Less air supplied than the equipment moves"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "flow balance of the air"
    subjects = (Room, Zone)
    reads = ("cooling",)
    records = (SpaceAir,)

    def check(self, subject: Room | Zone, context: Context) -> Iterator[Outcome]:
        for air in each_volume(context, subject.id):
            if 0.0 < air.supplied_m3_s < air.needed_m3_s:
                yield self.finding(
                    subject.id,
                    value=air.supplied_m3_s,
                    limit=air.needed_m3_s,
                    unit="m3/s",
                    at_least=True,
                    message="{0} is supplied with {value}; its equipment moves {limit}, {share} of it exhaust.",
                    quantities={"share": (air.recirculated_fraction, "fraction")},
                )
