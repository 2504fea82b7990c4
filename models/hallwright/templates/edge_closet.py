"""An edge closet that cannot take what is asked of it: the findings say why."""

from hallwright.project import Project
from hallwright.templates.draft import Draft

SERVER, SWITCH, RACK = "dell-xe9680", "generic-tor-32x400", "generic-eia-24u-edge"
LINE_V = 400.0


def build() -> Project:
    """Two 8-GPU servers, asked for in a store room with a 32 A supply, a small UPS and a cooler without water."""
    hall = Draft(
        "Edge closet",
        author="Hallwright examples",
        notes="A store room of 3.3 x 2.1 m above an office: supply, cooling, floor and room all fall short.",
    )
    hall.room("closet", "Closet", 0.0, 0.0, 3.3, 2.1, height_m=2.6, uniform_load_kpa=3.5)
    hall.add("door", "door", "Door", x_m=2.7, y_m=2.1, width_m=0.9)
    hall.add("column", "column", "Column K1", x_m=0.3, y_m=1.8, width_m=0.4, depth_m=0.4)
    supply = hall.add(
        "utility_feed",
        "supply",
        "House supply 32 A",
        voltage_v=LINE_V,
        contracted_kw=20.0,
        x_m=-0.6,
        y_m=0.6,
        width_m=0.6,
        depth_m=0.3,
    )
    ups = hall.add("generic-ups-20-rack", "ups", "UPS", voltage_v=LINE_V, x_m=2.7, y_m=0.6)
    hall.chain([supply, ups])
    for n, x in ((1, 0.9), (2, 1.5)):
        name = f"E0{n}"
        rack = hall.add(RACK, name.lower(), name, x_m=x, y_m=0.75, rotation_deg=180.0)
        strip = hall.add("rack-pdu-400v-16a", f"{rack}-a", f"{name} A", rack_id=rack, height_m=1.0)
        hall.link(ups, "out", strip, "in")
        server = hall.add(SERVER, f"{rack}-s1", f"{name}-1", rack_id=rack, u=3)
        hall.link(strip, "out", server, "psu", 6)
    switch = hall.add(SWITCH, "leaf", "Leaf", tier="leaf", rack_id="e01", u=20, psu_required=1, inlet_max_degc=35.0)
    hall.link("e01-a", "out", switch, "psu", 2)
    cooler = hall.add("apc-acrc301s", "irc", "IRC-1", x_m=1.95, y_m=0.75, rotation_deg=180.0)
    hall.link(supply, "out", cooler, "feed")
    for n in (1, 2):
        hall.link(f"e0{n}-s1", "compute", switch, "front", 8, product="dac-400g-qsfpdd")
    return hall.project()
