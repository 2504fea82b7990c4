"""A breaker is larger than the inlet it protects."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.change import set_fields
from hallwright.engines.power.records import LinkFlow
from hallwright.project import Link
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class BreakerAboveInlet(Rule):
    """A breaker is larger than the inlet it protects.

    The breaker stated on the link, else the branch breaker it hangs on, is compared with the smallest rated inlet
    behind it.
    Why: the inlet and its cord burn before such a breaker opens.
    Fix: choose a breaker no larger than the inlet.
    """

    code = "PWR107"
    title = "Breaker larger than the inlet it protects"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 240.4: protection of conductors"
    subjects: ClassVar = (Link,)
    reads = ("power",)
    records: ClassVar = (LinkFlow,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LinkFlow)
        if record is None:
            return
        if record.inlet_a and record.breaker_a > record.inlet_a:
            yield self.finding(
                subject.id,
                value=record.breaker_a,
                limit=record.inlet_a,
                unit="A",
                message="The breaker of {0} is {value}; the inlet behind it is rated for {limit}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        rating_a = finding.limit
        yield Fix(
            "Choose a breaker of the inlet's rating",
            lambda project: set_fields(project, [finding.subjects[0]], {"breaker_a": rating_a}),
        )
