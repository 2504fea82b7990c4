"""A generator is loaded above its design limit while it carries its side."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.generator import Generator
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class GeneratorAboveDesignLoad(Rule):
    """A generator is loaded above its design limit while it carries its side.

    Its largest load over every single failure, as a share of its rating, is compared with the project's limit.
    Why: starting loads and hot days need room below the rating.
    Fix: move loads to another side, or choose a larger set.
    """

    code = "PWR123"
    title = "Generator above its design load"
    severity = Severity.WARNING
    source = "settings: generator_load_max_fraction"
    subjects: ClassVar = (Generator,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: Generator, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        rating = record.limit_kw
        if not rating or record.worst_kw > rating:
            return  # over its rating: PWR101 or PWR111
        limit = context.settings.generator_load_max_fraction
        failure = record.worst_kw_failure
        if record.worst_kw > limit * rating:
            yield self.finding(
                subject.id,
                *((failure,) if failure else ()),
                value=record.worst_kw / rating,
                limit=limit,
                unit="fraction",
                message="{0} is loaded to {value} of its rating "
                + ("when {1} fails" if failure else "now")
                + "; the design limit is {limit}.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))
