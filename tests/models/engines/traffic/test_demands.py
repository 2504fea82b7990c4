"""Demands between switches against adding up port by port."""

import random
from collections import Counter, defaultdict

import numpy as np
import pytest

from hallwright.engines.fabric.resilience import ClassKey
from hallwright.engines.traffic.demands import ends_by_port, evenly, groups_evenly, onward, to_storage
from hallwright.engines.traffic.jobs import line_gbps, sendings
from hallwright.engines.traffic.network import Demand
from hallwright.settings.fabric import Job

SWITCHES = {f"l{n}": n for n in range(6)}


def system(rng: random.Random, fabric: str = "compute") -> ClassKey:
    lanes = []
    for point in range(1, 5, 2):
        lanes.append(("nic", point, 2, f"l{rng.randrange(6)}", rng.choice([100.0, 400.0])))
    rates: Counter[str] = Counter()
    for _, _, points, switch, gbps in lanes:
        rates[switch] += points * gbps  # type: ignore[assignment]
    return fabric, tuple(sorted((k, float(v)) for k, v in rates.items())), tuple(lanes), ""


def matrix(demand: Demand) -> np.ndarray:
    found = demand.source @ demand.sink.T
    for x, y, gbps in demand.flows:
        found[x, y] += gbps
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def port_by_port(systems: list[ClassKey]) -> np.ndarray:
    """Every port of every system sends to every like port of every other, in proportion to their rates."""
    found = np.zeros((6, 6))
    ends = defaultdict(list)
    for key in systems:
        for group, first, points, switch, gbps in key[2]:
            for point in range(first, first + points):
                ends[group, point].append((SWITCHES[switch], gbps))
    for members in ends.values():
        for i, (x, rate) in enumerate(members):
            rest = sum(r for j, (_, r) in enumerate(members) if j != i)
            for j, (y, other) in enumerate(members):
                if i != j and x != y:
                    found[x, y] += rate * other / rest
    return found


@pytest.mark.parametrize("seed", range(20))
def test_even_traffic_equals_adding_up_ports(seed: int) -> None:
    rng = random.Random(seed)
    systems = [system(rng) for _ in range(rng.randint(1, 12))]
    demand = evenly(ends_by_port(Counter(systems).items(), SWITCHES).values(), 6)
    # systems of one port number and rate at one switch send nothing over it; the rest is as it should be
    assert matrix(demand) == pytest.approx(port_by_port(systems), rel=1e-9)


@pytest.mark.parametrize("groups", [3, 40])
def test_groups_are_evenly_spread_each_by_itself(groups: int) -> None:
    rng = random.Random(groups)
    members = [[(system(rng),) for _ in range(4)] for _ in range(groups)]
    wanted = sum(port_by_port([keys[0] for keys in group]) for group in members)
    assert matrix(groups_evenly(members, SWITCHES)) == pytest.approx(wanted, rel=1e-9)


def test_onward_takes_the_slower_of_both_ports() -> None:
    one = ("compute", (), (("nic", 1, 2, "l0", 400.0),), "")
    other = ("compute", (), (("nic", 1, 1, "l3", 100.0), ("nic", 2, 1, "l4", 800.0)), "")
    found = matrix(onward([((one,), (other,)), ((other,), (one,))], SWITCHES))
    assert (found[0, 3], found[0, 4], found[3, 0], found[4, 0]) == (100.0, 400.0, 100.0, 400.0)
    assert found.sum() == 1000.0


def test_storage_is_not_sent_more_than_it_takes() -> None:
    client: ClassKey = ("storage", (("l0", 200.0),), (("nic", 1, 1, "l0", 200.0),), "a")
    store: ClassKey = ("storage", (("l5", 400.0),), (("data", 1, 1, "l5", 400.0),), "storage")
    assert matrix(to_storage({client: 10}, {store: 1}, SWITCHES))[0, 5] == pytest.approx(400.0)
    assert matrix(to_storage({client: 1}, {store: 1}, SWITCHES))[0, 5] == pytest.approx(200.0)


def test_storage_phases_by_hand() -> None:
    client: ClassKey = ("storage", (("l0", 200.0),), (("nic", 1, 1, "l0", 200.0),), "a")
    compute: ClassKey = ("compute", (("l1", 400.0),), (("nic", 1, 1, "l1", 400.0),), "a")
    store: ClassKey = ("storage", (("l5", 100.0),), (("data", 1, 1, "l5", 100.0),), "storage")
    job = Job(name="a", checkpoint_gbytes=50.0, checkpoint_steps=100, read_gbytes=1.0)
    systems = ((compute, client), (compute, client))
    assert line_gbps(systems) == 400.0
    read, write = sendings(job, systems, 8, {store: 1}, SWITCHES)
    # 16 accelerators against 100 Gb/s of storage
    assert read.time_s(1.0)[1] == pytest.approx(16 * 1.0 / 12.5)
    assert write.time_s(1.0)[1] == pytest.approx(16 * 0.5 / 12.5)
    assert matrix(read.demand)[5, 0] == matrix(write.demand)[0, 5] == pytest.approx(100.0)


def test_pipeline_stages_and_replicas_by_hand() -> None:
    """Eight systems of four accelerators: two replicas of four systems, each of four stages of one system."""
    keys: list[ClassKey] = [
        ("compute", ((f"l{n % 6}", 400.0),), (("nic", 1, 1, f"l{n % 6}", 400.0),), "a") for n in range(8)
    ]
    systems = tuple((key,) for key in keys)
    job = Job(name="a", tensor=4, pipeline=4, gradient_gbytes=1.0, activation_gbytes=0.1)
    data, pipeline = sendings(job, systems, 4, {}, SWITCHES)
    found = matrix(pipeline.demand)
    # systems 6 and 7 stand on switches 0 and 1
    assert found[0, 1] == 800.0 and found[3, 4] == 0.0 and found[4, 5] == 400.0 and found[5, 0] == 400.0
    ring = matrix(data.demand)
    assert ring[0, 4] == 400.0 and ring[4, 0] == 400.0 and ring[2, 0] == 400.0
