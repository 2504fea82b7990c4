"""What engines share: the step they are brought up to date for, and what a result is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from hallwright.engines.topology import Topology
from hallwright.project import Change, Project

if TYPE_CHECKING:  # result types only: an engine imports at most another's result type
    from hallwright.engines.air.engine import Air
    from hallwright.engines.coolant.engine import Coolant
    from hallwright.engines.cooling.engine import Cooling
    from hallwright.engines.fabric.engine import Fabric
    from hallwright.engines.power.engine import Power
    from hallwright.engines.space.engine import Space
    from hallwright.engines.traffic.engine import Traffic
    from hallwright.engines.trays.engine import Trays
    from hallwright.engines.wiring.engine import Wiring


@dataclass(frozen=True)
class Result:
    """What an engine found, as one immutable record for each subject.

    Attributes
    ----------
    records : mapping of str to record
        By equipment or link identifier. A record that did not change is the same object as before.
    dirty : frozenset of str or None
        Subjects whose record differs from the previous result; None after a solve from scratch.
    """

    records: Mapping[str, Any]
    dirty: frozenset[str] | None = field(default=None, compare=False, kw_only=True)


@dataclass
class Results:
    """Results of one evaluation, in the order of physics; None where an engine failed."""

    space: "Space | None" = None
    power: "Power | None" = None
    cooling: "Cooling | None" = None
    coolant: "Coolant | None" = None
    fabric: "Fabric | None" = None
    wiring: "Wiring | None" = None
    traffic: "Traffic | None" = None
    trays: "Trays | None" = None
    air: "Air | None" = None  # slow: the last answer, which may be of an earlier project
    failed: dict[str, str] = field(default_factory=dict)  # engine name: reason


@dataclass(frozen=True, slots=True)
class Step:
    """What an engine may read: the project, the graph, and the results of engines before it.

    Attributes
    ----------
    before, change :
        The project of the previous result and what differs from it; None = from scratch.
    """

    project: Project
    topology: Topology
    results: Results
    before: Project | None = None
    change: Change | None = None


class Engine(Protocol):
    """A module with these functions."""

    def inputs(self, step: Step) -> Any:
        """Numbers and tuples that `solve` needs, from scratch."""

    def solve(self, given: Any) -> Any:
        """The result, from nothing but its inputs."""

    def patch(self, previous: Any, step: Step) -> Any:
        """The result after `step.change`; equal to `solve(inputs(step))`; `previous` itself where nothing changed."""
