"""FAB205: cables of both feeds in one tray."""

from collections.abc import Iterator

from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.rules.base import Context, Outcome, Rule, Severity


class FeedsInOneTray(Rule):
    """Power links of more than one feed side state the same tray in their routes.

    Links without a stated route are not looked at: where power cables lie is not computed. Nor are links that both
    sides feed.

    Why: a fire or a fall in one tray then takes both feeds.
    Fix: lead each side along trays of its own.
    """

    code = "FAB205"
    title = "Cables of both feeds in one tray"
    severity = Severity.WARNING
    source = "separation of redundant feeds: one event may not take both"
    subjects = (Tray,)
    reads = ("trays",)
    records = (TrayLoad,)

    def check(self, subject: Tray, context: Context) -> Iterator[Outcome]:
        found = context.results.trays
        record = found.records.get(subject.id) if found is not None else None
        if isinstance(record, TrayLoad):
            sides = [side for side in record.power_sides if len(side) == 1]  # behind a transfer switch it is of both
            if len(sides) > 1:
                yield self.finding(
                    subject.id,
                    value=len(sides),
                    limit=1,
                    unit="count",
                    message="Power cables of {value} feed sides lie in {0}; {limit} may.",
                )
