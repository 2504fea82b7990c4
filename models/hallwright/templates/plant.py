"""The chilled-water plant and CRAHs of an air-cooled example hall."""

from collections.abc import Sequence
from itertools import pairwise

from hallwright.catalogue import product
from hallwright.templates.draft import Draft
from hallwright.templates.power_side import Side

CHILLER, CRAH = "generic-chiller-air-screw-1200", "schneider-uniflair-ldcv"


def scaled_chiller(capacity_kw: float) -> dict[str, float]:
    """Fields of a smaller chiller of the class: its water and mass go with its capacity, its efficiency stays."""
    fields = product(CHILLER).fields
    share = capacity_kw / float(str(fields["capacity_kw"]))
    return {
        "capacity_kw": capacity_kw,
        "water_flow_l_min": round(float(str(fields["water_flow_l_min"])) * share, 1),
        "mass_kg": round(float(str(fields["mass_kg"])) * share),
    }


def draw_chillers(hall: Draft, sides: Sequence[Side], capacity_kw: float) -> list[str]:
    """Three chillers in the yard, piped into one loop; two of them carry the hall."""
    chillers = []
    for n, (x, y) in enumerate(((-2.4, 3.0), (-2.4, 8.4), (-6.0, 3.0)), 1):
        chiller = hall.add(
            CHILLER,
            f"chl-{n}",
            f"Chiller-{n}",
            x_m=x,
            y_m=y,
            rotation_deg=270.0,
            width_m=4.8,
            **scaled_chiller(capacity_kw),
        )
        for first, side in enumerate(sides, 1):
            hall.link(side.board, "out", chiller, "feed", b_first=first)
        chillers.append(chiller)
    join_plants(hall, chillers)
    return chillers


def draw_crahs(
    hall: Draft, sides: Sequence[Side], chillers: Sequence[str], width_m: float, ys_m: Sequence[float]
) -> None:
    """A CRAH on either side of a raised-floor hall at each y, the left ones on one chiller, the right on another."""
    for n in range(2):
        units = [
            hall.add(
                CRAH,
                f"crah-{2 * place + n + 1}",
                f"CRAH-{2 * place + n + 1}",
                discharge="floor_void",
                x_m=0.6 if n == 0 else width_m - 0.6,
                y_m=y,
                rotation_deg=90.0 if n == 0 else 270.0,
            )
            for place, y in enumerate(ys_m)
        ]
        hall.link(chillers[n], "out", units, "water")
        for first, side in enumerate(sides, 1):
            hall.link(side.board, "out", units, "feed", b_first=first)


def join_plants(hall: Draft, plants: Sequence[str]) -> None:
    """Pipe plants into one loop, so that each may stand in for another."""
    for one, other in pairwise(plants):
        hall.link(one, "out", other, "header")
