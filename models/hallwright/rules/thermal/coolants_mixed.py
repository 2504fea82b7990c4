"""THM314: one loop, several coolants."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class CoolantsMixed(Rule):
    """All systems on one rack loop must be made for the same coolant.

    One liquid fills a loop. It is reckoned with the coolant that most of its systems are made for; a name that is not
    in the tables counts as water.

    Why: inhibitors of different coolants do not go together, seals and cold plates are approved for one, and water
    where glycol belongs can freeze or grow.
    Fix: give each coolant CDUs of its own, or choose systems for one coolant.
    """

    code: ClassVar[str] = "THM314"
    title: ClassVar[str] = "One loop, several coolants"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coolant of each system on the loop"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is not None and cdu.loop == subject.id and len(cdu.coolants) > 1:
            yield self.finding(
                subject.id,
                value=len(cdu.coolants),
                limit=1,
                unit="count",
                message=f"On the loop of {{0}} are systems for {{value}} coolants: {', '.join(cdu.coolants)}.",
            )
