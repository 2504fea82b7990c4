"""What elements, banks and cables carry in a situation, against what they may carry and what opens them."""

from collections.abc import Iterator
from dataclasses import dataclass

from hallwright.engines.power.block import worst_line
from hallwright.engines.power.chain import Chain, Flow, Situation
from hallwright.engines.power.elements import THREE_PHASES, Banks, Feeder
from hallwright.engines.power.formulas import current_a
from hallwright.engines.power.reactions import Reactions

ABOVE = 1.0 + 1e-9  # a load equal to its limit is within it
Key = tuple[str, int, int]  # power, current, bank or cable; element or feed; bank


@dataclass(frozen=True, slots=True)
class Excess:
    """Something that carries more than it may.

    Attributes
    ----------
    key : Key
    id, end : str
        Element, or link with the thing at the end of the cable.
    value : float
    limit, rating : float or None
        What it may carry without pause, and above what it opens; None = no such limit.
    unit : str
    then : str
        What happens above the rating: tripped, shut down, to static bypass.
    """

    key: Key
    id: str
    end: str
    value: float
    limit: float | None
    rating: float | None
    unit: str
    then: str = "tripped"

    @property
    def over_limit(self) -> bool:
        """Beyond what it may carry without pause."""
        return self.limit is not None and self.value > self.limit * ABOVE

    @property
    def over_rating(self) -> bool:
        """Beyond what opens it."""
        return self.rating is not None and self.value > self.rating * ABOVE


@dataclass(frozen=True)
class Loading:
    """How the loads of a chain are compared with its limits.

    Attributes
    ----------
    phased : frozenset of int
        Elements with loads of stated phase below; see `phased_elements`.
    """

    chain: Chain
    reactions: Reactions
    power_factor: float
    phased: frozenset[int]

    def of_element(self, i: int, flow: Flow, situation: Situation) -> Iterator[Excess]:
        """What of an element is beyond a limit or a rating."""
        feeder, react = self.chain.feeders[i], self.reactions
        given = flow.out_kw[i]
        if not flow.in_kw[i]:
            return
        then, rated_kw = "shut down", react.trip_kw.get(feeder.id)
        ups = react.ups_kw.get(feeder.id)
        if ups is not None and i not in situation.bypassed:
            rated_kw = ups[0]
            then = "to static bypass" if ups[1] and flow.used[i] else "shut down"
        power = Excess(("power", i, 0), feeder.id, "", given, feeder.rated_kw, rated_kw, "kW", then)
        if power.over_limit or power.over_rating:
            yield power
        rated_a = react.trip_a.get(feeder.id)
        if feeder.limit_a is not None or rated_a is not None:
            amps = self.amps(i, flow)
            current = Excess(("current", i, 0), feeder.id, "", amps, feeder.limit_a, rated_a, "A")
            if current.over_limit or current.over_rating:
                yield current
        if feeder.banks is not None:
            rated_a = react.bank_a.get(feeder.id)
            for bank, amps in enumerate(self._banks_a(i, flow, situation, feeder.banks)):
                found = Excess(("bank", i, bank), feeder.id, "", amps, feeder.banks.limit_a, rated_a, "A")
                if found.over_limit or found.over_rating:
                    yield found

    def of_feed(self, k: int, flow: Flow, situation: Situation) -> Iterator[Excess]:
        """What of a cable is beyond a limit or a rating."""
        feed, kw = self.chain.feeds[k], flow.flow_kw[k]
        rated_a = self.reactions.feed_a.get((feed.link, feed.a, feed.b))
        if not kw or (feed.limit_a is None and rated_a is None):
            return
        live = feed.cables - situation.cut.get(k, 0)
        amps = current_a(kw / live, feed.voltage_v, feed.phases, self.power_factor)
        found = Excess(("cable", k, 0), feed.link, feed.b, amps, feed.limit_a, rated_a, "A")
        if found.over_limit or found.over_rating:
            yield found

    def amps(self, i: int, flow: Flow) -> float:
        """Current of an element's worst input line [A]."""
        feeder = self.chain.feeders[i]
        if i in self.phased and feeder.in_phases == THREE_PHASES and feeder.in_v > 0.0 and flow.out_kw[i] > 0.0:
            by_phase = self._phase_kw(i, flow)
            if by_phase:
                return worst_line(flow.in_kw[i], flow.out_kw[i], by_phase, feeder.in_v, self.power_factor)[0]
        return current_a(flow.in_kw[i], feeder.in_v, feeder.in_phases, self.power_factor)

    def _phase_kw(self, i: int, flow: Flow) -> dict[str, float]:
        """Load of stated phase on an element [kW by phase]."""
        chain = self.chain
        found: dict[str, float] = {}
        for k in chain.below[i]:
            kw, feed, j = flow.flow_kw[k], chain.feeds[k], chain.taker[k]
            if not kw:
                continue
            if feed.phase:
                found[feed.phase] = found.get(feed.phase, 0.0) + kw
            elif j in self.phased and _passes_phases(chain.feeders[j]):
                scale = kw / flow.out_kw[j] if flow.out_kw[j] else 0.0
                for phase, part in self._phase_kw(j, flow).items():
                    found[phase] = found.get(phase, 0.0) + part * scale
        return found

    def _banks_a(self, i: int, flow: Flow, situation: Situation, banks: Banks) -> list[float]:
        """Current of each bank of a rack PDU [A]."""
        chain = self.chain
        found = [0.0] * banks.count
        for k in chain.below[i]:
            if flow.flow_kw[k]:
                feed = chain.feeds[k]
                live = feed.cables - situation.cut.get(k, 0)
                each = current_a(flow.flow_kw[k] / live, feed.voltage_v, feed.phases, self.power_factor)
                for outlet in range(feed.first, feed.first + feed.cables):
                    bank = banks.of(outlet)
                    if (i, bank) not in situation.open_banks:
                        found[bank] += each
        return found


def phased_elements(chain: Chain) -> frozenset[int]:
    """Elements that loads of stated phase hang on, in racks and up to the first floor-standing element."""
    found: set[int] = set()
    for i in range(len(chain.feeders) - 1, -1, -1):
        for k in chain.below[i]:
            j = chain.taker[k]
            if chain.feeds[k].phase or (j in found and _passes_phases(chain.feeders[j])):
                found.add(i)
                break
    return frozenset(found)


def _passes_phases(feeder: Feeder) -> bool:
    """Whether what feeds an element sees the phases of the loads below it."""
    return not feeder.on_floor and feeder.in_phases == THREE_PHASES and not feeder.converts
