"""Project settings of the power checks."""

from hallwright.equipment.base import Basis, Record, choice, number


class PowerSettings(Record):
    """Demand basis and limits of the power chain."""

    demand_basis: Basis = choice("Figure that stands for the power of a load", Basis.DESIGN, source="project choice")
    design_factor: float = number(
        "fraction",
        "Design load as a share of nameplate, where a system states none",
        1.0,
        gt=0.0,
        le=1.5,
        source="assumed: nameplate, the safe side",
    )
    power_factor: float = number("fraction", "Power factor of IT loads", 0.95, gt=0.3, le=1.0, source="assumed")
    continuous_fraction: float = number(
        "fraction",
        "Share of a breaker's rating that may be used without pause",
        0.8,
        gt=0.0,
        le=1.0,
        source="NFPA 70 (NEC) 210.20(A), 215.3: continuous loads",
    )
