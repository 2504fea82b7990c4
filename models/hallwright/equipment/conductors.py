"""Copper conductors of power cables: resistance and ampacity by cross-section, and the size that a current wants.

Approximation: multi-core copper cables with cross-linked insulation on a perforated tray in air of 30 °C. Single-core
and aluminium cables, buried ones and warmer rooms carry less; the grouping factor of the project stands for them.
Sizes between the standard ones are read by straight lines.
"""

import math
from dataclasses import dataclass

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
MOST_RUNS = 12  # conductors in parallel in one line; beyond that a busway is drawn
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


def size_for(amps: float, grouping: float) -> tuple[float, int]:
    """The conductors that carry a current without pause: the fewest in parallel, then the smallest.

    Parameters
    ----------
    amps : float
        Current to carry [A].
    grouping : float
        Factor for cables beside it, above 0.

    Returns
    -------
    (float, int)
        Cross-section [mm²], and how many in parallel in each line.
    """
    largest = SIZES_MM2[-1]
    runs = max(1, math.ceil(amps / ampacity_a(largest, grouping) - 1e-9))
    return next((mm2 for mm2 in SIZES_MM2 if ampacity_a(mm2, grouping) * runs >= amps * (1.0 - 1e-12)), largest), runs


@dataclass(frozen=True, slots=True)
class Run:
    """What a cable has to do, for its voltage drop.

    Attributes
    ----------
    phases : int
        3, 1, or 0 for direct current: one and none have two wires under load.
    voltage_v : float
        Between lines for three phases, across the load else [V].
    amps : float
        Line current at which it is judged [A].
    reactance_ohm_km, degc :
        Of one conductor [Ω/km], and its temperature [°C].
    """

    phases: int
    voltage_v: float
    length_m: float
    amps: float
    power_factor: float
    reactance_ohm_km: float
    degc: float

    def drop_fraction(self, mm2: float, runs: int) -> float:
        """Voltage lost in it as a share of its voltage: I (R cos + X sin) over the wires, the usual approximation.

        It leaves out the angle between the ends: below 1 % of the drop where that is below 10 %.
        """
        factor = 1.0 if not self.phases else self.power_factor
        reactance = self.reactance_ohm_km * math.sqrt(1.0 - factor * factor) if self.phases else 0.0
        ohm = (resistance_ohm_km(mm2, self.degc) * factor + reactance) / runs * self.length_m / 1000.0
        wires = math.sqrt(3.0) if self.phases == 3 else 2.0
        return wires * self.amps * ohm / self.voltage_v


def size_by_drop(amps: float, grouping: float, run: Run, drop_max: float) -> tuple[float, int] | None:
    """The conductors that carry a current, and lose at most a share of the voltage on the way.

    Parameters
    ----------
    amps, grouping :
        As for `size_for`.
    run : Run
        Length, voltage and the current at which the drop is judged.
    drop_max : float
        Largest drop as a share of the voltage.

    Returns
    -------
    (float, int) or None
        As `size_for`; None where `MOST_RUNS` of the largest conductor lose more.
    """
    _, fewest = size_for(amps, grouping)
    for runs in range(fewest, max(fewest, MOST_RUNS) + 1):
        for mm2 in SIZES_MM2:
            if ampacity_a(mm2, grouping) * runs >= amps * (1.0 - 1e-12) and run.drop_fraction(mm2, runs) <= drop_max:
                return mm2, runs
    return None
