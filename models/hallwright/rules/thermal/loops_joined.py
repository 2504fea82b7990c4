"""THM312: coolant link joins what must stay apart."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import Joint
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class LoopsJoined(Rule):
    """A coolant link joins a rack loop with facility or condenser water, or runs against the flow of its ports.

    A link starts at an outlet and ends at an inlet of the same loop; loops meet in heat exchangers alone.

    Why: plant water is too dirty for cold plates, and the treated coolant of a rack loop is lost to the plant. Against
    the flow nothing is supplied.
    Fix: put a CDU between the loops, or draw the link from the plant towards what it cools.
    """

    code: ClassVar[str] = "THM312"
    title: ClassVar[str] = "Coolant link joins what must stay apart"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "loops and flow of the ports"
    subjects = (Link,)
    reads = ("cooling",)
    records = (Joint,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        joint = record_of(context, subject.id, Joint)
        if joint is not None and (joint.unlike or joint.backwards):
            yield self.finding(
                subject.id,
                value=1,
                limit=0,
                unit="count",
                message="{0} joins two loops that must stay apart: a heat exchanger belongs between them."
                if joint.unlike
                else "{0} runs from an inlet or into an outlet: nothing flows in it.",
            )
