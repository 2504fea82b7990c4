"""Small halls that tests start from."""

from functools import cache
from itertools import pairwise
from typing import Any

from hallwright.edits.arrange import place
from hallwright.edits.wire import connect
from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment
from hallwright.project import Cable, Product, Project, made

DAC = Product(
    id="test-dac", kind="cable", name="400G DAC", cable=Cable(form="dac", gbps=400.0, reach_m=3.0, watts_per_end=0.1)
)
OPTIC = Product(
    id="test-optic",
    kind="cable",
    name="400G optic",
    cable=Cable(form="optic", gbps=400.0, reach_m=50.0, watts_per_end=9.0),
)
CURVE = [[0.25, 0.95], [0.5, 0.965], [0.75, 0.967], [1.0, 0.965]]


def item(kind: str, id: str, **fields: Any) -> Equipment:
    """Equipment of a kind, named by its upper-case identifier unless a name is given."""
    return made(kinds()[kind], {"id": id, "name": id.upper(), **fields})


@cache
def good_hall() -> Project:
    """A hall without a single finding: two air-cooled systems, one liquid-cooled, A/B power, two leaves, two spines.

    Identifiers: room; crah1..3; chl1..2; cdu1..2; ut/tx/sg/ups/rpp + a|b; racks r1, r2 (air systems s1, s2),
    r3 (liquid system s3), r4 (leaves lf1, lf2, spines sp1, sp2); rack PDUs p<rack><a|b>.
    """
    p = Project(name="Good hall")
    things: list[Equipment] = [
        item(
            "room",
            "room",
            points_m=[[0, 0], [14.4, 0], [14.4, 12], [0, 12]],
            height_m=4.0,
            floor="slab",
            uniform_load_kpa=20.0,
        ),
    ]
    for n in range(1, 4):
        things.append(
            item(
                "crah",
                f"crah{n}",
                x_m=0.6,
                y_m=2.0 + 3.0 * n - 2.0,
                rotation_deg=90.0,
                width_m=1.5,
                depth_m=0.9,
                height_m=2.0,
                mass_kg=500.0,
                sensible_kw=40.0,
                airflow_m3_s=3.0,
                fan_kw=2.0,
                supply_degc=22.0,
                return_degc=33.0,
                water_supply_degc=12.0,
                water_return_degc=18.0,
                water_flow_l_min=96.0,
            )
        )
    for n in (1, 2):
        things.append(
            item(
                "chiller",
                f"chl{n}",
                x_m=18.0,
                y_m=3.0 * n,
                width_m=3.0,
                depth_m=2.0,
                height_m=2.5,
                mass_kg=3000.0,
                capacity_kw=300.0,
                cop=4.0,
                water_supply_degc=12.0,
                water_return_degc=18.0,
                rated_outdoor_degc=35.0,
                water_flow_l_min=720.0,
            )
        )
        things.append(
            item(
                "cdu",
                f"cdu{n}",
                x_m=11.6,
                y_m=1.5 + 2.4 * n,
                width_m=0.8,
                depth_m=1.2,
                height_m=2.1,
                mass_kg=700.0,
                capacity_kw=150.0,
                approach_k=6.0,
                secondary_flow_l_min=200.0,
                facility_flow_l_min=220.0,
                pump_kw=3.0,
                setpoint_degc=30.0,
                rated_facility_supply_degc=12.0,
                rated_secondary_supply_degc=18.0,
                secondary_supply_min_degc=10.0,
                secondary_supply_max_degc=50.0,
            )
        )
    for n, side in enumerate("ab"):
        s = side.upper()
        y = 20.0 + 6.0 * n
        things += [
            item("utility_feed", f"ut{side}", side=s, x_m=2.0, y_m=y, voltage_v=13800.0, contracted_kw=1000.0),
            item(
                "transformer",
                f"tx{side}",
                x_m=6.0,
                y_m=y,
                width_m=2.0,
                depth_m=1.5,
                rating_kva=500.0,
                primary_v=13800.0,
                secondary_v=415.0,
                mass_kg=2000.0,
                efficiency_at_load=[[0.25, 0.988], [1.0, 0.985]],
            ),
            item(
                "switchgear",
                f"sg{side}",
                x_m=9.0,
                y_m=y,
                width_m=0.8,
                depth_m=1.0,
                voltage_v=415.0,
                rating_a=1000.0,
                mass_kg=500.0,
                short_circuit_ka=50.0,
            ),
            item(
                "ups",
                f"ups{side}",
                x_m=6.4 + 6.2 * n,
                y_m=9.6,
                width_m=1.2,
                depth_m=0.9,
                rating_kw=250.0,
                rating_kva=250.0,
                voltage_v=415.0,
                efficiency_at_load=CURVE,
                mass_kg=900.0,
            ),
            item(
                "pdu",
                f"rpp{side}",
                x_m=4.0 + 6.0 * n,
                y_m=9.6,
                width_m=0.6,
                depth_m=0.6,
                primary_v=415.0,
                secondary_v=415.0,
                rating_a=250.0,
                poles=84,
                branch_a=63.0,
                mass_kg=350.0,
            ),
        ]
    rack = {
        "width_m": 0.6,
        "depth_m": 1.2,
        "height_m": 2.26,
        "units": 48,
        "mass_kg": 150.0,
        "static_load_kg": 1500.0,
        "mounting_depth_m": 1.1,
    }
    for n in range(1, 5):
        things.append(item("rack", f"r{n}", x_m=5.1 + 0.6 * (n - 1), y_m=5.0, **rack))
        for side in "ab":
            things.append(
                item(
                    "rack_pdu",
                    f"p{n}{side}",
                    rack_id=f"r{n}",
                    voltage_v=415.0,
                    phases=3,
                    rating_a=63.0,
                    usable_a=50.4,
                    rating_kw=36.2,
                    outlets=24,
                    mass_kg=10.0,
                )
            )
    system = {
        "width_m": 0.482,
        "depth_m": 0.897,
        "height_m": 0.356,
        "u_height": 8,
        "mass_kg": 130.0,
        "nameplate_kw": 10.2,
        "typical_kw": 8.2,
        "gpus": 8,
        "accelerator_count": 8,
        "accelerator": "H100",
        "psu_count": 6,
        "psu_kw": 3.6,
        "psu_required": 3,
        "inlet_min_degc": 5.0,
        "inlet_max_degc": 30.0,
        "nics": [{"role": "compute", "count": 8, "gbps": 400.0}],
    }
    for n in (1, 2, 3):
        extra = (
            {"airflow_m3_s": 0.521}
            if n < 3
            else {
                "airflow_m3_s": 0.1,
                "air_fraction": 0.2,
                "liquid_flow_l_min": 12.0,
                "liquid_supply_max_degc": 45.0,
                "coolant": "pg25",
            }
        )
        things.append(item("system", f"s{n}", role="gpu", rack_id=f"r{n}", u=1, **system, **extra))
    for u, name, tier in ((1, "lf1", "leaf"), (3, "lf2", "leaf"), (5, "sp1", "spine"), (7, "sp2", "spine")):
        things.append(
            item(
                "switch",
                name,
                tier=tier,
                rack_id="r4",
                u=u,
                u_height=1,
                mass_kg=15.0,
                nameplate_kw=1.7,
                airflow_m3_s=0.09,
                inlet_max_degc=35.0,
                psu_required=1,
                switch_ports=[{"count": 64, "gbps": 400.0, "role": "front"}],
            )
        )
    p = place(p, things, [DAC, OPTIC])
    for side in "ab":
        chain = [f"ut{side}", f"tx{side}", f"sg{side}", f"ups{side}", f"rpp{side}"]
        for up, down in pairwise(chain):
            p = connect(p, up, "out", down, "in")
        for n in range(1, 5):
            p = connect(p, f"rpp{side}", "out", f"p{n}{side}", "in")
        for n in (1, 2, 3):
            p = connect(p, f"p{n}{side}", "out", f"s{n}", "psu", 3)
        for switch in ("lf1", "lf2", "sp1", "sp2"):
            p = connect(p, f"p4{side}", "out", switch, "psu")
        for load in ("crah1", "crah2", "crah3", "cdu1", "cdu2", "chl1", "chl2"):
            p = connect(p, f"sg{side}", "out", load, "feed")
    for n in (1, 2):
        for load in ("crah1", "crah2", "crah3"):
            if int(load[-1]) % 2 == n % 2:
                p = connect(p, f"chl{n}", "out", load, "water")
        p = connect(p, f"chl{n}", "out", f"cdu{n}", "facility")
        p = connect(p, f"cdu{n}", "rack", "s3", "coolant")
    for n in (1, 2, 3):
        for leaf in ("lf1", "lf2"):
            p = connect(p, f"s{n}", "compute", leaf, "front", 4, product="test-optic")
    for leaf in ("lf1", "lf2"):
        for spine in ("sp1", "sp2"):
            p = connect(p, leaf, "front", spine, "front", 6, product="test-dac")
    return connect(p, "chl1", "out", "chl2", "header")  # one loop, so that either chiller may stop
