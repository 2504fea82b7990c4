"""A cable carries more current than its breaker allows once an element fails."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import LinkFlow
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class BreakerAfterFailure(Rule):
    """A cable carries more current than its breaker allows once an element fails.

    The current of the most loaded cable is solved for the failure of every single element and source.
    Why: the breaker that should carry the load of the other side opens instead.
    Fix: spread the load over more cables, or choose a larger breaker and cable.
    """

    code = "PWR113"
    title = "Breaker overloaded after a failure"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 210.20(A), 215.3: continuous loads"
    subjects: ClassVar = (Link,)
    reads = ("power",)
    records: ClassVar = (LinkFlow,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LinkFlow)
        if record is None:
            return
        if record.limit_a is None or record.amps > record.limit_a:
            return  # unrated, or already over: PWR103
        if record.worst_a > record.limit_a:
            yield self.finding(
                subject.id,
                record.worst_failure,
                value=record.worst_a,
                limit=record.limit_a,
                unit="A",
                message="{0} carries {value} in one cable when {1} fails; it may carry {limit} without pause. "
                "Now it carries {now}.",
                quantities={"now": (record.amps, "A")},
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))
