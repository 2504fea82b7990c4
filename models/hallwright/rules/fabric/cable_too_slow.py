"""FAB102: cable slower than its ports."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Severity
from hallwright.rules.fabric.cable_rule import CableRule


class CableTooSlow(CableRule):
    """A cable product is made for a lower rate than the ports that it joins.

    Why: the link comes up at a lower rate, or not at all.
    Fix: choose a product of the rate of the ports.
    """

    code = "FAB102"
    title = "Cable slower than its ports"
    severity = Severity.ERROR
    source = "line rate stated by the cable product"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        product = context.project.products.get(subject.product) if subject.product else None
        limit = min(record.a_gbps, record.b_gbps)
        if product is None or product.cable is None or product.cable.gbps is None or record.missing:
            return
        if product.cable.gbps < limit:
            yield self.finding(
                subject.id,
                value=product.cable.gbps,
                limit=limit,
                unit="Gb/s",
                at_least=True,
                message="{0}: the cable carries {value}, the ports {limit}.",
            )
