"""Signs of the building and the floor: walls, doors, columns, zones, tiles, trays, busways."""

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF

from hallwright.equipment.base import Point
from hallwright.equipment.busway import Busway
from hallwright.equipment.column import Column
from hallwright.equipment.door import Door
from hallwright.equipment.tile import Tile
from hallwright.equipment.tray import Tray
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright_app.canvas.ink import Box, Ink, Level
from hallwright_app.canvas.shapes import Shape, short_name


def outline_token(ink: Ink, rest: str) -> tuple[str, float]:
    """Colour and extra width of a line in the present state."""
    if ink.state in ("selected", "ghost"):
        return "selection", 1.0
    if ink.state == "refused":
        return "error", 1.0
    return ("text", 0.5) if ink.state == "hover" else (rest, 0.0)


class WallSign:
    """A wall filled to scale, with square corners."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these walls."""
        for shape in shapes:
            wall = shape.item
            if not isinstance(wall, Wall):
                continue
            token, more = outline_token(ink, "wall")
            pen = QPen(ink.pen(token, max(wall.thickness_m * ink.s, 1.5) + more))
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            p = ink.painter
            p.setPen(pen)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawPolyline(QPolygonF([ink.point(*c) for c in wall.points_m]))


class DoorSign:
    """A gap in the wall, its leaves and their swing."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these doors."""
        for shape in shapes:
            door = shape.item
            if not isinstance(door, Door):
                continue
            token, more = outline_token(ink, "wall")
            p, half, deep = ink.painter, door.width_m / 2, door.depth_m / 2
            grow = 0.6 / ink.s
            gap = QPolygonF([ink.point(*c) for c in door.local_rectangle(-half, -deep - grow, half, deep + grow)])
            p.setPen(Qt.PenStyle.NoPen if not ink.state else ink.pen(token, 1.0))
            p.setBrush(ink.color("sel_fill" if ink.state in ("selected", "ghost") else "room"))
            p.drawPolygon(gap)
            path = QPainterPath()
            reach = door.width_m / door.leaves
            hinges = [(-half, 1.0)] if door.leaves == 1 else [(-half, 1.0), (half, -1.0)]
            for hinge, way in hinges:
                if not door.swings:
                    path.moveTo(ink.point(*door.to_floor(hinge, 0.0)))
                    path.lineTo(ink.point(*door.to_floor(hinge + way * reach, 0.0)))
                    continue
                path.moveTo(ink.point(*door.to_floor(hinge, -deep)))
                for n in range(13):
                    turn = math.pi / 2 * n / 12
                    spot = (hinge + way * reach * math.sin(turn), -deep - reach * math.cos(turn))
                    path.lineTo(ink.point(*door.to_floor(*spot)))
            if ink.level is not Level.SITE or ink.s >= 6.0:
                ink.path(path, ink.pen(token, 1.2 + more))


class ColumnSign:
    """A square with a cross; its name above."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these columns."""
        for shape in shapes:
            if not isinstance(shape.item, Column):
                continue
            token, more = outline_token(ink, "wall")
            rect = ink.rect(shape.box)
            ink.frame(rect, ink.pen(token, 1.5 + more), "sel_fill" if ink.state in ("selected", "ghost") else "panel")
            if ink.level >= Level.HALL:
                ink.smooth(True)
                ink.painter.setPen(ink.pen(token, 1.0))
                ink.painter.drawLine(rect.topLeft(), rect.bottomRight())
                ink.painter.drawLine(rect.topRight(), rect.bottomLeft())
                ink.smooth(False)
            if ink.level >= Level.ROW and ink.state != "hover":
                ink.text(
                    rect.center().x(), rect.top() - 8, short_name(shape.item), "canvas_label", "text2", halo="room"
                )


ZONE_WORDS = {
    "cold_aisle": "Cold aisle",
    "hot_aisle": "Hot aisle",
    "cage": "Cage",
    "keep_out": "Keep free",
    "reserved": "Reserved",
}


class ZoneSign:
    """A hot aisle in flat grey; containment as dashes with thick ends for doors; other zones dashed."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these zones."""
        for shape in shapes:
            zone = shape.item
            if isinstance(zone, Zone):
                self._one(ink, shape, zone)

    def _one(self, ink: Ink, shape: Shape, zone: Zone) -> None:
        p, rect = ink.painter, ink.rect(shape.box)
        polygon = QPolygonF([ink.point(*c) for c in zone.points_m])
        aisle = zone.use in ("hot_aisle", "cold_aisle")
        if ink.state in ("selected", "ghost", "refused", "hover"):
            token, more = outline_token(ink, "space")
            p.setPen(ink.pen(token, 1.0 + more))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawPolygon(polygon)
            return
        if zone.use == "hot_aisle" and not ink.heat:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(ink.color("hot_aisle"))
            p.drawPolygon(polygon)
        if aisle and zone.contained:
            along = rect.width() >= rect.height()
            p.setPen(ink.pen("air", 1.0, (7, 3)))
            if along:
                p.drawLines([QLineF(rect.topLeft(), rect.topRight()), QLineF(rect.bottomLeft(), rect.bottomRight())])
            else:
                p.drawLines([QLineF(rect.topLeft(), rect.bottomLeft()), QLineF(rect.topRight(), rect.bottomRight())])
            if ink.level >= Level.HALL:
                pad = 3.0
                for n in (0, 1):
                    if along:
                        x = rect.left() if n == 0 else rect.right()
                        ink.fill(QRectF(x - 1, rect.top() + pad, 3, rect.height() - 2 * pad), "air")
                    else:
                        y = rect.top() if n == 0 else rect.bottom()
                        ink.fill(QRectF(rect.left() + pad, y - 1, rect.width() - 2 * pad, 3), "air")
        elif not aisle:
            p.setPen(ink.pen("space", 1.0, (5, 4) if zone.use != "cage" else (1.5, 2.5)))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawPolygon(polygon)
            if zone.use == "keep_out":
                p.setPen(ink.pen("grid_major"))
                ink.smooth(True)
                p.drawLine(rect.topLeft(), rect.bottomRight())
                p.drawLine(rect.topRight(), rect.bottomLeft())
                ink.smooth(False)

    def words(self, ink: Ink, shapes: Sequence[Shape], lines: Sequence[Box]) -> None:
        """The names of zones, clear of trays (`lines`, boxes [m]) where there is room beside them."""
        if ink.level is Level.SITE:
            return
        for shape in shapes:
            if isinstance(shape.item, Zone):
                self._words(ink, ink.rect(shape.box), shape.item, [ink.rect(b) for b in lines])

    def _words(self, ink: Ink, rect: QRectF, zone: Zone, lines: Sequence[QRectF]) -> None:
        aisle = zone.use in ("hot_aisle", "cold_aisle")
        words = zone.name
        if zone.contained and aisle:
            words += " · contained"
        elif zone.use == "reserved" and zone.reserved_kw:
            words += f", {zone.reserved_kw:.0f} kW"
        token = "over_heat" if ink.heat and zone.use == "hot_aisle" else "text3" if aisle else "text2"
        halo = "" if ink.heat else "hot_aisle" if zone.use == "hot_aisle" else "room"
        level = rect.width() >= rect.height()
        along, across = (rect.width(), rect.height()) if level else (rect.height(), rect.width())
        text = next((t for t in (words, zone.name) if ink.width(t, "caption") <= along - 8), "")
        if across < 13 or not text:
            return
        half = ink.width(text, "caption") / 2 + 4
        at = along * 0.4 if aisle and level and along > 300 else along / 2
        clear = []  # how far from one side of the zone to the other no tray runs below the words
        for line in lines:
            start, end = (line.left(), line.right()) if level else (line.top(), line.bottom())
            origin = rect.left() if level else rect.top()
            if start - origin <= at + half and end - origin >= at - half:
                low, high = (line.top(), line.bottom()) if level else (line.left(), line.right())
                side = rect.top() if level else rect.left()
                clear.append((low - side, high - side))
        middle = _free_middle(across, clear, 13.0)
        struck = any(low < middle + 7 and high > middle - 7 for low, high in clear)
        if level and struck and halo:
            ink.fill(QRectF(round(rect.left() + at - half), round(rect.top() + middle - 7), round(2 * half), 14), halo)
        if level:
            ink.text(rect.left() + at, rect.top() + middle, text, "caption", token, halo=halo)
            return
        p = ink.painter
        p.save()
        p.translate(round(rect.left() + middle), round(rect.top() + at))
        p.rotate(-90)
        ink.text(0, 0, text, "caption", token)
        p.restore()


def _free_middle(across: float, taken: Sequence[tuple[float, float]], need: float) -> float:
    """Middle of the widest free strip of 0 to `across`, or of all of it where none is as wide as needed.

    Of strips about as wide it is the first: badges stand along the other side of an aisle, at the top of its racks.
    """
    low, best = 0.0, (0.0, across / 2)
    for start, end in (*sorted(taken), (across, across)):
        if min(start, across) - low > best[0] + 2.0:
            best = min(start, across) - low, (min(start, across) + low) / 2
        low = max(low, end)
    return best[1] if best[0] >= need else across / 2


class TileSign:
    """Perforated tiles: holes when near, a tint when far."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these fields of tiles."""
        grid = ink.pen("grid_major")
        for shape in shapes:
            tile = shape.item
            if not isinstance(tile, Tile) or shape.quarter is None:
                continue
            rect = ink.rect(shape.box)
            if ink.state in ("selected", "ghost", "hover", "refused"):
                token, more = outline_token(ink, "grid_major")
                ink.frame(rect, ink.pen(token, 1.0 + more))
                continue
            if ink.level <= Level.HALL:
                if ink.level is Level.HALL or ink.s >= 6.0:
                    ink.fill(rect, _between(ink.color("room"), ink.color("tile_hole"), 0.45 * tile.open_fraction))
                continue
            left, top, right, bottom = shape.box
            across, deep = (tile.columns, tile.rows) if shape.quarter % 2 == 0 else (tile.rows, tile.columns)
            w, h = (right - left) / across, (bottom - top) / deep
            holes = min(10, max(2, round(math.sqrt(tile.open_fraction * 87.0))))  # 4 x 4 at 25 %, 7 x 7 at 56 %
            e = ink.exposed
            i0, i1 = max(0, math.floor((e[0] - left) / w)), min(across, math.ceil((e[2] - left) / w))
            j0, j1 = max(0, math.floor((e[1] - top) / h)), min(deep, math.ceil((e[3] - top) / h))
            frames = []
            for i in range(i0, i1):
                for j in range(j0, j1):
                    cell = ink.rect((left + i * w, top + j * h, left + (i + 1) * w, top + (j + 1) * h))
                    frames.append(cell)
                    ink.holes(cell, holes)
            ink.painter.setPen(grid)
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawRects(frames)


def _between(a: QColor, b: QColor, share: float) -> QColor:
    """An opaque mix: half-transparent paint is slow."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def ladder(ink: Ink, points: Sequence[Point], width_m: float, token: QColor | str, rungs: bool) -> None:
    """Two rails with rungs between along a line of points."""
    p, half = ink.painter, max(width_m * ink.s / 2, 2.0)
    rails, steps = [], []
    for (x0, y0), (x1, y1) in pairwise(points):
        a, b = ink.point(x0, y0), ink.point(x1, y1)
        length = math.hypot(b.x() - a.x(), b.y() - a.y())
        if length < 1e-6:
            continue
        ux, uy = (b.x() - a.x()) / length, (b.y() - a.y()) / length
        nx, ny = -uy * half, ux * half
        ext = half if len(points) > 2 else 0.0
        for side in (1, -1):
            rails.append(
                QLineF(
                    round(a.x() - ux * ext + side * nx),
                    round(a.y() - uy * ext + side * ny),
                    round(b.x() + ux * ext + side * nx),
                    round(b.y() + uy * ext + side * ny),
                )
            )
        if rungs:
            gap = max(0.4 * ink.s, 8.0)
            e = ink.exposed
            first, last = 0.0, length  # rungs that are in sight
            for at, way, low, high in ((a.x(), ux, e[0], e[2]), (a.y(), uy, e[1], e[3])):
                if abs(way) > 1e-9:
                    ends = sorted(((low * ink.s - at) / way, (high * ink.s - at) / way))
                    first, last = max(first, ends[0]), min(last, ends[1])
            for n in range(max(1, int(first / gap)), min(int(length / gap), int(last / gap) + 1) + 1):
                cx, cy = a.x() + ux * gap * (n - 0.5), a.y() + uy * gap * (n - 0.5)
                steps.append(QLineF(round(cx - nx), round(cy - ny), round(cx + nx), round(cy + ny)))
    ground = ink.color("room")
    strong = token if isinstance(token, QColor) else _between(ground, ink.color(token), 0.75)
    faint = token if isinstance(token, QColor) else _between(ground, ink.color(token), 0.45)
    p.setPen(ink.pen(faint, 1.0))
    p.drawLines(steps)
    p.setPen(ink.pen(strong, 1.0))
    p.drawLines(rails)


class TraySign:
    """A tray as a ladder; one line when far."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these trays."""
        for shape in shapes:
            tray = shape.item
            if not isinstance(tray, Tray):
                continue
            rest = "power_a" if tray.carries == "power" else "fabric"
            token, more = outline_token(ink, rest)
            p = ink.painter
            if ink.level <= Level.HALL:
                tone = _between(ink.color("room"), ink.color(token), 0.75)
                p.setPen(ink.pen(tone, 1.0 + more, (4, 3) if tray.level == "underfloor" else ()))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawPolyline(QPolygonF([ink.point(*c) for c in tray.points_m]))
                continue
            ladder(ink, tray.points_m, tray.width_m, ink.color(token) if ink.state else token, rungs=True)
            if ink.state in ("hover",):
                continue
            (x0, y0), (x1, y1) = max(pairwise(tray.points_m), key=lambda e: math.dist(*e))
            a, b = ink.point(x0, y0), ink.point(x1, y1)
            label = f"{tray.name} · {tray.width_m * 1000:.0f}"
            if abs(a.x() - b.x()) < abs(a.y() - b.y()):
                x = a.x() + tray.width_m * ink.s / 2 + 6
                ink.text(x, a.y() + (b.y() - a.y()) * 0.6, label, "canvas_label", token, "left", halo="room")


class BuswaySign:
    """A casing with its tap-offs."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these busways."""
        for shape in shapes:
            bar = shape.item
            if not isinstance(bar, Busway):
                continue
            rest = "power_b" if shape.side in ("B", "D") else "power_a"
            token, more = outline_token(ink, rest)
            p, half = ink.painter, max(bar.width_m * ink.s, 3.0) / 2
            (x0, y0), (x1, y1) = bar.points_m[0], bar.points_m[-1]
            p.setBrush(Qt.BrushStyle.NoBrush)
            if ink.level < Level.ROW:
                p.setPen(ink.pen(token, 2.0 + more))
                p.drawPolyline(QPolygonF([ink.point(*c) for c in bar.points_m]))
                continue
            p.setPen(ink.pen(token, 1.5 + more))
            for a, b in pairwise(bar.points_m):  # it hangs over the racks, so it lets them be seen
                p.drawRect(
                    QRectF(ink.point(*a), ink.point(*b)).normalized().adjusted(-half, -half, half, half).toRect()
                )
            if ink.level < Level.RACK:
                continue
            taps = [ink.report.project.links[k.id] for k in ink.report.topology.links_of(bar.id, bar.ports()[1].medium)]
            used = sum(len(k.b) for k in taps if bar.id in k.a)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(ink.color(token))
            side = max(3, round(half * 2) - 2)
            boxes = []
            for n in range(used):
                f = (n + 0.5) / used
                c = ink.point(x0 + (x1 - x0) * f, y0 + (y1 - y0) * f)
                boxes.append(QRectF(round(c.x() - side / 2), round(c.y() - side / 2), side, side))
            p.drawRects(boxes)


def polygon_path(points: Sequence[Point], ink: Ink) -> QPainterPath:
    """A closed outline as a path in pixels."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(round(x * ink.s), round(y * ink.s)) for x, y in points]))
    path.closeSubpath()
    return path
