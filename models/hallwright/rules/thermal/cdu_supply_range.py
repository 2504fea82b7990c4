"""THM115: rack-loop supply warmer than the CDU may run."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CduLoad
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CduSupplyRange(Rule):
    """A CDU must not be run with a warmer rack-loop supply than its range allows.

    Why: pumps, seals and sensors are rated for that range.
    Fix: lower its set-point, or supply colder facility water.
    """

    code: ClassVar[str] = "THM115"
    title: ClassVar[str] = "Rack-loop supply warmer than the CDU may run"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "supply range of the CDU"
    subjects = (Cdu,)
    reads = ("cooling",)
    records = (CduLoad,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        load = record_of(context, subject.id, CduLoad)
        limit = subject.secondary_supply_max_degc
        if load is not None and load.supply_degc is not None and limit is not None and load.supply_degc > limit:
            yield self.finding(
                subject.id,
                value=load.supply_degc,
                limit=limit,
                unit="degC",
                message="{0} supplies {value}; its range ends at {limit}.",
            )
