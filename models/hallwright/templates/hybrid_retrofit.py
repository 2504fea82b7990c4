"""A colocation hall retrofitted for AI: air rows, rear doors and direct-to-chip side by side."""

from hallwright.project import Project
from hallwright.templates.draft import Draft
from hallwright.templates.plant import draw_chillers, draw_crahs
from hallwright.templates.power_side import Side, cool_electrical_rooms, draw_side

MI300X, GAUDI, B200 = "supermicro-as-8125gs-tnmr2", "supermicro-gaudi3-8u", "supermicro-hgx-b200-4u-liquid"
RACK, WIDE_RACK, DOOR = "generic-eia-42u-600x1200", "apc-ar3357", "motivair-chilleddoor-35"
LEAF_400, LEAF_800 = "nvidia-sn5400", "nvidia-sn5600"
OPTIC_400, OPTIC_800 = "optic-400g-sr4", "optic-800g-sr8"
STRIP, LARGE_STRIP = "rack-pdu-415v-60a", "rack-pdu-415v-100a"
RACK_W, RACK_D, WIDE_W, WIDE_D = 0.6, 1.215, 0.75, 1.2
ROW_X, ROW_A_Y, ROW_B_Y, ROW_C_Y = 3.6, 4.2, 9.0, 10.8  # first rack; front edges of the rows
WIDTH, DEPTH = 13.2, 15.0
RAILS, SPINES = 8, 4

# What a system may draw so that the supplies of one feed carry it alone: three of 3.0 kW, two of 6.6 kW.
MI300X_CAP = {"design_kw": 8.8, "psu_required": 3}
B200_CAP = {"design_kw": 13.0, "psu_required": 2}


def build() -> Project:
    """Row A: MI300X on air. Row B: Gaudi 3 behind rear doors. Row C: HGX B200 on two CDUs."""
    hall = Draft(
        "Hybrid retrofit",
        author="Hallwright examples",
        notes="The MI300X and B200 systems are power-capped so that the supplies of one feed carry them alone.",
    )
    draw_room(hall)
    sides = [
        draw_side(hall, s, WIDTH + 0.6, y, yard, 1600.0, "generic-ups-1250", 3)
        for s, y, yard in (("A", 0.0, WIDTH + 16.2), ("B", 8.4, WIDTH + 20.4))
    ]
    cool_electrical_rooms(hall, sides)
    chillers = draw_chillers(hall, sides, 300.0)
    draw_crahs(hall, sides, chillers, WIDTH, (3.6, 9.6))
    draw_air_row(hall, sides)
    draw_door_row(hall, sides, chillers)
    draw_liquid_row(hall, sides, chillers)
    join_fabrics(hall)
    return hall.project()


def draw_room(hall: Draft) -> None:
    """The old raised-floor hall with its tiles, and containment added behind rows A, B and C."""
    hall.room(
        "hall",
        "Hall",
        0.0,
        0.0,
        WIDTH,
        DEPTH,
        height_m=3.6,
        floor="raised",
        floor_void_m=0.6,
        uniform_load_kpa=12.0,
        tile_load_kg=567.0,
        ceiling_return=True,
    )
    hall.add("door", "door", "Door", x_m=11.4, y_m=DEPTH, width_m=1.8, leaves=2)
    hot = {"use": "hot_aisle", "contained": True, "return_path": "ceiling"}
    low, high = ROW_A_Y + RACK_D, ROW_B_Y - WIDE_D
    hall.zone("hot-ab", "Hot aisle A–B", ROW_X, round(low, 3), 9 * RACK_W, round(high - low, 3), **hot)
    hall.zone("hot-c", "Hot aisle C", ROW_X - 0.6, round(ROW_C_Y + RACK_D, 3), 7 * RACK_W, 1.185, **hot)
    for id, name, y in (("tiles-a", "Tiles A", ROW_A_Y - 0.6), ("tiles-bc", "Tiles B–C", (ROW_B_Y + ROW_C_Y) / 2)):
        hall.add(
            "floor-tile-56",
            id,
            name,
            x_m=ROW_X + 4.5 * RACK_W,
            y_m=y,
            width_m=9 * RACK_W,
            depth_m=1.2,
            columns=9,
            rows=2,
        )
    main = ROW_X + 9 * RACK_W + 1.2
    for id, name, y in (("tray-ab", "Tray A–B", 6.6), ("tray-c", "Tray C", ROW_C_Y + RACK_D + 0.3)):
        hall.run("tray", id, name, [(ROW_X, y), (main, y)], width_m=0.6, elevation_m=2.6)
    hall.run("tray", "tray-m", "Tray main", [(main, 6.6), (main, ROW_C_Y + RACK_D + 0.3)], width_m=0.6, elevation_m=2.6)


def draw_panels(
    hall: Draft, sides: list[Side], row: str, edge_m: float, right_m: float, front: bool, a: float
) -> list[str]:
    """An RPP of each side at the ends of a row."""
    rpps = []
    for side, x in zip(sides, (ROW_X - 0.3, right_m + 0.3), strict=True):
        rpp = hall.add(
            "rpp-415v-400a",
            f"rpp-{row.lower()}{side.letter.lower()}",
            f"RPP {row}-{side.letter}",
            branch_a=a,
            width_m=0.6,
            depth_m=0.6,
            x_m=round(x, 3),
            y_m=round(edge_m + (0.3 if front else -0.3), 3),
            rotation_deg=0.0 if front else 180.0,
        )
        hall.link(side.ups, "out", rpp, "in")
        rpps.append(rpp)
    return rpps


def draw_rack(
    hall: Draft,
    product: str,
    name: str,
    x_m: float,
    y_m: float,
    front: bool,
    sides: list[Side],
    rpps: list[str],
    strip: str,
) -> list[str]:
    """A rack with a rack PDU of each side; returns these."""
    rack = hall.add(
        product, name.lower(), name, x_m=round(x_m, 4), y_m=round(y_m, 4), rotation_deg=0.0 if front else 180.0
    )
    strips = []
    for side, rpp in zip(sides, rpps, strict=True):
        strips.append(hall.add(strip, f"{rack}-{side.letter.lower()}", f"{name} {side.letter}", rack_id=rack))
        hall.link(rpp, "out", strips[-1], "in")
    return strips


def cord_both(hall: Draft, strips: list[str], load: str, port: str, each: int) -> None:
    """Half of the inlets to each rack PDU."""
    for n, strip in enumerate(strips):
        hall.cords(strip, load, port, each, 1 + each * n)


def draw_air_row(hall: Draft, sides: list[Side]) -> None:
    """Eight racks of two MI300X systems, and the 400G switches."""
    y = ROW_A_Y + RACK_D / 2
    rpps = draw_panels(hall, sides, "A", ROW_A_Y, ROW_X + 9 * RACK_W, True, 60.0)
    for place in range(1, 10):
        name = f"A{place:02d}"
        strips = draw_rack(hall, RACK, name, ROW_X + RACK_W * (place - 0.5), y, True, sides, rpps, STRIP)
        if place < 9:
            for n in (1, 2):
                load = hall.add(
                    MI300X, f"a{place:02d}-s{n}", f"{name}-{n}", rack_id=name.lower(), u=3 + 10 * (n - 1), **MI300X_CAP
                )
                cord_both(hall, strips, load, "psu", 3)
            continue
        for n in range(RAILS + SPINES):
            tier = "leaf" if n < RAILS else "spine"
            id, label = (
                (f"leaf-{n + 1}", f"L{n + 1}") if n < RAILS else (f"spine-{n - RAILS + 1}", f"SP{n - RAILS + 1}")
            )
            draw_switch(hall, LEAF_400, id, label, tier, "a09", 40 - 3 * n, strips)


def draw_switch(
    hall: Draft,
    product: str,
    id: str,
    name: str,
    tier: str,
    rack: str,
    unit: int,
    strips: list[str],
    fabric: str = "compute",
) -> None:
    """A switch with a cord on each side."""
    hall.add(product, id, name, tier=tier, fabric=fabric, rack_id=rack, u=unit, psu_required=1, inlet_max_degc=35.0)
    cord_both(hall, strips, id, "psu", 1)


def draw_door_row(hall: Draft, sides: list[Side], chillers: list[str]) -> None:
    """Six 750 mm racks of two Gaudi 3 systems behind active rear doors, and their 800G switches."""
    rpps = draw_panels(hall, sides, "B", ROW_B_Y, ROW_X + 6 * WIDE_W + RACK_W, False, 60.0)
    doors: list[list[str]] = [[], []]
    for place in range(1, 7):
        name = f"B{place:02d}"
        x = ROW_X + WIDE_W * (place - 0.5)
        strips = draw_rack(hall, WIDE_RACK, name, x, ROW_B_Y - WIDE_D / 2, False, sides, rpps, STRIP)
        for n in (1, 2):
            load = hall.add(GAUDI, f"b{place:02d}-s{n}", f"{name}-{n}", rack_id=name.lower(), u=3 + 10 * (n - 1))
            cord_both(hall, strips, load, "psu", 4)
        door = hall.add(DOOR, f"rdx-{place}", f"RDX {name}", rack_id=name.lower())
        cord_both(hall, strips, door, "feed", 1)
        doors[place % 2].append(door)
    for chiller, members in zip(chillers, doors, strict=False):
        hall.link(chiller, "out", members, "water")
    x = ROW_X + 6 * WIDE_W + RACK_W / 2
    strips = draw_rack(hall, RACK, "B07", x, ROW_B_Y - RACK_D / 2, False, sides, rpps, STRIP)
    for n in range(5):
        tier, label = ("leaf", f"GL{n + 1}") if n < 3 else ("spine", f"GS{n - 2}")
        draw_switch(
            hall, LEAF_800, f"g-{tier}-{n + 1 if n < 3 else n - 2}", label, tier, "b07", 38 - 4 * n, strips, "gaudi"
        )


def draw_liquid_row(hall: Draft, sides: list[Side], chillers: list[str]) -> None:
    """Four racks of four HGX B200 systems between two CDUs; each CDU carries all of them."""
    rpps = draw_panels(hall, sides, "C", ROW_C_Y, ROW_X + 6 * RACK_W, True, 100.0)
    systems = []
    for place in range(1, 5):
        name = f"C{place:02d}"
        x = ROW_X + RACK_W * (place + 0.5)
        strips = draw_rack(hall, RACK, name, x, ROW_C_Y + RACK_D / 2, True, sides, rpps, LARGE_STRIP)
        for n in range(1, 5):
            load = hall.add(
                B200, f"c{place:02d}-s{n}", f"{name}-{n}", rack_id=name.lower(), u=3 + 6 * (n - 1), **B200_CAP
            )
            cord_both(hall, strips, load, "psu", 2)
            systems.append(load)
    for n, chiller in enumerate(chillers[:2]):
        cdu = hall.add(
            "vertiv-xdu450",
            f"cdu-{n + 1}",
            f"CDU-{n + 1}",
            x_m=round(ROW_X + RACK_W * (0.5 + 5 * n), 3),
            y_m=round(ROW_C_Y + 1.043 / 2, 4),
        )
        hall.link(chiller, "out", cdu, "facility")
        hall.link(cdu, "rack", systems, "coolant")
        for first, side in enumerate(sides, 1):
            hall.link(side.ups, "out", cdu, "feed", b_first=first)


def join_fabrics(hall: Draft) -> None:
    """One rail-optimised 400G fabric for rows A and C; one of 800G for row B."""
    leaves = [f"leaf-{n + 1}" for n in range(RAILS)]
    racks = [(f"a{place:02d}", 2) for place in range(1, 9)] + [(f"c{place:02d}", 4) for place in range(1, 5)]
    for rack, count in racks:
        systems = [f"{rack}-s{n + 1}" for n in range(count)]
        hall.link(systems, "compute", leaves, "front", product=OPTIC_400)
    spines = [f"spine-{n + 1}" for n in range(SPINES)]
    hall.link(leaves, "front", spines, "front", 8, a_first=33, product=OPTIC_400)
    leaves = [f"g-leaf-{n + 1}" for n in range(3)]
    for place in range(1, 7):
        systems = [f"b{place:02d}-s{n}" for n in (1, 2)]
        hall.link(systems, "compute", leaves, "front", 2, product=OPTIC_800)
    hall.link(leaves, "front", ["g-spine-1", "g-spine-2"], "front", 12, a_first=33, product=OPTIC_800)
