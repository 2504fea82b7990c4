"""The one-line as a scene: signs of the trade, live loads, and the state with units out of service."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from hallwright.diagrams.chain import BUS, LOADS, RACKS
from hallwright.diagrams.drawing import Box, Diagram, Wire
from hallwright.diagrams.one_line import one_line
from hallwright.diagrams.readings import Reading, carries, is_closed, kw_text, reading, records_of
from hallwright.diagrams.tripped import Tripped
from hallwright.engines.power.records import LOST, ElementFlow
from hallwright.engines.study.records import Study
from hallwright.evaluate import Report
from hallwright.units import number_text
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.diagrams import signs
from hallwright_app.diagrams.scene import SIDE_TOKENS, DiagramScene, rect_of, screen_pen
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.paint import SEVERITY_TOKEN, TICK_AT
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

BAR_PX = 64.0
LEGEND_PX = 28.0


class OneLineScene(DiagramScene):
    """The power chain.

    Parameters
    ----------
    outage : Outage or None
        Units out of service; None shows the normal state whatever is tripped.
    """

    title: ClassVar[str] = "One-line"
    empty: ClassVar[str] = "No power chain yet. Place a utility feed on the plan and connect it."

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
        self.study: Study | None = None  # its figures instead of the loads
        self._seen: tuple[Report, Tripped | None, Mapping[str, Any]] | None = None
        if outage is not None:
            outage.changed.connect(self.update)
        self.rebuild()

    def lay_out(self, report: Report) -> Diagram:
        return one_line(report, self.opened)

    # ---- what is read ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> Tripped | None:
        """The chain with units out of service; None where all are in service, and while an edit is previewed."""
        if self.outage is None or self.document.previewed is not None:
            return None
        return self.outage.state

    @property
    def records(self) -> Mapping[str, Any]:
        """Records of the state shown."""
        report, state = self.document.shown, self.state
        if self._seen is None or self._seen[0] is not report or self._seen[1] is not state:
            self._seen = report, state, records_of(report, state)
        return self._seen[2]

    def reading(self, box: Box) -> Reading:
        """Figures of a box now."""
        return reading(box, self.records, self.state)

    def study_text(self, box: Box) -> str:
        """Voltage drop and short-circuit current of an element, by the study; empty where it says nothing."""
        record = self.study.elements.get(box.ids[0]) if self.study is not None and len(box.ids) == 1 else None
        if record is None or box.sign == BUS:
            return ""
        text = f"{number_text(record.drop_fraction * 100.0, 1)} %"
        return text if record.fault_ka is None else f"{text} · {number_text(record.fault_ka, 1)} kA"

    def _studied(self, box: Box, found: Reading) -> Reading:
        """The figures of the study in the place of the load; its bar compares the fault with what gear bears."""
        if box.sign in (RACKS, LOADS) or self.study is None:
            return found
        record = self.study.elements.get(box.ids[0]) if len(box.ids) == 1 and box.sign != BUS else None
        text = self.study_text(box) or ("" if box.sign == BUS else "–")
        if record is None or record.bears_fault is None:
            return replace(found, text=text, value=None, limit=None)
        return replace(found, text=text, value=record.fault_ka, limit=record.interrupting_ka)

    def show_study(self, study: Study | None) -> None:
        """Show the figures of a study, or (None) the loads."""
        self.study = study
        self.update()

    def tip(self, key: str) -> Verdict | None:
        box = self.drawing.by_key.get(key)
        if box is None:
            wire = next((w for w in self.drawing.wires if w.key == key), None)
            if wire is None:
                return None
            a, b = (self.drawing.by_key[k] for k in (wire.a, wire.b))
            flow = sum(r.kw for i in wire.links if (r := self.records.get(i)) is not None)
            many = f"{len(wire.links)} links, " if len(wire.links) > 1 else ""
            return Verdict(f"{self.name_of(a)} to {self.name_of(b)}", note=f"{many}{kw_text(flow)}")
        verdict = super().tip(key)
        found = self.reading(box)
        notes = [found.text]
        if found.limit is not None and found.value is not None:
            unit = self._limit_unit(box)
            notes.append(f"limit {number_text(found.limit, 0)} {unit}")
        if found.unknown:
            notes.append(f"{found.unknown} of unknown demand left out")
        if self.study_text(box):
            notes.append(f"voltage drop and short circuit {self.study_text(box)}")
        lines = verdict.lines if verdict is not None else ()
        return Verdict(self.name_of(box), lines, note=", ".join(notes))

    def _limit_unit(self, box: Box) -> str:
        worst = max((r for i in box.ids if isinstance(r := self.records.get(i), ElementFlow)),
                    key=lambda r: r.utilisation or 0.0)  # fmt: skip
        by_kw = worst.out_kw / worst.limit_kw if worst.limit_kw else 0.0
        by_a = worst.amps / worst.limit_a if worst.limit_a else 0.0
        return "kW" if by_kw > by_a else "A"

    def name_of(self, box: Box) -> str:
        """Full name of a box."""
        project = self.report.project
        if box.sign == BUS:
            return f"Output of {project.name_of(box.ids[0])}"
        return project.name_of(box.ids[0]) if len(box.ids) == 1 and not box.opens else box.name

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def drawing_rect(self) -> QRectF:
        return super().drawing_rect().adjusted(0.0, 0.0, 0.0, LEGEND_PX)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What lines mean, below the drawing; and what is folded."""
        ink = self.ink(painter)
        if not self.drawing.boxes or not self.words_show(ink):
            return
        y = self.drawing.height + 20.0
        ink.text(0.0, y, " ".join(self.drawing.notes), "caption", "text3", "left")
        x = self.drawing.width
        sides = {wire.side for wire in self.drawing.wires}
        entries = [(f"Feed {s}", SIDE_TOKENS[s], s in "BD") for s in "ABCD" if s in sides]
        ink.text(x, y, "open", "caption", "text2", "right")
        x -= ink.width("open", "caption") + 16.0
        signs.breaker(ink, QPointF(x, y), "text2", closed=False)
        x -= 26.0
        for text, token, dashed in reversed(entries):
            ink.text(x, y, text, "caption", "text2", "right")
            x -= ink.width(text, "caption") + 8.0
            painter.setPen(ink.pen(token, 2.0, signs.FEED_DASH if dashed else ()))
            painter.drawLine(QPointF(x - 24.0, y), QPointF(x, y))
            x -= 40.0

    def _token(self, side: str) -> str:
        """Colour of a side; grey where feeds meet."""
        return SIDE_TOKENS.get(side, "rack_line")

    def paint_wire(self, ink: Ink, wire: Wire, chosen: bool) -> None:
        a, b = (self.reading(self.drawing.by_key[key]) for key in (wire.a, wire.b))
        on = is_closed(wire, a, b, self.records)
        token = self._token(wire.side) if on else "text3"
        dash: tuple[float, ...] = ()
        if not on and wire.sign in ("standby", "alternate"):
            dash = ()
        elif not on:
            dash = signs.DEAD_DASH
        elif wire.side in ("B", "D") and wire.sign == "branch":
            dash = signs.FEED_DASH
        width = 2.0 if on else 1.25
        if chosen:
            token, width = "selection", width + 1.0
        ink.painter.setPen(screen_pen(ink, token, width, dash))
        ink.painter.drawPolyline([QPointF(*p) for p in wire.points])
        for mark in wire.marks:
            signs.breaker(ink, QPointF(*mark), token, closed=on)

    def paint_box(self, ink: Ink, box: Box) -> None:
        found = self.reading(box)
        if box.sign != BUS:  # the UPS itself shows that it is selected
            self.paint_selection(ink, box)
        chosen = self.is_selected((*box.ids, *box.holds))
        token = "text3" if found.dead or found.idle else self._token(box.side)
        loads = box.sign in (RACKS, LOADS)
        line = "rack_line" if loads and not found.dead else token
        width = 1.25 if loads else 1.5
        pen = ink.pen(line, width, signs.DEAD_DASH if found.dead else ())
        rect = rect_of(box.area)
        if box.opens and box.sign not in ("switchgear", BUS):
            signs.stack(ink, rect, ink.pen(line, 1.0))
        self._sign(ink, box, rect, pen, token, "sel_fill" if chosen else "rack" if loads else "canvas")
        if self.words_show(ink):
            self._words_of(ink, box, found if self.study is None else self._studied(box, found))
        if found.tripped and box.sign != BUS:
            signs.cross(ink, rect.adjusted(-3, -3, 3, 3) if rect.height() > 8 else rect.adjusted(8, -9, -8, 9))
        foot = self.foot(box)
        if self.hovered == box.key and foot is not None:  # here a wire can be drawn from
            signs.circle(ink, QRectF(rect.center().x() - 4.0, foot - 4.0, 8.0, 8.0), ink.pen("accent", 1.5), "canvas")
        self.paint_badge(ink, box, *self._badge_place(ink, box, rect))

    @staticmethod
    def foot(box: Box) -> float | None:
        """Height at which wires leave a box; None for loads."""
        if box.sign in (RACKS, LOADS):
            return None
        below = box.label.width > 0.0 and box.label.top > box.area.bottom
        return box.label.bottom if below else box.area.bottom

    def _badge_place(self, ink: Ink, box: Box, rect: QRectF) -> tuple[float, float]:
        """Where no words stand: the upper corner away from them, or behind the name of a bus."""
        if box.sign in ("switchgear", BUS):
            return box.label.left + ink.width(box.name, "group_head") + 14.0, box.label.top + (
                8.0 if box.name else 23.0
            )
        left = box.label.width > 0.0 and box.label.left > rect.right()
        return (rect.left() - 2.0 if left else rect.right() + 2.0), rect.top() - 2.0

    def _sign(self, ink: Ink, box: Box, rect: QRectF, pen: QPen, token: str, fill: str) -> None:
        item = self.report.project.equipment.get(box.ids[0])
        match box.sign:
            case "utility":
                signs.circle(ink, rect, pen)
            case "transformer":
                signs.transformer(ink, rect, pen)
            case "generator":
                signs.generator(ink, rect, pen, "text2" if token == "text3" else token)
            case "ups":
                count = self.batteries.get(box.key, 0)
                if count:
                    signs.battery(ink, QPointF(rect.left(), rect.center().y()), pen, count)
                signs.ups(ink, rect, pen, token, dc=item is not None and item.kind == "rectifier")
            case "transfer":
                signs.transfer_switch(ink, rect, pen, alternate=self._on_alternate(box))
            case "switchgear" | "bus":
                signs.bar(ink, rect, token)
            case "load" | "racks":
                ink.frame(rect, pen, fill)
            case _:
                signs.panel(ink, rect, pen, fill, busway=self._is_busway(box), converts=self._converts(box))

    @property
    def batteries(self) -> Mapping[str, int]:
        """Batteries beside each UPS."""
        return {box.key: len(box.holds) for box in self.drawing.boxes if box.sign == "ups" and box.holds}

    def _on_alternate(self, box: Box) -> bool:
        """Whether a transfer switch takes its alternate input now."""
        into = [w for w in self.drawing.wires if w.b == box.key]
        fed = [w for w in into if carries(w, self.records) and not self.reading(self.drawing.by_key[w.a]).dead]
        return bool(fed) and all(w.sign == "alternate" for w in fed)

    def _words_of(self, ink: Ink, box: Box, found: Reading) -> None:
        rect, label = rect_of(box.area), rect_of(box.label)
        ground = "text3" if found.dead else "text"
        value = self._value_token(box, found)
        if box.sign in (RACKS, LOADS):
            ink.text(rect.center().x(), rect.top() + 14, box.name, "group_head", ground, within=rect.width())
            if not ink.text(rect.center().x(), rect.top() + 29, found.text, "caption", value, within=rect.width() - 4):
                ink.text(rect.center().x(), rect.top() + 29, found.text.split(" · ")[0], "caption", value)
        elif box.sign in ("utility", "transformer", "generator", "ups", "transfer", "switchgear", BUS):
            right = box.sign == "generator"
            x = label.right() if right else label.left()
            align = "right" if right else "left"
            y = label.top() + 8
            if box.name:
                ink.text(x, y, box.name, "group_head", ground, align)  # type: ignore[arg-type]
                y += 15
            elif box.sign == BUS:
                y += 15
            role = "group_head" if box.sign == BUS else "caption"
            ink.text(x, y, found.text, role, "text" if box.sign == BUS and not found.over else value, align)  # type: ignore[arg-type]
            if found.limit is not None and found.value is not None:
                self._bar(ink, QRectF(round(x - BAR_PX if right else x), round(y + 10), BAR_PX, 4), box, found)
        else:
            shift = QPointF(-6.0 if self._converts(box) else 0.0, 2.0 if self._is_busway(box) else 0.0)
            middle = rect.center() + shift
            ink.text(middle.x(), middle.y(), box.name, "group_head", ground)
            place = label.center().x(), label.top() + 8
            if not ink.text(*place, found.text, "caption", value, within=label.width() + 12.0):
                ink.text(*place, found.text.split(" · ")[-1], "caption", value)
            if found.limit is not None and found.value is not None:
                at = QRectF(round(label.center().x() - BAR_PX / 2), round(label.top() + 18), BAR_PX, 4)
                self._bar(ink, at, box, found)

    def _is_busway(self, box: Box) -> bool:
        item = self.report.project.equipment.get(box.ids[0])
        return item is not None and item.kind == "busway"

    def _converts(self, box: Box) -> bool:
        return any(not getattr(self.report.project.equipment.get(i), "is_rpp", True) for i in box.ids)

    def _value_token(self, box: Box, found: Reading) -> str:
        if found.dead:
            return "error" if found.state == LOST and self.state is not None else "text3"
        if self.study is not None:
            return "error" if found.over else "text2"
        if self.state is None:
            return "text2"
        if found.over or found.state == LOST:
            return "error"
        return "warning" if found.state else "text2"

    def _bar(self, ink: Ink, rect: QRectF, box: Box, found: Reading) -> None:
        assert found.value is not None and found.limit is not None
        token = "text3"
        if found.over:
            token = "error"
        elif self.state is None and self.study is None:
            finding = next(iter(self.findings_of(box.ids)), None)
            if finding is not None and finding.domain == "power":
                token = SEVERITY_TOKEN[finding.severity]
        ink.bar(rect, found.value / found.limit, token, tick=TICK_AT)


def make_scene(document: Document, selection: Selection, theme: Theme) -> OneLineScene:
    """The one-line for pictures and reports: all units in service."""
    return OneLineScene(document, selection, theme)
