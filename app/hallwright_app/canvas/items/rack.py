"""The sign of a rack, at four levels of detail."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from hallwright.equipment.base import Medium, Placed
from hallwright.equipment.rack import Rack
from hallwright_app.canvas.ink import Ink, Level
from hallwright_app.canvas.shapes import Shape, inside_text, side_of

INK: dict[str, tuple[str, str, float, tuple[float, ...], str]] = {  # state: fill, line, width, dashes, front edge
    "": ("rack", "rack_line", 1.0, (), "text"),
    "hover": ("", "text", 1.5, (), "text"),
    "selected": ("sel_fill", "selection", 2.0, (), "selection"),
    "ghost": ("sel_fill", "selection", 2.0, (), "selection"),
    "refused": ("error_bg", "error", 2.0, (5.0, 3.0), "error"),
    "leaving": ("room", "outline", 1.0, (3.0, 3.0), ""),
    "hidden": ("rack", "line", 1.0, (), "line"),
}


def front_edge(rect: QRectF, quarter: int, thick: float) -> QRectF:
    """The strip along the front of a footprint."""
    inset = 1.0
    if quarter == 0:
        return QRectF(rect.left() + inset, rect.top(), rect.width() - inset, thick)
    if quarter == 2:
        return QRectF(rect.left() + inset, rect.bottom() - thick + 1, rect.width() - inset, thick)
    if quarter == 1:
        return QRectF(rect.right() - thick + 1, rect.top() + inset, thick, rect.height() - inset)
    return QRectF(rect.left(), rect.top() + inset, thick, rect.height() - inset)


class RackSign:
    """Outline, thick front on the cold side, name, load and bar; inside it the systems when there is room."""

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw racks, the like things of all in one go."""
        straight = [s for s in shapes if s.quarter is not None]
        for shape in shapes:
            if shape.quarter is None:
                self._slanted(ink, shape)
        rects = [ink.rect(s.box) for s in straight]
        fill, line, width, dash, front = INK[ink.state]
        p = ink.painter
        if ink.tints and not ink.state:
            for shape, rect in zip(straight, rects, strict=True):
                ink.fill(rect, ink.tints.get(shape.id, ink.color("rack")))
            p.setBrush(Qt.BrushStyle.NoBrush)
        elif fill:
            color = QColor(ink.color(fill))
            if ink.state == "ghost":
                color.setAlphaF(0.9)
            elif ink.heat and not ink.state:
                color.setAlphaF(0.88)
            p.setBrush(color)
        else:
            p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(ink.pen(line, width, dash))
        p.drawRects(rects)
        if ink.level is Level.SITE or ink.state == "leaving":
            return
        thick = 2.0 if ink.level is Level.HALL else 3.0
        if front:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(ink.color(front))
            p.drawRects([front_edge(r, s.quarter or 0, thick) for s, r in zip(straight, rects, strict=True)])
        if ink.state == "hover":
            return
        if ink.level is Level.HALL:
            self._numbers(ink, straight, rects)
        elif ink.level is Level.ROW:
            self._row(ink, straight, rects)
        else:
            for shape, rect in zip(straight, rects, strict=True):
                self._open(ink, shape, rect)

    def _numbers(self, ink: Ink, shapes: Sequence[Shape], rects: Sequence[QRectF]) -> None:
        """The name of every fifth rack, where it fits."""
        for shape, rect in zip(shapes, rects, strict=True):
            digits = "".join(c for c in shape.item.name[-3:] if c.isdigit())
            if ink.state or not digits or int(digits) % 5 == 0:
                ink.text(
                    rect.center().x(),
                    rect.center().y(),
                    shape.item.name,
                    "report_note",
                    self._token(ink, shape),
                    halo="" if ink.tints or ink.state else "rack",
                    within=rect.width() + 6,
                )

    def _token(self, ink: Ink, shape: Shape, token: str = "text") -> str | QColor:
        tint = ink.tints.get(shape.id) if not ink.state else None
        return ink.theme.ink_on(tint) if tint is not None else token

    def _row(self, ink: Ink, shapes: Sequence[Shape], rects: Sequence[QRectF]) -> None:
        """Name, figure and bar of each."""
        names: list[tuple[float, float, str]] = []
        small: list[tuple[float, float, str]] = []
        values: list[tuple[float, float, str]] = []
        notes: list[tuple[float, float, str]] = []
        for shape, rect in zip(shapes, rects, strict=True):
            x, y, room = rect.center().x(), rect.center().y(), rect.width() - 1
            name, value, low = shape.item.name, shape.value.removesuffix(" kW"), rect.height() < 40
            figure = (
                next((r for r in ("canvas_small", "report_note") if ink.width(value, r) <= room), "") if value else ""
            )
            up = 6 if figure and not low else 0
            if ink.tints and not ink.state:
                token = self._token(ink, shape)
                ink.text(x, y - up, name, "canvas_name", token, within=room)
                if up:
                    ink.text(x, y + 6, value, figure, token)
                continue
            wide = ink.width(name, "canvas_name")
            if wide <= room:
                both = low and value and wide + 8 + ink.width(value, "canvas_small") <= room
                names.append((x - (ink.width(value, "canvas_small") + 6) / 2 if both else x, y - up, name))
                if both:
                    values.append((x + (wide + 6) / 2, y, value))
            elif ink.width(name, "report_note") <= room + 2:
                small.append((x, y - up, name))
            if up:
                (values if figure == "canvas_small" else notes).append((x, y + 6, value))
            if shape.fraction is not None and not low:
                self._bar(ink, shape, rect)
        ink.texts(notes, "report_note", "text2")
        ink.texts(names, "canvas_name", "text")
        ink.texts(small, "report_note", "text")
        ink.texts(values, "canvas_small", "text2")

    def _bar(self, ink: Ink, shape: Shape, rect: QRectF) -> None:
        width = min(18.0, rect.width() - 6)
        top = rect.top() + 6 if shape.quarter == 2 else rect.bottom() - 8
        finding = ink.report.worst.get(shape.id)
        token = "text3" if finding is None else finding.severity.name.lower()
        ink.bar(QRectF(round(rect.center().x() - width / 2), top, round(width), 3), shape.fraction or 0.0, token)

    def _open(self, ink: Ink, shape: Shape, rect: QRectF) -> None:
        """A rack near enough to see what stands in it: from below to above, ports at its foot."""
        rack = shape.item
        x, room = rect.center().x(), rect.width() - 8
        role = "name" if ink.width(rack.name, "name") <= room else "canvas_name"
        turned = rect.height() < 100
        top = rect.top() + (12 if turned else 17)
        ink.text(x, top, rack.name, role, self._token(ink, shape), within=room)
        ink.text(x, top + 16, shape.value, "caption", self._token(ink, shape, "text2"), within=room)
        if turned:
            return
        y = top + 27
        if shape.fraction is not None:
            finding = ink.report.worst.get(shape.id)
            token = "text3" if finding is None else finding.severity.name.lower()
            ink.bar(QRectF(rect.left() + 9, y, rect.width() - 18, 4), shape.fraction, token, tick=0.8)
        if shape.quarter == 2:
            foot = rect.bottom() - 18
        else:
            foot = rect.bottom() - 14
        self._contents(ink, rack, QRectF(rect.left() + 5, y + 10, rect.width() - 10, foot - y - 14))
        self._ports(ink, rack, x, foot + 5)

    def _contents(self, ink: Ink, rack: object, area: QRectF) -> None:
        if not isinstance(rack, Rack) or area.height() < 14:
            return
        project = ink.report.project
        inside = [project.equipment.get(i) for i in ink.report.topology.inside(rack.id)]
        racked = sorted((i for i in inside if isinstance(i, Placed) and i.u), key=lambda i: -(i.u or 0))
        if not racked:
            return
        room = int(area.height() // 13)
        if room < 1:
            return
        shown = racked if len(racked) <= room else racked[: room - 1]
        step = min(area.height() / max(len(shown) + (len(shown) < len(racked)), 1), 21.0)
        for n, item in enumerate(shown):
            box = QRectF(area.left(), round(area.top() + n * step), area.width(), round(step - 3))
            ink.frame(box, ink.pen("rack_line"), "panel")
            for text in (inside_text(item), item.name):
                if ink.text(box.center().x(), box.center().y(), text, "canvas_small", "text", within=box.width() - 4):
                    break
        if len(shown) < len(racked):
            y = area.top() + len(shown) * step + step / 2
            ink.text(area.center().x(), y, f"+{len(racked) - len(shown)}", "canvas_small", "text3")

    def _ports(self, ink: Ink, rack: object, x: float, y: float) -> None:
        """A ● B ○ fabric ■ where the rack has such connections."""
        if not isinstance(rack, Rack):
            return
        topology, project = ink.report.topology, ink.report.project
        media: set[str] = set()
        for id in topology.inside(rack.id):
            for medium in Medium:
                for link in topology.links_of(id, medium):
                    if medium is Medium.POWER and id in link.b:
                        media.add(side_of(topology, project, id) or "A")
                    elif medium is not Medium.POWER:
                        media.add(medium.value)
        p = ink.painter
        ink.smooth(True)
        if "A" in media:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(ink.color("power_a"))
            p.drawEllipse(QPointF(x - 10, y), 3.2, 3.2)
        if "B" in media:
            p.setPen(QPen(ink.color("power_b"), 2.0))
            p.setBrush(ink.color("panel"))
            p.drawEllipse(QPointF(x, y), 2.6, 2.6)
        ink.smooth(False)
        if Medium.FABRIC.value in media:
            ink.fill(QRectF(round(x + 8), round(y - 3), 6, 6), "fabric")

    def _slanted(self, ink: Ink, shape: Shape) -> None:
        """A rack that stands neither along nor across: outline, front, upright name."""
        item = shape.item
        if not isinstance(item, Placed):
            return
        fill, line, width, dash, front = INK[ink.state]
        p = ink.painter
        ink.smooth(True)
        corners = [ink.point(*c) for c in item.outline()]
        p.setPen(ink.pen(line, width, dash))
        p.setBrush(ink.color(fill) if fill else Qt.BrushStyle.NoBrush)
        p.drawPolygon(QPolygonF(corners))
        if ink.level is not Level.SITE and front:
            p.setPen(ink.pen(front, 3.0))
            p.drawLine(corners[0], corners[1])
        ink.smooth(False)
        if ink.level >= Level.ROW and ink.state not in ("hover", "leaving"):
            x, y = (shape.box[0] + shape.box[2]) / 2 * ink.s, (shape.box[1] + shape.box[3]) / 2 * ink.s
            ink.text(x, y, item.name, "canvas_name", "text", within=min(item.width_m, item.depth_m) * ink.s + 8)
