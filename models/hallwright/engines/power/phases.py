"""Balance phases by the live solver's numbers."""

from collections.abc import Collection, Mapping

from hallwright.edits.balance import balance
from hallwright.engines.power.engine import Power
from hallwright.engines.power.formulas import line_currents_a
from hallwright.engines.power.records import ElementFlow, LinkFlow
from hallwright.equipment.power_base import Conductor
from hallwright.project import Project


def balance_phases(project: Project, power: Power, ids: Collection[str] = ()) -> Project:
    """`hallwright.edits.balance.balance` with the powers and line currents of the live solver.

    Parameters
    ----------
    project : Project
    power : Power
        Result of the power engine for this very project.
    ids : collection of str
        Racks, feeders or loads; empty = everything.

    Returns
    -------
    Project
        `project` itself where nothing improves.
    """
    factor = power.inputs.power_factor

    def worst_line_a(id: str, by_phase: Mapping[str, float]) -> float:
        record, item = power.records.get(id), project.equipment.get(id)
        if not isinstance(record, ElementFlow) or not isinstance(item, Conductor):
            return 0.0
        line_v = next((p.voltage_v for p in item.power_ports() if p.flow == "in"), 0.0) or next(
            p.voltage_v for p in item.power_ports() if p.flow == "out"
        )
        if line_v <= 0.0:
            return 0.0
        balanced_kw = max(record.out_kw - sum(by_phase.values()), 0.0)
        return max(line_currents_a(balanced_kw, dict(by_phase), line_v, factor))

    link_kw = {i: r.kw for i, r in power.records.items() if isinstance(r, LinkFlow)}
    return balance(project, ids, link_kw, worst_line_a)
