"""Project settings of the cooling checks."""

from hallwright.equipment.base import Record, number


class CoolingSettings(Record):
    """Air and coolant limits of the design."""

    inlet_recommended_max_degc: float = number(
        "degC",
        "Warmest rack inlet recommended",
        27.0,
        ge=10.0,
        le=45.0,
        source="ASHRAE TC 9.9 Reference Card 2021, classes A1 to A4, recommended",
    )
