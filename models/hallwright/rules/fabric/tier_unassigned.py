"""FAB401: switch without a place in its fabric."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class TierUnassigned(Rule):
    """A linked switch has no tier, so its links count as going up or down by the order in which they were drawn.

    Why: oversubscription and failures are judged by tiers.
    Fix: set its tier.
    """

    code = "FAB401"
    title = "Switch without a place in its fabric"
    severity = Severity.HINT
    source = "field tier of the switch"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        used = sum(use.used for use in record.ports)
        if record.tier == "unassigned" and used:
            yield self.finding(
                subject.id,
                value=used,
                limit=0,
                unit="count",
                message="{0} has {value} linked ports and no tier.",
            )
