"""Breaker and conductors of a power cable that is being drawn."""

from collections.abc import Callable

from hallwright.equipment.base import Equipment, Port
from hallwright.equipment.conductors import MOST_RUNS, SIZES_MM2, Run, size_by_drop
from hallwright.equipment.electric import current_a
from hallwright.equipment.power_base import Conductor, single_phase_v
from hallwright.errors import EditRefused
from hallwright.floor.runs import power_run_m
from hallwright.project import Project

# Ratings of breakers [A]: the preferred series of IEC 60059
BREAKERS_A = (
    6.0, 10.0, 13.0, 16.0, 20.0, 25.0, 32.0, 40.0, 50.0, 63.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0,
    500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0, 2000.0, 2500.0, 3200.0, 4000.0, 5000.0, 6300.0,
)  # fmt: skip


def breaker_a(project: Project, feeder: Equipment, out: Port, item: Equipment, inlet: Port) -> float | None:
    """Breaker of a cable from an outlet to an inlet [A]; None where the outlet's own is right, or nothing is known.

    It is no larger than what it protects: an inlet or board with a current rating has a breaker of that rating; what
    carries its rating without pause has the next larger one that does so too. Else it is the smallest preferred rating
    that carries the rated power or the demand without pause. Direct-current and in-rack outlets have breakers of
    their own.
    """
    rated = inlet.rating_a or (item.rated_a() if isinstance(item, Conductor) else None)
    if rated and not inlet.rating_a and isinstance(item, Conductor) and item.carries_full_rating():
        rated = _standard(rated / project.settings.continuous_fraction)  # its breaker may not carry all it is rated for
    if out.rating_a:
        return rated if rated and rated < out.rating_a else None
    if inlet.dc or _in_one_rack(feeder, item):
        return None
    if rated:
        return rated
    amps = load_a(project, out, item, inlet)
    wanted = amps / project.settings.continuous_fraction
    return _standard(wanted) if wanted > 0.0 else None


def _standard(amps: float) -> float | None:
    """The smallest preferred rating that is at least a current; None beyond the largest."""
    return next((size for size in BREAKERS_A if size >= amps * (1.0 - 1e-9)), None)


def _in_one_rack(feeder: Equipment, item: Equipment) -> bool:
    carrier = item.carrier_id()
    return carrier is not None and carrier == feeder.carrier_id()


def load_a(project: Project, out: Port, item: Equipment, inlet: Port) -> float:
    """Line current of one cable at the rated power of what it feeds, or at its demand [A]; 0 where neither is known.

    A load with several cords counts with half of them: the others hang on the side that is lost.
    """
    settings = project.settings
    if isinstance(item, Conductor):
        kw = item.rated_kw(settings.power_factor) or 0.0
        curve = item.efficiency_curve()
        kw /= curve[-1][1] if curve else 1.0
    else:
        kw = (item.demand_kw(settings.demand_basis) or 0.0) / max(inlet.count // 2, 1)
    volts, phases = supply_v(out, inlet)
    return current_a(kw, volts, phases, settings.power_factor)


def supply_v(out: Port, inlet: Port) -> tuple[float, int]:
    """Voltage of a cable between an outlet and an inlet [V], and its phases: 3, 1, or 0 for direct current."""
    if out.dc:
        return out.voltage_v, 0
    if out.phases == 3 and inlet.phases == 1:
        return single_phase_v(out.voltage_v), 1
    return out.voltage_v, out.phases or 3


def conductors(
    project: Project, feeder: Equipment, out: Port, item: Equipment, inlet: Port, breaker: float | None
) -> tuple[float, int] | None:
    """Conductors of the cable: they carry its breaker, and lose no more voltage than the project allows for a cable.

    Returns
    -------
    (float, int) or None
        Cross-section [mm²], and how many in parallel; None inside a rack, and where no current is known.

    Raises
    ------
    EditRefused
        The way is too long for any of them.
    """
    if _in_one_rack(feeder, item):
        return None  # a cord or a busbar
    settings = project.settings
    amps = breaker or out.rating_a
    volts, phases = supply_v(out, inlet)
    if not amps or not volts:
        return None
    length_m = power_run_m(project, feeder.id, item.id)

    def run(metres: float) -> Run:
        return Run(
            phases, volts, metres, amps * settings.continuous_fraction, settings.power_factor,
            settings.conductor_reactance_ohm_km, settings.conductor_degc,
        )  # fmt: skip

    drop_max = settings.cable_drop_max_fraction
    found = size_by_drop(amps, settings.cable_grouping_fraction, run(length_m), drop_max)
    if found is None:
        raise EditRefused(
            f"The way of {length_m:.0f} m from {feeder.name} to {item.name} is too long for {amps:.0f} A at "
            f"{volts:.0f} V: {MOST_RUNS} conductors of {SIZES_MM2[-1]:g} mm² in parallel lose more than "
            f"{drop_max:.0%}. The longest that works is {_longest_m(run, drop_max):.0f} m."
        )
    return found


def _longest_m(run: Callable[[float], Run], drop_max: float) -> float:
    """The longest way over which the most conductors lose no more than that."""
    return drop_max / run(1.0).drop_fraction(SIZES_MM2[-1], MOST_RUNS)
