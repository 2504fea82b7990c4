"""SPC126: more cards than slots."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.contents import Mounted
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import mounted


class TooManyCards(Rule):
    """A server takes no more accelerator cards than it has free slots.

    Why: there is no place to plug the rest.
    Fix: move cards to another server.
    """

    code: ClassVar[str] = "SPC126"
    title: ClassVar[str] = "More cards than slots"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "slots stated by the system"
    subjects = (System,)
    reads = ("space",)
    records = (Mounted,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        record = mounted(context, subject.id)
        if record is None or not record.cards:
            return
        fitted = subject.accelerator_count + record.cards
        if fitted > subject.accelerator_slots:
            message = "{0} holds {value} accelerators; it has {limit} slots."
            yield self.finding(subject.id, value=fitted, limit=subject.accelerator_slots, unit="count", message=message)
