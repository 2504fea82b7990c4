"""What the fabric engine sees and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hallwright.cabling.lengths import Route
from hallwright.cabling.places import Limits
from hallwright.cabling.trays import TrayLine
from hallwright.equipment.base import Point
from hallwright.project import Cable, Link


@dataclass(frozen=True, slots=True)
class Group:
    """A group of like fabric ports."""

    name: str
    count: int
    gbps: float
    role: str
    protocol: str
    connector: str


@dataclass(frozen=True, slots=True)
class Device:
    """A system or switch, as far as its fabric goes.

    Attributes
    ----------
    rank : int
        0 system, 1 leaf (and storage and management switches), 2 spine, 3 core, -1 a switch without a tier.
    fabric : str
        Fabric a switch belongs to; empty for a system.
    place : str
        Identifier of the rack that carries it, or its own.
    at : point
        Where that stands on the floor [m].
    height_m : float
        Middle of the device above the floor.
    job : str
        Name of the job that a system works on; storage for one that serves all.
    """

    rank: int
    tier: str
    fabric: str
    gpus: int
    groups: tuple[Group, ...]
    place: str
    at: Point
    height_m: float
    nameplate_includes_optics: bool
    job: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What `solve` sees: all systems and switches, fabric links, cable products, fabric trays, settings."""

    devices: Mapping[str, Device]
    links: Mapping[str, Link]
    cables: Mapping[str, Cable]
    trays: tuple[TrayLine, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class PortUse:
    """Use of one port group of a device.

    Attributes
    ----------
    used : int
        Points with a cable, within the group's count.
    highest : int
        Highest point that a cable takes; above `count` it is not there.
    doubled : int
        Points taken by more than one cable.
    clash : tuple of str
        Two links that take the same point; empty when none do.
    """

    name: str
    role: str
    count: int
    gbps: float
    used: int
    highest: int
    doubled: int
    clash: tuple[str, ...]

    @property
    def free(self) -> int:
        """Points without a cable."""
        return self.count - self.used


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A fabric bundle.

    Attributes
    ----------
    fabric : str
        Fabric of its upper end.
    role : str
        Role of the system's ports it serves; empty between switches.
    lower : {"a", "b", "peer"}
        End that is nearer to the systems; peer: both of one tier.
    missing : tuple of str
        Ends that are not there or have no such port.
    gbps : float
        Rate of one cable: the slowest of both ports and the cable [Gb/s].
    a_gbps, b_gbps : float
        Rates of the slowest port at each end [Gb/s]; 0 where missing.
    step : int
        Tiers between the ends; 1 is a neighbour.
    longest_m, shortest_m, total_m : float or None
        Ordered lengths of its cables; None where an end has no place.
    straight_m : float or None
        Least length that geometry allows for its longest cable, without slack.
    route : str
        rack, trays, open (no tray leads there: straight runs at overhead height), given (length or trays stated),
        broken (the trays stated do not join the ends), unknown.
    a_protocols, b_protocols, a_connectors, b_connectors : tuple of str
        Stated ones among the ports at each end.
    even : bool
        All ends are there, and those of each side have like ports: every cable has the same rate.
    a_watts, b_watts : float or None
        Draw of all its ends on each side [W]; None where the product does not say.
    """

    fabric: str
    role: str
    lower: Literal["a", "b", "peer"]
    missing: tuple[str, ...]
    count: int
    gbps: float
    a_gbps: float
    b_gbps: float
    step: int
    longest_m: float | None
    shortest_m: float | None
    total_m: float | None
    straight_m: float | None
    route: Route
    a_protocols: tuple[str, ...]
    b_protocols: tuple[str, ...]
    a_connectors: tuple[str, ...]
    b_connectors: tuple[str, ...]
    even: bool
    a_watts: float | None
    b_watts: float | None


Lane = tuple[str, int, int, str, float]  # port group, first point, points, switch, rate of one cable [Gb/s]


@dataclass(frozen=True, slots=True)
class Attachment:
    """How a system's ports of one role are linked.

    Attributes
    ----------
    points, linked : int
        Ports there are, and ports with a cable that leads to a device.
    possible_gbps, gbps : float
        What the ports could carry and what their links do carry [Gb/s].
    switches : tuple of (str, float)
        Switches they reach, with the rate to each.
    lanes : tuple of Lane
        Which port leads where.
    """

    role: str
    points: int
    linked: int
    possible_gbps: float
    gbps: float
    switches: tuple[tuple[str, float], ...]
    lanes: tuple[Lane, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """The fabric ports of a system."""

    gpus: int
    ports: tuple[PortUse, ...]
    attachments: tuple[Attachment, ...]
    optics_kw: float | None

    def attachment(self, role: str) -> Attachment | None:
        """How its ports of a role are linked."""
        return next((a for a in self.attachments if a.role == role), None)


@dataclass(frozen=True, slots=True)
class Loss:
    """The fabric with one switch out.

    Attributes
    ----------
    systems, gpus : int
        Cut off from the largest part of the fabric that is left.
    share_left : float
        Worst share of bandwidth left: of a system's own links where it served systems, and of the uplinks of the
        switches below it relative to what those could carry up before.
    """

    systems: int = 0
    gpus: int = 0
    share_left: float = 1.0


@dataclass(frozen=True, slots=True)
class SwitchRecord:
    """A switch in its fabric.

    Attributes
    ----------
    down_gbps, up_gbps, peer_gbps : float
        Sum of its links to lower and higher tiers and to its own [Gb/s].
    uplink_switches : tuple of str
        Switches above it.
    lower_switches : tuple of str
        Switches below it.
    systems, gpus : int
        Linked to it directly.
    unreached_systems : int
        Systems of its fabric that its own cannot reach, where they are the larger part; else 0.
    stranded_gbps : float
        Its downlinks where no link leads on, though its fabric has a tier above it at work; else 0 [Gb/s].
    """

    tier: str
    fabric: str
    ports: tuple[PortUse, ...]
    down_gbps: float
    up_gbps: float
    peer_gbps: float
    uplink_switches: tuple[str, ...]
    lower_switches: tuple[str, ...]
    systems: int
    gpus: int
    optics_kw: float | None
    unreached_systems: int = 0
    loss: Loss = Loss()
    stranded_gbps: float = 0.0

    @property
    def oversubscription(self) -> float | None:
        """Downlinks over uplinks; None without uplinks."""
        return self.down_gbps / self.up_gbps if self.up_gbps > 0.0 else None


Record = LinkRecord | SystemRecord | SwitchRecord


@dataclass(frozen=True, slots=True)
class FabricTotals:
    """One fabric as a whole.

    Attributes
    ----------
    injection_gbps : float
        Sum of all links between systems and switches.
    tiers : mapping of tier to (switches, down [Gb/s], up [Gb/s])
    bisection_gbps : float
        Rate between any two halves of the systems, one way, as the leaves' links allow it: half the smaller of the
        sums of leaf downlinks and uplinks; with a single leaf, half its downlinks. It is exact for two tiers in
        which each leaf reaches each spine equally, and an upper bound otherwise.
    parts : int
        Sets of switches that no link joins: planes, rails, or a broken fabric.
    """

    systems: int
    gpus: int
    injection_gbps: float
    tiers: Mapping[str, tuple[int, float, float]]
    bisection_gbps: float
    parts: int

    def oversubscription(self, tier: str) -> float | None:
        """Downlinks over uplinks of a whole tier; None without uplinks."""
        found = self.tiers.get(tier)
        return found[1] / found[2] if found is not None and found[2] > 0.0 else None
