"""Connect: from a port of one thing to a port of another."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.catalogue import catalogue
from hallwright.edits.join import cables_for, join
from hallwright.edits.wire import compatible, points_taken
from hallwright.equipment.base import Equipment, Medium, Point, Port
from hallwright.errors import EditRefused
from hallwright.evaluate import Report
from hallwright.project import Product
from hallwright.rules.base import Severity
from hallwright_app.canvas import verdict
from hallwright_app.canvas.ink import Box, Ink
from hallwright_app.canvas.tools.base import Tool

PITCH_PX, SIZE_PX = 15.0, 9.0
MOST_SPOTS = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A port group with free points, drawn beside its thing."""

    item: Equipment
    port: Port
    free: int
    center: Point  # [m]


class ConnectTool(Tool):
    """Hover shows the ports of a thing; drag from one to a lit port of another."""

    name = "connect"
    hint = "Drag from a port to a lit port, Esc to cancel"
    cursor = Qt.CursorShape.CrossCursor
    medium: Medium | None = None  # show only ports of this medium; None = all

    _over: str | None = None
    key_step_m = 0.1
    _from: Spot | None = None
    _at: Point = (0.0, 0.0)
    _target: Spot | None = None
    _lit: tuple[Spot, ...] = ()
    _cables: tuple[Product, ...] = ()  # that would do between the ports, the shortest first
    _cable = 0  # the one that is taken

    # ---- ports as spots --------------------------------------------------------------------------------------------

    def _things(self, id: str) -> list[Equipment]:
        """A thing on the floor and all that stands in it."""
        project, topology = self.document.project, self.document.report.topology
        found, queue = [], [id]
        while queue:
            key = queue.pop(0)
            item = project.equipment.get(key)
            if item is not None:
                found.append(item)
                queue.extend(sorted(topology.inside(key)))
        return found

    def spots(self, id: str) -> list[Spot]:
        """Free port groups of a thing and of what stands in it; like ones of a rack's systems stand in one grid."""
        shape = self.scene.shapes.by_id.get(id)
        if shape is None:
            return []
        entries: list[tuple[Equipment, Port, int]] = []
        for item in self._things(id):
            for port in item.ports():
                if self.medium is not None and port.medium is not self.medium:
                    continue
                taken = points_taken(self.document.project, item.id, port.name)
                free = port.count - sum(1 for t in taken if t <= port.count)
                if free > 0:
                    entries.append((item, port, free))
        entries = entries[:MOST_SPOTS]
        return [Spot(i, p, f, c) for (i, p, f), c in zip(entries, self._centers(shape.box, len(entries)), strict=True)]

    def _centers(self, box: Box, count: int) -> list[Point]:
        """Places in a grid over the middle of a box, at a pitch that stays the same on screen."""
        pitch = PITCH_PX / self.scene.px_per_m
        columns = max(1, min(count, int((box[2] - box[0]) / pitch) or 1))
        rows = -(-count // columns) if count else 0
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return [
            (x + (n % columns - (columns - 1) / 2) * pitch, y + (n // columns - (rows - 1) / 2) * pitch)
            for n in range(count)
        ]

    def _spot_at(self, at: Point, spots: "tuple[Spot, ...] | list[Spot]") -> Spot | None:
        reach = 9.0 / self.scene.px_per_m
        near = [s for s in spots if abs(s.center[0] - at[0]) <= reach and abs(s.center[1] - at[1]) <= reach]
        return min(near, key=lambda s: (s.center[0] - at[0]) ** 2 + (s.center[1] - at[1]) ** 2, default=None)

    # ---- mouse -----------------------------------------------------------------------------------------------------

    def move(self, at: Point, event: QMouseEvent) -> None:
        self._at = at
        over = self.scene.hit(*at, tolerance_m=8.0 / self.scene.px_per_m)
        if over != self._over:
            self._over = over
            self._light()
        if self._from is None:
            spot = self._spot_at(at, self._lit)
            self.view.set_tip(None if spot is None else self._tip(spot))
        else:
            target = self._spot_at(at, self._lit)
            if target != self._target:
                self._target = target
                self._find_cables()
            self._judge()
        self.view.refresh()

    def _light(self) -> None:
        """Which ports are shown: those of the hovered thing, and while drawing the compatible ones around."""
        if self._from is None:
            self._lit = tuple(self.spots(self._over)) if self._over is not None else ()
            return
        found: list[Spot] = []
        start = self._from
        for shape in self.scene.shapes.within(self.view.shown_box()):
            if shape.item.ports() or self.document.report.topology.inside(shape.id):
                found.extend(
                    s for s in self.spots(shape.id) if s.item.id != start.item.id and not compatible(start.port, s.port)
                )
            if len(found) > 600:
                break
        self._lit = tuple(found)

    def _tip(self, spot: Spot) -> verdict.Verdict:
        port = spot.port
        label = port.label or port.name
        return verdict.Verdict(f"{spot.item.name}, {label}", (), f"{spot.free} of {port.count} free")

    def _judge(self) -> None:
        start, end = self._from, self._target
        if start is None:
            return
        if end is None:
            self.document.end_preview()
            self.view.set_tip(verdict.Verdict(f"From {start.item.name}, {start.port.label or start.port.name}"))
            return
        self.view.ask_preview(self._verdict, join, *self._ends(start, end), self.product)

    @staticmethod
    def _ends(start: Spot, end: Spot) -> tuple[str, str, str, str]:
        return start.item.id, start.port.name, end.item.id, end.port.name

    @property
    def product(self) -> Product | None:
        """The cable that will join the ports; None where none is known that fits."""
        return self._cables[self._cable] if self._cables else None

    def _find_cables(self) -> None:
        """The cables between the port at hand and the one under the mouse."""
        self._cables, self._cable = (), 0
        start, end = self._from, self._target
        if start is not None and end is not None and start.port.medium is Medium.FABRIC:
            project = self.document.project
            pool = {**catalogue(), **project.products}.values()
            with suppress(EditRefused):  # the verdict says why the two do not join
                self._cables = tuple(cables_for(project, *self._ends(start, end), pool))

    def _verdict(self, after: Report | None, reason: str) -> None:
        start, end = self._from, self._target
        if start is None or end is None:
            return
        if reason:
            self.view.set_tip(
                verdict.Verdict("Cannot be joined", ((Severity.ERROR, reason.rstrip(".")),), refused=True)
            )
        elif after is not None:
            what = f"{start.item.name} – {end.item.name}"
            tip = verdict.fits(what, self.document.report, after, self.view.units)
            notes = (tip.note, self._cable_note())
            self.view.set_tip(replace(tip, note=". ".join(note for note in notes if note)))

    def _cable_note(self) -> str:
        if self.product is None:
            return ""
        name, more = self.product.name, len(self._cables)
        return f"{name}; {self._cable + 1} of {more} that fit, Tab for the next" if more > 1 else name

    def press(self, at: Point, event: QMouseEvent) -> None:
        if self._from is not None:
            self.release(at, event)
            return
        over = self.scene.hit(*at, tolerance_m=8.0 / self.scene.px_per_m)
        self._over, self._at = over, at
        self._light()
        spot = self._spot_at(at, self._lit)
        if spot is None and over is not None and self._lit:
            if len({s.item.id for s in self._lit}) > 1 and len(self._lit) > 1:
                self.view.refuse("Press on one of the ports that are shown.")
                return
            spot = self._lit[0]
        if spot is not None:
            self._from, self._target = spot, None
            self._light()
            self.view.refresh()

    def release(self, at: Point, event: QMouseEvent) -> None:
        start = self._from
        if start is None:
            return
        end = self._spot_at(at, self._lit)
        if end is None:
            if self._spot_at(at, (start,)) is None:  # let go on nothing: the line springs back
                self._stop()
            return  # a click on the port itself: the line follows until the next click
        if end is not self._target:
            self._target = end
            self._find_cables()
        if self.view.apply(
            f"Connect {start.item.name} and {end.item.name}",
            join,
            *self._ends(start, end),
            self.product,
        ):
            self.view.say(f"{start.item.name} and {end.item.name} are connected")
        self._stop()

    def _stop(self) -> None:
        self._from = self._target = None
        self._cables, self._cable = (), 0
        self._lit = ()
        self._over = None
        self.view.end_preview()
        self.view.refresh()

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Tab and len(self._cables) > 1:
            self._cable = (self._cable + 1) % len(self._cables)
            self._judge()
            return True
        return False

    def busy(self) -> bool:
        return self._from is not None

    def cancel(self) -> bool:
        if self._from is None:
            return False
        self._stop()
        return True

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, ink: Ink) -> None:
        grounds: dict[str, list[Spot]] = defaultdict(list)
        for spot in self._lit:
            grounds[spot.item.id].append(spot)
        p = ink.painter
        for spot in (*self._lit, *((self._from,) if self._from else ())):
            c = ink.point(*spot.center)
            token = {Medium.POWER: "power_a", Medium.COOLANT: "supply", Medium.FABRIC: "fabric"}[spot.port.medium]
            near = self._from is not None and self._target is spot
            rect = QRectF(round(c.x() - SIZE_PX / 2), round(c.y() - SIZE_PX / 2), SIZE_PX, SIZE_PX)
            ink.smooth(True)
            p.setPen(ink.pen("accent" if near or spot is self._from else token, 2.0))
            p.setBrush(ink.color("sel_fill" if near else "panel"))
            if spot.port.medium is Medium.FABRIC:
                p.drawRect(rect)
            else:
                p.drawEllipse(rect)
            if spot.port.flow == "out":
                p.setBrush(ink.color(token))
                p.drawEllipse(c, 2.0, 2.0)
            ink.smooth(False)
        if self._from is not None:
            a = ink.point(*self._from.center)
            b = ink.point(*(self._target.center if self._target else self._at))
            ink.smooth(True)
            p.setPen(ink.pen("accent", 2.0, round_=True))
            p.drawPolyline([a, QPointF(b.x(), a.y()), b])
            ink.smooth(False)
