"""Rack loops: how CDUs share the heat of systems, how warm their coolant is, and what one of them out does."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from hallwright.engines.cooling.parts import Assumed, Carrier, CduPart, Feeds, Load
from hallwright.engines.cooling.records import CduLoad, SystemHeat, VolumeAir
from hallwright.engines.cooling.water import Water, warmest
from hallwright.equipment.base import curve_value


@dataclass(frozen=True, slots=True)
class Chain:
    """Facility (or room air) supply and rack-loop supply of a CDU [degC], and its capacity there [kW]."""

    facility_degc: float | None
    supply_degc: float | None
    capacity_kw: float


def share(feeds: Feeds, cdu: str, running: Collection[str]) -> float:
    """Share of a load's coolant that a CDU gives: by cables, among those that run."""
    whole, own = 0, 0
    for key, count in feeds:
        if key in running:
            whole += count
            if key == cdu:
                own = count
    return own / whole if own else 0.0


def pump_kw(cdu: CduPart) -> float:
    """Power of a CDU's pumps, and of its fans where it has any [kW]."""
    item = cdu.item
    if item.unit_power_kw is not None:
        return item.unit_power_kw
    return (item.pump_kw or 0.0) + ((item.fan_kw or 0.0) if item.form == "liquid_to_air" else 0.0)


def breathes(cdu: CduPart, carriers: Mapping[str, Carrier]) -> str | None:
    """Volume that a liquid-to-air CDU takes its air from."""
    rack = carriers.get(cdu.carrier or "")
    return rack.front if rack is not None else cdu.front


def chain_of(
    cdu: CduPart, water: Water, runs: bool, volumes: Mapping[str, VolumeAir], carriers: Mapping[str, Carrier]
) -> Chain:
    """Temperatures and capacity of a CDU."""
    item = cdu.item
    if not runs:
        return Chain(None, None, 0.0)
    facility = water.degc
    if item.form == "liquid_to_air":
        there = volumes.get(breathes(cdu, carriers) or "")
        facility = None if there is None else there.inlet_degc
    supply = item.setpoint_degc
    approach = item.approach_k
    if facility is not None:
        if supply is not None:
            approach = max(supply - facility, approach)
        supply = facility + approach
    capacity = item.capacity_kw
    if item.capacity_at_approach:
        capacity = curve_value(item.capacity_at_approach, approach)
    return Chain(facility, supply, capacity)


def system_heat(
    load: Load,
    assumed: Assumed,
    running: Collection[str],
    chain: Mapping[str, Chain],
    warm_inlet_degc: float | None = None,
) -> SystemHeat:
    """Heat and coolant of a load."""
    live = tuple(c for c, _ in load.feeds if c in running)
    supply = warmest(chain[c].supply_degc for c in live) if live else None
    flow, derived = 0.0, False
    if load.needs_coolant:
        if load.table and supply is not None:
            flow = curve_value(tuple((p.supply_degc, p.flow_l_min) for p in load.table), supply) * load.table_scale
        elif load.flow_l_min is not None:
            flow = load.flow_l_min
        elif load.table:
            flow = max(p.flow_l_min for p in load.table) * load.table_scale
        else:
            derived = True
            flow = load.liquid_kw * 60000.0 / (load.density_kg_m3 * load.heat_kj_kg_k * assumed.coolant_rise_k)
    rise = None
    if flow > 0.0 and load.liquid_kw > 0.0:
        rise = load.liquid_kw * 60000.0 / (load.density_kg_m3 * load.heat_kj_kg_k * flow)
    moved = load.flow_m3_s
    return SystemHeat(
        load.heat_kw,
        load.air_kw,
        load.liquid_kw,
        moved,
        load.flow_derived,
        load.air_kw / (assumed.rho_cp * moved) if moved and load.air_kw > 0.0 else None,
        load.needs_coolant,
        len(load.feeds),
        live,
        flow,
        derived,
        supply,
        supply + rise if supply is not None and rise is not None else None,
        rise,
        load.inlet_max_degc,
        warm_inlet_degc,
    )


def cdu_load(
    key: str,
    cdu: CduPart,
    heat_kw: float,
    chain: Chain,
    has_water: bool,
    members: frozenset[str],
    loads: Mapping[str, Load],
    wanted_l_min: Mapping[str, Any],
    running: Collection[str],
) -> CduLoad:
    """The record of a CDU.

    Parameters
    ----------
    key : str
        Its identifier.
    heat_kw : float
        Coolant heat that it is given now.
    chain : Chain
        Its temperatures and capacity.
    has_water : bool
        It has somewhere to give its heat.
    members : frozenset of str
        Loads that hang on it, of `loads`.
    wanted_l_min : mapping
        Records with the flow that each load wants.
    running : collection of str
        CDUs that run.
    """
    runs = key in running
    flows: list[float] = []
    more: dict[str, list[tuple[float, float]]] = defaultdict(list)  # by other CDU: heat and flow it would throw here
    capacities: list[float] = []
    for i in members if runs else ():
        load = loads.get(i)
        if load is None:
            continue
        part = share(load.feeds, key, running)
        flow = wanted_l_min[i].flow_l_min
        flows.append(flow * part)
        capacities.append(load.density_kg_m3 * load.heat_kj_kg_k)
        for other, _ in load.feeds:
            if other != key and other in running:
                left = [k for k, _ in load.feeds if k != other and k in running]
                extra = share(load.feeds, key, left) - part
                more[other].append((load.liquid_kw * extra, flow * extra))
    wanted = fsum(flows)
    extra_kw, worst = max(((fsum(h for h, _ in found), other) for other, found in more.items()), default=(0.0, ""))
    extra_flow = max((fsum(f for _, f in found) for found in more.values()), default=0.0)
    available = cdu.item.secondary_flow_l_min if runs else 0.0
    moving = wanted if available is None else min(wanted, available)
    back = None
    if chain.supply_degc is not None and moving > 0.0 and capacities:
        back = chain.supply_degc + min(heat_kw, chain.capacity_kw) * 60000.0 / (min(capacities) * moving)
    return CduLoad(
        heat_kw,
        chain.capacity_kw,
        wanted,
        available,
        runs,
        has_water,
        chain.facility_degc,
        chain.supply_degc,
        back,
        heat_kw + extra_kw,
        wanted + extra_flow,
        worst,
        pump_kw(cdu) if runs else 0.0,
    )
