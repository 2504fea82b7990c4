"""FAB313: more cables to one thing than the fabric's rule gives."""

from hallwright.rules.base import Severity
from hallwright.rules.fabric.restoring import WiringRule


class LinkDoubled(WiringRule):
    """A system or switch has more cables to one switch than its fabric's rule gives.

    Why: the cable is missing elsewhere, and traffic gathers on the switch that has it twice.
    Fix: move the cable where the rule has it, or keep it as an exception of the rule.
    """

    code = "FAB313"
    title = "Link doubled"
    severity = Severity.WARNING
    counted = "doubled"
    message = "{0}: {value} cables to a switch beyond those that its fabric's rule gives, such as {1}."
