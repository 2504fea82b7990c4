"""FAB309: link skips a tier."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class TierSkipped(Rule):
    """A link joins tiers that are not neighbours, such as a system and a spine.

    Why: paths differ in length, so traffic is not shared evenly.
    Fix: join it with the tier next to it, or set the tier of the switch.
    """

    code = "FAB309"
    title = "Link skips a tier"
    severity = Severity.WARNING
    source = "leaf-spine practice: each tier is joined with the next"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        if record.step > 1:
            yield self.finding(
                subject.id,
                value=record.step,
                limit=1,
                unit="count",
                message="{0} goes {value} tiers up; {limit} is a neighbour.",
            )
