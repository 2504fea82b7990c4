"""Random halls with coolant loops, and the coolant result of a hall."""

import random

from halls import item
from hallwright.edits.arrange import place
from hallwright.edits.wire import connect
from hallwright.engines.coolant.engine import Coolant
from hallwright.equipment.base import Equipment
from hallwright.evaluate import evaluate
from hallwright.project import Project


def coolant(project: Project) -> Coolant:
    """What the coolant engine says of a hall."""
    found = evaluate(project).results
    assert found.coolant is not None, found.failed
    return found.coolant


def random_hall(seed: int) -> Project:
    """A hall with one to three rack loops, some coils, doors and a tank, on chillers or dry coolers."""
    chance = random.Random(seed)
    things: list[Equipment] = [
        item("room", "room", points_m=[[0, 0], [40, 0], [40, 30], [0, 30]], height_m=4.0, floor="slab")
    ]
    dry = chance.random() < 0.4
    plants = [f"pl{n}" for n in range(chance.randint(1, 3))]
    for n, key in enumerate(plants):
        size = {"x_m": 50.0, "y_m": 5.0 * n, "width_m": 3.0, "depth_m": 2.0, "height_m": 2.5}
        rated = {"capacity_kw": chance.choice((150.0, 600.0, 2000.0)), "water_flow_l_min": chance.uniform(150, 2500)}
        if dry:
            things.append(item("dry_cooler", key, approach_k=chance.uniform(4.0, 10.0), **size, **rated))
        else:
            things.append(item("chiller", key, water_supply_degc=chance.uniform(8.0, 25.0), **size, **rated))
    cdus, systems = [], []
    for loop in range(chance.randint(1, 3)):
        own = [f"cdu{loop}{n}" for n in range(chance.randint(1, 3))]
        cdus.append(own)
        for n, key in enumerate(own):
            things.append(
                item(
                    "cdu",
                    key,
                    x_m=30.0 + 2.0 * n,
                    y_m=3.0 + 6.0 * loop,
                    capacity_kw=chance.choice((100.0, 400.0, 1350.0)),
                    approach_k=chance.uniform(3.0, 8.0),
                    secondary_flow_l_min=chance.choice((None, chance.uniform(100.0, 1500.0))),
                    secondary_pressure_kpa=chance.choice((None, 120.0, 250.0)),
                    setpoint_degc=chance.choice((None, 32.0, 40.0)),
                    pump_kw=chance.uniform(0.5, 8.0),
                    redundancy=chance.choice(("", "N+1 pumps")),
                )
            )
        members = []
        for n in range(chance.randint(1, 8)):
            key = f"sys{loop}x{n}"
            members.append(key)
            things.append(item("rack", f"rack-{key}", x_m=3.0 + 2.0 * n, y_m=3.0 + 6.0 * loop))
            flow = chance.uniform(10.0, 150.0)
            table = [{"supply_degc": t, "flow_l_min": flow * f} for t, f in ((25.0, 0.5), (35.0, 0.75), (45.0, 1.5))]
            things.append(
                item(
                    "system",
                    key,
                    role="gpu",
                    rack_id=f"rack-{key}",
                    u=1,
                    u_height=20,
                    nameplate_kw=flow * chance.uniform(0.5, 1.2),
                    air_fraction=chance.choice((0.0, 0.15)),
                    liquid_flow_l_min=flow,
                    liquid_flow_table=table if chance.random() < 0.4 else [],
                    liquid_pressure_drop_kpa=chance.choice((None, 60.0, 110.0)),
                    liquid_supply_max_degc=45.0,
                    coolant="pg25",
                )
            )
        systems.append(members)
    coils = [f"crah{n}" for n in range(chance.randint(0, 3))]
    for n, key in enumerate(coils):
        things.append(
            item(
                "crah",
                key,
                x_m=1.0,
                y_m=22.0 + 2.0 * n,
                rotation_deg=90.0,
                sensible_kw=100.0,
                airflow_m3_s=8.0,
                supply_degc=22.0,
                return_degc=34.0,
                water_supply_degc=12.0,
                water_flow_l_min=chance.choice((None, 200.0)),
                fan_kw=4.0,
            )
        )
    project = place(Project(name="Random"), things)
    for key in plants[1:]:
        if chance.random() < 0.7:
            project = connect(project, plants[0], "out", key, "header")
    for key in (k for own in cdus for k in own):
        project = connect(project, chance.choice(plants), "out", key, "facility")
    for key in coils:
        project = connect(project, chance.choice(plants), "out", key, "water")
    for own, members in zip(cdus, systems, strict=True):
        for key in members:
            for cdu in chance.sample(own, min(len(own), chance.randint(1, 2))):
                project = connect(project, cdu, "rack", key, "coolant")
    return project
