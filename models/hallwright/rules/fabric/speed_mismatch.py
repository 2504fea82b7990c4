"""FAB101: ports of different speed joined."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class SpeedMismatch(Rule):
    """A fabric link joins ports of different line rates; it runs at the slower one.

    Why: the faster port is paid for and half used; many pairs of rates do not come up at all.
    Fix: join ports of one rate, or split the faster port by breakout (`split` of the port group).
    """

    code = "FAB101"
    title = "Ports of different speed joined"
    severity = Severity.WARNING
    source = "Ethernet and InfiniBand: a link runs at one rate at both ends"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        if record.missing or record.a_gbps == record.b_gbps:
            return
        yield self.finding(
            subject.id,
            value=min(record.a_gbps, record.b_gbps),
            limit=max(record.a_gbps, record.b_gbps),
            unit="Gb/s",
            at_least=True,
            message="{0} joins a port of {value} with one of {limit}.",
        )
