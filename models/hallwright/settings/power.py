"""Project settings of the power checks."""

from pydantic import Field

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
    survive_single_failure: bool = choice(
        "Every load must outlive the failure of any one element of the power chain, or of its cooling",
        True,
        source="project choice: concurrently maintainable or better",
    )
    survive_failure_in_maintenance: bool = choice(
        "Blocks that promise redundancy must outlive a failure while any one element is out for maintenance",
        False,
        source="project choice: concurrently maintainable and fault tolerant at once",
    )
    ups_load_max_fraction: float = number(
        "fraction",
        "Largest load of a UPS in normal operation, as a share of its rating",
        0.8,
        gt=0.0,
        le=1.0,
        source="design limit of a sample site (dco-vendor-scorecard site description)",
    )
    busway_failover_max_fraction: float = number(
        "fraction",
        "Largest current of a busway after a failure, as a share of its rating",
        0.9,
        gt=0.0,
        le=1.0,
        source="design limit of a sample site (dco-vendor-scorecard site description)",
    )
    generator_load_max_fraction: float = number(
        "fraction",
        "Largest load of a generator, as a share of its rating",
        0.9,
        gt=0.0,
        le=1.0,
        source="design limit of a sample site (dco-vendor-scorecard site description)",
    )
    phase_imbalance_max_fraction: float = number(
        "fraction",
        "Largest deviation of a line current from the mean of the three",
        0.1,
        gt=0.0,
        le=1.0,
        source="assumed: common limit at a panel, unverified",
    )
    voltage_tolerance_fraction: float = number(
        "fraction",
        "Difference between outlet and inlet voltage that still joins",
        0.06,
        gt=0.0,
        le=0.5,
        source="assumed: 400 V gear on 415 V joins, 415 V gear on 480 V does not",
    )
    standard_line_v: tuple[float, ...] = Field(
        (208.0, 400.0, 415.0, 480.0),
        min_length=1,
        max_length=20,
        description="Line voltages of low-voltage boards",
        json_schema_extra={"unit": "V", "source": "nominal three-phase systems: 208/120, 400/230, 415/240, 480/277"},
    )
    plausible_kw_per_u_max: float = number(
        "kW",
        "Largest plausible power of a system for each rack unit it takes",
        50.0,
        gt=0.0,
        le=1000.0,
        source="assumed: about four times the announced 600 kW rack over 48 rack units",
    )
    plausible_gpu_min_kw: float = number(
        "kW",
        "Smallest plausible power of a system for each GPU in it",
        0.03,
        gt=0.0,
        le=1.0,
        source="assumed: under half of the smallest inference card (72 W)",
    )
