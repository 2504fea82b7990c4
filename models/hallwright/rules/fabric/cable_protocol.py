"""FAB310: cable made for another protocol."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Severity
from hallwright.rules.fabric.cable_rule import CableRule


class CableProtocol(CableRule):
    """A cable product is made for one protocol, and a port that it joins speaks another.

    Why: switches refuse modules coded for the other protocol.
    Fix: choose a product for the protocol of the ports.
    """

    code = "FAB310"
    title = "Cable made for another protocol"
    severity = Severity.ERROR
    source = "protocol stated by the cable product"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        product = context.project.products.get(subject.product) if subject.product else None
        if product is None or product.cable is None or not product.cable.protocol:
            return
        made_for = product.cable.protocol.split(" ")[0].lower()
        others = {p.lower() for p in (*record.a_protocols, *record.b_protocols)} - {made_for}
        if others:
            yield self.finding(
                subject.id,
                value=len(others),
                limit=0,
                unit="count",
                message="{0}: the cable is made for another protocol than {value} of those that its ports speak.",
            )
