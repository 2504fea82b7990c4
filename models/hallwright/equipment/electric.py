"""Currents of loads: the one formula for edits, engines and rules."""

import math

SQRT3 = math.sqrt(3.0)


def current_a(kw: float, voltage_v: float, phases: int, power_factor: float) -> float:
    """Line current.

    Parameters
    ----------
    kw : float
        Active power [kW].
    voltage_v : float
        Line voltage for three phases, the voltage across the load for one, or the DC voltage [V]; 0 gives 0.
    phases : int
        3, 1 (or 2: line to line), 0 for direct current.
    power_factor : float
        In (0, 1]; not used for direct current.

    Returns
    -------
    float
        Current of one line [A].

    Examples
    --------
    >>> round(current_a(36.2, 415.0, 3, 1.0), 1)
    50.4
    """
    if voltage_v <= 0.0:
        return 0.0
    if phases == 0:
        return 1000.0 * kw / voltage_v
    return 1000.0 * kw / (voltage_v * power_factor * (SQRT3 if phases == 3 else 1.0))
