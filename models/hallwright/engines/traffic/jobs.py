"""What the jobs of a project send, and how long they wait for it.

Accelerators are numbered tensor ranks first, then pipeline stages, then replicas, in the order of systems. Each kind of
communication is a phase in which all that take part send at line rate; phases of one job follow one another. The share
of line rate that the fabric lets through then stretches the phase's time. Compute, and what compute hides, are the
job's own figures.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hallwright.engines.fabric.resilience import ClassKey
from hallwright.engines.traffic.collectives import CALL_START_S, domain_time_s, hierarchical, plateau_gbytes_s
from hallwright.engines.traffic.demands import groups_evenly, onward, to_storage
from hallwright.engines.traffic.network import Demand
from hallwright.settings.fabric import Job

Systems = tuple[tuple[ClassKey, ...], ...]


@dataclass(frozen=True)
class Sending:
    """A phase of a job, before the fabric has been asked.

    Attributes
    ----------
    demand : Demand
        Everybody at line rate.
    time_s : callable
        From a share of line rate to (time, least, most) [s].
    """

    name: str
    gbytes: float
    demand: Demand
    time_s: Callable[[float], tuple[float, float, float]]


def line_gbps(systems: Systems) -> float:
    """Rate of all ports of a system in compute fabrics, the slowest of them [Gb/s]; storage counts where it is all."""

    def rate(keys: tuple[ClassKey, ...]) -> float:
        compute = [k for k in keys if k[0] not in ("storage", "management")]
        return sum(gbps for key in compute or keys for _, gbps in key[1])

    return min(map(rate, systems), default=0.0)


def sendings(
    job: Job, systems: Systems, gpus_a_system: float, storage: Mapping[ClassKey, int], index: Mapping[str, int]
) -> list[Sending]:
    """The phases of a job over its systems, in order."""
    own = tuple(tuple(k for k in keys if k[0] not in ("storage", "management")) for keys in systems)
    gpus = max(1, int(gpus_a_system))
    nic_gbps = line_gbps(systems) / gpus
    found: list[Sending] = []
    if nic_gbps <= 0.0:
        return found
    width = max(1, -(-job.tensor * job.pipeline // gpus))  # systems of one replica
    replicas = len(systems) // width
    like = max(1, gpus // (job.tensor * job.pipeline))  # replicas of a shard within one system
    if job.gradient_gbytes > 0.0 and replicas * like > 1:
        ring = (
            [(own[i], own[(i + width) % (replicas * width)]) for i in range(replicas * width)] if replicas > 1 else []
        )
        kinds = ("reduce_scatter", "all_gather", "all_gather") if job.sharded else ("all_reduce",)
        name = "data: reduce-scatter and all-gather" if job.sharded else "data: all-reduce"
        times = _collective(kinds, replicas, like, job.gradient_gbytes, nic_gbps, job.scale_up_gbytes_s)
        found.append(Sending(name, job.gradient_gbytes, onward(ring, index), times))
    if job.expert_gbytes > 0.0 and job.expert > 1:
        span = max(1, -(-job.expert // gpus))
        groups = [own[i : i + span] for i in range(0, len(own) - span + 1, span)] if span > 1 else []
        size = job.expert_gbytes * job.expert / max(1, job.expert - 1)
        times = _collective(("all_to_all",), span, min(job.expert, gpus), size, nic_gbps, job.scale_up_gbytes_s)
        found.append(Sending("experts: all-to-all", job.expert_gbytes, groups_evenly(groups, index), times))
    if job.activation_gbytes > 0.0 and job.pipeline > 1:
        stage = max(1, job.tensor // gpus)  # systems of one stage
        apart = job.tensor * job.pipeline > gpus
        pairs = []
        if apart:
            for first in range(0, replicas * width, width):
                pairs += [(own[i], own[i + stage]) for i in range(first, first + width - stage)]
        rate = nic_gbps / 8.0 if apart else job.scale_up_gbytes_s
        found.append(
            Sending("pipeline: to the next stage", job.activation_gbytes, onward(pairs, index),
                    _plain(2.0 * job.activation_gbytes / rate, apart=apart))
        )  # fmt: skip
    clients = Counter(key for keys in systems for key in keys)
    fabrics = {key[0] for key in clients} & {key[0] for key in storage}
    if fabrics:
        ways = {key: n for key, n in clients.items() if key[0] in fabrics}
        stores = {key: n for key, n in storage.items() if key[0] in fabrics}
        offered, taken = (sum(n * sum(r for _, r in key[1]) for key, n in side.items()) for side in (ways, stores))
        rate = min(offered, taken) / 8.0
        total = len(systems) * gpus
        demand = to_storage(ways, stores, index)
        back = Demand(demand.sink, demand.source)
        every = job.checkpoint_gbytes / job.checkpoint_steps
        if job.read_gbytes > 0.0:
            found.append(
                Sending("storage: read", job.read_gbytes, back, _plain(total * job.read_gbytes / rate, apart=True))
            )
        if every > 0.0:
            found.append(Sending("storage: checkpoint", every, demand, _plain(total * every / rate, apart=True)))
    return found


def _collective(
    kinds: tuple[str, ...], nodes: int, gpus: int, gbytes: float, nic_gbps: float, link_gbytes_s: float
) -> Callable[[float], tuple[float, float, float]]:
    """Time of collectives one after the other, as it follows the fabric's share."""

    def times(share: float) -> tuple[float, float, float]:
        time = least = most = 0.0
        for kind in kinds:
            size = gbytes * 1e9
            if nodes > 1:
                inside = plateau_gbytes_s(kind, max(2, gpus), link_gbytes_s)
                found = hierarchical(kind, nodes, gpus, size, nic_gbps, inside, share)
                time, least, most = time + found.time_s, least + found.least_s, most + found.most_s
            elif gpus > 1:
                one = domain_time_s(kind, gpus, size, plateau_gbytes_s(kind, gpus, link_gbytes_s))
                time, least, most = time + one, least + 0.8 * one, most + 1.2 * one
        return time, least, most

    return times


def _plain(line_s: float, *, apart: bool) -> Callable[[float], tuple[float, float, float]]:
    """Time of a transfer that takes so long at line rate; `apart` says that it crosses the fabric."""

    def times(share: float) -> tuple[float, float, float]:
        took = line_s / (share if apart else 1.0)
        return CALL_START_S + took, took, CALL_START_S + took / 0.7

    return times
