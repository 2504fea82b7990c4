"""The network solver against sums by hand, recorded pandapipes results, and the laws of flow."""

import json
import math
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallwright.engines.coolant.network import Branch, Flow, Network, solve
from hallwright.errors import DidNotConverge, OutOfRange, SolveError

RECORDED = json.loads((Path(__file__).parents[3] / "data" / "pandapipes" / "networks.json").read_text(encoding="utf-8"))
WATER = (997.0, 8.9e-4)


def net(nodes: int, *branches: Branch, **more: Any) -> Network:
    return Network(nodes, branches, *WATER, **more)


def test_series_adds_resistances() -> None:
    found = solve(net(3, Branch(0, 1, square=3e6), Branch(1, 2, square=1e6), fixed_pa={0: 1e5, 2: 0.0}))
    assert found.flow_m3_s == pytest.approx([math.sqrt(1e5 / 4e6)] * 2, rel=1e-9)
    assert found.pressure_pa[1] == pytest.approx(2.5e4, rel=1e-9)


def test_parallel_adds_conductances() -> None:
    ks = (1e6, 4e6, 25e6)
    found = solve(net(2, *(Branch(0, 1, square=k) for k in ks), fixed_pa={0: 1e5, 1: 0.0}))
    assert found.flow_m3_s == pytest.approx([math.sqrt(1e5 / k) for k in ks], rel=1e-9)


def test_a_pump_works_where_its_curve_meets_the_loop() -> None:
    pump = Branch(0, 1, shutoff_pa=2e5, falls=3e6, one_way=True)
    found = solve(net(2, pump, Branch(1, 0, square=5e6)))
    assert found.flow_m3_s == pytest.approx([math.sqrt(2e5 / 8e6)] * 2, rel=1e-9)
    assert found.pressure_pa[1] - found.pressure_pa[0] == pytest.approx(5e6 * 2e5 / 8e6, rel=1e-9)


def test_a_controlled_pump_holds_its_head_until_full_speed() -> None:
    def head(square: float) -> float:
        pump = Branch(0, 1, shutoff_pa=2e5, falls=3e6, held_pa=1e5, one_way=True)
        found = solve(net(2, pump, Branch(1, 0, square=square)))
        return float(found.pressure_pa[1] - found.pressure_pa[0])

    assert head(2e7) == pytest.approx(1e5, rel=1e-9)
    assert head(1e6) == pytest.approx(1e6 * 2e5 / 4e6, rel=1e-9)  # full speed: below what it is to hold


@pytest.mark.parametrize("n", [1.0, 1.75, 1.89, 2.0])
def test_a_power_law_and_its_control_valve(n: float) -> None:
    free = Branch(0, 1, power=1e7, exponent=n)
    flow = (1e5 / 1e7) ** (1.0 / n)
    held = replace(free, most_m3_s=flow / 2.0)
    found = solve(net(2, free, held, fixed_pa={0: 1e5, 1: 0.0}))
    assert found.flow_m3_s == pytest.approx([flow, flow / 2.0], rel=1e-5)


@pytest.mark.parametrize("velocity", [0.002, 0.8, 3.0])
def test_a_pipe_follows_darcy_and_weisbach(velocity: float) -> None:
    from fluids.friction import friction_factor

    bore, length, rough = 0.05, 40.0, 4.5e-5
    flow = velocity * math.pi * bore**2 / 4.0
    reynolds = WATER[0] * velocity * bore / WATER[1]
    factor = friction_factor(Re=reynolds, eD=rough / bore)
    pipe = Branch(0, 1, length_m=length, diameter_m=bore, roughness_m=rough)
    found = solve(net(2, pipe, fixed_pa={0: 0.0}, drawn_m3_s={1: flow}))
    wanted = factor * length / bore * WATER[0] * velocity**2 / 2.0
    assert -found.pressure_pa[1] == pytest.approx(wanted, rel=1e-3)


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: f"{case['nodes']} nodes")
def test_random_networks_agree_with_pandapipes(case: dict[str, Any]) -> None:
    density, rough = RECORDED["density_kg_m3"], RECORDED["roughness_mm"] / 1000.0
    branches = []
    for a, b, length, bore, loss in case["pipes"]:
        area = math.pi * bore**2 / 4.0
        square = loss * density / (2.0 * area**2)
        branches.append(Branch(a, b, square=square, length_m=length, diameter_m=bore, roughness_m=rough))
    source = RECORDED["source_bar"] * 1e5
    drawn = {int(node): amount / density for node, amount in case["drawn_kg_s"].items()}
    found = solve(Network(case["nodes"], tuple(branches), density, RECORDED["viscosity_pa_s"], {0: source}, drawn))
    flow, told = found.flow_m3_s * density, np.array(case["flow_kg_s"])
    whole = sum(case["drawn_kg_s"].values())
    assert np.max(np.abs(flow - told)) < 0.002 * whole
    counts = (np.array(case["reynolds"]) > 4000.0) & (np.abs(told) > 0.005 * whole)
    assert np.sum(counts) > 0.4 * len(flow)
    assert flow[counts] == pytest.approx(told[counts], rel=0.01)
    fall, fall_told = source - found.pressure_pa, source - np.array(case["pressure_bar"]) * 1e5
    assert fall[1:] == pytest.approx(fall_told[1:], rel=0.01)
    assert found.mass_error_m3_s < 1e-9 * whole / density


def rack_loop(seed: int, racks: int, cdus: int) -> Network:
    """Racks between a common return (node 0) and the supply headers of CDUs, with valves, some of them closed."""
    random.seed(seed)
    flow = 100.0 / 60000.0
    branches = []
    for c in range(cdus):
        head, rated = random.uniform(1.2e5, 3e5), racks * flow * random.uniform(0.3, 1.5)
        falls = 0.25 * head / rated**2
        held = random.choice((math.inf, 0.9 * head))
        branches.append(Branch(0, 1 + c, shutoff_pa=1.25 * head, falls=falls, held_pa=held, one_way=True))
    for r in range(racks):
        node = 1 + cdus + r
        for c in random.sample(range(cdus), random.randint(1, cdus)):
            pipe = {"length_m": random.uniform(4.0, 60.0), "diameter_m": 0.05, "roughness_m": 4.5e-5}
            branches.append(Branch(1 + c, node, **pipe))
        most = random.choice((math.inf, 0.0, flow * random.uniform(0.3, 1.3)))
        power = 1e5 / flow**1.89 * random.uniform(0.3, 3.0)
        branches.append(Branch(node, 0, power=power, exponent=1.89, most_m3_s=most))
    return Network(1 + cdus + racks, tuple(branches), 1009.9, 1.353e-3)


def residuals(network: Network, found: Flow) -> None:
    """Every branch's drop is its own law's, checked here in scalar arithmetic."""
    head = max(b.shutoff_pa for b in network.branches)
    whole = max(math.sqrt(b.shutoff_pa / b.falls) for b in network.branches if b.shutoff_pa)  # most that a pump can do
    net_of = np.zeros(network.nodes)
    for branch, q in zip(network.branches, found.flow_m3_s.tolist(), strict=True):
        net_of[branch.start] -= q
        net_of[branch.end] += q
        fall = float(found.pressure_pa[branch.start] - found.pressure_pa[branch.end])
        assert q <= branch.most_m3_s + 2e-6 * whole
        if branch.one_way:
            assert q >= -2e-6 * whole
        if branch.shutoff_pa and q > 1e-4 * whole:
            assert -fall == pytest.approx(
                min(branch.shutoff_pa - branch.falls * q * q, branch.held_pa), abs=1e-6 * head
            )
        if branch.power and abs(q) < branch.most_m3_s * (1.0 - 1e-6):
            assert fall == pytest.approx(branch.power * abs(q) ** (branch.exponent - 1.0) * q, abs=1e-6 * head)
    assert np.max(np.abs(net_of)) < 1e-9 * whole
    assert found.mass_error_m3_s < 1e-9 * whole


@pytest.mark.parametrize("seed", range(40))
def test_random_rack_loops_obey_every_law(seed: int) -> None:
    network = rack_loop(seed, racks=random.Random(seed).choice((1, 3, 8, 40, 120)), cdus=1 + seed % 4)
    residuals(network, solve(network))


@pytest.mark.parametrize("seed", range(12))
def test_a_tighter_valve_never_raises_its_own_flow(seed: int) -> None:
    network = rack_loop(seed, racks=9, cdus=2)
    before = solve(network).flow_m3_s
    for k, branch in enumerate(network.branches):
        tighter = [*network.branches]
        tighter[k] = replace(branch, square=branch.square + 5e9)
        after = solve(replace(network, branches=tuple(tighter))).flow_m3_s
        assert after[k] <= before[k] + 1e-9 or before[k] < 0.0


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_branches_and_nodes_does_not_matter(seed: int) -> None:
    network = rack_loop(seed, racks=8, cdus=3)
    order = list(range(len(network.branches)))
    random.Random(seed).shuffle(order)
    turned = [network.nodes - 1 - n for n in range(network.nodes)]
    moved = tuple(replace(b, start=turned[b.start], end=turned[b.end]) for b in (network.branches[k] for k in order))
    here, there = solve(network).flow_m3_s, solve(replace(network, branches=moved)).flow_m3_s
    assert there == pytest.approx(here[order], abs=1e-8)


def test_a_branch_without_pump_or_pressure_stands_still() -> None:
    found = solve(net(3, Branch(0, 1, square=1e6), Branch(1, 2, square=1e6), Branch(2, 0, square=1e6)))
    assert np.max(np.abs(found.flow_m3_s)) < 1e-6


def test_a_disconnected_part_floats_and_is_solved_too() -> None:
    loop = (Branch(0, 1, shutoff_pa=1e5, falls=1e6), Branch(1, 0, square=1e6))
    apart = (Branch(2, 3, shutoff_pa=1e5, falls=1e6), Branch(3, 2, square=3e6))
    found = solve(net(5, *loop, *apart))
    assert found.flow_m3_s == pytest.approx([math.sqrt(1e5 / 2e6)] * 2 + [math.sqrt(1e5 / 4e6)] * 2, rel=1e-8)


def test_flow_drawn_from_nowhere_is_refused() -> None:
    with pytest.raises(SolveError, match="drawn more"):
        solve(net(2, Branch(0, 1, square=1e6), drawn_m3_s={1: 0.1}))
    with pytest.raises(SolveError, match="no branch"):
        solve(net(2, drawn_m3_s={1: 0.1}))


ABSURD = st.sampled_from([math.nan, math.inf, -1.0, -1e308])


@settings(deadline=None)
@given(st.sampled_from(["square", "power", "length_m", "roughness_m", "shutoff_pa", "falls", "held_slope"]), ABSURD)
def test_absurd_numbers_are_refused(name: str, value: float) -> None:
    with pytest.raises(OutOfRange):
        solve(net(2, replace(Branch(0, 1, square=1e6), **{name: value}), fixed_pa={0: 1.0, 1: 0.0}))


@pytest.mark.parametrize("branch", [Branch(0, 7), Branch(0, 1, exponent=0.5), Branch(0, 1, diameter_m=0.0)])
def test_impossible_branches_are_refused(branch: Branch) -> None:
    with pytest.raises(OutOfRange):
        solve(net(2, branch))


@settings(deadline=None)
@given(
    st.lists(st.floats(0.0, 1e15), min_size=1, max_size=6),
    st.floats(1.0, 3.0),
    st.floats(1e-3, 1e9),
)
def test_any_finite_network_ends_in_an_answer_or_in_one_sentence(ks: list[float], n: float, head: float) -> None:
    branches = tuple(Branch(i % 3, (i + 1) % 3, square=k, power=k, exponent=n) for i, k in enumerate(ks))
    pump = Branch(0, 1, shutoff_pa=head, falls=head, one_way=True)
    try:
        found = solve(net(3, pump, *branches))
    except DidNotConverge as error:
        assert "did not settle" in error.text
        return
    assert np.all(np.isfinite(found.flow_m3_s)) and np.all(np.isfinite(found.pressure_pa))
