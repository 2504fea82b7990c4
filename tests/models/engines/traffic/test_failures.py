"""Failures one by one, against building the fabric without what has failed."""

import numpy as np
import pytest

from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine as fabric
from hallwright.engines.topology import Topology
from hallwright.engines.traffic import engine
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.failures import (
    cables_out,
    even_demand,
    pairs_out,
    planes_out,
    sweep,
    switches_out,
    worst_fraction,
)
from hallwright.engines.traffic.network import Bundle, Demand, Network
from hallwright.errors import Cancelled
from hallwright.templates.synthetic import build

LEAVES, SPINES = ("l0", "l1", "l2", "l3"), ("s0", "s1")


def clos(per_pair: int = 2) -> tuple[Network, Demand]:
    network = Network.of([*LEAVES, *SPINES], [Bundle("k", LEAVES, SPINES, per_pair, 100.0)])
    weight = np.array([[1.0]] * 4 + [[0.0]] * 2)
    return network, Demand(weight * 300.0 / 3.0, weight)  # each leaf sends 100 Gb/s to each other


def test_each_switch_out_by_hand() -> None:
    network, demand = clos()
    found = sweep(network, demand, switches_out(network))
    assert found.healthy.worst_fraction == pytest.approx(300 / 4 / 100)
    by_id = {o.id: o for o in found.outcomes}
    assert by_id["s0"].worst_fraction == pytest.approx(300 / 2 / 100)
    assert by_id["s0"].lost_gbps == by_id["s0"].unrouted_gbps == 0.0
    assert by_id["l0"].worst_fraction == pytest.approx(200 / 4 / 100)
    assert by_id["l0"].lost_gbps == pytest.approx(2 * 300.0)
    assert not found.splitting
    assert found.worst.id in SPINES


def test_the_only_spine_is_a_single_point_of_failure() -> None:
    network = Network.of([*LEAVES, "s0"], [Bundle("k", LEAVES, ("s0",), 4, 100.0)])
    _, demand = clos()
    demand = Demand(demand.source[:5], demand.sink[:5])
    found = sweep(network, demand, switches_out(network))
    assert [o.id for o in found.splitting] == ["s0"]
    assert found.worst.unrouted_gbps == pytest.approx(4 * 300.0)


def test_cables_and_pairs_of_each_kind() -> None:
    network, demand = clos()
    healthy = spread(network, demand)
    assert len(list(cables_out(healthy))) == 1  # all pairs are alike
    (cable,) = sweep(network, demand, cables_out(healthy)).outcomes
    (pair,) = sweep(network, demand, pairs_out(healthy)).outcomes
    assert healthy.pieces.cables.sum() == 16
    # the spine gets half of a leaf's 300 and has one cable left to it: the others do not know
    assert cable.worst_fraction == pytest.approx(150 / 1 / 100)
    # without a pair the leaf sends 300 over the two cables to the other spine
    assert pair.worst_fraction == pytest.approx(300 / 2 / 100)


def test_each_plane_out() -> None:
    two = [Bundle("a", ("l0", "l1"), ("s0",), 1, 100.0), Bundle("b", ("l2", "l3"), ("s1",), 1, 100.0)]
    network = Network.of([*LEAVES, *SPINES], two)
    part = {"l0": "l0", "l1": "l0", "s0": "l0", "l2": "l2", "l3": "l2", "s1": "l2"}
    weight = np.array([[1.0, 0.0]] * 2 + [[0.0, 1.0]] * 2 + [[0.0, 0.0]] * 2)
    demand = Demand(weight * 50.0, weight)
    found = sweep(network, demand, planes_out(network, part, frozenset(("l0", "l2"))))
    assert [(o.what, o.switches, o.lost_gbps, o.worst_fraction) for o in found.outcomes] == [
        ("plane", 3, 100.0, 0.5)
    ] * 2
    assert not list(planes_out(network, part, frozenset(("l0",))))


def test_a_synthetic_hall_equals_solving_it_without_the_switch() -> None:
    p = build(1100)
    step = Step(p, Topology(p), Results())
    step.results.fabric = fabric.solve(fabric.inputs(step))
    traffic = engine.solve(engine.inputs(step))
    demand = even_demand(traffic)
    network = traffic.network
    found = sweep(network, demand, switches_out(network))
    spine = next(o for o in found.outcomes if o.id.startswith("sp"))
    rest = [i for i in network.switches if i != spine.id]
    bundles = [
        Bundle(b.id, tuple(i for i in b.a if i != spine.id), tuple(i for i in b.b if i != spine.id), b.per_pair, b.gbps)
        for b in traffic.inputs.trunks
    ]
    keep = [network.index[i] for i in rest]
    apart = spread(Network.of(rest, bundles), Demand(demand.source[keep], demand.sink[keep]))
    assert spine.worst_fraction == pytest.approx(worst_fraction(apart), rel=1e-12)


def test_a_sweep_can_be_cancelled() -> None:
    network, demand = clos()
    with pytest.raises(Cancelled):
        sweep(network, demand, switches_out(network), lambda: True)
