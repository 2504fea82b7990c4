"""Copper conductors of power cables: resistance and ampacity by cross-section, and the size that a current wants.

Approximation: multi-core copper cables with cross-linked insulation on a perforated tray in air of 30 °C. Single-core
and aluminium cables, buried ones and warmer rooms carry less; the grouping factor of the project stands for them.
Sizes between the standard ones are read by straight lines.
"""

import math

from hallwright.equipment.base import curve_value

# Cross-section [mm²], largest resistance at 20 °C [Ω/km], current that it carries without pause [A].
# Resistance: IEC 60228, table 3, class 2, plain copper. Ampacity: IEC 60364-5-52, table B.52.12, method E, three
# loaded conductors. Both recalled, unverified.
COPPER = (
    (1.5, 12.1, 23.0),
    (2.5, 7.41, 32.0),
    (4.0, 4.61, 42.0),
    (6.0, 3.08, 54.0),
    (10.0, 1.83, 75.0),
    (16.0, 1.15, 100.0),
    (25.0, 0.727, 127.0),
    (35.0, 0.524, 158.0),
    (50.0, 0.387, 192.0),
    (70.0, 0.268, 246.0),
    (95.0, 0.193, 298.0),
    (120.0, 0.153, 346.0),
    (150.0, 0.124, 399.0),
    (185.0, 0.0991, 456.0),
    (240.0, 0.0754, 538.0),
    (300.0, 0.0601, 621.0),
)
SIZES_MM2 = tuple(size for size, _, _ in COPPER)
TEMPERATURE_COEFFICIENT = 0.00393  # of copper, per kelvin from 20 °C (IEC 60028)
_OHM_MM2_KM = tuple((size, size * ohm) for size, ohm, _ in COPPER)
_AMPS = tuple((size, amps) for size, _, amps in COPPER)


def resistance_ohm_km(mm2: float, degc: float = 20.0) -> float:
    """Resistance of a copper conductor.

    Parameters
    ----------
    mm2 : float
        Cross-section [mm²], above 0.
    degc : float
        Temperature of the conductor [°C].

    Returns
    -------
    float
        [Ω/km].

    Examples
    --------
    >>> round(resistance_ohm_km(16.0), 3)
    1.15
    """
    return curve_value(_OHM_MM2_KM, mm2) / mm2 * (1.0 + TEMPERATURE_COEFFICIENT * (degc - 20.0))


def ampacity_a(mm2: float, grouping: float) -> float:
    """Current that a cable carries without pause [A], times the factor for cables beside it.

    Beyond the largest size it is taken as that of the largest: the safe side.
    """
    amps = curve_value(_AMPS, mm2) if mm2 >= SIZES_MM2[0] else _AMPS[0][1] * mm2 / SIZES_MM2[0]
    return amps * grouping


def size_for(amps: float, grouping: float, most_ohm_km: float = math.inf, degc: float = 20.0) -> tuple[float, int]:
    """The smallest conductor that carries a current and has at most a resistance.

    Parameters
    ----------
    amps : float
        Current to carry without pause [A].
    grouping : float
        Factor for cables beside it, above 0.
    most_ohm_km : float
        Largest resistance of a line, all its conductors together [Ω/km].
    degc : float
        Temperature at which it holds [°C].

    Returns
    -------
    (float, int)
        Cross-section [mm²] and how many in parallel: the fewest, then the smallest.
    """
    largest = SIZES_MM2[-1]
    runs = max(
        1,
        math.ceil(amps / ampacity_a(largest, grouping) - 1e-9),
        math.ceil(resistance_ohm_km(largest, degc) / most_ohm_km - 1e-9),
    )
    for mm2 in SIZES_MM2:
        carries = ampacity_a(mm2, grouping) * runs >= amps * (1.0 - 1e-12)
        if carries and resistance_ohm_km(mm2, degc) / runs <= most_ohm_km * (1.0 + 1e-9):
            return mm2, runs
    return largest, runs
