"""FAB202: too little bandwidth left with one switch lost."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class ShareLeftLow(Rule):
    """If this switch fails, some systems or switches keep less of their bandwidth than the project asks for.

    Why: all systems of a job wait for the slowest one.
    Fix: spread links over more switches, or accept less in the settings.
    """

    code = "FAB202"
    title = "Too little bandwidth left with one switch lost"
    severity = Severity.WARNING
    source = "project setting share_left_min_fraction"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        limit = context.settings.share_left_min_fraction
        if record.fabric not in context.settings.redundant_fabrics or record.loss.systems > 0:
            return  # systems cut off are another rule's matter
        if record.loss.share_left < limit:
            yield self.finding(
                subject.id,
                value=record.loss.share_left,
                limit=limit,
                unit="fraction",
                at_least=True,
                message="Without {0}, {value} of the bandwidth is left below it; wanted {limit}.",
            )
