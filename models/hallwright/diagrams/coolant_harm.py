"""What units out of service do to the coolant loops, beside the normal state: who lacks flow, who runs too warm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hallwright.diagrams.coolant_readings import is_short, is_too_warm, percent, quantity
from hallwright.engines.coolant.records import SOLVED, CduCoolant, Stream
from hallwright.engines.cooling.throttling import Throttle, throttling_of
from hallwright.evaluate import Report
from hallwright.units import System

NO_FLOW, LACKS, TOO_WARM, RISES = "no flow", "short of flow", "too warm", "above its set-point"
ORDER = (NO_FLOW, LACKS, TOO_WARM, RISES)
STANDS = 1e-4  # share of the wanted flow below which nothing flows
WARMER_K = 0.05


@dataclass(frozen=True, slots=True)
class Harm:
    """One unit that fares worse.

    Attributes
    ----------
    sort : str
        One of `ORDER`.
    text : str
        With figures, without the name.
    """

    id: str
    sort: str
    text: str


def harms(before: Report, after: Report, system: System = "metric") -> list[Harm]:
    """What fares worse than before, the worst sort first; what is out of service itself is not listed.

    Parameters
    ----------
    before, after : Report
        The hall, and the hall without the units.
    """
    was, now = _records(before), _records(after)
    tolerated = before.project.settings.flow_short_fraction
    slowed = throttling_of(after.project, after.results).systems
    found = []
    for id, old in was.items():
        new = now.get(id)
        if id not in after.project.equipment:
            continue
        if isinstance(old, CduCoolant):
            if not isinstance(new, CduCoolant):
                continue
            rise = _rise_k(new)
            if rise is not None and rise > WARMER_K and rise > (_rise_k(old) or 0.0) + WARMER_K:
                text = f"supplies {quantity(new.supply_degc, 'degC', system)}, {quantity(rise, 'K', system)} {RISES}"
                found.append(Harm(id, RISES, text))
        elif isinstance(old, Stream):
            found += _of_stream(id, old, new, tolerated, system, slowed.get(id))
    name_of = before.project.name_of
    return sorted(found, key=lambda h: (ORDER.index(h.sort), name_of(h.id), h.id))


def _of_stream(
    id: str, old: Stream, new: object, tolerated: float, system: System, slowed: Throttle | None
) -> list[Harm]:
    stood = old.flow_l_min <= STANDS * old.wanted_l_min
    if not isinstance(new, Stream) or new.verdict != SOLVED or new.flow_l_min <= STANDS * new.wanted_l_min:
        idle = isinstance(new, Stream) and new.wanted_l_min <= 0.0
        if stood or idle:
            return []
        return [Harm(id, NO_FLOW, f"{NO_FLOW}, {quantity(old.heat_kw, 'kW', system)} not taken")]
    found = []
    if is_short(new, tolerated) and not is_short(old, tolerated):
        share = percent(new.flow_l_min / new.wanted_l_min)
        found.append(Harm(id, LACKS, f"{share} of its flow, {quantity(new.flow_l_min, 'L/min', system)}"))
    if is_too_warm(new) and not is_too_warm(old):
        text = f"{quantity(new.supply_degc, 'degC', system)}, accepts {quantity(new.accepts_degc, 'degC', system)}"
        if slowed is not None:
            text += f", loses {percent(slowed.throttled_fraction)} of its work"
        found.append(Harm(id, TOO_WARM, text))
    return found


def _records(report: Report) -> Mapping[str, Any]:
    coolant = report.results.coolant
    return {} if coolant is None else coolant.records


def _rise_k(record: CduCoolant) -> float | None:
    """Supply above the set-point."""
    if record.supply_degc is None or record.wanted_degc is None:
        return None
    return record.supply_degc - record.wanted_degc
