"""FAB311: a port on the leaf of another rail."""

from hallwright.rules.base import Severity
from hallwright.rules.fabric.restoring import WiringRule


class RailSwapped(WiringRule):
    """A port of a system leads to another leaf than its fabric's rule says: that of another rail or unit.

    Why: collectives keep their traffic within a rail; a port on the wrong leaf sends all of it over the spines.
    Fix: move the cable to its own leaf, or keep it as an exception of the rule.
    """

    code = "FAB311"
    title = "Rail swapped"
    severity = Severity.WARNING
    counted = "swapped"
    message = "{0}: {value} ports lead to the leaf of another rail or unit, such as {1}."
