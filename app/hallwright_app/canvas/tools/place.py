"""Place a product from the palette: ghost at true scale, again and again until Esc."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.catalogue import catalogue
from hallwright.edits.arrange import mount, place_product
from hallwright.edits.deliver import with_power_shelves
from hallwright.edits.rack_up import place_with_rack, suitable_racks
from hallwright.equipment import kinds
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Drawn, Equipment, Mount, Placed, Point
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.equipment.system import System
from hallwright.equipment.tile import Tile
from hallwright.errors import EditRefused, HallwrightError
from hallwright.evaluate import Report
from hallwright.project import Product, Project
from hallwright_app.canvas import verdict
from hallwright_app.canvas.fit import free_shift, place_refusal
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.shapes import box_of
from hallwright_app.canvas.snapping import Snap, snap
from hallwright_app.canvas.tools.base import Tool
from hallwright_app.canvas.tools.select import draw_guides

_ON_FLOOR = frozenset({Mount.FLOOR, Mount.OUTDOOR, Mount.BUILDING})


def _brings_rack(kind: type[Equipment]) -> bool:
    """Whether a thing takes rack units: what only hangs in a rack cannot choose one for itself."""
    return Mount.RACK in kind.mounts and Mount.RACK_SIDE not in kind.mounts


class PlaceTool(Tool):
    """A ghost follows the mouse; a click places it. R turns it, Esc ends."""

    name = "place"
    hint = "Click to place, R to rotate, Alt suspends snap, Esc to end"
    cursor = Qt.CursorShape.CrossCursor
    key_snaps = True

    product: Product | None = None
    rotation_deg = 0.0
    _turned: str | None = None  # product that the rotation was chosen for
    _at: Point | None = None
    _ghost: Equipment | None = None
    _carrier: str | None = None
    _snap: Snap | None = None
    _reason = ""
    _free = False

    def start(self, product: Product) -> None:
        """Take a product in hand."""
        if self._turned is not None and self._turned != product.id:
            self.rotation_deg = 0.0  # the turn of one product says nothing about the next
        self._turned = product.id
        self.product, self._ghost, self._at = product, None, None
        self.view.say(f"{product.name}: {self.hint[0].lower()}{self.hint[1:]}")

    def hover(self, at: Point, free: bool = False) -> None:
        """Show the ghost at a point: on the floor, or in the rack or server under it."""
        if self.product is None:
            return
        self._at, self._free = at, free
        kind = kinds().get(self.product.kind)
        if kind is None or issubclass(kind, Drawn):
            self._refuse(f"{self.product.name} is drawn, not placed.")
            return
        self._carrier = self._carrier_at(at, kind)
        if self._carrier is not None:
            self._snap, self._ghost = None, self.document.project.equipment[self._carrier]
        else:
            self._aim(at, free)
        self.view.refresh()
        self.view.ask_preview(self._verdict, self._edit)

    def _carrier_at(self, at: Point, kind: type[Equipment]) -> str | None:
        """The rack, tank or server under the mouse that may carry the product."""
        project = self.document.project
        if issubclass(kind, Accelerator):
            rack_id = self.scene.hit(*at, want=Rack)
            servers = [i for i in self.document.report.topology.inside(rack_id or "") if i in project.equipment]
            systems = [s for s in (project.equipment[i] for i in sorted(servers)) if isinstance(s, System)]
            chosen = [s for s in systems if s.id in self.selection.ids] or [
                s for s in systems if s.accelerator_slots > s.accelerator_count
            ]
            return (chosen or systems)[0].id if systems else None
        if kind.mounts & {Mount.RACK, Mount.RACK_SIDE}:
            found = self.scene.hit(*at, want=Rack) or self.scene.hit(*at, want=ImmersionTank)
            if found is not None:
                return found
        return None

    def _aim(self, at: Point, free: bool) -> None:
        """Ghost of a floor-standing thing, or of the rack that a system would bring."""
        assert self.product is not None
        self._snap = None
        try:
            item = self._standing(self.document.project)
        except HallwrightError:
            self._ghost = None
            return
        box = box_of(item)
        if box is None:
            self._ghost = None
            return
        origin, tile = self.view.grid_at((at[0], at[1], at[0], at[1]))
        dx, dy = at[0], at[1]
        near = (at[0] - 6, at[1] - 6, at[0] + 6, at[1] + 6)
        others = [
            s.box
            for s in self.scene.shapes.within(near)
            if isinstance(s.item, Placed | Room) and not isinstance(s.item, Tile)
        ]
        self._snap = snap(box, dx, dy, others, self.scene.px_per_m, origin=origin, tile_m=tile, free=free)
        self._ghost = item.moved(self._snap.dx_m, self._snap.dy_m)

    def _standing(self, project: Project) -> Equipment:
        """What would stand on the floor, at the origin."""
        assert self.product is not None
        kind = kinds()[self.product.kind]
        base = Project(name="Ghost")
        if kind.mounts & _ON_FLOOR:
            after = place_product(base, self.product, 0.0, 0.0, self.rotation_deg, "New")
            return next(iter(after.equipment.values()))
        if not _brings_rack(kind):
            what = "a server" if kind.mounts & {Mount.SERVER} else "a rack"
            raise EditRefused(f"{self.product.name} needs {what}: drop it on one.")
        racks = suitable_racks(self.product, self._racks(project))
        if not racks:
            raise EditRefused(f"No rack of the catalogue takes {self.product.name}.")
        after = place_product(base, racks[0], 0.0, 0.0, self.rotation_deg, "New rack")
        return next(iter(after.equipment.values()))

    @staticmethod
    def _racks(project: Project) -> list[Product]:
        return [p for p in {**catalogue(), **project.products}.values() if p.kind == "rack"]

    def _edit(self, project: Project) -> Project:
        """The edit that a click makes: the product, with what it is delivered with."""
        after = self._placed(project)
        return with_power_shelves(after, [i for i in after.equipment if i not in project.equipment], catalogue())

    def _placed(self, project: Project) -> Project:
        if self.product is None or self._at is None:
            return project
        if self._carrier is not None:
            return mount(project, self.product, self._carrier)
        kind = kinds()[self.product.kind]
        if not isinstance(self._ghost, Placed):
            self._standing(project)  # says what it needs
            raise EditRefused(f"{self.product.name} cannot stand here.")
        x, y = round(self._ghost.x_m, 6), round(self._ghost.y_m, 6)
        if kind.mounts & _ON_FLOOR:
            return place_product(project, self.product, x, y, self.rotation_deg)
        return place_with_rack(project, self.product, x, y, self.rotation_deg, racks=self._racks(project))

    def _verdict(self, after: Report | None, reason: str) -> None:
        if self.product is None:
            return
        self._reason = reason
        if not reason and self._carrier is None and self._ghost is not None:
            self._reason = place_refusal(self.document.project, (self._ghost,), self.view.units)
        if self._reason:
            stands = self._carrier is None and isinstance(self._ghost, Placed)
            self.view.set_tip(verdict.refused(self._reason, "Nearest free place: press Tab" if stands else ""))
        elif after is not None:
            project = self.document.project
            new = [i for i in after.project.equipment.values() if i.id not in project.equipment]
            what = new[-1].name if new else self.product.name
            placed = next((i for i in new if isinstance(i, Placed) and i.rack_id), None)
            if placed is not None:
                rack = after.project.name_of(placed.rack_id or "")
                units = f", U{placed.u}–{placed.u + (placed.u_height or 1) - 1}" if placed.u else ""
                what = f"{placed.name} in {rack}{units}"
            elif isinstance(new[-1] if new else None, Accelerator) and self._carrier:
                what = f"{what} in {project.name_of(self._carrier)}"
            self.view.set_tip(verdict.fits(what, self.document.report, after, self.view.units))

    def _refuse(self, reason: str) -> None:
        self._ghost, self._reason, self._carrier = None, reason, None
        self.view.set_tip(verdict.refused(reason))

    def press(self, at: Point, event: QMouseEvent) -> None:
        self.drop(at, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))

    def drop(self, at: Point, free: bool = False) -> bool:
        """Place the product at a point; whether it was placed."""
        if self.product is None:
            return False
        self.hover(at, free)
        self.view.settle_preview()
        if self._reason:
            self.view.refuse(self._reason)
            return False
        return self._place()

    def _place(self) -> bool:
        assert self.product is not None
        before = set(self.document.project.equipment)
        edit, name = self._edit, self.product.name
        done = self.view.apply(f"Place {name}", edit)
        if done:
            self.selection.set(i for i in self.document.project.equipment if i not in before)
            self.view.end_preview()
        return done

    def move(self, at: Point, event: QMouseEvent) -> None:
        self.hover(at, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_R:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.rotation_deg = (self.rotation_deg + (270.0 if back else 90.0)) % 360.0
            if self._at is not None:
                self.hover(self._at, self._free)
            return True
        ghost = self._ghost
        if event.key() == Qt.Key.Key_Tab and self._reason and self._carrier is None and isinstance(ghost, Placed):
            near = free_shift(self.document.project, (ghost,))
            if near is None:
                self.view.refuse("There is no free place near.")
                return True
            self._ghost, self._reason = ghost.moved(*near), ""
            self._place()
            return True
        return False

    def cancel(self) -> bool:
        if self.product is None:
            return False
        self.product = self._ghost = self._snap = self._at = None
        self._reason = ""
        self.view.end_preview()
        self.view.set_tool("select")
        return True

    def leave(self) -> None:
        """The mouse left the plan: no ghost."""
        self._ghost = self._snap = None
        self.view.end_preview()
        self.view.refresh()

    def busy(self) -> bool:
        return self.product is not None

    def draw(self, ink: Ink) -> None:
        if self._ghost is None:
            return
        self.scene.draw_state(ink, (self._ghost,), "refused" if self._reason else "ghost")
        if self._snap is not None:
            draw_guides(ink, self._snap, self.view.length_text)
            if isinstance(self._ghost, Placed):
                self.scene.draw_clearance_of(ink, self._ghost, ink.pen("space", 1.0, (3, 3)))
