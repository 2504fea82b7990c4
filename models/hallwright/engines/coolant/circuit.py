"""A circuit: rack loops and facility loops that feel each other, solved together, with every unit out.

Rack loops come first with facility valves free to open; then each facility loop says what it delivers; where that is
less, the rack loops behind are solved again with it. Loops that were solved before with equal inputs are not solved
again.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar, cast

from hallwright.engines.coolant.exchanger import Exchanger, fit, most_heat_kw
from hallwright.engines.coolant.fluids import fluid
from hallwright.engines.coolant.parts import Assumed, Bath, CduPart, Chip, Part, PlantPart, SystemPart, WaterPart
from hallwright.engines.coolant.piping import L_MIN, Pipe
from hallwright.engines.coolant.rack_loop import (
    STANDS,
    Facility,
    RackFlow,
    RackLoop,
    coolant_of,
    exchanger_of,
    most_possible_kw,
    solve_rack_loop,
    water_rho_cp,
)
from hallwright.engines.coolant.records import (
    FACILITY,
    FAILED,
    NO_PUMP,
    RACK,
    SOLVED,
    CduCoolant,
    Loop,
    Outage,
    PlantWater,
    Stream,
    TankCoolant,
)
from hallwright.engines.coolant.water_loop import Draw, WaterFlow, WaterLoop, solve_water_loop, source_of, water_loop
from hallwright.errors import OutOfRange

DELIVERED = 0.995  # share of the facility flow wanted that counts as all of it
MOST_PASSES = 4  # between rack loops and facility loops
HOTTEST_DEGC = 95.0  # of a supply: beyond it something trips or boils
TOO_HOT = "its supply would pass {:g} °C before it rejects its heat: there is no steady state"
CASE_FILM = 0.5  # share of a cold plate's resistance that falls with the flow
A = TypeVar("A")
Memo = dict[Hashable, Any]


@dataclass(frozen=True)
class Circuit:
    """The answer for one circuit: a record for each of its parts, and its loops."""

    records: Mapping[str, Any]
    loops: tuple[Loop, ...]
    memo: Mapping[Hashable, Any] = field(repr=False, compare=False)


def solve_circuit(assumed: Assumed, parts: Mapping[str, Part], known: Mapping[Hashable, Any]) -> Circuit:
    """Solve a circuit.

    Parameters
    ----------
    assumed : Assumed
    parts : mapping of str to Part
    known : mapping
        What was solved before, by its inputs.

    Returns
    -------
    Circuit
    """
    work = _Work(assumed, parts, known)
    records, loops = work.run()
    return Circuit(records, loops, work.used)


def groups(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each end the first end of its connected group."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in edges:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {key: root(key) for key in parent}


class _Work:
    """One evaluation: what was solved before and still holds is taken from `known`, all in use goes to `used`."""

    def __init__(self, assumed: Assumed, parts: Mapping[str, Part], known: Mapping[Hashable, Any]) -> None:
        self.assumed, self.known, self.used = assumed, known, cast("Memo", {})
        self.outages: Memo = {}
        self.parts: dict[type[Any], dict[str, Any]] = {SystemPart: {}, CduPart: {}, WaterPart: {}, PlantPart: {}}
        for key, part in sorted(parts.items()):
            self.parts[type(part)][key] = part
        self.systems: dict[str, SystemPart] = self.parts[SystemPart]
        self.cdus: dict[str, CduPart] = self.parts[CduPart]
        self.waters: dict[str, WaterPart] = self.parts[WaterPart]
        self.plants: dict[str, PlantPart] = self.parts[PlantPart]
        self.gain = assumed.chiller_gain_per_k
        self.supply = self._header_supplies()
        self.rack_loops = self._rack_loops()

    def once(self, key: Hashable, make: Callable[[], A]) -> A:
        """The value for a key, made only where neither this nor the previous evaluation has it."""
        if key not in self.used:
            self.used[key] = self.known[key] if key in self.known else make()
        return cast(A, self.used[key])

    # ---- the parts put together -----------------------------------------------------------------------------------

    def _header_supplies(self, without: Collection[str] = ()) -> dict[str, float | None]:
        """Supply of each header [degC].

        Plants hold their supply up to their capacity. With more heat than that the water warms until they reject it
        after all: dry coolers hold their effectiveness, so that their approach grows with the heat; a chiller gains so
        much capacity for each kelvin (setting). Never above `HOTTEST_DEGC`, where there is no steady state.
        """
        found: dict[str, float | None] = {}
        for plants in self._headers().values():
            left = [p for p in plants if p.id not in without]
            if not left:
                continue
            head = left[0]
            supply, able = head.supply_degc, _able_kw(plants, without)
            rated = math.fsum(p.capacity_kw for p in left)
            if supply is not None and head.header_heat_kw > able:
                gains = [p.capacity_kw / rated * (1.0 / p.approach_k if p.approach_k else self.gain) for p in left]
                more = able * math.fsum(gains)  # kW for each kelvin
                excess = head.header_heat_kw - able
                supply = min(supply + excess / more, HOTTEST_DEGC) if more > 0.0 else HOTTEST_DEGC
            found[head.lead] = supply
        return found

    def _headers(self) -> dict[str, list[PlantPart]]:
        """Running plants by their header."""
        found: dict[str, list[PlantPart]] = defaultdict(list)
        for plant in self.plants.values():
            if plant.runs:
                found[plant.lead].append(plant)
        return found

    def _rack_loops(self) -> dict[str, RackLoop]:
        """Rack loops by their key: running CDUs and the systems on them."""
        edges = [(c, c) for c, cdu in self.cdus.items() if cdu.runs]
        edges += [(c, "\t" + s) for s, system in self.systems.items() for c, _ in system.feeds if c in self.cdus]
        group_of = groups(edges)
        cdus, systems = defaultdict(list), defaultdict(list)
        for key, group in group_of.items():
            if key.startswith("\t"):
                systems[group].append(self.systems[key[1:]])
            elif key in self.cdus:
                cdus[group].append(self.cdus[key])
        found = {}
        for group, members in cdus.items():
            if not systems[group]:
                continue
            ranked = tuple(sorted(members, key=lambda c: c.id))
            loop = RackLoop(self.assumed, ranked, tuple(sorted(systems[group], key=lambda s: s.id)))
            found[loop.key] = loop
        return dict(sorted(found.items()))

    def _feeds(self, feeds: Iterable[tuple[str, Pipe]]) -> tuple[tuple[str, Pipe], ...]:
        """Pipes by header: plants on one header give one pair of pipes, the shortest."""
        found: dict[str, Pipe] = {}
        for plant, pipe in feeds:
            part = self.plants.get(plant)
            if part is not None and part.lead and (part.lead not in found or pipe < found[part.lead]):
                found[part.lead] = pipe
        return tuple(sorted(found.items()))

    # ---- solving --------------------------------------------------------------------------------------------------

    def run(self) -> tuple[dict[str, Any], tuple[Loop, ...]]:
        """All records and loops."""
        most = {key: cdu.facility_m3_s for key, cdu in self.cdus.items()}
        for _ in range(MOST_PASSES):
            racks = {key: self._rack(loop, self._facility(most)) for key, loop in self.rack_loops.items()}
            water_loops = self._water_loops(racks)
            waters = {key: self._water(water) for key, water in water_loops.items()}
            short = {}
            for key, water in water_loops.items():
                drawn = waters[key].drawn
                for draw in water.draws:
                    if draw.id in self.cdus and drawn.get(draw.id, 0.0) < DELIVERED * draw.wanted_m3_s:
                        short[draw.id] = drawn.get(draw.id, 0.0)
            fewer = {k: min(most[k], v) for k, v in short.items() if v < DELIVERED * most[k]}
            if not fewer:
                break
            most |= fewer
        records: dict[str, Any] = {}
        loops = []
        for key, loop in self.rack_loops.items():
            loops.append(self._rack_records(loop, racks[key], self._facility(most), records))
        for key, cdu in self.cdus.items():
            if key not in records:
                records[key] = self._idle_cdu(cdu)
        for key, water in water_loops.items():
            loops.append(self._water_records(water, waters[key], racks, records))
        for key, plant in self.plants.items():
            if key not in records:
                records[key] = PlantWater("", SOLVED, plant.runs)
        self._ride_through(racks, water_loops, loops, records)
        return records, tuple(loops)

    def _facility(
        self, most: Mapping[str, float], supply: Mapping[str, float | None] | None = None
    ) -> dict[str, Facility]:
        """What each CDU is given."""
        headers = self.supply if supply is None else supply
        found = {}
        for key, cdu in self.cdus.items():
            degc = cdu.facility_degc
            known = [headers.get(h) for h, _ in self._feeds(cdu.feeds)]
            temperatures = [t for t in known if t is not None]
            if not cdu.to_air and temperatures and len(temperatures) == len(known):
                degc = max(temperatures)
            found[key] = Facility(degc, most[key])
        return found

    def _rack(self, loop: RackLoop, facility: Mapping[str, Facility], out: str = "", pump_out: str = "") -> RackFlow:
        own = {c.id: facility[c.id] for c in loop.cdus}
        key = (loop, tuple(own.items()), out, pump_out)
        return self.once(key, lambda: solve_rack_loop(loop, own, out, pump_out))

    def _water(self, loop: WaterLoop) -> WaterFlow:
        return self.once(loop, lambda: solve_water_loop(loop))

    def _water_loops(self, racks: Mapping[str, RackFlow]) -> dict[str, WaterLoop]:
        """Facility loops by their key, with what every consumer's valve asks for."""
        draws = []
        for key, water in self.waters.items():
            draws.append(Draw(key, self._feeds(water.feeds), water.wanted_m3_s, water.rated_m3_s))
        asked = {c: f.facility_m3_s for flow in racks.values() for c, f in flow.cdus.items()}
        for key, cdu in self.cdus.items():
            if not cdu.to_air and cdu.runs:
                draws.append(Draw(key, self._feeds(cdu.feeds), asked.get(key, 0.0), cdu.facility_m3_s))
        draws = [d for d in draws if d.feeds]
        headers = self._headers()
        group_of = groups([(h, h) for h in headers] + [(d.feeds[0][0], h) for d in draws for h, _ in d.feeds])
        found = {}
        for group in sorted(set(group_of.values())):
            sources = tuple(source_of(p) for h in sorted(headers) if group_of[h] == group for p in headers[h])
            members = tuple(sorted((d for d in draws if group_of[d.feeds[0][0]] == group), key=lambda d: d.id))
            known = [t for h in headers if group_of[h] == group and (t := self.supply.get(h)) is not None]
            if sources and members:
                loop = water_loop(self.assumed, sources, members, sum(known) / len(known) if known else 20.0)
                found[loop.key] = loop
        return found

    # ---- records of rack loops ------------------------------------------------------------------------------------

    def _rack_records(
        self, loop: RackLoop, flow: RackFlow, facility: Mapping[str, Facility], records: dict[str, Any]
    ) -> Loop:
        if flow.verdict == SOLVED and any(c.supply_degc > HOTTEST_DEGC for c in flow.cdus.values()):
            flow = replace(flow, verdict=FAILED, reason=TOO_HOT.format(HOTTEST_DEGC))
        for system in loop.systems:
            records[system.id] = _stream(loop.key, system, flow)
        for cdu in loop.cdus:
            records[cdu.id] = self._cdu(loop, cdu, flow, facility)
        volume = sum(s.volume_l + sum(p.volume_l for _, p in s.feeds) for s in loop.systems)
        volume += sum(c.volume_l for c in loop.cdus if c.runs)
        pumped = math.fsum(c.flow_m3_s for c in flow.cdus.values())
        words = {w for c in loop.cdus for w in c.assumed} | {w for s in loop.systems for w in s.assumed}
        return Loop(
            loop.key,
            RACK,
            flow.verdict,
            flow.reason,
            coolant_of(loop),
            tuple(c.id for c in loop.cdus),
            tuple(s.id for s in loop.systems),
            math.fsum(s.heat_kw for s in loop.systems),
            pumped * L_MIN,
            volume,
            flow.mass_error,
            flow.heat_error,
            flow.unhandled_kw,
            tuple(sorted(words)),
            (_all_lost(loop, loop.key),),
        )

    def _cdu(self, loop: RackLoop, cdu: CduPart, flow: RackFlow, facility: Mapping[str, Facility]) -> CduCoolant:
        exchanger, refused = self._exchanger(cdu, coolant_of(loop))
        now = flow.cdus.get(cdu.id)
        base = CduCoolant(
            loop.key,
            flow.verdict,
            cdu.runs,
            refused=refused,
            most_kw=most_possible_kw(cdu, coolant_of(loop)) if refused else 0.0,
            fitted=exchanger is not None,
            pumps=cdu.pumps.fitted,
            standby=cdu.pumps.standby,
            coolants=tuple(sorted({s.made_for for s in loop.systems if s.made_for})),
        )
        if not cdu.runs:
            return base
        out = self._outage(loop, flow, facility, out=cdu.id) if len(loop.cdus) > 1 else _all_lost(loop, cdu.id)
        pump_out = out
        if cdu.pumps.fitted > 1:
            pump_out = (
                Outage(cdu.id)
                if cdu.pumps.falls(1) == cdu.pumps.falls()
                else self._outage(loop, flow, facility, pump_out=cdu.id)
            )
        if now is None:
            return replace(base, out=out, pump_out=pump_out)
        cold = facility[cdu.id].degc
        supply = _known(now.supply_degc)
        return replace(
            base,
            flow_l_min=now.flow_m3_s * L_MIN,
            head_kpa=now.head_pa / 1000.0,
            speed_fraction=now.speed,
            heat_kw=now.heat_kw,
            supply_degc=supply,
            wanted_degc=cdu.target_degc,
            return_degc=_known(now.return_degc),
            approach_k=None if supply is None or cold is None else supply - cold,
            able_kw=_known(now.able_kw),
            dew_margin_k=None if supply is None else supply - self.assumed.dew_point_degc,
            out=out,
            pump_out=pump_out,
        )

    def _idle_cdu(self, cdu: CduPart) -> CduCoolant:
        """A CDU without systems, or that does not run."""
        exchanger, refused = self._exchanger(cdu, "pg25")
        return CduCoolant(
            "",
            SOLVED,
            cdu.runs,
            refused=refused,
            most_kw=most_possible_kw(cdu, "pg25") if refused else 0.0,
            fitted=exchanger is not None,
            pumps=cdu.pumps.fitted,
            standby=cdu.pumps.standby,
        )

    def _exchanger(self, cdu: CduPart, coolant: str) -> tuple[Exchanger | None, str]:
        """The fitted exchanger, or why there is none; "" where it cannot be known."""
        if cdu.rated_m3_s <= 0.0 or (cdu.to_air and not cdu.air_kw_k):
            return None, ""
        try:
            return exchanger_of(cdu, self.assumed.fouling, coolant), ""
        except OutOfRange as error:
            return None, error.text

    def _outage(
        self, loop: RackLoop, base: RackFlow, facility: Mapping[str, Facility], out: str = "", pump_out: str = ""
    ) -> Outage:
        after = self._rack(loop, facility, out, pump_out)
        unit = out or pump_out
        if after.verdict != SOLVED:
            return Outage(unit, after.verdict == NO_PUMP, tuple(s.id for s in loop.systems))
        cut, short, warm, least = [], [], [], 1.0
        tolerated = 1.0 - self.assumed.short_fraction
        for system in loop.systems:
            now, then = base.systems.get(system.id), after.systems[system.id]
            share = then.flow_m3_s / then.wanted_m3_s
            if then.stands:
                if now is None or not now.stands:
                    cut.append(system.id)
            elif share < tolerated and not (now is not None and now.flow_m3_s < tolerated * now.wanted_m3_s):
                short.append((share, system.id))
                least = min(least, share)
            limit = system.accepts_degc
            was = now is not None and limit is not None and now.supply_degc > limit
            if limit is not None and then.supply_degc > limit and not was:
                warm.append((limit - then.supply_degc, system.id, then.supply_degc))
        supplies = [c.supply_degc for c in after.cdus.values() if not math.isnan(c.supply_degc)]
        return Outage(
            unit,
            True,
            tuple(cut),
            tuple(i for _, i in sorted(short)),
            least,
            tuple(i for _, i, _ in sorted(warm)),
            min(warm)[2] if warm else max(supplies, default=None),
            -min(warm)[0] if warm else 0.0,
        )

    # ---- records of facility loops --------------------------------------------------------------------------------

    def _heat(self, key: str, racks: Mapping[str, RackFlow]) -> float:
        """Heat that a consumer gives its facility water [kW]: a CDU's exchanger and pumps, or a coil's."""
        if key in self.waters:
            return self.waters[key].heat_kw
        moved = math.fsum(f.cdus[key].heat_kw for f in racks.values() if key in f.cdus)
        return moved + self.cdus[key].pump_kw

    def _water_records(
        self, loop: WaterLoop, flow: WaterFlow, racks: Mapping[str, RackFlow], records: dict[str, Any]
    ) -> Loop:
        if flow.verdict == SOLVED and any((self.supply.get(s.header) or 0.0) >= HOTTEST_DEGC for s in loop.sources):
            flow = replace(flow, verdict=FAILED, reason=TOO_HOT.format(HOTTEST_DEGC))
        rho_cp = flow.properties.rho_cp
        given: list[float] = []
        standing: list[float] = []
        unrejected: list[float] = []
        by_header: dict[str, list[tuple[float, float]]] = defaultdict(list)  # flow, flow times return
        for draw in loop.draws:
            stream = self._water_stream(loop, flow, draw, self._heat(draw.id, racks))
            drawn = flow.drawn.get(draw.id, 0.0)
            if draw.id in self.cdus:
                record = records[draw.id]
                margins = [m for m in (record.dew_margin_k,) if m is not None]
                records[draw.id] = replace(record, facility=stream, dew_margin_k=min(margins, default=None))
            else:
                bath = self.waters[draw.id].bath
                records[draw.id] = stream if bath is None else _tank(stream, bath, draw, self.assumed.fouling)
            if drawn > 0.0 and stream.return_degc is not None:
                given.append(stream.heat_kw)
                for header, share in flow.shares[draw.id]:
                    by_header[header].append((drawn * share, drawn * share * stream.return_degc))
            elif stream.heat_kw > 0.0:
                standing.append(stream.heat_kw)
        taken = []
        headers = self._headers()
        for header in sorted({s.header for s in loop.sources}):
            supply = self.supply.get(header)
            amounts = by_header.get(header, [])
            moved = math.fsum(q for q, _ in amounts)
            back = math.fsum(qt for _, qt in amounts) / moved if moved > 0.0 else None
            heat = rho_cp * moved * (back - supply) if back is not None and supply is not None else 0.0
            taken.append(heat)
            able = _able_kw(headers[header])
            if all(p.approach_k is None for p in headers[header]) and heat > able:
                unrejected.append(heat - able)
            pumped = math.fsum(flow.pumped.get(p.id, 0.0) for p in headers[header])
            for plant in headers[header]:
                own = flow.pumped.get(plant.id, 0.0)
                head = flow.heads.get(header, 0.0)
                records[plant.id] = PlantWater(
                    loop.key,
                    flow.verdict,
                    plant.runs,
                    own * L_MIN,
                    head / 1000.0,
                    plant.pumps.speed(own, head) if own > 0.0 else 0.0,
                    supply,
                    back,
                    heat * own / pumped if pumped > 0.0 else 0.0,
                    self._plant_outage(loop, flow, racks, plant),
                )
        heat_in = math.fsum(given)
        parts: list[Any] = [p for h in {s.header for s in loop.sources} for p in headers[h]]
        parts += [self.waters.get(d.id) or self.cdus[d.id] for d in loop.draws]
        volume = sum(pipe.volume_l for d in loop.draws for _, pipe in d.feeds)
        volume += sum(p.buffer_l for p in parts if isinstance(p, PlantPart))
        known = all(self.supply.get(s.header) is not None for s in loop.sources)
        return Loop(
            loop.key,
            FACILITY,
            flow.verdict,
            flow.reason,
            "water",
            tuple(s.id for s in loop.sources),
            tuple(d.id for d in loop.draws),
            heat_in + math.fsum(standing),
            math.fsum(flow.pumped.values()) * L_MIN,
            volume,
            flow.mass_error,
            (heat_in - math.fsum(taken)) / heat_in if heat_in > 0.0 and known else 0.0,
            math.fsum((*standing, *unrejected)),
            tuple(sorted({w for p in parts for w in p.assumed})),
            self._header_failures(loop, flow, racks),
        )

    def _water_stream(self, loop: WaterLoop, flow: WaterFlow, draw: Draw, heat: float) -> Stream:
        drawn = flow.drawn.get(draw.id, 0.0)
        supplies = [(share, self.supply.get(h)) for h, share in flow.shares.get(draw.id, ())]
        supply = None
        if supplies and all(t is not None for _, t in supplies):
            supply = math.fsum(share * t for share, t in supplies if t is not None)
        back = None
        if supply is not None and drawn > 1e-5 * draw.rated_m3_s:
            back = supply + heat / (flow.properties.rho_cp * drawn)
        return Stream(
            loop.key,
            flow.verdict,
            heat,
            drawn * L_MIN,
            draw.wanted_m3_s * L_MIN,
            flow.drops.get(draw.id, 0.0) / 1000.0,
            supply,
            back,
        )

    def _plant_outage(
        self, loop: WaterLoop, base: WaterFlow, racks: Mapping[str, RackFlow], plant: PlantPart
    ) -> Outage:
        """The facility loop without one plant, and what that does to the systems behind its CDUs.

        Plants alike on one header give one answer.
        """
        like = (plant.lead, plant.pumps, plant.capacity_kw, plant.approach_k)
        if like not in self.outages:
            self.outages[like] = self._without(loop, base, racks, (plant,))
        found: Outage = self.outages[like]
        return replace(found, unit=plant.id)

    def _header_failures(self, loop: WaterLoop, base: WaterFlow, racks: Mapping[str, RackFlow]) -> tuple[Outage, ...]:
        """The facility loop without each of its headers, with all plants on it."""
        headers = self._headers()
        leads = sorted({s.header for s in loop.sources})
        return tuple(replace(self._without(loop, base, racks, headers[lead]), unit=lead) for lead in leads)

    def _without(
        self, loop: WaterLoop, base: WaterFlow, racks: Mapping[str, RackFlow], plants: Sequence[PlantPart]
    ) -> Outage:
        """The facility loop without some plants of one header."""
        first, out = plants[0], frozenset(p.id for p in plants)
        like = (loop, first.lead, tuple(sorted(p.pumps for p in plants)))
        after = self.once(like, lambda: solve_water_loop(loop, out))
        if after.verdict not in (SOLVED, NO_PUMP):
            return Outage(first.id, False, tuple(d.id for d in loop.draws if d.wanted_m3_s > 0.0))
        tolerated = 1.0 - self.assumed.short_fraction
        cut, short, least = [], [], 1.0
        for draw in loop.draws:
            if draw.wanted_m3_s <= 0.0:
                continue
            share = after.drawn.get(draw.id, 0.0) / draw.wanted_m3_s
            was = base.drawn.get(draw.id, 0.0) / draw.wanted_m3_s
            if share <= STANDS:
                if was > STANDS:
                    cut.append(draw.id)
            elif share < tolerated <= was:
                short.append((share, draw.id))
                least = min(least, share)
        supply = {**self.supply, **self._header_supplies(out)}
        warm, hottest = self._behind(loop, after, racks, supply)
        members = self._headers()[first.lead]
        unrejected = 0.0
        if any(p.approach_k is None for p in members):
            before = max(first.header_heat_kw - _able_kw(members), 0.0)
            unrejected = max(first.header_heat_kw - _able_kw(members, out) - before, 0.0)
        ranked = tuple(i for _, i in sorted(short))
        return Outage(first.id, True, tuple(cut), ranked, least, warm, hottest, 0.0, unrejected)

    def _behind(
        self, loop: WaterLoop, after: WaterFlow, racks: Mapping[str, RackFlow], supply: Mapping[str, float | None]
    ) -> tuple[tuple[str, ...], float | None]:
        """Systems that get too warm a coolant behind the CDUs of a facility loop, and the warmest supply.

        Rack-loop flows are kept; only the exchangers answer anew.
        """
        here = {d.id for d in loop.draws}
        most = {k: after.drawn.get(k, 0.0 if k in here else c.facility_m3_s) for k, c in self.cdus.items()}
        facility = self._facility(most, supply)
        warm: dict[str, float] = {}
        hottest: list[float] = []
        for key, rack in self.rack_loops.items():
            flow = racks[key]
            for cdu in rack.cdus:
                now = flow.cdus.get(cdu.id)
                if cdu.id not in here or now is None or math.isnan(now.supply_degc):
                    continue
                reached = self._reached(cdu, rack, flow, facility[cdu.id])  # infinite where no water is left
                if math.isfinite(reached):
                    hottest.append(reached)
                for system in rack.systems:
                    limit, was = system.accepts_degc, flow.systems[system.id].supply_degc
                    if limit is not None and reached > limit >= was and any(c == cdu.id for c, _ in system.feeds):
                        warm[system.id] = max(warm.get(system.id, reached), reached)
        ranked = sorted(warm, key=lambda i: (-warm[i], i))
        return tuple(ranked), max(hottest, default=None)

    def _reached(self, cdu: CduPart, rack: RackLoop, flow: RackFlow, facility: Facility) -> float:
        """Supply of a CDU on other facility water, its own flows and heat kept [degC]."""
        now = flow.cdus[cdu.id]
        exchanger, _ = self._exchanger(cdu, coolant_of(rack))
        if exchanger is None or facility.degc is None or now.heat_kw <= 0.0:
            return now.supply_degc
        cold = facility.most_m3_s * water_rho_cp(facility.degc)
        resistance = exchanger.resistance_k_kw(now.flow_m3_s * flow.properties.rho_cp, cold)
        return max(cdu.target_degc or facility.degc, facility.degc + (now.heat_kw + cdu.pump_kw) * resistance)

    # ---- ride-through ---------------------------------------------------------------------------------------------

    def _ride_through(
        self,
        racks: Mapping[str, RackFlow],
        waters: Mapping[str, WaterLoop],
        loops: Iterable[Loop],
        records: dict[str, Any],
    ) -> None:
        """Seconds until the supply passes what the systems accept, once heat is no longer rejected.

        All coolant of the rack loop, and the share of the facility loop's water that goes with its heat, warms evenly.
        Heat that metal takes up is left out, which is on the safe side.
        """
        by_key = {(loop.kind, loop.key): loop for loop in loops}
        loop_of = {draw.id: key for key, water in waters.items() for draw in water.draws}
        for key, rack in self.rack_loops.items():
            flow, loop = racks[key], by_key[RACK, key]
            limits = [s.accepts_degc for s in rack.systems if s.accepts_degc is not None]
            supplies = [c.supply_degc for c in flow.cdus.values() if not math.isnan(c.supply_degc)]
            if flow.verdict != SOLVED or not limits or not supplies or loop.heat_kw <= 0.0:
                continue
            left = min(limits) - max(supplies)
            if left <= 0.0:
                continue  # too warm already
            store = loop.volume_l / 1000.0 * flow.properties.rho_cp
            for cdu in rack.cdus:
                water = by_key.get((FACILITY, loop_of.get(cdu.id, "")))
                if water is not None and water.heat_kw > 0.0 and cdu.id in flow.cdus:
                    share = min(flow.cdus[cdu.id].heat_kw / water.heat_kw, 1.0)
                    store += share * water.volume_l / 1000.0 * fluid("water").at(20.0).rho_cp
            inside = sum(s.volume_l for s in rack.systems) / 1000.0 * flow.properties.rho_cp
            for cdu in rack.cdus:
                if cdu.runs:
                    records[cdu.id] = replace(
                        records[cdu.id],
                        ride_through_s=store * left / loop.heat_kw,
                        standing_s=inside * left / loop.heat_kw,
                    )


def _tank(stream: Stream, bath: Bath, draw: Draw, fouling: float) -> TankCoolant:
    """The record of an immersion tank: its exchanger, fitted to its rating, on the water that it gets."""
    base = TankCoolant(**asdict(stream), bath_max_degc=bath.max_degc)
    if bath.fluid_kw_k is None:
        return replace(base, boils=True)
    rho_cp = water_rho_cp(bath.rated_water_degc)
    point = bath.approach_k, bath.fluid_kw_k, draw.rated_m3_s * rho_cp
    try:
        exchanger = fit(bath.rated_kw, *point, fouling)
    except OutOfRange as error:
        return replace(base, refused=error.text, most_kw=most_heat_kw(*point))
    if stream.supply_degc is None or bath.heat_kw <= 0.0:
        return replace(base, bath_degc=stream.supply_degc)
    cold = stream.flow_l_min / L_MIN * water_rho_cp(stream.supply_degc)
    rise = bath.heat_kw * exchanger.resistance_k_kw(bath.fluid_kw_k, cold)
    return replace(base, bath_degc=stream.supply_degc + rise if math.isfinite(rise) else None)


def _able_kw(plants: Iterable[PlantPart], without: Collection[str] = ()) -> float:
    """Heat that the plants of one header reject, as the balance has it, less some plants' share by their rating."""
    members = list(plants)
    rated = math.fsum(p.capacity_kw for p in members)
    left = math.fsum(p.capacity_kw for p in members if p.id not in without)
    return members[0].header_kw * left / rated if members else 0.0


def _all_lost(loop: RackLoop, unit: str) -> Outage:
    """The only CDU of a loop out: nothing flows any more."""
    return Outage(unit, True, tuple(s.id for s in loop.systems))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _stream(key: str, system: SystemPart, flow: RackFlow) -> Stream:
    """The record of a system."""
    now = flow.systems.get(system.id)
    if now is None:
        return Stream(
            key, flow.verdict, system.heat_kw, 0.0, system.wanted_m3_s * L_MIN, accepts_degc=system.accepts_degc
        )
    supply = _known(now.supply_degc)
    return Stream(
        key,
        flow.verdict,
        system.heat_kw,
        now.flow_m3_s * L_MIN,
        now.wanted_m3_s * L_MIN,
        now.drop_pa / 1000.0,
        supply,
        _known(now.return_degc),
        system.accepts_degc,
        _case_degc(system.chip, now.flow_m3_s, supply),
        system.case_max_degc,
    )


def _case_degc(chip: Chip | None, flow_m3_s: float, supply_degc: float | None) -> float | None:
    """Case of a chip [degC]: supply + R(Q) P.

    Half of the plate's resistance is taken as film, which falls with flow^0.8; at half and double flow that guess moves
    the case by less than 15 % of its rise.
    """
    if chip is None or supply_degc is None or flow_m3_s <= 0.0:
        return None
    film = CASE_FILM * (chip.flow_m3_s / flow_m3_s) ** 0.8
    return float(supply_degc + chip.k_w * (1.0 - CASE_FILM + film) * chip.watts)
