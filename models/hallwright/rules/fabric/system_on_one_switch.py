"""FAB204: all network ports of a system on one switch."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SystemRecord
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class SystemOnOneSwitch(Rule):
    """A system has several ports linked in a redundant fabric, and all lead to one switch.

    Why: that switch is a single point of failure that the system need not have.
    Fix: move half of its links to another leaf.
    """

    code = "FAB204"
    title = "All network ports of a system on one switch"
    severity = Severity.WARNING
    source = "assumed: two linked ports can reach two switches"
    subjects = (System,)
    reads = ("fabric",)
    records = (SystemRecord,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SystemRecord):
            return
        needed = 2  # switches that two ports can reach
        for attachment in record.attachments:
            if attachment.role not in context.settings.redundant_fabrics or attachment.linked < needed:
                continue
            if len(attachment.switches) == 1:
                yield self.finding(
                    subject.id,
                    attachment.switches[0][0],
                    value=1,
                    limit=needed,
                    unit="count",
                    at_least=True,
                    message="All linked ports of {0} lead to {1}.",
                )
