"""A load has no live feed."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.feed import feed
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class DeadLoad(Rule):
    """A load has no live feed.

    None of its cords leads to a running source, or too few supplies are energised for it to run. A cooler, CDU or plant
    without power counts for nothing in the cooling balance, once the hall has a source at all.
    Why: it does not run, and its power is missing from every total.
    Fix: connect it, or give its feeders a supply.
    """

    code = "PWR303"
    title = "Load without power"
    severity = Severity.ERROR
    source = "topology of the power chain"
    subjects: ClassVar = (Placed,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        if not record.live_cords:
            yield self.finding(
                subject.id,
                value=0,
                limit=1,
                unit="count",
                message="{0} has no live power feed." if record.cords else "{0} is not connected to power.",
                at_least=True,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        subject = finding.subjects[0]
        yield Fix("Feed it from two sides", lambda project: feed(project, [subject]))
