"""A row of eight liquid-cooled GB200 NVL72 racks with CDUs, adiabatic coolers and their InfiniBand fabric."""

from hallwright.project import Project
from hallwright.templates.draft import Draft
from hallwright.templates.plant import join_plants
from hallwright.templates.power_side import LINE_V, Side, cool_electrical_rooms, draw_side

MACHINE, FRAME, SHELF = "nvidia-gb200-nvl72", "nvidia-mgx-rack", "nvidia-gb200-power-shelf-33kw"
SWITCH, RACK, RACK_PDU = "nvidia-qm9700", "generic-eia-42u-600x1200", "rack-pdu-415v-60a"
CDU, COOLER, CRAC = "vertiv-xdu1350", "generic-adiabatic-cooler-1mw", "vertiv-liebert-dse-125"
OPTIC = "optic-400g-sr4"
RACK_W, FRAME_D, NETWORK_D = 0.6, 1.068, 1.215
ROW_X, ROW_A_Y, ROW_B_Y = 4.8, 3.6, 7.8  # first rack; front edges of the rows
WIDTH, DEPTH = 14.4, 12.0
RACKS, LEAVES, SPINES = 8, 18, 16
SHELF_UNITS = (2, 3, 4, 5, 36, 37, 38, 39)  # four below the trays, four above
TRAY_UNIT = 7


def build() -> Project:
    """Row A: eight machines between two CDUs; row B: leaves and spines; four CRACs for what goes to the air."""
    hall = Draft(
        "GB200 NVL72 row",
        author="Hallwright examples",
        notes="Eight racks of 72 GPUs. Either CDU and either cooler carries the whole row; so does either feed.",
        outdoor_design_degc=32.0,
    )
    hall.room("hall", "Hall", 0.0, 0.0, WIDTH, DEPTH, height_m=4.2, uniform_load_kpa=25.0, ceiling_return=True)
    hall.add("door", "door", "Door", x_m=7.2, y_m=DEPTH, width_m=1.8, leaves=2)
    low, high = ROW_A_Y + FRAME_D, ROW_B_Y - NETWORK_D
    hall.zone(
        "hot-ab",
        "Hot aisle A–B",
        ROW_X,
        round(low, 3),
        RACKS * RACK_W,
        round(high - low, 3),
        use="hot_aisle",
        contained=True,
        return_path="ceiling",
    )
    sides = [
        draw_side(hall, s, WIDTH + 0.6, y, yard, 2000.0, "vertiv-trinergy-1500", 6)
        for s, y, yard in (("A", 0.0, WIDTH + 16.2), ("B", 7.2, WIDTH + 20.4))
    ]
    buses = [draw_busway(hall, side, offset) for side, offset in zip(sides, (-0.3, 0.3), strict=True)]
    draw_machines(hall, sides, buses)
    draw_network(hall, sides)
    draw_liquid(hall, sides)
    draw_air(hall, sides)
    cool_electrical_rooms(hall, sides)
    join_fabric(hall)
    return hall.project()


def draw_busway(hall: Draft, side: Side, offset_m: float) -> str:
    """A busway above row A."""
    y = ROW_A_Y + FRAME_D / 2 + offset_m
    bus = hall.run(
        "generic-busway-2500-415",
        f"bus-{side.letter.lower()}",
        f"Busway A-{side.letter}",
        [(ROW_X, y), (ROW_X + RACKS * RACK_W, y)],
        elevation_m=2.6,
    )
    hall.link(side.ups, "out", bus, "in")
    return bus


def draw_machines(hall: Draft, sides: list[Side], buses: list[str]) -> None:
    """Eight racks, each with its trays and eight power shelves: four on feed A, four on feed B."""
    for place in range(1, RACKS + 1):
        name = f"A{place:02d}"
        rack = hall.add(
            FRAME, name.lower(), name, x_m=round(ROW_X + RACK_W * (place - 0.5), 3), y_m=round(ROW_A_Y + FRAME_D / 2, 3)
        )
        machine = hall.add(MACHINE, f"{rack}-nvl", f"{name} NVL72", rack_id=rack, u=TRAY_UNIT)
        shelves = []
        for n, unit in enumerate(SHELF_UNITS):
            side = sides[n % 2]
            shelf = hall.add(
                SHELF, f"{rack}-ps{n + 1}", f"{name} shelf {n + 1}{side.letter}", rack_id=rack, u=unit, voltage_v=LINE_V
            )
            shelves.append(shelf)
        for n, bus in enumerate(buses):
            hall.link(bus, "out", shelves[n::2], "in", breaker_a=80.0)
        hall.link(shelves, "out", machine, "busbar")


def draw_network(hall: Draft, sides: list[Side]) -> None:
    """Three racks of switches in row B, fed from RPPs."""
    y = round(ROW_B_Y - NETWORK_D / 2, 4)
    rpps = []
    for n, side in enumerate(sides):
        rpp = hall.add(
            "rpp-415v-400a",
            f"rpp-b{side.letter.lower()}",
            f"RPP B-{side.letter}",
            branch_a=60.0,
            width_m=0.6,
            depth_m=0.6,
            x_m=round(ROW_X - 0.3 + n * 9 * RACK_W, 3),
            y_m=ROW_B_Y - 0.3,
            rotation_deg=180.0,
        )
        hall.link(side.ups, "out", rpp, "in")
        rpps.append(rpp)
    leaves = [f"leaf-{n + 1:02d}" for n in range(LEAVES)]
    spines = [f"spine-{n + 1:02d}" for n in range(SPINES)]
    held = (("leaf", leaves[:9]), ("spine", spines[:8]), ("spine", spines[8:]), ("leaf", leaves[9:]))
    for place, (tier, ids) in enumerate(held, 1):
        name = f"B{place:02d}"
        rack = hall.add(
            RACK, name.lower(), name, x_m=round(ROW_X + RACK_W * (place - 0.5), 3), y_m=y, rotation_deg=180.0
        )
        strips = []
        for side, rpp in zip(sides, rpps, strict=True):
            strip = hall.add(RACK_PDU, f"{rack}-{side.letter.lower()}", f"{name} {side.letter}", rack_id=rack)
            hall.link(rpp, "out", strip, "in")
            strips.append(strip)
        for n, id in enumerate(ids):
            stem = "L" if tier == "leaf" else "SP"
            hall.add(
                SWITCH,
                id,
                f"{stem}{id[-2:]}",
                tier=tier,
                rack_id=rack,
                u=40 - 2 * n,
                psu_required=1,
                inlet_max_degc=35.0,
            )
            for k, strip in enumerate(strips):
                hall.cords(strip, id, "psu", 1, 1 + k)
    hall.zone(
        "spare",
        "Reserved",
        round(ROW_X + 4 * RACK_W, 3),
        round(ROW_B_Y - NETWORK_D, 3),
        4 * RACK_W,
        NETWORK_D,
        use="reserved",
    )
    hall.run("tray", "tray-ab", "Tray A–B", [(ROW_X, 5.6), (ROW_X + RACKS * RACK_W, 5.6)], width_m=0.6, elevation_m=3.1)


def draw_liquid(hall: Draft, sides: list[Side]) -> None:
    """A CDU at each end of row A, each on a cooler of its own; every machine hangs on both."""
    machines = [f"a{place:02d}-nvl" for place in range(1, RACKS + 1)]
    for n, x in enumerate((ROW_X - 0.6, ROW_X + RACKS * RACK_W + 0.6), 1):
        cdu = hall.add(CDU, f"cdu-{n}", f"CDU-{n}", x_m=round(x, 3), y_m=round(ROW_A_Y + 0.6215, 4))
        cooler = hall.add(COOLER, f"ac-{n}", f"Cooler-{n}", x_m=1.8 - 4.2 * n, y_m=6.0, rotation_deg=270.0)
        hall.link(cooler, "out", cdu, "facility")
        hall.link(cdu, "rack", machines, "coolant")
        for first, side in enumerate(sides, 1):
            hall.link(side.ups, "out", cdu, "feed", b_first=first)
            hall.link(side.board, "out", cooler, "feed", b_first=first)
    join_plants(hall, ["ac-1", "ac-2"])


def draw_air(hall: Draft, sides: list[Side]) -> None:
    """Four pumped-refrigerant units for the heat that goes to the air."""
    for n in range(4):
        left = n % 2 == 0
        unit = hall.add(
            CRAC,
            f"crac-{n + 1}",
            f"CRAC-{n + 1}",
            x_m=0.6 if left else WIDTH - 0.6,
            y_m=3.0 + 4.8 * (n // 2),
            rotation_deg=90.0 if left else 270.0,
        )
        for first, side in enumerate(sides, 1):
            hall.link(side.board, "out", unit, "feed", b_first=first)


def join_fabric(hall: Draft) -> None:
    """Four links from each rack to each of 18 leaves; two from each leaf to each of 16 spines."""
    leaves = [f"leaf-{n + 1:02d}" for n in range(LEAVES)]
    spines = [f"spine-{n + 1:02d}" for n in range(SPINES)]
    for place in range(1, RACKS + 1):
        hall.link(f"a{place:02d}-nvl", "compute", leaves, "front", 4, product=OPTIC)
    hall.link(leaves, "front", spines, "front", 2, a_first=33, product=OPTIC)
