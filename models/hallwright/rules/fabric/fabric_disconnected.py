"""FAB306: part of the fabric cannot reach the rest."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class FabricDisconnected(Rule):
    """The systems on this switch cannot reach most systems of their fabric, or no system can reach the switch.

    Why: jobs cannot span the two parts.
    Fix: link it to the spines of its fabric.
    """

    code = "FAB306"
    title = "Part of the fabric cannot reach the rest"
    severity = Severity.ERROR
    source = "derived: every system of a fabric is to reach every other"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        if record.unreached_systems:
            yield self.finding(
                subject.id,
                value=record.unreached_systems,
                limit=0,
                unit="count",
                message="{0} cannot reach {value} systems of its fabric.",
            )
