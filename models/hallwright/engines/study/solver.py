"""Solves the circuit of the study with pandapower: balanced load flow, and three-phase faults by IEC 60909."""

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hallwright.engines.study.circuit import Cable, Circuit, Place, resistance_of
from hallwright.errors import DidNotConverge, SolveError

LARGE_NET = 400  # places above which no matrix is inverted: factors are quicker
LOW_VOLTAGE_TOLERANCE_PERCENT = 10  # factor c of IEC 60909, table 1: 1.10
NEVER_ZERO = 1e-9
ISLAND_MVA = 1e-6  # a converter gives no fault current, and pandapower wants a number


@dataclass(frozen=True)
class Flow:
    """Voltages by place [share of nominal], and by cable, in the order of the circuit: kW in, kW lost, line current
    of three balanced phases [A]; apparent power by transformer [kVA]; what all sources give [kW]."""

    voltage: Mapping[Place, float]
    cable_kw: list[float]
    cable_loss_kw: list[float]
    cable_a: list[float]
    winding_kva: Mapping[str, float]
    source_kw: float


@dataclass(frozen=True)
class Faults:
    """Initial symmetrical and peak short-circuit current by place [kA]."""

    initial_ka: Mapping[Place, float]
    peak_ka: Mapping[Place, float]


def pandapower() -> Any:
    """The library; SolveError where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pandapower
            import pandapower.shortcircuit  # loaded here, off the user's thread
    except ImportError:
        raise SolveError(
            "The study needs pandapower, which is not installed.",
            hint="Install it with: pip install 'hallwright[study]'",
        ) from None
    return pandapower


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def flow(
    circuit: Circuit, degc: float, reactance_ohm_km: float, power_factor: float, step: Callable[[str], None]
) -> Flow:
    """Balanced alternating-current load flow with loads of constant power.

    Raises
    ------
    SolveError
        pandapower is missing, or there is no operating point.
    """
    step("Build the net of the load flow")
    pp = pandapower()
    with _quiet():
        net, index = _net(pp, circuit, {p: p for p in circuit.voltage_v}, degc, reactance_ohm_km)
        for source in circuit.sources:
            pp.create_ext_grid(net, index[source.place], s_sc_max_mva=1.0, rx_max=0.1)
        places = [p for p, kw in circuit.demand_kw.items() if kw > 0.0]
        if places:
            lag = math.tan(math.acos(power_factor))
            mw = [circuit.demand_kw[p] / 1000.0 for p in places]
            pp.create_loads(net, [index[p] for p in places], p_mw=mw, q_mvar=[p * lag for p in mw])
        for winding in circuit.windings:
            _winding(pp, net, index, winding, winding.load_loss)
        step("Load flow")
        try:
            pp.runpp(net, numba=False, calculate_voltage_angles=False, init="flat")
        except pp.LoadflowNotConverged:
            raise DidNotConverge(
                "There is no operating point: at this load the voltage breaks down on the way.",
                hint="Look for a cable or transformer far too small, or a wrong voltage.",
            ) from None
    voltages = net.res_bus.vm_pu.to_dict()
    lines, trafos = net.res_line, net.res_trafo
    return Flow(
        {p: float(voltages[i]) for p, i in index.items()},
        [1000.0 * abs(float(x)) for x in lines.p_from_mw] if len(lines) else [],
        [1000.0 * float(x) for x in lines.pl_mw] if len(lines) else [],
        [1000.0 * float(x) for x in lines.i_ka] if len(lines) else [],
        {
            w.id: 1000.0 * math.hypot(float(p), float(q))
            for w, p, q in zip(circuit.windings, trafos.p_lv_mw, trafos.q_lv_mvar, strict=True)
        },
        1000.0 * float(net.res_ext_grid.p_mw.sum()),
    )


def faults(circuit: Circuit, reactance_ohm_km: float, step: Callable[[str], None]) -> Faults:
    """Largest three-phase short-circuit currents by IEC 60909, conductors at 20 °C, static bypasses closed."""
    step("Build the net of the faults")
    pp = pandapower()
    joined = {(id, "out"): (id, "in") for id in circuit.bypasses}
    merged = {p: joined.get(p, p) for p in circuit.voltage_v}
    with _quiet():
        net, index = _net(pp, circuit, merged, 20.0, reactance_ohm_km)
        for source in circuit.sources:
            if source.fault_mva is not None:
                pp.create_ext_grid(
                    net, index[source.place], s_sc_max_mva=source.fault_mva, rx_max=1.0 / source.x_over_r
                )
        for winding in circuit.windings:
            _winding(pp, net, index, winding, winding.resistance)
        if not len(net.ext_grid):
            return Faults({}, {})
        step("Short circuit")
        from pandapower.shortcircuit import calc_sc

        calc_sc(
            net, fault="3ph", case="max", ip=True, lv_tol_percent=LOW_VOLTAGE_TOLERANCE_PERCENT, topology="auto",
            inverse_y=len(net.bus) <= LARGE_NET,
        )  # fmt: skip
    initial, peak = net.res_bus_sc.ikss_ka.to_dict(), net.res_bus_sc.ip_ka.to_dict()
    known = {p: i for p, i in index.items() if i in initial and math.isfinite(initial[i]) and initial[i] > 0.0}
    return Faults({p: float(initial[i]) for p, i in known.items()}, {p: float(peak[i]) for p, i in known.items()})


def _net(
    pp: Any, circuit: Circuit, merged: Mapping[Place, Place], degc: float, reactance_ohm_km: float
) -> tuple[Any, dict[Place, int]]:
    """A net with places and cables, and the number of each place; merged places share one."""
    net = pp.create_empty_network(sn_mva=0.1)
    own = [p for p in circuit.voltage_v if merged[p] == p]
    numbers = pp.create_buses(net, len(own), vn_kv=[circuit.voltage_v[p] / 1000.0 for p in own])
    number = {p: int(i) for p, i in zip(own, numbers, strict=True)}
    index = {p: number[merged[p]] for p in circuit.voltage_v}
    cables: list[Cable] = circuit.cables
    if cables:
        pp.create_lines_from_parameters(
            net,
            [index[c.a] for c in cables],
            [index[c.b] for c in cables],
            length_km=[c.length_m / 1000.0 for c in cables],
            r_ohm_per_km=[resistance_of(c, degc) * c.wires for c in cables],
            x_ohm_per_km=[max(reactance_ohm_km, NEVER_ZERO) / c.runs * c.wires for c in cables],
            c_nf_per_km=[0.0] * len(cables),
            max_i_ka=[c.ampacity_a / 1000.0 for c in cables],
            parallel=[c.count for c in cables],
            endtemp_degree=[80.0] * len(cables),
        )
    return net, index


def _winding(pp: Any, net: Any, index: Mapping[Place, int], winding: Any, resistance: float) -> None:
    pp.create_transformer_from_parameters(
        net,
        hv_bus=index[winding.id, "in"],
        lv_bus=index[winding.id, "out"],
        sn_mva=winding.rating_kva / 1000.0,
        vn_hv_kv=winding.primary_v / 1000.0,
        vn_lv_kv=winding.secondary_v / 1000.0,
        vkr_percent=100.0 * resistance,
        vk_percent=100.0 * winding.impedance,
        pfe_kw=winding.idle_kw,
        i0_percent=0.0,
    )
