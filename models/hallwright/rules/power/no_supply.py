"""An element of the chain hangs on nothing."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.feed import feed
from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class NoSupply(Rule):
    """An element of the chain hangs on nothing.

    It is no source, and nothing feeds it.
    Why: whatever hangs on it has no power, however green the rest looks.
    Fix: feed it, or remove it.
    """

    code = "PWR302"
    title = "Element without a supply"
    severity = Severity.ERROR
    source = "topology of the power chain"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if not record.alive and not record.in_loop and record.feeds == 0:
            yield self.finding(
                subject.id,
                value=0,
                limit=1,
                unit="count",
                message="Nothing feeds {0}.",
                at_least=True,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        subject = finding.subjects[0]
        yield Fix("Feed it from a free branch", lambda project: feed(project, [subject]))
