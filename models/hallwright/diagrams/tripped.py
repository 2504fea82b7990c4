"""The power chain with units out of service, once all has come to rest; views show it beside the normal state."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from hallwright.engines.power.cascade import ENDINGS, Event, Outcome
from hallwright.engines.power.chain import DEAD, ON_GENERATOR, STANDING_BY
from hallwright.engines.power.elements import Feed
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.formulas import current_a
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED, ElementFlow, LinkFlow, LoadFlow


@dataclass(frozen=True, slots=True)
class Tripped:
    """What the failure analysis says of some units, as records like those of the power engine.

    Attributes
    ----------
    units : frozenset of str
        Taken out of service.
    ended : mapping of str to str
        What opened, shut down or ran empty because of it: the element or link, and the word for it.
    elements, loads, links : mapping of str to record
        With the figures of the end.
    states : mapping of str to int
        OK, ONE_SIDE, THROTTLED or LOST by load, seen from the normal state.
    outcome : Outcome
        The analysis itself: events in order of time, overloads, rides on battery.
    """

    units: frozenset[str]
    ended: Mapping[str, str]
    elements: Mapping[str, ElementFlow]
    loads: Mapping[str, LoadFlow]
    links: Mapping[str, LinkFlow]
    states: Mapping[str, int]
    outcome: Outcome

    def count(self, state: int) -> int:
        """Loads that are in a state."""
        return sum(1 for s in self.states.values() if s == state)

    def worst(self, ids: Collection[str]) -> int:
        """The worst state of some loads; OK where none of them is a load."""
        return max((self.states.get(i, OK) for i in ids), default=OK)

    @property
    def timeline(self) -> tuple[Event, ...]:
        """What happens, in order of time, after the units are gone."""
        return tuple(e for e in self.outcome.events if e.what != "failed")


def tripped(failures: Failures, records: Mapping[str, object], units: Collection[str]) -> Tripped:
    """Take units out of service at once and see what comes of it.

    Parameters
    ----------
    failures : Failures
        The failure analysis of the hall.
    records : mapping
        Those of the power engine; what no figure of the end replaces is theirs.
    units : collection of str
        Elements of the chain, batteries, loads or power links.
    """
    outcome = failures.after(units)
    chain, flow, loading = failures.chain, outcome.flow, failures.stage.loading
    elements: dict[str, ElementFlow] = {}
    for i, feeder in enumerate(chain.feeders):
        record = records.get(feeder.id)
        if isinstance(record, ElementFlow):
            given, taken = flow.out_kw[i], flow.in_kw[i]
            level, normal = flow.level[i], chain.normal[1].level[i]
            alive = level not in (DEAD, STANDING_BY) or (level == STANDING_BY == normal and record.alive)
            elements[feeder.id] = replace(
                record,
                alive=alive,
                standby=level == ON_GENERATOR,
                out_kw=given,
                in_kw=taken,
                loss_kw=taken - given,
                kva=record.kva * taken / record.in_kw if record.in_kw else taken,
                amps=loading.amps(i, flow) if alive else 0.0,
                lines_a=(),
            )
    states: dict[str, int] = {}
    loads: dict[str, LoadFlow] = {}
    for word, ids in ((ONE_SIDE, outcome.one_side), (THROTTLED, outcome.throttled), (LOST, outcome.lost)):
        states.update(dict.fromkeys(ids, word))
    for j, load in enumerate(chain.loads):
        record = records.get(load.id)
        if isinstance(record, LoadFlow):
            states.setdefault(load.id, OK)
            loads[load.id] = replace(
                record, drawn_kw=flow.drawn_kw[j], state=states[load.id], live_cords=flow.cables[j]
            )
    carried: dict[str, list[tuple[Feed, float]]] = defaultdict(list)
    for feed, kw in zip(chain.feeds, flow.flow_kw, strict=True):
        carried[feed.link].append((feed, kw))
    links = {
        id: replace(record, kw=sum(kw for _, kw in found), amps=max(_amps(*one, loading.power_factor) for one in found))
        for id, found in carried.items()
        if isinstance(record := records.get(id), LinkFlow)
    }
    ended = {e.id: e.what for e in outcome.events if e.what in ENDINGS and not e.end}
    return Tripped(frozenset(units), ended, elements, loads, links, states, outcome)


def _amps(feed: Feed, kw: float, power_factor: float) -> float:
    """Current of each cable of a feed, all of them whole [A]."""
    return current_a(kw / feed.cables, feed.voltage_v, feed.phases, power_factor)
