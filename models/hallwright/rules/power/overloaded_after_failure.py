"""An element gives more than it is rated for once another one fails."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import larger, record_of, unknown_below


class OverloadedAfterFailure(Rule):
    """An element gives more than it is rated for once another one fails.

    What it gives is solved for the failure of every single element and source, losses included; the largest is
    compared with its rating.
    Why: the side that is left must carry everything. If it trips as well, the failure becomes an outage.
    Fix: keep each side of a pair at half of its rating, or choose larger elements.
    """

    code = "PWR111"
    title = "Power rating exceeded after a failure"
    severity = Severity.ERROR
    source = "rating of the equipment"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.limit_kw is None or record.out_kw > record.limit_kw:
            return  # unrated, or already over: PWR101
        if record.worst_kw > record.limit_kw:
            yield self.finding(
                subject.id,
                record.worst_kw_failure,
                value=record.worst_kw,
                limit=record.limit_kw,
                unit="kW",
                message="{0} gives {value} when {1} fails; it is rated for {limit}. Now it gives {now}.",
                quantities={"now": (record.out_kw, "kW")},
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from larger(finding, context)
