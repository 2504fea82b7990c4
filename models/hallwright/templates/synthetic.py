"""A whole hall of any size, made by rule: A/B power, air cooling with one group to spare, a rail-optimised fabric.

Systems are air-cooled 8-GPU servers with 800 Gb/s adapters, three to a rack. Racks stand in pairs of rows about a
contained hot aisle. A pair has a *block* of its own on each feed side: transformer, generator, switchboard, UPS and
busways. Up to six pairs stand in a room with fan walls along its sides; rooms stand in a grid.

The same size and seed give the same project, to the byte. The seed only draws which racks are left empty of one
system when the last scalable unit is not full.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from hallwright.catalogue import product
from hallwright.edits.arrange import from_product
from hallwright.equipment.base import Medium
from hallwright.equipment.switch import Switch
from hallwright.errors import EditRefused
from hallwright.fabrics.clos import Clos, clos
from hallwright.fabrics.clos_layout import clos_layout
from hallwright.fabrics.layout import End, Unit
from hallwright.project import Project
from hallwright.templates.draft import Draft
from hallwright.templates.plant import scaled_chiller
from hallwright.templates.power_side import SMALL_CRAC

GPUS_MIN, GPUS_MAX = 8, 200_000

SYSTEM, SWITCH, RACK, RACK_PDU = "nvidia-dgx-b300", "nvidia-q3400-ra", "generic-eia-48u-800x1200", "rack-pdu-415v-100a"
UPS, BOARD, TRANSFORMER = "generic-ups-1250", "lv-switchboard-415v-4000a", "transformer-mv-3000kva-415"
GENERATOR, MV_BOARD, BUSWAY = "generic-genset-2000", "mv-switchgear-15kv-1200a", "generic-busway-1600-415"
CHILLER, FAN_WALL, CRAH = "generic-chiller-air-screw-1200", "vertiv-cwa-ca80", "schneider-uniflair-ldcv"
CRAC = "generic-crac-dx-100"
OPTIC, LONG_OPTIC = "optic-800g-dr8", "optic-800g-2xfr4"  # up to 500 m, and to 2 km between rooms and cores

GPUS_A_SYSTEM = RAILS = 8
SYSTEMS_A_UNIT = 72  # a scalable unit: one leaf for each rail
RAIL_SYSTEMS = 24  # in smaller halls rails share leaves
SYSTEMS_A_RACK = 3  # 43.5 kW: one 100 A rack PDU carries them when the other feed is lost
SWITCHES_A_RACK = 4

LINE_V, MV_V = 415.0, 11_000.0
PLACES_A_ROW = 15  # 12 m
PAIR_KW = 1150.0  # less than a UPS gives
PAIRS_A_ROOM = 6
BLOCK_KW = 1960.0  # less than a generator gives
CRACS_KW = 130.0  # set aside in a block for the air conditioners of the electrical rooms
GEAR_HEAT_KW = 50.0  # more than the losses of a block on one side
RACK_W, RACK_D = 0.8, 1.2
HOT_M, PITCH_M = 1.2, 6.0
ROOM_W, ROOM_TOP = 19.2, 2.4
ROW_X = 3.6
WALL_PITCH_M = 4.0
ELECTRICAL_W, YARD_W = 7.8, 25.2
CELL_D, TRUNK_Y, TRUNK_M = 58.8, 51.0, 4.8  # the trunk tray passes above the yards
SMALL_KW = 800.0  # below it perimeter coolers do instead of fan walls
FAN_MARGIN = 1.06  # heat of the fans themselves


@dataclass
class Cabinet:
    """A rack to be placed, with what stands in it."""

    label: str
    power_kw: float
    systems: int = 0
    switches: tuple[str, ...] = ()
    unit: int = 0
    id: str = ""


@dataclass
class Pair:
    """Two rows about a hot aisle."""

    rows: tuple[list[Cabinet], list[Cabinet]] = field(default_factory=lambda: ([], []))

    @property
    def power_kw(self) -> float:
        """Power of its racks."""
        return sum(cabinet.power_kw for row in self.rows for cabinet in row)


@dataclass(frozen=True)
class Plan:
    """Sizes of the fabric.

    Attributes
    ----------
    systems : tuple of int
        Systems of each scalable unit.
    size : Clos
    """

    systems: tuple[int, ...]
    size: Clos

    def units_of(self, pod: int) -> range:
        """Units of a pod."""
        first = sum(p.units for p in self.size.pods[:pod])
        return range(first, first + self.size.pods[pod].units)


def plan_fabric(systems: int) -> Plan:
    """Sizes of a non-blocking rail-optimised fabric of 144-port switches.

    Small halls have fewer leaves, each for several rails. Two spines at least, so that none is a single point of
    failure.
    """
    radix = ports_of_switch()
    units = math.ceil(systems / SYSTEMS_A_UNIT)
    sizes = tuple(min(SYSTEMS_A_UNIT, systems - n * SYSTEMS_A_UNIT) for n in range(units))
    leaves = RAILS
    if systems < RAIL_SYSTEMS:
        leaves = next(n for n in (2, 4, 8) if sizes[0] * RAILS / n <= radix / 2)
    down = sizes[0] * RAILS // leaves
    uplinks = next(n for n in (4, 8, 12, 16, 24, 36, 48, 72) if n >= down)
    return Plan(
        sizes,
        clos(ports=radix, units=units, leaves_a_unit=leaves, leaf_down=down, leaf_up=uplinks, spines_min=2, even=True),
    )


@cache
def ports_of_switch() -> int:
    """Ports of the switch the fabric is made of."""
    switch = from_product(product(SWITCH), "x", "x")
    assert isinstance(switch, Switch)
    return sum(port.count for port in switch.ports() if port.medium is Medium.FABRIC)


def build(gpus: int = 1024, seed: int = 1) -> Project:
    """A full hall for so many GPUs.

    Parameters
    ----------
    gpus : int
        GPUs [count], 8 to 200,000; a last system that is not full is fitted whole.
    seed : int
        Draws which racks of the last scalable unit carry one system less.

    Raises
    ------
    EditRefused
        The size is out of range.
    """
    if not GPUS_MIN <= gpus <= GPUS_MAX:
        raise EditRefused(f"A synthetic hall holds {GPUS_MIN} to {GPUS_MAX:,} GPUs, not {gpus:,}.")
    systems = math.ceil(gpus / GPUS_A_SYSTEM)
    fabric = plan_fabric(systems)
    hall = Draft(
        f"Synthetic hall, {systems * GPUS_A_SYSTEM:,} GPUs", notes=f"Made by rule for {gpus} GPUs, seed {seed}."
    )
    cabinets = list(list_cabinets(fabric, random.Random(seed)))
    pairs = stand_in_rows(cabinets)
    rooms = [pairs[n : n + PAIRS_A_ROOM] for n in range(0, len(pairs), PAIRS_A_ROOM)]
    for number, members in enumerate(rooms):
        RoomBuilder(hall, number, members, len(rooms)).draw()
    if len(rooms) > 1:
        lay_trunk(hall, len(rooms))
    join_fabric(hall, fabric, cabinets)
    return hall.project()


def list_cabinets(fabric: Plan, draw: random.Random) -> Iterator[Cabinet]:
    """Racks in the order they stand: each unit's systems and leaves; spines amid their pod, cores amid the hall."""
    system_kw, switch_kw = nameplate_kw(SYSTEM), nameplate_kw(SWITCH)

    def switch_cabinets(label: str, ids: Sequence[str], unit: int) -> Iterator[Cabinet]:
        for n in range(0, len(ids), SWITCHES_A_RACK):
            held = tuple(ids[n : n + SWITCHES_A_RACK])
            yield Cabinet(label, switch_kw * len(held), switches=held, unit=unit)

    size = fabric.size
    for pod, members in enumerate(size.pods):
        units = fabric.units_of(pod)
        if pod == len(size.pods) // 2:
            yield from switch_cabinets("core", [core_id(n) for n in range(size.cores)], -1)
        for unit in units:
            if unit == units[len(units) // 2]:
                yield from switch_cabinets("spine", [spine_id(pod, n) for n in range(members.spines)], unit)
            left = fabric.systems[unit]
            racks = math.ceil(left / SYSTEMS_A_RACK)
            held = [SYSTEMS_A_RACK] * racks
            for _ in range(racks * SYSTEMS_A_RACK - left):
                held[draw.choice([n for n in range(racks) if held[n] == max(held)])] -= 1
            for count in held:
                yield Cabinet("compute", system_kw * count, systems=count, unit=unit)
            yield from switch_cabinets("leaf", [leaf_id(unit, n) for n in range(size.leaves_a_unit)], unit)


def nameplate_kw(id: str) -> float:
    """Nameplate power of a catalogue product."""
    return figure(id, "nameplate_kw")


def figure(id: str, name: str) -> float:
    """A number that a catalogue product states."""
    value = product(id).fields[name]
    assert isinstance(value, int | float)
    return float(value)


def stand_in_rows(cabinets: Sequence[Cabinet]) -> list[Pair]:
    """Fill pairs of rows one after the other, as far as places and power go."""
    pairs = [Pair()]
    for cabinet in cabinets:
        pair = pairs[-1]
        if pair.power_kw + cabinet.power_kw > PAIR_KW or sum(map(len, pair.rows)) >= 2 * PLACES_A_ROW:
            pairs.append(pair := Pair())
        rows = pair.rows
        row = rows[0] if len(rows[0]) <= len(rows[1]) else rows[1]
        row.append(cabinet)
    return pairs


def leaf_id(unit: int, rail: int) -> str:
    """Identifier of a leaf."""
    return f"lf{unit + 1:03d}-{rail + 1}"


def spine_id(pod: int, number: int) -> str:
    """Identifier of a spine."""
    return f"sp{pod + 1:02d}-{number + 1:02d}"


def core_id(number: int) -> str:
    """Identifier of a core switch."""
    return f"co{number + 1:04d}"


def row_letters(number: int) -> str:
    """A, B … Z, AA, AB …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


class RoomBuilder:
    """Draws one room: its pairs of rows, its coolers and its blocks of power on both sides."""

    def __init__(self, hall: Draft, number: int, pairs: Sequence[Pair], rooms: int) -> None:
        columns = math.ceil(math.sqrt(rooms))
        self.alone = rooms == 1
        # no trunk leaves from its low end: the last room, entered from above
        self.ends = number == rooms - 1 and number % columns == 0
        self.hall, self.number, self.pairs = hall, number, pairs
        heat_kw = FAN_MARGIN * sum(pair.power_kw for pair in pairs)
        air_m3_s = FAN_MARGIN * sum(map(self._air_m3_s, pairs))
        self.cooler = CRAH if heat_kw <= SMALL_KW else FAN_WALL
        needed = max(
            heat_kw / figure(self.cooler, "sensible_kw"),
            air_m3_s / figure(self.cooler, "airflow_m3_s"),
        )
        # coolers hang on a chiller in groups; all but one group carry the room
        self.group = math.ceil(needed) if self.cooler == CRAH else 2
        self.groups = math.ceil(needed / self.group) + 1
        self.small = self.cooler == CRAH
        self.chiller = scaled_chiller(math.ceil(heat_kw * 1.2 / 50.0) * 50.0) if self.small else {}
        self.crac = SMALL_CRAC if self.small else {}
        walls = math.ceil(self.groups * self.group / 2) * WALL_PITCH_M + 1.2
        rows = len(pairs) * PITCH_M + ROOM_TOP
        self.depth = math.ceil(max(walls, rows) / 0.6) * 0.6
        self.width = ROOM_W
        cell_w, cell_d = self.width + 2 * (ELECTRICAL_W + YARD_W), CELL_D
        line, place = divmod(number, columns)
        place = place if line % 2 == 0 else columns - 1 - place  # in snakes: neighbours in order are neighbours
        self.x, self.y = round(place * cell_w, 3), round(line * cell_d, 3)

    @staticmethod
    def _air_m3_s(pair: Pair) -> float:
        system, switch = figure(SYSTEM, "airflow_m3_s"), figure(SWITCH, "airflow_m3_s")
        racks = [cabinet for row in pair.rows for cabinet in row]
        return sum(system * c.systems + switch * len(c.switches) for c in racks)

    def id(self, text: str) -> str:
        """An identifier of this room."""
        return f"{text}{self.number + 1:02d}"

    def draw(self) -> None:
        """Room, rows, coolers, power."""
        hall, x, y = self.hall, self.x, self.y
        name = f"Hall {self.number + 1}"
        hall.room(
            self.id("room"),
            name,
            x,
            y,
            self.width,
            self.depth,
            height_m=5.4,
            uniform_load_kpa=30.0,
            ceiling_return=True,
        )
        hall.add(
            "door",
            self.id("door"),
            f"Door {name}",
            x_m=round(x + self.width / 2, 3),
            y_m=round(y + self.depth, 3),
            width_m=3.6,
            height_m=4.2,
            leaves=2,
        )
        coolers = self._draw_coolers()
        self._draw_power(coolers)
        self._lay_trays()

    def _draw_coolers(self) -> list[tuple[str, list[str]]]:
        """Coolers along both sides; returns (chiller, its coolers) by group."""
        hall, groups = self.hall, []
        width, depth = figure(self.cooler, "width_m"), figure(self.cooler, "depth_m")
        stem = "FW" if self.cooler == FAN_WALL else "CRAH"
        chiller_d = figure(CHILLER, "depth_m")
        count = 0
        for group in range(self.groups):
            members = []
            for _ in range(self.group):
                line, right = divmod(count, 2)
                count += 1
                y = self.y + 0.6 + WALL_PITCH_M * line + width / 2
                x = self.x + (self.width - depth / 2 - 0.02 if right else depth / 2 + 0.02)
                members.append(
                    hall.add(
                        self.cooler,
                        f"cl{self.number + 1:02d}-{count:02d}",
                        f"{stem} {self.number + 1}-{count:02d}",
                        x_m=round(x, 3),
                        y_m=round(y, 3),
                        rotation_deg=270.0 if right else 90.0,
                        **({"mass_kg": 3100.0} if self.cooler == FAN_WALL else {}),
                    )
                )
            line, right = divmod(group, 2)
            out = ELECTRICAL_W + 0.6 + 12.6 + 5.4
            x = self.x + (self.width + out if right else -out)
            chiller = hall.add(
                CHILLER,
                f"ch{self.number + 1:02d}-{group + 1:02d}",
                f"Chiller {self.number + 1}-{group + 1}",
                x_m=round(x, 3),
                y_m=round(self.y + 1.8 + chiller_d / 2 + PITCH_M * line, 3),
                **self.chiller,
            )
            hall.link(chiller, "out", members, "water")
            groups.append((chiller, members))
        for (one, _), (other, _) in pairwise(groups):
            hall.link(one, "out", other, "header")  # one loop: each may stand in for another
        return groups

    def _draw_power(self, groups: list[tuple[str, list[str]]]) -> None:
        """Blocks: one for each pair of rows, and more where the plant does not fit beside the racks."""
        hall, number = self.hall, self.number + 1
        chiller_kw = self.chiller.get("capacity_kw", figure(CHILLER, "capacity_kw"))
        group_kw = chiller_kw / figure(CHILLER, "cop") + self.group * figure(self.cooler, "fan_kw")
        loads_kw = [pair.power_kw / 0.955 + CRACS_KW for pair in self.pairs]
        held: list[list[tuple[str, list[str]]]] = [[] for _ in self.pairs]
        for group in groups:
            block = min(range(len(held)), key=lambda n: loads_kw[n])
            if loads_kw[block] + group_kw > BLOCK_KW:
                held.append([])
                loads_kw.append(CRACS_KW)
                block = len(held) - 1
            held[block].append(group)
            loads_kw[block] += group_kw
        contracted = math.ceil(sum(loads_kw) * 1.05 / 500.0) * 500.0
        for side in "ab":
            s = side.upper()
            sign = -1.0 if side == "a" else 1.0
            edge = self.x if side == "a" else self.x + self.width

            def at(distance: float, edge: float = edge, sign: float = sign) -> float:
                """An x so far out from the hall's wall, on this side."""
                return round(edge + sign * distance, 3)

            depth = max(self.depth, PITCH_M * len(held), 9.0)
            yard = self.y + depth + (1.2 if self.alone else 3.0)
            label = f"Electrical room {number}{s}"
            left = round(min(at(0.6), at(0.6 + ELECTRICAL_W)), 3)
            hall.room(
                f"er{number:02d}{side}", label, left, self.y, ELECTRICAL_W, depth, height_m=5.4, uniform_load_kpa=30.0
            )
            hall.add(
                "door",
                f"de{number:02d}{side}",
                f"Door {label}",
                x_m=at(0.6 + ELECTRICAL_W),
                y_m=round(self.y + 1.6, 3),
                rotation_deg=270.0 if side == "a" else 90.0,
                width_m=2.8,
                height_m=3.0,
                swings=False,
            )
            utility = hall.add(
                "utility_feed",
                f"ut{number:02d}{side}",
                f"Utility {number}{s}",
                side=s,
                voltage_v=MV_V,
                contracted_kw=contracted,
                x_m=at(12.0),
                y_m=round(yard + 3.0, 3),
                width_m=1.2,
                depth_m=1.2,
            )
            mv = hall.add(
                MV_BOARD,
                f"mv{number:02d}{side}",
                f"MV {number}{s}",
                voltage_v=MV_V,
                x_m=at(9.0),
                y_m=round(yard + 3.0, 3),
            )
            hall.link(utility, "out", mv, "in")
            for block, cooled in enumerate(held):
                key, y = f"{number:02d}-{block + 1}{side}", self.y + PITCH_M * block
                label = f"{number}-{block + 1}{s}"
                tx = hall.add(
                    TRANSFORMER, f"tx{key}", f"TX {label}", primary_v=MV_V, x_m=at(3.0), y_m=round(y + 4.5, 3)
                )
                gen = hall.add(
                    GENERATOR,
                    f"ge{key}",
                    f"Generator {label}",
                    side=s,
                    voltage_v=LINE_V,
                    x_m=at(14.4),
                    y_m=round(y + 3.0, 3),
                )
                board = hall.add(
                    BOARD, f"sb{key}", f"MSB {label}", x_m=at(6.0), y_m=round(y + 1.2, 3), rotation_deg=180.0
                )
                hall.link(mv, "out", tx, "in")
                hall.link(tx, "out", board, "in")
                hall.link(gen, "out", board, "in")
                loads = [id for chiller, members in cooled for id in (chiller, *members)]
                if loads:
                    hall.link(board, "out", loads, "feed", b_first=1 if side == "a" else 2)
                if block < len(self.pairs):
                    ups = hall.add(
                        UPS,
                        f"up{key}",
                        f"UPS {label}",
                        voltage_v=LINE_V,
                        x_m=at(3.0),
                        y_m=round(y + 1.05, 3),
                        rotation_deg=180.0,
                    )
                    hall.link(board, "out", ups, "in")
                    self._draw_rows(side, block, ups)
        self._cool_electrical_rooms(len(held))

    def _cool_electrical_rooms(self, blocks: int) -> None:
        """Air conditioners along the outer walls of the electrical rooms, one to spare in each."""
        hall, number = self.hall, self.number + 1
        boards = [[f"sb{number:02d}-{block + 1}{side}" for side in "ab"] for block in range(blocks)]
        width, depth = figure(CRAC, "width_m"), figure(CRAC, "depth_m")
        for side in "ab":
            inner = self.x if side == "a" else self.x + self.width
            out = (0.6 + ELECTRICAL_W - depth / 2 - 0.1) * (-1.0 if side == "a" else 1.0)
            for n in range(math.ceil(blocks * GEAR_HEAT_KW / figure(CRAC, "sensible_kw")) + 1):
                unit = hall.add(
                    CRAC,
                    f"ac{number:02d}-{n + 1}{side}",
                    f"CRAC {number}-{n + 1}{side.upper()}",
                    x_m=round(inner + out, 3),
                    y_m=round(self.y + 3.4 + width / 2 + (width + 0.1) * n, 3),
                    rotation_deg=90.0 if side == "a" else 270.0,
                    **self.crac,
                )
                for first, board in enumerate(boards[n % blocks], 1):
                    hall.link(board, "out", unit, "feed", b_first=first)

    def _draw_rows(self, side: str, block: int, ups: str) -> None:
        """Rows of one pair (with side a), and their busway and rack PDUs on one side."""
        hall, pair = self.hall, self.pairs[block]
        x0, y0 = self.x + ROW_X, self.y + ROOM_TOP + PITCH_M * block
        index = (self.number * PAIRS_A_ROOM + block) * 2
        if side == "a":
            hall.zone(
                f"ha{self.number + 1:02d}-{block + 1}",
                f"Hot aisle {row_letters(index)}–{row_letters(index + 1)}",
                round(x0, 3),
                round(y0 + RACK_D, 3),
                PLACES_A_ROW * RACK_W,
                HOT_M,
                use="hot_aisle",
                contained=True,
                return_path="ceiling",
            )
        for half, row in enumerate(pair.rows):
            if not row:
                continue
            letter = row_letters(index + half)
            y = y0 + (RACK_D / 2 if half == 0 else RACK_D * 1.5 + HOT_M)
            if side == "a":
                self._draw_racks(letter, row, x0, y, 0.0 if half == 0 else 180.0)
            offset = -0.3 if side == "a" else 0.3
            bus = hall.run(
                BUSWAY,
                f"bw{letter.lower()}-{side}",
                f"Busway {letter}-{side.upper()}",
                [(x0, y + offset), (x0 + PLACES_A_ROW * RACK_W, y + offset)],
                elevation_m=2.7,
            )
            hall.link(ups, "out", bus, "in")
            strips = [
                hall.add(RACK_PDU, f"{cabinet.id}-{side}", f"{cabinet.id.upper()} {side.upper()}", rack_id=cabinet.id)
                for cabinet in row
            ]
            hall.link(bus, "out", strips, "in", breaker_a=100.0)
            for cabinet, strip in zip(row, strips, strict=True):
                if cabinet.systems:
                    loads = [f"{cabinet.id}-s{n + 1}" for n in range(cabinet.systems)]
                    half_inlets = int(figure(SYSTEM, "psu_count")) // 2
                else:
                    loads, half_inlets = list(cabinet.switches), int(figure(SWITCH, "psu_count")) // 2
                hall.link(strip, "out", loads, "psu", half_inlets, b_first=1 if side == "a" else 1 + half_inlets)

    def _draw_racks(self, letter: str, row: list[Cabinet], x0: float, y: float, rotation_deg: float) -> None:
        hall = self.hall
        for place, cabinet in enumerate(row):
            name = f"{letter}{place + 1:02d}"
            cabinet.id = name.lower()
            x = round(x0 + RACK_W * (place + 0.5), 3)
            hall.add(RACK, cabinet.id, name, x_m=x, y_m=round(y, 3), rotation_deg=rotation_deg)
            height = int(figure(SYSTEM, "u_height"))
            for n in range(cabinet.systems):
                hall.add(SYSTEM, f"{cabinet.id}-s{n + 1}", f"{name}-{n + 1}", rack_id=cabinet.id, u=1 + height * n)
            height = int(figure(SWITCH, "u_height"))
            tier = {"core": "core", "spine": "spine"}.get(cabinet.label, "leaf")
            for n, id in enumerate(cabinet.switches):
                hall.add(
                    SWITCH,
                    id,
                    id.upper(),
                    tier=tier,
                    rack_id=cabinet.id,
                    u=1 + (height + 2) * n,
                    psu_required=4,
                    inlet_max_degc=35.0,
                )

    def _lay_trays(self) -> None:
        """A tray above each hot aisle and one across the room."""
        hall, number = self.hall, self.number + 1
        x0, main = self.x + ROW_X, self.x + ROW_X + PLACES_A_ROW * RACK_W + 0.9
        for block in range(len(self.pairs)):
            y = self.y + ROOM_TOP + PITCH_M * block + RACK_D + HOT_M / 2
            hall.run(
                "tray",
                f"tr{number:02d}-{block + 1}",
                f"Tray {number}-{block + 1}",
                [(x0, y), (main, y)],
                width_m=0.9,
                side_m=0.3,
                elevation_m=3.2,
            )
        hall.run(
            "tray",
            f"tr{number:02d}-m",
            f"Tray {number} main",
            [(main, self.y + 0.6), (main, self.y + (self.depth - 0.6 if self.ends else TRUNK_Y))],
            width_m=1.5,
            side_m=0.6,
            elevation_m=3.2,
        )


def lay_trunk(hall: Draft, rooms: int) -> None:
    """Trays between the rooms' main trays: low end to low end beside, and low end to high end below."""
    mains = [hall.equipment[f"tr{n + 1:02d}-m"].points_m for n in range(rooms)]  # type: ignore[attr-defined]
    by_end = {(high[0], high[1]): (high, low) for high, low in mains}
    lines = sorted({high[1] for high, _ in mains})
    spans = []
    for high, low in mains:
        beside = min((h for h in by_end if h[1] == high[1] and h[0] > high[0]), default=None)
        if beside is not None:
            spans.append((low, by_end[beside][1]))
        below = next((h for h in by_end if h[0] == high[0] and h[1] == next_after(lines, high[1])), None)
        if below is not None:
            spans.append((low, below))
    for n, span in enumerate(spans):
        hall.run("tray", f"tr-t{n + 1:02d}", f"Tray trunk {n + 1}", span, width_m=1.5, side_m=0.6, elevation_m=TRUNK_M)


def next_after(numbers: Sequence[float], number: float) -> float | None:
    """The next larger of sorted numbers."""
    return next((n for n in numbers if n > number), None)


def join_fabric(hall: Draft, fabric: Plan, cabinets: Sequence[Cabinet]) -> None:
    """Lay the links that the generator gives: rail r of every system to leaf r of its unit, and all above."""
    hall.cable_product(OPTIC)
    size = fabric.size
    systems = [
        (cabinet, f"{cabinet.id}-s{n + 1}") for cabinet in cabinets if cabinet.systems for n in range(cabinet.systems)
    ]
    slots: list[list[int]] = [[] for _ in fabric.systems]
    for slot, (cabinet, _) in enumerate(systems):
        slots[cabinet.unit].append(slot)
    units = [Unit(tuple(run), tuple(systems[s][0].id for s in run), RAILS) for run in slots]
    layout = clos_layout(size, units)
    ids = {box.key: id for box, id in zip(layout.boxes, _switch_ids(fabric), strict=True)}
    half = ports_of_switch() // 2

    def names(ends: Sequence[End]) -> list[str]:
        return [systems[e][1] if isinstance(e, int) else ids[e] for e in ends]

    for bundle in layout.bundles:
        up = bundle.a_face == "up"
        to_core = up and names(bundle.b[:1])[0].startswith("co")
        hall.link(
            names(bundle.a), "front" if up else "compute", names(bundle.b), "front", bundle.per_pair,
            a_first=bundle.a_first + (half if up else 0), b_first=bundle.b_first,
            product=LONG_OPTIC if to_core else OPTIC,
        )  # fmt: skip


def _switch_ids(fabric: Plan) -> Iterator[str]:
    """Identifiers of the switches, in the order of the generator: leaves, spines by pod, cores."""
    size = fabric.size
    for unit in range(size.units):
        for rail in range(size.leaves_a_unit):
            yield leaf_id(unit, rail)
    for pod, members in enumerate(size.pods):
        for n in range(members.spines):
            yield spine_id(pod, n)
    for n in range(size.cores):
        yield core_id(n)
