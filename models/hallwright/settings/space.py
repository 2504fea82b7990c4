"""Project settings of the space checks."""

from hallwright.equipment.base import Record, number

RECALLED = "common practice, recalled, not verified"
TABLE_LV = "NFPA 70 (NEC) Table 110.26(A)(1), condition {}, as quoted by ecmweb.com and WAC 296-24-95703"
TABLE_MV = "NFPA 70 (NEC 2008) Table 110.34(A), condition {}; voltage is nominal to ground"


def _depth(volts: str, condition: int, default: float, source: str) -> float:
    meaning = ("no grounded part opposite", "grounded parts opposite", "live parts opposite")[condition - 1]
    value: float = number(
        "m", f"Working depth at {volts} to ground, {meaning}", default, le=10.0, source=source.format(condition)
    )
    return value


class SpaceSettings(Record):
    """Widths, clearances and loads."""

    cold_aisle_min_m: float = number(
        "m",
        "Narrowest cold aisle",
        1.2,
        le=10.0,
        source="ANSI/TIA-942-A as quoted (professionistidelverde.it): 1.2 m, two floor tiles",
    )
    hot_aisle_min_m: float = number("m", "Narrowest hot aisle", 0.914, le=10.0, source=RECALLED)
    cabinet_clearance_m: float = number(
        "m", "Free depth before and behind a cabinet that states none", 0.914, le=10.0, source=RECALLED
    )
    rear_door_swing_m: float = number(
        "m", "Free depth behind a rear-door heat exchanger, so that it opens", 0.9, le=10.0, source=RECALLED
    )
    cooler_clearance_m: float = number(
        "m", "Free depth before a cooling unit that states none", 0.9, le=10.0, source=RECALLED
    )
    cross_aisle_min_m: float = number(
        "m",
        "Narrowest gap in a row that one may walk through",
        0.915,
        le=10.0,
        source="ADA Standards 403.5.1, recalled, not verified",
    )
    row_cabinets_max: int = number(
        "count",
        "Most cabinets in a row without a cross aisle",
        20,
        ge=1,
        le=1000,
        source="RISA data centre directives, circulation (guidelines.risa.gov.rw)",
    )
    sprinkler_clearance_m: float = number(
        "m", "Free height between equipment and the sprinklers at the ceiling", 0.46, le=5.0, source="NFPA 13, recalled"
    )
    rack_opening_19_in_m: float = number(
        "m", "Widest device in a 19-inch rack, with its flanges", 0.4826, le=2.0, source="EIA-310: 19 in panel"
    )
    rack_opening_21_in_m: float = number(
        "m", "Widest device in an Open Rack", 0.538, le=2.0, source="OCP Open Rack V3, recalled, not verified"
    )
    cable_space_m: float = number(
        "m", "Depth kept free behind a device for its cables", 0.05, le=1.0, source="assumed: bend of a power cord"
    )
    card_mass_kg: float = number("kg", "Mass of an accelerator card", 1.5, le=20.0, source="assumed: dual-slot card")
    tile_share_fraction: float = number(
        "fraction",
        "Share of a standing thing's weight that one raised-floor tile carries",
        0.333,
        gt=0.0,
        le=1.0,
        source="IBM POWER8 site preparation, floor construction: one third of a rack",
    )

    working_depth_150v_m: float = number(
        "m", "Working depth up to 150 V to ground", 0.914, le=10.0, source="NFPA 70 (NEC) Table 110.26(A)(1)"
    )
    working_depth_600v_open_m: float = _depth("151 to 600 V", 1, 0.914, TABLE_LV)
    working_depth_600v_grounded_m: float = _depth("151 to 600 V", 2, 1.067, TABLE_LV)
    working_depth_600v_live_m: float = _depth("151 to 600 V", 3, 1.219, TABLE_LV)
    working_depth_2500v_open_m: float = _depth("601 to 2500 V", 1, 0.9, TABLE_MV + ", recalled")
    working_depth_2500v_grounded_m: float = _depth("601 to 2500 V", 2, 1.2, TABLE_MV + ", recalled")
    working_depth_2500v_live_m: float = _depth("601 to 2500 V", 3, 1.5, TABLE_MV + ", recalled")
    working_depth_9000v_open_m: float = _depth("2501 to 9000 V", 1, 1.2, TABLE_MV)
    working_depth_9000v_grounded_m: float = _depth("2501 to 9000 V", 2, 1.5, TABLE_MV)
    working_depth_9000v_live_m: float = _depth("2501 to 9000 V", 3, 1.8, TABLE_MV)
    working_depth_25kv_open_m: float = _depth("9001 to 25 000 V", 1, 1.5, TABLE_MV)
    working_depth_25kv_grounded_m: float = _depth("9001 to 25 000 V", 2, 1.8, TABLE_MV)
    working_depth_25kv_live_m: float = _depth("9001 to 25 000 V", 3, 2.8, TABLE_MV)
