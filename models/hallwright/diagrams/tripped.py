"""The power chain with units out of service, as the power engine solves it: what views show beside the normal state."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from hallwright.engines.power.elements import Feeder
from hallwright.engines.power.engine import Power, solve
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED, ElementFlow, LinkFlow, LoadFlow


@dataclass(frozen=True, slots=True)
class Tripped:
    """The steady state after every transfer, with units out of service.

    Attributes
    ----------
    units : frozenset of str
        Out of service.
    elements, loads, links : mapping of str to record
        As in the power engine's result.
    states : mapping of str to int
        OK, ONE_SIDE, THROTTLED or LOST by load, seen from the normal state.
    """

    units: frozenset[str]
    elements: Mapping[str, ElementFlow]
    loads: Mapping[str, LoadFlow]
    links: Mapping[str, LinkFlow]
    states: Mapping[str, int]

    def count(self, state: int) -> int:
        """Loads that are in a state."""
        return sum(1 for s in self.states.values() if s == state)

    def worst(self, ids: Collection[str]) -> int:
        """The worst state of some loads; OK where none of them is a load."""
        return max((self.states.get(i, OK) for i in ids), default=OK)

    def overloaded(self) -> tuple[str, ...]:
        """Elements above a limit now, worst first."""
        over = [(-(u or 0.0), i) for i, e in self.elements.items() if (u := e.utilisation) is not None and u > 1.0]
        return tuple(i for _, i in sorted(over))


def tripped(power: Power, units: Collection[str]) -> Tripped:
    """Solve the chain with some feeders out of service; identifiers that are none are left out.

    A unit out of service passes nothing on: it starts no feed, and what fed it feeds it no longer. Its cables stay
    counted at the loads, so that a load knows which cord is dead.
    """
    given = power.inputs
    out = frozenset(i for i in units if isinstance(given.nodes.get(i), Feeder))
    nodes = dict(given.nodes)
    for id in out:
        feeder = nodes[id]
        assert isinstance(feeder, Feeder)
        nodes[id] = replace(feeder, source="", on_floor=feeder.on_floor)
    feeds = {
        link: tuple(f for f in found if f.b not in out) if any(f.b in out for f in found) else found
        for link, found in given.feeds.items()
    }
    after = solve(replace(given, nodes=nodes, feeds=feeds)) if out else power
    records = after.records
    loads = {i: r for i, r in records.items() if isinstance(r, LoadFlow)}
    states = {}
    for id, record in loads.items():
        before = power.records[id]
        assert isinstance(before, LoadFlow)
        fewer = record.live_cords < before.live_cords
        states[id] = ONE_SIDE if record.state == OK and fewer else record.state
    return Tripped(
        out,
        {i: r for i, r in records.items() if isinstance(r, ElementFlow)},
        loads,
        {i: r for i, r in records.items() if isinstance(r, LinkFlow)},
        states,
    )


STATE_WORDS = {OK: "fed", ONE_SIDE: "on one side", THROTTLED: "throttled", LOST: "lost"}
