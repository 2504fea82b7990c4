"""Figures of the whole hall that need more than one engine."""

from hallwright.engines.base import Results
from hallwright.engines.cooling.parts import PlantPart
from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.base import Basis
from hallwright.equipment.chiller import Chiller
from hallwright.project import Project


def idle_compressor_kw(project: Project, results: Results) -> float:
    """Power that chillers do not draw because they carry less than their capacity [kW].

    Notes
    -----
    A chiller's power is taken as proportional to its heat at the rated coefficient of performance. The power engine
    counts every chiller at its rating, which is right for breakers and wrong for energy.
    """
    if results.cooling is None:
        return 0.0
    idle = 0.0
    for id in results.cooling.inputs.parts[PlantPart]:
        loop, chiller = results.cooling.records[id], project.equipment.get(id)
        if isinstance(loop, PlantLoop) and isinstance(chiller, Chiller):
            share = min(loop.heat_kw / loop.capacity_kw, 1.0) if loop.capacity_kw > 0.0 else 0.0
            idle += (chiller.demand_kw(Basis.DESIGN) or 0.0) * (1.0 - share)
    return idle


def pue(project: Project, results: Results) -> float | None:
    """Power usage effectiveness at design load: power of all sources over IT power.

    Returns
    -------
    float or None
        None without IT load or where the power engine failed. Units that are neither chiller compressors nor IT
        run at their rating, losses are those of the power engine: an upper bound of the design-load figure, and not
        the year's.

    References
    ----------
    .. [1] ISO/IEC 30134-2 defines PUE for a year of energy; this is the same ratio of powers at one load.
    """
    power = results.power
    if power is None or power.totals.it_kw <= 0.0:
        return None
    return (power.totals.source_kw - idle_compressor_kw(project, results)) / power.totals.it_kw
