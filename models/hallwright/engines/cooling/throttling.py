"""Throttling: what a system loses where its air or coolant is warmer than it accepts.

Vendors state limits and hardly ever a curve. Assumed: a system gives all of its work up to its limit, none from its
shutdown on, and in step between; the shutdown is its own where stated, else so many kelvin above the limit (settings).
Air and coolant each set a share; the larger counts. The heat is not reduced by it, which is on the safe side.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum
from typing import TYPE_CHECKING

from hallwright.engines.cooling.records import RackAir, SystemHeat
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.system import System
from hallwright.settings import Settings

if TYPE_CHECKING:  # the results of engines that come after this one
    from hallwright.engines.base import Results
    from hallwright.project import Project

AIR, COOLANT = "air", "coolant"


@dataclass(frozen=True, slots=True)
class Throttle:
    """A system that is slowed down.

    Attributes
    ----------
    cause : str
        ``air`` or ``coolant``, whichever slows it more.
    degc, limit_degc, shutdown_degc : float
        What it is given of that, accepts, and stops at.
    throttled_fraction : float
        Share of its work that is lost; 1 where it shuts down.
    lost_kw, lost_gpus : float
        Load that does no work, and accelerators' worth of it.
    """

    cause: str
    degc: float
    limit_degc: float
    shutdown_degc: float
    throttled_fraction: float
    lost_kw: float
    lost_gpus: float


@dataclass(frozen=True, slots=True)
class Throttling:
    """All systems that are slowed down, and what the hall loses; `unknown` have a limit and no temperature."""

    systems: Mapping[str, Throttle] = field(default_factory=dict)
    lost_kw: float = 0.0
    lost_gpus: float = 0.0
    unknown: int = 0


def throttled_fraction(degc: float, limit_degc: float, shutdown_degc: float) -> float:
    """Share of its work that a system loses: 0 up to the limit, 1 from the shutdown on, in step between.

    Parameters
    ----------
    degc : float
        Inlet air or coolant supply.
    limit_degc, shutdown_degc : float
        Warmest that is accepted, and where it stops; a shutdown at or below the limit stops it right above the limit.

    Examples
    --------
    >>> throttled_fraction(37.5, 35.0, 45.0)
    0.25
    """
    if degc <= limit_degc:
        return 0.0
    return 1.0 if degc >= shutdown_degc else (degc - limit_degc) / (shutdown_degc - limit_degc)


def throttle_of(
    system: System,
    settings: Settings,
    heat: SystemHeat,
    *,
    air_degc: float | None,
    coolant_degc: float | None,
) -> Throttle | None:
    """What a system loses on this air and coolant; None where nothing.

    Parameters
    ----------
    heat : SystemHeat
        Its load and its inlet limit.
    air_degc, coolant_degc : float or None
        What it is given; None = unknown, or none of it.
    """
    found = []
    for cause, degc, limit, stated, span in (
        (AIR, air_degc, heat.inlet_max_degc, system.inlet_shutdown_degc, settings.throttle_air_k),
        (
            COOLANT,
            coolant_degc,
            system.liquid_supply_max_degc,
            system.liquid_shutdown_degc,
            settings.throttle_coolant_k,
        ),
    ):
        if degc is not None and limit is not None:
            shutdown = limit + span if stated is None else max(stated, limit)
            found.append((throttled_fraction(degc, limit, shutdown), cause, degc, limit, shutdown))
    share, cause, degc, limit, shutdown = max(found, default=(0.0, "", 0.0, 0.0, 0.0))
    if share <= 0.0:
        return None
    return Throttle(cause, degc, limit, shutdown, share, share * (heat.heat_kw or 0.0), share * system.gpus)


def throttle_in(project: "Project", results: "Results", key: str) -> tuple[Throttle | None, bool]:
    """What one system of a hall loses, and whether all that decides it is known.

    The air is that of the room's field where there is one of this very project, else of the balance; the coolant that
    of the solved loops, else of the balance.
    """
    cooling, system = results.cooling, project.equipment.get(key)
    heat = cooling.records.get(key) if cooling is not None else None
    if cooling is None or not isinstance(heat, SystemHeat) or not isinstance(system, System):
        return None, True
    air, loops = results.air, results.coolant
    fresh = air is not None and air.project is project and not air.preliminary
    rack = system.rack_id or key
    inlet, known = heat.warm_inlet_degc, True
    if heat.air_kw > 0.0:
        hottest = getattr(air.records.get(rack), "hottest_degc", None) if air is not None and fresh else None
        there = cooling.records.get(rack)
        known = hottest is not None or not isinstance(there, RackAir) or there.inlet_degc is not None
        inlet = inlet if hottest is None else hottest
    supply = getattr(loops.records.get(key), "supply_degc", None) if loops is not None else None
    coolant = heat.supply_degc if supply is None else supply
    known &= not heat.needs_coolant or coolant is not None
    return throttle_of(system, project.settings, heat, air_degc=inlet, coolant_degc=coolant), known


def throttling_of(project: "Project", results: "Results") -> Throttling:
    """All systems that are slowed down; cards in them count as accelerators like those that came with them."""
    found: dict[str, Throttle] = {}
    unknown = 0
    for key, record in results.cooling.records.items() if results.cooling is not None else ():
        if isinstance(record, SystemHeat):
            throttle, known = throttle_in(project, results, key)
            unknown += not known
            if throttle is not None:
                found[key] = throttle
    if found:
        cards = Counter(c.system_id for c in project.equipment.values() if isinstance(c, Accelerator))
        for key in found.keys() & cards.keys():
            lost = found[key].lost_gpus + found[key].throttled_fraction * cards[key]
            found[key] = replace(found[key], lost_gpus=lost)
    return Throttling(
        found, fsum(t.lost_kw for t in found.values()), fsum(t.lost_gpus for t in found.values()), unknown
    )
