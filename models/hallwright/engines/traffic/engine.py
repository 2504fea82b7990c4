"""Load of every link between switches: under the project's jobs or, without any, under even traffic.

Even traffic is the reference: each port sends at line rate to all like ports of its fabric. Under jobs, each phase is
routed with all that take part at line rate; a link's load is that of the job's heaviest phase, and jobs add up.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hallwright.engines.base import Result, Step
from hallwright.engines.fabric.engine import Fabric
from hallwright.engines.fabric.records import LinkRecord
from hallwright.engines.fabric.resilience import ClassKey, Weight
from hallwright.engines.traffic.demands import ends_by_port, evenly
from hallwright.engines.traffic.ecmp import Loads, spread
from hallwright.engines.traffic.hashing import hashed_share
from hallwright.engines.traffic.jobs import Sending, sendings
from hallwright.engines.traffic.network import Bundle, Demand, Floats, Network
from hallwright.engines.traffic.records import UNIFORM, Inputs, JobRecord, LinkLoad, Phase, TierLoad
from hallwright.errors import SolveError
from hallwright.settings.fabric import Job


@dataclass(frozen=True)
class Traffic(Result):
    """Result of the traffic engine.

    Attributes
    ----------
    inputs : Inputs
    records : mapping of link to LinkLoad
        Bundles between switches.
    jobs : mapping of job to JobRecord
    tiers : mapping of (fabric, tiers) to TierLoad
    offered_gbps, unrouted_gbps : float
        Demand between switches, and the part of it that no path joins; of jobs, the sum of their heaviest phases.
    """

    inputs: Inputs
    jobs: Mapping[str, JobRecord]
    tiers: Mapping[tuple[str, str], TierLoad]
    offered_gbps: float
    unrouted_gbps: float
    network: Network = field(compare=False, repr=False)
    seen: Fabric | None = field(default=None, compare=False, repr=False, kw_only=True)


def inputs(step: Step) -> Inputs:
    """Gather switches, trunks, classes of systems and jobs."""
    fabric = _fabric(step)
    trunks, names, tiers = _trunks(fabric)
    return Inputs(fabric.whole.switches, trunks, names, tiers, _sprayed(fabric, step), *_systems(fabric, step))


def solve(given: Inputs) -> Traffic:
    """Every load from nothing but its inputs."""
    return _solved(given, Network.of(given.switches, given.trunks))


def patch(previous: Traffic, step: Step) -> Traffic:
    """Bring a result up to date: routing is done anew, the network is kept for as long as it is the same."""
    fabric, old = _fabric(step), previous.seen
    settings = step.change is None or step.change.settings
    if fabric is old and not settings:
        return previous
    was = previous.inputs
    trunks, names, tiers = was.trunks, was.fabric, was.tier
    if old is None or not _same_trunks(fabric, old):
        trunks, names, tiers = _trunks(fabric)
        if (trunks, names, tiers) == (was.trunks, was.fabric, was.tier):
            trunks, names, tiers = was.trunks, was.fabric, was.tier
    given = Inputs(fabric.whole.switches, trunks, names, tiers, _sprayed(fabric, step), *_systems(fabric, step))
    if given == was:
        return Traffic(
            previous.records, was, previous.jobs, previous.tiers, previous.offered_gbps, previous.unrouted_gbps,
            previous.network, dirty=frozenset(), seen=fabric,
        )  # fmt: skip
    same = trunks is was.trunks and given.switches == was.switches
    new = _solved(given, previous.network if same else Network.of(given.switches, trunks))
    records = dict(new.records)
    dirty = set(previous.records.keys() - records.keys())
    for key, record in records.items():
        known = previous.records.get(key)
        if known == record and known is not None:
            records[key] = known
        else:
            dirty.add(key)
    return Traffic(
        records, given, new.jobs, new.tiers, new.offered_gbps, new.unrouted_gbps, new.network,
        dirty=frozenset(dirty), seen=fabric,
    )  # fmt: skip


def _fabric(step: Step) -> Fabric:
    if step.results.fabric is None:
        raise SolveError("Traffic needs the state of the fabric, which could not be computed.")
    return step.results.fabric


def _same_trunks(fabric: Fabric, old: Fabric) -> bool:
    """Whether the links between switches are as they were, as far as traffic goes."""
    if fabric.whole.trunks is not old.whole.trunks or fabric.whole.switches is not old.whole.switches:
        return False
    if fabric.dirty is None:
        return False
    now, then = fabric.whole.kinds, old.whole.kinds
    return all(
        key not in fabric.whole.trunks
        and (key not in now or (now[key][0], now[key][1][0]) == (then[key][0], then[key][1][0]))
        for key in fabric.dirty
    )


def _trunks(fabric: Fabric) -> tuple[tuple[Bundle, ...], dict[str, str], dict[str, str]]:
    """Bundles between switches that carry something, with the fabric and the tiers of each."""
    found, names, tiers = [], {}, {}
    kinds = fabric.whole.kinds
    for key, (a, b) in sorted(fabric.whole.trunks.items()):
        record = fabric.records[key]
        if not isinstance(record, LinkRecord) or record.gbps <= 0.0 or record.missing:
            continue
        found.append(Bundle(key, a, b, fabric.inputs.links[key].per_pair, record.gbps))
        names[key] = record.fabric
        lower, upper = kinds[a[0]][1][0], kinds[b[0]][1][0]
        tiers[key] = f"{upper}–{lower}" if record.lower == "b" else f"{lower}–{upper}"
    return tuple(found), names, tiers


def _sprayed(fabric: Fabric, step: Step) -> frozenset[str]:
    """Fabrics in which no switch hashes flows."""
    if step.project.settings.ethernet_sprays:
        return frozenset(fabric.fabrics)
    if not step.project.settings.jobs:
        return frozenset()  # even traffic is spread evenly whatever the switches do
    hashed = set()
    for id, (name, _) in fabric.whole.kinds.items():
        if any(group.protocol in ("Ethernet", "") for group in fabric.inputs.devices[id].groups):
            hashed.add(name)
    return frozenset(fabric.fabrics) - hashed


def _systems(
    fabric: Fabric, step: Step
) -> tuple[Mapping[ClassKey, Weight], dict[str, tuple[tuple[ClassKey, ...], ...]], tuple[Job, ...], int]:
    settings = step.project.settings
    order: dict[str, list[tuple[ClassKey, ...]]] = {}
    if settings.jobs:
        names = {job.name for job in settings.jobs}
        for id, keys in sorted(fabric.keys.items()):
            name = fabric.inputs.devices[id].job
            if name in names:
                order.setdefault(name, []).append(keys)
    return (
        fabric.classes,
        {name: tuple(members) for name, members in order.items()},
        settings.jobs,
        settings.flows_a_port,
    )


def _solved(given: Inputs, network: Network) -> Traffic:
    if given.jobs:
        return _under_jobs(given, network)
    counted = ((key, systems) for key, (systems, _) in given.classes.items())
    ends = ends_by_port(counted, network.index)
    demand = evenly([ends[port] for port in sorted(ends)], len(network.switches))
    loads = spread(network, demand)
    worst, mean = _fractions(loads)
    records = _records(given, network, {UNIFORM: worst}, mean)
    return Traffic(
        records, given, {}, _tiers(given, network, worst, mean), _offered(demand), loads.unrouted_gbps, network
    )


def gpus_a_system(given: Inputs, job: Job) -> float:
    """Accelerators of the systems that work on a job, of the class with most."""
    keys = {key for own in given.order.get(job.name, ()) for key in own}
    return max((given.classes[k][1] / given.classes[k][0] for k in keys if k[3] == job.name), default=0.0)


def sent_by(given: Inputs, job: Job, network: Network) -> list[Sending]:
    """The phases of a job on the systems that work on it."""
    storage = {key: n for key, (n, _) in given.classes.items() if key[3] == "storage"}
    return sendings(job, given.order.get(job.name, ()), gpus_a_system(given, job), storage, network.index)


def _under_jobs(given: Inputs, network: Network) -> Traffic:
    by_job: dict[str, Floats] = {}
    mean = np.zeros(len(network.bundles))
    jobs: dict[str, JobRecord] = {}
    offered = unrouted = 0.0
    for job in given.jobs:
        systems = given.order.get(job.name, ())
        gpus = gpus_a_system(given, job)
        heaviest = np.zeros(len(network.bundles))
        fullest = np.zeros(len(network.bundles))
        phases = []
        most_offered = most_lost = 0.0
        for sending in sent_by(given, job, network):
            loads = spread(network, sending.demand)
            worst, average = _fractions(loads)
            heaviest, fullest = np.maximum(heaviest, worst), np.maximum(fullest, average)
            most_offered = max(most_offered, _offered(sending.demand))
            most_lost = max(most_lost, loads.unrouted_gbps)
            phases.append(_phase(sending, worst, given, network))
        by_job[job.name] = heaviest
        mean = mean + fullest
        offered, unrouted = offered + most_offered, unrouted + most_lost
        exposed, ideal = (
            (1.0 - job.hidden_fraction) * sum(times)
            for times in ([p.time_s for p in phases], [p.ideal_s for p in phases])
        )
        step_s = job.compute_s + exposed
        jobs[job.name] = JobRecord(
            len(systems),
            int(gpus * len(systems)),
            tuple(phases),
            step_s,
            job.compute_s + ideal,
            exposed / step_s,
            most_lost,
        )
    worst = sum(by_job.values(), np.zeros(len(network.bundles)))
    return Traffic(
        _records(given, network, by_job, mean),
        given,
        jobs,
        _tiers(given, network, worst, mean),
        offered,
        unrouted,
        network,
    )


def _phase(sending: Sending, worst: Floats, given: Inputs, network: Network) -> Phase:
    fullest = float(worst.max(initial=0.0))
    share = min(1.0, 1.0 / fullest) if fullest > 0.0 else 1.0
    hashing = [n for n, key in enumerate(network.bundles) if given.fabric[key] not in given.sprayed]
    share = min(share, hashed_share(sending.demand, network, hashing, given.flows_a_port))
    time_s, least_s, most_s = sending.time_s(share)
    return Phase(sending.name, sending.gbytes, fullest, share, time_s, sending.time_s(1.0)[0], least_s, most_s)


def _offered(demand: Demand) -> float:
    """Demand between different switches [Gb/s]."""
    return float((demand.source * demand.sink.sum(axis=0)).sum() - demand.own.sum() + demand.single[2].sum())


def _fractions(loads: Loads) -> tuple[Floats, Floats]:
    """Load over rate by bundle: of its fullest cable in the fuller direction, and the mean of all in both."""
    network, pieces = loads.network, loads.pieces
    worst = np.zeros(len(network.bundles))
    np.maximum.at(worst, pieces.bundle, np.maximum(pieces.up_gbps, pieces.down_gbps))
    total = np.zeros(len(network.bundles))
    np.add.at(total, pieces.bundle, (pieces.up_gbps + pieces.down_gbps) * pieces.cables)
    cables = np.bincount(pieces.bundle, pieces.cables, len(network.bundles))
    mean = np.divide(total, 2.0 * cables, out=np.zeros(len(network.bundles)), where=cables > 0.0)
    return worst / network.gbps, mean / network.gbps


def _records(given: Inputs, network: Network, by_job: Mapping[str, Floats], mean: Floats) -> dict[str, LinkLoad]:
    worst = sum(by_job.values(), np.zeros(len(network.bundles)))
    names = list(by_job)
    heaviest = np.argmax(np.vstack([by_job[n] for n in names]), axis=0) if names and len(worst) else np.zeros(0, int)
    found: dict[str, LinkLoad] = {}
    for place, key in enumerate(network.bundles):
        load = LinkLoad(
            given.fabric[key],
            given.tier[key],
            float(network.gbps[place]),
            float(worst[place]),
            float(mean[place]),
            names[heaviest[place]],
        )
        known = found.get(key)
        if known is None or known.worst_fraction < load.worst_fraction:
            found[key] = load
    return found


def _tiers(given: Inputs, network: Network, worst: Floats, mean: Floats) -> dict[tuple[str, str], TierLoad]:
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, key in enumerate(network.bundles):
        members[given.fabric[key], given.tier[key]].append(place)
    cables = network.cables
    found = {}
    for name in sorted(members):
        places = np.array(members[name])
        count = cables[places]
        found[name] = TierLoad(
            int(count.sum()), float(worst[places].max()), float((mean[places] * count).sum() / count.sum())
        )
    return found


__all__ = ["Traffic", "gpus_a_system", "inputs", "patch", "sent_by", "solve"]
