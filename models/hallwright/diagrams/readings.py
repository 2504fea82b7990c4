"""What the one-line says of a box now: load, limit, state. Every number is one of the power engine's records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hallwright.diagrams.chain import BUS, LOADS, RACKS
from hallwright.diagrams.drawing import Box, Wire
from hallwright.diagrams.tripped import Tripped
from hallwright.engines.power.records import LOST, ONE_SIDE, THROTTLED, ElementFlow, LinkFlow, LoadFlow
from hallwright.evaluate import Report
from hallwright.units import number_text

CURRENT = ("switchgear", "panel")  # rated by their breaker: told in amperes


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of a box.

    Attributes
    ----------
    text : str
        Load with unit, such as "755 kW · 32 %".
    value, limit : float or None
        What a bar shows; of the limit that is nearest.
    dead : bool
        Without supply.
    tripped : bool
        Taken out of service.
    idle : bool
        A generator that stands by.
    state : int
        Worst state of its loads: OK, ONE_SIDE, THROTTLED or LOST.
    unknown : int
        Loads of unknown demand that the figures leave out.
    """

    text: str
    value: float | None = None
    limit: float | None = None
    dead: bool = False
    tripped: bool = False
    idle: bool = False
    state: int = 0
    unknown: int = 0

    @property
    def over(self) -> bool:
        """Above its limit."""
        return self.value is not None and self.limit is not None and self.value > self.limit


def records_of(report: Report, outage: Tripped | None) -> Mapping[str, Any]:
    """The records that stand for the state shown."""
    if outage is not None:
        return {**outage.elements, **outage.loads, **outage.links}
    power = report.results.power
    return {} if power is None else power.records


def kw_text(kw: float) -> str:
    """Power as a one-line states it: 9.4 kW, 192 kW, 1,540 kW, 12.4 MW."""
    if kw >= 9999.5:
        return f"{number_text(kw / 1000.0, 1)} MW"
    return f"{number_text(kw, 1 if kw < 9.95 else 0)} kW"


def reading(box: Box, records: Mapping[str, Any], outage: Tripped | None = None) -> Reading:
    """Figures of a box.

    Parameters
    ----------
    records : mapping
        See `records_of`.
    outage : Tripped or None
        The state shown where units are out of service.
    """
    if box.sign in (RACKS, LOADS):
        return _loads(box, records, outage)
    found = [r for i in box.ids if isinstance(r := records.get(i), ElementFlow)]
    if not found:
        return Reading("not evaluated")
    out = outage is not None and all(i in outage.units for i in box.ids)
    dead = not any(r.alive for r in found)
    if out or dead:
        word = "tripped" if out else next((outage.ended[i] for i in box.ids if outage and i in outage.ended), "off")
        return Reading(word if box.sign != BUS else "off", dead=True, tripped=word != "off")
    if box.sign == "generator" and not any(r.out_kw for r in found):
        return Reading("standby", idle=True)
    unknown = max(r.unknown for r in found)
    if box.sign == BUS:
        return Reading(kw_text(sum(r.out_kw for r in found)), unknown=unknown)
    worst = max(found, key=lambda r: r.utilisation or 0.0)
    pairs = [(v, m) for v, m in ((worst.out_kw, worst.limit_kw), (worst.amps, worst.limit_a)) if m]
    value, limit = max(pairs, key=lambda p: p[0] / p[1]) if pairs else (None, None)
    if box.sign in CURRENT and len(found) == 1:
        text = f"{number_text(found[0].amps, 0)} A"
    else:
        text = kw_text(sum(r.out_kw for r in found))
    if box.sign in ("transformer", "ups", "utility", "generator", "switchgear") and value is not None and limit:
        text += f" · {number_text(value / limit * 100.0, 0)} %"
    return Reading(text, value, limit, unknown=unknown)


def _loads(box: Box, records: Mapping[str, Any], outage: Tripped | None) -> Reading:
    found = [r for i in (*box.ids, *box.holds) if isinstance(r := records.get(i), LoadFlow)]
    if not found:
        return Reading("no load")
    states = [outage.states.get(i, 0) if outage else r.state for i in (*box.ids, *box.holds)
              if isinstance(r := records.get(i), LoadFlow)]  # fmt: skip
    state = max(states)
    unknown = sum(1 for r in found if r.demand_kw is None)
    text = kw_text(sum(r.drawn_kw for r in found))
    if all(s == LOST for s in states):
        return Reading("lost" if outage else "off", dead=True, state=LOST, unknown=unknown)
    if state == LOST:
        text += f" · {sum(1 for s in states if s == LOST)} lost"
    elif state == THROTTLED:
        text += " · throttled"
    elif outage and state == ONE_SIDE:
        text += " · one side"
    else:
        text += f" · {redundancy(found)}"
    return Reading(text, state=state, unknown=unknown)


def redundancy(loads: Iterable[LoadFlow]) -> str:
    """What single failures leave of loads, as every one of them was solved.

    "2N": two sides, and none takes a load away or slows it. "N": some failure takes a load away. Between them the word
    says that a failure slows.
    """
    found = list(loads)
    if any(r.single_points or r.worst_state == LOST for r in found):
        return "N"
    sides = {r.sides for r in found}
    word = "2N" if all(len(s) == 2 for s in sides) else "N+1" if all(len(s) > 2 for s in sides) else "redundant"
    return f"{word}, slowed" if any(r.worst_state == THROTTLED for r in found) else word


def carries(wire: Wire, records: Mapping[str, Any]) -> bool:
    """Whether power flows in a wire."""
    found = [r for i in wire.links if isinstance(r := records.get(i), LinkFlow)]
    return not found or any(r.kw > 0.0 for r in found)


def is_closed(wire: Wire, source: Reading, target: Reading, records: Mapping[str, Any]) -> bool:
    """Whether a wire is under voltage from its source on: breakers on it are closed.

    What stands by, and the alternate input of a transfer switch, is closed only while it carries something.
    """
    if source.dead or target.dead:
        return False
    return wire.sign not in ("standby", "alternate") or carries(wire, records)
