"""Turn the facts (*.yaml beside this file) into the product catalogue (resources/catalogue/*.json).

Run ``python resources/facts/make_catalogue.py`` after the facts have changed; ``--check`` only says whether the
written files are current. Needs the standard library and PyYAML. The same facts give the same bytes.

Every entry becomes a product, or stands in ``left_out.json`` with the reason. A field of the facts is either
carried over (with its unit converted and its confidence kept), used for a derived value, or named in `NOT_CARRIED`;
one that is in none of these stops the script, so nothing is dropped in silence. A value that a kind cannot do without
and that nobody states is marked *assumed* and says so.
"""

import json
import math
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
CATALOGUE = HERE.parent / "catalogue"
DOCUMENT = HERE.parent.parent / "docs" / "catalogue.md"
FILES = ("accelerators", "systems", "racks", "cooling", "power", "network", "cables")

RACK_UNIT_M = 0.04445
OPEN_UNIT_M = 0.048
AIR_KJ_M3_K = 1.206  # constant with which the facts' airflows were derived
AIR_RISE_K = 15.0
PG25_KJ_L_K = 1.0225 * 3.93
WATER_KJ_L_K = 0.99565 * 4.18  # 30 degC
CONTINUOUS_FRACTION = 0.8  # breakers of North American rack PDUs
BANK_NA_A, BANK_IEC_A = 20.0, 16.0
FRAME_ID = "nvidia-mgx-rack"  # frame of the NVL72 class

Entry = dict[str, Any]

# Facts that no kind has a field for. They stay in the facts.
NOT_CARRIED = {
    "accelerators": {
        "cooling": "the system it comes in decides",
        "fp32_tflops": "rates other than BF16 and FP8 are not used yet",
        "tf32_tflops": "rates other than BF16 and FP8 are not used yet",
        "fp4_tflops": "rates other than BF16 and FP8 are not used yet",
        "int8_tops": "rates other than BF16 and FP8 are not used yet",
        "memory_type": "not used yet",
        "confidential_computing": "not used yet",
        "embodied_kgco2e": "not used yet",
        "embodied_basis": "not used yet",
        "gpus_per_unit": "used to count GPUs",
        "cpus_per_unit": "not used yet",
        "gpu_tdp_w": "the superchip's own power is used",
    },
    "systems": {
        "liquid_fraction": "1 minus the air fraction",
        "liquid_kw": "follows from the air fraction",
        "air_kw": "follows from the air fraction",
        "liquid_flow_max_lpm": "not used yet",
        "switch_trays_total_kw": "part of the rack's power",
        "inlet_v": "the rack PDU decides",
        "gpu_packages": "used to count GPUs",
        "gpu_dies": "counted by package",
        "gpu_package_tdp_w": "no accelerator entry to carry it",
        "input": "the rack's field",
        "psu_redundancy": "used for the supplies needed",
        "compute_trays": "used for its rack units",
        "switch_trays": "used for its rack units",
    },
    "racks": {"u_unit": "used for the pitch of a rack unit", "u_height_eia": "not used"},
    "cooling": {
        "filtration_um": "not used yet",
        "facility_pipe_mm": "not used yet",
        "secondary_pipe_mm": "not used yet",
        "supply_v": "not used yet",
        "supply_a": "not used yet",
        "capture_load_min_kw": "not used yet",
        "capture_load_max_kw": "not used yet",
        "weight_dry_kg": "the mass as installed is used",
        "capacity_min_kw": "a range of a class, not a rating",
        "cop_basis": "basis",
    },
    "power": {
        "rating_kw_80pct": "follows from the current",
        "rating_kw_100pct": "follows from the current",
        "efficiency_double_conversion": "one point; the curve is used",
        "frame_kw": "not used",
        "shelves_per_rack": "stated by the rack system",
        "price_usd_per_m_low": "price per metre, in the notes",
        "price_usd_per_m_high": "price per metre, in the notes",
    },
    "network": {
        "asic": "in the notes",
        "switching_tbps_bidir": "twice the capacity one way",
        "psu_w_listed": "listed value that does not fit the switch's power",
        "psu_redundancy": "used for the supplies needed",
        "role": "used for the tier",
    },
    "cables": {"price_usd_per_m": "price per metre, in the notes"},
}
COMMON = {
    "id", "name", "vendor", "kind", "notes", "confidence", "recalled_fields", "verified_fields", "derived_fields",
    "source", "source_tier", "price_usd_low", "price_usd_high", "price_seen_usd", "launch_year", "availability",
}  # fmt: skip

NO_KIND = {
    "nic": "network card: it comes inside a system, which states its network ports",
    "psu": "power supply: it comes inside a system, which states its supplies",
    "pod": "a group of racks, not one thing to place: draw it from its systems",
    "economizer": "its capacity follows the outdoor air, for which there is no kind of equipment",
}
LEFT_OUT_IDS = {
    "nvidia-nvlink5-switch-tray": "tray without network ports of its own: it comes inside the NVL72 rack systems",
}

# Sizes that stand in where none is stated (m): width, depth, height (None = from the rack units), and why.
RACK_MOUNTED = (0.44, 0.8, None)
STAND_IN: dict[str, tuple[float, float, float | None]] = {
    "system": RACK_MOUNTED,
    "switch": (0.44, 0.7, None),
    "power_shelf": (0.44, 0.8, None),
    "battery": RACK_MOUNTED,
    "transfer_switch": RACK_MOUNTED,
    "cdu": (0.48, 0.81, None),
    "rack": (0.6, 1.2, 2.236),
}
FLOOR_CDU = (1.2, 1.2, 2.4)  # the stated size of another facility-size unit

# Cage or plug, found in the name of a cable product; the longest match wins. Names with two are left open.
PLUGS = (
    ("twin-port OSFP", "OSFP twin-port"),
    ("OSFP splitter", "OSFP twin-port"),
    ("QSFP-DD800", "QSFP-DD800"),
    ("QSFP112", "QSFP112"),
    ("QSFP-DD", "QSFP-DD"),
    ("QSFP56", "QSFP56"),
    ("QSFP28", "QSFP28"),
    ("SFP28", "SFP28"),
    ("OSFP", "OSFP"),
    ("BASE-T", "RJ45"),
)


class Build:
    """One product in the making: its fields with confidence and basis, and which facts it has used."""

    def __init__(self, file: str, entry: Entry, kind: str) -> None:
        self.file, self.entry, self.kind = file, entry, kind
        self.fields: dict[str, Any] = {}
        self.confidence: dict[str, str] = {}
        self.basis: dict[str, str] = {}
        self.used: set[str] = set()
        self.notes: list[str] = []

    def fact(self, name: str) -> Any:
        """A value of the entry, noted as used; None where it is not stated."""
        self.used.add(name)
        return self.entry.get(name)

    def trust(self, name: str) -> str:
        """verified, recalled or derived, by the rules of the facts' README."""
        entry = self.entry
        if name in entry.get("derived_fields", ()):
            return "derived"
        if entry["confidence"] == "verified":
            return "recalled" if name in entry.get("recalled_fields", ()) else "verified"
        return "verified" if name in entry.get("verified_fields", ()) else "recalled"

    def carry(self, name: str, field: str, convert: Callable[[Any], Any] = lambda v: v, basis: str = "") -> None:
        """Take a fact over into a field, with its confidence and basis."""
        basis_name = basis or re.sub(r"_(m3_s|lpm|kpa|c|kw|mm|k)$", "", name) + "_basis"
        given = self.fact(basis_name)
        value = self.fact(name)
        if value is None:
            return
        self.fields[field] = convert(value)
        self.confidence[field] = self.trust(name)
        if given:
            self.basis[field] = str(given)

    def derive(self, field: str, value: Any, basis: str) -> None:
        """A value computed from others of the entry."""
        self.fields[field], self.confidence[field], self.basis[field] = value, "derived", basis

    def assume(self, field: str, value: Any, basis: str) -> None:
        """A value nobody states and the kind cannot do without."""
        self.fields[field], self.confidence[field], self.basis[field] = value, "assumed", basis

    def size(self, unit_m: float = RACK_UNIT_M) -> None:
        """Width, depth, height, mass and rack units."""
        for name in ("width", "depth", "height"):
            self.carry(f"{name}_mm", f"{name}_m", metres)
        self.carry("weight_kg", "mass_kg")
        self.carry("ru", "u_height")
        units = self.entry.get("ru")
        if "height_m" not in self.fields and units:
            self.derive("height_m", round(units * unit_m, 6), f"{units} rack units of {unit_m * 1000:g} mm")
        stand_in = STAND_IN.get(self.kind)
        if self.entry["kind"] == "cdu_facility":
            stand_in = FLOOR_CDU
        for name, value in zip(("width", "depth", "height"), stand_in or (), strict=False):
            if value is not None and f"{name}_m" not in self.fields:
                self.assume(f"{name}_m", value, "not stated; a usual size of its class stands in")

    def product(self) -> Entry:
        """The finished record; refuses facts that nothing has used."""
        entry = self.entry
        known = self.used | COMMON | set(NOT_CARRIED[self.file])
        unknown = sorted(k for k in entry if k not in known and entry[k] is not None)
        if unknown:
            raise SystemExit(f"{entry['id']}: nothing takes {', '.join(unknown)}")
        for name, what in (("status", "Availability"), ("availability", "Availability")):
            if entry.get(name) and "status" not in self.fields:
                self.notes.insert(0, f"{what}: {entry[name]}.")
        if entry.get("notes"):
            self.notes.append(entry["notes"])
        record: Entry = {
            "id": entry["id"],
            "kind": self.kind,
            "name": product_name(entry),
            "vendor": vendor(entry),
            "confidence": dict(sorted(self.confidence.items())),
            "basis": dict(sorted(self.basis.items())),
            "sources": list(entry.get("source", ())),
            "source_tier": entry.get("source_tier", ""),
            "price_low_usd": entry.get("price_usd_low"),
            "price_high_usd": entry.get("price_usd_high"),
            "year": entry.get("launch_year"),
            "notes": " ".join(self.notes),
        }
        record["cable" if self.kind == "cable" else "fields"] = dict(sorted(self.fields.items()))
        return {k: v for k, v in record.items() if v not in (None, "", {}, [])}


def metres(value: float) -> float:
    """Millimetres to metres."""
    return round(float(value) / 1000.0, 6)


def kilowatts(value: float) -> float:
    """Watts to kilowatts."""
    return round(float(value) / 1000.0, 6)


def share(value: float) -> float:
    """Per cent to a fraction."""
    return round(float(value) / 100.0, 6)


def load_curve(table: dict[str, float]) -> list[list[float]]:
    """A table by per cent of load as points by fraction of load, in rising load."""
    return [[share(float(k)), v] for k, v in sorted(table.items(), key=lambda point: float(point[0]))]


def curve(table: dict[str, float]) -> list[list[float]]:
    """A table by plain numbers as points in rising order."""
    return [[float(k), v] for k, v in sorted(table.items(), key=lambda point: float(point[0]))]


def air_m3_s(heat_kw: float) -> float:
    """Airflow that takes a heat load away at the rise the facts use."""
    return round(heat_kw / (AIR_KJ_M3_K * AIR_RISE_K), 3)


def vendor(entry: Entry) -> str:
    """Vendor; generic where the entry stands for a class."""
    return str(entry.get("vendor") or "generic")


def product_name(entry: Entry) -> str:
    """Name on screen; what stands for a class says so."""
    name = str(entry["name"])
    return name if vendor(entry) != "generic" or "generic" in name.lower() else f"Generic {name}"


# ---------------------------------------------------------------------------------------------------- kinds


def accelerator(build: Build) -> None:
    """A GPU, superchip, ASIC, FPGA, NPU or CPU."""
    build.carry("form_factor", "form_factor")
    build.confidence["form_factor"] = "recalled" if build.entry["confidence"] == "recalled" else "verified"
    build.carry("tdp_w", "tdp_kw", kilowatts)
    build.carry("memory_gb", "memory_gb")
    build.carry("memory_bw_gb_per_s", "memory_bw_gb_s")
    build.carry("bf16_tflops", "bf16_tflops")
    build.carry("fp8_tflops", "fp8_tflops")
    build.carry("scale_up_link", "scale_up_link")
    build.carry("scale_up_gb_per_s", "scale_up_gb_s")
    build.carry("scale_up_domain_max", "scale_up_domain_max")
    build.fact("status")


ROLES = {
    "gpu_server": "gpu", "rack_tray": "gpu", "rack_system": "rack_scale", "fpga_server": "fpga", "npu_server": "npu",
    "cpu_server": "cpu", "storage": "storage", "management": "management",
}  # fmt: skip


def system(build: Build, facts: dict[str, Entry]) -> None:
    """A server, rack-scale machine, storage or management node."""
    entry, whole_rack = build.entry, build.entry["kind"] == "rack_system"
    build.derive("role", ROLES[entry["kind"]], f"listed as {entry['kind'].replace('_', ' ')}")
    if whole_rack:
        rack_scale_size(build, facts)
    build.size()
    build.carry("max_kw", "nameplate_kw")
    build.carry("typical_kw", "typical_kw")
    build.carry("peak_kw", "peak_kw")
    build.carry("heat_output_kw", "heat_kw")
    build.carry("measured_max_kw", "measured_max_kw")
    build.carry("air_fraction", "air_fraction")
    build.carry("airflow_m3_s", "airflow_m3_s")
    if "airflow_m3_s" not in build.fields:
        heat_kw = entry["max_kw"] * entry["air_fraction"]
        build.derive("airflow_m3_s", air_m3_s(heat_kw), "15 K air rise on the air-cooled share")
    build.carry("inlet_temp_min_c", "inlet_min_degc")
    build.carry("inlet_temp_max_c", "inlet_max_degc")
    build.carry("ashrae_class", "air_class")
    build.carry("coolant_id", "coolant")
    build.carry("liquid_flow_lpm", "liquid_flow_l_min")
    build.carry("liquid_flow_table", "liquid_flow_table", flow_points)
    build.carry("liquid_supply_max_c", "liquid_supply_max_degc")
    build.carry("liquid_return_max_c", "liquid_return_max_degc")
    build.carry("liquid_pressure_drop_kpa", "liquid_pressure_drop_kpa")
    drop_of_table(build)
    build.carry("nics", "nics", lambda rows: [dict(sorted(row.items())) for row in rows])
    build.carry("media", "media")
    build.carry("drive_count", "drive_count")
    build.carry("raw_capacity_tb", "raw_capacity_tb")
    build.carry("read_gb_per_s", "read_gb_s")
    build.carry("write_gb_per_s", "write_gb_s")
    build.carry("status", "status")
    fitted_accelerators(build, facts)
    supplies(build)
    if whole_rack or entry["kind"] == "rack_tray":
        build.derive("supply", "busbar", "fed by the rack's busbar")


def flow_points(rows: Iterable[Entry]) -> list[Entry]:
    """Coolant flow against supply temperature."""
    return [{"flow_l_min": row["flow_lpm"], "supply_degc": row["supply_c"]} for row in rows]


def drop_of_table(build: Build) -> None:
    """Pressure drop at the nameplate flow, along K Q^n through the points of the flow table that state one."""
    points = [row for row in build.entry.get("liquid_flow_table") or () if row.get("pressure_drop_kpa")]
    flow = build.entry.get("liquid_flow_lpm")
    if "liquid_pressure_drop_kpa" in build.fields or len(points) < 2 or not flow:
        return
    low, high = points[0], points[-1]
    n = math.log(high["pressure_drop_kpa"] / low["pressure_drop_kpa"]) / math.log(high["flow_lpm"] / low["flow_lpm"])
    drop = low["pressure_drop_kpa"] * (flow / low["flow_lpm"]) ** n
    stated = " and ".join(f"{row['pressure_drop_kpa']:g} kPa at {row['flow_lpm']:g} L/min" for row in (low, high))
    build.derive("liquid_pressure_drop_kpa", round(drop, 1), f"K Q^{n:.2f} through {stated}")


def rack_scale_size(build: Build, facts: dict[str, Entry]) -> None:
    """Trays of a rack-scale machine: frame and power shelves are placed beside them, so they are taken off."""
    entry = build.entry
    build.used |= {"ru", "height_mm", "weight_kg", "power_shelf_id", "power_shelf_count"}
    trays = (entry.get("compute_trays") or 0) + (entry.get("switch_trays") or 0)
    if trays:
        units, basis = trays, f"{entry['compute_trays']} compute and {entry['switch_trays']} switch trays of 1U"
        build.derive("u_height", units, basis + "; power shelves and frame are separate")
        build.derive("height_m", round(units * RACK_UNIT_M, 6), f"{units} rack units of 44.45 mm")
    else:
        units = 27 if entry.get("input") != "800 VDC" else 48
        stands_for = "as the NVL72 machines" if units == 27 else "the whole of its rack"
        build.assume("u_height", units, f"not published; {stands_for}")
        build.assume("height_m", round(units * RACK_UNIT_M, 6), f"not published; {stands_for}")
    for field in ("width_m", "depth_m"):
        if not entry.get(field.replace("_m", "_mm")):
            build.assume(field, {"width_m": 0.6, "depth_m": 1.068}[field], "not published; as the NVL72 machines")
    shelf, count = entry.get("power_shelf_id"), entry.get("power_shelf_count")
    if shelf:
        build.carry("power_shelf_id", "power_shelf_id")
        build.carry("power_shelf_count", "power_shelf_count")
    if entry.get("weight_kg"):
        frame_kg = facts[FRAME_ID]["weight_kg"]
        shelves_kg = facts[shelf]["weight_kg"] * count if shelf else 0.0
        basis = f"{entry['weight_kg']:g} kg as a whole rack, less {frame_kg:g} kg of frame"
        if shelves_kg:
            basis += f" and {shelves_kg:g} kg of {count} power shelves, which are placed separately"
        whole_kg = entry.pop("weight_kg")  # so that `size` does not carry the whole rack's mass
        build.derive("mass_kg", round(whole_kg - frame_kg - shelves_kg, 3), basis)
    entry.pop("ru", None)
    entry.pop("height_mm", None)


def fitted_accelerators(build: Build, facts: dict[str, Entry]) -> None:
    """Which accelerators it comes with, and how many GPUs these are."""
    entry = build.entry
    build.carry("accelerator_id", "accelerator_id")
    build.carry("accelerator_count", "accelerator_count")
    chip = facts.get(entry.get("accelerator_id") or "")
    count = entry.get("accelerator_count")
    if chip is not None:
        other = Build("accelerators", chip, "accelerator")
        build.fields["accelerator"] = chip["name"]
        build.confidence["accelerator"] = build.trust("accelerator_id")
        for name, field, convert in (
            ("tdp_w", "accelerator_kw", kilowatts),
            ("memory_gb", "accelerator_memory_gb", float),
        ):
            if chip.get(name) is not None:
                build.fields[field] = convert(chip[name])
                build.confidence[field] = other.trust(name)
                build.basis[field] = f"value of {chip['name']}"
    build.carry("gpu_count", "gpus")
    if "gpus" in build.fields or chip is None:
        if entry.get("gpu_packages"):
            build.derive("gpus", entry["gpu_packages"], "GPU packages")
            build.confidence["gpus"] = "derived"
    elif entry["kind"] != "cpu_server":
        each = chip.get("gpus_per_unit") or 1
        build.derive("gpus", count * each, f"{count} accelerators of {each} GPU each")
    if chip is not None and str(chip["form_factor"]).startswith("PCIe"):
        build.derive("accelerator_slots", count, "one slot for each card it is delivered with")


def supplies(build: Build) -> None:
    """Power supplies, how many it needs, and inlets."""
    entry = build.entry
    build.carry("psu_count", "psu_count")
    build.carry("psu_w", "psu_kw", kilowatts)
    build.carry("psu_min_full_power", "psu_required")
    build.carry("psu_min_degraded", "psu_min_degraded")
    build.carry("power_inlets", "inlet_count")
    build.carry("inlet_connector", "inlet_connector")
    build.carry("inlet_a", "inlet_a")
    redundancy, count = str(entry.get("psu_redundancy") or ""), entry.get("psu_count") or 0
    found = re.fullmatch(r"(\d+)\+(\d+)", redundancy)
    active = int(found[1]) if found else count // 2 if redundancy == "N+N" and count else 0
    if not active or "psu_required" in build.fields:
        return
    basis = f"redundancy stated as {redundancy}"
    if entry.get("psu_w") and entry.get("max_kw"):
        needed = math.ceil(round(entry["max_kw"] / kilowatts(entry["psu_w"]), 9))
        if needed > active:
            basis += f", but {entry['max_kw']:g} kW need {needed} supplies of {kilowatts(entry['psu_w']):g} kW"
            active = needed
    build.derive("psu_required", active, basis)


def rack(build: Build) -> None:
    """A rack frame or cabinet."""
    entry = build.entry
    build.carry("standard", "standard")
    build.carry("u_height", "units")
    if entry.get("u_height") is None:
        build.assume("units", 48, "not published; as the NVL72 rack")
        build.assume("depth_m", 1.068, "not published; as the NVL72 rack")
        build.assume("unit_pitch_m", RACK_UNIT_M, "not published; as the NVL72 rack")
    elif str(entry.get("u_unit", "")).startswith("OU"):
        build.derive("unit_pitch_m", OPEN_UNIT_M, "open unit (OU) of 48 mm")
    else:
        build.derive("unit_pitch_m", RACK_UNIT_M, "rack unit of EIA-310, 44.45 mm")
    build.size()
    build.carry("mounting_depth_mm", "mounting_depth_m", metres)
    build.carry("static_load_kg", "static_load_kg")
    build.carry("max_kw_air", "practice_air_kw")
    build.carry("max_kw_liquid", "practice_liquid_kw")
    build.carry("busbar_vdc", "busbar_v")
    build.carry("busbar_a", "busbar_a")
    build.carry("input", "feed")
    build.carry("operating_temp_min_c", "operating_min_degc")
    build.carry("operating_temp_max_c", "operating_max_degc")
    build.carry("status", "status")


def air_cooler(build: Build) -> None:
    """CRAH, CRAC, fan wall, in-row cooler, rear door."""
    entry = build.entry
    build.size()
    build.carry("net_sensible_kw", "sensible_kw")
    build.carry("airflow_m3_s", "airflow_m3_s")
    build.carry("fan_kw", "fan_kw")
    build.carry("supply_air_c", "supply_degc")
    build.carry("return_air_c", "return_degc")
    build.carry("rated_water_supply_c", "water_supply_degc")
    build.carry("rated_water_return_c", "water_return_degc")
    build.carry("water_flow_lpm", "water_flow_l_min")
    build.carry("service_clearance_front_mm", "clearance_front_m", metres)
    flow, supply = entry.get("water_flow_lpm"), entry.get("rated_water_supply_c")
    if "water_return_degc" not in build.fields and flow and supply is not None:
        rise_k = entry["net_sensible_kw"] / (WATER_KJ_L_K * flow / 60.0)
        build.derive(
            "water_return_degc", round(supply + rise_k, 1), "capacity over the heat-capacity rate of its water"
        )
    if entry["kind"] in ("crah", "crac"):
        chilled = entry["kind"] == "crah"
        build.derive("cooling", "chilled_water" if chilled else "compressor", f"listed as {entry['kind'].upper()}")
        build.carry("compressor_kw", "compressor_kw")
        build.carry("cop", "cop")
        build.carry("rated_outdoor_c", "rated_outdoor_degc")
    if entry["kind"] == "in_row":
        build.carry("net_sensible_max_kw", "sensible_max_kw")
    if entry["kind"] == "rear_door":
        build.carry("active", "active")
        build.carry("net_sensible_min_kw", "sensible_min_kw")
        build.carry("dew_point_margin_k", "dew_point_margin_k")
        build.carry("capture_fraction_min", "capture_min_fraction")
        build.carry("capture_fraction_max", "capture_max_fraction")
        build.carry("air_temp_drop_max_k", "air_temp_drop_max_k")


CDU_FORMS = {"cdu_row": "row", "cdu_rack": "rack", "cdu_facility": "facility", "cdu_l2a": "liquid_to_air"}


def cdu(build: Build) -> None:
    """A coolant distribution unit."""
    entry = build.entry
    form = CDU_FORMS[entry["kind"]]
    build.derive("form", form, f"listed as {entry['kind'].replace('_', ' ')}")
    build.size()
    build.carry("capacity_kw", "capacity_kw")
    build.carry("capacity_max_kw", "capacity_max_kw")
    build.carry("capacity_at_approach", "capacity_at_approach", curve)
    build.carry("approach_k", "approach_k")
    build.carry("secondary_flow_lpm", "secondary_flow_l_min")
    build.carry("secondary_pressure_kpa", "secondary_pressure_kpa")
    build.carry("secondary_supply_min_c", "secondary_supply_min_degc")
    build.carry("secondary_supply_max_c", "secondary_supply_max_degc")
    build.carry("rated_facility_supply_c", "rated_facility_supply_degc")
    build.carry("rated_secondary_supply_c", "rated_secondary_supply_degc")
    build.carry("facility_flow_lpm", "facility_flow_l_min")
    flow = entry.get("secondary_flow_lpm")
    if form != "liquid_to_air" and flow and "facility_flow_l_min" not in build.fields:
        basis = "equal heat-capacity rates on both sides: PG25 in the rack loop, water in the facility loop"
        build.derive("facility_flow_l_min", round(flow * PG25_KJ_L_K / WATER_KJ_L_K, 1), basis)
    build.carry("pump_kw", "pump_kw")
    build.carry("fan_kw", "fan_kw")
    build.carry("airflow_m3_s", "airflow_m3_s")
    build.carry("unit_power_kw", "unit_power_kw")
    build.carry("redundancy", "redundancy")
    build.carry("service_clearance_front_mm", "clearance_front_m", metres)


def immersion_tank(build: Build) -> None:
    """An immersion tank."""
    build.size()
    build.carry("u_capacity", "units")
    build.carry("capacity_kw", "capacity_kw")
    build.fact("capacity_max_kw")
    build.carry("rated_water_supply_c", "water_supply_degc")
    build.carry("pump_kw", "pump_kw")
    build.carry("fluid", "fluid")
    build.carry("fluid_litres", "fluid_l")


def liquid_plant(build: Build) -> None:
    """Chiller, dry cooler, cooling tower."""
    entry = build.entry
    build.size()
    build.carry("capacity_kw", "capacity_kw")
    build.carry("rated_water_supply_c", "water_supply_degc")
    build.carry("rated_water_return_c", "water_return_degc")
    rise_k = entry["rated_water_return_c"] - entry["rated_water_supply_c"]
    flow = entry["capacity_kw"] / (WATER_KJ_L_K * rise_k) * 60.0
    build.derive("water_flow_l_min", round(flow, 1), f"capacity at its {rise_k:g} K water rise")
    if build.kind == "chiller":
        air = entry["kind"] == "chiller_air"
        build.derive("rejects_to", "air" if air else "water", f"listed as {'air' if air else 'water'}-cooled")
        build.carry("cop", "cop")
        points = lambda rows: sorted([row["outdoor_c"], row["cop"]] for row in rows)  # noqa: E731
        build.carry("cop_curve", "cop_curve", points)
        build.carry("rated_outdoor_c", "rated_outdoor_degc")
        build.carry("capacity_derated_kw", "capacity_derated_kw")
        build.carry("derated_outdoor_c", "derated_outdoor_degc")
        build.carry("free_cooling_full_below_c", "free_cooling_below_degc")
        return
    build.carry("approach_k", "approach_k")
    build.carry("fan_kw", "fan_kw")
    build.carry("water_use_l_per_kwh", "water_use_l_per_kwh")
    if build.kind == "dry_cooler":
        build.carry("rated_outdoor_c", "rated_outdoor_degc")
        build.carry("airflow_m3_s", "airflow_m3_s")
    else:
        build.carry("rated_wet_bulb_c", "rated_wet_bulb_degc")


def tile(build: Build) -> None:
    """A perforated floor tile."""
    build.size()
    build.carry("open_fraction", "open_fraction")
    build.carry("airflow_m3_s", "rated_airflow_m3_s")
    build.carry("plenum_pressure_pa", "rated_pressure_pa")


def power_gear(build: Build) -> None:
    """What the power kinds share."""
    build.size()
    build.carry("efficiency_at_load", "efficiency_at_load", load_curve)
    build.carry("redundancy", "redundancy")
    build.carry("status", "status")
    build.carry("working_clearance_mm", "clearance_front_m", metres)


def transformer(build: Build) -> None:
    """A transformer."""
    power_gear(build)
    for name in ("rating_kva", "primary_v", "secondary_v"):
        build.carry(name, name)
    build.carry("impedance_pct", "impedance_fraction", share)


def switchgear(build: Build) -> None:
    """A switchboard."""
    power_gear(build)
    for name in ("voltage_v", "rating_a", "short_circuit_ka"):
        build.carry(name, name)


def ups(build: Build) -> None:
    """An uninterruptible power supply."""
    power_gear(build)
    for name in ("rating_kva", "rating_kw", "voltage_v", "eco_efficiency", "module_kw", "module_slots"):
        build.carry(name, name)
    entry = build.entry
    if entry.get("module_kw"):
        count = round(entry["rating_kw"] / entry["module_kw"])
        build.derive("modules", count, f"{entry['rating_kw']:g} kW of modules of {entry['module_kw']:g} kW")


def battery(build: Build) -> None:
    """A battery cabinet, container or shelf."""
    power_gear(build)
    for name in ("rating_kw", "energy_kwh", "runtime_min", "chemistry"):
        build.carry(name, name)


def generator(build: Build) -> None:
    """A standby generator."""
    power_gear(build)
    for name in ("rating_kva", "rating_kw", "voltage_v", "start_time_s"):
        build.carry(name, name)
    build.carry("fuel_l_per_h_at_load", "fuel_l_per_h_at_load", load_curve)
    full = build.fact("fuel_l_per_h_full")
    if full and "fuel_l_per_h_at_load" not in build.fields:
        build.carry("fuel_l_per_h_full", "fuel_l_per_h_at_load", lambda v: [[1.0, v]])


def transfer_switch(build: Build) -> None:
    """A static or automatic transfer switch."""
    power_gear(build)
    for name in ("voltage_v", "rating_a", "rating_kva", "transfer_ms"):
        build.carry(name, name)
    entry = build.entry
    static = entry["kind"] == "sts"
    build.derive("technology", "sts" if static else "ats", f"listed as {entry['kind'].upper()}")
    single_kva = entry["voltage_v"] * entry["rating_a"] / 1000.0
    one = abs(entry["rating_kva"] - single_kva) < 0.05 * single_kva
    build.derive("phases", 1 if one else 3, "its rating against voltage times current")


def pdu(build: Build) -> None:
    """A floor PDU or RPP."""
    power_gear(build)
    if build.entry["kind"] == "rpp":
        build.carry("voltage_v", "primary_v")
        build.carry("voltage_v", "secondary_v")
        build.carry("rating_a", "rating_a")
    else:
        for name in ("rating_kva", "primary_v", "secondary_v"):
            build.carry(name, name)
    build.carry("poles", "poles")


def busway(build: Build) -> None:
    """A busway; its run is drawn, so it has no points."""
    build.carry("voltage_v", "voltage_v")
    build.carry("rating_a", "rating_a")
    build.carry("width_mm", "width_m", metres)
    build.carry("height_mm", "height_m", metres)
    build.carry("weight_kg_per_m", "mass_kg_m")
    build.carry("tap_off_max_a", "tap_off_max_a")
    direct = build.entry["kind"] == "busway_dc"
    build.derive("dc", direct, f"listed as {'DC ' if direct else ''}busway")
    low, high = build.entry.get("price_usd_per_m_low"), build.entry.get("price_usd_per_m_high")
    if low:
        build.notes.append(f"Rough price band {low:g} to {high:g} USD per metre.")
    build.fact("status")


def rack_pdu(build: Build) -> None:
    """A rack PDU, with the banks that its inlet and current imply."""
    power_gear(build)
    for name in ("voltage_v", "phases", "rating_a", "usable_a", "rating_kw", "inlet", "outlets"):
        build.carry(name, name)
    build.carry("outlet_mix_example", "outlet_mix")
    entry = build.entry
    if "three banks" in entry.get("notes", ""):
        build.derive("banks", 3, "the model of its outlet mix")
        return
    if entry["inlet"] == "hardwired":  # no plug that would tell the kind of breakers
        return
    american = entry["usable_a"] < entry["rating_a"]
    bank_a = BANK_NA_A if american else BANK_IEC_A
    if not american and entry["rating_a"] <= bank_a:  # the breaker before its inlet protects its outlets too
        return
    usable_bank_a = bank_a * (CONTINUOUS_FRACTION if american else 1.0)
    between_lines = american and entry["voltage_v"] < 300  # outlets between two lines: less current in a bank
    line_a = entry["usable_a"] / (math.sqrt(3.0) if between_lines else 1.0)
    each = max(1, math.ceil(round(line_a / usable_bank_a, 9)))
    build.derive("banks", 3 * each, f"{bank_a:g} A branch breakers that together carry {entry['usable_a']:g} A a line")
    build.derive("bank_a", bank_a, f"usual branch breaker of {'North American' if american else 'IEC'} rack PDUs")


def power_shelf(build: Build) -> None:
    """A power shelf of a rack busbar."""
    power_gear(build)
    for name in ("rating_kw", "psu_count", "input_v"):
        build.carry(name, name)
    build.carry("psu_w", "psu_kw", kilowatts)
    build.carry("output_vdc", "output_v")
    build.assume("voltage_v", 415.0, f"within the stated input of {build.entry['input_v']}")


def rectifier(build: Build) -> None:
    """An 800 V DC side car or solid-state transformer."""
    power_gear(build)
    build.carry("rating_kw", "rating_kw")
    build.carry("output_vdc", "output_v")
    build.carry("input_v", "input_v")
    if build.entry.get("primary_v"):
        build.carry("primary_v", "voltage_v")
    else:
        build.assume("voltage_v", 415.0, f"within the stated input of {build.entry['input_v']}")


def switch(build: Build) -> None:
    """A switch, modular switch or box of a distributed chassis."""
    entry = build.entry
    build.size()
    for name in ("protocol", "cages", "cage_type", "switching_tbps", "psu_count", "airflow_direction"):
        build.carry(name, name)
    build.carry("ports", "switch_ports", lambda rows: [dict(sorted(row.items())) for row in rows])
    build.carry("max_kw", "nameplate_kw")
    build.carry("typical_kw", "typical_kw")
    build.carry("psu_w", "psu_kw", kilowatts)
    build.carry("max_kw_includes_optics", "nameplate_includes_optics")
    if "nameplate_includes_optics" not in build.fields:
        build.assume("nameplate_includes_optics", True, "not stated; a planning maximum is taken to include optics")
    build.derive("airflow_m3_s", air_m3_s(entry["max_kw"]), "15 K air rise at its largest power")
    found = re.fullmatch(r"(\d+)\+(\d+)", str(entry.get("psu_redundancy") or ""))
    if found:
        build.derive("psu_required", int(found[1]), f"redundancy stated as {found[0]}")
    elif "1+1 supplies" in entry.get("notes", ""):
        build.derive("psu_required", 1, "notes of the entry: 1+1 supplies")
    if "management" in str(entry.get("role", "")):
        build.derive("tier", "management", f"stated role: {entry['role']}")
        build.derive("fabric", "management", f"stated role: {entry['role']}")
    if entry.get("asic"):
        build.notes.append(f"Chip: {entry['asic']}.")


def cable(build: Build) -> None:
    """A cable, transceiver or fibre."""
    entry = build.entry
    build.derive("form", entry["kind"], f"listed as {entry['kind']}")
    for name in ("gbps", "reach_m", "reach_min_m", "fiber_id"):
        build.carry(name, name)
    build.carry("w_per_end", "watts_per_end")
    build.carry("w_per_end_typical", "watts_per_end_typical")
    build.carry("medium", "material")
    build.carry("bend_radius_mm", "bend_radius_m", metres)
    build.carry("od_mm", "diameter_m", metres)
    build.carry("attenuation_db_per_km", "attenuation_db_km")
    plug = plug_of(entry["name"])
    if plug:
        build.derive("connector", plug, "its name")
    if "XDR" in entry["name"]:
        build.derive("protocol", "InfiniBand", "its name: XDR")
    if entry.get("price_usd_per_m"):
        build.notes.append(f"About {entry['price_usd_per_m']:g} USD per metre.")


def plug_of(name: str) -> str:
    """Cage or plug that a cable's name states; empty where it names none or several."""
    if " / " in name:
        return ""
    return next((plug for words, plug in PLUGS if words in name), "")


KINDS: dict[str, tuple[str, Callable[..., None]]] = {
    **dict.fromkeys(("gpu", "superchip", "asic", "fpga", "npu", "cpu"), ("accelerator", accelerator)),
    **dict.fromkeys(ROLES, ("system", system)),
    "rack": ("rack", rack),
    "crah": ("crah", air_cooler),
    "crac": ("crah", air_cooler),
    "fan_wall": ("fan_wall", air_cooler),
    "in_row": ("in_row", air_cooler),
    "rear_door": ("rear_door", air_cooler),
    **dict.fromkeys(CDU_FORMS, ("cdu", cdu)),
    "immersion_tank": ("immersion_tank", immersion_tank),
    "chiller_air": ("chiller", liquid_plant),
    "chiller_water": ("chiller", liquid_plant),
    "dry_cooler": ("dry_cooler", liquid_plant),
    "cooling_tower": ("cooling_tower", liquid_plant),
    "floor_tile": ("tile", tile),
    **dict.fromkeys(("transformer_hv", "transformer_mv", "transformer_lv"), ("transformer", transformer)),
    **dict.fromkeys(("switchgear_mv", "switchgear_lv"), ("switchgear", switchgear)),
    "ups": ("ups", ups),
    "battery": ("battery", battery),
    "genset": ("generator", generator),
    **dict.fromkeys(("sts", "ats"), ("transfer_switch", transfer_switch)),
    **dict.fromkeys(("pdu_floor", "rpp"), ("pdu", pdu)),
    **dict.fromkeys(("busway", "busway_dc"), ("busway", busway)),
    "rack_pdu": ("rack_pdu", rack_pdu),
    "power_shelf": ("power_shelf", power_shelf),
    **dict.fromkeys(("sidecar_dc", "sst"), ("rectifier", rectifier)),
    **dict.fromkeys(("switch", "switch_modular", "ddc_leaf", "ddc_fabric"), ("switch", switch)),
    **dict.fromkeys(("dac", "acc", "aec", "aoc", "optic", "copper", "fiber"), ("cable", cable)),
}


def bare_server(record: Entry) -> Entry | None:
    """The same PCIe server without its cards, so that others can be dropped in; None for what has no slots."""
    fields = record.get("fields", {})
    if not fields.get("accelerator_slots") or not fields.get("accelerator_kw"):
        return None
    cards_kw = fields["accelerator_count"] * fields["accelerator_kw"]
    rest_kw = round(fields["nameplate_kw"] - cards_kw, 3)
    gone = {"accelerator", "accelerator_id", "accelerator_kw", "accelerator_memory_gb", "typical_kw", "psu_required"}
    bare = {k: v for k, v in fields.items() if k not in gone}
    bare |= {
        "accelerator_count": 0,
        "gpus": 0,
        "nameplate_kw": rest_kw,
        "airflow_m3_s": air_m3_s(fields["nameplate_kw"]),
    }
    confidence = {k: v for k, v in record["confidence"].items() if k in bare}
    basis = {k: v for k, v in record["basis"].items() if k in bare}
    why = {
        "nameplate_kw": f"{fields['nameplate_kw']:g} kW less {fields['accelerator_count']} cards of "
        f"{fields['accelerator_kw']:g} kW",
        "airflow_m3_s": "as with its cards: 15 K air rise at full power",
        "accelerator_count": "sold without cards",
        "gpus": "sold without cards",
    }
    record_name = record["name"].split(" with ")[0]
    return {
        **record,
        "id": record["id"] + "-bare",
        "name": f"{record_name}, no cards ({fields['accelerator_slots']} PCIe slots)",
        "fields": dict(sorted(bare.items())),
        "confidence": dict(sorted((confidence | dict.fromkeys(why, "derived")).items())),
        "basis": dict(sorted((basis | why).items())),
        "price_low_usd": None,
        "price_high_usd": None,
        "notes": f"Derived from {record['name']}: the same server without its cards.",
    }


def build_all() -> tuple[dict[str, list[Entry]], list[Entry]]:
    """Products by kind, and the entries left out with their reasons."""
    loaded = {f: yaml.safe_load((HERE / f"{f}.yaml").read_text(encoding="utf-8"))["entries"] for f in FILES}
    facts = {e["id"]: e for entries in loaded.values() for e in entries}
    products: dict[str, list[Entry]] = {}
    left_out: list[Entry] = []
    for file, entries in loaded.items():
        for entry in entries:
            reason = LEFT_OUT_IDS.get(entry["id"]) or NO_KIND.get(entry["kind"])
            if reason:
                left_out.append({"id": entry["id"], "name": entry["name"], "file": file, "reason": reason})
                continue
            kind, fill = KINDS[entry["kind"]]
            build = Build(file, dict(entry), kind)
            if fill is system:
                fill(build, facts)
            else:
                fill(build)
            record = build.product()
            products.setdefault(kind, []).append(record)
            bare = bare_server(record)
            if bare:
                products[kind].append({k: v for k, v in bare.items() if v is not None})
    for records in products.values():
        records.sort(key=lambda record: record["id"])
    return dict(sorted(products.items())), sorted(left_out, key=lambda row: row["id"])


def line(record: Entry) -> str:
    """One record on one line, the same bytes for the same record."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def texts(products: dict[str, list[Entry]], left_out: list[Entry]) -> dict[Path, str]:
    """Text of every file that is written."""
    found = {}
    for kind, records in products.items():
        found[CATALOGUE / f"{kind}.json"] = '{"products":[\n' + ",\n".join(map(line, records)) + "\n]}\n"
    found[CATALOGUE / "left_out.json"] = '{"left_out":[\n' + ",\n".join(map(line, left_out)) + "\n]}\n"
    found[DOCUMENT] = document(products, left_out)
    return found


START, END = "<!-- made by resources/facts/make_catalogue.py -->", "<!-- end -->"


def document(products: dict[str, list[Entry]], left_out: list[Entry]) -> str:
    """docs/catalogue.md with its tables renewed."""
    rows = [
        START,
        "",
        "## Products by kind",
        "",
        "| kind | products | values | verified | recalled | derived | assumed |",
    ]
    rows.append("|---|---:|---:|---:|---:|---:|---:|")
    for kind, records in products.items():
        marks = [mark for record in records for mark in record["confidence"].values()]
        counts = [str(marks.count(mark)) for mark in ("verified", "recalled", "derived", "assumed")]
        rows.append(f"| {kind} | {len(records)} | {len(marks)} | {' | '.join(counts)} |")
    rows += ["", "## Entries that did not become a product", "", "| entry | reason |", "|---|---|"]
    rows += [f"| {row['name']} | {row['reason']} |" for row in left_out]
    rows += ["", "## Facts that no kind carries", "", "| file | fact | why |", "|---|---|---|"]
    for file, names in NOT_CARRIED.items():
        rows += [f"| {file} | {name} | {why} |" for name, why in sorted(names.items())]
    rows += ["", END]
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else f"# The catalogue\n\n{START}\n{END}\n"
    return old[: old.index(START)] + "\n".join(rows) + old[old.index(END) + len(END) :]


def main(arguments: list[str]) -> int:
    """Write the catalogue, or check it; 0 = current, 1 = not."""
    products, left_out = build_all()
    wanted = texts(products, left_out)
    if "--check" in arguments:
        stale = [p for p, text in wanted.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
        stale += [p for p in CATALOGUE.glob("*.json") if p not in wanted]
        for path in stale:
            print(f"not current: {path.name}")
        return 1 if stale else 0
    CATALOGUE.mkdir(exist_ok=True)
    for path in CATALOGUE.glob("*.json"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    for row in left_out:
        print(f"left out: {row['id']}: {row['reason']}")
    for kind, records in products.items():
        print(f"{kind}: {len(records)}")
    print(f"{sum(map(len, products.values()))} products, {len(left_out)} entries left out")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
