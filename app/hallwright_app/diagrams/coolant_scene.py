"""The coolant loops as a scene: signs of the trade, live figures, and the loops with units out of service."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from hallwright.diagrams.coolant import (
    CONDENSER,
    HEADER,
    RETURN,
    RETURN_PX,
    SUPPLY,
    SUPPLY_PX,
    coolant_diagram,
    headers_of,
)
from hallwright.diagrams.coolant_readings import DEAD, FINE, Shown, header_reading, pipe_reading, reading
from hallwright.diagrams.drawing import Box, Diagram, Wire
from hallwright.diagrams.loops import CDU, COIL, PLANT, TOWER
from hallwright.engines.coolant.records import Loop
from hallwright.engines.cooling.throttling import Throttle, throttling_of
from hallwright.equipment.cdu import Cdu
from hallwright.evaluate import Report
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.diagrams import pipe_signs, signs
from hallwright_app.diagrams.scene import DiagramScene, rect_of, screen_pen
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

TOKENS = {SUPPLY: "supply", RETURN: "ret", CONDENSER: "rack_line"}
LEGEND_PX = 28.0
CHEVRONS_PX = 140.0  # between the chevrons of a header
STUB_PX = 56.0  # shorter pipes have no chevron
VALVE_PX = 13.0  # from the sign to the middle of its valve


class CoolantScene(DiagramScene):
    """The loops.

    Parameters
    ----------
    outage : Outage or None
        Units out of service; None shows the normal state whatever is tripped.
    """

    title: ClassVar[str] = "Coolant"
    empty: ClassVar[str] = "No coolant loops yet. Place a plant and a CDU or a cooler with a water coil, and pipe them."

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
        self._ends: tuple[Diagram, Mapping[str, Any]] | None = None
        self._figures: tuple[Report, frozenset[str], str, dict[str, Shown]] | None = None
        self._slowed: tuple[Report, Mapping[str, Throttle]] | None = None
        if outage is not None:
            outage.changed.connect(self.update)
        self.rebuild()

    def lay_out(self, report: Report) -> Diagram:
        return coolant_diagram(report, self.opened)

    # ---- what is read ----------------------------------------------------------------------------------------------

    @property
    def out(self) -> frozenset[str]:
        """Units out of service in the state shown."""
        if self.outage is None or self.document.previewed is not None:
            return frozenset()
        return self.outage.coolant_out

    @property
    def state(self) -> Report:
        """The report of the state shown."""
        if self.out and self.outage is not None:
            return self.outage.coolant or self.document.shown
        return self.document.shown

    @property
    def records(self) -> Mapping[str, Any]:
        """Of the coolant engine, in the state shown."""
        coolant = self.state.results.coolant
        return {} if coolant is None else coolant.records

    @property
    def loops(self) -> tuple[Loop, ...]:
        """Of the coolant engine, in the state shown."""
        coolant = self.state.results.coolant
        return () if coolant is None else coolant.loops

    @property
    def ends(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """What gives to each header, and what takes from it."""
        if self._ends is None or self._ends[0] is not self.drawing:
            self._ends = self.drawing, headers_of(self.drawing)
        return self._ends[1]

    def reading(self, box: Box) -> Shown:
        """Figures of a box now."""
        state, out = self.state, self.out
        if self._figures is None or self._figures[:3] != (state, out, self.units) or self._figures[0] is not state:
            self._figures = state, out, self.units, {}
        known = self._figures[3]
        key = f"{box.key}\n{id(self.drawing)}"
        if key not in known:
            if box.sign == HEADER:
                known[key] = header_reading(box, self.ends[box.key], self.records, self.loops, self.units)
            else:
                tolerated = state.project.settings.flow_short_fraction
                known[key] = reading(box, self.records, tolerated, out, self.units, self._throttles(state))
        return known[key]

    def _throttles(self, state: Report) -> Mapping[str, Throttle]:
        """Systems that are slowed down in a state."""
        if self._slowed is None or self._slowed[0] is not state:
            self._slowed = state, throttling_of(state.project, state.results).systems
        return self._slowed[1]

    def tip(self, key: str) -> Verdict | None:
        box = self.drawing.by_key.get(key)
        if box is None:
            wire = next((w for w in self.drawing.wires if w.key == key), None)
            return None if wire is None else self._wire_tip(wire)
        found = self.reading(box)
        if box.sign == HEADER:
            return Verdict(box.name, note=found.note)
        verdict = super().tip(key)
        return Verdict(self.name_of(box), verdict.lines if verdict is not None else (), note=found.note)

    def _wire_tip(self, wire: Wire) -> Verdict:
        if wire.sign == CONDENSER:
            return Verdict("Condenser water", note="Not solved as a network: the balance only asks for a tower.")
        ends = [self.drawing.by_key[k] for k in (wire.a, wire.b) if k]
        header = next(b for b in ends if b.sign == HEADER)
        unit = next((b for b in ends if b.sign != HEADER), None)
        side = "supply" if wire.side == SUPPLY else "return"
        if unit is None:
            return Verdict(f"{header.name}, {side}", note=self.reading(header).note)
        text = pipe_reading(unit, header.key, self.records, self.units)
        return Verdict(f"{self.name_of(unit)}, {header.name.lower()} {side}", note=text)

    def name_of(self, box: Box) -> str:
        """Full name of a box."""
        project = self.report.project
        return project.name_of(box.ids[0]) if len(box.ids) == 1 and not box.opens else box.name

    def box_key(self, id: str) -> str:
        """Also pipes: those of a header."""
        found = super().box_key(id)
        if found or id not in self.report.project.links:
            return found
        chosen = set(self.selection.ids)
        return next((b.key for b in self.drawing.boxes if b.sign == HEADER and b.ids and set(b.ids) <= chosen), "")

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def drawing_rect(self) -> QRectF:
        return super().drawing_rect().adjusted(0.0, 0.0, 0.0, LEGEND_PX)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What lines mean, below the drawing; and what is folded."""
        ink = self.ink(painter)
        if not self.drawing.boxes or not self.words_show(ink):
            return
        y, x = self.drawing.height + 20.0, 0.0
        for text, token, dash in (("Supply", "supply", ()), ("Return", "ret", pipe_signs.RETURN_DASH)):
            painter.setPen(ink.pen(token, 3.0, dash))
            painter.drawLine(QPointF(x, y), QPointF(x + 28.0, y))
            x += 34.0 + ink.text(x + 34.0, y, text, "caption", "text2", "left") + 20.0
        ink.text(x, y, " ".join(self.drawing.notes), "caption", "text3", "left")

    def _flows(self, wire: Wire) -> bool:
        """Whether anything flows in a pipe."""
        if wire.sign == CONDENSER:
            return True
        return all(self.reading(self.drawing.by_key[key]).state != DEAD for key in (wire.a, wire.b) if key)

    def paint_wire(self, ink: Ink, wire: Wire, chosen: bool) -> None:
        on = self._flows(wire)
        token = TOKENS[wire.side] if on else "text3"
        dash: tuple[float, ...] = pipe_signs.RETURN_DASH if wire.side == RETURN else ()
        width = 1.5 if wire.sign == CONDENSER else 3.0
        if not on:
            dash, width = pipe_signs.DEAD_DASH, 1.5
        if chosen:
            width += 1.0
        ink.painter.setPen(screen_pen(ink, token, width, dash))
        points = [QPointF(*p) for p in wire.points]
        ink.painter.drawPolyline(points)
        if wire.sign == CONDENSER:
            return
        if on:
            self._chevrons(ink, wire, token)
        for mark in wire.marks:
            pipe_signs.tee(ink, QPointF(*mark), token)
        sign = self.drawing.by_key.get(wire.b)
        if wire.side == SUPPLY and sign is not None and sign.sign != HEADER:
            y = sign.area.top - VALVE_PX - (3.0 if sign.opens else 0.0)
            pipe_signs.valve(ink, QPointF(points[-1].x(), y), ink.pen(token, 1.25))

    @staticmethod
    def _chevrons(ink: Ink, wire: Wire, token: str) -> None:
        (x0, y0), (x1, y1) = wire.points[0], wire.points[-1]
        if wire.sign == HEADER:
            toward = (1, 0) if wire.side == SUPPLY else (-1, 0)
            x = x0 + CHEVRONS_PX
            while x < x1 - 10.0:
                pipe_signs.chevron(ink, QPointF(x, y0), toward, token)
                x += CHEVRONS_PX
        elif abs(y1 - y0) >= STUB_PX:
            pipe_signs.chevron(ink, QPointF(x0, (y0 + y1) / 2), (0, 1 if y1 > y0 else -1), token)

    def paint_selection(self, ink: Ink, box: Box) -> None:
        """A header is selected with all of its pipes, and stands out by them."""
        if box.sign == HEADER:
            if self.hovered == box.key:
                ink.frame(rect_of(box.area).adjusted(-4, -4, 4, 4), ink.pen("outline", 1.0))
            return
        super().paint_selection(ink, box)

    def paint_box(self, ink: Ink, box: Box) -> None:
        found = self.reading(box)
        self.paint_selection(ink, box)
        if box.sign == HEADER:
            if self.words_show(ink):
                self._header_words(ink, box, found)
            return
        rect = rect_of(box.area)
        dead = found.state == DEAD
        line = "text3" if dead else "rack_line"
        pen = ink.pen(line, 1.5, pipe_signs.DEAD_DASH if dead else ())
        if box.opens:
            signs.stack(ink, rect, ink.pen(line, 1.0))
        self._sign(ink, box, rect, pen, dead)
        if self.words_show(ink):
            self._unit_words(ink, box, found)
        if found.tripped:
            signs.cross(ink, rect.adjusted(-3, -3, 3, 3))
        if not found.tripped:
            x = rect.left() - 1.0 if box.label.width else rect.right() + 1.0  # where no words stand
            self.paint_badge(ink, box, x, rect.top() - 1.0)

    def _sign(self, ink: Ink, box: Box, rect: QRectF, pen: QPen, dead: bool) -> None:
        item = self.report.project.equipment.get(box.ids[0])
        match box.sign:
            case "plant":
                (pipe_signs.dry_cooler if item is not None and item.kind == "dry_cooler" else pipe_signs.chiller)(
                    ink, rect, pen
                )
            case "tower":
                pipe_signs.tower(ink, rect, pen)
            case "coil":
                pipe_signs.coil(ink, rect, pen)
            case "cdu":
                ink.frame(rect, pen, "canvas")
                tokens = ("text3", "text3") if dead else ("supply", "ret")
                pipe_signs.exchanger(ink, rect, *(ink.pen(t, 1.5) for t in tokens))
                pipe_signs.pump(ink, QPointF(rect.left() + 13.0, rect.bottom() - 9.0), 6.0, ink.pen(pen.color(), 1.25))
                if isinstance(item, Cdu) and self.words_show(ink):
                    ink.text(
                        rect.right() - 5.0, rect.bottom() - 9.0, pumps_text(item), "canvas_label", "text2", "right"
                    )
            case _:
                chosen = self.is_selected((*box.ids, *box.holds))
                ink.frame(rect, pen, "sel_fill" if chosen else "rack")

    def _unit_words(self, ink: Ink, box: Box, found: Shown) -> None:
        name = "text3" if found.state == DEAD else "text"
        value = self._token(found)
        rect, label = rect_of(box.area), rect_of(box.label)
        if box.sign in (TOWER, PLANT, CDU, COIL):
            y = label.top() + 8.0
            ink.text(label.left(), y, box.name, "group_head", name, "left")
            for n, text in enumerate(found.lines, start=1):
                ink.text(label.left(), y + 15.0 * n, text, "caption", value if n > 1 or len(found.lines) == 1 else
                         self._plain(found), "left")  # fmt: skip
            return
        x, y = rect.center().x(), rect.top() + 11.0
        ink.text(x, y, box.name, "group_head", name)
        for n, text in enumerate(found.lines, start=1):
            ink.text(x, y + 16.0 * n, text, "caption", value if n > 1 else self._plain(found))

    @staticmethod
    def _plain(found: Shown) -> str:
        return "text3" if found.state == DEAD and not found.tripped else "text2"

    @staticmethod
    def _token(found: Shown) -> str:
        """The line that says what is wrong."""
        if found.tripped:
            return "text2"
        return "text2" if found.state == FINE else "text3" if found.state == DEAD else "warning"

    def _header_words(self, ink: Ink, box: Box, found: Shown) -> None:
        rect = rect_of(box.area)
        dead = found.state == DEAD
        ink.text(rect.left(), rect.top() + 8.0, box.name, "group_head", "text3" if dead else "text", "left")
        fluid = found.note.partition(",")[0] if not dead else ""
        if fluid and len(fluid) <= 12:
            ink.text(rect.right() - 8.0, rect.top() + 8.0, fluid, "caption", "text3", "right")
        token = "text3" if dead else "text"
        for y, text in zip((SUPPLY_PX, RETURN_PX), found.lines, strict=True):
            ink.text(rect.left(), rect.top() + y - 9.0, text, "caption", token, "left")
            token = token if dead or found.state == FINE else "warning"  # heat that is not taken away


def pumps_text(item: Cdu) -> str:
    """Pumps that run and that are spare: 1+1."""
    fitted, standby = item.pump_counts()
    return f"{fitted - standby}+{standby}" if standby else str(fitted)


def make_scene(document: Document, selection: Selection, theme: Theme) -> CoolantScene:
    """The loops for pictures and reports: all units in service."""
    return CoolantScene(document, selection, theme)
