"""Steady-state load of every element of the power chain, now and in every single failure.

The chain is solved in two tiers. The *backbone* (sources and floor-standing feeders) is solved for all of its
failures at once with arrays. Below it hang *blocks* (a rack's PDUs, shelves and loads), each solved exactly for every
pattern of live roots that a failure can leave. An edit solves its blocks again, sums the families they belong to and
solves the ancestors of their roots; nothing else is touched. See docs/engines/power.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.base import Result, Step
from hallwright.engines.fabric.optics import added_optics_kw, optics_touched
from hallwright.engines.power.backbone import NO_SUPPLY, Backbone, Family, Row, backbone
from hallwright.engines.power.block import Block, State, worst_line
from hallwright.engines.power.elements import THREE_PHASES, Feed, Feeder, Load, Node, feeds_of, node_of, port_of
from hallwright.engines.power.formulas import current_a
from hallwright.engines.power.records import LOST, ElementFlow, Failure, LinkFlow, LoadFlow, Totals
from hallwright.engines.power.ride import Store, is_battery, rides, stores
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Medium, Port
from hallwright.equipment.battery import Battery
from hallwright.equipment.ups import Ups
from hallwright.project import Link, Project

Record = ElementFlow | LoadFlow | LinkFlow
Clashes = Mapping[str, frozenset[int]]  # by port: points that several links use
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What a link states that no load changes: see `LinkFlow`."""

    voltage_v: float
    wanted_v: float
    mixed_current: bool
    points_shared: int
    points_missing: int
    breaker_a: float
    inlet_a: float


@dataclass(frozen=True, eq=False)
class Inputs:
    """What `solve` sees.

    Attributes
    ----------
    power_factor, continuous_fraction : float
        Of the project's settings.
    nodes : mapping of str to Node
        Feeders and loads by identifier.
    feeds : mapping of str to tuple of Feed
        By power link.
    clashes : mapping of str to Clashes
        Points that several links use, by node.
    facts : mapping of str to LinkFacts
        By power link.
    stores : mapping of str to Store
        By UPS that has a battery.
    """

    power_factor: float
    continuous_fraction: float
    nodes: Mapping[str, Node]
    feeds: Mapping[str, tuple[Feed, ...]]
    clashes: Mapping[str, Clashes]
    facts: Mapping[str, LinkFacts]
    stores: Mapping[str, Store]


@dataclass(frozen=True, slots=True)
class Solved:
    """A block with its state in every pattern, and with each of its own feeders failed."""

    block: Block
    states: tuple[State, ...]  # by pattern; the first is the normal one
    failed: tuple[State, ...]  # by local feeder
    cords: tuple[int, ...]  # live cords of each load in the normal state
    worse: tuple[tuple[int, int, int], ...]  # by pattern: loads on fewer feeds, throttled, lost
    rises: tuple[tuple[int, float], ...]  # local feeders whose failure raises the load of a root, by how much [kW]
    it_kw: float
    other_kw: float
    loss_kw: float
    unknown: int  # loads of unknown demand


@dataclass(frozen=True, slots=True)
class FamilySum:
    """What the blocks on the same roots take together.

    Attributes
    ----------
    members : tuple of str
        Keys of the blocks, sorted.
    root_kw : ndarray, shape (patterns, roots)
        [kW].
    harmed : ndarray of int, shape (patterns, 3), or None
        Loads on fewer feeds, throttled, lost; only those that are better off normally. None = never any.
    rises : tuple of (block key, local feeder)
        Failures inside the blocks that raise the load of a root.
    rise_kw : float
        The largest such rise, over all roots together [kW].
    it_kw, other_kw, loss_kw : float
        In the normal state [kW].
    unknown_loads : int
        Loads of unknown demand.
    unknown : mapping of str to int
        The same below each root.
    phase_kw : mapping of str to mapping
        Load of stated phase on each root [kW by phase].
    """

    members: tuple[str, ...]
    root_kw: NDArray[np.float64]
    harmed: NDArray[np.int64] | None
    rises: tuple[tuple[str, int], ...]
    rise_kw: float
    it_kw: float
    other_kw: float
    loss_kw: float
    unknown_loads: int
    unknown: Mapping[str, int]
    phase_kw: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class After:
    """The whole chain after one failure: power given and taken by feeder, drawn by load [kW], and state of loads."""

    out_kw: Mapping[str, float]
    in_kw: Mapping[str, float]
    drawn_kw: Mapping[str, float]
    states: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Power(Result):
    """Result of the power engine.

    Attributes
    ----------
    records : mapping of str to ElementFlow, LoadFlow or LinkFlow
    totals : Totals
    """

    records: Mapping[str, Record]
    inputs: Inputs
    totals: Totals
    net: Backbone
    solved: Mapping[str, Solved]  # by block key
    block_of: Mapping[str, str]  # block key by member
    sums: Mapping[tuple[str, ...], FamilySum]
    harmed: NDArray[np.int64]  # loads on fewer feeds, throttled, lost, by scenario
    out_kw: Sequence[Row]  # by element of the backbone and scenario
    in_kw: Sequence[Row]
    basis: dict[str, tuple[object, ...]]  # what each record of the backbone was made from, to tell whether it holds

    @cached_property
    def failures(self) -> Mapping[str, Failure]:
        """What each single failure does to loads, by failed element."""
        found = {}
        for name, (one_side, throttled, lost) in zip(self.net.scenarios, self.harmed.tolist(), strict=True):
            if name:
                found[name] = Failure(lost, one_side, throttled)
        for solved in self.solved.values():
            for i, feeder in enumerate(solved.block.feeders):
                one_side, throttled, lost = _worse(solved.states[0], solved.failed[i])
                found[feeder.id] = Failure(lost, one_side, throttled)
        return found

    @cached_property
    def single_points(self) -> tuple[str, ...]:
        """Elements whose failure alone takes a load away, worst first."""
        ranked = [(-f.lost, -f.throttled, i) for i, f in self.failures.items() if f.lost]
        return tuple(i for *_, i in sorted(ranked))

    def after(self, failure: str) -> After:
        """The exact state of the whole chain after one failure ("" = now).

        Parameters
        ----------
        failure : str
            Identifier of a feeder.
        """
        net = self.net
        scenario = net.scenarios.index(failure) if failure in net.index or not failure else 0
        out = {f.id: float(self.out_kw[i][scenario]) for i, f in enumerate(net.feeders)}
        into = {f.id: float(self.in_kw[i][scenario]) for i, f in enumerate(net.feeders)}
        drawn, states = {}, {}
        for key, solved in self.solved.items():
            state = solved.states[net.family(solved.block.roots).codes[scenario]]
            for i, feeder in enumerate(solved.block.feeders):
                if feeder.id == failure:
                    state = solved.failed[i]
                    changed = net.flow_after(_demand_after(self, [(key, i)]), self.out_kw, self.in_kw)
                    for j, (given, taken) in changed.items():
                        out[net.feeders[j].id], into[net.feeders[j].id] = float(given[0]), float(taken[0])
            for i, feeder in enumerate(solved.block.feeders):
                out[feeder.id], into[feeder.id] = state.out_kw[i], state.in_kw[i]
            for i, load in enumerate(solved.block.loads):
                drawn[load.id], states[load.id] = state.drawn_kw[i], state.states[i]
        return After(out, into, drawn, states)

    def lost(self, failure: str) -> tuple[str, ...]:
        """Loads that have no supply after a failure, sorted: systems, switches, coolers, pumps."""
        found = []
        net = self.net
        scenario = net.scenarios.index(failure) if failure in net.index or not failure else 0
        here = self.block_of.get(failure)
        for key, solved in self.solved.items():
            state = solved.states[net.family(solved.block.roots).codes[scenario]]
            if key == here:
                names = [f.id for f in solved.block.feeders]
                state = solved.failed[names.index(failure)] if failure in names else state
            found += [load.id for load, s in zip(solved.block.loads, state.states, strict=True) if s == LOST]
        return tuple(sorted(found))


# --- inputs ---------------------------------------------------------------------------------------------------------


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    project = step.project
    settings = project.settings
    cards: dict[str, list[Accelerator]] = defaultdict(list)
    for card in step.topology.of_kind(Accelerator):
        if card.system_id is not None:
            cards[card.system_id].append(card)
    nodes: dict[str, Node] = {}
    for item in project.equipment.values():
        node = node_of(item, cards.get(item.id, ()), settings, added_optics_kw(step.topology, item))
        if node is not None:
            nodes[item.id] = node
    links = [link for link in project.links.values() if link.medium is Medium.POWER]
    feeds = {link.id: tuple(feeds_of(link, nodes, settings.continuous_fraction)) for link in links}
    ends: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        for end in {*link.a, *link.b}:
            ends[end].append(link)
    clashes = {i: found for i in ends if i in nodes and (found := _clashes(i, nodes[i], ends[i]))}
    facts = {link.id: _facts(link, nodes, clashes) for link in links}
    held = stores(project, step.topology)
    return Inputs(settings.power_factor, settings.continuous_fraction, nodes, feeds, clashes, facts, held)


def _clashes(id: str, node: Node, links: Iterable[Link]) -> Clashes:
    """Existing points of a node's ports that several links use."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for link in links:
        if id in link.a:
            runs.setdefault(link.a_port, []).append((link.a_first, link.a_first + link.points_used("a")))
        if id in link.b:
            runs.setdefault(link.b_port, []).append((link.b_first, link.b_first + link.points_used("b")))
    found: dict[str, frozenset[int]] = {}
    for port, spans in runs.items():
        if len(spans) < 2:
            continue
        spans.sort()
        known = port_of(node, port)
        last = known.count if known is not None else 0
        reach = 0  # first point beyond all runs so far
        twice: set[int] = set()
        for start, stop in spans:
            twice.update(range(start, min(reach, stop, last + 1)))
            reach = max(reach, stop)
        if twice:
            found[port] = frozenset(twice)
    return found


def _facts(link: Link, nodes: Mapping[str, Node], clashes: Mapping[str, Clashes]) -> LinkFacts:
    shared = missing = 0
    ports: tuple[dict[str, Port], dict[str, Port]] = ({}, {})  # by end, of a and of b
    for found, at, name, first, used in (
        (ports[0], link.a, link.a_port, link.a_first, link.points_used("a")),
        (ports[1], link.b, link.b_port, link.b_first, link.points_used("b")),
    ):
        for end in at:
            node = nodes.get(end)
            if node is None:
                continue
            port = port_of(node, name)
            if port is None:
                missing += used
                continue
            found[end] = port
            last = first + used - 1
            if last > port.count:
                missing += last - max(port.count, first - 1)
            here = clashes.get(end)
            if here and name in here:
                shared += sum(1 for p in here[name] if first <= p <= last)
    voltage, wanted, mixed = 0.0, 0.0, False
    breaker = inlet = 0.0
    for into in ports[1].values():
        for out in ports[0].values():
            mixed = mixed or into.dc != out.dc
            breaker = max(breaker, link.breaker_a or out.rating_a)
            if into.rating_a and (not inlet or into.rating_a < inlet):
                inlet = into.rating_a
            given = out.voltage_v
            if not given or not into.voltage_v:
                continue
            if into.phases == 1 and out.phases == THREE_PHASES:  # line to line or to neutral
                given = min((given, given / 3.0**0.5), key=lambda v: abs(v - into.voltage_v))
            if abs(given - into.voltage_v) > abs(voltage - wanted) or not wanted:
                voltage, wanted = given, into.voltage_v
    return LinkFacts(voltage, wanted, mixed, shared, missing, breaker, inlet)


# --- from scratch ---------------------------------------------------------------------------------------------------


def solve(given: Inputs) -> Power:
    """Solve from scratch."""
    nodes = given.nodes
    upper = _backbone_ids(given)
    net = _net(given, upper)

    into_node: dict[str, list[Feed]] = defaultdict(list)
    beside: dict[str, list[str]] = defaultdict(list)
    for feeds in given.feeds.values():
        for feed in feeds:
            if feed.b not in upper:
                into_node[feed.b].append(feed)
                if feed.a not in upper:
                    beside[feed.a].append(feed.b)
                    beside[feed.b].append(feed.a)
    solved: dict[str, Solved] = {}
    block_of: dict[str, str] = {}
    memo: Memo = {}
    for start in nodes:
        if start in upper or start in block_of:
            continue
        ids = _reach(start, beside)
        one = _solve_block(Block(ids, nodes, [f for i in ids for f in into_node[i]]), net, memo)
        solved[one.block.key] = one
        for i in ids:
            block_of[i] = one.block.key
    by_family: dict[tuple[str, ...], list[Solved]] = defaultdict(list)
    for key in sorted(solved):
        by_family[solved[key].block.roots].append(solved[key])
    sums = {roots: _sum(net.family(roots), members) for roots, members in sorted(by_family.items())}
    out, into = _no_flow(net), _no_flow(net)
    everything = range(len(net.feeders))
    net.flow(_demand(net, sums, everything), everything, out, into)
    bare = Power(
        {}, given, _totals(net, sums, out, into), net, solved, block_of, sums, _harmed(net, sums), out, into, {}
    )
    records: dict[str, Record] = {}
    worst = _backbone_records(bare, everything, records)
    for one in solved.values():
        _block_records(bare, one, records)
    records.update(_link_records(bare, given.facts, worst))
    return _with(bare, records, None)


def _with(bare: Power, records: Mapping[str, Record], dirty: frozenset[str] | None) -> Power:
    return Power(
        records,
        bare.inputs,
        bare.totals,
        bare.net,
        bare.solved,
        bare.block_of,
        bare.sums,
        bare.harmed,
        bare.out_kw,
        bare.in_kw,
        bare.basis,
        dirty=dirty,
    )


def _backbone_ids(given: Inputs) -> set[str]:
    """Sources and floor-standing feeders, and whatever feeds these."""
    found = {i for i, n in given.nodes.items() if isinstance(n, Feeder) and n.on_floor}
    racked = {i for i, n in given.nodes.items() if isinstance(n, Feeder) and not n.on_floor}
    if racked:
        feeding: dict[str, set[str]] = defaultdict(set)
        for feeds in given.feeds.values():
            for feed in feeds:
                if feed.a in racked and isinstance(given.nodes[feed.b], Feeder):
                    feeding[feed.b].add(feed.a)
        todo = [i for i in feeding if i in found]
        while todo:
            for up in feeding.get(todo.pop(), ()):
                if up not in found:
                    found.add(up)
                    todo.append(up)
    return found


def _net(given: Inputs, upper: Collection[str]) -> Backbone:
    """The backbone of these elements and the feeds between them."""
    gear = {i: n for i in upper if isinstance(n := given.nodes[i], Feeder)}
    return backbone(gear, [feed for feeds in given.feeds.values() for feed in feeds if feed.b in upper])


def _outlook(net: Backbone, roots: tuple[str, ...]) -> tuple[object, ...]:
    """All that blocks on these roots see of the backbone: who feeds the roots, and which failures reach them."""
    family = net.family(roots)
    at = [net.index[r] for r in roots]
    return (
        family.masks,
        family.failures,
        [net.sides[i] for i in at],
        [net.paths[i] for i in at],
        [_on_standby(net, net.paths[i]) for i in at],
    )


def _reach(start: str, beside: Mapping[str, Sequence[str]]) -> list[str]:
    seen = {start}
    todo = [start]
    while todo:
        for other in beside.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return sorted(seen)


Memo = dict[tuple[object, ...], tuple[tuple[State, ...], tuple[State, ...], tuple[int, ...]]]


def _solve_block(block: Block, net: Backbone, memo: Memo | None = None) -> Solved:
    """Every state of a block; blocks of like structure share theirs through `memo`."""
    family = net.family(block.roots)
    like = (family.masks, *block.signature()) if memo is not None else ()
    known = memo.get(like) if memo is not None else None
    if known is None:
        normal = block.solve(family.masks[0])
        cords = tuple(block.cords(i, normal, family.masks[0]) for i in range(len(block.loads)))
        states = (normal, *(block.solve(mask, -1, cords) for mask in family.masks[1:]))
        failed = tuple(block.solve(family.masks[0], i, cords) for i in range(len(block.feeders)))
        if memo is not None:
            memo[like] = states, failed, cords
    else:
        states, failed, cords = known
        normal = states[0]
    rises = []
    for i, state in enumerate(failed):
        rise = 0.0
        for before, after in zip(normal.root_kw, state.root_kw, strict=True):
            if after > before:
                rise += after - before
        if rise > 0.0:
            rises.append((i, rise))
    it_kw = other_kw = loss = 0.0
    for load, drawn in zip(block.loads, normal.drawn_kw, strict=True):
        if load.is_it:
            it_kw += drawn
        else:
            other_kw += drawn
    for given, taken, on in zip(normal.out_kw, normal.in_kw, normal.live, strict=True):
        if on:
            loss += taken - given
    return Solved(
        block,
        states,
        failed,
        cords,
        tuple(_worse(normal, state) for state in states),
        tuple(rises),
        it_kw,
        other_kw,
        loss,
        sum(1 for load in block.loads if load.demand_kw is None),
    )


def _worse(normal: State, other: State) -> tuple[int, int, int]:
    """Loads that are worse off: on fewer feeds, throttled, lost."""
    found = [0, 0, 0, 0]
    for a, b in zip(normal.states, other.states, strict=True):
        if b > a:
            found[b] += 1
    return found[1], found[2], found[3]


def _sum(family: Family, members: Sequence[Solved]) -> FamilySum:
    kw = np.array([[s.root_kw for s in one.states] for one in members]).reshape(
        len(members), len(family.masks), len(family.roots)
    )
    harmed = np.array([one.worse for one in members], dtype=np.int64).sum(axis=0)
    rises = []
    largest = it_kw = other_kw = loss = 0.0
    loads = 0
    unknown: dict[str, int] = {}
    phases: dict[str, dict[str, float]] = {}
    for one in members:
        block = one.block
        for i, rise in one.rises:
            rises.append((block.key, i))
            largest = max(largest, rise)
        it_kw += one.it_kw
        other_kw += one.other_kw
        loss += one.loss_kw
        loads += one.unknown
        if block.unknown_below:
            for root in family.roots:
                if root in block.unknown_below:
                    unknown[root] = unknown.get(root, 0) + block.unknown_below[root]
        if block.phased:
            found = block.phase_kw(one.states[0])
            for root in family.roots:
                for phase, part in found.get(root, {}).items():
                    at = phases.setdefault(root, {})
                    at[phase] = at.get(phase, 0.0) + part
    return FamilySum(
        tuple(one.block.key for one in members),
        kw.sum(axis=0),
        harmed if harmed.any() else None,
        tuple(rises),
        largest,
        it_kw,
        other_kw,
        loss,
        loads,
        unknown,
        phases,
    )


def _no_flow(net: Backbone) -> list[Row]:
    """A row of zeros for each element of the backbone."""
    return [np.zeros(len(net.scenarios))] * len(net.feeders)


def _demand(net: Backbone, sums: Mapping[tuple[str, ...], FamilySum], ids: Iterable[int]) -> dict[int, Row]:
    """What blocks take from each root by scenario [kW]."""
    wanted = set(ids)
    found: dict[int, Row] = {}
    for roots in sorted(r for r in sums if any(net.index[root] in wanted for root in r)):
        one = sums[roots]
        for k, root in enumerate(roots):
            i = net.index[root]
            if i in wanted:
                row = one.root_kw[net.family(roots).codes, k]
                found[i] = found[i] + row if i in found else row
    return found


def _demand_after(power: Power, cases: Sequence[tuple[str, int]]) -> dict[int, Row]:
    """Load on roots with a feeder inside a block failed, one case for each; all else normal [kW]."""
    found: dict[int, Row] = {}
    for c, (key, feeder) in enumerate(cases):
        one = power.solved[key]
        for k, root in enumerate(one.block.roots):
            i = power.net.index[root]
            if i not in found:
                found[i] = np.full(len(cases), float(power.out_kw[i][0]))
            found[i][c] += one.failed[feeder].root_kw[k] - one.states[0].root_kw[k]
    return found


def _totals(
    net: Backbone, sums: Mapping[tuple[str, ...], FamilySum], out: Sequence[Row], into: Sequence[Row]
) -> Totals:
    ordered = [sums[roots] for roots in sorted(sums)]
    it_kw = sum(s.it_kw for s in ordered)
    other = sum(s.other_kw for s in ordered)
    loss = sum(s.loss_kw for s in ordered) + sum(
        b.item(0) - a.item(0) for a, b in zip(out, into, strict=True) if a is not b
    )
    source = sum(float(into[i][0]) for i, f in enumerate(net.feeders) if f.source)
    unknown = sum(s.unknown_loads for s in ordered)
    return Totals(it_kw, other, loss, source, source / it_kw if it_kw > 0.0 else None, unknown)


def _harmed(net: Backbone, sums: Mapping[tuple[str, ...], FamilySum]) -> NDArray[np.int64]:
    """Loads on fewer feeds, throttled and lost, by scenario; shape (scenarios, 3)."""
    total = np.zeros((len(net.scenarios), 3), np.int64)
    for roots, one in sums.items():
        _count_harm(total, net.family(roots), one, 1)
    return total


def _count_harm(total: NDArray[np.int64], family: Family, one: FamilySum, sign: int) -> None:
    """Add (1) or take away (-1) the loads of a family that are worse off, in place."""
    if one.harmed is not None:
        total[family.hit] += sign * one.harmed[family.codes[family.hit]]  # normally nobody is worse off


# --- records --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Worst:
    """Most that an element of the backbone gives and takes, and in which failure."""

    out_kw: float
    out_failure: str
    in_kw: float
    in_failure: str


def _backbone_records(power: Power, ids: Sequence[int], records: dict[str, Record]) -> dict[int, _Worst]:
    """Fill in the records of elements of the backbone that differ from the basis; returns the worst flows of all."""
    net, factor = power.net, power.inputs.power_factor
    unknown: dict[int, int] = {}
    phases: dict[int, dict[str, float]] = {}
    reach: list[tuple[frozenset[int], FamilySum]] = []
    for roots in sorted(power.sums):
        one = power.sums[roots]
        if one.rises:
            reach.append((net.family(roots).above, one))
        for root in roots:
            count = one.unknown.get(root, 0)
            if count:
                for i in net.ancestors[net.index[root]]:
                    unknown[i] = unknown.get(i, 0) + count
            for phase, kw in one.phase_kw.get(root, {}).items():
                at = phases.setdefault(net.index[root], {})
                at[phase] = at.get(phase, 0.0) + kw
    inside = _worst_inside(power, ids, reach)
    found: dict[int, _Worst] = {}
    given, taken = _peaks([power.out_kw[i] for i in ids]), _peaks([power.in_kw[i] for i in ids])
    harmed = power.harmed[[net.position[net.feeders[i].id] for i in ids]].tolist()
    for i, (out_kw, most_out, f), (in_kw, most_in, g), (one_side, throttled, lost) in zip(
        ids, given, taken, harmed, strict=True
    ):
        feeder = net.feeders[i]
        worst = _Worst(most_out, net.scenarios[f], most_in, net.scenarios[g])
        if i in inside:
            beyond = inside[i]
            worst = _Worst(
                *(
                    (beyond.out_kw, beyond.out_failure)
                    if beyond.out_kw > worst.out_kw
                    else (worst.out_kw, worst.out_failure)
                ),
                *((beyond.in_kw, beyond.in_failure) if beyond.in_kw > worst.in_kw else (worst.in_kw, worst.in_failure)),
            )
        found[i] = worst
        level = int(net.live[i, 0])
        basis = (
            *(feeder, net.sides[i], net.paths[i], net.met[i], len(net.above[i]), feeder.id in net.in_loop, level),
            *(out_kw, in_kw, worst, unknown.get(i), phases.get(i), one_side, throttled, lost),
            *(ride := rides(power.inputs.stores, net, i, in_kw)),
        )
        if power.basis.get(feeder.id) == basis:
            continue
        power.basis[feeder.id] = basis
        amps = current_a(in_kw, feeder.in_v, feeder.in_phases, factor)
        worst_a = current_a(worst.in_kw, feeder.in_v, feeder.in_phases, factor)
        lines: tuple[float, ...] = ()
        if i in phases and feeder.in_phases == THREE_PHASES and amps > 0.0:
            balanced = amps
            amps, lines = worst_line(in_kw, out_kw, phases[i], feeder.in_v, factor)
            worst_a *= amps / balanced  # taken as unbalanced as it is now
        records[feeder.id] = ElementFlow(
            sides=net.sides[i],
            path=net.paths[i],
            feeds=len(net.above[i]),
            alive=level > NO_SUPPLY,
            in_loop=feeder.id in net.in_loop,
            standby=level > NO_SUPPLY and not feeder.source and _on_standby(net, net.paths[i]),
            sources_met=net.met[i],
            out_kw=out_kw,
            in_kw=in_kw,
            loss_kw=in_kw - out_kw,
            kva=in_kw / factor if feeder.in_phases else in_kw,
            amps=amps,
            lines_a=lines,
            limit_kw=feeder.rated_kw,
            limit_a=feeder.limit_a,
            worst_kw=worst.out_kw,
            worst_kw_failure=worst.out_failure,
            worst_a=worst_a,
            worst_a_failure=worst.in_failure,
            bank_a=0.0,
            bank_worst_a=0.0,
            bank_worst_failure="",
            bank_limit_a=None,
            unknown=unknown.get(i, 0),
            lost=lost,
            one_side=one_side,
            throttled=throttled,
            ride_s=ride[0],
            wait_s=ride[1],
            wait_failure=ride[2],
        )
    return found


def _peaks(rows: Sequence[Row]) -> list[tuple[float, float, int]]:
    """Of each row over the scenarios: its normal value, its largest, and the scenario of that."""
    return [(row.item(0), row.item(at), at) for row in rows for at in (int(row.argmax()),)]


def _worst_inside(
    power: Power, ids: Iterable[int], reach: Sequence[tuple[frozenset[int], FamilySum]]
) -> dict[int, _Worst]:
    """Worst flow over the failures inside blocks, for the elements where it could exceed the failures above.

    The rise that a failure inside a block causes at an element is bounded by the rise at the roots times the largest
    gain on the way up; where even the bound stays below what is known, nothing needs solving. The rest is exact.
    """
    net = power.net
    wanted: dict[int, list[int]] = {}
    room = {i: float(power.out_kw[i].max() - power.out_kw[i][0]) for i in ids}
    for n, (above, one) in enumerate(reach):
        elements = [i for i in above if i in room and net.gain[i] * one.rise_kw > room[i]]
        if elements:
            wanted[n] = elements
    found: dict[int, _Worst] = {}
    for n, elements in sorted(wanted.items()):
        cases = reach[n][1].rises
        flows = net.flow_after(_demand_after(power, cases), power.out_kw, power.in_kw)
        names = [power.solved[key].block.feeders[i].id for key, i in cases]
        for i in elements:
            if i not in flows:
                continue
            out, into = flows[i]
            f, g = int(out.argmax()), int(into.argmax())
            new, old = _Worst(float(out[f]), names[f], float(into[g]), names[g]), found.get(i)
            if old is None or new.out_kw > old.out_kw:
                found[i] = new
    return found


def _block_records(power: Power, one: Solved, records: dict[str, Record]) -> None:
    """Fill in the records of what stands in a block."""
    block, net, factor = one.block, power.net, power.inputs.power_factor
    family = net.family(block.roots)
    normal = one.states[0]
    root = [net.index[r] for r in block.roots]
    cases: list[tuple[str, State]] = [
        *((f.id, s) for f, s in zip(block.feeders, one.failed, strict=True)),
        *((names[0], s) for names, s in zip(family.failures[1:], one.states[1:], strict=True)),
    ]
    sides: list[str] = []
    paths: list[tuple[str, ...]] = []

    def side_of(s: int) -> str:
        return sides[s] if s >= 0 else net.sides[root[-1 - s]]

    def path_of(s: int) -> tuple[str, ...]:
        return paths[s] if s >= 0 else net.paths[root[-1 - s]]

    for i, feeder in enumerate(block.feeders):
        looped = feeder.id in block.in_loop
        above = [] if looped else block.above(i)
        sides.append("".join(sorted(set("".join(side_of(s) for _, s in above)))))
        in_use = max(normal.used[i], key=lambda x: (x[2], -x[0]), default=None) if normal.live[i] else None
        paths.append((*path_of(in_use[1]), feeder.id) if in_use is not None else ())
        amps, lines = block.amps(i, normal, factor)
        bank = block.bank_a(i, normal, factor)
        worst_kw, kw_failure, worst_a, a_failure, worst_bank, bank_failure = normal.out_kw[i], "", amps, "", bank, ""
        for name, state in cases:
            if state.out_kw[i] > worst_kw:
                worst_kw, kw_failure = state.out_kw[i], name
            if state.in_kw[i] > 0.0:
                here, _ = block.amps(i, state, factor)
                if here > worst_a:
                    worst_a, a_failure = here, name
                here = block.bank_a(i, state, factor)
                if here > worst_bank:
                    worst_bank, bank_failure = here, name
        one_side, throttled, lost = _worse(normal, one.failed[i])
        records[feeder.id] = ElementFlow(
            sides=sides[i],
            path=paths[i],
            feeds=len(block.above(i)),
            alive=normal.live[i],
            in_loop=looped,
            standby=normal.live[i] and in_use is not None and _on_standby(net, paths[i]),
            sources_met=(),
            out_kw=normal.out_kw[i],
            in_kw=normal.in_kw[i],
            loss_kw=normal.in_kw[i] - normal.out_kw[i] if normal.live[i] else 0.0,
            kva=normal.in_kw[i] / factor if feeder.in_phases else normal.in_kw[i],
            amps=amps,
            lines_a=lines,
            limit_kw=feeder.rated_kw,
            limit_a=feeder.limit_a,
            worst_kw=worst_kw,
            worst_kw_failure=kw_failure,
            worst_a=worst_a,
            worst_a_failure=a_failure,
            bank_a=bank,
            bank_worst_a=worst_bank,
            bank_worst_failure=bank_failure,
            bank_limit_a=feeder.banks.limit_a if feeder.banks else None,
            unknown=block.unknown_below.get(feeder.id, 0),
            lost=lost,
            one_side=one_side,
            throttled=throttled,
        )
    for i, load in enumerate(block.loads):
        cords = block.cords_of(i)
        worst_state, failure = normal.states[i], ""
        fewest, short_failure = normal.supplies[i], ""
        losing: list[str] = []
        for c, (name, state) in enumerate(cases):
            if state.states[i] > worst_state:
                worst_state, failure = state.states[i], name
            if 0 < state.supplies[i] < fewest:
                fewest, short_failure = state.supplies[i], name
            if state.states[i] == LOST and normal.states[i] != LOST:
                if c < len(block.feeders):
                    losing.append(name)
                else:
                    losing += family.failures[c - len(block.feeders) + 1]
        records[load.id] = LoadFlow(
            demand_kw=load.demand_kw,
            drawn_kw=normal.drawn_kw[i],
            sides="".join(sorted(set("".join(side_of(s) for _, s in cords)))),
            cord_sides=tuple(side_of(s) for _, s in cords),
            cords=sum(block.feeds[k].cables for k, _ in cords),
            live_cords=one.cords[i],
            supplies=normal.supplies[i],
            required=load.required,
            minimum=load.minimum,
            required_stated=load.stated,
            supply_kw=load.supply_kw,
            paths=tuple((*path, load.id) for _, s in cords if (path := path_of(s))),
            state=normal.states[i],
            worst_state=worst_state,
            worst_failure=failure,
            single_points=tuple(losing),
            short_supplies=fewest,
            short_failure=short_failure,
            **_shelves(block, i, normal, cases),
        )


def _shelves(block: Block, load: int, normal: State, cases: Sequence[tuple[str, State]]) -> dict[str, Any]:
    """What the shelves of a busbar give, now and in the failure that leaves least while some is left."""
    if not block.loads[load].busbar:
        return {}
    cords = [(k, s) for k, s in block.cords_of(load) if s >= 0]  # shelves stand in the rack

    def alive(state: State) -> tuple[float, int]:
        live = [block.feeders[s].rated_kw or 0.0 for _, s in cords if state.live[s]]
        return sum(live), len(live)

    now_kw, now = alive(normal)
    least_kw, least, failure = now_kw, now, ""
    for name, state in cases:
        kw, count = alive(state)
        if count and kw < least_kw:
            least_kw, least, failure = kw, count, name
    return {
        "shelves": now,
        "shelf_kw": now_kw,
        "short_shelves": least,
        "short_shelf_kw": least_kw,
        "short_shelf_failure": failure,
    }


def _on_standby(net: Backbone, path: tuple[str, ...]) -> bool:
    return bool(path) and net.feeders[net.index[path[0]]].source == "standby"


@dataclass(frozen=True, slots=True)
class _Cable:
    """One cable of a feed, now and at worst [A]."""

    amps: float
    limit_a: float | None
    worst_a: float
    failure: str

    @property
    def rank(self) -> tuple[float, float]:
        """The higher, the nearer to its limit."""
        return (self.worst_a / self.limit_a if self.limit_a else 0.0), self.worst_a


def _link_records(power: Power, links: Iterable[str], worst: Mapping[int, _Worst]) -> dict[str, Record]:
    """Records of power links; of those of the backbone, only what differs from the basis."""
    net, links = power.net, list(links)
    feeds = [net.feed_index[f.link, f.a, f.b] for i in links for f in power.inputs.feeds[i] if f.b in net.index]
    below = [net.index[net.feeds[k].b] for k in feeds]
    peaks = _peaks(
        [
            power.in_kw[i] * net.share[k] if len(net.above[i]) > 1 else power.in_kw[i]  # one feed carries all
            for i, k in zip(below, feeds, strict=True)
        ]
    )
    carried: dict[int, tuple[float, float, str]] = {}
    for k, i, (now, most, f) in zip(feeds, below, peaks, strict=True):
        failure, beyond = net.scenarios[f], worst.get(i)
        if beyond is not None and (there := beyond.in_kw * float(net.share[k, 0])) > most:
            most, failure = there, beyond.in_failure
        carried[k] = now, most, failure
    found: dict[str, Record] = {}
    for link in links:
        own = power.inputs.feeds[link]
        at = [net.feed_index.get((f.link, f.a, f.b)) for f in own]
        if None in at:
            power.basis.pop(link, None)  # some of it is not of the backbone
        else:
            ways = [net.paths[net.index[f.a]] for f in own]
            basis = own, power.inputs.facts[link], [carried[k] for k in at if k is not None], ways
            if power.basis.get(link) == basis:
                continue
            power.basis[link] = basis
        found[link] = _link_record(power, link, carried)
    return found


def _link_record(power: Power, link: str, carried: Mapping[int, tuple[float, float, str]]) -> LinkFlow:
    """Record of a power link, over all its feeds; `carried` has what those of the backbone carry, now and at worst."""
    given, net, factor = power.inputs, power.net, power.inputs.power_factor
    kw = 0.0
    unknown = 0
    top: _Cable | None = None
    over: Feed | None = None  # whose cable that is
    for feed in given.feeds[link]:
        taker = given.nodes[feed.b]
        if feed.b in net.index:
            flow, most, failure = carried[net.feed_index[feed.link, feed.a, feed.b]]
        else:
            one = power.solved[power.block_of[feed.b]]
            k = one.block.feed_index[feed.link, feed.a, feed.b]
            flow = most = one.states[0].flow_kw[k]
            failure = ""
            for feeder, state in zip(one.block.feeders, one.failed, strict=True):
                if state.flow_kw[k] > most:
                    most, failure = state.flow_kw[k], feeder.id
            family = net.family(one.block.roots)
            for names, state in zip(family.failures[1:], one.states[1:], strict=True):
                if state.flow_kw[k] > most:
                    most, failure = state.flow_kw[k], names[0]
            if isinstance(taker, Load):
                unknown += taker.demand_kw is None
            else:
                unknown += one.block.unknown_below.get(feed.b, 0)
        kw += flow
        cable = _Cable(
            current_a(flow / feed.cables, feed.voltage_v, feed.phases, factor),
            feed.limit_a,
            current_a(most / feed.cables, feed.voltage_v, feed.phases, factor),
            failure,
        )
        if top is None or cable.rank > top.rank:
            top, over = cable, feed
    facts = given.facts[link]
    top = top or _Cable(0.0, None, 0.0, "")
    return LinkFlow(
        kw,
        top.amps,
        top.limit_a,
        top.worst_a,
        top.failure,
        unknown,
        facts.voltage_v,
        facts.wanted_v,
        facts.mixed_current,
        facts.points_shared,
        facts.points_missing,
        facts.breaker_a,
        facts.inlet_a,
        (*way, over.b) if over is not None and (way := _way(power, over.a)) else (),
    )


def _way(power: Power, id: str) -> tuple[str, ...]:
    """From the source down to a feeder, over the feeds it takes most from now; empty when it is dead."""
    net = power.net
    if id in net.index:
        return net.paths[net.index[id]]
    one = power.solved[power.block_of[id]]
    i = next(k for k, feeder in enumerate(one.block.feeders) if feeder.id == id)
    found: list[str] = []
    while i >= 0:
        used = one.states[0].used[i]
        if not one.states[0].live[i]:
            return ()
        found.append(one.block.feeders[i].id)
        i = max(used, key=lambda x: (x[2], -x[0]))[1]
    return (*net.paths[net.index[one.block.roots[-1 - i]]], *reversed(found))


# --- after a change -------------------------------------------------------------------------------------------------


def patch(previous: Power, step: Step) -> Power:
    """Bring a result up to date after a change: cost grows with what the change touches.

    After a change of the backbone itself (its elements, or links between them) it is solved anew, and only blocks that
    see another backbone than before are; after a change of a power setting everything is solved from scratch.
    """
    before, change = step.before, step.change
    if before is None or change is None:
        return solve(inputs(step))
    after, net = step.project, previous.net
    if change.settings and _terms(before) != _terms(after):
        return _reconciled(previous, solve(inputs(step)))
    nodes = _changed_nodes(previous.inputs, step)
    links = {
        i
        for i in change.links
        if any(link is not None and link.medium is Medium.POWER for link in (before.links.get(i), after.links.get(i)))
    }
    held = _patched_stores(previous.inputs.stores, step, links)
    refilled = {i for i in held if held[i] != previous.inputs.stores.get(i)} | (previous.inputs.stores.keys() - held)
    if not nodes and not links and not refilled:
        return previous
    ends = set(nodes)
    in_backbone = any(i in net.index or (isinstance(node, Feeder) and node.on_floor) for i, node in nodes.items())
    for i in links:
        for link in (before.links.get(i), after.links.get(i)):
            if link is not None:
                in_backbone = in_backbone or any(b in net.index for b in link.b)
                ends.update(link.a, link.b)
    given, facts_changed = _patched_inputs(previous.inputs, step, nodes, links, ends, held)
    upper: Collection[str] = net.index.keys()
    if in_backbone:
        upper = _backbone_ids(given)
        net = _net(given, upper)
        ends |= previous.net.index.keys() ^ upper  # what joined or left the backbone
        for i in nodes:  # a feed also states what its upstream end gives
            for link in step.topology.links_of(i, Medium.POWER):
                ends.update(feed.b for feed in given.feeds[link.id])

    gone, blocks = _regroup(previous, given, step, ends, upper)
    if in_backbone:
        for roots, known in previous.sums.items():
            kept = [k for k in known.members if k not in gone]
            if kept and _outlook(net, roots) != _outlook(previous.net, roots):
                gone.update(kept)
                blocks += [previous.solved[k].block for k in kept]
    solved = _copied(previous.solved)
    for key in gone:
        del solved[key]
    homes: dict[str, str | None] = {}  # blocks of members that leave one (None) or join one
    for key in gone:
        homes.update(dict.fromkeys(_members(previous.solved[key].block)))
    memo: Memo = {}  # a bundle that changes touches many racks that stay as they are: their states are kept
    for key in gone:
        was = previous.solved[key]
        masks = previous.net.family(was.block.roots).masks
        memo[masks, *was.block.signature()] = was.states, was.failed, was.cords
    fresh = [_solve_block(block, net, memo) for block in blocks]
    for one in fresh:
        solved[one.block.key] = one
        homes.update(dict.fromkeys(_members(one.block), one.block.key))
    block_of = _with_changes(previous.block_of, homes)

    members: dict[tuple[str, ...], set[str]] = {}
    for roots in {previous.solved[k].block.roots for k in gone} | {one.block.roots for one in fresh}:
        before_it = previous.sums.get(roots)
        members[roots] = set(before_it.members) - gone if before_it is not None else set()
    for one in fresh:
        members[one.block.roots].add(one.block.key)
    sums = _copied(previous.sums)
    for roots, keys in members.items():
        if keys:
            sums[roots] = _sum(net.family(roots), [solved[k] for k in sorted(keys)])
        else:
            sums.pop(roots, None)

    if in_backbone:
        harmed = _harmed(net, sums)
        affected = list(range(len(net.feeders)))
        out, into = _no_flow(net), _no_flow(net)
    else:
        harmed = previous.harmed.copy()
        for roots in members:
            for family_sum, sign in ((previous.sums.get(roots), -1), (sums.get(roots), 1)):
                if family_sum is not None:
                    _count_harm(harmed, net.family(roots), family_sum, sign)
        affected = sorted(
            {i for roots in members for i in net.family(roots).above}
            | {j for i in refilled if i in net.index for j in net.ancestors[net.index[i]]}
        )
        out, into = list(previous.out_kw), list(previous.in_kw)
    net.flow(_demand(net, sums, affected), affected, out, into)
    totals = _totals(net, sums, out, into)
    basis = previous.basis.copy()
    removed = {i for i in links if i not in given.facts}
    if in_backbone:
        removed |= previous.net.index.keys() - net.index.keys()
    for key in removed:
        basis.pop(key, None)
    bare = Power({}, given, totals, net, solved, block_of, sums, harmed, out, into, basis)

    new: dict[str, Record] = {}
    worst = _backbone_records(bare, affected, new)
    touched = facts_changed | {net.feeds[k].link for i in affected for k in net.above[i]}
    for one in fresh:
        _block_records(bare, one, new)
        touched.update(feed.link for feed in one.block.feeds)
    new.update(_link_records(bare, touched, worst))
    removed.update(i for i, home in homes.items() if home is None)
    differ: dict[str, Record | None] = {
        i: None for i in removed if i not in net.index and i not in new and i in previous.records
    }
    differ.update((i, record) for i, record in new.items() if previous.records.get(i) != record)
    return _with(bare, _with_changes(previous.records, differ), frozenset(differ))


def _copied(known: Mapping[K, V]) -> dict[K, V]:
    """A copy of a mapping; `dict.copy` is many times as fast as `dict()` once something was deleted."""
    return known.copy() if isinstance(known, dict) else dict(known)


def _with_changes(known: Mapping[K, V], changes: Mapping[K, V | None]) -> Mapping[K, V]:
    """The mapping with some values changed, None for those that leave; itself where nothing differs."""
    differ = {key: value for key, value in changes.items() if known.get(key) is not value and known.get(key) != value}
    if not differ:
        return known
    found = _copied(known)
    for key, value in differ.items():
        if value is None:
            del found[key]
        else:
            found[key] = value
    return found


def _reconciled(previous: Power, whole: Power) -> Power:
    """A result from scratch that keeps every record of the previous one that did not change."""
    old = previous.records
    records = {key: old[key] if old.get(key) == record else record for key, record in whole.records.items()}
    dirty = {key for key, record in records.items() if old.get(key) is not record}
    dirty.update(key for key in old if key not in records)
    return _with(whole, records, frozenset(dirty))


def _terms(project: Project) -> tuple[object, ...]:
    s = project.settings
    return s.demand_basis, s.design_factor, s.power_factor, s.continuous_fraction


def _changed_nodes(given: Inputs, step: Step) -> dict[str, Node | None]:
    """Feeders and loads that a change makes, alters or (None) removes."""
    assert step.before is not None and step.change is not None
    after = step.project.equipment
    ids = set(step.change.equipment) | optics_touched(step)
    for i in step.change.equipment:
        for item in (step.before.equipment.get(i), after.get(i)):
            if isinstance(item, Accelerator) and item.system_id is not None:
                ids.add(item.system_id)
    found: dict[str, Node | None] = {}
    for i in ids:
        item = after.get(i)
        node = None
        if item is not None:
            cards = [c for j in step.topology.inside(i) if isinstance(c := after[j], Accelerator)]
            optics_kw = added_optics_kw(step.topology, item)
            node = node_of(item, sorted(cards, key=lambda c: c.id), step.project.settings, optics_kw)
        if node != given.nodes.get(i):
            found[i] = node
    return found


def _patched_inputs(
    given: Inputs,
    step: Step,
    changed: Mapping[str, Node | None],
    links: set[str],
    ends: set[str],
    held: Mapping[str, Store],
) -> tuple[Inputs, set[str]]:
    """Inputs after a change, and the links whose facts were looked at again and differ."""
    project, topology = step.project, step.topology
    nodes = _with_changes(given.nodes, changed)
    at_changed = {link.id for i in changed for link in topology.links_of(i, Medium.POWER)}
    look: dict[str, Link] = {}
    new_feeds: dict[str, tuple[Feed, ...] | None] = {}
    new_facts: dict[str, LinkFacts | None] = {}
    for i in links | at_changed:
        link = project.links.get(i)
        if link is None or link.medium is not Medium.POWER:
            new_feeds[i] = new_facts[i] = None
        else:
            look[i] = link
            new_feeds[i] = tuple(feeds_of(link, nodes, given.continuous_fraction))
    differ = set(look)
    new_clashes: dict[str, Clashes | None] = {}
    for i in ends:
        here = topology.links_of(i, Medium.POWER)
        found = _clashes(i, nodes[i], here) if here and i in nodes else {}
        if found != given.clashes.get(i, {}):
            look.update((link.id, link) for link in here)  # others at the same ports share points now, or no more
        new_clashes[i] = found or None
    clashes = _with_changes(given.clashes, new_clashes)
    for i, link in look.items():
        fact = _facts(link, nodes, clashes)
        if fact != given.facts.get(i):
            new_facts[i] = fact
            differ.add(i)
    feeds, facts = _with_changes(given.feeds, new_feeds), _with_changes(given.facts, new_facts)
    inputs = Inputs(given.power_factor, given.continuous_fraction, nodes, feeds, clashes, facts, held)
    return inputs, differ


def _patched_stores(known: Mapping[str, Store], step: Step, links: Iterable[str]) -> Mapping[str, Store]:
    """What UPSs have stored after a change; gathered anew where it touches a UPS, a battery or a link between them."""
    assert step.before is not None and step.change is not None
    projects = step.before, step.project
    if any(isinstance(p.equipment.get(i), Battery | Ups) for i in step.change.equipment for p in projects) or any(
        is_battery(link) for i in links for p in projects if (link := p.links.get(i)) is not None
    ):
        return stores(step.project, step.topology)
    return known


def _members(block: Block) -> list[str]:
    return [f.id for f in block.feeders] + [load.id for load in block.loads]


def _regroup(
    previous: Power, given: Inputs, step: Step, touched: Iterable[str], upper: Collection[str]
) -> tuple[set[str], list[Block]]:
    """Blocks that a change breaks up, and those that stand in their place; `upper` is the backbone after it."""
    gone: set[str] = set()
    todo: set[str] = set()

    def take(i: str) -> None:
        key = previous.block_of.get(i)
        if key is not None and key not in gone:
            gone.add(key)
            todo.update(_members(previous.solved[key].block))
        todo.add(i)

    for i in touched:
        if i in previous.block_of or i not in upper:
            take(i)
    made: list[Block] = []
    done: set[str] = set()
    while todo:
        start = todo.pop()
        if start in done or start in upper or start not in given.nodes:
            continue
        ids, into = {start}, []
        ahead = [start]
        while ahead:
            i = ahead.pop()
            take(i)
            for link in step.topology.links_of(i, Medium.POWER):
                for feed in given.feeds[link.id]:
                    if feed.b == i:
                        into.append(feed)
                        other = feed.a
                    elif feed.a == i:
                        other = feed.b
                    else:
                        continue
                    if other not in upper and other not in ids:
                        ids.add(other)
                        ahead.append(other)
        done |= ids
        made.append(Block(sorted(ids), given.nodes, into))
    return gone, made
