"""FAB312: a link into another plane."""

from hallwright.rules.base import Severity
from hallwright.rules.fabric.restoring import WiringRule


class PlaneCrossed(WiringRule):
    """A port leads to a switch of another plane than its fabric's rule says.

    Why: planes are there to share nothing; now a fault in one reaches the other, and one carries more than its share.
    Fix: move the cable to its own plane, or keep it as an exception of the rule.
    """

    code = "FAB312"
    title = "Plane crossed"
    severity = Severity.ERROR
    counted = "crossed"
    message = "{0}: {value} links lead into another plane, such as that to {1}."
