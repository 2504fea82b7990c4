"""Cases that the cooling engine's functions take."""

from collections.abc import Callable, Mapping
from typing import Any

from hallwright.engines.cooling.formulas import (
    AIR_CLASSES,
    KW_TO_BTU_H,
    affinity_power_ratio,
    air_rise_k,
    airflow_m3_s,
    coolant_flow_l_min,
    inside_allowable,
    inside_recommended,
    liquid_split_kw,
    rack_cooling_index_high,
    recirculated_inlet_degc,
    return_temperature_index,
)
from hallwright.units import UNITS

FLOW = UNITS["m3/s"]


def _fluid(given: Mapping[str, Any], density: str) -> dict[str, float]:
    return {"density_kg_m3": given[density], "specific_heat_kj_kg_k": given["cp_j_kgk"] / 1000.0}


def _air_heat_balance(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    air = _fluid(given, "air_density_kg_m3")
    heat = {"btu_per_h": given["heat_kw"] * KW_TO_BTU_H}
    if "airflow_cfm" in given:
        flow = FLOW.stored_value(given["airflow_cfm"], "us")
        return heat | {"airflow_m3_s": flow, "delta_t_k": float(air_rise_k(given["heat_kw"], flow, **air))}
    flow = float(airflow_m3_s(given["heat_kw"], given["delta_t_k"], **air))
    return heat | {"airflow_m3_s": flow, "airflow_cfm": FLOW.shown_value(flow, "us")[0]}


def _liquid_heat_balance(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    if "liquid_capture" in given:
        liquid_kw, air_kw = liquid_split_kw(given["rack_kw"], given["liquid_capture"])
        return {"liquid_kw": float(liquid_kw), "air_kw": float(air_kw)}
    fluid = _fluid(given, "density_kg_m3")
    return {
        "flow_l_min": float(coolant_flow_l_min(given["heat_kw"], given["delta_t_k"], **fluid)),
        "flow_l_min_per_kw": float(coolant_flow_l_min(1.0, given["delta_t_k"], **fluid)),
    }


def _airflow_index(given: Mapping[str, Any]) -> Mapping[str, float]:
    if "equipment_delta_k" in given:
        rise_k, lift_k = given["equipment_delta_k"], given["return_c"] - given["supply_c"]
        return {
            "rti": return_temperature_index(given["return_c"], given["supply_c"], rise_k),
            # the flows that carry the same heat at the two rises
            "supply_to_equipment_flow_ratio": float(airflow_m3_s(1.0, lift_k) / airflow_m3_s(1.0, rise_k)),
        }
    limits = given["recommended_max_c"], given["allowable_max_c"]
    return {"rci_hi": rack_cooling_index_high(given["inlet_c"], *limits)}


def _recirculation(given: Mapping[str, Any]) -> Mapping[str, float]:
    rise_k = given["equipment_delta_k"]
    inlet = recirculated_inlet_degc(given["supply_c"], rise_k, given["recirculated_fraction_of_inlet"])
    return {"inlet_c": float(inlet), "outlet_c": float(inlet) + rise_k}


def _affinity_law(given: Mapping[str, Any]) -> Mapping[str, float]:
    ratio = float(affinity_power_ratio(given["flow_ratio"], given["exponent"]))
    return {"power_ratio": ratio, "saving": 1.0 - ratio}


def _ashrae_envelope(given: Mapping[str, Any]) -> Mapping[str, float]:
    inlet = given["inlet_c"]
    allowable = {name: float(inside_allowable(inlet, name)) for name in AIR_CLASSES}
    return {"recommended": float(inside_recommended(inlet)), **allowable}


ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    "air_heat_balance": _air_heat_balance,
    "liquid_heat_balance": _liquid_heat_balance,
    "airflow_index": _airflow_index,
    "recirculation": _recirculation,
    "affinity_law": _affinity_law,
    "ashrae_envelope": _ashrae_envelope,
}
