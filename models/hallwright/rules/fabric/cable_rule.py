"""What rules about a cable product share: the fix that takes another product."""

from collections.abc import Iterator

from hallwright.edits.cable import fitting_product
from hallwright.edits.change import set_fields
from hallwright.engines.fabric.records import LinkRecord
from hallwright.rules.base import Context, Finding, Fix, Rule


class CableRule(Rule):
    """A limit on the cable of a link that another product of the project may meet."""

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        fabric, link = context.results.fabric, context.project.links.get(finding.subjects[0])
        record = fabric.records.get(finding.subjects[0]) if fabric is not None else None
        if link is None or not isinstance(record, LinkRecord) or record.longest_m is None:
            return
        found = fitting_product(
            context.project.products.values(),
            min(record.a_gbps, record.b_gbps),
            record.longest_m,
            (*record.a_protocols, *record.b_protocols),
            (*record.a_connectors, *record.b_connectors),
        )
        if found is not None:
            values = {"product": found.id}
            yield Fix(f"Use {found.name}", lambda project: set_fields(project, [link.id], values))
