"""What the traffic engine sees and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass

from hallwright.engines.fabric.resilience import ClassKey
from hallwright.engines.traffic.network import Bundle
from hallwright.settings.fabric import Job

UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What `solve` sees.

    Attributes
    ----------
    switches : tuple of str
    trunks : tuple of Bundle
        Between switches, in identifier order.
    fabric : mapping of bundle to str
    tier : mapping of bundle to str
        Tiers at both ends, lower first: ``leaf–spine``.
    sprayed : frozenset of str
        Fabrics whose switches spread packets or cells by themselves instead of hashing flows.
    classes : mapping of ClassKey to (systems, GPUs)
        Systems with the same links.
    order : mapping of job to its systems' classes
        In the order of the systems; only for jobs of the project.
    jobs : tuple of Job
    flows_a_port : int
        Flows into which the traffic of a port is split where flows are hashed.
    """

    switches: tuple[str, ...]
    trunks: tuple[Bundle, ...]
    fabric: Mapping[str, str]
    tier: Mapping[str, str]
    sprayed: frozenset[str]
    classes: Mapping[ClassKey, tuple[int, int]]
    order: Mapping[str, tuple[tuple[ClassKey, ...], ...]]
    jobs: tuple[Job, ...]
    flows_a_port: int


@dataclass(frozen=True, slots=True)
class LinkLoad:
    """Load of a bundle between switches.

    Attributes
    ----------
    fabric, tier : str
    gbps : float
        Rate of one cable.
    worst_fraction, mean_fraction : float
        Load over rate: of the fullest cable in its fuller direction, and of all in both.
    worst_job : str
        Job that loads it most; ``uniform`` without jobs.
    """

    fabric: str
    tier: str
    gbps: float
    worst_fraction: float
    mean_fraction: float
    worst_job: str


@dataclass(frozen=True, slots=True)
class TierLoad:
    """Load of all links between two tiers of a fabric; see `LinkLoad`."""

    cables: int
    worst_fraction: float
    mean_fraction: float


@dataclass(frozen=True, slots=True)
class Phase:
    """One kind of communication of a job.

    Attributes
    ----------
    name : str
        What it is for, and the collective.
    gbytes : float
        Buffer of one accelerator, or what it sends to its partner.
    worst_fraction : float
        Load of the fullest link when all of it is sent at line rate.
    fabric_share : float
        Share of line rate that the fabric lets through: by its fullest link, and by collisions of hashed flows.
    time_s, ideal_s, least_s, most_s : float
        Time a step spends on it: on this fabric, on one that never is the bottleneck, and the bounds of the model.
    """

    name: str
    gbytes: float
    worst_fraction: float
    fabric_share: float
    time_s: float
    ideal_s: float
    least_s: float
    most_s: float


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job on its fabric.

    Attributes
    ----------
    systems, gpus : int
    phases : tuple of Phase
    step_s, ideal_step_s : float
        Time of a step: compute and exposed communication, on this fabric and on one that never is the bottleneck.
    exposed_fraction : float
        Share of the step that waits for the network.
    unrouted_gbps : float
        Demand between switches that no path joins.
    """

    systems: int
    gpus: int
    phases: tuple[Phase, ...]
    step_s: float
    ideal_step_s: float
    exposed_fraction: float
    unrouted_gbps: float

    @property
    def slowdown(self) -> float:
        """Completion time over that on a fabric that never is the bottleneck."""
        return self.step_s / self.ideal_step_s if self.ideal_step_s > 0.0 else 1.0
