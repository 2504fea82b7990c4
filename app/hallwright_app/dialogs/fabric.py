"""Generate a fabric: its kind, sizes, switches and racks, with a preview of what that makes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from hallwright.catalogue import catalogue
from hallwright.edits.generate import Preview, preview, systems_for, take_away
from hallwright.edits.ids import new_id
from hallwright.equipment.rack import Rack
from hallwright.errors import EditRefused, HallwrightError
from hallwright.fabrics.presets import PRESETS, preset_of
from hallwright.project import FabricRule, Product, Project
from hallwright.units import System, number_text, quantity_text
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.jobs import CancelToken, Jobs
from hallwright_app.parts import PlainLabel, button
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

JOB = "Fabric preview"
PAUSE_MS = 150  # after the last change, before the preview is made anew
NEW_RACK = "generic-eia-48u-800x1200"
AUTO = "as needed"
NUMBERS = {  # field: label, and what 0 stands for
    "nic_split": ("Split each network port into", ""),
    "planes": ("Planes", ""),
    "leaves_a_unit": ("Leaves a system reaches", "one a rail"),
    "unit_systems": ("Systems that share leaves", "as many as fit"),
    "tiers": ("Tiers", AUTO),
    "routers_a_group": ("Leaves or routers a group", ""),
    "spines_a_group": ("Spines a group", ""),
    "globals_a_router": ("Links onwards from a switch", ""),
}
MOST = {"nic_split": 8, "planes": 16, "tiers": 3}
RATIOS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 16.0)


def _previewed(
    token: CancelToken, project: Project, rule: FabricRule, products: list[Product], rack: Product | None
) -> tuple[Preview, Project]:
    token.check()
    return preview(project, rule, products, new_rack=rack)


class FabricDialog(FormDialog):
    """Asks for a fabric's rule; `rule` and `made` (the project with it, or without where `removed`) hold the answer."""

    def __init__(
        self,
        theme: Theme,
        project: Project,
        selected: tuple[str, ...],
        jobs: Jobs,
        units: System,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, "Generate fabric", "Generate",
            "Switches, ports and cables by rule. It can be resized later; what you change by hand stays.", parent,
        )  # fmt: skip
        self._project, self._jobs, self._units = project, jobs, units
        self._selected = selected
        self._products = [p for p in catalogue().values() if p.kind in ("switch", "cable", "rack")]
        self.rule: FabricRule | None = None
        self.made: Project | None = None
        self._rows: dict[str, QWidget] = {}
        self._filling = False
        self._accept_when_ready = False

        self.fabric = QComboBox()
        self.fabric.addItem(tr("New fabric"), None)
        for rule in project.fabrics.values():
            self.fabric.addItem(rule.name, rule.id)
        self.kind = QComboBox()
        for name, preset in PRESETS.items():
            self.kind.addItem(tr(preset.label), name)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.systems = QComboBox()
        self.leaf, self.spine, self.racks = QComboBox(), QComboBox(), QComboBox()
        switches = {p.id: p for p in (*self._products, *project.products.values()) if p.kind == "switch"}
        self.spine.addItem(tr("As the leaves"), None)
        for product in switches.values():
            self.leaf.addItem(product.name, product.id)
            self.spine.addItem(product.name, product.id)
        for box in (self.leaf, self.spine, self.systems, self.racks):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(32)
        racks = {i for i in selected if isinstance(project.equipment.get(i), Rack)}
        self.racks.addItem(tr("Any rack with free units"), ("any", ()))
        self.racks.addItem(tr("Any rack, then new ones"), ("more", ()))
        if racks:
            self.racks.addItem(tr("{} selected racks").format(len(racks)), ("any", tuple(sorted(racks))))
        holders = {e.carrier_id() for e in project.equipment.values() if e.kind == "system"}
        free = tuple(r.id for r in project.all(Rack) if r.id not in holders)
        if free:
            self.racks.addItem(tr("{} racks without systems").format(len(free)), ("any", free))

        if project.fabrics:
            self.field("Fabric", self.fabric)
        self.field("Kind", self.kind)
        self.field("Name", self.name)
        self.field("Systems", self.systems)
        self.field("Leaf switch", self.leaf)
        self.field("Spine switch", self.spine)
        for key, (label, zero) in NUMBERS.items():
            spin = QSpinBox()
            spin.setRange(0 if zero else 1, MOST.get(key, 1000))
            spin.setSpecialValueText(tr(zero) if zero else "")
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._changed)
            self._row(key, label, spin)
        self.ratio = QComboBox()
        for ratio in RATIOS:
            self.ratio.addItem(f"{ratio:g} : 1", ratio)
        self._row("oversubscription", "Oversubscription at most", self.ratio)
        self.dims = QLineEdit()
        self._row("dims", "Nodes along each dimension", self.dims)
        self.uplink = QComboBox()
        for gbps in (None, 100.0, 200.0, 400.0, 800.0, 1600.0):
            self.uplink.addItem(tr("as the network ports") if gbps is None else f"{gbps:g} Gb/s", gbps)
        self._row("uplink_gbps", "Uplinks", self.uplink)
        self.field("Switches stand in", self.racks)

        self._card()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.fabric.currentIndexChanged.connect(self._choose_fabric)
        self.kind.currentIndexChanged.connect(self._choose_kind)
        for box in (self.systems, self.leaf, self.spine, self.racks, self.ratio, self.uplink):
            box.currentIndexChanged.connect(self._changed)
        for line in (self.name, self.dims):
            line.textChanged.connect(self._changed)
        self.finished.connect(lambda _: jobs.cancel(JOB))
        self.removed = False
        self.drop = button("Remove this fabric", self._remove)
        self.drop.setVisible(False)
        self.buttons.insertWidget(0, self.drop)
        self._choose_kind()
        self.resize(880, 640)

    # ---- form --------------------------------------------------------------------------------------------------------

    def _row(self, key: str, label: str, widget: QWidget) -> None:
        self.field(label, widget)
        self._rows[key] = widget

    def _card(self) -> None:
        """Put the preview at the right of the form."""
        card = QFrame()
        card.setProperty("surface", "panel")
        card.setMinimumWidth(320)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(PlainLabel(self._theme, tr("What it makes"), "caption_head", "text2"))
        self.note = PlainLabel(self._theme, "", "body", "text2")
        self.note.setWordWrap(True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self.shown: list[tuple[PlainLabel, PlainLabel]] = []
        self.problem = PlainLabel(self._theme, "", "body", "error")
        self.problem.setWordWrap(True)
        column.addWidget(self.note)
        column.addLayout(self.grid)
        column.addWidget(self.problem)
        column.addStretch(1)
        self.column.removeItem(self.form)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(self.form, 3)
        row.addWidget(card, 2)
        self.column.insertLayout(2, row, 1)

    def _choose_fabric(self) -> None:
        rule = self._project.fabrics.get(self.fabric.currentData() or "")
        self._filling = True
        if rule is not None:
            self.kind.setCurrentIndex(max(0, self.kind.findData(preset_of(rule))))
        self._filling = False
        self._choose_kind()

    def _choose_kind(self) -> None:
        """Show what this kind asks for, with its values, or those of the fabric that is chosen."""
        if self._filling:
            return
        preset = PRESETS[self.kind.currentData()]
        old = self._project.fabrics.get(self.fabric.currentData() or "")
        self._filling = True
        self.drop.setVisible(old is not None)
        for key, widget in self._rows.items():
            holder = widget.parentWidget()
            assert holder is not None  # each field stands in one with room for its error
            self.form.setRowVisible(holder, key in preset.asks)

        def value(key: str) -> Any:
            default = FabricRule.model_fields[key].get_default(call_default_factory=True)
            return getattr(old, key) if old is not None else preset.values.get(key, default)

        for key in NUMBERS:
            spin = self._rows[key]
            assert isinstance(spin, QSpinBox)
            spin.setValue(value(key) or spin.minimum())
        self.ratio.setCurrentIndex(max(0, self.ratio.findData(value("oversubscription"))))
        self.uplink.setCurrentIndex(max(0, self.uplink.findData(value("uplink_gbps"))))
        self.dims.setText(" × ".join(map(str, value("dims"))))
        self.leaf.setCurrentIndex(max(0, self.leaf.findData(old.leaf if old else preset.leaf)))
        self.spine.setCurrentIndex(max(0, self.spine.findData(old.spine if old else preset.spine)))
        if old is not None:
            self.name.setText(old.name)
        else:
            self.name.setText(self._new_name(preset.label))
        self._list_systems(value("role"), old)
        self.note.setText(tr(preset.note))
        self._filling = False
        self._changed()

    def _remove(self) -> None:
        """Take the fabric away, with its switches and links."""
        self.rule = self._project.fabrics[self.fabric.currentData()]
        self.made, self.removed = take_away(self._project, self.rule.id), True
        self.accept()

    def _new_name(self, label: str) -> str:
        taken = {rule.name for rule in self._project.fabrics.values()}
        stem = {"Rail-optimised Clos": "Compute", "Plain fat tree": "Compute"}.get(label, label)
        return next(n for k in range(1, 1000) if (n := stem if k == 1 else f"{stem} {k}") not in taken)

    def _list_systems(self, role: str, old: FabricRule | None) -> None:
        self.systems.clear()
        if old is not None:
            self.systems.addItem(tr("{:,} as before").format(len(old.systems)), old.systems)
        fabric = old.id if old is not None else None
        every = systems_for(self._project, role, fabric=fabric)
        some = systems_for(self._project, role, set(self._selected), fabric=fabric) if self._selected else ()
        if some:
            self.systems.addItem(tr("{:,} selected with free {} ports").format(len(some), role), some)
        if old is not None:  # whoever has a place keeps it
            every = (*old.systems, *(i for i in every if i not in set(old.systems)))
        if every:
            self.systems.addItem(tr("All {:,} with free {} ports").format(len(every), role), every)
        if not self.systems.count():
            self.systems.addItem(tr("None has free {} ports").format(role), ())

    def _dims(self) -> tuple[int, ...]:
        words = self.dims.text().replace("×", " ").replace("x", " ").replace(",", " ").split()
        if not words or not all(w.isdecimal() and 0 < len(w) < 6 for w in words):
            raise EditRefused("Write the nodes along each dimension, such as 4 × 4 × 4.")
        return tuple(int(w) for w in words)

    def _values(self) -> FabricRule:
        """The rule as the form has it."""
        preset = PRESETS[self.kind.currentData()]
        old = self._project.fabrics.get(self.fabric.currentData() or "")
        alike = old is not None and preset_of(old) == self.kind.currentData()
        values: dict[str, Any] = dict(old) if old is not None and alike else {**preset.values}
        for key in preset.asks:
            widget = self._rows[key]
            if isinstance(widget, QSpinBox):
                default = FabricRule.model_fields[key].get_default()
                values[key] = widget.value() if widget.value() else default
        if "oversubscription" in preset.asks:
            values["oversubscription"] = self.ratio.currentData()
        if "uplink_gbps" in preset.asks:
            values["uplink_gbps"] = self.uplink.currentData()
        if "dims" in preset.asks:
            values["dims"] = self._dims()
        name = " ".join(self.name.text().split())
        if not name:
            raise EditRefused("A fabric needs a name: its switches are named after it.")
        if not self.systems.currentData():
            raise EditRefused(f"No system here has free {preset.role} ports.")
        return FabricRule(
            **{
                **values,
                "id": old.id if old is not None else new_id(self._project, "fabric", name),
                "name": name,
                "topology": preset.topology,
                "systems": tuple(self.systems.currentData() or ()),
                "racks": self.racks.currentData()[1],
                "leaf": self.leaf.currentData(),
                "spine": self.spine.currentData(),
                "exceptions": old.exceptions if old is not None else (),
            }
        )

    # ---- preview -----------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._filling:
            return
        self.made = None
        self.clear_errors()
        self._timer.start()

    def _ask(self) -> None:
        """Work the fabric out, off this thread."""
        try:
            self.rule = self._values()
        except HallwrightError as error:
            self._refused(error)
            return
        self.problem.setText("")
        more = self.racks.currentData()[0] == "more"
        rack = catalogue()[NEW_RACK] if more else None
        self._jobs.run_job(
            JOB, _previewed, self._project, self.rule, self._products, rack, on_ok=self._show, on_error=self._refused
        )

    def _refused(self, error: HallwrightError) -> None:
        self.made, self._accept_when_ready = None, False
        self._fill_grid([])
        self.problem.setText(error.text)
        self.verb.setEnabled(False)

    def _show(self, answer: tuple[Preview, Project]) -> None:
        found, self.made = answer
        self.problem.setText("")
        self.verb.setEnabled(True)
        self._fill_grid(self._lines(found))
        if self._accept_when_ready:
            self.accept()

    def _fill_grid(self, rows: list[tuple[str, str]]) -> None:
        while len(self.shown) < len(rows):
            pair = PlainLabel(self._theme, "", "body", "text2"), PlainLabel(self._theme, "", "body")
            for n, label in enumerate(pair):
                label.setWordWrap(n == 1)
                self.grid.addWidget(label, len(self.shown), n, Qt.AlignmentFlag.AlignTop)
            self.shown.append(pair)
        for n, (name, value) in enumerate(self.shown):
            name.setVisible(n < len(rows))
            value.setVisible(n < len(rows))
            if n < len(rows):
                name.setText(tr(rows[n][0]))
                value.setText(rows[n][1])
                value.setAccessibleName(f"{tr(rows[n][0])}: {rows[n][1]}")

    def _lines(self, found: Preview) -> list[tuple[str, str]]:
        plan = found.plan
        topology = PRESETS[self.kind.currentData()].topology
        low = {"dragonfly": "routers", "torus": "nodes"}.get(topology, "leaves")
        words = {"leaf": low, "spine": "spines", "core": "cores"}
        boxes = [(words[tier], count) for tier in words if (count := plan.switches(tier))]
        total = sum(count for _, count in boxes)
        lines = [
            ("Tiers", f"{plan.tiers}"),
            ("Switches", f"{total:,}: " + ", ".join(f"{count:,} {word}" for word, count in boxes)),
            ("Cables", f"{plan.links:,}"),
        ]
        ratio = plan.oversubscription
        if ratio is not None:
            lines.append(("Oversubscription", f"{number_text(ratio, 2)} : 1 at the worst leaf"))
        left = ", ".join(f"{count:,} at {words[tier]}" for tier, count in plan.ports_left.items())
        lines.append(("Ports left over", left))
        if found.watts_kw is not None:
            lines.append(("Switches draw", f"{quantity_text(found.watts_kw, 'kW', self._units)} at most"))
        lines.append(
            (
                "Power left",
                "not known: no rack PDU there states a rating"
                if found.left_kw is None
                else f"{quantity_text(found.left_kw, 'kW', self._units)} on the PDUs of their racks, one feed lost",
            )
        )
        if found.new_racks:
            lines.append(("New racks", f"{found.new_racks:,}, without power yet"))
        if found.unserved:
            lines.append(("No product", f"{found.unserved:,} cables: none in the catalogue fits their ports"))
        if self.made is not None and self.rule is not None:
            kept = sum(p.count for p in self.made.fabrics[self.rule.id].exceptions)
            if kept:
                lines.append(("By hand", f"{kept:,} ports stay as they were changed"))
        return lines

    def accept(self) -> None:
        """Take the fabric as previewed; wait for the preview where it is under way."""
        if self.made is None:
            self._accept_when_ready = True
            if not self._timer.isActive():
                return
            self._timer.stop()
            self._ask()
            return
        self._accept_when_ready = False
        super().accept()

    def edit(self) -> Callable[[Project], Project]:
        """The edit that makes what was shown."""
        base, made = self._project, self.made
        assert made is not None

        def apply(project: Project) -> Project:
            if project is not base:
                raise EditRefused("The design changed while the fabric was worked out. Generate it again.")
            return made

        return apply
