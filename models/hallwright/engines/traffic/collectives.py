"""How long a collective takes: four small models, each with its range and its error.

`bytes` is the size of the whole buffer of one rank, as benchmarks state it. Algorithm bandwidth is that size over the
time; bus bandwidth is algorithm bandwidth times `bus_factor`, which makes collectives comparable with the rate of a
link. Bus bandwidth is not what passes a wire: with reduction in the switch it may exceed the wire's rate.
"""

from dataclasses import dataclass
from math import log2
from typing import Literal, get_args

from hallwright.errors import OutOfRange

Sharded = Literal["all_reduce", "all_gather", "reduce_scatter", "all_to_all", "broadcast", "reduce"]
SHARDED: tuple[str, ...] = get_args(Sharded)  # those in which all network ports of a node can share the work
COLLECTIVES: tuple[str, ...] = (*SHARDED, "gather", "scatter", "send_recv")

RING_EFFICIENCY = 0.80  # share of the one-way rate of the scale-up links; measured 0.75 to 0.82 on large payloads
IN_SWITCH_EFFICIENCY = 0.60  # fitted to nodes of two generations of accelerators, within 14 %
NIC_EFFICIENCY = 0.742  # share of line rate that the exchange between nodes reaches, 8 MiB to 16 GiB on four nodes
NODE_START_S = 0.165e-3  # start of a hierarchical collective for each doubling of nodes; measured on four nodes
CALL_START_S = 40e-6  # start of a collective within a node, with the host's part
FILL_BYTES = 17 * 2**20  # payload's worth of time lost while the pipeline fills and protocols change,
FILL_HALF_BYTES = 12 * 2**20  # half of which a payload of this size pays


def bus_factor(collective: str, ranks: int) -> float:
    """Bus bandwidth over algorithm bandwidth.

    Parameters
    ----------
    collective : str
        One of `COLLECTIVES`.
    ranks : int
        Taking part, 1 or more.

    Raises
    ------
    OutOfRange
        An unknown collective or fewer than one rank.

    References
    ----------
    .. [1] NVIDIA/nccl-tests, doc/PERFORMANCE.md.

    Examples
    --------
    >>> bus_factor("all_reduce", 32)
    1.9375
    """
    if ranks < 1 or collective not in COLLECTIVES:
        raise OutOfRange(f"There is no bus bandwidth of {str(collective)[:40]!r} over {ranks} ranks.")
    if collective in ("broadcast", "reduce", "send_recv"):
        return 1.0
    once = (ranks - 1) / ranks
    return 2.0 * once if collective == "all_reduce" else once


def algorithm_gbytes_s(size_bytes: float, time_s: float) -> float:
    """Algorithm bandwidth [GB/s]."""
    if size_bytes < 0.0 or time_s <= 0.0:
        raise OutOfRange("A bandwidth needs a size of 0 or more and a time above 0.")
    return size_bytes / time_s / 1e9


def plateau_gbytes_s(
    collective: str, ranks: int, link_gbytes_s: float, *, in_switch: bool = False, efficiency: float | None = None
) -> float:
    """Bus bandwidth that large payloads reach within one scale-up domain [GB/s].

    Parameters
    ----------
    link_gbytes_s : float
        One-way rate of all scale-up links of one accelerator [GB/s].
    in_switch : bool
        The switch reduces (all-reduce only): each byte goes up once and down once, in S / (0.6 B).
    efficiency : float, optional
        Share of the link's rate; 0.80 for a ring, 0.60 with reduction in the switch.

    Notes
    -----
    Within 8 % of measured rings and 14 % of measured in-switch reductions, at payloads of 1 GiB and more.
    """
    factor = bus_factor(collective, ranks)
    if ranks < 2 or link_gbytes_s <= 0.0:
        raise OutOfRange("A collective needs two ranks and links with a rate.")
    if in_switch:
        if collective != "all_reduce":
            raise OutOfRange("Reduction in the switch is modelled for all-reduce only.")
        return factor * (IN_SWITCH_EFFICIENCY if efficiency is None else efficiency) * link_gbytes_s
    return (RING_EFFICIENCY if efficiency is None else efficiency) * link_gbytes_s


def domain_time_s(
    collective: str, ranks: int, size_bytes: float, plateau_gbytes_s: float, start_s: float = CALL_START_S
) -> float:
    """Time of a collective within one scale-up domain [s].

    Parameters
    ----------
    size_bytes : float
        Buffer of one rank.
    plateau_gbytes_s : float
        Bus bandwidth that large payloads reach, see `plateau_gbytes_s`.
    start_s : float
        Time of the smallest payload.

    Notes
    -----
    t = t0 + f / B (S + F S / (S + H)), F = 17 MiB, H = 12 MiB. Start and rate alone are up to 2 x optimistic between
    1 and 32 MiB, where protocols change and pipelines fill; the last term makes up for it. Within 20 % of a published
    curve of eight H200 from 32 KiB to 16 GiB, and of other published points.

    References
    ----------
    .. [1] stas00/ml-engineering, network/benchmarks/README.md: all-reduce on 8 x H200 by payload.
    """
    if size_bytes < 0.0 or plateau_gbytes_s <= 0.0 or start_s < 0.0:
        raise OutOfRange("A collective's time needs a size and start of 0 or more, and a rate above 0.")
    filled = size_bytes + FILL_BYTES * size_bytes / (size_bytes + FILL_HALF_BYTES)
    return start_s + bus_factor(collective, ranks) * filled / (plateau_gbytes_s * 1e9)


@dataclass(frozen=True, slots=True)
class Hierarchical:
    """A collective over several nodes.

    Attributes
    ----------
    time_s : float
        What to expect.
    least_s, most_s : float
        All phases overlapped and the network at line rate; all phases one after the other at the rate it reaches.
    busbw_gbytes_s : float
        Bus bandwidth over all ranks.
    wire_gbytes_s : float
        What passes each accelerator's network port, one way.
    """

    time_s: float
    least_s: float
    most_s: float
    busbw_gbytes_s: float
    wire_gbytes_s: float


def hierarchical(
    collective: str,
    nodes: int,
    gpus_a_node: int,
    size_bytes: float,
    nic_gbps: float,
    node_busbw_gbytes_s: float,
    fabric_share: float = 1.0,
) -> Hierarchical:
    """A collective that reduces within nodes and exchanges shards between them, one network port an accelerator.

    Parameters
    ----------
    size_bytes : float
        Buffer of one rank.
    nic_gbps : float
        Network rate of each accelerator [Gb/s].
    node_busbw_gbytes_s : float
        Bus bandwidth of the same collective within one node [GB/s].
    fabric_share : float
        Share of the network rate that the fabric between the nodes lets through, above 0.

    Notes
    -----
    The shard of each accelerator crosses the network at 0.742 of line rate while nodes work on the next piece, so the
    slower of both sets the time; a start of 0.165 ms comes on top for each doubling of nodes. Within 2 % of published
    all-reduces of 1 to 16 GiB, and 10 % from 32 MiB, on four nodes of eight B200 with 400 Gb/s each;
    `least_s` and `most_s` bound it elsewhere. Charging the whole buffer to one port would be wrong by the accelerators
    of a node.

    References
    ----------
    .. [1] stas00/ml-engineering, network/README.md and network/benchmarks/README.md: all-reduce on 4 x 8 x B200.
    """
    if nodes < 2 or gpus_a_node < 1 or nic_gbps <= 0.0 or not 0.0 < fabric_share <= 1.0 or size_bytes <= 0.0:
        raise OutOfRange("A collective between nodes needs two nodes, ports with a rate, and a payload.")
    if collective not in SHARDED:
        raise OutOfRange(f"A {str(collective)[:40]} between nodes is not modelled.")
    ranks = nodes * gpus_a_node
    if collective == "all_to_all":
        across_bytes = size_bytes * (ranks - gpus_a_node) / ranks
    else:
        across_bytes = bus_factor(collective, nodes) * size_bytes / gpus_a_node
    line_s = across_bytes / (nic_gbps * fabric_share / 8.0 * 1e9)
    inside_s = 0.0
    if gpus_a_node > 1:
        if node_busbw_gbytes_s <= 0.0:
            raise OutOfRange("A collective over several accelerators a node needs their rate within the node.")
        inside_s = bus_factor(collective, gpus_a_node) * size_bytes / (node_busbw_gbytes_s * 1e9)
    start_s = NODE_START_S * log2(nodes)
    time_s = start_s + max(line_s / NIC_EFFICIENCY, inside_s)
    return Hierarchical(
        time_s,
        max(line_s, inside_s),
        start_s + line_s / NIC_EFFICIENCY + inside_s,
        bus_factor(collective, ranks) * size_bytes / time_s / 1e9,
        across_bytes / time_s / 1e9,
    )
