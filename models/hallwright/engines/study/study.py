"""The study: load flow, voltage drop along every path, loading of cables and transformers, faults against ratings."""

import math
from collections import defaultdict
from collections.abc import Callable

from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine as power_engine
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import ElementFlow
from hallwright.engines.study.circuit import Cable, Circuit, Place, circuit, names, place_in, place_out
from hallwright.engines.study.records import CableStudy, ElementStudy, Study
from hallwright.engines.study.solver import Faults, Flow, faults, flow
from hallwright.engines.topology import Topology
from hallwright.equipment.power_base import Conductor
from hallwright.errors import SolveError
from hallwright.project import Project

RATING = "short_circuit_ka"  # field of a kind that states what fault current it bears or interrupts


def _go_on(_what: str) -> None:
    """Nobody cancels."""


def study(project: Project, power: Power | None = None, step: Callable[[str], None] = _go_on) -> Study:
    """Study the chain as it runs now.

    Parameters
    ----------
    project : Project
    power : Power or None
        Result of the live solver for this project; solved here where none is given.
    step : callable
        Called before each step with what comes next; raises to end the work.

    Returns
    -------
    Study

    Raises
    ------
    SolveError
        pandapower is missing, nothing is supplied, or there is no operating point.
    """
    if power is None:
        power = power_engine.solve(power_engine.inputs(Step(project, Topology(project), Results())))
    step("Read the circuit")
    settings = project.settings
    net = circuit(project, power)
    if not net.sources:
        raise SolveError("There is nothing to study: no source of alternating current feeds anything.")
    reactance = settings.conductor_reactance_ohm_km
    currents = faults(net, reactance, step)
    found = flow(net, settings.conductor_degc, reactance, settings.power_factor, step)
    return Study(
        project,
        _elements(project, net, found, currents),
        _cables(net, found),
        found.source_kw,
        sum(found.cable_loss_kw),
        _live_kw(project, net, power),
        _assumptions(project, net),
        tuple(f"{names(project, ids)}: {why}" for why, ids in sorted(net.left_out.items())),
    )


def _live_kw(project: Project, net: Circuit, power: Power) -> float:
    """What the live solver says that the sources and converters of the study give [kW]."""
    total = 0.0
    for source in net.sources:
        record = power.records[source.place[0]]
        total += record.out_kw if isinstance(record, ElementFlow) else 0.0
    return total


def _drops(net: Circuit, found: Flow) -> dict[Place, float]:
    """Share of the nominal voltage lost at each place since its source or converter."""
    return {place: 1.0 - found.voltage[place] for place in net.voltage_v}


def _elements(project: Project, net: Circuit, found: Flow, currents: Faults) -> dict[str, ElementStudy]:
    drops = _drops(net, found)
    elements = {}
    rated_kva = {w.id: w.rating_kva for w in net.windings}
    for id in dict.fromkeys(place[0] for place in net.voltage_v):
        item = project.equipment[id]
        if not isinstance(item, Conductor):
            continue
        place = place_out(item, id)
        if place not in net.voltage_v:
            place = place_in(item, id)
        fault_ka, peak_ka = currents.initial_ka.get(place), currents.peak_ka.get(place)
        interrupts = RATING in type(item).model_fields
        rating_ka = getattr(item, RATING, None)
        missing = ""
        if id in net.single:
            fault_ka = peak_ka = None
            missing = "single-phase: no three-phase fault"
        elif fault_ka is None:
            missing = "no source of fault current is known"
        elif rating_ka is None:
            missing = f"{RATING} is not stated" if interrupts else "it interrupts nothing"
        elements[id] = ElementStudy(
            net.voltage_v[place],
            net.voltage_v[place] * found.voltage[place],
            drops[place],
            found.winding_kva[id] / rated_kva[id] if id in rated_kva else None,
            fault_ka,
            peak_ka,
            rating_ka,
            interrupts,
            missing,
        )
    for id, places in net.ends.items():
        place = max(places, key=lambda p: drops[p])
        elements[id] = ElementStudy(
            net.voltage_v[place],
            net.voltage_v[place] * found.voltage[place],
            drops[place],
            None,
            None,
            None,
            None,
            False,
            "a load",
        )
    return elements


def _cables(net: Circuit, found: Flow) -> dict[str, CableStudy]:
    by_link: dict[str, list[int]] = defaultdict(list)
    for k, cable in enumerate(net.cables):
        by_link[cable.link].append(k)
    result = {}
    for link, ks in by_link.items():
        loading = {k: _amps(net.cables[k], found.cable_a[k]) / net.cables[k].ampacity_a for k in ks}
        worst = max(ks, key=lambda k: (loading[k], -k))
        cable = net.cables[worst]
        result[link] = CableStudy(
            sum(found.cable_kw[k] for k in ks),
            sum(found.cable_loss_kw[k] for k in ks),
            _amps(cable, found.cable_a[worst]),
            cable.ampacity_a,
            loading[worst],
            max(abs(found.voltage[net.cables[k].a] - found.voltage[net.cables[k].b]) for k in ks),
            max(net.cables[k].length_m for k in ks),
            cable.mm2,
            cable.runs,
            all(net.cables[k].length_stated for k in ks),
            cable.conductor_stated,
        )
    return result


def _amps(cable: Cable, balanced_a: float) -> float:
    """Line current of one cable [A]: in two wires the power of three phases flows in one, or between two."""
    ratio = {1.0: 1.0, 6.0: 3.0, 2.0: math.sqrt(3.0)}[cable.wires]
    return balanced_a * ratio / cable.count


def _assumptions(project: Project, net: Circuit) -> tuple[str, ...]:
    settings = project.settings
    general = (
        f"Demand on the {settings.demand_basis.value} basis, constant power, power factor {settings.power_factor:g}, "
        "balanced over the three phases.",
        f"Conductors are copper, {settings.conductor_degc:g} °C in the load flow and 20 °C in faults, reactance "
        f"{settings.conductor_reactance_ohm_km:g} Ω/km, {settings.cable_grouping_fraction:.0%} of their ampacity left "
        "among others.",
        "A UPS in double conversion splits the circuit: its output has nominal voltage, and drops are counted from it.",
        "Faults: three-phase, IEC 60909, largest case (c = 1.10), static bypasses of UPS closed; motors and converters "
        f"add nothing; X/R of sources {settings.grid_x_over_r:g}.",
        "Busways and the bars of boards have no impedance.",
    )
    special = tuple(f"{names(project, ids)}: {what}." for what, ids in sorted(net.assumed.items()))
    return general + special
