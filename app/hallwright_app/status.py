"""Status bar: where the pointer is, units, what the mouse does; figures of the hall, findings, time of the check."""

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from hallwright.evaluate import Report
from hallwright.units import UNITS, System, number_text
from hallwright_app.document import Document
from hallwright_app.paint import put
from hallwright_app.parts import ElidedLabel, PlainLabel, plain_tip
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

SAY_MS = 8_000

FIGURES = {
    "GPUs": "Accelerators, cards in servers included",
    "IT": "Demand of all IT loads, on the basis chosen in the project",
    "Cooling": "Heat that the coolers take out of air and liquid",
    "PUE": "PUE at design load: power drawn from all sources over IT power, with losses of the chain, fans and pumps. "
    "It is not the year's average: weather and part load are not in it. See docs/how-numbers-are-made.md.",
}


class Counts(QWidget):
    """Findings by severity, each with its sign; a click goes to the next one."""

    clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: list[tuple[str, str]] = []
        self.setFixedHeight(24)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Take over the counts."""
        parts = [
            (kind, f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}")
            for kind in ("error", "warning", "hint")
            if counts[kind]
        ]
        if not parts:
            parts = [("ok", "no findings")] if not counts["not_evaluated"] else []
        if counts["not_evaluated"]:
            parts.append(("", f"{counts['not_evaluated']} not evaluated"))
        if parts != self._parts:
            self._parts = parts
            metrics = self.fontMetrics()
            width = sum(metrics.horizontalAdvance(text) + (34 if sign else 16) for sign, text in parts)
            self.setFixedWidth(width + 4)
            self.setAccessibleName(", ".join(text for _, text in parts))
            self.setToolTip(plain_tip("Next finding (F8)"))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font, x = self._theme.font("caption"), 6.0
        for sign, text in self._parts:
            if sign:
                self._theme.paint_badge(painter, QRectF(x, 6, 12, 12), sign)
                x += 18
            x += put(painter, QRectF(x, 0, 300, 24), text, font, self._theme.color("text")) + 14
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class StatusRow(QWidget):
    """The one row of the status bar."""

    units_clicked = Signal()
    next_wanted = Signal()

    def __init__(self, document: Document, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._document, self._preferences = document, preferences
        self._hint = ""
        self._place_m: tuple[float, float] | None = None
        self.place = PlainLabel(theme, "", "caption", "text2")
        self.place.setMinimumWidth(140)
        self.units = QToolButton()
        self.units.setAutoRaise(True)
        self.units.setAccessibleName("Units")
        self.units.setToolTip(plain_tip("Switch between metric and US units (Ctrl+U)"))
        self.units.clicked.connect(self.units_clicked)
        self.hint = ElidedLabel(theme, "", "caption", "text2")
        self.figures: dict[str, PlainLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self.place)
        row.addWidget(self.units)
        row.addSpacing(8)
        row.addWidget(self.hint, 1)
        for name in ("GPUs", "IT", "Cooling", "PUE"):
            label = PlainLabel(theme, name, "caption", "text2")
            value = PlainLabel(theme, "–", "caption_head")
            unit = PlainLabel(theme, "kW" if name in ("IT", "Cooling") else "", "caption", "text3")
            for part in (label, value, unit):
                row.addWidget(part)
                part.setToolTip(plain_tip(tr(FIGURES[name])))
            row.addSpacing(8)
            self.figures[name] = value
        self.counts = Counts(theme)
        self.counts.clicked.connect(self.next_wanted)
        row.addWidget(self.counts)
        self.air = PlainLabel(theme, "", "caption", "text2")  # what the field of the air is; see air.follower
        row.addWidget(self.air)
        self.checked = PlainLabel(theme, "", "caption", "text2")
        row.addWidget(self.checked)
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAY_MS)
        self._said.timeout.connect(self._unsay)
        document.changed.connect(self.refresh)
        document.preview_changed.connect(lambda _report: self.show_report(document.shown))
        preferences.changed.connect(self._on_preference)
        theme.changed.connect(self.update)
        self._on_preference("units")
        self.show_report(document.report)

    def refresh(self, before: Report, after: Report) -> None:
        """Follow the document."""
        self.show_report(after)

    def show_report(self, report: Report) -> None:
        """Figures, counts and time of the check."""
        totals = report.totals
        self.figures["GPUs"].setText(number_text(totals.gpus, 0))
        for name, value in (("IT", totals.it_kw), ("Cooling", totals.cooling_kw)):
            self.figures[name].setText("–" if value is None else number_text(value, 0))
        self.figures["PUE"].setText("–" if totals.pue is None else number_text(totals.pue, 2))
        self.counts.show_counts(report.counts)
        word = "preview" if self._document.previewed is not None else "checked in"
        self.checked.setText(f"{word} {self._document.checked_ms:.0f} ms")

    def _on_preference(self, key: str) -> None:
        if key == "units":
            us = self._preferences.units == "us"
            self.units.setText("ft / mm" if us else "mm / ft")
            self._show_cursor()

    def show_cursor(self, x_m: float, y_m: float) -> None:
        """Where the pointer is on the floor."""
        self._place_m = x_m, y_m
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._place_m is None:
            return
        system: System = self._preferences.units
        unit = UNITS["m"]
        (x, sign, decimals), (y, _, _) = (unit.shown_value(v, system) for v in self._place_m)
        self.place.setText(f"x {number_text(x, decimals)} y {number_text(y, decimals)} {sign}")

    def show_hint(self, text: str) -> None:
        """What the mouse does now; a sentence just said stays a while."""
        self._hint = text
        if not self._said.isActive():
            self._unsay()

    def say(self, text: str, token: str = "text") -> None:
        """One line to the user."""
        self.hint.set_token(token)
        self.hint.setText(text)
        self.hint.setToolTip(plain_tip(text))
        self._said.start()

    def _unsay(self) -> None:
        self.hint.set_token("text2")
        self.hint.setText(self._hint)
        self.hint.setToolTip("")
