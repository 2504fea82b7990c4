"""Plots: load by level, temperatures against their limits, the smallest margins; they follow the design."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from hallwright.engines.power.records import ElementFlow
from hallwright.evaluate import Report
from hallwright.rules import rules
from hallwright.rules.base import Finding, Severity
from hallwright.units import UNITS, System, number_text
from hallwright_app.document import Document
from hallwright_app.inspector_rows import unit_of_name
from hallwright_app.paint import SEVERITY_TOKEN, put
from hallwright_app.parts import plain_tip
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

MOST_BARS = 12
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or point.

    Attributes
    ----------
    value : float
        Height, in the unit on screen.
    severity : Severity or None
        Of the finding it has.
    """

    name: str
    value: float
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What one chart shows.

    Attributes
    ----------
    limit : float or None
        Drawn as a dashed line with its name.
    at_least : bool
        The limit is a minimum.
    """

    title: str
    unit: str
    marks: tuple[Mark, ...]
    limit: float | None
    limit_name: str
    bars: bool
    empty: str
    zero: bool = True
    at_least: bool = False

    def breaks(self, mark: Mark) -> bool:
        """Whether a mark is on the wrong side of the limit."""
        return self.limit is not None and (mark.value < self.limit if self.at_least else mark.value > self.limit)


_LEVELS = (
    ("utility_feed", "Utility"), ("generator", "Gen."), ("transformer", "Transf."), ("switchgear", "Gear"),
    ("transfer_switch", "ATS/STS"), ("ups", "UPS"), ("pdu", "RPP"), ("busway", "Busway"), ("rectifier", "Rect."),
    ("rack_pdu", "Rack PDU"), ("power_shelf", "Shelf"),
)  # fmt: skip


def level_chart(report: Report) -> Chart:
    """Highest load of each level as a share of its rating, with any single element lost."""
    power, project = report.results.power, report.project
    best: dict[str, tuple[float, str]] = {}
    for id, record in (power.records if power is not None else {}).items():
        if isinstance(record, ElementFlow) and (share := record.worst_utilisation) is not None:
            item = project.equipment.get(id)
            if item is not None and (item.kind not in best or share > best[item.kind][0]):
                best[item.kind] = share, id
    marks = [
        Mark(label, best[kind][0] * 100.0, _severity(report, best[kind][1])) for kind, label in _LEVELS if kind in best
    ]
    empty = "The power engine failed." if power is None else "No rated power gear yet."
    return Chart("Load by level, any one lost", "%", tuple(marks), 100.0, "rating", True, empty)


def margin_chart(report: Report) -> Chart:
    """The elements nearest to their rating, or beyond it."""
    power, project = report.results.power, report.project
    found = [
        (share, id)
        for id, record in (power.records if power is not None else {}).items()
        if isinstance(record, ElementFlow) and (share := record.worst_utilisation) is not None
    ]
    found.sort(reverse=True)
    marks = [Mark(project.name_of(id), share * 100.0, _severity(report, id)) for share, id in found[:MOST_BARS]]
    empty = "The power engine failed." if power is None else "No rated power gear yet."
    return Chart("Smallest margins, any one lost", "%", tuple(marks), 100.0, "rating", True, empty)


_TEMPERATURES = ("inlet_degc", "inlet_worst_degc", "supply_degc", "supply_temperature_degc")


def temperature_chart(report: Report, system: System) -> Chart:
    """Inlet temperature of everything that breathes the room's air, against the recommended limit."""
    cooling, project = report.results.cooling, report.project
    unit = UNITS["degC"]
    marks: list[Mark] = []
    for id, record in (cooling.records if cooling is not None else {}).items():
        value = _temperature(record)
        if value is not None and id in project.equipment:
            marks.append(Mark(project.name_of(id), unit.shown_value(value, system)[0], _severity(report, id, "THM")))
    marks.sort(key=lambda mark: mark.name)
    limit = unit.shown_value(report.project.settings.inlet_recommended_max_degc, system)[0]
    sign = unit.shown_value(0.0, system)[1]
    empty = "The cooling engine failed." if cooling is None else "Nothing breathes the room's air yet."
    name = f"{number_text(limit, 0)} {sign} limit"
    return Chart("Inlet air", sign, tuple(marks[:MOST_POINTS]), limit, name, False, empty, zero=False)


MOST_LIKE = 24


def finding_chart(report: Report, finding: Finding, system: System) -> Chart:
    """The value of a finding beside that of like things: the same record field of the same kind, or the same rule.

    Only what the engines computed or rules found is drawn; one thing alone makes no chart.
    """
    project, id = report.project, finding.subjects[0] if finding.subjects else ""
    values = _like_values(report, finding) or {
        f.subjects[0]: f.value for f in report.findings if f.code == finding.code and f.subjects
    }
    values[id] = finding.value
    broken = {f.subjects[0]: f.severity for f in report.open_findings if f.code == finding.code and f.subjects}
    order = sorted((i for i in values if i in project.equipment or i in project.links), key=project.name_of)
    at = order.index(id) if id in order else 0
    first = max(0, min(at - MOST_LIKE // 2, len(order) - MOST_LIKE))
    unit = UNITS[finding.unit]
    marks = tuple(
        Mark(project.name_of(i), unit.shown_value(values[i], system)[0], broken.get(i))
        for i in order[first : first + MOST_LIKE]
    )
    limit, sign, decimals = unit.shown_value(finding.limit, system)
    rule = next((r for r in rules() if r.code == finding.code), None)
    return Chart(
        rule.title if rule is not None else finding.code,
        sign,
        marks if len(marks) > 1 else (),
        limit,
        f"{number_text(limit, decimals)} {sign} {tr('at least') if finding.at_least else tr('limit')}",
        finding.unit != "degC",
        tr("Nothing like it to compare with."),
        finding.unit != "degC",
        finding.at_least,
    )


def _like_values(report: Report, finding: Finding) -> dict[str, float]:
    """The field of the engines' records that the finding's value is, of everything of the same kind."""
    project, id = report.project, finding.subjects[0] if finding.subjects else ""
    item = project.equipment.get(id)
    if item is None:
        return {}
    for domain in ("power", "cooling", "fabric"):
        result = getattr(report.results, domain)
        record = result.records.get(id) if result is not None else None
        if not is_dataclass(record):
            continue
        for f in fields(record):
            value = getattr(record, f.name)
            if type(value) is float and value == finding.value and unit_of_name(f.name) == finding.unit:
                return {
                    other: found
                    for other, theirs in result.records.items()
                    if type(theirs) is type(record)
                    and type(project.equipment.get(other)) is type(item)
                    and isinstance(found := getattr(theirs, f.name), float)
                }
    return {}


def _temperature(record: Any) -> float | None:
    if not is_dataclass(record):
        return None
    names = {f.name for f in fields(record)}
    for name in _TEMPERATURES[:2]:
        if name in names and isinstance(value := getattr(record, name), float):
            return value
    return None


def _severity(report: Report, id: str, domain: str = "PWR") -> Severity | None:
    finding = report.worst.get(id)
    return finding.severity if finding is not None and finding.code.startswith(domain) else None


def ticks(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Round numbers between two values, at most `most` steps apart."""
    span = max(high - low, 1e-9)
    for step in (base * 10.0**power for power in range(-3, 7) for base in (1.0, 2.0, 2.5, 5.0)):
        if span / step <= most:
            first = -(-low // step)
            return tuple(step * (first + n) for n in range(most + 2) if step * (first + n) <= high + 1e-9)
    return (low, high)


class Plot(QWidget):
    """One chart: title in words and unit, horizontal grid, the limit as a named dashed line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chart: Chart | None = None
        self._spots: list[tuple[QRectF, Mark]] = []
        self.setMinimumSize(120, 80)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_chart(self, chart: Chart) -> None:
        """Take over what to draw."""
        if chart != self.chart:
            self.chart = chart
            values = ", ".join(f"{m.name} {number_text(m.value, 1)}" for m in chart.marks[:20])
            self.setAccessibleName(f"{chart.title}, {chart.unit}: {values or chart.empty}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, chart = self._theme, self.chart
        painter.fillRect(self.rect(), theme.color("panel"))
        self._spots = []
        if chart is None:
            painter.end()
            return
        put(painter, QRectF(0, 0, self.width(), 18), chart.title, theme.font("caption_head"), theme.color("text"))
        if not chart.marks:
            put(painter, QRectF(0, 20, self.width(), 20), chart.empty, theme.font("caption"), theme.color("text3"))
            painter.end()
            return
        axis = theme.font("axis")
        metrics = QFontMetricsF(axis)
        values = [m.value for m in chart.marks] + ([chart.limit] if chart.limit is not None else [])
        low = 0.0 if chart.zero else min(values) - 2.0
        high = max(max(values) * (1.08 if chart.zero else 1.0), low + 1e-6) + (0.0 if chart.zero else 2.0)
        area = QRectF(34, 34, self.width() - 44, self.height() - 34 - 24)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

        def y_of(value: float) -> float:
            return area.bottom() - (value - low) / (high - low) * area.height()

        for value in ticks(low, high):
            y = round(y_of(value)) + 0.5
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            decimals = 0 if float(value).is_integer() else 1
            text = number_text(value, decimals)
            box = QRectF(0, y - 8, area.left() - 6, 16)
            put(painter, box, text, axis, theme.color("text2"), Qt.AlignmentFlag.AlignRight)
        put(
            painter,
            QRectF(0, 18, area.left() - 6, 14),
            chart.unit,
            axis,
            theme.color("text3"),
            Qt.AlignmentFlag.AlignRight,
        )
        self._marks(painter, area, y_of, metrics)
        if chart.limit is not None:
            y = round(y_of(chart.limit)) + 0.5
            pen = QPen(theme.color("text"), 1.2, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([5, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            width = metrics.horizontalAdvance(chart.limit_name)
            label = QRectF(area.right() - width - 3, y - 15, width + 3, 13)
            painter.fillRect(label, theme.color("panel"))
            put(painter, label, chart.limit_name, axis, theme.color("text"), Qt.AlignmentFlag.AlignRight)
        painter.end()

    def _marks(self, painter: QPainter, area: QRectF, y_of: Any, metrics: QFontMetricsF) -> None:
        theme, chart = self._theme, self.chart
        assert chart is not None
        step = area.width() / len(chart.marks)
        axis = theme.font("axis")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not chart.bars)
        last_right = -1e9
        for n, mark in enumerate(chart.marks):
            x, y = area.left() + (n + 0.5) * step, y_of(mark.value)
            color = theme.color(SEVERITY_TOKEN[mark.severity] if mark.severity is not None else "text3")
            if chart.bars:
                width = max(2.0, min(20.0, step * 0.62))
                painter.fillRect(QRectF(round(x - width / 2), round(y), round(width), area.bottom() - round(y)), color)
            elif chart.breaks(mark):
                painter.setPen(QPen(color if mark.severity is not None else theme.color("text"), 1.8))
                painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
                painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("text2"))
                painter.drawEllipse(QPointF(x, y), 2.4, 2.4)
            self._spots.append((QRectF(x - max(step, 6) / 2, area.top(), max(step, 6), area.height()), mark))
            ends = not chart.bars and len(chart.marks) > 1 and n not in (0, len(chart.marks) - 1)
            width = metrics.horizontalAdvance(mark.name)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            if not ends and left > last_right + 4:
                box = QRectF(left, area.bottom() + 4, width + 2, 14)
                put(painter, box, mark.name, axis, theme.color("text2"))
                last_right = left + width

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        for spot, mark in self._spots:
            if spot.contains(event.position()) and self.chart is not None:
                limit = f", limit {number_text(self.chart.limit, 1)}" if self.chart.limit is not None else ""
                text = f"{mark.name}: {number_text(mark.value, 1)} {self.chart.unit}{limit}"
                QToolTip.showText(event.globalPosition().toPoint(), plain_tip(text), self)
                return
        QToolTip.hideText()


class Plots(QWidget):
    """Three charts beside one another; as many as fit."""

    def __init__(
        self, document: Document, theme: Theme, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._preferences = document, preferences
        self.plots = tuple(Plot(theme) for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 6)
        row.setSpacing(18)
        for plot in self.plots:
            row.addWidget(plot, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(40)
        self._wait.timeout.connect(self.rebuild)
        document.changed.connect(lambda _before, _after: self._wait.start())
        document.preview_changed.connect(lambda _report: self._wait.start())
        preferences.changed.connect(lambda key: self._wait.start() if key == "units" else None)

    def charts(self) -> Sequence[Chart]:
        """What is shown, from the preview while something is dragged."""
        report = self._document.shown
        return temperature_chart(report, self._preferences.units), level_chart(report), margin_chart(report)

    def rebuild(self) -> None:
        """Draw the charts of the design as it is; nothing while hidden."""
        if not self.isVisible():
            return
        for plot, chart in zip(self.plots, self.charts(), strict=True):
            plot.show_chart(chart)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait.start()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.plots[2].setVisible(self.width() >= 620)
        self.plots[1].setVisible(self.width() >= 300)
