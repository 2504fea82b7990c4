"""Project settings of the cooling checks."""

from typing import Literal

from hallwright.equipment.base import Record, choice, number

REFERENCE_CARD = "ASHRAE TC 9.9 Reference Card 2021"
CHECKLIST = "resistancezero.com, CDU checklist"


class CoolingSettings(Record):
    """Air and coolant limits of the design, and the assumptions of the cooling balance."""

    inlet_recommended_max_degc: float = number(
        "degC",
        "Warmest rack inlet recommended",
        27.0,
        ge=10.0,
        le=45.0,
        source=f"{REFERENCE_CARD}, classes A1 to A4, recommended",
    )
    inlet_recommended_min_degc: float = number(
        "degC",
        "Coldest rack inlet recommended",
        18.0,
        ge=-20.0,
        le=45.0,
        source=f"{REFERENCE_CARD}, classes A1 to A4, recommended",
    )
    inlet_class: Literal["A1", "A2", "A3", "A4", "H1"] = choice(
        "Air class of equipment that states neither a class nor an inlet limit",
        "A2",
        source=f"{REFERENCE_CARD}; A2 assumed for volume servers",
    )
    altitude_m: float = number(
        "length_m",
        "Height of the site above the sea; thins the air",
        0.0,
        ge=-500.0,
        le=5000.0,
        source="project choice",
    )
    derived_air_rise_k: float = number(
        "K",
        "Rise of the air through equipment that states no airflow",
        15.0,
        gt=1.0,
        le=40.0,
        source="Equipment facts, formula of derived server airflow",
    )
    derived_coolant_rise_k: float = number(
        "K",
        "Rise of the coolant through equipment that states no flow",
        10.0,
        gt=1.0,
        le=40.0,
        source=f"{CHECKLIST}: 8 to 12 K; the middle",
    )
    vendor_heat: bool = choice(
        "Take the heat that a vendor prints where it is above the power drawn",
        True,
        source="project choice, the safe side",
    )
    outdoor_design_degc: float = number(
        "degC", "Outdoor air of the design hour", 35.0, ge=-40.0, le=60.0, source="assumed: a common rating point"
    )
    wet_bulb_design_degc: float = number(
        "degC", "Outdoor wet bulb of the design hour", 24.0, ge=-40.0, le=40.0, source="assumed"
    )
    air_redundancy: Literal["N", "N+1"] = choice(
        "Whether the air must still be cooled with any one unit out", "N+1", source="assumed: common practice"
    )
    liquid_redundancy: Literal["N", "N+1"] = choice(
        "Whether coolant must still be there with any one CDU out", "N+1", source="assumed: common practice"
    )
    plant_redundancy: Literal["N", "N+1"] = choice(
        "Whether the facility loop must still be cooled with any one chiller or cooler out",
        "N+1",
        source="assumed: common practice",
    )
    air_rise_min_k: float = number(
        "K",
        "Smallest plausible rise of the air through a system",
        5.0,
        le=40.0,
        source="Equipment facts: 8 to 22 K seen; widened, assumed",
    )
    air_rise_max_k: float = number(
        "K",
        "Largest plausible rise of the air through a system",
        30.0,
        le=80.0,
        source="Equipment facts: 8 to 22 K seen; widened, assumed",
    )
    coolant_rise_min_k: float = number(
        "K",
        "Smallest plausible rise of the coolant through a system",
        4.0,
        le=40.0,
        source="Equipment facts: 6 to 25 K seen; widened, assumed",
    )
    coolant_rise_max_k: float = number(
        "K",
        "Largest plausible rise of the coolant through a system",
        30.0,
        le=80.0,
        source="Equipment facts: 6 to 25 K seen; widened, assumed",
    )
    rating_mismatch_fraction: float = number(
        "fraction",
        "How far a cooler's printed flow and temperatures may differ from its printed capacity",
        0.3,
        le=5.0,
        source="Equipment facts: balances within -15 to +25 %; widened, assumed",
    )
    air_practice_uncontained_kw: float = number(
        "kW",
        "Rack load that room air carries without containment",
        15.0,
        le=1000.0,
        source="assumed: common practice 5 to 10 kW, with one 8-GPU system let through",
    )
    air_practice_contained_kw: float = number(
        "kW",
        "Rack load that contained air carries",
        45.0,
        le=1000.0,
        source="Common practice: 10 to 25 kW with CRAH, 20 to 45 kW with in-row coolers; the upper end",
    )
