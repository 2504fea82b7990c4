"""Project settings of the electrical study: what stands for impedances that nobody has stated yet."""

from hallwright.equipment.base import Record, number


class StudySettings(Record):
    """Impedances, cable runs and limits of voltage drop."""

    grid_fault_mva: float = number(
        "MVA",
        "Short-circuit power of the grid where a utility feed above 1 kV states no fault level",
        500.0,
        gt=0.0,
        le=1e6,
        source="assumed: a strong medium-voltage grid; ask the utility",
    )
    grid_low_voltage_fault_ka: float = number(
        "kA",
        "Short-circuit current of a utility feed below 1 kV that states none",
        25.0,
        gt=0.0,
        le=500.0,
        source="assumed: beside a large distribution transformer; ask the utility",
    )
    grid_x_over_r: float = number(
        "",
        "Reactance over resistance of the grid",
        10.0,
        gt=0.0,
        le=1000.0,
        source="IEC 60909-0: R = 0.1 X of a network feeder where nothing is known",
    )
    transformer_x_over_r: float = number(
        "",
        "Reactance over resistance of a transformer that states no efficiency",
        6.0,
        gt=0.0,
        le=1000.0,
        source="assumed: distribution transformers of 0.5 to 3 MVA lie between 4 and 10",
    )
    generator_subtransient_fraction: float = number(
        "fraction",
        "Subtransient reactance of a generator, of its own rating",
        0.15,
        gt=0.0,
        le=1.0,
        source="assumed: four-pole sets lie between 10 and 20 %",
    )
    conductor_degc: float = number(
        "degC",
        "Temperature of loaded conductors in the load flow",
        70.0,
        ge=-20.0,
        le=150.0,
        source="assumed: below the 90 °C that cross-linked insulation bears",
    )
    conductor_reactance_ohm_km: float = number(
        "ohm/km",
        "Reactance of a power cable",
        0.08,
        le=10.0,
        source="IEC 60364-5-52, annex G: 0.08 mΩ/m where nothing is known",
    )
    cable_grouping_fraction: float = number(
        "fraction",
        "Share of its ampacity that a power cable keeps among others on a tray",
        0.8,
        gt=0.0,
        le=1.0,
        source="assumed: three circuits in one layer on a perforated tray carry about 0.8 (IEC 60364-5-52, B.52.20)",
    )
    cable_end_m: float = number(
        "length_m",
        "Length added at each end of a power cable whose length is not stated",
        2.5,
        le=100.0,
        source="assumed: up to a tray above the racks, and down",
    )
    cable_drop_max_fraction: float = number(
        "fraction",
        "Largest voltage drop of one cable, by which it is sized",
        0.03,
        gt=0.0,
        le=0.5,
        source="NFPA 70 (NEC) 210.19(A), informational note: 3 % in a branch",
    )
    voltage_drop_max_fraction: float = number(
        "fraction",
        "Largest voltage drop from a source or UPS to a load",
        0.05,
        gt=0.0,
        le=0.5,
        source="NFPA 70 (NEC) 215.2(A), informational note: 5 % over feeder and branch",
    )
