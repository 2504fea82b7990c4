"""Project settings of the cooling checks."""

from typing import Literal

from hallwright.equipment.base import Record, choice, number

REFERENCE_CARD = "ASHRAE TC 9.9 Reference Card 2021"
FACTS = "Equipment facts"
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
    coolant_drop_kpa: float = number(
        "kPa",
        "Pressure drop of a system that states none, at its largest flow: cold plates, manifold and quick connects",
        100.0,
        gt=1.0,
        le=1000.0,
        source=f"assumed; {CHECKLIST}: 50 to 300 kPa between CDU and manifold",
    )
    coolant_drop_exponent: float = number(
        "",
        "Exponent n of dp = K Q^n through a system",
        1.89,
        ge=1.0,
        le=2.0,
        source=f"{FACTS}, GB300 rack: 15.9 kPa at 59 L/min, 126.9 kPa at 177 L/min",
    )
    coolant_valve_drop_kpa: float = number(
        "kPa", "Drop of an open control valve at the largest flow", 20.0, gt=0.1, le=500.0, source="assumed"
    )
    coolant_fittings_k: float = number(
        "", "Loss coefficient of bends, tees and hose ends along a pair of pipes", 10.0, le=1000.0, source="assumed"
    )
    coolant_velocity_m_s: float = number(
        "m/s",
        "Velocity that pipes are sized for, at the largest flow",
        1.5,
        gt=0.1,
        le=10.0,
        source=f"{FACTS}, water velocity in mains: 1.5 to 3 m/s",
    )
    coolant_roughness_um: float = number(
        "um", "Roughness of the pipes", 45.0, le=1000.0, source="assumed: drawn or welded steel"
    )
    coolant_extra_length_m: float = number(
        "length_m", "Pipe beyond the distance on the plan: drops and rises", 6.0, le=500.0, source="assumed"
    )
    coolant_pressure_kpa: float = number(
        "kPa",
        "Pressure that a CDU gives its rack loop where it states none",
        200.0,
        gt=1.0,
        le=2000.0,
        source=f"assumed; {CHECKLIST}: 50 to 300 kPa",
    )
    facility_pressure_kpa: float = number(
        "kPa",
        "Pressure that the pumps of a plant give the facility loop, where it states none",
        250.0,
        gt=1.0,
        le=5000.0,
        source="assumed",
    )
    facility_drop_kpa: float = number(
        "kPa",
        "Drop of a water coil or the facility side of a CDU at its rated flow",
        60.0,
        gt=1.0,
        le=1000.0,
        source="assumed",
    )
    pump_shutoff_ratio: float = number(
        "", "Head of a pump at no flow, over its head at the rated flow", 1.25, gt=1.0, le=5.0, source="assumed"
    )
    pump_runout_ratio: float = number(
        "", "Flow at the end of a pump's curve, over its rated flow", 1.2, ge=1.0, le=3.0, source="assumed"
    )
    exchanger_fouling_fraction: float = number(
        "fraction",
        "Share of an exchanger's resistance that does not depend on the flows",
        0.1,
        le=0.9,
        source="assumed",
    )
    system_coolant_l_per_kw: float = number(
        "L/kW", "Coolant inside a system that does not state it", 0.12, le=100.0, source="assumed"
    )
    cdu_coolant_l_per_kw: float = number(
        "L/kW", "Coolant inside a CDU that does not state it", 0.15, le=100.0, source="assumed"
    )
    flow_short_fraction: float = number(
        "fraction", "How far the flow through a branch may stay below what it wants", 0.02, le=0.5, source="assumed"
    )
    room_dew_point_degc: float = number(
        "degC",
        "Dew point of the room's air",
        15.0,
        ge=-40.0,
        le=40.0,
        source=f"{REFERENCE_CARD}: the upper end of the recommended range",
    )
    dew_point_margin_k: float = number(
        "K",
        "How far coolant must stay above the room's dew point",
        2.0,
        le=20.0,
        source=f"{CHECKLIST}: 2 to 3 K; the lower end",
    )
    facility_water_class: Literal["W17", "W27", "W32", "W40", "W45", "W+"] = choice(
        "Class of the facility water: the warmest that CDUs are to be given",
        "W45",
        source="ASHRAE facility-water classes; the class is a project choice",
    )
    ride_through_min_s: float = number(
        "s",
        "Seconds that the coolant must carry the heat after its rejection stops",
        15.0,
        le=3600.0,
        source="assumed: generators carry pumps and fans again after 10 to 15 s",
    )
    chiller_gain_per_k: float = number(
        "",
        "Share of its capacity that an overloaded chiller gains for each kelvin of warmer water [1/K]",
        0.03,
        le=0.2,
        source="assumed: 2 to 3.5 % in usual catalogues",
    )
    immersion_approach_k: float = number(
        "K",
        "Fluid of an immersion tank above its water, at its rating, where the tank does not state it",
        8.0,
        gt=0.0,
        le=40.0,
        source="assumed: 5 to 10 K in practice",
    )
    immersion_rise_k: float = number(
        "K",
        "Rise of the fluid in an immersion tank that does not state its flow",
        8.0,
        gt=0.0,
        le=40.0,
        source="assumed: 5 to 10 K in practice",
    )
    immersion_bath_max_degc: float = number(
        "degC",
        "Warmest fluid in an immersion tank that does not state it",
        50.0,
        ge=10.0,
        le=90.0,
        source="assumed: usual limit of single-phase tanks",
    )
    throttle_air_k: float = number(
        "K",
        "How far above its inlet limit a system that states no shutdown stops; it slows down in step from the limit on",
        10.0,
        gt=0.0,
        le=50.0,
        source="assumed: vendors do not publish the curve",
    )
    throttle_coolant_k: float = number(
        "K",
        "The same for coolant above the warmest that a system accepts",
        10.0,
        gt=0.0,
        le=50.0,
        source="assumed: vendors do not publish the curve",
    )
