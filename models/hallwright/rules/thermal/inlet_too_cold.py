"""THM105: inlet air colder than the equipment accepts."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class InletTooCold(Rule):
    """The air before a rack must not be colder than the strictest of its contents accepts.

    Why: below its limit a machine may not start, and moisture condenses on it when the air warms.
    Fix: raise the supply set-point.
    """

    code: ClassVar[str] = "THM105"
    title: ClassVar[str] = "Inlet air colder than the equipment accepts"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "inlet limit of the equipment"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is None or air.inlet_degc is None or air.inlet_min_degc is None:
            return
        if air.inlet_degc < air.inlet_min_degc:
            yield self.finding(
                subject.id,
                air.inlet_min_id,
                value=air.inlet_degc,
                limit=air.inlet_min_degc,
                unit="degC",
                at_least=True,
                message="{0} breathes air of {value}; {1} wants at least {limit}.",
            )
