"""Closed forms of switched fabrics."""

from dataclasses import dataclass

from hallwright.errors import OutOfRange


def oversubscription(down_gbps: float, up_gbps: float) -> float:
    """Rate towards the systems over rate towards the rest of the fabric.

    Parameters
    ----------
    down_gbps : float
        Sum of the downlinks [Gb/s], 0 or more.
    up_gbps : float
        Sum of the uplinks [Gb/s], above 0.

    Returns
    -------
    float
        1 = non-blocking; above 1 the uplinks are the bottleneck when everybody sends at once.

    Raises
    ------
    OutOfRange
        There are no uplinks, so the ratio is not defined.

    Examples
    --------
    >>> oversubscription(120 * 400.0, 8 * 400.0)
    15.0
    """
    if up_gbps <= 0.0 or down_gbps < 0.0:
        raise OutOfRange("Oversubscription needs uplinks: their rate must be above 0.")
    return down_gbps / up_gbps


@dataclass(frozen=True, slots=True)
class TwoTierLimit:
    """Size of the largest leaf-spine fabric."""

    max_endpoints: int
    leaf_switches: int
    spine_switches: int


def two_tier_limit(switch_ports: int, oversubscription: float = 1.0) -> TwoTierLimit:
    """Largest two-tier fabric of like switches in which every leaf has a link to every spine.

    Parameters
    ----------
    switch_ports : int
        Ports of one switch, all of one rate, 2 or more.
    oversubscription : float
        Downlinks over uplinks of a leaf, 1 or more; the uplinks are rounded up to whole ports.

    Returns
    -------
    TwoTierLimit
        A spine's ports set the number of leaves, a leaf's uplinks the number of spines.

    Raises
    ------
    OutOfRange
        Fewer than two ports, or a ratio below 1.

    References
    ----------
    .. [1] Al-Fares, Loukissas, Vahdat: A Scalable, Commodity Data Center Network Architecture, SIGCOMM 2008:
       hosts = k^2 / 2 in two tiers.

    Examples
    --------
    >>> two_tier_limit(64)
    TwoTierLimit(max_endpoints=2048, leaf_switches=64, spine_switches=32)
    """
    if switch_ports < 2 or oversubscription < 1.0:
        raise OutOfRange("A two-tier fabric needs switches of 2 or more ports and a ratio of 1 or more.")
    down = min(int(switch_ports * oversubscription / (1.0 + oversubscription) + 1e-9), switch_ports - 1)
    return TwoTierLimit(switch_ports * down, switch_ports, switch_ports - down)


@dataclass(frozen=True, slots=True)
class FatTree:
    """Counts of a k-ary fat tree."""

    hosts: int
    switches: int
    core_switches: int
    pods: int


def fat_tree(k: int, tiers: int = 3) -> FatTree:
    """Counts of a k-ary fat tree of like switches, without oversubscription.

    Parameters
    ----------
    k : int
        Ports of one switch, even, 2 or more.
    tiers : {2, 3}
        Two: k leaves, k/2 spines. Three: k pods of k/2 edge and k/2 aggregation switches, and k^2/4 core switches.

    Raises
    ------
    OutOfRange
        An odd number of ports, or other than two or three tiers.

    References
    ----------
    .. [1] Al-Fares, Loukissas, Vahdat: A Scalable, Commodity Data Center Network Architecture, SIGCOMM 2008.

    Examples
    --------
    >>> fat_tree(48).hosts
    27648
    """
    if k < 2 or k % 2:
        raise OutOfRange("A fat tree needs switches with an even number of ports.")
    if tiers == 2:
        return FatTree(k * k // 2, k + k // 2, k // 2, 1)
    if tiers != 3:
        raise OutOfRange("A fat tree has two or three tiers.")
    return FatTree(k**3 // 4, 5 * k * k // 4, k * k // 4, k)
