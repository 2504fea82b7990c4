"""The plan as a scene of a few batched layers. It draws at any scale, with a view or without."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from hallwright.equipment.base import Drawn, Equipment, Medium, Placed, Point
from hallwright.equipment.busway import Busway
from hallwright.equipment.column import Column
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.equipment.tray import Tray
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.evaluate import Report
from hallwright.project import Change
from hallwright.rules.base import Finding, Severity
from hallwright_app.canvas.ink import GRID_FROM, Box, Ink, Level, State
from hallwright_app.canvas.items import Sign, sign_of
from hallwright_app.canvas.items.building import ZoneSign, polygon_path
from hallwright_app.canvas.links import Route, routes_of
from hallwright_app.canvas.rows import Row, rows_of
from hallwright_app.canvas.shapes import Shape, Shapes, box_of, floor_ancestor, made_shape
from hallwright_app.canvas.verdict import differing, worst_of
from hallwright_app.document import Document
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

MOST_LABELS = 24  # of links at a time
RACK_BADGES_FROM = 20.0  # px/m: racks narrower on screen than their badge share one for their row
MOST_CHECKED = 60  # things dragged together that show their badge while they move
WALL_M = 0.2  # a room without wall items is drawn with a wall of this thickness outside its outline
STATIC = (
    "ground", "heat", "grid", "underlay", "floor", "trays", "words", "building",
    "equipment", "overhead", "rows", "marks",
)  # fmt: skip
LIVE = ("clearance", "links")
LAYERS = ("equipment", "links", "trays", "floor", "clearance", "building", "underlay", "heat")  # what users may set
INLET_SPAN = (18.0, 40.0)  # of the temperature ramp [°C]
ColourBy = Literal["none", "load", "inlet", "air"]


@dataclass(slots=True)
class Layer:
    """What the user set for a layer."""

    visible: bool = True
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Legend:
    """What a colour ramp means: name, unit, ends, marks, and the limit among them."""

    name: str
    unit: str
    ramp: str
    low: float
    high: float
    ticks: tuple[float, ...]
    limit: float | None = None


class LayerItem(QGraphicsItem):
    """One layer of the plan: a single item, however many things it draws."""

    def __init__(self, scene: "PlanScene", name: str) -> None:
        super().__init__()
        self.plan, self.name = scene, name
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # exposedRect is exact

    def boundingRect(self) -> QRectF:
        return self.plan.sceneRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        box: QRectF = option.exposedRect
        self.plan.draw_layer(painter, self.name, (box.left(), box.top(), box.right(), box.bottom()))


class PlanScene(QGraphicsScene):
    """The plan of a document, in metres.

    Attributes
    ----------
    px_per_m : float
        Scale it draws for: level of detail, and the size of words and signs. Views set it as they zoom; whoever
        renders without a view calls `set_scale` first.
    """

    static_changed = Signal(object)  # boxes [m] that look different at rest, or None = everything
    live_changed = Signal()  # badges, links or selection look different

    def __init__(self, document: Document, selection: Selection, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.selection, self.theme = document, selection, theme
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.px_per_m = 42.0
        self.shapes = Shapes()
        self.layers = {name: Layer() for name in LAYERS}
        self.hidden: frozenset[str] = frozenset()  # ids filtered out: drawn faint
        self.failed: frozenset[str] = frozenset()  # ids out of service in a what-if
        self.lifted: frozenset[str] = frozenset()  # ids that a drag has taken from their place
        self.colour_by: ColourBy = "none"
        self.heat: tuple[QImage, QRectF] | None = None
        self.heat_span = INLET_SPAN  # of the ramp where colours are those of the field [°C]
        self.over_heat: Callable[[Ink], None] | None = None  # isolines and arrows upon it
        self.underlay: QPainterPath | None = None  # a drawing below the plan [m]
        self._rows: tuple[Row, ...] | None = None
        self._routes: list[Route] | None = None
        self._marks: tuple[Report, dict[str, Severity], list[tuple[Box, Severity, int]]] | None = None
        self._added: tuple[Report, dict[str, Severity]] | None = None  # of a preview
        self._broken: tuple[Report, list[str]] | None = None
        self._extent: QRectF | None = None
        self._items: dict[str, LayerItem] = {}
        self.setSceneRect(-20.0, -20.0, 64.0, 55.0)  # before any item: an item is as large as the scene
        for z, name in enumerate((*STATIC, *LIVE)):
            item = LayerItem(self, name)
            item.setZValue(z)
            self._items[name] = item
            self.addItem(item)
        self._rebuild()
        document.changed.connect(self._on_changed)
        document.preview_changed.connect(self._on_preview)
        selection.changed.connect(self._on_selection)
        theme.changed.connect(self._on_theme)

    # ---- what a caller sets ----------------------------------------------------------------------------------------

    def set_scale(self, px_per_m: float) -> None:
        """Draw for this scale [px/m]."""
        self.px_per_m = px_per_m

    def set_layer(self, name: str, visible: bool = True, opacity: float = 1.0) -> None:
        """Show or hide a layer, or make it fainter (0 to 1)."""
        self.layers[name] = Layer(visible, min(max(opacity, 0.0), 1.0))
        self._items.get(name, self._items["ground"]).update()
        self.static_changed.emit(None)
        self.live_changed.emit()

    def set_colour_by(self, what: ColourBy) -> None:
        """Fill racks and units by a ramp instead of plain."""
        if what != self.colour_by:
            self.colour_by = what
            self.static_changed.emit(None)

    def set_hidden(self, ids: Collection[str]) -> None:
        """Things that a filter leaves out: they are drawn faint."""
        self.hidden = frozenset(ids)
        self.static_changed.emit(None)

    def set_failed(self, ids: Collection[str]) -> None:
        """Things out of service in a what-if: dashed and crossed."""
        self.failed = frozenset(ids)
        self.static_changed.emit(None)

    def set_heat(
        self, image: QImage | None, box: QRectF | None = None, over: Callable[[Ink], None] | None = None
    ) -> None:
        """Lay one smooth picture over the room's floor, below everything else; None takes it away.

        `over` draws lines upon it.
        """
        self.heat = (image, box) if image is not None and box is not None else None
        self.over_heat = over
        self.static_changed.emit(None)

    def set_underlay(self, drawing: QPainterPath | None) -> None:
        """Lay a drawing in metres below the plan, in one grey."""
        self.underlay = drawing
        self.static_changed.emit(None)

    def lift(self, ids: Collection[str]) -> None:
        """Take things from their place while they are dragged; none: put back what was lifted."""
        new = frozenset(ids)
        changed, self.lifted = new ^ self.lifted, new
        boxes = [self.shapes.by_id[i].box for i in changed if i in self.shapes.by_id]
        if boxes:
            self.static_changed.emit(boxes if len(boxes) < 200 else None)

    # ---- questions -------------------------------------------------------------------------------------------------

    @property
    def report(self) -> Report:
        """What is drawn at rest: never a preview."""
        return self.document.report

    def drawing_rect(self) -> QRectF:
        """Extent of all that is drawn, with a margin [m]; empty for an empty project."""
        if self._extent is not None:
            return self._extent
        boxes = [shape.box for shape in self.shapes.by_id.values()]
        if not boxes:
            return QRectF()
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
        self._extent = QRectF(left, top, right - left, bottom - top).adjusted(-0.6, -0.6, 0.6, 0.6)
        return self._extent

    def rows(self) -> tuple[Row, ...]:
        """Rows of racks."""
        if self._rows is None:
            self._rows = rows_of(self.report)
        return self._rows

    def legend(self) -> Legend | None:
        """What the colours mean now."""
        if self.colour_by == "load":
            return Legend("Load of the nearest limit", "%", "load", 0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0), 100.0)
        if self.colour_by in ("inlet", "air"):
            low, high = self._span()
            limit = self.report.project.settings.inlet_recommended_max_degc
            ticks = tuple(sorted(t for t in {low, limit, 32.0, high} if low <= t <= high))
            name = "Inlet air" if self.colour_by == "inlet" else "Air"
            return Legend(name, "°C", "temperature", low, high, ticks, limit)
        return None

    def hit(self, x_m: float, y_m: float, tolerance_m: float = 0.0, want: type[Equipment] = Equipment) -> str | None:
        """The thing at a point: the smallest that has its layer shown. Rooms and zones are hit at their edge only."""
        t = tolerance_m
        best: tuple[float, str] | None = None
        for shape in self.shapes.within((x_m - t, y_m - t, x_m + t, y_m + t)):
            item = shape.item
            layer = self.layers.get(item.default_layer)
            if (layer is not None and not layer.visible) or not isinstance(item, want):
                continue
            if not hits(item, x_m, y_m, max(t, 1e-6)):
                continue
            b = shape.box
            area = (b[2] - b[0]) * (b[3] - b[1]) + (1e4 if isinstance(item, Drawn) else 0.0)
            if best is None or (area, shape.id) < best:
                best = area, shape.id
        return best[1] if best else None

    def inside_box(self, box: Box) -> list[str]:
        """Things that lie wholly within a box, rooms apart."""
        found = []
        for shape in self.shapes.within(box):
            b = shape.box
            layer = self.layers.get(shape.item.default_layer)
            if (layer is not None and not layer.visible) or isinstance(shape.item, Room):
                continue
            if b[0] >= box[0] and b[1] >= box[1] and b[2] <= box[2] and b[3] <= box[3]:
                found.append(shape.id)
        return sorted(found)

    # ---- following the document ------------------------------------------------------------------------------------

    def _rebuild(self) -> None:
        self.shapes.clear()
        report = self.report
        report.topology.move_to(report.project)
        for item in report.project.equipment.values():
            shape = made_shape(report, item)
            if shape is not None:
                self.shapes.put(shape)
        self._rows = self._routes = None
        self._fit_rect()

    def _fit_rect(self) -> None:
        self._extent = None
        rect = self.drawing_rect()
        if rect.isEmpty():
            rect = QRectF(0.0, 0.0, 24.0, 15.0)
        pad = max(rect.width(), rect.height(), 20.0)
        wanted = rect.adjusted(-pad, -pad, pad, pad)
        have = self.sceneRect()
        if not have.contains(rect.adjusted(-pad / 4, -pad / 4, pad / 4, pad / 4)):
            self.setSceneRect(wanted if have.isEmpty() else wanted.united(have))

    def _on_changed(self, before: Report, after: Report) -> None:
        change = Change.between(before.project, after.project)
        pairs = [(getattr(before.results, n), getattr(after.results, n)) for n in ("power", "cooling")]
        results = [(a, b) for a, b in pairs if a is None or b is None or a.records or b.records]
        whole = change.settings or any(
            old is not new and (old is None or new is None or new.dirty is None) for old, new in results
        )
        if whole:
            self._rebuild()
            self.static_changed.emit(None)
            self.live_changed.emit()
            return
        ids = set(change.equipment)
        for old, new in results:
            if old is not new and new is not None and new.dirty:
                ids |= new.dirty
        for key in change.links:
            link = after.project.links.get(key) or before.project.links.get(key)
            if link is not None:
                ids.update(link.a)
                ids.update(link.b)
        roots: set[str] = set()
        for id in ids:
            for project in (before.project, after.project):
                item = floor_ancestor(project, id)
                if item is not None:
                    roots.add(item.id)
        old = self._marks[1] if self._marks is not None else {}
        self._refresh(roots, after)
        new, _ = self._marks_of(after)
        changed = [i for i in old.keys() | new.keys() if old.get(i) != new.get(i)]
        if changed:
            boxes = [self.shapes.by_id[i].box for i in changed if i in self.shapes.by_id]
            boxes += [row.box for row in self.rows() if not set(changed).isdisjoint(row.ids)]
            self.static_changed.emit(boxes)
        if change.equipment or change.links:
            self._routes = None
        self.live_changed.emit()

    def _refresh(self, ids: Iterable[str], report: Report) -> None:
        """Make the shapes of these anew; tell only where something looks different."""
        report.topology.move_to(report.project)
        boxes: list[Box] = []
        for id in ids:
            old = self.shapes.by_id.get(id)
            item = report.project.equipment.get(id)
            new = made_shape(report, item) if item is not None else None
            if new == old and (new is None or old is None or new.item is old.item):
                continue
            for shape in (old, new):
                if shape is not None:
                    boxes.append(shape.box)
                    if isinstance(shape.item, Rack):
                        self._rows = None
            if new is None:
                self.shapes.drop(id)
            else:
                self.shapes.put(new)
        if boxes:
            self._fit_rect()
            self.static_changed.emit(boxes)

    def _on_preview(self, report: Report | None) -> None:
        self.live_changed.emit()

    def _on_selection(self) -> None:
        self._routes = None
        self.live_changed.emit()

    def _on_theme(self) -> None:
        self.static_changed.emit(None)
        self.live_changed.emit()
        self.update()

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def ink(self, painter: QPainter, exposed: Box, *, sprites: bool = False, state: State = "") -> Ink:
        """Ink at the scene's scale; the painter's unit becomes one screen pixel."""
        ink = Ink(painter, self.px_per_m, self.theme, self.report, exposed, sprites=sprites, state=state)
        ink.heat = self.heat is not None
        return ink

    def draw_layer(self, painter: QPainter, name: str, exposed: Box) -> None:
        """Draw a layer with a painter whose unit is the metre."""
        painter.save()
        painter.setWorldTransform(QTransform.fromScale(1.0 / self.px_per_m, 1.0 / self.px_per_m), True)
        self.draw(self.ink(painter, exposed), (name,))
        painter.restore()

    def draw(self, ink: Ink, names: Iterable[str]) -> None:
        """Draw layers with ink."""
        ink.smooth(False)
        for name in names:
            layer = self.layers.get(name)
            if layer is not None:
                if not layer.visible:
                    continue
                ink.painter.setOpacity(layer.opacity)
            getattr(self, f"_draw_{name}")(ink)
            if layer is not None:
                ink.painter.setOpacity(1.0)

    def _draw_ground(self, ink: Ink) -> None:
        p = ink.painter
        wall = ink.pen("wall", 2 * WALL_M * ink.s)
        rooms = [s.item for s in self.shapes.large() if isinstance(s.item, Room)]
        for room in rooms:
            p.setPen(wall)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawPath(polygon_path(room.points_m, ink))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(ink.color("room"))
        for room in rooms:
            p.drawPath(polygon_path(room.points_m, ink))

    def _draw_heat(self, ink: Ink) -> None:
        if self.heat is None:
            return
        image, box = self.heat
        p = ink.painter
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        p.setOpacity(0.92 * self.layers["heat"].opacity)
        s = ink.s
        p.drawImage(QRectF(box.left() * s, box.top() * s, box.width() * s, box.height() * s), image)
        p.setOpacity(1.0)
        if self.over_heat is not None:
            self.over_heat(ink)

    def _draw_grid(self, ink: Ink) -> None:
        """600 mm tiles of a raised floor; ticks each metre on a slab."""
        if ink.s < GRID_FROM or not self.layers["floor"].visible:
            return
        p = ink.painter
        for shape in self.shapes.large():
            room = shape.item
            if not isinstance(room, Room) or not ink.shows(shape.box):
                continue
            b, e = shape.box, ink.exposed
            step = room.tile_m if room.floor == "raised" else 1.0
            i0, i1 = int((max(b[0], e[0]) - b[0]) // step), int((min(b[2], e[2]) - b[0]) // step) + 1
            j0, j1 = int((max(b[1], e[1]) - b[1]) // step), int((min(b[3], e[3]) - b[1]) // step) + 1
            left, right = b[0] * ink.s, b[2] * ink.s
            top, bottom = b[1] * ink.s, b[3] * ink.s
            p.save()
            if len(room.points_m) != 4:
                p.setClipPath(polygon_path(room.points_m, ink), Qt.ClipOperation.IntersectClip)
            minor: list[QLineF] = []
            major: list[QLineF] = []
            if room.floor == "raised":
                fine = step * ink.s >= 5.0
                for i in range(max(i0, 1), i1 + 1):
                    x = round((b[0] + i * step) * ink.s)
                    if x < right - 1 and (fine or i % 5 == 0):
                        (minor if i % 5 else major).append(QLineF(x, top, x, bottom))
                for j in range(max(j0, 1), j1 + 1):
                    y = round((b[1] + j * step) * ink.s)
                    if y < bottom - 1 and (fine or j % 5 == 0):
                        (minor if j % 5 else major).append(QLineF(left, y, right, y))
            elif ink.s >= 14.0:
                for i in range(max(i0, 1), i1 + 1):
                    x = round((b[0] + i * step) * ink.s)
                    for j in range(max(j0, 1), j1 + 1):
                        y = round((b[1] + j * step) * ink.s)
                        if x < right - 1 and y < bottom - 1:
                            into = major if i % 5 == 0 and j % 5 == 0 else minor
                            into.append(QLineF(x - 2, y, x + 3, y))
                            into.append(QLineF(x, y - 2, x, y + 3))
            p.setPen(ink.pen("grid" if room.floor == "raised" else "grid_major"))
            p.drawLines(minor)
            p.setPen(ink.pen("grid_major" if room.floor == "raised" else "tile_hole"))
            p.drawLines(major)
            p.restore()

    def _draw_underlay(self, ink: Ink) -> None:
        if self.underlay is None:
            return
        p = ink.painter
        p.save()
        p.scale(ink.s, ink.s)
        pen = QPen(self.theme.color("outline"), 0.0)
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setOpacity(0.3 * self.layers["underlay"].opacity)
        p.drawPath(self.underlay)
        p.restore()

    def _draw_floor(self, ink: Ink) -> None:
        self._draw_default_layer(ink, "floor")

    def _draw_trays(self, ink: Ink) -> None:
        self._draw_default_layer(ink, "trays")

    def _draw_words(self, ink: Ink) -> None:
        """Names of zones: above the trays, so that no line strikes them."""
        sign = sign_of(Zone)
        if not self.layers["floor"].visible or not isinstance(sign, ZoneSign):
            return
        zones = [s for s in self._exposed(ink).get("floor", ()) if isinstance(s.item, Zone)]
        trays = [s.item for s in self.shapes.large() if isinstance(s.item, Tray)] if zones else []
        if not self.layers["trays"].visible:
            trays = []
        lines = [
            (min(a[0], b[0]) - h, min(a[1], b[1]) - h, max(a[0], b[0]) + h, max(a[1], b[1]) + h)
            for tray in trays
            for h in (tray.width_m / 2 if ink.level >= Level.ROW else 1.0 / ink.s,)  # far out a single line
            for a, b in itertools.pairwise(tray.points_m)
        ]
        sign.words(ink, [s for s in zones if s.id not in self.hidden], lines)

    def _draw_overhead(self, ink: Ink) -> None:
        """Busways hang over the racks."""
        if self.layers["trays"].visible:
            ink.painter.setOpacity(self.layers["trays"].opacity)
            shapes = [s for s in self._exposed(ink).get("trays", ()) if isinstance(s.item, Busway)]
            sign_of(Busway).draw(ink, shapes)
            if ink.level >= Level.ROW:
                for shape in shapes:
                    self._name_beside(ink, shape, "power_b" if shape.side in ("B", "D") else "power_a")
            ink.painter.setOpacity(1.0)

    def _name_beside(self, ink: Ink, shape: Shape, token: str) -> None:
        """The name of a busway at the nearest place beside it where nothing stands; none where there is no such."""
        rect, text = ink.rect(shape.box), shape.item.name
        wide = ink.width(text, "canvas_label")
        level = rect.width() >= rect.height()
        spot = QRectF(0.0, 0.0, wide + 4, 13.0)
        for off in (9.0, 21.0, 33.0, 45.0, 57.0):
            for way in (-1.0, 1.0):
                if level:
                    edge = rect.top() if way < 0 else rect.bottom()
                    spot.moveCenter(QPointF(rect.left() + wide / 2 + 12, edge + way * off))
                else:
                    edge = rect.left() if way < 0 else rect.right()
                    spot.moveCenter(QPointF(edge + way * (off + wide / 2), rect.top() + 8))
                if not self._stands(ink, spot):
                    ink.text(spot.center().x(), spot.center().y(), text, "canvas_label", token, halo="room")
                    return

    def _stands(self, ink: Ink, spot: QRectF) -> bool:
        """Whether equipment or a wall stands where words would be written."""
        s = ink.s
        box = (spot.left() / s, spot.top() / s, spot.right() / s, spot.bottom() / s)
        return any(
            shape.item.default_layer == "equipment" or isinstance(shape.item, Wall | Column)
            for shape in self.shapes.within(box)
        )

    def _draw_building(self, ink: Ink) -> None:
        self._draw_default_layer(ink, "building")

    def _draw_equipment(self, ink: Ink) -> None:
        self._draw_default_layer(ink, "equipment")

    def _draw_default_layer(self, ink: Ink, layer: str) -> None:
        """Everything of a layer, like things together."""
        groups: dict[Sign, list[Shape]] = defaultdict(list)
        faint: dict[Sign, list[Shape]] = defaultdict(list)
        for shape in self._exposed(ink).get(layer, ()):
            if isinstance(shape.item, Busway):
                continue  # drawn overhead
            into = faint if shape.id in self.hidden else groups
            into[sign_of(type(shape.item))].append(shape)
        if self.colour_by != "none" and layer == "equipment":
            ink.tints = self._tints(ink, [s for shapes in groups.values() for s in shapes])
        for sign, shapes in groups.items():
            sign.draw(ink, shapes)
        ink.tints = {}
        if faint:
            ink.painter.setOpacity(0.25)
            for sign, shapes in faint.items():
                sign.draw(ink, shapes)
            ink.painter.setOpacity(1.0)
        if layer == "equipment" and ink.level >= Level.HALL:
            self._states(ink, [s for shapes in groups.values() for s in shapes])

    def _exposed(self, ink: Ink) -> Mapping[str, Sequence[Shape]]:
        """What must be drawn with an ink by layer, rooms apart: looked up once for all layers."""
        if ink.found is None:
            found: dict[str, list[Shape]] = defaultdict(list)
            for shape in self.shapes.within(ink.exposed):
                if not isinstance(shape.item, Room) and shape.id not in self.lifted:
                    found[shape.item.default_layer].append(shape)
            ink.found = found
        return ink.found

    def _states(self, ink: Ink, shapes: Iterable[Shape]) -> None:
        """Small locks, and crosses over what is out of service."""
        for shape in shapes:
            if shape.id in self.failed:
                rect = ink.rect(shape.box)
                ink.fill(rect.adjusted(1, 1, 0, 0), "room")
                ink.frame(rect, ink.pen("outline", 1.0, (3, 3)))
                ink.smooth(True)
                ink.painter.drawLine(rect.topLeft(), rect.bottomRight())
                ink.painter.drawLine(rect.topRight(), rect.bottomLeft())
                ink.smooth(False)
                if ink.level >= Level.ROW:
                    ink.text(rect.center().x(), rect.center().y(), shape.item.name, "canvas_name", "text2", halo="room")
            elif shape.item.locked and ink.level >= Level.ROW:
                rect = ink.rect(shape.box)
                self.theme.paint_icon(ink.painter, QRectF(rect.right() - 13, rect.top() + 4, 12, 12), "lock", "text2")

    def _tints(self, ink: Ink, shapes: Iterable[Shape]) -> dict[str, QColor]:
        found: dict[str, QColor] = {}
        low, high = self._span()
        for shape in shapes:
            if self.colour_by == "load":
                if shape.fraction is not None:
                    found[shape.id] = self.theme.ramp_color("load", shape.fraction)
            else:
                inlet = self.inlet_degc(shape.id)
                if inlet is not None:
                    found[shape.id] = self.theme.ramp_color("temperature", (inlet - low) / (high - low))
        return found

    def _span(self) -> tuple[float, float]:
        """Ends of the ramp of temperatures."""
        return self.heat_span if self.colour_by == "air" else INLET_SPAN

    def inlet_degc(self, id: str) -> float | None:
        """Warmest inlet air of a thing and of what it carries [°C]; None where it was not computed.

        Of the balance, or where colours are those of the field, the hottest band of the field.
        """
        if self.colour_by == "air":
            air = self.report.results.air
            return None if air is None else getattr(air.records.get(id), "hottest_degc", None)
        cooling = self.report.results.cooling
        if cooling is None:
            return None
        values = []
        for key in (id, *self.report.topology.inside(id)):
            value = getattr(cooling.records.get(key), "inlet_degc", None)
            if isinstance(value, float):
                values.append(value)
        return max(values) if values else None

    def _draw_rows(self, ink: Ink) -> None:
        """The letter of a row beside its first rack or the unit that stands before it."""
        if not self.layers["equipment"].visible or ink.s < 4.0:
            return
        for row in self.rows():
            left, top, right, bottom = row.box
            if not row.name or len(row.ids) < 2 or len(row.name) > 12:
                continue
            if not ink.shows((left - 3.0, top, right, bottom)):
                continue
            upright = row.turn % 180.0 == 0.0
            role = "title" if ink.level >= Level.HALL else "group_head"
            if upright:
                x = left
                for shape in self.shapes.within((left - 0.7, top, left - 0.01, bottom)):
                    if isinstance(shape.item, Placed) and shape.item.default_layer == "equipment":
                        x = min(x, shape.box[0])
                at = QPointF(x * ink.s - 10, (top + bottom) / 2 * ink.s)
                ink.text(at.x(), at.y(), row.name, role, "text2", "right", halo="room")
            else:
                ink.text((left + right) / 2 * ink.s, top * ink.s - 12, row.name, role, "text2", halo="room")

    def _draw_clearance(self, ink: Ink) -> None:
        """Free space wanted before and behind the selected things, and where it is broken."""
        if ink.level < Level.HALL:
            return
        report = self.report
        ids = [i for i in self.selection.ids if i in report.project.equipment]
        if self._broken is None or self._broken[0] is not report:
            found = {f.subjects[0] for f in report.open_findings if f.code.startswith("SPC") and f.unit == "m"}
            self._broken = report, sorted(found)[:100]
        pen = ink.pen("space", 1.0, (3, 3))
        for id in dict.fromkeys((*ids[:50], *self._broken[1])):
            item = report.project.equipment.get(id)
            if isinstance(item, Placed) and item.rack_id is None:
                self.draw_clearance_of(ink, item, pen)

    def draw_clearance_of(self, ink: Ink, item: Placed, pen: QPen) -> None:
        """Dashed zones in front and behind."""
        half, deep = item.width_m / 2, item.depth_m / 2
        for box in (
            (-half, -deep - (item.clearance_front_m or 0.0), half, -deep) if item.clearance_front_m else None,
            (-half, deep, half, deep + (item.clearance_rear_m or 0.0)) if item.clearance_rear_m else None,
        ):
            if box is not None:
                path = QPainterPath()
                corners = [ink.point(*c) for c in item.local_rectangle(*box)]
                path.moveTo(corners[0])
                for corner in (*corners[1:], corners[0]):
                    path.lineTo(corner)
                ink.painter.setPen(pen)
                ink.painter.setBrush(Qt.BrushStyle.NoBrush)
                ink.painter.drawPath(path)

    def routes(self) -> list[Route]:
        """Routes of the links of the selection."""
        if self._routes is None:
            self._routes = routes_of(self.report, self.selection.ids) if self.selection.ids else []
        return self._routes

    def _draw_links(self, ink: Ink) -> None:
        labels = []
        for route in self.routes():
            if len(route.points) < 2:
                continue
            points = [ink.point(*p) for p in route.points]
            if route.medium is Medium.COOLANT:
                self._line(ink, points, "supply", 3.0, ())
                self._line(ink, [p + QPointF(4, 4) for p in points], "ret", 3.0, (9, 4))
                token = "supply"
            elif route.medium is Medium.POWER:
                second = route.side in ("B", "D")
                token = "power_b" if second else "power_a"
                self._line(ink, points, token, 2.0, (7, 3) if second else ())
            else:
                token = "fabric"
                self._line(ink, points, token, 2.5, ())
            labels.append((points, token, route.label))
        if len(labels) > MOST_LABELS or ink.level < Level.HALL:
            return
        taken: list[QRectF] = []
        lines = [
            QRectF(a, b).normalized().adjusted(-2, -2, 2, 2) for ps, _, _ in labels for a, b in itertools.pairwise(ps)
        ]
        e = ink.exposed
        view = QRectF(ink.point(e[0], e[1]), ink.point(e[2], e[3])).adjusted(26, 26, -6, -6)  # clear of the rulers
        for points, token, label in labels:
            size = QSizeF(ink.width(label, "canvas_name") + 4, 14)
            spots = [s for s in _label_spots(points, size, view) if not any(s.intersects(t) for t in taken)]
            if spots:
                best = [s for s in spots if not self._stands(ink, s)] or spots
                spot = next((s for s in best if not any(s.intersects(line) for line in lines)), best[0])
                taken.append(spot)
                ink.text(spot.center().x(), spot.center().y(), label, "canvas_name", token, halo="room")

    def _line(self, ink: Ink, points: list[QPointF], token: str, width: float, dash: tuple[float, ...]) -> None:
        ink.painter.setPen(ink.pen(token, width, dash))
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.painter.drawPolyline([QPointF(round(p.x()), round(p.y())) for p in points])

    def _draw_marks(self, ink: Ink) -> None:
        """The worst finding of each thing at its top right; one badge and a count a row where more would hide racks."""
        marks, rows = self._marks_of(self.report)
        by_row = ink.s < RACK_BADGES_FROM
        size = 9.0 if ink.level is Level.SITE else self._badge_px(ink)
        for shapes in self._exposed(ink).values():
            for shape in shapes:
                if shape.id in marks and not (by_row and isinstance(shape.item, Rack)):
                    at = ink.rect(shape.box).topRight()
                    ink.badge(at.x() - 2, at.y(), marks[shape.id], size)
        if by_row:
            for box, severity, count in rows:
                if ink.shows(box):
                    at = ink.point(box[2], (box[1] + box[3]) / 2)
                    ink.badge(at.x() + 10, at.y(), severity, 13.0)
                    ink.text(at.x() + 19, at.y(), str(count), "canvas_name", "text", "left", halo="room")

    def badge_on(self, id: str) -> Severity | None:
        """The badge that a thing on the floor wears at rest: its worst finding, or that of what it carries."""
        return self._marks_of(self.report)[0].get(id)

    @staticmethod
    def _badge_px(ink: Ink) -> float:
        """Size of a badge: 17 px, less where racks are so narrow that badges would hide one another."""
        return min(17.0, max(11.0, round(0.57 * ink.s)))

    def draw_live_marks(self, ink: Ink, ids: Iterable[str], ghosts: Mapping[str, Box] | None = None) -> None:
        """Badges over what is drawn live: of these things, and those that a drop would add or make worse.

        `ghosts`: where things are dragged to now; until the check has answered they show none.
        """
        if ink.level is Level.SITE:
            return
        after = self.document.previewed
        resting = self._marks_of(self.report)[0]
        marks = {i: resting[i] for i in ids if i in resting and i not in self.lifted}
        if after is not None:
            if self._added is None or self._added[0] is not after:
                new, _ = differing(self.report, after)
                added = _worst_on_floor(after, {i: f for f in reversed(new) for i in f.subjects})
                marked = {i: max(resting.get(i, Severity.HINT), s) for i, s in added.items()}
                for id in list(self.lifted)[:MOST_CHECKED]:
                    worst = worst_of(after, _carried(after, id))
                    if worst is not None:
                        marked[id] = worst
                self._added = after, marked
            marks |= self._added[1]
        for id, severity in marks.items():
            box = (ghosts or {}).get(id)
            if box is None:
                item = self.document.shown.project.equipment.get(id)
                box = box_of(item) if item is not None and not isinstance(item, Room) else None
            if box is not None and ink.shows(box):
                at = ink.rect(box).topRight()
                ink.badge(at.x() - 2, at.y(), severity, self._badge_px(ink))

    def _marks_of(self, report: Report) -> tuple[Mapping[str, Severity], list[tuple[Box, Severity, int]]]:
        """The worst severity of each thing on the floor and what it carries; for rows with how many things have one."""
        if self._marks is not None and self._marks[0] is report:
            return self._marks[1], self._marks[2]
        marks = _worst_on_floor(report, report.worst)
        rows = []
        for row in self.rows():
            found = [marks[i] for i in row.ids if i in marks]
            if found:
                rows.append((row.box, max(found), len(found)))
        self._marks = report, marks, rows
        return marks, rows

    # ---- states over the rest --------------------------------------------------------------------------------------

    def draw_state(self, ink: Ink, items: Iterable[Equipment], state: State) -> None:
        """Draw things in a state, over what lies below: selected, hover, ghost, refused, leaving."""
        groups: dict[Sign, list[Shape]] = defaultdict(list)
        report = self.document.shown
        for item in items:
            shape = self.shapes.by_id.get(item.id)
            if shape is None or shape.item is not item:
                shape = made_shape(report, item) if item.id in report.project.equipment else None
                if shape is None:
                    box = box_of(item)
                    if box is None:
                        continue
                    turn = item.rotation_deg / 90.0 if isinstance(item, Placed) else 0.0
                    shape = Shape(item, box, round(turn) % 4 if abs(turn - round(turn)) < 1e-9 else None)
            if ink.shows(shape.box):
                groups[sign_of(type(item))].append(shape)
        ink.state = state
        for sign, shapes in groups.items():
            sign.draw(ink, shapes)
        ink.state = ""


def _label_spots(points: Sequence[QPointF], size: QSizeF, view: QRectF) -> Iterator[QRectF]:
    """Places for words along a line, the best first: by its longest stretch in view, beside an upright one."""
    stretches = []
    for a, b in itertools.pairwise(points):
        upright = abs(b.x() - a.x()) < 1.0
        low, high = (min(a.y(), b.y()), max(a.y(), b.y())) if upright else (min(a.x(), b.x()), max(a.x(), b.x()))
        edge = (view.top(), view.bottom()) if upright else (view.left(), view.right())
        low, high = max(low, edge[0]), min(high, edge[1])
        if high > low:
            stretches.append((high - low, upright, low, a.x() if upright else a.y()))
    stretches.sort(key=lambda s: -s[0])
    for length, upright, low, across in stretches:
        for share in (0.5, 0.3, 0.7, 0.15, 0.85):
            for side in (1, -1):
                along = low + length * share
                if upright:
                    spot = QRectF(QPointF(0, 0), size)
                    spot.moveCenter(QPointF(across + side * (size.width() / 2 + 5), along))
                else:
                    spot = QRectF(QPointF(0, 0), size)
                    spot.moveCenter(QPointF(along, across - side * 9.0))
                if view.contains(spot):
                    yield spot


def _carried(report: Report, id: str) -> list[str]:
    """A thing and all that it carries."""
    found = [id]
    for one in found:
        found.extend(report.topology.inside(one))
    return found


def _worst_on_floor(report: Report, worst: Mapping[str, Finding]) -> dict[str, Severity]:
    """Worst severity by thing on the floor, with what it carries, of the worst finding of each thing."""
    marks: dict[str, Severity] = {}
    equipment = report.project.equipment
    for id, finding in worst.items():
        item = equipment.get(id)
        while item is not None and (carrier := item.carrier_id()) is not None:
            item = equipment.get(carrier)
        if item is not None and finding.severity > marks.get(item.id, 0):
            marks[item.id] = finding.severity
    return marks


def hits(item: Equipment, x: float, y: float, tolerance: float) -> bool:
    """Whether a point is on a thing: inside a footprint, near a drawn line or edge."""
    if isinstance(item, Drawn):
        closed = bool(item.outline())
        points = (*item.points_m, item.points_m[0]) if closed else item.points_m
        width = getattr(item, "width_m", getattr(item, "thickness_m", 0.0)) / 2
        return any(_distance((x, y), a, b) <= max(tolerance, width) for a, b in itertools.pairwise(points))
    corners = item.outline()
    return bool(corners) and _inside((x, y), corners, tolerance)


def _distance(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    f = 0.0 if length == 0.0 else min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return float(((p[0] - a[0] - f * dx) ** 2 + (p[1] - a[1] - f * dy) ** 2) ** 0.5)


def _inside(p: Point, corners: tuple[Point, ...], tolerance: float) -> bool:
    odd = False
    last = corners[-1]
    for corner in corners:
        if (corner[1] > p[1]) != (last[1] > p[1]) and p[0] < (last[0] - corner[0]) * (p[1] - corner[1]) / (
            last[1] - corner[1]
        ) + corner[0]:
            odd = not odd
        last = corner
    return odd or any(_distance(p, a, b) <= tolerance for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
