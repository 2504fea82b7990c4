"""FAB107: system linked below its rate."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SystemRecord
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class PortsIdle(Rule):
    """The links of a system carry less than its compute or storage ports offer.

    Why: GPUs wait for the network that they were bought with.
    Fix: link the free ports, at their own rate.
    """

    code = "FAB107"
    title = "System linked below its rate"
    severity = Severity.WARNING
    source = "project setting nic_use_min_fraction"
    subjects = (System,)
    reads = ("fabric",)
    records = (SystemRecord,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SystemRecord):
            return
        for attachment in record.attachments:
            if attachment.role not in context.settings.redundant_fabrics or attachment.linked == 0:
                continue  # no link at all is another rule's matter
            share = attachment.gbps / attachment.possible_gbps
            if share < context.settings.nic_use_min_fraction:
                yield self.finding(
                    subject.id,
                    value=share,
                    limit=context.settings.nic_use_min_fraction,
                    unit="fraction",
                    at_least=True,
                    quantities={"rate": (attachment.gbps, "Gb/s"), "all": (attachment.possible_gbps, "Gb/s")},
                    message="{0} is linked with {rate} of {all}: {value}, wanted {limit}.",
                )
