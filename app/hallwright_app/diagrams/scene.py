"""What diagrams share as a scene: they follow the document by difference, link the selection, and paint by scale.

A diagram gives `lay_out` (a pure layout of a report) and `paint_box`; the rest has a plain form here that it may
replace. One scene pixel is one screen pixel at 100 %.
"""

from typing import ClassVar

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from hallwright.diagrams.drawing import Area, Box, Diagram, Wire, Words
from hallwright.equipment.base import Equipment, Placed
from hallwright.evaluate import Report
from hallwright.project import Change, Project
from hallwright.rules.base import Finding
from hallwright.units import System
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.document import Document
from hallwright_app.findings_model import sentence
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

FAR, NEAR = 0.45, 0.8  # scales: below the first no words, from the second on everything
REACH_PX = 5.0  # a wire is hit from this far
MARGIN_PX = 24.0
SIDE_TOKENS = {"A": "power_a", "B": "power_b", "C": "power_a", "D": "power_b"}


class BoxItem(QGraphicsItem):
    """One box."""

    def __init__(self, scene: "DiagramScene", box: Box) -> None:
        super().__init__()
        self.diagram, self.box = scene, box
        self.setZValue(2.0)

    def boundingRect(self) -> QRectF:
        return rect_of(self.box.whole).adjusted(-16, -16, 16, 16)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        self.diagram.paint_box(self.diagram.ink(painter), self.box)


class WiresItem(QGraphicsItem):
    """All wires: one item, since there may be thousands and they are drawn in one go."""

    def __init__(self, scene: "DiagramScene") -> None:
        super().__init__()
        self.diagram = scene
        self.setZValue(1.0)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, max(self.diagram.drawing.width, 1.0), max(self.diagram.drawing.height, 1.0))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        self.diagram.paint_wires(self.diagram.ink(painter), option.exposedRect)


class WordsItem(QGraphicsItem):
    """A line of text of its own."""

    def __init__(self, scene: "DiagramScene", words: Words) -> None:
        super().__init__()
        self.diagram, self.words = scene, words

    def boundingRect(self) -> QRectF:
        return rect_of(self.words.area)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        self.diagram.paint_words(self.diagram.ink(painter), self.words)


class DiagramScene(QGraphicsScene):
    """A diagram of the open design.

    Attributes
    ----------
    drawing : Diagram
        What is shown.
    opened : set of str
        Keys of boxes that are shown one by one.
    hovered : str
        Key of the box or wire under the mouse.
    """

    title: ClassVar[str] = ""
    empty: ClassVar[str] = "Nothing to draw yet."

    relaid = Signal()  # things stand elsewhere

    def __init__(self, document: Document, selection: Selection, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.selection, self.theme = document, selection, theme
        self.units: System = "metric"
        self.ground = "canvas"  # on paper "room", which is white
        self.drawing = Diagram()
        self.opened: set[str] = set()
        self.hovered = ""
        self._boxes: dict[str, BoxItem] = {}
        self._words: dict[Words, WordsItem] = {}
        self._stale = False
        self._wires = WiresItem(self)
        self.addItem(self._wires)
        document.changed.connect(self._follow)
        document.preview_changed.connect(lambda *_: self.update())
        selection.changed.connect(self.update)
        theme.changed.connect(self.update)

    # ---- what a diagram gives --------------------------------------------------------------------------------------

    def lay_out(self, report: Report) -> Diagram:
        """The geometry of a report; a pure function of it and of `opened`."""
        raise NotImplementedError

    def paint_box(self, ink: Ink, box: Box) -> None:
        """Draw a box; the painter stands at the scene's origin."""
        raise NotImplementedError

    def paint_wire(self, ink: Ink, wire: Wire, chosen: bool) -> None:
        """Draw a wire: in the colour of its side, thicker when selected."""
        token = SIDE_TOKENS.get(wire.side, "rack_line")
        ink.painter.setPen(screen_pen(ink, token, 3.0 if chosen else 2.0))
        ink.painter.drawPolyline([QPointF(*point) for point in wire.points])

    def tip(self, key: str) -> Verdict | None:
        """What the mouse is over, in words."""
        box = self.drawing.by_key.get(key)
        if box is None:
            return None
        project = self.document.shown.project
        lines = tuple(
            (f.severity, sentence(f, project, self.units)) for f in self.findings_of((*box.ids, *box.holds))[:3]
        )
        return Verdict(box.name, lines)

    def changes_layout(self, before: Project, after: Project) -> bool:
        """Whether things may stand elsewhere after an edit; otherwise only what they show differs.

        Where things stand on the floor is no matter of a diagram, so a drag on the plan costs it nothing.
        """
        change = Change.between(before, after)
        if change.links or change.settings:
            return True
        return any(not _only_moved(before.equipment.get(i), after.equipment.get(i)) for i in change.equipment)

    # ---- following -------------------------------------------------------------------------------------------------

    @property
    def report(self) -> Report:
        """What is drawn at rest."""
        return self.document.report

    def _follow(self, before: Report, after: Report) -> None:
        """Lay out anew, or when next seen: nobody waits for a diagram in a tab behind."""
        if not self._stale and not self.changes_layout(before.project, after.project):
            self.update()
            return
        self._stale = True
        if not self.views() or any(view.isVisible() for view in self.views()):
            self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Lay out what changed while nobody looked."""
        if self._stale:
            self.rebuild()

    def rebuild(self) -> None:
        """Lay out, and exchange the items of what differs."""
        self._stale = False
        drawing = self.lay_out(self.report)
        for item in [item for item in self._boxes.values() if drawing.by_key.get(item.box.key) != item.box]:
            self.removeItem(self._boxes.pop(item.box.key))
        for box in drawing.boxes:
            if box.key not in self._boxes:
                self._boxes[box.key] = BoxItem(self, box)
                self.addItem(self._boxes[box.key])
        wanted = set(drawing.words)
        for words in [w for w in self._words if w not in wanted]:
            self.removeItem(self._words.pop(words))
        for words in drawing.words:
            if words not in self._words:
                self._words[words] = WordsItem(self, words)
                self.addItem(self._words[words])
        self._wires.prepareGeometryChange()
        self.drawing = drawing
        if self.hovered not in drawing.by_key:
            self.hovered = ""
        self.setSceneRect(self.drawing_rect())
        self.update()
        self.relaid.emit()

    def toggle_open(self, key: str) -> None:
        """Show what a box stands for one by one, or together again."""
        self.opened ^= {key}
        self.rebuild()

    # ---- questions -------------------------------------------------------------------------------------------------

    def drawing_rect(self) -> QRectF:
        """All that is drawn, with a margin."""
        wide, high = max(self.drawing.width, 640.0), max(self.drawing.height, 260.0)
        return QRectF(-MARGIN_PX, -MARGIN_PX, wide + 2 * MARGIN_PX, high + 2 * MARGIN_PX)

    def box_at(self, at: QPointF) -> Box | None:
        """The box at a point: its sign first, then its words."""
        hits = [item.box for item in self.items(at) if isinstance(item, BoxItem)]
        for box in hits:
            if rect_of(box.area).adjusted(-4, -4, 4, 4).contains(at):
                return box
        return next((box for box in hits if rect_of(box.whole).contains(at)), None)

    def wire_at(self, at: QPointF) -> Wire | None:
        """The wire nearest a point, within reach."""
        best: Wire | None = None
        least = REACH_PX
        for wire in self.drawing.wires:
            for (x0, y0), (x1, y1) in wire.segments():
                if min(x0, x1) - least <= at.x() <= max(x0, x1) + least and (
                    min(y0, y1) - least <= at.y() <= max(y0, y1) + least
                ):
                    far = _distance(at.x(), at.y(), x0, y0, x1, y1)
                    if far < least:
                        best, least = wire, far
        return best

    def is_selected(self, ids: tuple[str, ...]) -> bool:
        """Whether anything of these is selected."""
        return any(id in self.selection.ids for id in ids)

    def selected_boxes(self) -> list[Box]:
        """Boxes that show what is selected, the leading one first."""
        keys = (self.box_key(id) for id in self.selection.ids)
        return [self.drawing.by_key[key] for key in dict.fromkeys(k for k in keys if k)]

    def box_key(self, id: str) -> str:
        """Key of the box that shows a thing, or what carries it; empty where none does."""
        item = self.report.project.equipment.get(id)
        while item is not None:
            key = self.drawing.key_of.get(item.id, "")
            if key in self.drawing.by_key:
                return key
            item = self.report.project.equipment.get(item.carrier_id() or "")
        return ""

    def findings_of(self, ids: tuple[str, ...]) -> list[Finding]:
        """The worst open finding of each of these things, worst first."""
        worst = self.document.shown.worst
        found = {f.key: f for f in (worst.get(id) for id in ids) if f is not None}
        return sorted(found.values(), key=lambda f: (-f.severity, f.code, f.subjects))

    # ---- painting --------------------------------------------------------------------------------------------------

    def ink(self, painter: QPainter) -> Ink:
        """A pen in scene pixels."""
        return Ink(painter, 1.0, self.theme, self.document.shown, (0.0, 0.0, 0.0, 0.0))

    @staticmethod
    def scale_of(ink: Ink) -> float:
        """Device pixels per scene pixel."""
        return abs(ink.painter.worldTransform().m11())

    def words_show(self, ink: Ink) -> bool:
        """Whether words can be read at this scale."""
        return self.scale_of(ink) >= FAR

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, self.theme.color(self.ground))
        if not self.drawing.boxes:
            painter.setFont(self.theme.font("title"))
            painter.setPen(self.theme.color("text2"))
            painter.drawText(QRectF(0, 0, 640, 260), Qt.AlignmentFlag.AlignCenter, self.empty)

    def paint_wires(self, ink: Ink, exposed: QRectF) -> None:
        """Draw the wires that can be seen; selected ones last."""
        chosen: list[Wire] = []
        for wire in self.drawing.wires:
            xs, ys = [p[0] for p in wire.points], [p[1] for p in wire.points]
            if (
                max(xs) + 8 < exposed.left()
                or min(xs) - 8 > exposed.right()
                or max(ys) + 8 < exposed.top()
                or min(ys) - 8 > exposed.bottom()
            ):
                continue
            if self.is_selected(wire.links) or wire.key == self.hovered:
                chosen.append(wire)
            else:
                self.paint_wire(ink, wire, False)
        for wire in chosen:
            self.paint_wire(ink, wire, True)

    def paint_words(self, ink: Ink, words: Words) -> None:
        """The title of a row."""
        if self.words_show(ink):
            ink.text(words.area.left, words.area.middle[1], words.text, words.role, "text2", "left")

    def paint_badge(self, ink: Ink, box: Box, x: float, y: float) -> None:
        """The worst open finding of a box, centred at a point."""
        found = self.findings_of((*box.ids, *box.holds))
        if found:
            ink.badge(x, y, found[0].severity, 17.0, ring="canvas")

    def paint_selection(self, ink: Ink, box: Box) -> None:
        """Ground and outline of a box that is selected or under the mouse."""
        frame = rect_of(box.whole).adjusted(-8, -8, 8, 8)
        if self.is_selected((*box.ids, *box.holds)):
            ink.smooth(True)
            ink.painter.setPen(ink.pen("selection", 2.0))
            ink.painter.setBrush(ink.color("sel_fill"))
            ink.painter.drawRoundedRect(frame, 4, 4)
            ink.smooth(False)
        elif self.hovered == box.key:
            ink.frame(frame, ink.pen("outline", 1.0))


def screen_pen(ink: Ink, token: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """A pen whose width is that on screen whatever the zoom."""
    pen = QPen(ink.pen(token, width, dash))
    pen.setCosmetic(True)
    return pen


def rect_of(area: Area) -> QRectF:
    """An area as Qt has it."""
    return QRectF(area.left, area.top, area.width, area.height)


def _only_moved(before: Equipment | None, after: Equipment | None) -> bool:
    if not isinstance(before, Placed) or not isinstance(after, Placed) or before.rack_id != after.rack_id:
        return False
    place = {"x_m": after.x_m, "y_m": after.y_m, "rotation_deg": after.rotation_deg}
    return before.model_copy(update=place) == after


def _distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """From a point to a straight part."""
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    t = 0.0 if length == 0.0 else min(1.0, max(0.0, ((x - x0) * dx + (y - y0) * dy) / length))
    return float(((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2) ** 0.5)
