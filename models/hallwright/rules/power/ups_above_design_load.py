"""A UPS is loaded above its design limit in normal operation."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.ups import Ups
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import larger, record_of, unknown_below


class UpsAboveDesignLoad(Rule):
    """A UPS is loaded above its design limit in normal operation.

    What it gives now, as a share of its rating, is compared with the project's limit.
    Why: load steps, battery recharge and growth need room below the rating.
    Fix: move loads to another UPS, fit modules, or choose a larger one.
    """

    code = "PWR121"
    title = "UPS above its design load"
    severity = Severity.WARNING
    source = "settings: ups_load_max_fraction"
    subjects: ClassVar = (Ups,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: Ups, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        rating = record.limit_kw
        if not rating or record.out_kw > rating:
            return  # over its rating: PWR101
        limit = context.settings.ups_load_max_fraction
        if record.out_kw > limit * rating:
            yield self.finding(
                subject.id,
                value=record.out_kw / rating,
                limit=limit,
                unit="fraction",
                message="{0} is loaded to {value} of its rating; the design limit is {limit}.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from larger(finding, context, context.settings.ups_load_max_fraction)
