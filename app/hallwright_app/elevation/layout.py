"""Where rack columns stand in the elevation: rows to scale, like racks folded."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from hallwright.equipment.base import Equipment, Placed
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report
from hallwright_app.canvas.rows import rows_of

UNIT_M = 0.04445
PX_PER_M = 12.4 / UNIT_M  # a rack unit is 12.4 px high
WIDE = 138.0 / 0.6  # px/m across: narrower than to scale, so that a row fits the screen
RIM, HEAD, TITLE, ROW_GAP, PITCH = 7.0, 30.0, 34.0, 76.0, 36.0
SHOWN, FOLD_FROM = 4, 3  # of racks alike the first four are drawn; three or more behind them are folded
FOLD_WIDTH = 44.0
TITLE_WIDTH = 420.0  # of a row with few racks
MOST_ACROSS = 12  # rows side by side


@dataclass(frozen=True, slots=True)
class Column:
    """One rack, drawn.

    Attributes
    ----------
    frame, inner : QRectF
        Outside of the rack; opening that holds the rack units.
    unit : float
        Height of one rack unit [px].
    numbered : bool
        Rack units are numbered at its left.
    """

    id: str
    frame: QRectF
    inner: QRectF
    unit: float
    units: int
    numbered: bool

    def slot(self, u: int, height: int) -> QRectF:
        """Rectangle of rack units u to u + height - 1, counted from below."""
        top = self.inner.bottom() - (u - 1 + height) * self.unit
        return QRectF(self.inner.left(), top, self.inner.width(), height * self.unit)

    def unit_at(self, y: float) -> int:
        """Rack unit at a height."""
        return min(max(int((self.inner.bottom() - y) // self.unit) + 1, 1), self.units)


@dataclass(frozen=True, slots=True)
class Fold:
    """Racks alike that are not drawn."""

    ids: tuple[str, ...]
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Shelf:
    """A row in the elevation."""

    name: str
    ids: tuple[str, ...]
    left: float
    top: float
    floor: float
    right: float
    columns: tuple[Column, ...]
    folds: tuple[Fold, ...]

    def moved(self, dx: float, dy: float) -> "Shelf":
        """The same row elsewhere on the sheet."""
        return replace(
            self,
            left=self.left + dx,
            top=self.top + dy,
            floor=self.floor + dy,
            right=self.right + dx,
            columns=tuple(
                replace(c, frame=c.frame.translated(dx, dy), inner=c.inner.translated(dx, dy)) for c in self.columns
            ),
            folds=tuple(replace(f, rect=f.rect.translated(dx, dy)) for f in self.folds),
        )


def content(report: Report, carrier_id: str) -> list[Placed]:
    """What stands in a rack at rack units, from below."""
    inside = [report.project.equipment.get(i) for i in sorted(report.topology.inside(carrier_id))]
    return sorted((i for i in inside if isinstance(i, Placed) and i.u is not None), key=lambda i: (i.u or 0, i.id))


def beside(report: Report, carrier_id: str) -> list[Placed]:
    """What a rack carries without taking rack units: rack PDUs, rear doors."""
    inside = [report.project.equipment.get(i) for i in sorted(report.topology.inside(carrier_id))]
    return [i for i in inside if isinstance(i, Placed) and i.u is None]


def likeness(report: Report, rack: Rack | ImmersionTank) -> tuple[object, ...]:
    """Racks with the same likeness look alike."""
    items = tuple((i.u, i.u_height, i.kind, i.product) for i in content(report, rack.id))
    sides = tuple((i.kind, i.product) for i in beside(report, rack.id))
    return rack.kind, rack.units, rack.width_m, items, sides


def layout(
    report: Report,
    selected: Collection[str] = (),
    unfolded: Collection[str] = (),
    *,
    rear: bool = False,
    across: int = 1,
) -> list[Shelf]:
    """Rows from above, so many side by side; in a row, racks from the left as seen from its cold aisle, or behind."""
    project = report.project
    report.topology.move_to(project)
    chosen = set(selected)
    rows = [(f"Row {row.name}" if row.name else "Racks", row.ids, row.turn) for row in rows_of(report)]
    rows += [("Immersion", (tank.id,), 0.0) for tank in project.all(ImmersionTank)]
    shelves: list[Shelf] = []
    top = 16.0
    for name, ids, turn in rows:
        if (
            90.0 < turn < 270.0
        ) != rear:  # seen from the front, the left end of a row that faces down the sheet is its right
            ids = ids[::-1]
        racks = [r for r in (project.equipment[i] for i in ids) if isinstance(r, Rack | ImmersionTank)]
        folds = _fold(report, racks, chosen, unfolded)
        tallest = max(r.units * _unit(r) for r in racks)
        floor = top + TITLE + HEAD + tallest + 2 * RIM + 12
        x = 62.0
        columns: list[Column] = []
        placed_folds: list[Fold] = []
        after_gap = True
        for rack in racks:
            if rack.id in folds:
                members = folds[rack.id]
                if members and members[0] == rack.id:
                    high = tallest + 2 * RIM
                    placed_folds.append(Fold(members, QRectF(x - 22, floor - 12 - high, FOLD_WIDTH, high)))
                    x += FOLD_WIDTH
                    after_gap = True
                continue
            inner_width = min(max(_width(rack) * WIDE, 90.0), 300.0)
            height = rack.units * _unit(rack)
            bottom = floor - 12 - RIM
            inner = QRectF(x, bottom - height, inner_width, height)
            frame = inner.adjusted(-RIM, -RIM, RIM, RIM)
            columns.append(Column(rack.id, frame, inner, _unit(rack), rack.units, after_gap))
            after_gap = len(columns) % 6 == 0
            x += inner_width + PITCH
        shelves.append(Shelf(name, tuple(r.id for r in racks), 0.0, top, floor, x, tuple(columns), tuple(placed_folds)))
        top = floor + ROW_GAP
    return _side_by_side(shelves, across)


def _side_by_side(shelves: list[Shelf], across: int) -> list[Shelf]:
    """Rows in lines of so many, each as far to the right as the widest above it wants; floors of a line level."""
    lines = [shelves[n : n + across] for n in range(0, len(shelves), across)]
    wide = [max(wide_of(line[n]) for line in lines if n < len(line)) for n in range(min(across, len(shelves)))]
    found: list[Shelf] = []
    top = 16.0
    for line in lines:
        floor = top + max(shelf.floor - shelf.top for shelf in line)
        found += [shelf.moved(sum(wide[:n]), floor - shelf.floor) for n, shelf in enumerate(line)]
        top = floor + ROW_GAP
    return found


def wide_of(shelf: Shelf) -> float:
    """Width that a row takes, at least that of its title."""
    return max(shelf.right - shelf.left + 10.0, TITLE_WIDTH)


def best_across(shelves: list[Shelf], width: float, height: float) -> int:
    """How many rows side by side let all of them be drawn largest in a view [px]; the fewest where it is equal."""
    if not shelves or width <= 0.0 or height <= 0.0:
        return 1
    alone = [shelf.moved(-shelf.left, 0.0) for shelf in shelves]

    def scale(across: int) -> float:
        laid = _side_by_side(alone, across)
        right, bottom = max(s.left + wide_of(s) for s in laid), max(s.floor for s in laid)
        return round(min(width / right, height / (bottom + ROW_GAP), 1.0), 3)

    return max(range(1, min(len(alone), MOST_ACROSS) + 1), key=lambda n: (scale(n), -n))


def _unit(rack: Rack | ImmersionTank) -> float:
    pitch = rack.unit_pitch_m if isinstance(rack, Rack) else UNIT_M
    return round(pitch * PX_PER_M, 2)


def _width(rack: Equipment) -> float:
    return rack.width_m if isinstance(rack, Rack) else 0.6


def _fold(
    report: Report, racks: list[Rack | ImmersionTank], chosen: set[str], unfolded: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each rack that is not drawn the fold it lies in."""
    kinds = [likeness(report, r) for r in racks]
    special = {
        r.id
        for r in racks
        if r.id in chosen
        or r.id in unfolded
        or r.id in report.worst
        or any(i in chosen or i in report.worst for i in report.topology.inside(r.id))
    }
    folds: dict[str, tuple[str, ...]] = {}
    start = 0
    while start < len(racks):
        end = start
        while end < len(racks) and kinds[end] == kinds[start]:
            end += 1
        run = [r.id for r in racks[start:end]]
        hold: list[str] = []
        for n, id in enumerate(run):
            if id in special or n < SHOWN:
                _close(hold, folds)
                hold = []
            else:
                hold.append(id)
        _close(hold, folds)
        start = end
    return folds


def _close(hold: list[str], folds: dict[str, tuple[str, ...]]) -> None:
    if len(hold) >= FOLD_FROM:
        members = tuple(hold)
        folds.update(dict.fromkeys(members, members))
