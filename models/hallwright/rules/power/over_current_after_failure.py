"""An element takes more current than it may once another one fails."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import larger, record_of, unknown_below


class OverCurrentAfterFailure(Rule):
    """An element takes more current than it may once another one fails.

    Its current is solved for the failure of every single element and source, losses included; the largest is
    compared with what it may take without pause.
    Why: the side that is left must carry everything for hours. If its breaker opens as well, the failure becomes an
    outage.
    Fix: keep each side of a pair at half of what it may carry, or choose larger elements.
    """

    code = "PWR112"
    title = "Continuous current exceeded after a failure"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 210.20(A), 215.3: continuous loads"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.limit_a is None or record.amps > record.limit_a:
            return  # unrated, or already over: PWR102
        if record.worst_a > record.limit_a:
            yield self.finding(
                subject.id,
                record.worst_a_failure,
                value=record.worst_a,
                limit=record.limit_a,
                unit="A",
                message="{0} takes {value} when {1} fails; it may take {limit} without pause. Now it takes {now}.",
                quantities={"now": (record.amps, "A")},
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from larger(finding, context)
