"""Leaf-spine and three-tier fabrics, rail-optimised or plain, in one or several planes: sizes."""

import math
from dataclasses import dataclass

from hallwright.errors import OutOfRange

MOST_PORTS = 10_000  # of one switch, as in a project


def smallest_divisor(number: int, at_least: float) -> int:
    """The smallest divisor of `number` that is `at_least` so large; `number` itself at most.

    Examples
    --------
    >>> smallest_divisor(72, 32)
    36
    """
    low = [d for d in range(1, math.isqrt(number) + 1) if number % d == 0]
    return min(d for n in low for d in (n, number // n) if d >= min(at_least, number))


@dataclass(frozen=True, slots=True)
class Pod:
    """Units that share spines: all of them with two tiers."""

    units: int
    spines: int


@dataclass(frozen=True, slots=True)
class Clos:
    """Sizes of a Clos fabric. All but the planes are those of one plane.

    Attributes
    ----------
    ports : int
        Ports of a switch above the leaves, at the speed of the links.
    planes : int
        Fabrics like this one side by side, with no link between.
    units : int
        Scalable units: systems that share their leaves.
    leaves_a_unit : int
        Leaves of a unit; one for each rail where it is rail-optimised.
    leaf_down, leaf_up : int
        Ports of a leaf set aside for systems, and linked to spines.
    pods : tuple of Pod
    spine_up : int
        Uplinks of a spine; 0 with two tiers.
    cores : int
    """

    ports: int
    planes: int
    units: int
    leaves_a_unit: int
    leaf_down: int
    leaf_up: int
    pods: tuple[Pod, ...]
    spine_up: int = 0
    cores: int = 0

    @property
    def tiers(self) -> int:
        """1 where leaves stand alone, 2 with spines, 3 with cores."""
        return 3 if self.cores else 2 if self.leaf_up else 1

    @property
    def leaves(self) -> int:
        """Leaves of a plane."""
        return self.units * self.leaves_a_unit

    @property
    def spines(self) -> int:
        """Spines of a plane."""
        return sum(pod.spines for pod in self.pods)

    @property
    def leaf_switches(self) -> int:
        """Leaves of all planes."""
        return self.planes * self.leaves

    @property
    def spine_switches(self) -> int:
        """Spines of all planes."""
        return self.planes * self.spines

    @property
    def core_switches(self) -> int:
        """Cores of all planes."""
        return self.planes * self.cores

    @property
    def switches(self) -> int:
        """Switches of all tiers and planes."""
        return self.leaf_switches + self.spine_switches + self.core_switches

    @property
    def leaf_spine_links(self) -> int:
        """Links between leaves and spines, of all planes."""
        return self.leaf_switches * self.leaf_up

    @property
    def spine_core_links(self) -> int:
        """Links between spines and cores, of all planes."""
        return self.spine_switches * self.spine_up


def clos(
    *,
    ports: int,
    units: int,
    leaves_a_unit: int,
    leaf_down: int,
    leaf_up: int,
    planes: int = 1,
    tiers: int | None = None,
    spines_min: int = 1,
    leaf_ports: int | None = None,
    even: bool = False,
) -> Clos:
    """Sizes of a Clos fabric of like switches, in which each leaf reaches each spine of its pod by as many links.

    Parameters
    ----------
    ports : int
        Ports of a switch, 2 or more.
    units, leaves_a_unit : int
        Units, and leaves of each, in one plane.
    leaf_down, leaf_up : int
        Ports of a leaf towards systems and towards spines; together `ports` at most. Without uplinks leaves stand
        alone.
    planes : int
    tiers : {1, 2, 3} or None
        None = as few as can be.
    spines_min : int
        Fewest spines of a pod, so that none is a single point of failure; as many as there are uplinks at most.
    leaf_ports : int or None
        Ports of a leaf, where it is another switch than spines and cores.
    even : bool
        With three tiers, every pod has as many links to one core as to another, so that no link carries more than its
        leaves send. It takes more cores than the links need.

    Returns
    -------
    Clos
        Spines are the smallest divisor of the leaf uplinks that gives ports enough. In three tiers half of a spine's
        ports go up, pods are as large as fill their spines, and cores are just as many as the links need.

    Raises
    ------
    OutOfRange
        The ports do not suffice; the reason says for what, and how far they go.

    References
    ----------
    .. [1] NVIDIA DGX SuperPOD reference architectures, tables of components by scalable units.
    .. [2] Al-Fares, Loukissas, Vahdat: A Scalable, Commodity Data Center Network Architecture, SIGCOMM 2008.

    Examples
    --------
    >>> clos(ports=64, units=3, leaves_a_unit=8, leaf_down=32, leaf_up=32).spine_switches
    16
    """
    if min(units, leaves_a_unit, leaf_down, planes) < 1 or leaf_up < 0 or ports < 2 or tiers not in (None, 1, 2, 3):
        raise OutOfRange("A Clos fabric needs units, leaves, downlinks and planes, 1 of each at least.")
    if leaf_ports is None:
        leaf_ports = ports
    if max(ports, leaf_ports) > MOST_PORTS:
        raise OutOfRange(f"A switch has {MOST_PORTS} ports at most.")
    if leaf_down + leaf_up > leaf_ports:
        raise OutOfRange(f"A leaf of {leaf_ports} ports has no room for {leaf_down} downlinks and {leaf_up} uplinks.")
    leaves = units * leaves_a_unit
    if tiers == 1 or (tiers is None and leaf_up == 0):
        return Clos(ports, planes, units, leaves_a_unit, leaf_down, 0, ())
    if leaf_up == 0:
        raise OutOfRange("Leaves need uplinks where there are spines.")
    fewest = min(spines_min, leaf_up)
    if tiers != 3 and leaves <= ports:
        spines = smallest_divisor(leaf_up, max(fewest, math.ceil(leaves * leaf_up / ports)))
        return Clos(ports, planes, units, leaves_a_unit, leaf_down, leaf_up, (Pod(units, spines),))
    if tiers == 2:
        raise OutOfRange(
            f"Two tiers of {ports}-port switches carry {ports} leaves of a plane, one link to each spine; "
            f"{leaves} are wanted. Three tiers carry more."
        )
    return _three_tiers(Clos(ports, planes, units, leaves_a_unit, leaf_down, leaf_up, ()), fewest, even=even)


def _three_tiers(size: Clos, fewest: int, *, even: bool) -> Clos:
    half = size.ports // 2
    largest = min(half // size.leaves_a_unit, size.units)
    if largest < 1:
        fits = max(d for d in range(1, half + 1) if size.leaves_a_unit % d == 0)
        raise OutOfRange(
            f"A unit has {size.leaves_a_unit} leaves; a pod of {size.ports}-port spines carries {half} at most. "
            f"Units of {fits} leaves would do."
        )
    if size.leaves > size.ports * half:
        raise _too_many(size, math.ceil(size.leaves / half))

    def spines(units: int) -> float:
        return units * size.leaves_a_unit * size.leaf_up / half

    def full(units: int) -> bool:
        """Whether spines of a pod of so many units have no port left over."""
        return spines(units).is_integer() and size.leaf_up % int(spines(units)) == 0

    parts: list[int] = []
    best: dict[int, int] = {}  # by the most units there can be
    left = size.units
    while left:
        most = min(largest, left)
        if most not in best:
            best[most] = next((u for u in range(most, 0, -1) if full(u)), most)
        parts.append(best[most])
        left -= parts[-1]
    cores = 0
    while True:  # each core has a link to each pod: a small pod may need more spines for that
        pods = tuple(
            Pod(u, smallest_divisor(size.leaf_up, max(fewest, math.ceil(spines(u)), math.ceil(cores / half))))
            for u in parts
        )
        wanted = math.ceil(sum(pod.spines for pod in pods) * half / size.ports)
        if wanted <= cores:
            break
        cores = wanted
    if even:
        pods, cores = _evenly_joined(size, pods, half, cores)
    if len(pods) > size.ports or min(pod.spines for pod in pods) * half < cores:
        raise _too_many(size, len(pods))
    return Clos(
        size.ports, size.planes, size.units, size.leaves_a_unit, size.leaf_down, size.leaf_up, pods, half, cores
    )


def _evenly_joined(size: Clos, pods: tuple[Pod, ...], half: int, cores: int) -> tuple[tuple[Pod, ...], int]:
    """The fewest cores, and the spines of each pod, with which every pod has as many links to each core."""
    largest = max(pod.spines for pod in pods) * half
    for wanted in (n for n in range(cores, largest + 1) if largest % n == 0):
        step = wanted // math.gcd(wanted, half)  # so many spines fill all cores evenly
        ways = [d for d in range(step, size.leaf_up + 1, step) if size.leaf_up % d == 0]
        if any(pod.spines > max(ways, default=0) for pod in pods):
            continue
        found = tuple(Pod(pod.units, min(d for d in ways if d >= pod.spines)) for pod in pods)
        if sum(pod.spines for pod in found) * half <= wanted * size.ports:
            return found, wanted
    raise OutOfRange(
        f"No number of cores of {size.ports} ports takes as many links from each of {len(pods)} pods to every core."
    )


def _too_many(size: Clos, pods: int) -> OutOfRange:
    return OutOfRange(
        f"Three tiers of {size.ports}-port switches carry {size.ports} pods of {size.ports // 2} leaves in a plane; "
        f"{size.leaves} leaves in {pods} pods are wanted."
    )


@dataclass(frozen=True, slots=True)
class Bill:
    """What a rail-optimised fabric of whole units takes.

    Attributes
    ----------
    size : Clos
    gpus : int
    node_leaf_cables, leaf_spine_cables, spine_core_cables : int
        Cables, where one may carry the links of several planes.
    manager_cables : int
        Further endpoints of the fabric manager.
    """

    size: Clos
    gpus: int
    node_leaf_cables: int
    manager_cables: int
    leaf_spine_cables: int
    spine_core_cables: int

    @property
    def endpoint_cables(self) -> int:
        """Cables of systems and fabric manager."""
        return self.node_leaf_cables + self.manager_cables


def bill(
    *,
    nodes: int,
    gpus_per_node: int,
    ports: int,
    nics_per_node: int | None = None,
    units: int | None = None,
    positions: int | None = None,
    planes: int = 1,
    planes_a_cable: int = 1,
    oversubscription: float = 1.0,
    leaf_down: int | None = None,
    leaf_up: int | None = None,
    tiers: int | None = None,
    manager_links: int = 0,
) -> Bill:
    """Switches and cables of a rail-optimised fabric: one leaf for each rail of each unit, sized for full units.

    Parameters
    ----------
    nodes, gpus_per_node, nics_per_node : int
        Systems, and their GPUs and NICs; every NIC is a rail, by default one for each GPU.
    ports : int
        Ports of a switch at the speed of a plane's links.
    units, positions : int or None
        Scalable units and places of systems in each. By default a unit is as large as a leaf has downlinks.
    planes, planes_a_cable : int
        Each NIC has a link into each plane; so many of them share a cable.
    oversubscription : float
        Downlinks over uplinks of a leaf, 1 or more.
    leaf_down, leaf_up : int or None
        Ports of a leaf; by default what the unit needs, at that oversubscription.
    tiers : {2, 3} or None
    manager_links : int
        Links of a fabric manager, on places that no system takes.

    Raises
    ------
    OutOfRange
        The sizes contradict each other, or no such fabric exists.

    Examples
    --------
    >>> bill(nodes=1024, gpus_per_node=8, ports=64, units=32).size.core_switches
    128
    """
    rails = gpus_per_node if nics_per_node is None else nics_per_node
    if min(nodes, gpus_per_node, rails, planes, planes_a_cable) < 1 or manager_links < 0 or oversubscription < 1.0:
        raise OutOfRange("Systems, GPUs, NICs and planes must be 1 or more, and the oversubscription too.")
    if planes % planes_a_cable:
        raise OutOfRange(f"{planes} planes do not divide into cables of {planes_a_cable} planes.")
    half = int(ports * oversubscription / (1.0 + oversubscription) + 1e-9)
    if positions is None:
        positions = math.ceil(nodes / units) if units is not None else leaf_down or half
    if units is None:
        units = math.ceil(nodes / positions) if positions >= 1 else 0
    if min(positions, units) < 1 or nodes > units * positions:
        raise OutOfRange(f"{nodes} systems do not fit into {units} units of {positions}.")
    if nodes * rails + manager_links > units * positions * rails:
        raise OutOfRange("The fabric manager needs a free place in a unit.")
    if leaf_up is not None and leaf_down is None:
        leaf_down = ports - leaf_up
    most = half if leaf_down is None else leaf_down
    if most < 1:
        raise OutOfRange(f"A leaf of {ports} ports has no downlink left.")
    leaves_a_rail = math.ceil(positions / most)
    if leaf_down is None:
        leaf_down = math.ceil(positions / leaves_a_rail)
    if leaf_up is None:
        leaf_up = math.ceil(leaf_down / oversubscription - 1e-9)
    size = clos(
        ports=ports,
        units=units,
        leaves_a_unit=rails * leaves_a_rail,
        leaf_down=leaf_down,
        leaf_up=leaf_up,
        planes=planes,
        tiers=tiers,
    )
    return Bill(
        size=size,
        gpus=nodes * gpus_per_node,
        node_leaf_cables=nodes * rails * planes // planes_a_cable,
        manager_cables=manager_links,
        leaf_spine_cables=size.leaf_spine_links // planes_a_cable,
        spine_core_cables=size.spine_core_links // planes_a_cable,
    )
