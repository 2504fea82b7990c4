"""FAB403: trays of a route do not join its ends."""

from collections.abc import Iterator

from hallwright.edits.change import set_fields
from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity


class RouteBroken(Rule):
    """The trays stated as the route of a link do not lead from one end to the other.

    Why: the cable is longer than planned, or hangs free.
    Fix: join the trays, or leave the route empty to take the shortest.
    """

    code = "FAB403"
    title = "Trays of a route do not join its ends"
    severity = Severity.WARNING
    source = "geometry of the trays"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        if record.route == "broken":
            yield self.finding(
                subject.id,
                value=len(subject.route),
                limit=0,
                unit="count",
                message="The {value} trays stated for {0} do not join its ends.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix("Take the shortest route", lambda project: set_fields(project, finding.subjects[:1], {"route": ()}))
