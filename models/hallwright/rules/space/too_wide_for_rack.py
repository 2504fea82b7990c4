"""SPC120: equipment too wide for its rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.contents import Mounted
from hallwright.equipment.base import Placed
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import mounted


class TooWideForRack(Rule):
    """A thing is no wider than the opening of its rack.

    The opening is what the rack states, else that of its standard (19 inch, or 21 inch for an Open Rack); a
    rack-scale system comes in a frame of its own and may be as wide as that.

    Why: it does not pass between the rails.
    Fix: choose a rack of the standard the thing is made for.
    """

    code: ClassVar[str] = "SPC120"
    title: ClassVar[str] = "Equipment too wide for its rack"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "EIA-310; OCP Open Rack V3"
    subjects = (Placed,)
    reads = ("space",)
    records = (Mounted,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = mounted(context, subject.id)
        if record is None or record.depth_limit_m is None or not record.opening_standard:
            return
        if isinstance(subject, System) and subject.role == "rack_scale":
            return
        limit = record.opening_m
        if limit is None:
            wide = any(word in record.opening_standard for word in WIDE)
            limit = context.settings.rack_opening_21_in_m if wide else context.settings.rack_opening_19_in_m
        if subject.width_m > limit:
            yield self.finding(
                subject.id,
                record.carrier_id,
                value=subject.width_m,
                limit=limit,
                unit="m",
                message="{0} is {value} wide; the opening of {1} is {limit}.",
            )


WIDE = ("ORv3", "ORW", "Open Rack", "21 in")  # words in the standard of racks with a 21-inch opening
