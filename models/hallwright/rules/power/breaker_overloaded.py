"""A cable carries more current than its breaker or inlet allows without pause."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import LinkFlow
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class BreakerOverloaded(Rule):
    """A cable carries more current than its breaker or inlet allows without pause.

    The breaker is the one stated on the link, else the branch breaker or tap-off it hangs on; 80 % of it may be
    used without pause. A load's inlet counts with its full rating.
    Why: a breaker that carries more than its continuous share for hours trips without a fault.
    Fix: spread the load over more cables, or choose a larger breaker and cable.
    """

    code = "PWR103"
    title = "Breaker loaded above its continuous rating"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 210.20(A), 215.3: continuous loads"
    subjects: ClassVar = (Link,)
    reads = ("power",)
    records: ClassVar = (LinkFlow,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LinkFlow)
        if record is None:
            return
        if record.limit_a is None:
            return
        if record.amps > record.limit_a:
            yield self.finding(
                subject.id,
                value=record.amps,
                limit=record.limit_a,
                unit="A",
                message="{0} carries {value} in one cable; it may carry {limit} without pause.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))
