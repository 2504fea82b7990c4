"""One scalable unit of 32 air-cooled 8-GPU H100 systems with its InfiniBand leaf and spine racks."""

from hallwright.project import Project
from hallwright.templates.draft import Draft
from hallwright.templates.plant import draw_chillers, draw_crahs
from hallwright.templates.power_side import Side, cool_electrical_rooms, draw_side

SYSTEM, SWITCH, RACK, RACK_PDU = "nvidia-dgx-h100", "nvidia-qm9700", "generic-eia-42u-600x1200", "rack-pdu-415v-60a"
OPTIC = "optic-400g-sr4"
RACK_W, RACK_D = 0.6, 1.215
ROW_X, ROW_A_Y, ROW_B_Y = 3.6, 4.2, 7.8  # first compute rack; front edges of the rows
WIDTH, DEPTH = 13.2, 12.0
LEAVES, SPINES = 8, 4


def build() -> Project:
    """Two rows of nine racks about a contained hot aisle, four CRAHs on a raised floor, feeds A and B."""
    hall = Draft(
        "H100 scalable unit",
        author="Hallwright examples",
        notes="32 DGX H100, two to a rack; one leaf for each rail, four spines, non-blocking.",
    )
    draw_room(hall)
    sides = [
        draw_side(
            hall,
            s,
            13.8,
            y,
            yard,
            1500.0,
            "schneider-galaxy-vl-300",
            2,
            rating_kva=500.0,
            rating_kw=500.0,
            modules=10,
            spare_modules=1,
        )
        for s, y, yard in (("A", 0.0, WIDTH + 16.2), ("B", 7.2, WIDTH + 20.4))
    ]
    cool_electrical_rooms(hall, sides)
    chillers = draw_chillers(hall, sides, 240.0)
    draw_crahs(hall, sides, chillers, WIDTH, (3.6, 8.4))
    for row, front in (("A", True), ("B", False)):
        draw_row(hall, row, front, sides)
    join_fabric(hall)
    accept_throttling(hall)
    return hall.project()


def draw_room(hall: Draft) -> None:
    """Raised-floor hall with its aisles, tiles and door."""
    hall.room(
        "hall",
        "Hall",
        0.0,
        0.0,
        WIDTH,
        DEPTH,
        height_m=3.6,
        floor="raised",
        floor_void_m=0.75,
        uniform_load_kpa=12.0,
        tile_load_kg=567.0,
        ceiling_return=True,
    )
    hall.add("door", "door", "Door", x_m=6.6, y_m=DEPTH, width_m=1.8, leaves=2)
    low, high = ROW_A_Y + RACK_D, ROW_B_Y - RACK_D
    hall.zone(
        "hot-ab",
        "Hot aisle A–B",
        ROW_X,
        round(low, 3),
        9 * RACK_W,
        round(high - low, 3),
        use="hot_aisle",
        contained=True,
        return_path="ceiling",
    )
    for row, y in (("a", ROW_A_Y - 0.6), ("b", ROW_B_Y + 0.6)):
        hall.add(
            "floor-tile-56",
            f"tiles-{row}",
            f"Tiles {row.upper()}",
            x_m=ROW_X + 4.5 * RACK_W,
            y_m=y,
            width_m=5.4,
            depth_m=1.2,
            columns=9,
            rows=2,
        )
    hall.run("tray", "tray-ab", "Tray A–B", [(ROW_X, 6.0), (ROW_X + 9 * RACK_W, 6.0)], width_m=0.6, elevation_m=2.6)


def draw_row(hall: Draft, row: str, front: bool, sides: list[Side]) -> None:
    """Eight racks of two systems, a rack of switches, and an RPP at each end."""
    y = round(ROW_A_Y + RACK_D / 2 if front else ROW_B_Y - RACK_D / 2, 4)
    turn = 0.0 if front else 180.0
    edge = ROW_A_Y if front else ROW_B_Y
    rpps = []
    for side, x in zip(sides, (ROW_X - 0.3, ROW_X + 9 * RACK_W + 0.3), strict=True):
        rpp = hall.add(
            "rpp-415v-400a",
            f"rpp-{row.lower()}{side.letter.lower()}",
            f"RPP {row}-{side.letter}",
            branch_a=60.0,
            width_m=0.6,
            depth_m=0.6,
            x_m=round(x, 3),
            y_m=round(edge + (0.3 if front else -0.3), 3),
            rotation_deg=turn,
        )
        hall.link(side.ups, "out", rpp, "in")
        rpps.append(rpp)
    for place in range(1, 10):
        name = f"{row}{place:02d}"
        rack = hall.add(
            RACK, name.lower(), name, x_m=round(ROW_X + RACK_W * (place - 0.5), 3), y_m=y, rotation_deg=turn
        )
        strips = []
        for side, rpp in zip(sides, rpps, strict=True):
            strip = hall.add(RACK_PDU, f"{rack}-{side.letter.lower()}", f"{name} {side.letter}", rack_id=rack)
            hall.link(rpp, "out", strip, "in")
            strips.append(strip)
        if place < 9:
            for n in (1, 2):
                load = hall.add(SYSTEM, f"{rack}-s{n}", f"{name}-{n}", rack_id=rack, u=3 + 10 * (n - 1))
                for k, strip in enumerate(strips):
                    hall.cords(strip, load, "psu", 3, 1 + 3 * k)
            continue
        tier, count = ("leaf", LEAVES) if row == "A" else ("spine", SPINES)
        for n in range(1, count + 1):
            stem = "L" if tier == "leaf" else "SP"
            load = hall.add(
                SWITCH,
                f"{tier}-{n}",
                f"{stem}{n}",
                tier=tier,
                rack_id=rack,
                u=40 - 2 * (n - 1),
                psu_required=1,
                inlet_max_degc=35.0,
            )
            for k, strip in enumerate(strips):
                hall.cords(strip, load, "psu", 1, 1 + k)


def join_fabric(hall: Draft) -> None:
    """Adapter r of every system to leaf r; eight links from each leaf to each spine."""
    leaves = [f"leaf-{n + 1}" for n in range(LEAVES)]
    spines = [f"spine-{n + 1}" for n in range(SPINES)]
    for row in "ab":
        for place in range(1, 9):
            systems = [f"{row}{place:02d}-s{n}" for n in (1, 2)]
            hall.link(systems, "compute", leaves, "front", product=OPTIC)
    hall.link(leaves, "front", spines, "front", 8, a_first=33, product=OPTIC)


def accept_throttling(hall: Draft) -> None:
    """Waive what two feeds mean for a system with 4+2 supplies."""
    for row in "ab":
        for place in range(1, 9):
            for n in (1, 2):
                hall.waive(
                    "PWR203",
                    [f"{row}{place:02d}-s{n}", f"{row}{place:02d}-a"],
                    "With three of six supplies a DGX H100 stays up at reduced performance (user guide). "
                    "Training slows until the feed is back; a third feed is not worth its cost here.",
                    value=3.0,
                    name="Example planner",
                    date="2026-11-21",
                )
