"""Write the properties of the coolants (*.json beside this file) from CoolProp.

Run ``python resources/fluids/make_table.py`` after a fluid is added; ``--check`` only says whether the written tables
are current. Needs CoolProp, which only the tests bring along. The same CoolProp gives the same bytes.
"""

import json
import sys
from pathlib import Path

import CoolProp.CoolProp as coolprop

HERE = Path(__file__).resolve().parent
PRESSURE_PA = 300_000.0  # of the loop; liquids hardly feel it, and water does not boil in the range
DIGITS = 6

FLUIDS = {  # by file: name on screen, CoolProp's fluid, first and last temperature [degC]
    "water": ("Water", "Water", 1, 100),
    "pg25": ("25 % propylene glycol in water, by mass", "INCOMP::MPG[0.25]", -5, 95),
    "pg50": ("50 % propylene glycol in water, by mass", "INCOMP::MPG[0.50]", -25, 95),
    "eg25": ("25 % ethylene glycol in water, by mass", "INCOMP::MEG[0.25]", -5, 95),
    "eg50": ("50 % ethylene glycol in water, by mass", "INCOMP::MEG[0.50]", -25, 95),
}
COLUMNS = {"density_kg_m3": "D", "heat_kj_kg_k": "C", "viscosity_pa_s": "V", "conductivity_w_m_k": "L"}
KILO = {"heat_kj_kg_k"}  # CoolProp gives J


def table(name: str) -> str:
    """The text of one fluid's file."""
    label, fluid, first, last = FLUIDS[name]
    degc = list(range(first, last + 1))
    rows = {}
    for column, key in COLUMNS.items():
        scale = 1e-3 if column in KILO else 1.0
        values = (coolprop.PropsSI(key, "T", t + 273.15, "P", PRESSURE_PA, fluid) * scale for t in degc)
        rows[column] = [float(f"{v:.{DIGITS}g}") for v in values]
    version = coolprop.get_global_param_string("version")
    fluid_of = {"name": label, "source": f"CoolProp {version}, {fluid}", "temperature_degc": degc}
    return json.dumps(fluid_of | rows, separators=(",", ":")).replace(',"', ',\n"') + "\n"


def main(arguments: list[str]) -> int:
    """Write the tables, or with --check compare them."""
    stale = []
    for name in FLUIDS:
        file, text = HERE / f"{name}.json", table(name)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            stale.append(file.name)
            if "--check" not in arguments:
                file.write_text(text, encoding="utf-8", newline="\n")
    print(", ".join(stale) or "all current")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
