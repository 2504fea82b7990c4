"""THM103: inlet air warmer than the equipment accepts."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class InletTooWarm(Rule):
    """The air before a rack must not be warmer than the strictest of its contents accepts.

    The inlet is the mixed supply, plus recirculation where supply falls short (exact mixing assumed; the
    air of the room is not resolved).

    Why: above its limit a machine throttles, loses its warranty, or shuts down.
    Fix: lower the supply set-point, supply more air, or contain the aisle.
    """

    code: ClassVar[str] = "THM103"
    title: ClassVar[str] = "Inlet air warmer than the equipment accepts"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "inlet limit of the equipment, else the allowable range of the project's air class"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is None or air.inlet_max_degc is None or not air.supplied:
            return
        if air.inlet_degc is None:
            if not air.door:
                yield self.gap(
                    subject.id, reason="no cooler that supplies {0} states its air temperature (setpoint_degc)"
                )
        elif air.inlet_degc > air.inlet_max_degc:
            yield self.finding(
                subject.id,
                air.inlet_max_id,
                value=air.inlet_degc,
                limit=air.inlet_max_degc,
                unit="degC",
                message="{0} breathes air of {value}; {1} accepts at most {limit}.",
            )
