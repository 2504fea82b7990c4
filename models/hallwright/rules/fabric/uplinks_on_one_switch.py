"""FAB203: all uplinks on one switch."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class UplinksOnOneSwitch(Rule):
    """The uplinks of a switch go to fewer switches than the project asks for.

    Why: the failure of that switch takes all of them at once.
    Fix: spread the uplinks over more switches.
    """

    code = "FAB203"
    title = "All uplinks on one switch"
    severity = Severity.WARNING
    source = "project setting uplink_switches_min"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        count, limit = len(record.uplink_switches), context.settings.uplink_switches_min
        if record.fabric in context.settings.redundant_fabrics and 0 < count < limit:
            yield self.finding(
                subject.id,
                *record.uplink_switches[:1],
                value=count,
                limit=limit,
                unit="count",
                at_least=True,
                message="The uplinks of {0} go to {value} switch ({1}); wanted {limit}.",
            )
