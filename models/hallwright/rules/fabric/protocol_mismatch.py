"""FAB301: ports of different protocol joined."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class ProtocolMismatch(Rule):
    """A fabric link joins ports of different protocols, such as Ethernet and InfiniBand.

    Why: the link never comes up.
    Fix: join ports of one protocol.
    """

    code = "FAB301"
    title = "Ports of different protocol joined"
    severity = Severity.ERROR
    source = "InfiniBand, Ethernet and cell fabrics do not interoperate on one link"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        protocols = sorted({p.lower() for p in (*record.a_protocols, *record.b_protocols)})
        if len(protocols) > 1:
            yield self.finding(
                subject.id,
                value=len(protocols),
                limit=1,
                unit="count",
                message="{0} joins {value} protocols.",
            )
