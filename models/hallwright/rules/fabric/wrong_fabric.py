"""FAB308: port linked to a switch of another fabric."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class WrongFabric(Rule):
    """A system port made for one fabric leads to a switch of another.

    Why: bursts of one kind of traffic slow the other, and the checks of both fabrics count it wrongly.
    Fix: link it to a switch of its own fabric, or set the fabric of the switch.
    """

    code = "FAB308"
    title = "Port linked to a switch of another fabric"
    severity = Severity.WARNING
    source = "practice: compute, storage and management traffic are kept apart"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        known = ("compute", "storage", "management", "front")
        if record.role in known and record.fabric in known and record.role != record.fabric:
            yield self.finding(
                subject.id,
                value=record.count,
                limit=0,
                unit="count",
                message="{0} takes {value} " + record.role + " cables to a switch of the " + record.fabric + " fabric.",
            )
