"""The power chain of one feed side, as the examples draw it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallwright.templates.draft import Draft

BOARD, TRANSFORMER, GENERATOR = "lv-switchboard-415v-4000a", "transformer-mv-3000kva-415", "generic-genset-2000"
LINE_V, MV_V = 415.0, 11_000.0
# a smaller unit of the 100 kW class: air and power go with its capacity
SMALL_CRAC = {
    "sensible_kw": 40.0, "airflow_m3_s": 3.04, "fan_kw": 2.4, "compressor_kw": 10.4, "width_m": 1.2, "mass_kg": 420.0
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """Identifiers of one feed side."""

    letter: str
    board: str
    ups: str
    corner_m: tuple[float, float]


def draw_side(
    hall: Draft,
    side: str,
    x_m: float,
    y_m: float,
    yard_x_m: float,
    contracted_kw: float,
    ups: str,
    batteries: int = 0,
    **ups_fields: float,
) -> Side:
    """Utility, transformer, generator, switchboard and UPS of one side.

    Parameters
    ----------
    side : {"A", "B"}
    x_m, y_m : float
        Upper left corner of its electrical room (12 x 6.6 m) [m].
    yard_x_m : float
        Line of the yard on which the generator and the utility feed stand [m].
    """
    s = side.lower()
    hall.room(f"er-{s}", f"Electrical room {side}", x_m, y_m, 12.0, 6.6, height_m=4.2, uniform_load_kpa=30.0)
    hall.add(
        "door",
        f"door-er-{s}",
        f"Door electrical {side}",
        x_m=x_m + 12.0,
        y_m=y_m + 4.2,
        rotation_deg=90.0,
        width_m=2.8,
        leaves=2,
        height_m=3.0,
    )
    utility = hall.add(
        "utility_feed",
        f"ut-{s}",
        f"Utility {side}",
        side=side,
        voltage_v=MV_V,
        contracted_kw=contracted_kw,
        x_m=yard_x_m,
        y_m=13.2,
        rotation_deg=180.0,
        width_m=1.2,
        depth_m=1.2,
    )
    transformer = hall.add(TRANSFORMER, f"tx-{s}", f"TX-{side}", primary_v=MV_V, x_m=x_m + 1.8, y_m=y_m + 4.8)
    generator = hall.add(
        GENERATOR, f"gen-{s}", f"GEN-{side}", side=side, voltage_v=LINE_V, x_m=yard_x_m, y_m=6.0, rotation_deg=90.0
    )
    board = hall.add(BOARD, f"msb-{s}", f"MSB-{side}", x_m=x_m + 0.9, y_m=y_m + 0.9, rotation_deg=180.0)
    unit = hall.add(
        ups, f"ups-{s}", f"UPS-{side}", voltage_v=LINE_V, x_m=x_m + 3.9, y_m=y_m + 0.9, rotation_deg=180.0, **ups_fields
    )
    hall.chain([utility, transformer, board, unit])
    hall.link(generator, "out", board, "in")
    for n in range(batteries):
        cabinet = hall.add(
            "liion-cabinet-250kw",
            f"bat-{s}{n + 1}",
            f"Battery {side}{n + 1}",
            x_m=round(x_m + 3.9 + 0.65 * n, 3),
            y_m=y_m + 5.1,
            rotation_deg=0.0,
        )
        hall.link(cabinet, "out", unit, "battery")
    return Side(side, board, unit, (x_m, y_m))


def cool_electrical_rooms(hall: Draft, sides: Sequence[Side]) -> None:
    """Two air conditioners in each electrical room: one carries the losses of its gear."""
    for side in sides:
        x, y = side.corner_m
        for n in (1, 2):
            unit = hall.add(
                "generic-crac-dx-100",
                f"crac-e{side.letter.lower()}{n}",
                f"CRAC E{side.letter}{n}",
                x_m=round(x + 7.8 + 1.5 * n, 3),
                y_m=y + 0.9,
                rotation_deg=180.0,
                **SMALL_CRAC,
            )
            for first, other in enumerate(sides, 1):
                hall.link(other.board, "out", unit, "feed", b_first=first)
