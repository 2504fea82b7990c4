"""A level slice through the air of all rooms: its picture, isolines, arrows, and what the air is at a point."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from hallwright.engines.air.engine import Air, Solved
from hallwright.engines.air.field import Field
from hallwright_app.canvas.ink import Ink
from hallwright_app.theme import Theme

RANGE_DEGC = (18.0, 40.0)  # of the ramp, with its meaning: never the ends of one picture
HEIGHT_M = 1.5  # where a slice lies until another height is chosen
PX_PER_M, MOST_PX = 10.0, 1600
ARROW_M, FULL_M_S, LEAST_M_S = 0.6, 2.0, 0.05  # between arrows; the speed of the longest; below it none
LINES = ((24.0, 1.0, (1.0, 3.0)), (27.0, 1.6, ()), (32.0, 1.2, (6.0, 4.0)))  # isolines: °C, pixels, dashes
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Probe:
    """The air at a point."""

    temperature_degc: float
    speed_m_s: float


def fields(air: Air) -> Iterator[tuple[Solved, Field]]:
    """Rooms that have a field."""
    for one in air.solved.values():
        if one.field is not None:
            yield one, one.field


def level(field: Field, height_m: float) -> int:
    """The layer of cells at a height; the last one above the ceiling."""
    return min(max(int(height_m // field.cell_m[2]), 0), int(field.temperature_degc.shape[2]) - 1)


def slice_degc(field: Field, height_m: float) -> Values:
    """Temperatures at a height [x, y]; NaN inside bodies."""
    return field.temperature_degc[:, :, level(field, height_m)]


def span_of(air: Air, height_m: float) -> tuple[float, float]:
    """Coldest and warmest air of the slice, to whole degrees and at least 2 K apart; the fixed range without any."""
    seen = [slice_degc(field, height_m) for _, field in fields(air)]
    known = np.concatenate([values[np.isfinite(values)] for values in seen]) if seen else np.zeros(0)
    if not known.size:
        return RANGE_DEGC
    low = float(np.floor(known.min()))
    return low, max(float(np.ceil(known.max())), low + 2.0)


def probe(air: Air, x_m: float, y_m: float, height_m: float) -> Probe | None:
    """The air at a point of the plan; None within bodies and outside."""
    for one, field in fields(air):
        x, y = x_m - one.room.origin_m[0], y_m - one.room.origin_m[1]
        value = field.at(x, y, height_m)
        if value is not None:
            i, j = int(x // field.cell_m[0]), int(y // field.cell_m[1])
            velocity = field.velocity_m_s[i, j, level(field, height_m)]
            return Probe(value, float(np.linalg.norm(velocity)))
    return None


def hottest_degc(air: Air, id: str) -> float | None:
    """What the hottest band of a rack breathes."""
    return getattr(air.records.get(id), "hottest_degc", None)


def picture(
    air: Air, height_m: float, theme: Theme, span: tuple[float, float] = RANGE_DEGC
) -> tuple[QImage, QRectF] | None:
    """One smooth picture of the slice, and where it lies on the plan [m]; None where no room has a field."""
    rooms = list(fields(air))
    if not rooms:
        return None
    whole = QRectF()
    for one, field in rooms:
        whole = whole.united(box_of(one, field))
    scale = min(PX_PER_M, MOST_PX / max(whole.width(), whole.height()))
    image = QImage(
        max(1, round(whole.width() * scale)),
        max(1, round(whole.height() * scale)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for one, field in rooms:
        box = box_of(one, field).translated(-whole.topLeft())
        target = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
        painter.drawImage(target, image_of(slice_degc(field, height_m).T, theme.ramp("temperature"), span))
    painter.end()
    return image, whole


def box_of(one: Solved, field: Field) -> QRectF:
    """Where a room's field lies on the plan [m]."""
    x, y, _ = field.given.room_m
    return QRectF(*one.room.origin_m, x, y)


def image_of(values: Values, stops: tuple[str, ...], span: tuple[float, float]) -> QImage:
    """Values [row, column] as an image, one pixel each; what is inside bodies takes the colour beside it."""
    low, high = span
    place = np.clip((spread(values) - low) / (high - low), 0.0, 1.0)
    known = np.isfinite(place)
    pixels = _table(stops)[np.where(known, place * 255.0 + 0.5, 0.0).astype(np.int32)]
    pixels[~known] = 0
    pixels = np.ascontiguousarray(pixels)
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()


def spread(values: Values, times: int = 4) -> Values:
    """Values with the gaps filled from their neighbours, so that smoothing shows no seam beside a body."""
    found = np.array(values, np.float32)
    for _ in range(times):
        gap = np.isnan(found)
        if not gap.any():
            break
        padded = np.pad(found, 1, constant_values=np.nan)
        around = np.stack([padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]])
        count = np.isfinite(around).sum(0)
        total = np.where(np.isfinite(around), around, 0.0).sum(0)
        fill = gap & (count > 0)
        found[fill] = total[fill] / count[fill]
    return found


@lru_cache(maxsize=8)
def _table(stops: tuple[str, ...]) -> NDArray[np.uint32]:
    """256 colours of a ramp."""
    places = np.linspace(0.0, 1.0, len(stops))
    rgb = np.array([[int(stop[n : n + 2], 16) for n in (1, 3, 5)] for stop in stops], float)
    mixed = [np.interp(np.linspace(0.0, 1.0, 256), places, rgb[:, n]).round().astype(np.uint32) for n in range(3)]
    return np.asarray(np.uint32(0xFF000000) | (mixed[0] << 16) | (mixed[1] << 8) | mixed[2], np.uint32)


def isoline(values: Values, at: float, origin_m: tuple[float, float], cell_m: tuple[float, float]) -> QPainterPath:
    """Where the values [x, y] at cell centres cross one, by marching squares [m]."""
    path = QPainterPath()
    with np.errstate(invalid="ignore"):
        high = values > at
    mixed = (high[:-1, :-1] != high[1:, :-1]) | (high[:-1, :-1] != high[:-1, 1:]) | (high[:-1, :-1] != high[1:, 1:])
    known = np.isfinite(values)
    whole = known[:-1, :-1] & known[1:, :-1] & known[:-1, 1:] & known[1:, 1:]
    for i, j in zip(*np.nonzero(mixed & whole), strict=True):
        crossings = []
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
            va, vb = float(values[a]), float(values[b])
            if (va > at) != (vb > at):
                f = (at - va) / (vb - va)
                x, y = (a[n] + f * (b[n] - a[n]) + 0.5 for n in (0, 1))
                crossings.append(QPointF(origin_m[0] + x * cell_m[0], origin_m[1] + y * cell_m[1]))
        for a_point, b_point in zip(crossings[::2], crossings[1::2], strict=False):
            path.moveTo(a_point)
            path.lineTo(b_point)
    return path


def arrows(one: Solved, field: Field, height_m: float) -> Iterator[QLineF]:
    """Air speed and direction in the slice, from tail to head [m]."""
    step = max(1, round(ARROW_M / field.cell_m[0]))
    flow = field.velocity_m_s[:, :, level(field, height_m), :2]
    degc = slice_degc(field, height_m)
    ox, oy = one.room.origin_m
    for i in range(step // 2, degc.shape[0], step):
        for j in range(step // 2, degc.shape[1], step):
            u, v = float(flow[i, j, 0]), float(flow[i, j, 1])
            speed = (u * u + v * v) ** 0.5
            if np.isnan(degc[i, j]) or speed < LEAST_M_S:
                continue
            size = ARROW_M * min(1.0, speed / FULL_M_S) ** 0.5 / speed
            x, y = ox + (i + 0.5) * field.cell_m[0], oy + (j + 0.5) * field.cell_m[1]
            yield QLineF(x - u * size / 2, y - v * size / 2, x + u * size / 2, y + v * size / 2)


@dataclass(frozen=True, slots=True)
class Lines:
    """What is drawn over the picture: isolines and arrows."""

    isolines: tuple[tuple[float, QPainterPath], ...]
    arrows: tuple[QLineF, ...]

    @classmethod
    def of(cls, air: Air, height_m: float, *, with_arrows: bool = True) -> "Lines":
        """The lines of a slice."""
        isolines, found = [], []
        for one, field in fields(air):
            values = spread(slice_degc(field, height_m), 1)
            edges = field.cell_m[0], field.cell_m[1]
            isolines += [(degc, isoline(values, degc, one.room.origin_m, edges)) for degc, _, _ in LINES]
            if with_arrows:
                found += list(arrows(one, field, height_m))
        return cls(tuple(isolines), tuple(found))

    def paint(self, ink: Ink) -> None:
        """Draw them; the ink's unit is the pixel."""
        p, s = ink.painter, ink.s
        ink.smooth(True)
        p.setBrush(Qt.BrushStyle.NoBrush)
        widths = {degc: (width, dash) for degc, width, dash in LINES}
        p.save()
        p.scale(s, s)
        for degc, path in self.isolines:
            width, dash = widths[degc]
            pen = ink.pen("text", width, dash)
            pen.setCosmetic(True)
            p.setPen(pen)
            p.drawPath(path)
        p.restore()
        if s >= 14.0:
            pen = ink.pen("air", 1.0)
            p.setPen(pen)
            p.drawLines(list(_drawn(self.arrows, s)))
        ink.smooth(False)


def _drawn(lines: Iterable[QLineF], s: float) -> Iterator[QLineF]:
    """Shafts and heads in pixels."""
    for line in lines:
        shaft = QLineF(line.p1() * s, line.p2() * s)
        yield shaft
        length = shaft.length()
        if length < 3.0:
            continue
        x, y = shaft.x2(), shaft.y2()
        dx, dy = (x - shaft.x1()) / length, (y - shaft.y1()) / length
        size = min(4.0, length / 2.0)
        for side in (1.0, -1.0):
            yield QLineF(x, y, x - size * (dx - 0.5 * side * dy), y - size * (dy + 0.5 * side * dx))
