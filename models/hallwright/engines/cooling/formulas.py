"""Formulas of air and coolant heat balances, fans and pumps, and the indices of an air-cooled room."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hallwright.errors import OutOfRange, SolveError

AIR_DENSITY_KG_M3 = 1.19  # sea level, room temperature
AIR_HEAT_KJ_KG_K = 1.006
M3_S_TO_CFM = 2118.88
KW_TO_BTU_H = 3412.142
WATER = (997.0, 4.18)  # kg/m3, kJ/(kg K), near 25 degC
PG25 = (1009.9, 3.969)  # 25 % propylene glycol at 40 degC


class AirClass(NamedTuple):
    """Dry-bulb ranges of an ASHRAE air class [degC]."""

    recommended_min_degc: float
    recommended_max_degc: float
    allowable_min_degc: float
    allowable_max_degc: float


AIR_CLASSES = {  # ASHRAE TC 9.9 Reference Card 2021 (Thermal Guidelines, 5th edition)
    "A1": AirClass(18.0, 27.0, 15.0, 32.0),
    "A2": AirClass(18.0, 27.0, 10.0, 35.0),
    "A3": AirClass(18.0, 27.0, 5.0, 40.0),
    "A4": AirClass(18.0, 27.0, 5.0, 45.0),
    "H1": AirClass(18.0, 22.0, 5.0, 25.0),
}


def coolant_properties(coolant: str) -> tuple[float, float]:
    """Density [kg/m3] and specific heat [kJ/(kg K)] of a coolant by its name; water where none is named.

    Parameters
    ----------
    coolant : str
        Name as equipment states it, such as ``pg25`` or ``PG25-volumetric``.

    References
    ----------
    .. [1] CoolProp 8.0.0: 25 % propylene glycol in water at 40 degC; water at 25 degC.
    """
    return PG25 if coolant.lower().replace(" ", "").startswith("pg25") else WATER


def air_density_kg_m3(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Density of room air at a height above the sea.

    Parameters
    ----------
    altitude_m : array_like
        Height [m], -500 to 5,000.

    Returns
    -------
    ndarray
        Density [kg/m3]: 1.19 at sea level, falling with the pressure at constant room temperature.

    References
    ----------
    .. [1] ISO 2533, standard atmosphere: pressure ratio (1 - 2.25577e-5 h)^5.25588.

    Examples
    --------
    >>> round(float(air_density_kg_m3(1500.0)), 3)
    0.993
    """
    return np.asarray(AIR_DENSITY_KG_M3 * (1.0 - 2.25577e-5 * np.asarray(altitude_m, dtype=float)) ** 5.25588)


def _checked(delta: ArrayLike, what: str) -> NDArray[np.float64]:
    values = np.asarray(delta, dtype=float)
    if np.any(values <= 0.0):
        raise SolveError(f"{what} must be above 0, else no finite answer exists.")
    return values


def airflow_m3_s(
    heat_kw: ArrayLike,
    delta_t_k: ArrayLike,
    *,
    density_kg_m3: float = AIR_DENSITY_KG_M3,
    specific_heat_kj_kg_k: float = AIR_HEAT_KJ_KG_K,
) -> NDArray[np.float64]:
    """Air flow that carries a heat load away at a rise of temperature.

    Parameters
    ----------
    heat_kw : array_like
        Sensible heat [kW], 0 or more.
    delta_t_k : array_like
        Rise of the air [K], above 0.
    density_kg_m3, specific_heat_kj_kg_k : float
        Air properties; the defaults hold at sea level.

    Returns
    -------
    ndarray
        Volume flow [m3/s].

    Raises
    ------
    SolveError
        A rise is 0 or below.

    Notes
    -----
    Steady balance without moisture: flow = heat / (density * c_p * delta_t).

    Examples
    --------
    >>> round(float(airflow_m3_s(10.0, 12.0, density_kg_m3=1.2, specific_heat_kj_kg_k=1.005)), 3)
    0.691
    """
    rise = _checked(delta_t_k, "The rise of the air")
    return np.asarray(np.asarray(heat_kw, dtype=float) / (density_kg_m3 * specific_heat_kj_kg_k * rise))


def air_rise_k(
    heat_kw: ArrayLike,
    airflow_m3_s: ArrayLike,
    *,
    density_kg_m3: float = AIR_DENSITY_KG_M3,
    specific_heat_kj_kg_k: float = AIR_HEAT_KJ_KG_K,
) -> NDArray[np.float64]:
    """Rise of temperature of an air flow that takes up heat: the inverse of `airflow_m3_s`.

    Parameters
    ----------
    heat_kw : array_like
        Sensible heat [kW], 0 or more.
    airflow_m3_s : array_like
        Volume flow [m3/s], above 0.

    Returns
    -------
    ndarray
        Rise [K].

    Raises
    ------
    SolveError
        A flow is 0 or below.
    """
    flow = _checked(airflow_m3_s, "The air flow")
    return np.asarray(np.asarray(heat_kw, dtype=float) / (density_kg_m3 * specific_heat_kj_kg_k * flow))


def coolant_flow_l_min(
    heat_kw: ArrayLike,
    delta_t_k: ArrayLike,
    *,
    density_kg_m3: float = WATER[0],
    specific_heat_kj_kg_k: float = WATER[1],
) -> NDArray[np.float64]:
    """Volume flow that carries a heat load away in a single-phase loop.

    Parameters
    ----------
    heat_kw : array_like, shape (n,) or scalar
        Heat taken up by the coolant [kW], 0 or more.
    delta_t_k : array_like, same shape or scalar
        Rise from supply to return temperature [K], above 0.
    density_kg_m3, specific_heat_kj_kg_k : float
        Coolant properties [kg/m3], [kJ/(kg K)]; the defaults are water near 25 degC.

    Returns
    -------
    ndarray, shape (n,) or ()
        Volume flow [L/min].

    Raises
    ------
    SolveError
        A temperature rise is 0 or below, so no finite flow exists.

    Notes
    -----
    Steady balance, no losses: flow = heat / (density * c_p * delta_t). Not for boiling coolants.

    References
    ----------
    .. [1] Incropera et al., Fundamentals of Heat and Mass Transfer, steady-flow energy equation.

    Examples
    --------
    >>> round(float(coolant_flow_l_min(100.0, 10.0)), 1)
    144.0
    """
    rise = _checked(delta_t_k, "The rise of the coolant")
    return np.asarray(np.asarray(heat_kw, dtype=float) * 60000.0 / (density_kg_m3 * specific_heat_kj_kg_k * rise))


def coolant_rise_k(
    heat_kw: ArrayLike,
    flow_l_min: ArrayLike,
    *,
    density_kg_m3: float = WATER[0],
    specific_heat_kj_kg_k: float = WATER[1],
) -> NDArray[np.float64]:
    """Rise of temperature of a coolant flow that takes up heat: the inverse of `coolant_flow_l_min`.

    Parameters
    ----------
    heat_kw : array_like
        Heat [kW], 0 or more.
    flow_l_min : array_like
        Volume flow [L/min], above 0.

    Returns
    -------
    ndarray
        Rise [K].

    Raises
    ------
    SolveError
        A flow is 0 or below.
    """
    flow = _checked(flow_l_min, "The coolant flow")
    return np.asarray(np.asarray(heat_kw, dtype=float) * 60000.0 / (density_kg_m3 * specific_heat_kj_kg_k * flow))


def liquid_split_kw(heat_kw: ArrayLike, liquid_fraction: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Heat of a hybrid system to its coolant and to the air.

    Parameters
    ----------
    heat_kw : array_like
        Whole heat [kW], 0 or more.
    liquid_fraction : array_like
        Share that the coolant captures, 0 to 1.

    Returns
    -------
    tuple of ndarray
        Liquid heat and air heat [kW]; their sum is the whole heat.

    Raises
    ------
    OutOfRange
        A share lies outside 0 to 1.
    """
    share = np.asarray(liquid_fraction, dtype=float)
    if np.any((share < 0.0) | (share > 1.0)):
        raise OutOfRange("A liquid share lies between 0 and 1.")
    heat = np.asarray(heat_kw, dtype=float)
    liquid = np.asarray(heat * share)
    return liquid, np.asarray(heat - liquid)


def affinity_power_ratio(flow_ratio: ArrayLike, exponent: float = 3.0) -> NDArray[np.float64]:
    """Power of a fan or pump at a share of its flow, as a share of its power at full flow.

    Parameters
    ----------
    flow_ratio : array_like
        Flow over rated flow, 0 or more.
    exponent : float
        3 without static head; 2.2 to 2.8 in practice.

    Returns
    -------
    ndarray
        Power over rated power.

    Raises
    ------
    OutOfRange
        A ratio is negative.

    References
    ----------
    .. [1] Affinity laws of fans and pumps: power goes with the cube of speed, flow with speed.

    Examples
    --------
    >>> round(float(affinity_power_ratio(0.8)), 3)
    0.512
    """
    ratio = np.asarray(flow_ratio, dtype=float)
    if np.any(ratio < 0.0):
        raise OutOfRange("A flow ratio is 0 or more.")
    return np.asarray(ratio**exponent)


def recirculated_inlet_degc(
    supply_degc: ArrayLike, rise_k: ArrayLike, recirculated_fraction: ArrayLike
) -> NDArray[np.float64]:
    """Inlet temperature of equipment that draws a share of its own exhaust.

    Parameters
    ----------
    supply_degc : array_like
        Supply air [degC].
    rise_k : array_like
        Rise through the equipment [K], 0 or more.
    recirculated_fraction : array_like
        Share of the inlet that is exhaust, 0 up to but not 1.

    Returns
    -------
    ndarray
        Inlet [degC]: supply + r / (1 - r) * rise.

    Raises
    ------
    OutOfRange
        A share lies outside 0 to below 1: at 1 the temperature has no limit.

    Notes
    -----
    Steady state of inlet = (1 - r) supply + r outlet with outlet = inlet + rise.

    Examples
    --------
    >>> round(float(recirculated_inlet_degc(20.0, 12.0, 0.1)), 3)
    21.333
    """
    share = np.asarray(recirculated_fraction, dtype=float)
    if np.any((share < 0.0) | (share >= 1.0)):
        raise OutOfRange("A recirculated share lies from 0 to below 1.")
    return np.asarray(np.asarray(supply_degc, dtype=float) + share / (1.0 - share) * np.asarray(rise_k, dtype=float))


def supply_heat_index(inlet_degc: ArrayLike, outlet_degc: ArrayLike, supply_degc: float) -> float:
    """Supply heat index: warming before the racks over warming in all; 0 is perfect, below 0.2 is good.

    Parameters
    ----------
    inlet_degc, outlet_degc : array_like, shape (n,)
        Rack inlets and outlets [degC].
    supply_degc : float
        Supply air [degC].

    Returns
    -------
    float
        Sum of (inlet - supply) over sum of (outlet - supply).

    Raises
    ------
    OutOfRange
        The outlets are not warmer than the supply.

    References
    ----------
    .. [1] Sharma, Bash, Patel: Dimensionless parameters for evaluation of thermal design and performance of
       large-scale data centers, AIAA 2002-3091.
    """
    whole = float(np.sum(np.asarray(outlet_degc, dtype=float) - supply_degc))
    if whole <= 0.0:
        raise OutOfRange("The outlets are not warmer than the supply.")
    return float(np.sum(np.asarray(inlet_degc, dtype=float) - supply_degc)) / whole


def return_heat_index(inlet_degc: ArrayLike, outlet_degc: ArrayLike, supply_degc: float) -> float:
    """Return heat index: 1 - supply heat index; 1 is perfect. See `supply_heat_index`."""
    return 1.0 - supply_heat_index(inlet_degc, outlet_degc, supply_degc)


def rack_cooling_index_high(inlet_degc: ArrayLike, recommended_max_degc: float, allowable_max_degc: float) -> float:
    """Rack cooling index, high side: 1 where no inlet is above recommended, 0 where all are at the allowable.

    Parameters
    ----------
    inlet_degc : array_like, shape (n,)
        Rack inlets [degC], at least one.
    recommended_max_degc, allowable_max_degc : float
        Class limits [degC], the second above the first.

    Raises
    ------
    OutOfRange
        No inlet, or limits in the wrong order.

    References
    ----------
    .. [1] Herrlin: Rack cooling effectiveness in data centers and telecom central offices: the RCI, ASHRAE
       Transactions 111(2), 2005.
    """
    inlets = np.asarray(inlet_degc, dtype=float)
    if inlets.size == 0 or allowable_max_degc <= recommended_max_degc:
        raise OutOfRange("The index needs an inlet, and an allowable limit above the recommended one.")
    over = float(np.sum(np.maximum(inlets - recommended_max_degc, 0.0)))
    return 1.0 - over / (inlets.size * (allowable_max_degc - recommended_max_degc))


def return_temperature_index(return_degc: float, supply_degc: float, equipment_rise_k: float) -> float:
    """Return temperature index: below 1 air bypasses the racks, above 1 it recirculates.

    Parameters
    ----------
    return_degc, supply_degc : float
        Air at the coolers [degC].
    equipment_rise_k : float
        Mean rise through the equipment [K], above 0.

    Returns
    -------
    float
        (return - supply) / rise: by the heat balance, equipment flow over supply flow.

    Raises
    ------
    SolveError
        The rise is 0 or below.

    References
    ----------
    .. [1] Herrlin: Improved data center energy efficiency and thermal performance by advanced airflow analysis, 2007.
    """
    return (return_degc - supply_degc) / float(_checked(equipment_rise_k, "The rise of the equipment"))


def inside_recommended(inlet_degc: float, air_class: str = "A1") -> bool:
    """Whether an inlet lies in the recommended dry-bulb range of a class (limits included)."""
    limits = AIR_CLASSES[air_class]
    return limits.recommended_min_degc <= inlet_degc <= limits.recommended_max_degc


def inside_allowable(inlet_degc: float, air_class: str) -> bool:
    """Whether an inlet lies in the allowable dry-bulb range of a class (limits included).

    Humidity, dew point and altitude derating are separate limits.
    """
    limits = AIR_CLASSES[air_class]
    return limits.allowable_min_degc <= inlet_degc <= limits.allowable_max_degc


def coil_capacity_kw(rated_kw: float, return_rated_degc: float, water_rated_degc: float, water_degc: float) -> float:
    """Capacity of a water coil on warmer water than at its rating; never above the rating.

    Parameters
    ----------
    rated_kw : float
        Net sensible capacity at its rating [kW].
    return_rated_degc, water_rated_degc : float
        Air that returns and water supplied at the rating [degC].
    water_degc : float
        Water supplied now [degC].

    Returns
    -------
    float
        rated * (return - water) / (return - water at rating), between 0 and rated.

    Notes
    -----
    An exchanger at constant flows has constant effectiveness, so its heat goes with the difference of the two
    entering temperatures. Condensation and the return's own change are left out.
    """
    span = return_rated_degc - water_rated_degc
    if water_degc <= water_rated_degc or span <= 0.0:
        return rated_kw
    return rated_kw * min(max((return_rated_degc - water_degc) / span, 0.0), 1.0)
