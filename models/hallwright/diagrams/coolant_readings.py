"""What the coolant view says of a box now: flow, temperature, pressure, heat, and what it lacks.

Every number is one of the coolant engine's records, for one unit or summed over the units of a box.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hallwright.diagrams.drawing import Box
from hallwright.diagrams.loops import CDU, COIL, DOOR, PLANT, RACK_LOOP, SYSTEMS, TANK, TOWER
from hallwright.engines.coolant.records import SOLVED, CduCoolant, Loop, PlantWater, Stream
from hallwright.engines.cooling.throttling import Throttle
from hallwright.units import UNITS, System, number_text

PUMP = ":pump"  # behind the identifier of a CDU: one of its pumps
FINE, SHORT, WARM, DEAD = "", "short", "warm", "dead"
NOT_EVALUATED = "not evaluated"


@dataclass(frozen=True, slots=True)
class Shown:
    """Words of a box.

    Attributes
    ----------
    lines : tuple of str
        Below its name; of a header the words on its supply and on its return.
    state : str
        FINE, SHORT (of flow), WARM (warmer than accepted or wanted) or DEAD.
    tripped : bool
        All that it stands for is taken out of service.
    note : str
        The same at length, for the tip.
    """

    lines: tuple[str, ...]
    state: str = FINE
    tripped: bool = False
    note: str = ""


def quantity(value: float | None, unit: str, system: System) -> str:
    """A number with its unit, whole from a hundred on; a dash where it is unknown."""
    if value is None:
        return "–"
    number, sign, decimals = UNITS[unit].shown_value(value, system)
    if abs(number) >= 99.95:
        decimals = 0
    return f"{number_text(number, decimals)} {sign}".rstrip()


def reading(
    box: Box,
    records: Mapping[str, Any],
    short_fraction: float,
    out: Collection[str] = (),
    system: System = "metric",
    slowed: Mapping[str, Throttle] | None = None,
) -> Shown:
    """Figures of a unit.

    Parameters
    ----------
    records : mapping
        Of the coolant engine, in the state that is shown.
    short_fraction : float
        Lack of flow that is tolerated.
    out : collection of str
        What is out of service; ``ID:pump`` for a pump of a CDU.
    slowed : mapping of str to Throttle
        Systems that are slowed down by their air or coolant.
    """
    ids = (*box.ids, *box.holds)
    gone = [i for i in box.ids if i in out]
    if gone and len(gone) == len(box.ids):
        return Shown(("out of service",), DEAD, tripped=True, note="Out of service.")
    if box.sign == TOWER:
        return Shown(("condenser water", NOT_EVALUATED), note="Condenser water is not solved as a network.")
    found = [r for i in ids if (r := records.get(i)) is not None]
    if not found:
        lines = ("no flow",) if box.sign in (SYSTEMS, COIL, DOOR, TANK) else ("not running",)
        return Shown(lines, DEAD, note="Nothing flows: not piped, not running, or not evaluated.")
    if any(r.verdict != SOLVED for r in found):
        verdict = next(r.verdict for r in found if r.verdict != SOLVED)
        return Shown((verdict,), DEAD, note=f"The loop is not solved: {verdict}.")
    parts = f"{len(gone)} of {len(box.ids)} out" if gone else ""
    if box.sign == PLANT:
        return _plant([r for r in found if isinstance(r, PlantWater)], parts, system)
    if box.sign == CDU:
        pumps = sum(1 for i in box.ids if f"{i}{PUMP}" in out)
        return _cdu([r for r in found if isinstance(r, CduCoolant)], parts, pumps, short_fraction, system)
    lost = [t for i in ids if slowed is not None and (t := slowed.get(i)) is not None]
    return _consumers(
        [r for r in found if isinstance(r, Stream)], short_fraction, system, parts, box.sign == COIL, lost
    )


def _plant(found: list[PlantWater], parts: str, system: System) -> Shown:
    running = [r for r in found if r.runs]
    if not running:
        return Shown(("not running",), DEAD, note="Without power, or with nowhere to give its heat.")
    flow, heat = (math.fsum(getattr(r, f) for r in running) for f in ("flow_l_min", "heat_kw"))
    if flow <= 0.0:
        return Shown(("no flow",), DEAD, note="It runs, and nothing flows through it.")
    head = max(r.head_kpa for r in running)
    speed = max(r.speed_fraction for r in running)
    lines = (
        f"{quantity(flow, 'L/min', system)} · {quantity(head, 'kPa', system)}",
        parts or quantity(heat, "kW", system),
    )
    note = (
        f"{quantity(flow, 'L/min', system)} at {quantity(head, 'kPa', system)}, pumps at {percent(speed)}; "
        f"{quantity(heat, 'kW', system)}, returns at {quantity(running[0].return_degc, 'degC', system)}."
    )
    return Shown(lines, note=note)


def _cdu(found: list[CduCoolant], parts: str, pumps_out: int, short_fraction: float, system: System) -> Shown:
    running = [r for r in found if r.runs]
    if not running:
        return Shown(("not running",), DEAD, note="Without power, or with nowhere to give its heat.")
    flow, heat = (math.fsum(getattr(r, f) for r in running) for f in ("flow_l_min", "heat_kw"))
    if flow <= 0.0:
        return Shown(("no flow",), DEAD, note="It runs, and nothing flows through it.")
    approach = _largest(r.approach_k for r in running)
    head = max(r.head_kpa for r in running)
    lines = [
        f"{quantity(flow, 'L/min', system)} · {quantity(head, 'kPa', system)}",
        f"{quantity(heat, 'kW', system)} · {quantity(approach, 'K', system)}",
    ]
    if parts or pumps_out:
        lines[1] = parts or f"{pumps_out} {'pump' if pumps_out == 1 else 'pumps'} out"
    warm = any(
        r.supply_degc is not None and r.wanted_degc is not None and r.supply_degc > r.wanted_degc + 0.05
        for r in running
    )
    facility = [r.facility for r in running if r.facility is not None]
    short = any(is_short(s, short_fraction) for s in facility)
    dew = min((r.dew_margin_k for r in running if r.dew_margin_k is not None), default=None)
    ride = min((r.ride_through_s for r in running if r.ride_through_s is not None), default=None)
    moved = math.fsum(s.flow_l_min for s in facility)
    wanted = math.fsum(s.wanted_l_min for s in facility)
    note = (
        f"{quantity(flow, 'L/min', system)} at {quantity(head, 'kPa', system)}, pumps at "
        f"{percent(max(r.speed_fraction for r in running))}; {quantity(heat, 'kW', system)}, approach "
        f"{quantity(approach, 'K', system)}, {quantity(dew, 'K', system)} above the dew point, ride-through "
        f"{quantity(ride, 's', system)}."
    )
    if facility:
        note += f" Facility water {quantity(moved, 'L/min', system)} of {quantity(wanted, 'L/min', system)}."
    if any(r.refused for r in running):
        note += " Its catalogue point fits no exchanger: set-point taken as held."
    return Shown(tuple(lines), SHORT if short else WARM if warm else FINE, note=note)


def _consumers(
    found: list[Stream],
    short_fraction: float,
    system: System,
    parts: str,
    narrow: bool,
    slowed: list[Throttle],
) -> Shown:
    if not found:
        return Shown(("no flow",), DEAD)
    flow, wanted, heat = (math.fsum(getattr(s, f) for s in found) for f in ("flow_l_min", "wanted_l_min", "heat_kw"))
    if flow <= 1e-4 * wanted:
        words = f"{quantity(heat, 'kW', system)} not taken"
        lines = ("no flow", *words.rsplit(" ", 2)[:1], "not taken") if narrow else ("no flow", words)
        return Shown(lines, DEAD, note=f"No flow, {words}.")
    supply, back = _largest(s.supply_degc for s in found), _largest(s.return_degc for s in found)
    warm = [s for s in found if is_too_warm(s)]
    short = [s for s in found if is_short(s, short_fraction)]
    ways = f"{quantity(supply, 'degC', system).rpartition(' ')[0] or '–'} → {quantity(back, 'degC', system)}"
    state = SHORT if short else WARM if warm else FINE
    least = min(s.flow_l_min / s.wanted_l_min for s in short) if short else 1.0
    word = f"{len(short)} short, {percent(least)}" if short else f"{len(warm)} too warm" if warm else ""
    if slowed and not short:  # what is slowed by its air is shown too: the same work is lost
        worst = max(t.throttled_fraction for t in slowed)
        state, word = WARM, f"{len(slowed)} slowed, −{percent(worst)}"
    note = (
        f"{quantity(heat, 'kW', system)}, {quantity(flow, 'L/min', system)} of {quantity(wanted, 'L/min', system)} "
        f"wanted, {ways}, drop {quantity(max(s.drop_kpa for s in found), 'kPa', system)}."
    )
    if warm:
        limit = min(s.accepts_degc for s in warm if s.accepts_degc is not None)
        note += f" {len(warm)} of {len(found)} accept no more than {quantity(limit, 'degC', system)}."
    if slowed:
        lost_kw = math.fsum(t.lost_kw for t in slowed)
        note += f" {len(slowed)} of {len(found)} are slowed down: {quantity(lost_kw, 'kW', system)} do no work."
    if short:
        note += f" {len(short)} of {len(found)} get less than they want, {percent(least)} at least."
    first = (quantity(heat, "kW", system), quantity(flow, "L/min", system))
    last = word or parts or ways
    return Shown((*first, last) if narrow else (" · ".join(first), last), state, note=note)


def header_reading(
    box: Box,
    ends: tuple[tuple[str, ...], tuple[str, ...]],
    records: Mapping[str, Any],
    loops: Iterable[Loop],
    system: System = "metric",
) -> Shown:
    """Figures of a header: what is on its supply, and on its return.

    Parameters
    ----------
    ends : tuple
        What gives to it, and what takes from it; see `coolant.headers_of`.
    """
    gives = [r for i in ends[0] if isinstance(r := records.get(i), CduCoolant | PlantWater) and r.runs]
    own = [r for loop in loops if (r := _loop_of(loop, ends))]
    bad = next((loop for loop in own if loop.verdict != SOLVED), None)
    if bad is not None:
        return Shown((bad.verdict, ""), DEAD, note=f"Not solved: {bad.reason or bad.verdict}.")
    flow = math.fsum(r.flow_l_min for r in gives)
    if flow <= 0.0:
        return Shown(("no flow", ""), DEAD, note="Nothing pumps.")
    supply = _largest(r.supply_degc for r in gives)
    mixed = [(r.flow_l_min, r.return_degc) for r in gives if r.return_degc is not None and r.flow_l_min > 0.0]
    back = math.fsum(q * t for q, t in mixed) / math.fsum(q for q, _ in mixed) if mixed else None
    heat = math.fsum(r.heat_kw for r in gives)
    lines = (
        f"{quantity(supply, 'degC', system)} · {quantity(flow, 'L/min', system)}",
        f"{quantity(back, 'degC', system)} · {quantity(heat, 'kW', system)}",
    )
    fluids = sorted({FLUIDS.get(loop.fluid, loop.fluid) for loop in own})
    held = math.fsum(loop.volume_l for loop in own)
    head = max(r.head_kpa for r in gives)
    assumed = sorted({word for loop in own for word in loop.assumed})
    note = f"{', '.join(fluids)}, {quantity(head, 'kPa', system)}, holds {quantity(held, 'L', system)}."
    if assumed:
        note += f" Assumed: {', '.join(assumed)}."
    lost = math.fsum(loop.unhandled_kw for loop in own)
    if lost > 0.0:
        note += f" {quantity(lost, 'kW', system)} are not taken away."
    return Shown(lines, WARM if lost > 0.0 else FINE, note=note)


FLUIDS = {"water": "Water", "pg25": "PG25", "pg50": "PG50", "eg25": "EG25", "eg50": "EG50"}


def _loop_of(loop: Loop, ends: tuple[tuple[str, ...], tuple[str, ...]]) -> Loop | None:
    """The loop, where it is one of this header: plants speak for facility loops, CDUs for rack loops."""
    return loop if set(loop.sources) & set(ends[0]) else None


def pipe_reading(box: Box, header: str, records: Mapping[str, Any], system: System = "metric") -> str:
    """What flows in the pipes between a box and a header, in words."""
    facility = not header.startswith(RACK_LOOP)
    streams: list[Stream] = []
    for id in (*box.ids, *box.holds):
        record = records.get(id)
        if isinstance(record, CduCoolant) and facility and record.facility is not None:
            streams.append(record.facility)
        elif isinstance(record, Stream):
            streams.append(record)
    if streams:
        flow, wanted = (math.fsum(getattr(s, f) for s in streams) for f in ("flow_l_min", "wanted_l_min"))
        drop = max(s.drop_kpa for s in streams)
        return (
            f"{quantity(flow, 'L/min', system)} of {quantity(wanted, 'L/min', system)} wanted, "
            f"{quantity(_largest(s.supply_degc for s in streams), 'degC', system)} to "
            f"{quantity(_largest(s.return_degc for s in streams), 'degC', system)}, drop "
            f"{quantity(drop, 'kPa', system)}"
        )
    pumped = [r for i in box.ids if isinstance(r := records.get(i), CduCoolant | PlantWater)]
    if not pumped:
        return "no flow"
    return (
        f"{quantity(math.fsum(r.flow_l_min for r in pumped), 'L/min', system)} at "
        f"{quantity(max(r.head_kpa for r in pumped), 'kPa', system)}, "
        f"{quantity(_largest(r.supply_degc for r in pumped), 'degC', system)} to "
        f"{quantity(_largest(r.return_degc for r in pumped), 'degC', system)}"
    )


def is_short(stream: Stream, short_fraction: float) -> bool:
    """Whether it gets less than it wants, by more than is tolerated."""
    return stream.flow_l_min < (1.0 - short_fraction) * stream.wanted_l_min


def is_too_warm(stream: Stream) -> bool:
    """Whether its supply is warmer than it accepts."""
    return (
        stream.supply_degc is not None
        and stream.accepts_degc is not None
        and stream.supply_degc > stream.accepts_degc + 1e-6
    )


def _largest(values: Iterable[float | None]) -> float | None:
    return max((v for v in values if v is not None), default=None)


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{number_text(share * 100.0, 0)} %"
