"""Two utility feeds run in parallel."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class SourcesInParallel(Rule):
    """Two utility feeds run in parallel.

    Their phases meet at this element without a UPS, rectifier or transfer switch between.
    Why: unsynchronised sources fight each other; a fault on one trips both.
    Fix: put a transfer switch there, or open one of the feeds.
    """

    code = "PWR305"
    title = "Utility feeds in parallel"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 705: interconnected power sources"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.sources_met:
            yield self.finding(
                subject.id,
                *record.sources_met,
                value=len(record.sources_met),
                limit=1,
                unit="count",
                message="{value} utility feeds run in parallel at {0}, among them {1} and {2}; {limit} is allowed.",
            )
