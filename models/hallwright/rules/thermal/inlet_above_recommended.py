"""THM104: inlet air above the recommended range."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class InletAboveRecommended(Rule):
    """The air before a rack should not be warmer than recommended.

    Why: it is still allowed, but fans run faster, chips leak more current, and a failed cooler leaves little time.
    Fix: lower the supply set-point, or supply the air that is missing.
    """

    code: ClassVar[str] = "THM104"
    title: ClassVar[str] = "Inlet air above the recommended range"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "ASHRAE TC 9.9 Reference Card 2021, recommended range"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        limit = context.settings.inlet_recommended_max_degc
        if air is not None and air.inlet_degc is not None and air.inlet_max_id and air.inlet_degc > limit:
            yield self.finding(
                subject.id,
                value=air.inlet_degc,
                limit=limit,
                unit="degC",
                message="{0} breathes air of {value}; up to {limit} is recommended.",
            )
