"""SPC119: equipment too deep for its rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.contents import Mounted
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import mounted


class TooDeepForRack(Rule):
    """A thing is no deeper than its rack takes, with its cables and the rack PDU that hangs behind it.

    The limit is the rack's mounting depth, or its own depth where it states none. Behind things in a rack with
    upright rack PDUs, the depth of these and of the cables (a project setting) must fit into the rack as well.

    Why: what is too deep keeps the door from closing, or crushes cords and hoses.
    Fix: choose a deeper rack.
    """

    code: ClassVar[str] = "SPC119"
    title: ClassVar[str] = "Equipment too deep for its rack"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "mounting depth stated by the rack"
    subjects = (Placed,)
    reads = ("space",)
    records = (Mounted,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = mounted(context, subject.id)
        if record is None or record.depth_limit_m is None or record.rack_depth_m is None:
            return
        if subject.depth_m > record.depth_limit_m:
            yield self.finding(
                subject.id,
                record.carrier_id,
                value=subject.depth_m,
                limit=record.depth_limit_m,
                unit="m",
                message="{0} is {value} deep; {1} takes {limit}.",
            )
        elif record.behind_m > 0.0:
            whole = subject.depth_m + record.behind_m + context.settings.cable_space_m
            if whole > record.rack_depth_m:
                yield self.finding(
                    subject.id,
                    record.carrier_id,
                    value=whole,
                    limit=record.rack_depth_m,
                    unit="m",
                    message="{0} with its cables and the rack PDU behind it takes {value}; {1} is {limit} deep.",
                )
