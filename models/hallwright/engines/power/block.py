"""Blocks: loads and rack-carried feeders that hang together below the floor-standing chain.

A block is small (a rack, often), so it is solved exactly in plain Python for every pattern of live roots that a
failure above can leave, and for the failure of each feeder in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hallwright.engines.power.elements import Feed, Feeder, Load, Node, downward, loop_members
from hallwright.engines.power.formulas import current_a, line_currents_a, loss_kw
from hallwright.engines.power.load_state import load_state, supplies_of


@dataclass(slots=True)
class State:
    """A block under one pattern of live roots, lists by local index.

    Attributes
    ----------
    out_kw, in_kw : list of float
        By feeder [kW].
    flow_kw : list of float
        By feed, at its downstream end [kW].
    live : list of bool
        By feeder.
    states, supplies, drawn_kw : list
        By load.
    root_kw : tuple of float
        Taken from each root [kW].
    used : list of list of (feed, feeder or root, share)
        Feeds in use, by feeder.
    """

    out_kw: list[float]
    in_kw: list[float]
    flow_kw: list[float]
    live: list[bool]
    states: list[int]
    supplies: list[int]
    drawn_kw: list[float]
    root_kw: tuple[float, ...]
    used: list[list[tuple[int, int, float]]]


class Block:
    """Structure of a block: who hangs on what.

    Attributes
    ----------
    key : str
        Smallest identifier in it.
    roots : tuple of str
        Floor-standing feeders it hangs on, sorted.
    feeders, loads : list
        Feeders before what they feed; loads by identifier.
    feeds : list of Feed
        By what they feed, then by what feeds.
    """

    __slots__ = (
        "_above",
        "_cords",
        "feed_index",
        "feeders",
        "feeds",
        "in_loop",
        "key",
        "loads",
        "phased",
        "roots",
        "unknown_below",
    )

    def __init__(self, ids: Sequence[str], nodes: Mapping[str, Node], feeds: Sequence[Feed]) -> None:
        self.key = min(ids)
        mine = set(ids)
        self.roots = tuple(sorted({f.a for f in feeds if f.a not in mine}))
        gear = [i for i in ids if isinstance(nodes[i], Feeder)]
        owned = set(gear)
        chained = [f for f in feeds if f.a in owned and f.b in owned]
        self.in_loop = loop_members(gear, chained) if chained else frozenset()
        free = [i for i in gear if i not in self.in_loop]
        order = downward(free, chained) + sorted(self.in_loop) if chained else sorted(gear)
        self.feeders: list[Feeder] = []
        for i in order:
            node = nodes[i]
            assert isinstance(node, Feeder)
            self.feeders.append(node)
        self.loads = [n for i in sorted(ids) if isinstance(n := nodes[i], Load)]
        place = {i: k for k, i in enumerate((*self.roots, *order, *(load.id for load in self.loads)))}
        self.feeds = sorted(feeds, key=lambda f: (place[f.b], place[f.a], f.link))
        self.feed_index = {(f.link, f.a, f.b): k for k, f in enumerate(self.feeds)}
        self.phased = any(f.phase for f in self.feeds)
        local = {f.id: k for k, f in enumerate(self.feeders)}
        root = {r: -1 - k for k, r in enumerate(self.roots)}  # roots stand below zero
        above: dict[str, list[tuple[int, int]]] = {i: [] for i in ids}
        for k, feed in enumerate(self.feeds):
            above[feed.b].append((k, local[feed.a] if feed.a in local else root[feed.a]))
        self._above = [above[f.id] for f in self.feeders]  # (feed, feeder or root) of each feeder
        self._cords = [above[load.id] for load in self.loads]
        # unknown demands below each feeder, and below each root at the end
        self.unknown_below = self._unknown() if any(load.demand_kw is None for load in self.loads) else {}

    def signature(self) -> tuple[object, ...]:
        """All that `solve` depends on: blocks with equal signatures have equal states."""
        return (
            tuple((f.curve, f.curve_kw, f.transfers, f.id in self.in_loop) for f in self.feeders),
            tuple((n.demand_kw, n.inlets, n.supplies, n.required, n.minimum, n.supply_kw) for n in self.loads),
            tuple((f.cables, f.weight, f.alternate) for f in self.feeds),
            tuple(tuple(above) for above in self._above),
            tuple(tuple(cords) for cords in self._cords),
            len(self.roots),
        )

    def _unknown(self) -> dict[str, int]:
        found: dict[str, set[str]] = {}
        for load, cords in zip(self.loads, self._cords, strict=True):
            if load.demand_kw is None:
                for k, _ in cords:
                    found.setdefault(self.feeds[k].a, set()).add(load.id)
        for feeder, above in zip(reversed(self.feeders), reversed(self._above), strict=True):
            if feeder.id in found and feeder.id not in self.in_loop:
                for k, _ in above:
                    found.setdefault(self.feeds[k].a, set()).update(found[feeder.id])
        return {i: len(s) for i, s in found.items()}

    def solve(self, mask: int, failed: int = -1, normal_cords: Sequence[int] | None = None) -> State:
        """Flow with the roots of `mask` alive (bit k = root k) and one feeder failed.

        Parameters
        ----------
        mask : int
            Which roots are alive.
        failed : int
            Local index of the failed feeder, or -1.
        normal_cords : sequence of int or None
            Live cords of each load without failure, to tell who lost one; None = this is the normal state.
        """
        feeders, feeds = self.feeders, self.feeds
        n = len(feeders)
        live = [False] * n
        used: list[list[tuple[int, int, float]]] = [[]] * n  # feeds in use with their share
        for i, feeder in enumerate(feeders):
            if i == failed or feeder.id in self.in_loop:
                continue
            inputs = [(k, s) for k, s in self._above[i] if (live[s] if s >= 0 else mask >> (-1 - s) & 1)]
            if feeder.transfers:
                preferred = [x for x in inputs if not feeds[x[0]].alternate]
                inputs = preferred or inputs
            if inputs:
                live[i] = True
                total = sum(feeds[k].weight for k, _ in inputs)
                used[i] = [(k, s, feeds[k].weight / total) for k, s in inputs]
        flow = [0.0] * len(feeds)
        out = [0.0] * n
        taken = [0.0] * len(self.roots)
        states: list[int] = []
        supplies: list[int] = []
        drawn: list[float] = []
        for load, cords in zip(self.loads, self._cords, strict=True):
            alive = [(k, s) for k, s in cords if (live[s] if s >= 0 else mask >> (-1 - s) & 1)]
            connected = sum(feeds[k].cables for k, _ in cords)
            count = sum(feeds[k].cables for k, _ in alive)
            normal = count if normal_cords is None else normal_cords[len(states)]
            state, draws = load_state(load, count, connected, normal)
            states.append(state)
            supplies.append(supplies_of(load, count))
            drawn.append(draws)
            if draws:
                total = sum(feeds[k].weight for k, _ in alive)
                for k, s in alive:
                    part = draws * feeds[k].weight / total
                    flow[k] = part
                    if s >= 0:
                        out[s] += part
                    else:
                        taken[-1 - s] += part
        into = [0.0] * n
        for i in range(n - 1, -1, -1):
            if not live[i]:
                continue
            feeder = feeders[i]
            into[i] = out[i] + loss_kw(out[i], feeder.curve, feeder.curve_kw)
            for k, s, share in used[i]:
                part = into[i] * share
                flow[k] = part
                if s >= 0:
                    out[s] += part
                else:
                    taken[-1 - s] += part
        return State(out, into, flow, live, states, supplies, drawn, tuple(taken), used)

    def cords(self, load: int, state: State, mask: int) -> int:
        """Live cords of a load."""
        return sum(
            self.feeds[k].cables for k, s in self._cords[load] if (state.live[s] if s >= 0 else mask >> (-1 - s) & 1)
        )

    def cords_of(self, load: int) -> list[tuple[int, int]]:
        """Feeds of a load, each with the local index of its feeder (below zero: -1 - index of the root)."""
        return self._cords[load]

    def above(self, feeder: int) -> list[tuple[int, int]]:
        """Feeds into a feeder, as for a load."""
        return self._above[feeder]

    def phase_kw(self, state: State) -> dict[str, dict[str, float]]:
        """Single-phase load of stated phase on each feeder and root [kW by phase]."""
        found: dict[str, dict[str, float]] = {}
        if not self.phased:
            return found
        index = {f.id: k for k, f in enumerate(self.feeders)}
        for load_feed, kw in zip(self.feeds, state.flow_kw, strict=True):
            if load_feed.phase:
                at = found.setdefault(load_feed.a, {})
                at[load_feed.phase] = at.get(load_feed.phase, 0.0) + kw
        for feeder in reversed(self.feeders):
            below = found.get(feeder.id)
            i = index[feeder.id]
            if not below or feeder.in_phases != 3 or feeder.converts or not state.out_kw[i]:
                continue
            for k, _ in self._above[i]:
                if not self.feeds[k].phase and state.flow_kw[k]:
                    at = found.setdefault(self.feeds[k].a, {})
                    scale = state.flow_kw[k] / state.out_kw[i]
                    for phase, kw in below.items():
                        at[phase] = at.get(phase, 0.0) + kw * scale
        return found

    def amps(self, i: int, state: State, power_factor: float) -> tuple[float, tuple[float, ...]]:
        """Current of a feeder's worst input line, and its three lines where they differ [A]."""
        feeder = self.feeders[i]
        if self.phased and feeder.in_phases == 3 and feeder.in_v > 0.0 and state.out_kw[i] > 0.0:
            phases = self.phase_kw(state).get(feeder.id)
            if phases:
                return worst_line(state.in_kw[i], state.out_kw[i], phases, feeder.in_v, power_factor)
        return current_a(state.in_kw[i], feeder.in_v, feeder.in_phases, power_factor), ()

    def bank_a(self, i: int, state: State, power_factor: float) -> float:
        """Current of the most loaded bank of a rack PDU [A]; 0 without banks."""
        feeder = self.feeders[i]
        banks = feeder.banks
        if banks is None:
            return 0.0
        found = [0.0] * banks.count
        for feed, kw in zip(self.feeds, state.flow_kw, strict=True):
            if feed.a == feeder.id and kw:
                each = current_a(kw / feed.cables, feed.voltage_v, feed.phases, power_factor)
                for outlet in range(feed.first, feed.first + feed.cables):
                    found[banks.of(outlet)] += each
        return max(found)


def worst_line(
    in_kw: float, out_kw: float, phases: Mapping[str, float], line_v: float, power_factor: float
) -> tuple[float, tuple[float, ...]]:
    """Largest line current and all three, under loads of stated phase and balanced ones [A]."""
    scale = in_kw / out_kw if out_kw else 1.0
    single = {phase: kw * scale for phase, kw in phases.items()}
    lines = line_currents_a(max(in_kw - sum(single.values()), 0.0), single, line_v, power_factor)
    return max(lines), lines
