"""Rows: racks that stand side by side and face the same way."""

import re
from collections import defaultdict
from dataclasses import dataclass

from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report

GAP_M = 2.5  # a wider gap along the line starts another row: an aisle across, not a missing rack or two


@dataclass(frozen=True, slots=True)
class Row:
    """Racks of one row, in reading order.

    Attributes
    ----------
    name : str
        What their names begin with, such as "C" of C01 to C18; empty where they share nothing.
    ids : tuple of str
        Identifiers, from left to right (or from top to bottom).
    box : (left, top, right, bottom)
        Extent [m].
    turn : float
        Their rotation [deg].
    """

    name: str
    ids: tuple[str, ...]
    box: tuple[float, float, float, float]
    turn: float


def rows_of(report: Report) -> tuple[Row, ...]:
    """Every row of racks of a project, from the top of the sheet to its bottom."""
    lines: dict[tuple[float, int], list[tuple[float, Rack]]] = defaultdict(list)
    for rack in report.project.all(Rack):
        upright = rack.rotation_deg % 180.0 == 0.0
        across, along = (rack.y_m, rack.x_m) if upright else (rack.x_m, rack.y_m)
        lines[rack.rotation_deg, round(across / 0.3)].append((along, rack))
    found: list[Row] = []
    for (turn, _), members in lines.items():
        members.sort(key=lambda m: (m[0], m[1].id))
        run: list[Rack] = []
        end = 0.0
        for along, rack in members:
            if run and along - rack.width_m / 2 - end > GAP_M:
                found.append(_row(turn, run))
                run = []
            run.append(rack)
            end = along + rack.width_m / 2
        found.append(_row(turn, run))
    return tuple(sorted(found, key=lambda r: (r.box[1], r.box[0])))


def _row(turn: float, racks: list[Rack]) -> Row:
    boxes = [_box(rack) for rack in racks]
    stems = {re.sub(r"[\s\-_.]*\d+$", "", rack.name) for rack in racks}
    name = stems.pop() if len(stems) == 1 else ""
    if name == Rack.label:  # racks that nobody named yet are no row called "Rack"
        name = ""
    return Row(
        name,
        tuple(r.id for r in racks),
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)),
        turn,
    )


def _box(rack: Rack) -> tuple[float, float, float, float]:
    if rack.rotation_deg % 90.0 == 0.0:  # nearly always, and ten times as quick as by its corners
        across, along = rack.width_m / 2, rack.depth_m / 2
        if rack.rotation_deg % 180.0:
            across, along = along, across
        return rack.x_m - across, rack.y_m - along, rack.x_m + across, rack.y_m + along
    xs, ys = [p[0] for p in rack.outline()], [p[1] for p in rack.outline()]
    return min(xs), min(ys), max(xs), max(ys)
