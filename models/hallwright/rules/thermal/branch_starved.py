"""THM117: system gets less coolant than it wants."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import FAILED, Stream
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class BranchStarved(Rule):
    """The loop must push through a system the flow that it wants at the temperature it is supplied.

    THM107 compares rated flows; this solves pressures: pump curves, pipes, valves and cold plates.

    Why: a pump with flow enough may still lack the pressure for the farthest system; its chips then run hot.
    Fix: choose a CDU with more pressure, shorten the pipes, or supply colder coolant where a flow table allows less.
    """

    code: ClassVar[str] = "THM117"
    title: ClassVar[str] = "System gets less coolant than it wants"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "flow wanted by the system at its supply; pressures and pumps of the loop"
    subjects = (System,)
    reads = ("coolant",)
    records = (Stream,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        stream = loop_record(context, subject.id, Stream)
        if stream is None:
            return
        if stream.verdict == FAILED:
            yield self.gap(subject.id, reason="the coolant loop of {0} has no solution")
            return
        least = (1.0 - context.settings.flow_short_fraction) * stream.wanted_l_min
        if stream.flow_l_min < least:
            yield self.finding(
                subject.id,
                value=stream.flow_l_min,
                limit=stream.wanted_l_min,
                unit="L/min",
                at_least=True,
                message="{0} gets {value} of coolant; it wants {limit}.",
            )
