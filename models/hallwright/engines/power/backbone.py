"""The backbone: sources and floor-standing feeders, solved for every single failure at once.

Which elements live in which failure depends on the wiring alone, so it is worked out once; an edit below only
changes the loads on some roots, and only their ancestors are solved again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.power.elements import Feed, Feeder, downward, loop_members
from hallwright.engines.power.formulas import losses_kw, steepest

Row = NDArray[np.float64]
NO_SUPPLY, ON_STANDBY, ON_UTILITY = 0, 1, 2  # how an element is supplied


@dataclass(frozen=True, slots=True)
class Family:
    """Blocks that hang on the same roots, and what can happen to these.

    Attributes
    ----------
    roots : tuple of str
    masks : tuple of int
        Patterns of live roots that occur; the first is the normal one.
    codes : ndarray of int, shape (f,)
        Index into `masks` by scenario.
    failures : tuple of tuple of str
        The failures that leave each pattern, nearest first; for the normal one only "".
    hit : ndarray of int, shape (h,)
        The scenarios that leave another pattern than the normal one.
    above : frozenset of int
        The roots and all their ancestors in the backbone.
    """

    roots: tuple[str, ...]
    masks: tuple[int, ...]
    codes: NDArray[np.intp]
    failures: tuple[tuple[str, ...], ...]
    hit: NDArray[np.intp]
    above: frozenset[int]


@dataclass
class Backbone:
    """Structure of the backbone, with who is alive in each scenario.

    Attributes
    ----------
    feeders : list of Feeder
        Sources first, every feeder before what it feeds; members of loops last.
    scenarios : tuple of str
        "" for the normal state, then each failed element: those that kill least first, then by identifier.
    live : ndarray of int8, shape (elements, scenarios)
        NO_SUPPLY, ON_STANDBY or ON_UTILITY.
    share : ndarray, shape (feeds, scenarios)
        Part of the downstream element's input that each feed carries.
    sides : list of str
        Feed sides each can be supplied from.
    """

    feeders: list[Feeder]
    feeds: list[Feed]
    in_loop: frozenset[str]
    index: dict[str, int]
    scenarios: tuple[str, ...] = ()
    live: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    share: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    sides: list[str] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    met: list[tuple[str, ...]] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)  # feeds into each element
    below: list[list[int]] = field(default_factory=list)  # feeds out of each element to others of the backbone
    ancestors: list[frozenset[int]] = field(default_factory=list)  # itself included
    gain: list[float] = field(default_factory=list)  # bound: rise of the output per rise at any root below
    feed_index: dict[tuple[str, str, str], int] = field(default_factory=dict)  # by link, a, b
    position: dict[str, int] = field(default_factory=dict)  # of each scenario
    _families: dict[tuple[str, ...], Family] = field(default_factory=dict)

    def family(self, roots: tuple[str, ...]) -> Family:
        """The patterns of live roots that the scenarios leave."""
        found = self._families.get(roots)
        if found is None:
            whole = (1 << len(roots)) - 1
            hit: dict[int, int] = {}  # live roots by scenario, where not all are
            for k, root in enumerate(roots):
                for f in self._dead_in(self.index[root]):
                    hit[f] = hit.get(f, whole) & ~(1 << k)
            codes = np.zeros(len(self.scenarios), np.intp)
            normal = hit.get(0, whole)
            failures: dict[int, list[str]] = {normal: [""]}
            place = {normal: 0}
            for f in sorted(hit) if normal == whole else range(len(self.scenarios)):
                mask = hit.get(f, whole)
                if mask != normal:
                    codes[f] = place.setdefault(mask, len(place))
                    failures.setdefault(mask, []).append(self.scenarios[f])
            found = Family(
                roots,
                tuple(place),
                codes,
                tuple(tuple(names) for names in failures.values()),
                np.flatnonzero(codes),
                frozenset[int]().union(*(self.ancestors[self.index[r]] for r in roots)),
            )
            self._families[roots] = found
        return found

    def _dead_in(self, element: int) -> list[int]:
        """Scenarios in which an element has no supply."""
        found: list[int] = np.flatnonzero(self.live[element] == NO_SUPPLY).tolist()
        return found

    def flow(self, demand: Mapping[int, Row], ids: Iterable[int], out: list[Row], into: list[Row]) -> None:
        """Solve the elements `ids` again, in place.

        Parameters
        ----------
        demand : mapping of int to ndarray, shape (scenarios,)
            Power that blocks take from each root [kW].
        ids : iterable of int
            Elements whose load changed and all their ancestors.
        out, into : list of ndarray, shape (scenarios,)
            Power given and taken by element [kW].
        """
        nothing = np.zeros(len(self.scenarios))
        for i in sorted(ids, reverse=True):
            feeder = self.feeders[i]
            row = demand.get(i, nothing)
            if feeder.id in self.in_loop:
                out[i] = into[i] = nothing
                continue
            for k in self.below[i]:
                row = row + into[self.index[self.feeds[k].b]] * self.share[k]
            out[i] = row
            into[i] = row + losses_kw(row, feeder.curve, feeder.curve_kw) if feeder.curve else row

    def flow_after(
        self, demand: Mapping[int, Row], normal_out: Sequence[Row], normal_in: Sequence[Row]
    ) -> dict[int, tuple[Row, Row]]:
        """Flow with the normal wiring and other loads on some roots, for several cases at once.

        Parameters
        ----------
        demand : mapping of int to ndarray, shape (cases,)
            What blocks take from roots whose load differs, the rest of their normal load included [kW].
        normal_out, normal_in : sequence of ndarray
            Flow of `flow`; its first scenario is the normal one.

        Returns
        -------
        dict of int to (ndarray, ndarray), shape (cases,)
            Given and taken [kW] by element, for these roots and their ancestors.
        """
        found: dict[int, tuple[Row, Row]] = {}
        affected = sorted({j for i in demand for j in self.ancestors[i]}, reverse=True)
        for i in affected:
            feeder = self.feeders[i]
            if feeder.id in self.in_loop:
                continue
            row = demand.get(i)
            change: Row | float = 0.0
            for k in self.below[i]:
                j = self.index[self.feeds[k].b]
                if j in found:
                    change = change + (found[j][1] - normal_in[j][0]) * self.share[k][0]
            out = (normal_out[i][0] if row is None else row) + change
            if np.ndim(out) == 0:
                continue
            assert isinstance(out, np.ndarray)
            found[i] = out, out + losses_kw(out, feeder.curve, feeder.curve_kw)
        return found


def backbone(feeders: Mapping[str, Feeder], feeds: Sequence[Feed]) -> Backbone:
    """Work out order, liveness, shares, sides and paths.

    Parameters
    ----------
    feeders : mapping of str to Feeder
        Sources and floor-standing feeders.
    feeds : sequence of Feed
        Between them.
    """
    feeds = sorted(feeds, key=lambda f: (f.link, f.a, f.b))
    in_loop = loop_members(feeders, feeds)
    order = downward([i for i in feeders if i not in in_loop], feeds) + sorted(in_loop)
    net = Backbone([feeders[i] for i in order], feeds, in_loop, {i: k for k, i in enumerate(order)})
    n = len(order)
    net.above = [[] for _ in order]
    net.below = [[] for _ in order]
    for k, feed in enumerate(feeds):
        net.feed_index[feed.link, feed.a, feed.b] = k
        net.above[net.index[feed.b]].append(k)
        net.below[net.index[feed.a]].append(k)
    for i in range(n):
        ups = {net.index[feeds[k].a] for k in net.above[i]} if order[i] not in in_loop else set()
        net.ancestors.append(frozenset({i}).union(*(net.ancestors[j] for j in ups if j < i)))

    # liveness with the failures in identifier order, then sorted so that the failure that kills least stands first
    names = sorted(order)
    live, share = _liveness(net, ("", *names))
    dead = (live == NO_SUPPLY).sum(axis=0)
    rank = np.concatenate([[0], 1 + np.argsort(dead[1:], kind="stable")])
    net.scenarios = tuple(("", *names)[f] for f in rank)
    net.position = {name: f for f, name in enumerate(net.scenarios)}
    net.live = live[:, rank]
    net.share = share[:, rank]

    in_phase_with: list[set[str]] = []  # utility feeds whose phase stands at each output
    for i, feeder in enumerate(net.feeders):
        above = [(net.index[feeds[k].a], k) for k in net.above[i] if net.index[feeds[k].a] < i]
        looped = feeder.id in in_loop
        sides = set(feeder.side)
        tokens = {feeder.id} if feeder.source == "utility" else set()
        arriving = []
        for j, k in above if not looped else ():
            sides.update(net.sides[j])
            if net.share[k][0] > 0.0:
                arriving.append(in_phase_with[j])
        tokens.update(*arriving)
        net.sides.append("".join(sorted(sides)))
        meets = len(tokens) > 1 and not any(tokens == t for t in arriving)
        net.met.append(tuple(sorted(tokens)) if meets else ())
        in_phase_with.append(set() if feeder.converts else tokens)
        best = max(above, key=lambda x: (float(net.share[x[1]][0]), -x[0]), default=None) if not looped else None
        if net.live[i][0] == NO_SUPPLY:
            net.paths.append(())
        elif best is None or net.share[best[1]][0] <= 0.0:
            net.paths.append((feeder.id,))
        else:
            net.paths.append((*net.paths[best[0]], feeder.id))
    gain = [1.0] * n
    for i in range(n - 1, -1, -1):
        for k in net.below[i]:
            j = net.index[feeds[k].b]
            if j > i:
                gain[i] = max(gain[i], gain[j] * steepest(net.feeders[j].curve))
    net.gain = gain
    return net


def _liveness(net: Backbone, scenarios: Sequence[str]) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """How each element is supplied in each scenario, and the share of each feed."""
    size = len(scenarios)
    live = np.zeros((len(net.feeders), size), np.int8)
    share = np.zeros((len(net.feeds), size))
    column = {name: f for f, name in enumerate(scenarios)}
    for i, feeder in enumerate(net.feeders):
        if feeder.id in net.in_loop:
            continue
        if feeder.source:
            live[i] = ON_UTILITY if feeder.source == "utility" else ON_STANDBY
        elif len(net.above[i]) == 1:
            (k,) = net.above[i]  # the usual case: it lives while what feeds it does, and takes all from there
            live[i] = live[net.index[net.feeds[k].a]]
            share[k] = live[i] > NO_SUPPLY
        else:
            above = net.above[i]
            levels = [live[net.index[net.feeds[k].a]] for k in above]
            zero = np.zeros(size, np.int8)
            if feeder.transfers:
                preferred = [(k, x) for k, x in zip(above, levels, strict=True) if not net.feeds[k].alternate]
                alternate = [(k, x) for k, x in zip(above, levels, strict=True) if net.feeds[k].alternate]
                first = np.maximum.reduce([zero, *(x for _, x in preferred)])
                second = np.maximum.reduce([zero, *(x for _, x in alternate)])
                live[i] = np.where(first > 0, first, second)
                usable = [(k, x > 0) for k, x in preferred] + [(k, (x > 0) & (first == 0)) for k, x in alternate]
            else:
                live[i] = np.maximum.reduce([zero, *levels])
                usable = [(k, (x == live[i]) & (x > 0)) for k, x in zip(above, levels, strict=True)]
            total = sum((np.where(on, net.feeds[k].weight, 0.0) for k, on in usable), np.zeros(size))
            divisor = np.where(total > 0.0, total, 1.0)
            for k, on in usable:
                share[k] = np.where(on, net.feeds[k].weight, 0.0) / divisor
        if feeder.converts:
            live[i][live[i] > NO_SUPPLY] = ON_UTILITY  # behind it, it makes no difference what feeds it
        live[i, column[feeder.id]] = NO_SUPPLY
        for k in net.above[i]:
            share[k][column[feeder.id]] = 0.0
    return live, share
