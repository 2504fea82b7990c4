"""The whole power chain in one situation: what is failed, opened, running, moved or carried by a battery right now.

One plain solver for everything that happens step by step. A situation is solved from the one before it: only what a
change touches is computed again, in the same order and from the same sums, so the result is the same to the last bit
as one from scratch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from hallwright.engines.power.elements import Feed, Feeder, Load, Node, downward, loop_members
from hallwright.engines.power.formulas import loss_kw
from hallwright.engines.power.load_state import load_state
from hallwright.engines.power.records import LOST

DEAD, STANDING_BY, ON_GENERATOR, ON_UTILITY = range(4)  # no source; one that could start; one that runs; the grid


Inputs = tuple[tuple[int, int, float], ...]  # inputs in use: feed, element above, share


@dataclass
class Situation:
    """What differs from the chain as drawn; elements and feeds by index.

    Attributes
    ----------
    dead : set of int
        Elements that failed, opened or shut down.
    off : set of int
        Loads that failed.
    cut : dict of int to int
        Cables that are open, by feed.
    running : set of int
        Generators that carry load.
    alternate : set of int
        Transfer switches that stand on their alternate input.
    stored : set of int
        UPSs that a battery carries while their input is dead.
    bypassed : set of int
        UPSs on their static bypass.
    open_banks : set of (int, int)
        Rack PDU and bank whose breaker has opened; its cables are in `cut`.
    """

    dead: set[int] = field(default_factory=set)
    off: set[int] = field(default_factory=set)
    cut: dict[int, int] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    alternate: set[int] = field(default_factory=set)
    stored: set[int] = field(default_factory=set)
    bypassed: set[int] = field(default_factory=set)
    open_banks: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class Flow:
    """The chain in one situation, lists by index, and what of it was computed again.

    Attributes
    ----------
    level : list of int
        How each element is supplied: DEAD to ON_UTILITY.
    used : list of Inputs
    flow_kw : list of float
        By feed, at its downstream end [kW].
    out_kw, in_kw : list of float
        By element [kW].
    states, cables : list of int
        By load: OK … LOST, and live cables.
    drawn_kw : list of float
        By load [kW].
    seen : set of int
        Elements whose inputs were looked at again since the flow it was solved from.
    elements, feeds, loads : set of int
        What was computed again.
    """

    level: list[int]
    used: list[Inputs]
    flow_kw: list[float]
    out_kw: list[float]
    in_kw: list[float]
    states: list[int]
    cables: list[int]
    drawn_kw: list[float]
    seen: set[int]
    elements: set[int]
    feeds: set[int]
    loads: set[int]


class Chain:
    """Structure of the chain: who hangs on what.

    Attributes
    ----------
    feeders, loads : list
        Every feeder before what it feeds; loads by identifier.
    index, load_index : dict of str to int
    feeds : list of Feed
    above, cords : list of list of (feed, element)
        Into each element, and into each load.
    below : list of list of int
        Feeds out of each element.
    taker : list of int
        What each feed goes into: an element, or -1 - load.
    in_loop : frozenset of str
        Elements on a loop of feeds: dead in every situation.
    normal : (Situation, Flow)
        The chain without any failure, after every transfer has ended. Generators run only where something draws from
        them.
    """

    def __init__(self, nodes: Mapping[str, Node], feeds: Iterable[Feed]) -> None:
        gear = sorted(i for i, n in nodes.items() if isinstance(n, Feeder))
        self.feeds: list[Feed] = sorted(feeds, key=lambda f: (f.link, f.a, f.b))
        self.in_loop = loop_members(gear, self.feeds)
        order = downward([i for i in gear if i not in self.in_loop], self.feeds) + sorted(self.in_loop)
        self.index = {i: k for k, i in enumerate(order)}
        self.feeders: list[Feeder] = [n for i in order if isinstance(n := nodes[i], Feeder)]
        self.loads: list[Load] = [n for i in sorted(nodes) if isinstance(n := nodes[i], Load)]
        self.load_index = {load.id: k for k, load in enumerate(self.loads)}
        self.above: list[list[tuple[int, int]]] = [[] for _ in order]
        self.cords: list[list[tuple[int, int]]] = [[] for _ in self.loads]
        self.below: list[list[int]] = [[] for _ in order]
        self.giver = [self.index[f.a] for f in self.feeds]
        self.taker: list[int] = []
        for k, feed in enumerate(self.feeds):
            a = self.index[feed.a]
            self.below[a].append(k)
            if feed.b in self.index:
                b = self.index[feed.b]
                self.above[b].append((k, a))
                self.taker.append(b)
            else:
                b = self.load_index[feed.b]
                self.cords[b].append((k, a))
                self.taker.append(-1 - b)
        self.whole: list[int] = []  # live cables of each load with nothing failed
        self.normal = self._settle()
        self.whole = self.normal[1].cables

    def _settle(self) -> tuple[Situation, Flow]:
        generators = {i for i, f in enumerate(self.feeders) if f.source == "standby"}
        situation = Situation(running=set(generators))
        flow = self.solve(situation, None, range(len(self.feeders)))
        while True:
            idle = situation.running - {i for i in generators if flow.out_kw[i] > 0.0}
            moved = self.misplaced(situation, flow)
            if moved:
                situation.alternate ^= moved
            elif idle:
                situation.running -= idle
            else:
                break
            flow = self.solve(situation, None, range(len(self.feeders)))
        return situation, flow

    def misplaced(self, situation: Situation, flow: Flow) -> set[int]:
        """Transfer switches that stand on the wrong input: the preferred is taken wherever it lives."""
        found = set()
        for i, feeder in enumerate(self.feeders):
            if feeder.transfers and feeder.id not in self.in_loop:
                preferred, other = self.inputs_of(i, flow, situation)
                wanted = not preferred and other
                if wanted != (i in situation.alternate):
                    found.add(i)
        return found

    def inputs_of(self, i: int, flow: Flow, situation: Situation) -> tuple[bool, bool]:
        """Whether a transfer switch has power at its preferred and at its alternate input."""
        found = [False, False]
        for k, a in self.above[i]:
            if flow.level[a] >= ON_GENERATOR and situation.cut.get(k, 0) < self.feeds[k].cables:
                found[self.feeds[k].alternate] = True
        return found[0], found[1]

    def solve(self, situation: Situation, base: Flow | None, elements: Iterable[int], cut: Iterable[int] = ()) -> Flow:
        """The flow of a situation.

        Parameters
        ----------
        situation : Situation
        base : Flow or None
            A flow of the same chain to start from; None = from scratch, with every element named.
        elements : iterable of int
            Elements of which the situation says something else than in `base`.
        cut : iterable of int
            Feeds of which it does; and -1 - load for a load.
        """
        n, m = len(self.feeders), len(self.loads)
        if base is None:
            level = [DEAD] * n
            used: list[Inputs] = [()] * n
            flow, out, into = [0.0] * len(self.feeds), [0.0] * n, [0.0] * n
            states, cables, drawn = [LOST] * m, [0] * m, [0.0] * m
            loads = set(range(m))
            dirty = set(range(n))
        else:
            level, used = base.level.copy(), base.used.copy()
            flow, out, into = base.flow_kw.copy(), base.out_kw.copy(), base.in_kw.copy()
            states, cables, drawn = base.states.copy(), base.cables.copy(), base.drawn_kw.copy()
            loads, dirty = set[int](), set[int]()
        feeds = set[int]()
        ahead = set(elements)
        for k in cut:
            if k < 0:
                loads.add(-1 - k)
            elif self.taker[k] >= 0:
                ahead.add(self.taker[k])
            else:
                loads.add(-1 - self.taker[k])
        heap = list(ahead)
        heapify(heap)
        queued = set(heap)
        while heap:  # downwards: who lives, over which inputs
            i = heappop(heap)
            now, inputs = self._inputs(i, situation, level)
            if now == level[i] and inputs == used[i] and base is not None:
                continue
            if inputs != used[i]:
                keep = {k for k, _, _ in inputs}
                for k, a, _ in used[i]:
                    if k not in keep and flow[k]:
                        flow[k] = 0.0
                        feeds.add(k)
                        dirty.add(a)
            dirty.add(i)
            if now != level[i] or base is None:
                for k in self.below[i]:
                    j = self.taker[k]
                    if j < 0:
                        loads.add(-1 - j)
                    elif j not in queued:
                        queued.add(j)
                        heappush(heap, j)
            level[i], used[i] = now, inputs
        for j in sorted(loads):
            self._load(j, situation, level, states, cables, drawn, flow, feeds, dirty)
        heap = [-i for i in dirty]
        heapify(heap)
        while heap:  # upwards: what each gives and takes
            i = -heappop(heap)
            given = 0.0
            for k in self.below[i]:
                given += flow[k]
            out[i] = given
            feeder = self.feeders[i]
            into[i] = given + loss_kw(given, feeder.curve, feeder.curve_kw) if given else 0.0
            for k, a, share in used[i]:
                part = into[i] * share
                if part != flow[k]:
                    flow[k] = part
                    feeds.add(k)
                    if a not in dirty:
                        dirty.add(a)
                        heappush(heap, -a)
        return Flow(level, used, flow, out, into, states, cables, drawn, queued, dirty, feeds, loads)

    def _inputs(self, i: int, situation: Situation, level: Sequence[int]) -> tuple[int, Inputs]:
        """How an element is supplied, and the inputs it takes with their shares."""
        feeder = self.feeders[i]
        if i in situation.dead or feeder.id in self.in_loop:
            return DEAD, ()
        if feeder.source:
            if feeder.source == "utility":
                return ON_UTILITY, ()
            return (ON_GENERATOR if i in situation.running else STANDING_BY), ()
        feeds, cut = self.feeds, situation.cut
        here = [(k, a) for k, a in self.above[i] if cut.get(k, 0) < feeds[k].cables] if cut else self.above[i]
        best = max((level[a] for _, a in here), default=DEAD)
        if feeder.transfers:
            here = [x for x in here if feeds[x[0]].alternate == (i in situation.alternate)]
            best_here = max((level[a] for _, a in here), default=DEAD)
            best = best_here if best_here >= ON_GENERATOR else min(best, STANDING_BY)
        if best < ON_GENERATOR:
            return (ON_UTILITY, ()) if i in situation.stored else (best, ())
        if feeder.transfers:
            here = [(k, a) for k, a in here if level[a] >= ON_GENERATOR]
        else:
            here = [(k, a) for k, a in here if level[a] == best]
        now = ON_UTILITY if feeder.converts else best  # behind a converter it does not matter what feeds it
        if len(here) == 1:
            ((k, a),) = here
            return now, ((k, a, 1.0),)
        weights = [feeds[k].weight * (feeds[k].cables - cut.get(k, 0)) / feeds[k].cables for k, _ in here]
        total = sum(weights)
        return now, tuple((k, a, w / total) for (k, a), w in zip(here, weights, strict=True))

    def _load(
        self,
        j: int,
        situation: Situation,
        level: Sequence[int],
        states: list[int],
        cables: list[int],
        drawn: list[float],
        flow: list[float],
        feeds: set[int],
        dirty: set[int],
    ) -> None:
        """State of a load and what it draws over each cord."""
        load = self.loads[j]
        count = connected = 0
        alive: list[tuple[int, int, float]] = []
        total = 0.0
        for k, a in self.cords[j]:
            feed = self.feeds[k]
            connected += feed.cables
            left = feed.cables - situation.cut.get(k, 0)
            if left > 0 and level[a] >= ON_GENERATOR:
                weight = feed.weight * left / feed.cables
                alive.append((k, a, weight))
                total += weight
                count += left
        state, draws = load_state(load, count, connected, self.whole[j] if self.whole else count)
        if j in situation.off:
            state, draws = LOST, 0.0
        states[j], cables[j], drawn[j] = state, count, draws
        parts = {k: (draws * w / total) for k, _, w in alive} if draws else {}
        for k, a in self.cords[j]:
            part = parts.get(k, 0.0)
            if part != flow[k]:
                flow[k] = part
                feeds.add(k)
                dirty.add(a)
