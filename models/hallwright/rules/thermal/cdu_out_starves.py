"""THM207: systems starve with one CDU out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record
from hallwright.rules.thermal.starving import starving


class CduOutStarves(Rule):
    """With one CDU out, every system that others still feed must get the flow and the temperature that it needs.

    The loop is solved again without that CDU: pumps, pressures and exchangers. Systems that hang on it alone are
    THM203's.

    Why: the second CDU is there for that moment, and its pumps must reach every system.
    Fix: add a CDU, or choose one with more flow and pressure.
    """

    code: ClassVar[str] = "THM207"
    title: ClassVar[str] = "Systems starve with one CDU out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "the loop solved again; redundancy setting of the project"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is not None:
            yield from starving(self, cdu, subject.id, cdu.out, "Without {0}", context)
