"""Rail-only fabrics: each rail is a network of its own; between rails traffic goes through the scale-up domain."""

import math
from dataclasses import dataclass

from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import clos


def plain_switches(endpoints: int, ports: int) -> int:
    """Switches of a non-blocking Clos fabric of any endpoints, in as few tiers as can be: one, two or three.

    Examples
    --------
    >>> plain_switches(128, 64)
    6
    """
    if endpoints < 1 or ports < 2:
        raise OutOfRange("A fabric needs endpoints, and switches of 2 or more ports.")
    if endpoints <= ports:
        return 1
    down = ports // 2
    return clos(
        ports=ports, units=math.ceil(endpoints / down), leaves_a_unit=1, leaf_down=down, leaf_up=ports - down
    ).switches


@dataclass(frozen=True, slots=True)
class RailOnly:
    """Switches of a rail-only fabric beside those of a full one.

    Attributes
    ----------
    rails : int
        As many as a scale-up domain has GPUs.
    rail_gpus : int
        GPUs of a rail: one of each domain.
    switches : int
    full_switches : int
        Of a rail-optimised fabric in which every GPU reaches every other through switches.
    """

    rails: int
    rail_gpus: int
    switches: int
    full_switches: int

    @property
    def reduction(self) -> float:
        """Share of the switches that the full fabric would have on top."""
        return 1.0 - self.switches / self.full_switches


def rail_only(gpus: int, domain_gpus: int, ports: int) -> RailOnly:
    """Switches of a rail-only fabric; where a rail leaves half a switch free or more, rails share switches.

    Parameters
    ----------
    gpus, domain_gpus : int
        All GPUs, and those of one scale-up domain; whole domains.
    ports : int
        Ports of a switch.

    Raises
    ------
    OutOfRange
        Domains that are not whole, or more endpoints than three tiers carry.

    References
    ----------
    .. [1] Wang et al.: Rail-only, arXiv 2307.12169.

    Examples
    --------
    >>> rail_only(32768, 256, 64).switches
    1536
    """
    if min(gpus, domain_gpus) < 1 or ports < 2:
        raise OutOfRange("A rail-only fabric needs GPUs, domains, and switches of 2 or more ports.")
    if gpus % domain_gpus:
        raise OutOfRange(f"{gpus} GPUs are not whole domains of {domain_gpus}.")
    rail_gpus = gpus // domain_gpus
    if rail_gpus <= ports:
        switches = math.ceil(domain_gpus / (ports // rail_gpus))
    else:
        switches = domain_gpus * plain_switches(rail_gpus, ports)
    return RailOnly(domain_gpus, rail_gpus, switches, plain_switches(gpus, ports))
