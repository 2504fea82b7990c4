"""Loads of links against routing every destination by itself."""

import random
from collections import defaultdict, deque

import numpy as np
import pytest

from hallwright.engines.traffic import ecmp, routing
from hallwright.engines.traffic.ecmp import Loads, spread
from hallwright.engines.traffic.network import Broken, Bundle, Demand, Network

Cables = dict[tuple[int, int], int]


def brute_force(
    n: int, cables: Cables, demand: dict[tuple[int, int], float]
) -> tuple[dict[tuple[int, int], float], float]:
    """Load of one cable from each switch to each neighbour, one destination at a time."""
    near: dict[int, dict[int, int]] = defaultdict(dict)
    for (x, y), count in cables.items():
        if count:
            near[x][y] = near[y][x] = count
    load: dict[tuple[int, int], float] = defaultdict(float)
    lost = 0.0
    for target in range(n):
        away = {target: 0}
        queue = deque([target])
        while queue:
            x = queue.popleft()
            for y in near[x]:
                if y not in away:
                    away[y] = away[x] + 1
                    queue.append(y)
        flow: dict[int, float] = defaultdict(float)
        for source in range(n):
            gbps = demand.get((source, target), 0.0) if source != target else 0.0
            if source in away:
                flow[source] += gbps
            else:
                lost += gbps
        for x in sorted(away, key=lambda i: -away[i]):
            if x == target or not flow[x]:
                continue
            ways = {y: c for y, c in near[x].items() if away[y] == away[x] - 1}
            each = flow[x] / sum(ways.values())
            for y, count in ways.items():
                load[x, y] += each
                flow[y] += each * count
    return load, lost


class Case:
    """A random fabric with broken parts, and a random demand."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.bundles: list[Bundle] = []
        kind = seed % 4
        if kind == 0:
            self.clos(rng.randint(1, 3), rng.randint(2, 6), rng.randint(1, 4), cores=rng.choice([0, 0, 2, 4]))
        elif kind == 1:
            self.clos(rng.randint(2, 4), rng.randint(2, 4), 4, cores=4)
        elif kind == 2:
            self.torus(rng.randint(2, 4), rng.randint(2, 5))
        else:
            self.any()
        self.names = sorted({i for b in self.bundles for i in (*b.a, *b.b)} | {"alone"})
        self.network = Network.of(self.names, self.bundles)
        self.broken = self.breakage()
        self.demand = self.demands(seed)

    def join(self, a: list[str], b: list[str], per_pair: int) -> None:
        """One bundle, or a bundle for each pair."""
        gbps = self.rng.choice([100.0, 400.0])
        if self.rng.random() < 0.6:
            self.bundles.append(Bundle(f"k{len(self.bundles)}", tuple(a), tuple(b), per_pair, gbps))
        else:
            for i in a:
                for j in b:
                    ends = ((i,), (j,)) if self.rng.random() < 0.8 else ((j,), (i,))
                    self.bundles.append(Bundle(f"k{len(self.bundles)}", *ends, per_pair, gbps))

    def clos(self, pods: int, leaves: int, spines: int, cores: int) -> None:
        for pod in range(pods):
            top = [f"s{pod}-{n}" for n in range(spines)]
            self.join([f"l{pod}-{n}" for n in range(leaves)], top, self.rng.choice([1, 1, 2, 3]))
            if cores:
                for n, spine in enumerate(top):
                    self.join([spine], [f"c{n}-{m}" for m in range(cores)], 1)

    def torus(self, width: int, depth: int) -> None:
        for x in range(width):
            for y in range(depth):
                for other in ((x + 1) % width, y), (x, (y + 1) % depth):
                    if other != (x, y):
                        self.join([f"t{x}-{y}"], [f"t{other[0]}-{other[1]}"], 1)

    def any(self) -> None:
        ids = [f"n{i}" for i in range(self.rng.randint(3, 14))]
        for _ in range(self.rng.randint(3, 9)):
            a = self.rng.sample(ids, self.rng.randint(1, min(4, len(ids))))
            b = self.rng.sample(ids, self.rng.randint(1, min(4, len(ids))))  # sides may overlap
            if len({*a, *b}) > 1:
                self.join(a, b, self.rng.randint(1, 3))

    def breakage(self) -> Broken:
        network, rng = self.network, self.rng
        count = len(network.bundles)
        switches = frozenset(rng.sample(range(len(self.names)), rng.choice([0, 0, 0, 1, 2])))
        cables: dict[tuple[int, int, int], int] = {}
        for _ in range(rng.choice([0, 1, 3, 8])):
            k = rng.randrange(count)
            a = rng.choice(network.a_node[network.a_of == k].tolist())
            b = rng.choice(network.b_node[network.b_of == k].tolist())
            if cables.get((k, a, b), 0) < network.per_pair[k]:
                cables[k, a, b] = cables.get((k, a, b), 0) + 1
        return Broken(switches, tuple((*key, n) for key, n in cables.items()))

    def demands(self, seed: int) -> Demand:
        rng, n = self.rng, len(self.names)
        patterns = rng.randint(1, 3)
        source, sink = np.zeros((n, patterns)), np.zeros((n, patterns))
        ends = [i for i, name in enumerate(self.names) if name[0] in "ltn"] or list(range(n))
        for q in range(patterns):
            members = rng.sample(ends, max(1, len(ends) // rng.choice([1, 1, 2])))
            weight = rng.choice([None, 1.0, 1.0])
            for i in members:
                source[i, q] = sink[i, q] = weight or rng.choice([1.0, 2.0, 72.0, 0.1])
            if rng.random() < 0.2:
                sink[:, q] = 0.0
                sink[rng.sample(ends, 1), q] = 3.3
        flows = tuple(
            (rng.choice(ends), rng.choice(ends), rng.uniform(0.1, 50.0)) for _ in range(rng.choice([0, 0, 2]))
        )
        return Demand(source, sink, flows)

    def plain(self) -> tuple[Cables, dict[tuple[int, int], float]]:
        """Cables between switches, and demand between them, one by one."""
        cables: Cables = defaultdict(int)
        index = self.network.index
        for bundle in self.bundles:
            for i in bundle.a:
                for j in bundle.b:
                    if i != j:
                        cables[min(index[i], index[j]), max(index[i], index[j])] += bundle.per_pair
        for _, a, b, n in self.broken.cables:
            cables[min(a, b), max(a, b)] -= n
        dead = self.broken.switches
        cables = {k: v for k, v in cables.items() if dead.isdisjoint(k)}
        demand: dict[tuple[int, int], float] = defaultdict(float)
        count = len(self.names)
        for i in range(count):
            for j in range(count):
                if dead.isdisjoint((i, j)):
                    demand[i, j] += float(self.demand.source[i] @ self.demand.sink[j])
        for i, j, gbps in self.demand.flows:
            if dead.isdisjoint((i, j)):
                demand[i, j] += gbps
        return cables, demand


def same(found: Loads, case: Case) -> None:
    cables, demand = case.plain()
    load, lost = brute_force(len(case.names), cables, demand)
    assert found.unrouted_gbps == pytest.approx(lost, rel=1e-9, abs=1e-9)
    for (x, y), count in cables.items():
        if count:
            for a, b in ((x, y), (y, x)):
                got = found.between(case.names[a], case.names[b])
                assert got == pytest.approx(load.get((a, b), 0.0), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(240))
def test_loads_equal_routing_each_destination(seed: int) -> None:
    case = Case(seed)
    same(spread(case.network, case.demand, case.broken), case)


def test_pieces_hold_every_cable_that_works() -> None:
    for seed in range(60):
        case = Case(seed)
        found = spread(case.network, case.demand, case.broken)
        assert found.pieces.cables.sum() == sum(case.plain()[0].values())
        crossing = (found.pieces.cables * (found.pieces.up_gbps + found.pieces.down_gbps)).sum()
        cables, demand = case.plain()
        load, _ = brute_force(len(case.names), cables, demand)
        assert crossing == pytest.approx(sum(v * cables[min(k), max(k)] for k, v in load.items()), abs=1e-9)


def test_a_healthy_clos_needs_few_colours() -> None:
    """Work follows pods, not switches: 20 pods of 72 leaves and 72 spines below 72 x 12 cores."""
    bundles = [
        Bundle(f"p{p}", tuple(f"l{p}-{n}" for n in range(72)), tuple(f"s{p}-{n}" for n in range(72)), 1, 800.0)
        for p in range(20)
    ]
    bundles += [
        Bundle(f"c{n}", tuple(f"s{p}-{n}" for p in range(20)), tuple(f"c{n}-{m}" for m in range(12)), 6, 800.0)
        for n in range(72)
    ]
    names = sorted({i for b in bundles for i in (*b.a, *b.b)})
    network = Network.of(names, bundles)
    weight = np.array([[72.0 if i.startswith("l") else 0.0] for i in names])
    demand = Demand(weight * 800.0 / (72.0 * 1440 - 1), weight)
    found = spread(network, demand)
    assert len(found.size) == 20 + 20 + 1
    # each leaf sends (1440 - 1) / 1440 of its traffic up over 72 cables
    up = 72 * 800.0 * 72 * 1439 / (72 * 1440 - 1) / 72
    assert found.between("l3-0", "s3-5") == pytest.approx(up)
    cut = Broken(cables=tuple((p, network.index[f"l{p}-1"], network.index[f"s{p}-{p}"], 1) for p in range(10)))
    assert len(spread(network, demand, cut).size) <= 10 * 2 + 20 + 20 * 11 + 11


@pytest.mark.parametrize("seed", range(40))
def test_compiled_routing_equals_plain(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(seed)
    plain = spread(case.network, case.demand, case.broken)
    monkeypatch.setattr(ecmp, "MOST_PLAINLY", -1)
    monkeypatch.setattr(ecmp, "routed_plainly", None)
    compiled = spread(case.network, case.demand, case.broken)
    assert compiled.gbps == pytest.approx(plain.gbps, rel=1e-12, abs=1e-12)
    assert compiled.unrouted_gbps == pytest.approx(plain.unrouted_gbps, rel=1e-12, abs=1e-12)
    assert routing.routed.signatures  # type: ignore[attr-defined]
