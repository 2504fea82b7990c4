"""A busway is loaded above its design limit once an element fails."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class BuswayAboveFailoverLoad(Rule):
    """A busway is loaded above its design limit once an element fails.

    Its largest current over every single failure, as a share of its rating, is compared with the project's limit.
    Why: the busway that is left carries both sides for as long as the repair takes.
    Fix: feed fewer racks from each busway, or choose a larger one.
    """

    code = "PWR122"
    title = "Busway above its design load after a failure"
    severity = Severity.WARNING
    source = "settings: busway_failover_max_fraction"
    subjects: ClassVar = (Busway,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        limit = context.settings.busway_failover_max_fraction
        if record.limit_a is None or record.worst_a > record.limit_a:
            return  # over what it may carry: PWR102 or PWR112
        failure = record.worst_a_failure
        if record.worst_a > limit * subject.rating_a:
            yield self.finding(
                subject.id,
                *((failure,) if failure else ()),
                value=record.worst_a / subject.rating_a,
                limit=limit,
                unit="fraction",
                message="{0} is loaded to {value} of its rating "
                + ("when {1} fails" if failure else "now")
                + "; the design limit is {limit}.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))
