"""What a failure leads to, step by step in time: transfers, batteries, generator starts, trips, until nothing moves.

The rules of the game stand in docs/engines/power.md, so that another program can be written from them.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hallwright.engines.power.chain import DEAD, ON_UTILITY, Chain, Flow, Situation
from hallwright.engines.power.loading import ABOVE, Excess, Key, Loading
from hallwright.engines.power.reactions import HOLD_UP_S, trip_s
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED
from hallwright.engines.power.ride import Store
from hallwright.errors import DidNotConverge

SAME = 1e-9  # relative: things this close in time happen together
ROUNDS_MAX = 100_000
ENDINGS = ("tripped", "shut down", "battery empty", "battery too small")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens.

    Attributes
    ----------
    at_s : float
        Since the failure [s].
    what : str
        failed, on battery, transferred, transferred back, started, to static bypass, or one of `ENDINGS`.
    id, end : str
        Element, or link with the thing at the end of the cable.
    value, limit : float or None
        Load and rating of what opens.
    unit : str
    """

    at_s: float
    what: str
    id: str
    end: str = ""
    value: float | None = None
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Overload:
    """An element, bank or cable beyond what it may carry without pause.

    Attributes
    ----------
    id, end : str
        Element, or link with the thing at the end of the cable.
    what : str
        power, current, bank, cable.
    value, limit : float
    unit : str
    at_s : float
        When it was first so, with all transfers and starts done [s].
    """

    id: str
    end: str
    what: str
    value: float
    limit: float
    unit: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Ride:
    """A UPS on its battery.

    Attributes
    ----------
    ups : str
    load_kw : float
        Taken from the battery as it begins, losses of the UPS included [kW].
    lasts_s : float or None
        How long the battery carries that [s]; None = its energy is not known.
    needed_s : float or None
        How long it had to [s]; None = its input did not come back.
    """

    ups: str
    load_kw: float
    lasts_s: float | None
    needed_s: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a failure has done when nothing moves any more.

    Attributes
    ----------
    units : tuple of str
        What failed together.
    lost, throttled, one_side : tuple of str
        Loads without power, slowed, and fed in full over fewer cables than normally; sorted.
    interrupted : tuple of str
        Loads that have power in the end but were without it longer than power supplies hold up.
    dead : tuple of str
        Elements that no source reaches any more, the failed ones included.
    overloads : tuple of Overload
    events : tuple of Event
        In order of time.
    rides : tuple of Ride
    end : Flow or None
        The flow in the end; not kept where many failures are gone through.
    """

    units: tuple[str, ...]
    lost: tuple[str, ...]
    throttled: tuple[str, ...]
    one_side: tuple[str, ...]
    interrupted: tuple[str, ...]
    dead: tuple[str, ...]
    overloads: tuple[Overload, ...]
    events: tuple[Event, ...]
    rides: tuple[Ride, ...]
    end: Flow | None

    @property
    def flow(self) -> Flow:
        """The flow in the end, of a failure asked for by itself."""
        assert self.end is not None
        return self.end

    @property
    def unknown(self) -> tuple[str, ...]:
        """UPSs that had to carry until power came back while nobody knows how long they can."""
        return tuple(sorted({r.ups for r in self.rides if r.lasts_s is None and r.needed_s is not None}))

    @property
    def trips(self) -> tuple[Event, ...]:
        """What opened, shut down or ran empty on the way."""
        return tuple(e for e in self.events if e.what in ENDINGS)


@dataclass
class Stage:
    """What all failures of a hall start from.

    Attributes
    ----------
    called_by : dict of int to list of int
        Generators by the nearest elements below them that run on the grid: they start when that is lost.
    excess : dict of Key to Excess
        What is beyond a limit or a rating with nothing failed.
    storing : set of int
        UPSs whose battery can take over.
    harmed, dead : set of int
        Loads that are lost or throttled, and elements without a source, with nothing failed.
    """

    chain: Chain
    loading: Loading
    called_by: dict[int, list[int]] = field(default_factory=dict)
    excess: dict[Key, Excess] = field(default_factory=dict)
    storing: set[int] = field(default_factory=set)
    harmed: set[int] = field(default_factory=set)
    dead: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        situation, flow = self.chain.normal
        for i, feeder in enumerate(self.chain.feeders):
            if feeder.source == "standby":
                for j in sorted(self._calls(i, flow)):
                    self.called_by.setdefault(j, []).append(i)
            if feeder.id in self.loading.reactions.ups_kw and flow.used[i]:
                self.storing.add(i)
        self.harmed = {j for j, state in enumerate(flow.states) if state in (THROTTLED, LOST)}
        self.dead = {i for i, level in enumerate(flow.level) if level == DEAD}
        everything = range(len(self.chain.feeders)), range(len(self.chain.feeds))
        self.excess.update(found_in(self.loading, flow, situation, *everything))

    def _calls(self, i: int, flow: Flow) -> Iterator[int]:
        chain = self.chain
        todo, seen = [i], {i}
        while todo:
            for k in chain.below[todo.pop()]:
                j = chain.taker[k]
                if j >= 0 and j not in seen:
                    seen.add(j)
                    if any(flow.level[a] == ON_UTILITY for _, a, _ in flow.used[j]):
                        yield j
                    else:
                        todo.append(j)


def found_in(
    loading: Loading, flow: Flow, situation: Situation, elements: Iterable[int], feeds: Iterable[int]
) -> Iterator[tuple[Key, Excess]]:
    """What of these is beyond a limit or a rating."""
    for i in elements:
        for one in loading.of_element(i, flow, situation):
            yield one.key, one
    for k in feeds:
        for one in loading.of_feed(k, flow, situation):
            yield one.key, one


class Cascade:
    """One failure, run to its end.

    Parameters
    ----------
    stage : Stage
    units : tuple of str
        What fails, for the record.
    elements, loads, feeds : set of int
        Elements and loads that fail, feeds that are opened whole.
    batteries : frozenset of str
        Batteries that fail.
    """

    def __init__(
        self,
        stage: Stage,
        units: tuple[str, ...],
        elements: set[int],
        loads: set[int],
        feeds: set[int],
        batteries: frozenset[str],
    ) -> None:
        self.stage, self.chain, self.react = stage, stage.chain, stage.loading.reactions
        self.units, self.batteries_out = units, batteries
        normal, self.flow = self.chain.normal
        self.situation = Situation(
            dead=set(elements),
            off=set(loads),
            cut={k: self.chain.feeds[k].cables for k in feeds},
            running=normal.running - elements,
            alternate=set(normal.alternate),
            stored=stage.storing - elements,
        )
        self.changed = set(elements)
        self.cut = {*feeds, *(-1 - j for j in loads)}
        self.seen: set[int] = set()  # elements looked at since the last reaction
        self.now = 0.0
        self.events = [Event(0.0, "failed", i) for i in units]
        self.excess = dict(stage.excess)
        self.opening: dict[Key, tuple[float, float]] = {}  # what is beyond its rating: how far, and when it opens
        self.starting: dict[int, float] = {}  # generators, and when they carry
        self.moving: dict[int, float] = {}  # transfer switches, and when they arrive at the alternate
        self.stores: dict[int, Store] = {}  # what is left for UPSs that are or were on battery
        self.riding: dict[int, int] = {}  # UPSs on battery, and which ride it is
        self.rides: list[Ride] = []
        self.began_s: list[float] = []
        self.overloads: dict[Key, Overload] = {}
        self.dark: dict[int, float] = {}  # loads without power, and since when
        self.interrupted: set[int] = set()
        self.elements: set[int] = set()  # ever solved again
        self.loads: set[int] = set()

    def run(self) -> Outcome:
        """To the end."""
        for _ in range(ROUNDS_MAX):
            self._solve()
            if self._react():
                continue
            if not (self.starting or self.moving):
                if self._drop_unknown():
                    continue
                self._note_overloads()
            if not self._advance():
                return self._outcome()
        raise DidNotConverge("The failure analysis did not come to an end.", place=", ".join(self.units)[:200])

    # --- one instant ----------------------------------------------------------------------------------------------

    def _solve(self) -> None:
        """The flow of this instant."""
        if self.changed or self.cut:
            self.flow = self.chain.solve(self.situation, self.flow, self.changed, self.cut)
            self.changed, self.cut = set(), set()
            self.seen |= self.flow.seen
            self.elements |= self.flow.elements
            self.loads |= self.flow.loads
            self._read_excess()
            self._read_loads()

    def _read_excess(self) -> None:
        flow = self.flow
        if self.excess:
            again = flow.elements
            self.excess = {
                key: one
                for key, one in self.excess.items()
                if (key[1] not in flow.feeds if key[0] == "cable" else key[1] not in again)
            }
        self.excess.update(found_in(self.stage.loading, flow, self.situation, flow.elements, flow.feeds))

    def _read_loads(self) -> None:
        normal = self.chain.normal[1].states
        for j in self.flow.loads:
            if self.flow.states[j] == LOST:
                if normal[j] != LOST:
                    self.dark.setdefault(j, self.now)
            elif j in self.dark and self.now - self.dark.pop(j) > HOLD_UP_S * ABOVE:
                self.interrupted.add(j)

    def _react(self) -> bool:
        """Transfer switches, generators and batteries answer to what they see; whether the flow has to be solved."""
        seen, self.seen = sorted(self.seen), set()
        for i in seen:
            if i in self.situation.dead:
                continue
            feeder = self.chain.feeders[i]
            if feeder.transfers:
                self._switch(i)
            if i in self.situation.stored:
                self._battery(i)
            for g in self.stage.called_by.get(i, ()):
                self._call(g, i)
        return bool(self.changed)

    def _switch(self, i: int) -> None:
        id = self.chain.feeders[i].id
        preferred, alternate = self.chain.inputs_of(i, self.flow, self.situation)
        if i in self.situation.alternate:
            if preferred:
                self.situation.alternate.discard(i)
                self.changed.add(i)
                self.events.append(Event(self.now, "transferred back", id))
        elif preferred or not alternate:
            self.moving.pop(i, None)
        elif i not in self.moving:
            self.moving[i] = self.now + self.react.transfer_s.get(id, 0.0)

    def _battery(self, i: int) -> None:
        on = not self.flow.used[i]
        if on == (i in self.riding):
            return
        if not on:
            n = self.riding.pop(i)
            ride = self.rides[n]
            self.rides[n] = Ride(ride.ups, ride.load_kw, ride.lasts_s, self.now - self.began_s[n])
            return
        id, taken = self.chain.feeders[i].id, self.flow.in_kw[i]
        store = self.stores.get(i) or self.react.store(id, self.batteries_out)
        self.stores[i] = store
        lasts_s = None if store.energy_kws is None else store.energy_kws / taken if taken else math.inf
        if store.rated_kw is not None and taken > store.rated_kw * ABOVE:
            self._end(i, Event(self.now, "battery too small", id, "", taken, store.rated_kw, "kW"))
        elif lasts_s == 0.0:
            self._end(i, Event(self.now, "battery empty", id))
        else:
            self.riding[i] = len(self.rides)
            self.rides.append(Ride(id, taken, lasts_s, None))
            self.began_s.append(self.now)
            self.events.append(Event(self.now, "on battery", id))

    def _call(self, generator: int, i: int) -> None:
        """Start a generator when an element below it has no input left that runs on the grid."""
        situation, feeds = self.situation, self.chain.feeds
        if generator in situation.dead or generator in situation.running or generator in self.starting:
            return
        for k, a in self.chain.above[i]:
            if self.flow.level[a] == ON_UTILITY and situation.cut.get(k, 0) < feeds[k].cables:
                return
        self.starting[generator] = self.now + self.react.start_s.get(self.chain.feeders[generator].id, 0.0)

    def _drop_unknown(self) -> bool:
        """A battery of unknown energy is taken to carry until everything that starts has started, and no longer."""
        found = [i for i, n in self.riding.items() if self.rides[n].lasts_s is None]
        for i in found:
            del self.riding[i]
            self.situation.stored.discard(i)
            self.changed.add(i)
        return bool(found)

    def _note_overloads(self) -> None:
        for key, one in self.excess.items():
            if one.over_limit and one.limit is not None:
                known = self.overloads.get(key)
                value, at_s = (one.value, self.now) if known is None else (max(known.value, one.value), known.at_s)
                self.overloads[key] = Overload(one.id, one.end, key[0], value, one.limit, one.unit, at_s)

    # --- from one instant to the next -----------------------------------------------------------------------------

    def _advance(self) -> bool:
        """Go on to the next thing that happens and let it happen; False when there is none."""
        over = {key: one for key, one in self.excess.items() if one.over_rating}
        for key in self.opening.keys() - over.keys():
            del self.opening[key]
        for key, one in over.items():
            assert one.rating is not None
            ratio = one.value / one.rating if one.rating else math.inf
            known = self.opening.get(key)
            if known is None or abs(known[0] - ratio) > SAME * ratio:
                self.opening[key] = ratio, self.now + trip_s(ratio)
        empty = {i: self.now + self._left_s(i) for i in self.riding}
        times = (self.starting, self.moving, empty)
        due = [t for one in times for t in one.values()] + [t for _, t in self.opening.values()]
        then = min(due, default=math.inf)
        if then == math.inf:
            return False
        for i in self.riding:
            store = self.stores[i]
            if store.energy_kws is not None:
                left = max(store.energy_kws - self.flow.in_kw[i] * (then - self.now), 0.0)
                self.stores[i] = Store(left, store.rated_kw)
        self.now = then
        limit = then + SAME * max(then, 1.0)
        for group, happen in ((self.starting, self._start), (self.moving, self._arrive), (empty, self._run_empty)):
            found = sorted(i for i, t in group.items() if t <= limit)
            if found:
                for i in found:
                    happen(i)
                return True
        for key in sorted(k for k, (_, t) in self.opening.items() if t <= limit):
            self._open(key, over[key])
        return True

    def _left_s(self, i: int) -> float:
        energy, taken = self.stores[i].energy_kws, self.flow.in_kw[i]
        return math.inf if energy is None or not taken else energy / taken

    def _start(self, i: int) -> None:
        del self.starting[i]
        self.situation.running.add(i)
        self.changed.add(i)
        self.events.append(Event(self.now, "started", self.chain.feeders[i].id))

    def _arrive(self, i: int) -> None:
        del self.moving[i]
        self.situation.alternate.add(i)
        self.changed.add(i)
        self.events.append(Event(self.now, "transferred", self.chain.feeders[i].id))

    def _run_empty(self, i: int) -> None:
        self._end(i, Event(self.now, "battery empty", self.chain.feeders[i].id))

    def _end(self, i: int, event: Event) -> None:
        """An element goes off for good."""
        self.events.append(event)
        self.situation.dead.add(i)
        self.situation.stored.discard(i)
        for group in (self.riding, self.starting, self.moving):
            group.pop(i, None)
        self.changed.add(i)

    def _open(self, key: Key, one: Excess) -> None:
        what, i, bank = key
        event = Event(self.now, one.then, one.id, one.end, one.value, one.rating, one.unit)
        del self.opening[key]
        if one.then == "to static bypass":
            self.events.append(event)
            self.situation.bypassed.add(i)
            self.situation.stored.discard(i)
            del self.excess[key]
            self.excess.update(found_in(self.stage.loading, self.flow, self.situation, (i,), ()))
        elif what == "cable":
            self.events.append(event)
            self.situation.cut[i] = self.chain.feeds[i].cables
            self.cut.add(i)
        elif what == "bank":
            self.events.append(event)
            self._open_bank(i, bank)
        elif i not in self.situation.dead:
            self._end(i, event)

    def _open_bank(self, i: int, bank: int) -> None:
        """The cords in the outlets of a bank go dead."""
        banks = self.chain.feeders[i].banks
        assert banks is not None
        self.situation.open_banks.add((i, bank))
        for k in self.chain.below[i]:
            feed = self.chain.feeds[k]
            here = sum(1 for outlet in range(feed.first, feed.first + feed.cables) if banks.of(outlet) == bank)
            if here:
                self.situation.cut[k] = min(self.situation.cut.get(k, 0) + here, feed.cables)
                self.cut.add(k)

    # --- the end --------------------------------------------------------------------------------------------------

    def _outcome(self) -> Outcome:
        chain, flow = self.chain, self.flow
        by_state: dict[int, list[str]] = {LOST: [], THROTTLED: [], ONE_SIDE: [], OK: []}
        for j in self.loads | self.stage.harmed:
            by_state[flow.states[j]].append(chain.loads[j].id)
        return Outcome(
            self.units,
            tuple(sorted(by_state[LOST])),
            tuple(sorted(by_state[THROTTLED])),
            tuple(sorted(by_state[ONE_SIDE])),
            tuple(sorted(chain.loads[j].id for j in self.interrupted if flow.states[j] != LOST)),
            tuple(sorted(chain.feeders[i].id for i in self.elements | self.stage.dead if flow.level[i] == DEAD)),
            tuple(self.overloads[key] for key in sorted(self.overloads)),
            tuple(self.events),
            tuple(self.rides),
            flow,
        )
