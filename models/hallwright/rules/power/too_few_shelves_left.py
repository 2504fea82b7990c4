"""The power shelves of a busbar give less than the system on it draws."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.add_shelves import add_shelves
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class TooFewShelvesLeft(Rule):
    """The power shelves of a busbar give less than the system on it draws, now or after a failure.

    The ratings of the shelves that stay alive in the worst single failure are added up and compared with the demand of
    the system. Shelves that several systems share count for each of them; the shelves themselves are checked one by
    one as well.
    Why: four of eight 33 kW shelves give 132 kW: a rack of 142 kW outlives no side that takes four of them along.
    Fix: fit more or larger shelves, or spread them over more sides.
    """

    code = "PWR205"
    title = "Too little shelf power left on a busbar"
    severity = Severity.ERROR
    source = "ratings of the shelves; settings: survive_single_failure"
    subjects: ClassVar = (System,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None or not record.shelves:
            return
        if record.demand_kw is None:
            yield self.gap(subject.id, reason="The power of {0} is unknown.")
            return
        path = record.paths[0] if record.paths else ()
        if record.shelf_kw < record.demand_kw:
            yield self.finding(
                subject.id,
                value=record.shelf_kw,
                limit=record.demand_kw,
                unit="kW",
                message="The {shelves} shelves of {0} give {value} together; it draws {limit}.",
                quantities={"shelves": (record.shelves, "count")},
                at_least=True,
                path=path,
            )
        elif not context.settings.survive_single_failure or not record.short_shelf_failure:
            return
        elif record.short_shelf_kw < record.demand_kw:
            yield self.finding(
                subject.id,
                record.short_shelf_failure,
                value=record.short_shelf_kw,
                limit=record.demand_kw,
                unit="kW",
                message="When {1} fails, {left} of the {shelves} shelves of {0} stay alive and give {value} together; "
                "it draws {limit}.",
                quantities={"left": (record.short_shelves, "count"), "shelves": (record.shelves, "count")},
                at_least=True,
                path=path,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        record = record_of(context, finding.subjects[0], LoadFlow)
        if record is None or record.demand_kw is None:
            return
        system, needed_kw = finding.subjects[0], record.demand_kw
        yield Fix("Fit more shelves, the same on every feed", lambda project: add_shelves(project, system, needed_kw))
