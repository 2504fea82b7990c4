"""Project settings of the space checks."""

from hallwright.equipment.base import Record, number


class SpaceSettings(Record):
    """Widths, clearances and loads."""

    cold_aisle_min_m: float = number(
        "m",
        "Narrowest cold aisle",
        1.2,
        le=10.0,
        source="ANSI/TIA-942-A as quoted (professionistidelverde.it): 1.2 m, two floor tiles",
    )
