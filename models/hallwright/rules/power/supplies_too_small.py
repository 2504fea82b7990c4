"""The power supplies that must be enough for a load are not."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class SuppliesTooSmall(Rule):
    """The power supplies that must be enough for a load are not.

    The supplies needed for full power (n of n+m) times the rating of one is compared with the demand.
    Why: when the others are gone, those left overload and the system goes down.
    Fix: correct the number of supplies needed, fit larger supplies, or lower the design load.
    """

    code = "PWR106"
    title = "Power supplies too small for their load"
    severity = Severity.ERROR
    source = "rating of the equipment"
    subjects: ClassVar = (Placed,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        if record.supply_kw is None or record.demand_kw is None:
            return
        limit = record.required * record.supply_kw
        if record.demand_kw > limit:
            yield self.finding(
                subject.id,
                value=record.demand_kw,
                limit=limit,
                unit="kW",
                message="{0} draws {value}; the {needed} supplies said to be enough give {limit}.",
                quantities={"needed": (record.required, "count")},
            )
