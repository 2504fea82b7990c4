"""The fabric as a scene: tiers, link loads in colour and thickness, legend and key figures."""

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from hallwright.diagrams.drawing import Box, Diagram, Wire, Words
from hallwright.diagrams.fabric import (
    ACCESS,
    BLOCK,
    BRACKET,
    LEAVES_OF,
    SPINES_OF,
    SWITCH,
    SYSTEM,
    UNIT,
    FabricDiagram,
    count_texts,
    fabric_diagram,
    names_of_fabrics,
)
from hallwright.diagrams.fabric_loads import NO_FLOW, Flow, Pairs, choices
from hallwright.engines.fabric.records import LinkRecord
from hallwright.engines.traffic.engine import Traffic
from hallwright.evaluate import Report
from hallwright.export.fabric_figures import figures
from hallwright.rules.base import Finding
from hallwright.units import number_text
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.diagrams import signs
from hallwright_app.diagrams.line_picture import LinePicture, Stroke
from hallwright_app.diagrams.scene import DiagramScene, rect_of, screen_pen
from hallwright_app.document import Document
from hallwright_app.findings_model import sentence
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

CLASSES = 6  # of link load
FAINT = 0.3  # the beginning of the ramp is as the ground, and no line
THIN_PX, THICK_PX = 0.7, 3.0
CROWDED, CROWDED_PX = 150, 1.4  # more lines than this at rest are drawn thinner
HALF = 0.5  # from this load on a line grows thicker
OVER = CLASSES  # class of what is loaded above its rate
OUT, UNKNOWN = -1, -2
DIM = 0.22  # of what does not concern the device in hand
PANEL_HIGH, PANEL_GAP = 62.0, 18.0
LEGEND_WIDE, FIGURES_WIDE = 420.0, 620.0
HATCH = (2.0, 4.0)


def load_class(fraction: float) -> int:
    """Colour class of a load: one for each sixth, and one for what is above the rate."""
    return OVER if fraction > 1.0 + 1e-9 else min(CLASSES - 1, int(fraction * CLASSES))


def thickness_px(fraction: float, most: float = THICK_PX) -> float:
    """Thin up to half load, then growing to the full rate."""
    return THIN_PX + (most - THIN_PX) * min(1.0, max(0.0, (fraction - HALF) / (1.0 - HALF)))


class FabricScene(DiagramScene):
    """One fabric of the design.

    Parameters
    ----------
    outage : Outage or None
        Units out of service; None shows the normal state whatever is tripped.

    Attributes
    ----------
    fabric : str
        The one that is shown.
    traffic : str
        Whose loads are shown: one of `fabric_loads.choices`; empty = the first of them.
    chosen_wire : str
        Key of the wire that was clicked last.
    """

    title: ClassVar[str] = "Fabric"
    empty: ClassVar[str] = "No fabric yet. Place switches, or generate a fabric for the systems."

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        outage: Outage | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(document, selection, theme, parent)
        self.outage = outage
        self.fabric = self.traffic = self.chosen_wire = ""
        self._seen: tuple[object, ...] = ()
        self._flow = NO_FLOW
        self._pairs: Pairs | None = None
        self._chosen: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())
        self._worst: tuple[Report, dict[str, Finding | None]] | None = None
        self._strokes: tuple[Flow, Diagram, dict[int, list[QLineF]], dict[int, list[QLineF]]] | None = None
        self._drawn: tuple[object, ...] = ()
        self._rects: tuple[Diagram, list[QRectF]] = (self.drawing, [])
        self.lines: LinePicture | None = None  # of the view that is being painted; None paints smoothly at once
        self._segments: tuple[Diagram, np.ndarray, list[Wire]] | None = None
        if outage is not None:
            outage.changed.connect(self.update)
        self.rebuild()

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def drawn(self) -> FabricDiagram:
        """The layout."""
        return self.drawing if isinstance(self.drawing, FabricDiagram) else FabricDiagram()

    def lay_out(self, report: Report) -> Diagram:
        names = names_of_fabrics(report)
        shown = self.fabric if self.fabric in names else names[0] if names else ""
        return fabric_diagram(report, shown, frozenset(self.opened))

    def show_fabric(self, name: str) -> None:
        """Draw another fabric."""
        self.fabric = name
        self.opened.clear()
        self.rebuild()

    def show_traffic(self, choice: str) -> None:
        """Colour links by other traffic."""
        self.traffic = choice
        self.update()

    @property
    def choice(self) -> str:
        """Traffic whose loads are shown."""
        traffic = self.report.results.traffic
        there = choices(traffic) if traffic is not None else ("",)
        return self.traffic if self.traffic in there else there[0]

    @property
    def flow(self) -> Flow:
        """Loads of the wires, with what is out of service."""
        traffic = self.report.results.traffic
        if not isinstance(traffic, Traffic) or not self.drawing.boxes:
            return NO_FLOW
        out = () if self.outage is None else (self.outage.switches, self.outage.pairs)
        seen = (traffic, self.drawing, self.choice, *out)
        if len(seen) != len(self._seen) or any(a is not b and (n < 2 or a != b) for n, (a, b) in
                                               enumerate(zip(seen, self._seen, strict=True))):  # fmt: skip
            if (
                self._pairs is None
                or self._pairs.network is not traffic.network
                or self._pairs.diagram is not self.drawing
            ):
                self._pairs = Pairs(traffic.network, self.drawn)
            self._flow = self._pairs.flow(traffic, self.choice, *out)
            self._seen = seen
        return self._flow

    def is_out(self, box: Box) -> bool:
        """Whether all that a box stands for is out of service."""
        if self.outage is None or not self.outage.units:
            return False
        out = self.outage.switches
        return all(i in out for i in box.ids)

    # ---- questions -------------------------------------------------------------------------------------------------

    def is_selected(self, ids: tuple[str, ...]) -> bool:
        if self._chosen[0] is not self.selection.ids:
            self._chosen = self.selection.ids, frozenset(self.selection.ids)
        return bool(self._chosen[1]) and not self._chosen[1].isdisjoint(ids)

    def worst_of(self, box: Box) -> Finding | None:
        """The worst open finding of what a box stands for, remembered for as long as the report."""
        shown = self.document.shown
        if self._worst is None or self._worst[0] is not shown:
            self._worst = shown, {}
        known = self._worst[1]
        if box.key not in known:
            known[box.key] = next(iter(self.findings_of(box.ids)), None)
        return known[box.key]

    def toggle_open(self, key: str) -> None:
        super().toggle_open(key.removesuffix(SPINES_OF).removesuffix(LEAVES_OF))

    def rebuild(self) -> None:
        self._worst = None
        super().rebuild()

    def wire_at(self, at: QPointF) -> Wire | None:
        if self._segments is None or self._segments[0] is not self.drawing:
            lines = [(w, *p, *q) for w in self.drawing.wires for p, q in w.segments()]
            places = np.array([line[1:] for line in lines], float).reshape(-1, 4)
            self._segments = self.drawing, places, [line[0] for line in lines]
        _, places, wires = self._segments
        if not len(places):
            return None
        start, along = places[:, :2], places[:, 2:] - places[:, :2]
        off = np.array([at.x(), at.y()]) - start
        length = np.maximum((along**2).sum(axis=1), 1e-9)
        t = np.clip((off * along).sum(axis=1) / length, 0.0, 1.0)
        far = ((off - t[:, None] * along) ** 2).sum(axis=1)
        best = int(far.argmin())
        return wires[best] if far[best] <= 25.0 else None

    def tip(self, key: str) -> Verdict | None:
        box = self.drawing.by_key.get(key)
        if box is not None:
            found = self.worst_of(box)
            project = self.document.shown.project
            lines = () if found is None else ((found.severity, sentence(found, project, self.units)),)
            return Verdict(self.name_of(box), lines, self._note(box))
        wire = next((w for w in self.drawing.wires if w.key == key), None)
        return None if wire is None else self._wire_tip(wire)

    def name_of(self, box: Box) -> str:
        """Full name of a box."""
        return self.report.project.name_of(box.ids[0]) if len(box.ids) == 1 else box.name

    def _note(self, box: Box) -> str:
        fabric = self.report.results.fabric
        if self.is_out(box):
            return "Out of service."
        if box.sign in (UNIT, BLOCK, BRACKET, SYSTEM) and fabric is not None:
            return ", ".join(count_texts(fabric, box.ids)) if len(box.ids) > 1 else ""
        load = self.flow.boxes.get(box.key)
        return "" if load is None else f"Fullest cable {number_text(load * 100.0, 0)} %, {self.choice}"

    def _wire_tip(self, wire: Wire) -> Verdict:
        a, b = (self.drawing.by_key[k] for k in (wire.a, wire.b))
        fabric = self.report.results.fabric
        rates = {r.gbps for i in wire.links if fabric and isinstance(r := fabric.records.get(i), LinkRecord)}
        rate = f" × {rates.pop():g}G" if len(rates) == 1 else " cables"
        title = f"{self.name_of(b)} – {self.name_of(a)}, {number_text(self.drawn.cables.get(wire.key, 0), 0)}{rate}"
        load = self.flow.wires.get(wire.key)
        if wire.sign == ACCESS:
            return Verdict(title, (), "Links of systems are full while their ports send at line rate.")
        if load is None:
            return Verdict(title, (), "Its load is not evaluated.")
        if not load.cables:
            return Verdict(title, (), "Out of service.")
        text = f"{number_text(load.gbps, 0)} of {number_text(load.rate_gbps, 0)} Gb/s, {self.choice}"
        return Verdict(title, (), f"{text}; fullest cable {number_text(load.fraction * 100.0, 0)} %")

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def drawing_rect(self) -> QRectF:
        stacked = self._panel_wide() < LEGEND_WIDE + FIGURES_WIDE + PANEL_GAP
        return (
            super()
            .drawing_rect()
            .adjusted(0.0, 0.0, 0.0, 24.0 + PANEL_HIGH * (2 if stacked else 1) + (PANEL_GAP if stacked else 0.0))
        )

    def _panel_wide(self) -> float:
        return max(self.drawing.width, 640.0)

    def ramp_pen(self, fraction: float, width: float) -> QPen:
        """Pen of a load."""
        place = min(load_class(fraction), CLASSES - 1) / (CLASSES - 1)
        pen = QPen(self.theme.ramp_color("load", FAINT + (1.0 - FAINT) * place))
        pen.setWidthF(width)
        pen.setCosmetic(True)
        return pen

    def _class_of(self, wire: Wire, flow: Flow) -> int:
        if wire.sign == ACCESS:
            a = self.drawing.by_key[wire.a]
            return OUT if self.is_out(a) else UNKNOWN
        load = flow.wires.get(wire.key)
        if load is None:
            return UNKNOWN
        return OUT if not load.cables else load_class(load.fraction)

    def strokes(self) -> tuple[dict[int, list[QLineF]], dict[int, list[QLineF]]]:
        """Lines between switches, and to systems, by class of load."""
        flow = self.flow
        if self._strokes is None or self._strokes[0] is not flow or self._strokes[1] is not self.drawing:
            trunks: dict[int, list[QLineF]] = defaultdict(list)
            access: dict[int, list[QLineF]] = defaultdict(list)
            for wire in self.drawing.wires:
                lines = (access if wire.sign == ACCESS else trunks)[self._class_of(wire, flow)]
                lines += [QLineF(*a, *b) for a, b in wire.segments()]
            self._strokes = flow, self.drawing, dict(trunks), dict(access)
        return self._strokes[2], self._strokes[3]

    def trunk_strokes(self, ink: Ink) -> list[Stroke]:
        """Lines between switches by pen, the least loaded first; a hatch over what is loaded above its rate."""
        trunks = self.strokes()[0]
        found = [(self.class_pen(ink, kind), trunks[kind]) for kind in sorted(trunks)]
        if OVER in trunks:
            found.append((screen_pen(ink, self.ground, THICK_PX, HATCH), trunks[OVER]))
        return found

    def class_pen(self, ink: Ink, kind: int) -> QPen:
        """Pen of a class of load, of the thickness in its middle."""
        if kind == OUT:
            return screen_pen(ink, "text3", 1.0, signs.DEAD_DASH)
        if kind == UNKNOWN:
            return screen_pen(ink, "rack_line", 1.0)
        crowded = len(self.drawing.wires) > CROWDED
        return self.ramp_pen(kind / CLASSES, thickness_px((kind + 0.5) / CLASSES, CROWDED_PX if crowded else THICK_PX))

    def paint_wires(self, ink: Ink, exposed: QRectF) -> None:
        """Links in the order of their load; those of the device in hand above the rest, which is dim."""
        for frame in self.drawn.frames.values():
            ink.frame(rect_of(frame), ink.pen("line", 1.0), "panel")
        if self._rects[0] is not self.drawing:
            self._rects = self.drawing, [rect_of(b.area) for b in self.drawing.boxes if b.sign == SYSTEM]
        rects = self._rects[1]
        if rects:
            ink.painter.setPen(ink.pen("rack_line", 1.0))
            ink.painter.setBrush(ink.color("rack"))
            ink.painter.drawRects(rects)
        focus = self._focus()
        p, opacity = ink.painter, DIM if focus else 1.0
        if self.lines is not None:
            drawn = self.flow, self.drawing, self.theme.dark
            if self._drawn != drawn:
                self._drawn = drawn
            self.lines.paint(p, lambda: self.trunk_strokes(ink), self._drawn, ink.color(self.ground), opacity)
        else:
            ink.smooth(True)
            p.setOpacity(opacity)
            for pen, lines in self.trunk_strokes(ink):
                p.setPen(pen)
                p.drawLines(lines)
            p.setOpacity(1.0)
        ink.smooth(False)
        for kind, lines in self.strokes()[1].items():
            p.setPen(self._access_pen(ink, kind))
            p.drawLines(lines)
        ink.smooth(True)
        for wire in focus:
            self.paint_wire(ink, wire, wire.key == self.hovered or self._is_chosen(wire))
        ink.smooth(False)

    def _access_pen(self, ink: Ink, kind: int) -> QPen:
        return self.class_pen(ink, kind) if kind == OUT else screen_pen(ink, "fabric", 1.5)

    def _is_chosen(self, wire: Wire) -> bool:
        if not self.selection.ids or not self.is_selected(wire.links):
            return False
        clicked = next((w for w in self.drawing.wires if w.key == self.chosen_wire), None)
        return wire.key == self.chosen_wire or clicked is None or not self.is_selected(clicked.links)

    def _focus(self) -> Sequence[Wire]:
        """Wires of the device under the mouse, else of what is selected; the least loaded first."""
        if not self.hovered and not self.selection.ids:
            return ()
        near = {self.hovered} if self.hovered in self.drawing.by_key else set()
        if not near and len(self.selection.ids) <= 64:
            near = {box.key for box in self.selected_boxes()}
        found = [
            w for w in self.drawing.wires if w.key == self.hovered or w.a in near or w.b in near or self._is_chosen(w)
        ]
        flow = self.flow.wires
        return sorted(found, key=lambda w: flow[w.key].fraction if w.key in flow else -1.0)

    def selected_boxes(self) -> list[Box]:
        return [] if len(self.selection.ids) > 20_000 else super().selected_boxes()

    def paint_wire(self, ink: Ink, wire: Wire, chosen: bool) -> None:
        kind = self._class_of(wire, self.flow)
        load = self.flow.wires.get(wire.key)
        if chosen:
            width = 1.0 + (thickness_px(load.fraction) if load is not None else 1.5)
            pen = screen_pen(ink, "selection", max(2.0, width))
        elif load is not None and load.cables:
            pen = self.ramp_pen(load.fraction, max(1.5, thickness_px(load.fraction)))
        else:
            pen = self._access_pen(ink, kind) if wire.sign == ACCESS else self.class_pen(ink, kind)
        ink.painter.setPen(pen)
        ink.painter.drawPolyline(_polygon(wire))

    def paint_box(self, ink: Ink, box: Box) -> None:
        chosen = self.is_selected(box.ids)
        if box.sign == SYSTEM and not chosen and self.hovered != box.key:
            return  # drawn with all others
        rect, words = rect_of(box.area), self.words_show(ink)
        out = self.is_out(box)
        if box.sign == BRACKET:
            self._bracket(ink, box, rect, chosen, words=words)
            return
        dash = signs.DEAD_DASH if out else ()
        pen = (
            ink.pen("selection", 2.0)
            if chosen
            else ink.pen(
                "text" if self.hovered == box.key else "rack_line", 1.5 if self.hovered == box.key else 1.0, dash
            )
        )
        fill = "sel_fill" if chosen else "canvas" if out else "rack"
        if box.sign == UNIT:
            if chosen and all(self.is_selected((i,)) for i in box.ids):
                ink.frame(rect_of(self.drawn.frames[box.key]), ink.pen("selection", 2.0))
            elif self.hovered == box.key:
                ink.frame(rect_of(self.drawn.frames[box.key]), ink.pen("text", 1.5))
            if words:
                ink.text(rect.left() + 8, rect.center().y(), box.name, "group_head", "text", "left")
                self._counts_right(ink, box, rect)
        else:
            if box.opens and len(box.ids) > 1:
                signs.stack(ink, rect, ink.pen("rack_line", 1.0))
            ink.frame(rect, pen, fill)
            if box.sign == BLOCK and words:
                self._block(ink, box, rect)
            elif box.sign != SYSTEM and words:
                self._switch(ink, box, rect, out=out)
        if out:
            signs.cross(ink, rect.adjusted(-3, -3, 3, 3))
        worst = self.worst_of(box) if box.sign != SYSTEM else None
        if worst is not None:
            ink.badge(rect.right() - 1.0, rect.top() + 1.0, worst.severity, 15.0, ring="canvas")

    def _switch(self, ink: Ink, box: Box, rect: QRectF, *, out: bool) -> None:
        ink.text(rect.center().x(), rect.top() + 14, box.name, "group_head", "text3" if out else "text")
        load = self.flow.boxes.get(box.key)
        if load is not None and not out:
            bar = QRectF(rect.left() + 6, rect.bottom() - 11, rect.width() - 12, 4)
            ink.bar(bar, min(load, 1.0), "text3" if load <= 1.0 else "text")

    def _counts_right(self, ink: Ink, box: Box, rect: QRectF) -> None:
        fabric = self.report.results.fabric
        text = "" if fabric is None else " · ".join(count_texts(fabric, box.ids))
        shift = 16 if self.worst_of(box) is not None else 8
        ink.text(rect.right() - shift, rect.center().y(), text, "caption", "text2", "right")

    def _block(self, ink: Ink, box: Box, rect: QRectF) -> None:
        fabric = self.report.results.fabric
        lines = () if fabric is None else count_texts(fabric, box.ids)
        x = rect.center().x()
        ink.text(x, rect.top() + 15, box.name, "group_head", "text", within=rect.width() - 4)
        for n, text in enumerate(lines):
            ink.text(x, rect.top() + 32 + 15 * n, text, "caption", "text2", within=rect.width() - 2)

    def _bracket(self, ink: Ink, box: Box, rect: QRectF, chosen: bool, *, words: bool) -> None:
        """What was opened: a line along it with its name."""
        token = "selection" if chosen else "text" if self.hovered == box.key else "rack_line"
        ink.painter.setPen(ink.pen(token, 1.0))
        y = rect.center().y()
        gap = ink.width(box.name, "caption") / 2 + 6 if words else 0.0
        middle = rect.center().x()
        for x, inner in ((rect.left(), middle - gap), (rect.right(), middle + gap)):
            ink.painter.drawLine(QLineF(x, y, inner, y))
            ink.painter.drawLine(QLineF(x, y - 5, x, y + 5))
        if words:
            ink.text(middle, y, box.name, "caption", "text2")

    # ---- legend and key figures --------------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What colours mean, and the figures of the fabric, below the drawing."""
        ink = self.ink(painter)
        if not self.drawing.boxes or not self.words_show(ink):
            return
        for words in self.drawing.words:  # on their own ground, above the lines that run through
            if words.area.left > 90.0:
                ink.fill(rect_of(words.area), self.ground)
                ink.text(words.area.middle[0], words.area.middle[1], words.text, words.role, "fabric")
        wide, top = self._panel_wide(), self.drawing.height + 24.0
        beside = wide >= LEGEND_WIDE + FIGURES_WIDE + PANEL_GAP
        legend = QRectF(0.0, top, LEGEND_WIDE if beside else wide, PANEL_HIGH)
        shown = QRectF(legend.right() + PANEL_GAP, top, wide - LEGEND_WIDE - PANEL_GAP, PANEL_HIGH) if beside else (
            legend.translated(0.0, PANEL_HIGH + PANEL_GAP)
        )  # fmt: skip
        for panel in (legend, shown):
            ink.frame(panel, ink.pen("line", 1.0), "panel")
        self._legend(ink, legend)
        self._figures(ink, shown)

    def paint_words(self, ink: Ink, words: Words) -> None:
        if words.area.left <= 90.0:
            super().paint_words(ink, words)

    def _legend(self, ink: Ink, rect: QRectF) -> None:
        ink.text(rect.left() + 14, rect.top() + 15, "Link load", "group_head", "text", "left")
        left, step = rect.left() + 84, 40.0
        for n in range(CLASSES):
            ink.fill(QRectF(left + n * step, rect.top() + 11, step, 8), self.ramp_pen(n / CLASSES, 1.0).color())
        for percent in (0, 25, 50, 75, 100):
            x = left + percent / 100.0 * CLASSES * step
            ink.text(x, rect.top() + 29, f"{percent}", "canvas_label", "text2")
        ink.text(left + CLASSES * step + 20, rect.top() + 29, "%", "canvas_label", "text3")
        y = rect.top() + 15
        x = left + CLASSES * step + 34
        for pen in (self.ramp_pen(1.0, THICK_PX), screen_pen(ink, "panel", THICK_PX, HATCH)):
            ink.painter.setPen(pen)
            ink.painter.drawLine(QLineF(x, y, x + 24, y))
        ink.text(x + 12, rect.top() + 29, "> 100", "canvas_label", "text2")
        note = f"{self.choice}. Thickness grows with load above 50 %."
        ink.text(rect.left() + 14, rect.top() + 47, note, "caption", "text3", "left", within=rect.width() - 20)

    def _figures(self, ink: Ink, rect: QRectF) -> None:
        flow = self.flow
        entries = list(figures(self.report, self.drawn.fabric))
        full = ("Fullest link", number_text(flow.fullest * 100.0, 0), "%")
        entries.append(full if flow.wires else ("Fullest link", "–", ""))
        if self.outage is not None and self.outage.units:
            entries[-2] = ("Cut off", number_text(flow.lost_systems, 0), "systems")
        step = rect.width() / len(entries)
        for n, (label, value, unit) in enumerate(entries):
            x = rect.left() + 14 + n * step
            ink.text(x, rect.top() + 17, label, "caption", "text2", "left")
            wide = ink.text(x, rect.top() + 40, value, "name", "text", "left")
            ink.text(x + wide + 4, rect.top() + 40, unit, "button", "text3", "left")


def _polygon(wire: Wire) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in wire.points])


def make_scene(document: Document, selection: Selection, theme: Theme) -> FabricScene:
    """The largest fabric for pictures and reports: all units in service."""
    return FabricScene(document, selection, theme)


__all__ = ["SWITCH", "FabricScene", "load_class", "make_scene", "thickness_px"]
