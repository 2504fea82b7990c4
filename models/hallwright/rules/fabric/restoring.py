"""What the rules about wiring that differs from its fabric's rule share, and what mends their findings."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from hallwright.engines.wiring.records import WiringRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.project import Project
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule


def record_of(id: str, context: Context) -> WiringRecord | None:
    """How the wiring of a thing differs from its fabric's rule."""
    wiring = context.results.wiring
    record = wiring.records.get(id) if wiring is not None else None
    return record if isinstance(record, WiringRecord) else None


def restoring_fixes(id: str, context: Context) -> Iterator[Fix]:
    """Wire the fabric by its rule, or keep the wiring as an exception of the rule."""
    record = record_of(id, context)
    if record is None:
        return
    name = context.project.fabrics[record.fabric].name
    yield Fix(f"Wire {name} by its rule", partial(_made_again, record.fabric, True))
    yield Fix(f"Keep what differs as exceptions of {name}", partial(_made_again, record.fabric, False))


def _made_again(fabric: str, restore: bool, project: Project) -> Project:
    from hallwright.edits.generate import generate  # not on the way to the first check

    return generate(project, project.fabrics[fabric], restore=restore)


class WiringRule(Rule):
    """A count of links by which the wiring of a thing differs from its fabric's rule.

    Subclasses name the count of the record, and say it in words: ``{1}`` is where such a link leads.
    """

    source = "the rule of the fabric, stored in the project"
    subjects = (System, Switch)
    reads = ("wiring",)
    records = (WiringRecord,)

    counted: ClassVar[str]
    message: ClassVar[str]

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(subject.id, context)
        count = getattr(record, self.counted) if record is not None else 0
        if record is not None and count:
            yield self.finding(subject.id, *record.wrong[:1], value=count, limit=0, unit="count", message=self.message)

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from restoring_fixes(finding.subjects[0], context)
