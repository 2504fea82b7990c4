"""Every single failure of the whole chain in one sweep: compiled loops over flat arrays.

The verdict is that of the live engine: the steady end of each failure, after every transfer and before anything opens.
Nothing is superposed or bounded. What one failure touches (the elements that lose their feed, the loads on them, and
whatever carries these loads before and after) is solved exactly, losses included, and put back; all else is as it is
with nothing failed. After an edit only those failures are swept again that touch what the edit changed.

`numba` compiles on the first call, once for each machine; nothing imports this module on the way to the window.
"""
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, allow-untyped-decorators

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from hallwright.engines.power.chain import Chain
from hallwright.engines.power.formulas import current_a
from hallwright.engines.power.loading import ABOVE, phased_elements

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
NO_LIMIT = np.inf
WORTH_A_THREAD = 2000  # failures from which on a second thread pays
NOTHING = 1e-9  # stands for a limit of nothing, so that a load over it is a number
UTILITY, STANDBY = 1, 2  # kinds of source
OF_LOADS = ("demand_kw", "inlets", "supplies", "required", "minimum", "supply_kw")
OF_FEEDS = ("giver", "cables", "weight", "alternate", "feed_limit_kw")


class Arrays(NamedTuple):
    """The chain as flat arrays; feeders in an order in which each stands before what it feeds.

    Attributes
    ----------
    giver, taker : ndarray of int32, shape (feeds,)
        Feeder, and feeder or -1 - load.
    cables, weight, alternate, feed_limit_kw : ndarray, shape (feeds,)
        Limit of one cable [kW].
    source, converts, transfers, looped : ndarray of int8, shape (feeders,)
    out_limit_kw, in_limit_kw : ndarray, shape (feeders,)
        What it may give, and take without pause [kW].
    curve_at : ndarray of int32, shape (feeders + 1,)
        Where the points of its efficiency curve begin in `curve_x` (as a power [kW]) and `curve_y`.
    many, demand_kw, inlets, supplies, required, minimum, supply_kw : ndarray, shape (loads,)
        Loads that are alike and hang alike on the same feeders stand as one; feeds of theirs are those of one.
    bank_at : ndarray of int32, shape (feeders + 1,)
        Where the entries of its banks begin in `bank_feed`, `bank_of`, `bank_part` (share of the bank's limit that
        1 kW through the feed takes).
    """

    giver: Ints
    taker: Ints
    cables: Ints
    weight: Floats
    alternate: NDArray[np.int8]
    feed_limit_kw: Floats
    source: NDArray[np.int8]
    converts: NDArray[np.int8]
    transfers: NDArray[np.int8]
    looped: NDArray[np.int8]
    out_limit_kw: Floats
    in_limit_kw: Floats
    curve_at: Ints
    curve_x: Floats
    curve_y: Floats
    many: Ints
    demand_kw: Floats
    inlets: Ints
    supplies: Ints
    required: Ints
    minimum: Ints
    supply_kw: Floats
    bank_at: Ints
    bank_feed: Ints
    bank_of: Ints
    bank_part: Floats

    def refed(self, feed: int, giver: int) -> "Arrays":
        """The arrays with one feed hung on another feeder, which must stand before what it feeds."""
        changed = self.giver.copy()
        changed[feed] = giver
        return self._replace(giver=changed)

    def parted(self, load: int) -> "Arrays":
        """The arrays with one of several loads that stand as one on its own, as the last load with the last feeds."""
        if self.many[load] == 1:
            return self
        mine = np.flatnonzero(self.taker == -1 - load)
        last = np.full(len(mine), -1 - len(self.many), np.int32)
        many = np.append(self.many, np.int32(1))
        many[load] -= 1
        found = {name: np.append(value, value[load]) for name, value in self._asdict().items() if name in OF_LOADS}
        found |= {name: np.append(value, value[mine]) for name, value in self._asdict().items() if name in OF_FEEDS}
        return self._replace(**found, many=many, taker=np.append(self.taker, last))


def arrays(chain: Chain, power_factor: float) -> Arrays:
    """The arrays of a chain.

    Currents are balanced: an element with loads of stated phase has its limit lowered by the imbalance it has now.
    """
    feeders, feeds = chain.feeders, chain.feeds
    kept, loads, many = _alike(chain)
    place = {k: at for at, k in enumerate(kept)}  # of a feed
    new = {j: at for at, j in enumerate(loads)}  # of a load
    curve_at, xs, ys = [0], list[float](), list[float]()
    bank_at, bank_feed, bank_of, bank_part = [0], list[int](), list[int](), list[float]()
    in_limit = []
    phased = phased_elements(chain)
    for i, feeder in enumerate(feeders):
        if feeder.curve is not None and feeder.curve_kw:
            xs += [x * feeder.curve_kw for x, _ in feeder.curve]
            ys += [y for _, y in feeder.curve]
        curve_at.append(len(xs))
        each = current_a(1.0, feeder.in_v, feeder.in_phases, power_factor)
        in_limit.append(max(feeder.limit_a / each, NOTHING) if feeder.limit_a is not None and each else NO_LIMIT)
        if feeder.banks is not None and i not in phased:
            for k in (k for k in chain.below[i] if k in place):
                feed = feeds[k]
                amps = current_a(1.0 / feed.cables, feed.voltage_v, feed.phases, power_factor)
                by_bank: dict[int, int] = {}
                for outlet in range(feed.first, feed.first + feed.cables):
                    bank = feeder.banks.of(outlet)
                    by_bank[bank] = by_bank.get(bank, 0) + 1
                for bank, cables in sorted(by_bank.items()):
                    bank_feed.append(place[k])
                    bank_of.append(bank)
                    bank_part.append(amps * cables / max(feeder.banks.limit_a, NOTHING))
        bank_at.append(len(bank_feed))
    feed_limit = []
    for feed in (feeds[k] for k in kept):
        each = current_a(1.0 / feed.cables, feed.voltage_v, feed.phases, power_factor)
        feed_limit.append(feed.limit_a / each if feed.limit_a is not None and each else NO_LIMIT)

    def ints(values: Sequence[int]) -> Ints:
        return np.array(values, np.int32)

    def flags(values: Sequence[bool | int]) -> NDArray[np.int8]:
        return np.array(values, np.int8)

    return Arrays(
        ints([chain.giver[k] for k in kept]),
        ints([t if (t := chain.taker[k]) >= 0 else -1 - new[-1 - t] for k in kept]),
        ints([feeds[k].cables for k in kept]),
        np.array([feeds[k].weight for k in kept], np.float64),
        flags([feeds[k].alternate for k in kept]),
        np.array(feed_limit, np.float64),
        flags([{"": 0, "utility": UTILITY, "standby": STANDBY}[f.source] for f in feeders]),
        flags([f.converts for f in feeders]),
        flags([f.transfers for f in feeders]),
        flags([f.id in chain.in_loop for f in feeders]),
        np.array([NO_LIMIT if f.rated_kw is None else f.rated_kw for f in feeders], np.float64),
        np.array(in_limit, np.float64),
        ints(curve_at),
        np.array(xs, np.float64),
        np.array(ys, np.float64),
        ints(many),
        np.array([chain.loads[j].demand_kw or 0.0 for j in loads], np.float64),
        ints([chain.loads[j].inlets for j in loads]),
        ints([chain.loads[j].supplies for j in loads]),
        ints([chain.loads[j].required for j in loads]),
        ints([chain.loads[j].minimum for j in loads]),
        np.array([chain.loads[j].supply_kw or 0.0 for j in loads], np.float64),
        ints(bank_at),
        ints(bank_feed),
        ints(bank_of),
        np.array(bank_part, np.float64),
    )


def _alike(chain: Chain) -> tuple[list[int], list[int], list[int]]:
    """Feeds and loads that stand for all that are alike, and how many loads each stands for.

    Loads below a rack PDU with banks stand for themselves: their outlets differ.
    """
    feeds = [k for k, taker in enumerate(chain.taker) if taker >= 0]
    first: dict[tuple[object, ...], int] = {}
    loads: list[int] = []
    many: list[int] = []
    for j, load in enumerate(chain.loads):
        hung = tuple(
            (a, f.cables, f.weight, f.limit_a, f.voltage_v, f.phases, f.phase)
            for k, a in chain.cords[j]
            for f in (chain.feeds[k],)
        )
        alone = j if any(chain.feeders[a].banks is not None for _, a in chain.cords[j]) else -1
        rule = (load.demand_kw, load.inlets, load.supplies, load.required, load.minimum, load.supply_kw)
        at = first.setdefault((hung, rule, alone), len(loads))
        if at < len(loads):
            many[at] += 1
            continue
        loads.append(j)
        many.append(1)
        feeds += [k for k, _ in chain.cords[j]]
    return sorted(feeds), loads, many


class Base(NamedTuple):
    """The hall with nothing failed, and who hangs on what: positions of feeds in `*_at`, feeds in the other.

    `depth` counts the feeders above each on the longest way: solved in that order, each stands after all it depends on.
    """

    above_at: Ints
    above: Ints
    cords_at: Ints
    cords: Ints
    below_at: Ints
    below: Ints
    level: NDArray[np.int8]
    share: Floats
    flow: Floats
    out: Floats
    into: Floats
    states: NDArray[np.int8]
    live: Ints
    depth: Ints


@dataclass
class Sweep:
    """What every single failure does, by feeder.

    Attributes
    ----------
    lost, throttled, one_side : ndarray of int32, shape (feeders,)
        Loads that the failure brings into that state.
    over : ndarray of int32, shape (feeders,)
        Elements, cables and banks beyond their limit that are within it with nothing failed.
    worst, worst_at : ndarray, shape (feeders,)
        The largest load over limit of what the failure touches, and the feeder (-1 - feed for a cable).
    """

    given: Arrays
    base: Base
    lost: Ints
    throttled: Ints
    one_side: Ints
    over: Ints
    worst: Floats
    worst_at: Ints
    _start: NDArray[np.int64]
    _count: NDArray[np.int64]
    _pool: Ints
    _used: int


def sweep(given: Arrays) -> Sweep:
    """Every single failure, from scratch."""
    n = len(given.source)
    base = _base(given, *_by(given.taker, n), *_by(-1 - given.taker, len(given.many)))
    return _swept(given, base, np.arange(n, dtype=np.int32), _empty(n))


def again(previous: Sweep, given: Arrays, feeds: Ints) -> Sweep:
    """Every single failure after some feeds were hung elsewhere; the same as `sweep` of these arrays.

    Parameters
    ----------
    previous : Sweep
    given : Arrays
        As before except for the givers of `feeds`.
    feeds : ndarray of int32
    """
    old = previous.base
    if given.taker is previous.given.taker:
        index = old.above_at, old.above, old.cords_at, old.cords
    else:
        index = *_by(given.taker, len(given.source)), *_by(-1 - given.taker, len(given.many))
    base = _base(given, *index)
    affected = _affected(given, previous.given.giver, previous.base, base, feeds, previous._start, previous._count,
                         previous._pool)  # fmt: skip
    kept: Kept = (
        previous.lost.copy(),
        previous.throttled.copy(),
        previous.one_side.copy(),
        previous.over.copy(),
        previous.worst.copy(),
        previous.worst_at.copy(),
        previous._start.copy(),
        previous._count.copy(),
        previous._pool[: previous._used],
        previous._used,
    )
    return _swept(given, base, affected, kept)


Kept = tuple[Ints, Ints, Ints, Ints, Floats, Ints, NDArray[np.int64], NDArray[np.int64], Ints, int]


def _empty(n: int) -> Kept:
    zeros = [np.zeros(n, np.int32) for _ in range(4)]
    places = [np.zeros(n, np.int64) for _ in range(2)]
    return (
        *(zeros[0], zeros[1], zeros[2], zeros[3]),
        np.zeros(n),
        np.full(n, -1, np.int32),
        *(places[0], places[1]),
        np.empty(64 * n + 1024, np.int32),
        0,
    )


def _swept(given: Arrays, base: Base, failures: Ints, kept: Kept) -> Sweep:
    lost, throttled, one_side, over, worst, worst_at, start, count, pool, used = kept
    found = lost, throttled, one_side, over, worst, worst_at, start, count  # of each failure, at its own place
    if len(failures) < WORTH_A_THREAD:
        pool, used = _run(given, base, failures, *found, pool, used)
    else:
        mine, others = failures[::2], failures[1::2]
        with ThreadPoolExecutor(1) as threads:  # compiled code holds no lock
            beside = threads.submit(_run, given, base, others, *found, np.empty(len(pool), np.int32), 0)
            pool, used = _run(given, base, mine, *found, pool, used)
            more, size = beside.result()
        start[others] += used
        pool, used = np.concatenate((pool[:used], more[:size])), used + size
    return Sweep(given, base, lost, throttled, one_side, over, worst, worst_at, start, count, pool, used)


compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")


# --- compiled ---------------------------------------------------------------------------------------------------------


@compiled
def _by(keys, n):
    """Positions in `keys` of each key 0 … n - 1, in order."""
    at = np.zeros(n + 1, np.int32)
    for key in keys:
        if key >= 0:
            at[key + 1] += 1
    for i in range(n):
        at[i + 1] += at[i]
    found = np.empty(at[n], np.int32)
    fill = at[:n].copy()
    for i in range(len(keys)):
        if keys[i] >= 0:
            found[fill[keys[i]]] = i
            fill[keys[i]] += 1
    return at, found


@inlined
def _taken(curve_at, curve_x, curve_y, i, out):
    """What a live feeder takes to give `out` [kW]."""
    begin, end = curve_at[i], curve_at[i + 1]
    if begin == end or out <= 0.0:
        return out
    if out <= curve_x[begin]:
        return out / curve_y[begin]
    for p in range(begin + 1, end):
        if out <= curve_x[p]:
            x0, y0 = curve_x[p - 1], curve_y[p - 1]
            return out / (y0 + (curve_y[p] - y0) * (out - x0) / (curve_x[p] - x0))
    return out / curve_y[end - 1]


@inlined
def _supply(source, converts, transfers, looped, giver, weight, alternate, above_at, above, i, level, share):
    """How a feeder is supplied; sets the shares of its inputs."""
    if looped[i]:
        for p in range(above_at[i], above_at[i + 1]):
            share[above[p]] = 0.0
        return 0
    if source[i] == UTILITY:
        return 2
    if source[i] == STANDBY:
        return 1
    if above_at[i + 1] == above_at[i] + 1:  # the usual case: it takes all from there
        k = above[above_at[i]]
        best = level[giver[k]]
        share[k] = 1.0 if best > 0 else 0.0
        return 2 if best > 0 and converts[i] else best
    best = 0
    preferred = False
    for p in range(above_at[i], above_at[i + 1]):
        k = above[p]
        at = level[giver[k]]
        if transfers[i]:
            if at > 0 and not alternate[k]:
                preferred = True
        elif at > best:
            best = at
    total = 0.0
    first = 0
    for p in range(above_at[i], above_at[i + 1]):
        k = above[p]
        at = level[giver[k]]
        if transfers[i]:
            on = at > 0 and bool(alternate[k]) != preferred
            if on and at > first:
                first = at
        else:
            on = at > 0 and at == best
        share[k] = weight[k] if on else 0.0
        total += share[k]
    if total > 0.0:
        for p in range(above_at[i], above_at[i + 1]):
            share[above[p]] /= total
    if transfers[i]:
        best = first
    return 2 if best > 0 and converts[i] else best


@inlined
def _supplies(inlets, supplies, j, lit):
    return supplies[j] if lit >= inlets[j] else lit * supplies[j] // inlets[j]


@inlined
def _load(giver, cables, weight, demand_kw, inlets, supplies, required, minimum, supply_kw, cords_at, cords, j, level):
    """State of a load, its live cables, what it draws [kW], and the sum of weights of its live cords."""
    connected = 0
    count = 0
    total = 0.0
    for p in range(cords_at[j], cords_at[j + 1]):
        k = cords[p]
        connected += cables[k]
        if level[giver[k]] > 0:
            count += cables[k]
            total += weight[k]
    fed = _supplies(inlets, supplies, j, count)
    required = min(required[j], _supplies(inlets, supplies, j, connected))
    demand = demand_kw[j]
    if count == 0 or fed < min(minimum[j], required):
        return 3, count, 0.0, total
    if fed < required:
        able = fed * supply_kw[j] if supply_kw[j] > 0.0 else demand * fed / required
        return 2, count, min(demand, able), total
    return 0, count, demand, total


@compiled
def _base(a, above_at, above, cords_at, cords):
    (giver, _, cables, weight, alternate, _, source, converts, transfers, looped, _, _, curve_at, curve_x, curve_y,
     many, demand_kw, inlets, supplies, required, minimum, supply_kw, _, _, _, _) = a  # fmt: skip
    n, m = len(source), len(demand_kw)
    nf = len(giver)
    below_at, below = _by(giver, n)
    level = np.zeros(n, np.int8)
    depth = np.zeros(n, np.int32)
    share, flow = np.zeros(nf), np.zeros(nf)
    out, into = np.zeros(n), np.zeros(n)
    states, live = np.zeros(m, np.int8), np.zeros(m, np.int32)
    for i in range(n):
        level[i] = _supply(
            source, converts, transfers, looped, giver, weight, alternate, above_at, above, i, level, share
        )
        if not looped[i]:
            for p in range(above_at[i], above_at[i + 1]):
                depth[i] = max(depth[i], depth[giver[above[p]]] + 1)
    for j in range(m):
        state, count, drawn, total = _load(
            giver, cables, weight, demand_kw, inlets, supplies, required, minimum, supply_kw, cords_at, cords, j, level
        )
        states[j], live[j] = state, count
        if drawn > 0.0:
            for p in range(cords_at[j], cords_at[j + 1]):
                k = cords[p]
                if level[giver[k]] > 0:
                    flow[k] = drawn * weight[k] / total
                    out[giver[k]] += many[j] * flow[k]
    for i in range(n - 1, -1, -1):
        if level[i] > 0:
            into[i] = _taken(curve_at, curve_x, curve_y, i, out[i])
            for p in range(above_at[i], above_at[i + 1]):
                k = above[p]
                flow[k] = into[i] * share[k]
                out[giver[k]] += flow[k]
    return Base(above_at, above, cords_at, cords, below_at, below, level, share, flow, out, into, states, live,
                depth)  # fmt: skip


@inlined
def _bank(bank_at, bank_feed, bank_of, bank_part, i, flow):
    """The most loaded bank of a rack PDU, over its limit."""
    worst = 0.0
    begin, end = bank_at[i], bank_at[i + 1]
    for p in range(begin, end):
        total = 0.0
        for q in range(begin, end):
            if bank_of[q] == bank_of[p]:
                total += flow[bank_feed[q]] * bank_part[q]
        worst = max(worst, total)
    return worst


@inlined
def _join(waiting, following, depth, i, top):
    """Put a feeder with those that wait at its depth; the deepest depth at which any waits."""
    at = depth[i]
    following[i] = waiting[at]
    waiting[at] = i
    return max(top, at)


@compiled
def _run(a, b, failures, lost, throttled, one_side, over, worst, worst_at, start, count, pool, used):
    (giver, taker, cables, weight, alternate, feed_limit_kw, source, converts, transfers, looped, out_limit_kw,
     in_limit_kw, curve_at, curve_x, curve_y, many, demand_kw, inlets, supplies, required, minimum, supply_kw, bank_at,
     bank_feed, bank_of, bank_part) = a  # fmt: skip
    above_at, above, cords_at, cords, below_at, below, level0, share0, flow0, out0, into0, states0, live0, depth = b
    n, m = len(source), len(demand_kw)
    level, share, flow = level0.copy(), share0.copy(), flow0.copy()
    out, into = out0.copy(), into0.copy()
    extra = np.zeros(n)
    down_mark, load_mark, up_mark = np.full(n, -1), np.full(m, -1), np.full(n, -1)
    down, up = np.empty(n, np.int32), np.empty(n, np.int32)
    loads = np.empty(m, np.int32)
    # what waits at each depth, as chains: the last that came, and what came before each
    sink, sink_next = np.full(n + 1, -1, np.int32), np.empty(n, np.int32)
    climb, climb_next = np.full(n + 1, -1, np.int32), np.empty(n, np.int32)
    for f in failures:
        downs = ups = hit = 0
        at = deepest = depth[f]
        top = 0  # the deepest that climbs
        sink[at], sink_next[f] = f, -1
        down_mark[f] = f
        while at <= deepest:  # downwards: who loses a feed
            i = sink[at]
            if i < 0:
                at += 1
                continue
            sink[at] = sink_next[i]
            down[downs] = i
            downs += 1
            if i == f:
                level[i] = 0
                for p in range(above_at[i], above_at[i + 1]):
                    share[above[p]] = 0.0
            else:
                level[i] = _supply(
                    source, converts, transfers, looped, giver, weight, alternate, above_at, above, i, level, share
                )
            changed = level[i] != level0[i]
            if changed:
                died = (level[i] > 0) != (level0[i] > 0)
                for p in range(below_at[i], below_at[i + 1]):
                    j = taker[below[p]]
                    if j >= 0:
                        if down_mark[j] != f:
                            down_mark[j] = f
                            deepest = _join(sink, sink_next, depth, j, deepest)
                    elif died and load_mark[-1 - j] != f:
                        load_mark[-1 - j] = f
                        loads[hit] = -1 - j
                        hit += 1
            for p in range(above_at[i], above_at[i + 1]):
                k = above[p]
                if share[k] != share0[k]:
                    changed = True
                    if share[k] == 0.0 and flow[k] != 0.0:
                        g = giver[k]
                        extra[g] -= flow[k]
                        flow[k] = 0.0
                        if up_mark[g] != f:
                            up_mark[g] = f
                            top = _join(climb, climb_next, depth, g, top)
            if changed and up_mark[i] != f:
                up_mark[i] = f
                top = _join(climb, climb_next, depth, i, top)
        news = throttles = singles = 0
        for x in range(hit):
            j = loads[x]
            state, lit, drawn, total = _load(
                giver,
                cables,
                weight,
                demand_kw,
                inlets,
                supplies,
                required,
                minimum,
                supply_kw,
                cords_at,
                cords,
                j,
                level,
            )
            if state == 0 and lit < live0[j]:
                state = 1
            if state > states0[j]:
                news += many[j] * (state == 3)
                throttles += many[j] * (state == 2)
                singles += many[j] * (state == 1)
            for p in range(cords_at[j], cords_at[j + 1]):
                k = cords[p]
                g = giver[k]
                part = drawn * weight[k] / total if level[g] > 0 and drawn > 0.0 else 0.0
                if part != flow[k]:
                    extra[g] += many[j] * (part - flow[k])
                    flow[k] = part
                    if up_mark[g] != f:
                        up_mark[g] = f
                        top = _join(climb, climb_next, depth, g, top)
        beyond, highest, where = 0, 0.0, -1
        while top >= 0:  # upwards: whatever carries that, before and after
            i = climb[top]
            if i < 0:
                top -= 1
                continue
            climb[top] = climb_next[i]
            up[ups] = i
            ups += 1
            out[i] = out[i] + extra[i] if level[i] > 0 else 0.0
            extra[i] = 0.0
            into[i] = _taken(curve_at, curve_x, curve_y, i, out[i]) if level[i] > 0 else 0.0
            for p in range(above_at[i], above_at[i + 1]):
                k = above[p]
                part = into[i] * share[k]
                if part != flow[k]:
                    g = giver[k]
                    extra[g] += part - flow[k]
                    flow[k] = part
                    if up_mark[g] != f:
                        up_mark[g] = f
                        top = _join(climb, climb_next, depth, g, top)
                    if part > flow0[k]:
                        ratio = part / feed_limit_kw[k]
                        beyond += ratio > ABOVE and flow0[k] <= feed_limit_kw[k] * ABOVE
                        if ratio > highest:
                            highest, where = ratio, -1 - k
            ratio = out[i] / out_limit_kw[i] if out_limit_kw[i] > 0.0 else (np.inf if out[i] > 0.0 else 0.0)
            beyond += ratio > ABOVE and out0[i] <= out_limit_kw[i] * ABOVE
            if ratio > highest:
                highest, where = ratio, i
            ratio = into[i] / in_limit_kw[i]
            beyond += ratio > ABOVE and into0[i] <= in_limit_kw[i] * ABOVE
            if ratio > highest:
                highest, where = ratio, i
            if bank_at[i] != bank_at[i + 1] and level[i] > 0:
                ratio = _bank(bank_at, bank_feed, bank_of, bank_part, i, flow)
                if ratio > highest:
                    highest, where = ratio, i
                beyond += ratio > ABOVE and _bank(bank_at, bank_feed, bank_of, bank_part, i, flow0) <= ABOVE
        for x in range(hit):
            j = loads[x]
            for p in range(cords_at[j], cords_at[j + 1]):
                k = cords[p]
                if flow[k] > flow0[k]:
                    ratio = flow[k] / feed_limit_kw[k]
                    beyond += many[j] * (ratio > ABOVE and flow0[k] <= feed_limit_kw[k] * ABOVE)
                    if ratio > highest:
                        highest, where = ratio, -1 - k
        lost[f], throttled[f], one_side[f], over[f] = news, throttles, singles, beyond
        worst[f], worst_at[f] = highest, where
        if used + ups > len(pool):
            larger = np.empty(2 * len(pool) + ups, np.int32)
            larger[:used] = pool[:used]
            pool = larger
        start[f], count[f] = used, ups
        for x in range(ups):
            pool[used + x] = up[x]
        used += ups
        for x in range(ups):  # put back
            i = up[x]
            out[i], into[i] = out0[i], into0[i]
            for p in range(above_at[i], above_at[i + 1]):
                flow[above[p]] = flow0[above[p]]
        for x in range(downs):
            i = down[x]
            level[i] = level0[i]
            for p in range(above_at[i], above_at[i + 1]):
                share[above[p]] = share0[above[p]]
        for x in range(hit):
            for p in range(cords_at[loads[x]], cords_at[loads[x] + 1]):
                flow[cords[p]] = flow0[cords[p]]
    return pool, used


@compiled
def _affected(a, before, old, new, feeds, start, count, pool):
    """Failures that touch what differs between two halls of the same feeders."""
    n = len(a.source)
    differs = np.zeros(n, np.bool_)
    for i in range(n):
        differs[i] = old.level[i] != new.level[i] or old.out[i] != new.out[i] or old.into[i] != new.into[i]
    for k in feeds:
        differs[a.giver[k]] = True
        differs[before[k]] = True
        if a.taker[k] >= 0:
            differs[a.taker[k]] = True
    found = np.empty(n, np.int32)
    size = 0
    for f in range(n):
        hit = differs[f]
        for x in range(start[f], start[f] + count[f]):
            if hit:
                break
            hit = differs[pool[x]]
        if hit:
            found[size] = f
            size += 1
    return found[:size].copy()
