"""`coolant FILE --json` against a plain reckoning from the project file, on random halls of one rack loop."""

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from coolant_plain import flows
from halls import item
from hallwright.edits.arrange import place
from hallwright.edits.wire import connect
from hallwright.equipment.base import Equipment
from hallwright.fileformat.io import save
from hallwright.project import Project
from hallwright_app import cli


def write_hall(seed: int, file: Path) -> None:
    chance = random.Random(seed)
    count = chance.randint(1, 8)
    size = {"x_m": 50.0, "y_m": 5.0, "width_m": 3.0, "depth_m": 2.0, "height_m": 2.5}
    rated = {"capacity_kw": 1500.0, "approach_k": 5.0, "facility_flow_l_min": 2500.0, "setpoint_degc": 35.0}
    pumps = {
        "secondary_flow_l_min": chance.uniform(100.0, 900.0),
        "secondary_pressure_kpa": chance.choice((80.0, 120.0, 250.0)),
    }
    things: list[Equipment] = [
        item("room", "room", points_m=[[0, 0], [40, 0], [40, 30], [0, 30]], height_m=4.0, floor="slab"),
        item("chiller", "pl", water_supply_degc=18.0, capacity_kw=3000.0, water_flow_l_min=5000.0, **size),
        item("cdu", "cdu", x_m=30.0, y_m=3.0, pump_kw=2.0, **rated, **pumps),
    ]
    for n in range(count):
        flow = chance.uniform(10.0, 150.0)
        liquid = {"liquid_flow_l_min": flow, "liquid_pressure_drop_kpa": chance.uniform(30.0, 150.0)}
        load = {"nameplate_kw": 0.6 * flow, "design_kw": 0.6 * flow, "air_fraction": 0.0, "coolant": "pg25"}
        things.append(item("rack", f"r{n}", x_m=3.0 + 2.0 * n, y_m=3.0))
        things.append(item("system", f"s{n}", role="gpu", rack_id=f"r{n}", u=1, u_height=20, **liquid, **load))
    project = connect(place(Project(name="Plain"), things), "pl", "out", "cdu", "facility")
    for n in range(count):
        project = connect(project, "cdu", "rack", f"s{n}", "coolant")
    save(project, file)


def test_twenty_loops_within_one_per_cent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    props = pytest.importorskip("CoolProp.CoolProp").PropsSI
    starved = 0
    for seed in range(20):
        file = tmp_path / f"{seed}.hall"
        write_hall(seed, file)
        cli.main(["coolant", str(file), "--json"])
        loops = json.loads(capsys.readouterr().out)["loops"]
        units: dict[str, Any] = next(loop for loop in loops if loop["kind"] == "rack")["units"]
        rows = [line.rstrip().rstrip(",") for line in file.read_text(encoding="utf-8").splitlines()]
        told = [json.loads(row) for row in rows if row.startswith('{"') and row.endswith("}") and '"kind"' in row]
        things = {one["id"]: one for one in told}
        kelvin, cdu = units["cdu"]["supply_degc"] + 273.15, things["cdu"]
        rho, mu = (float(props(what, "T", kelvin, "P", 101325, "INCOMP::MPG[0.25]")) for what in "DV")
        names = sorted(key for key in things if key.startswith("s"))
        branches = []
        for key in names:
            one, rack = things[key], things[things[key]["rack_id"]]
            way = math.ceil(round(abs(rack["x_m"] - cdu["x_m"]) + abs(rack["y_m"] - cdu["y_m"]) + 6.0, 6))
            at = one["liquid_flow_l_min"] / 60000.0
            drop = one["liquid_pressure_drop_kpa"] * 1000.0
            branches.append((drop, at, units[key]["wanted_l_min"] / 60000.0, 2.0 * way))
        found = flows(branches, cdu["secondary_flow_l_min"] / 60000.0, cdu["secondary_pressure_kpa"] * 1000.0, rho, mu)
        for key, flow, branch in zip(names, found, branches, strict=True):
            assert units[key]["flow_l_min"] == pytest.approx(flow * 60000.0, rel=0.01), (seed, key)
            starved += flow < 0.98 * branch[2]
    assert starved > 20  # both regimes: valves that throttle, and pumps that cannot
