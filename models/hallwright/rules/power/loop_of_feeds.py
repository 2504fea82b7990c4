"""Feeds run in a circle."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class LoopOfFeeds(Rule):
    """Feeds run in a circle.

    Elements on a circle of feeds cannot be solved: they count as dead, and so does what hangs on them alone.
    Why: power flows from a source to loads; a circle is a tie that must stay open or a slip in the wiring.
    Fix: remove the feed that closes the circle.
    """

    code = "PWR301"
    title = "Feeds run in a circle"
    severity = Severity.ERROR
    source = "topology of the power chain"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.in_loop:
            yield self.finding(
                subject.id,
                value=1,
                limit=0,
                unit="count",
                message="{0} lies on a circle of feeds; it counts as dead.",
            )
