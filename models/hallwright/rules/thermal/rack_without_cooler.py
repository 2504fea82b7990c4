"""THM301: no cooled air reaches the rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class RackWithoutCooler(Rule):
    """A cooler must supply the room or contained aisle that a rack breathes from, whatever the total of the hall.

    A cooler counts where its air can go: freely from its front, or by the floor void where there are tiles.

    Why: a hall with cooling to spare still cooks a rack behind a wall or in a closed aisle.
    Fix: add a cooler or tiles to that room or aisle, or turn the rack towards supplied air.
    """

    code: ClassVar[str] = "THM301"
    title: ClassVar[str] = "No cooled air reaches the rack"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "flow balance of the air"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is not None and not air.supplied:
            involved = () if air.intake is None else (air.intake.partition("/")[0],)
            yield self.finding(
                subject.id,
                *involved,
                value=0.0,
                limit=air.flow_m3_s,
                unit="m3/s",
                at_least=True,
                message="{0} breathes {limit} where no cooler supplies air.",
            )
