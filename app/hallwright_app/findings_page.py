"""Findings opened: the whole list in columns, and for the current one why, how far, and what mends it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hallwright.evaluate import Report
from hallwright.fixes import Tried, attempts
from hallwright.rules.base import Finding, Gap
from hallwright.units import System, quantity_text
from hallwright_app.document import Document
from hallwright_app.findings_model import margin_text, rules_by_code, subject_text
from hallwright_app.paint import severity_token, severity_word
from hallwright_app.panels.findings import FindingsPanel
from hallwright_app.panels.plots import Plot, finding_chart
from hallwright_app.parts import PlainLabel, button
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

PLOT_PX = 210


def verdict(attempt: Tried, report: Report, system: System) -> str:
    """What a fix does, in words."""
    if attempt.refused:
        return f"{tr('cannot be done')}: {attempt.refused}"
    if attempt.left is not None:
        left = quantity_text(attempt.left.value, attempt.left.unit, system)
        first = tr("does not clear it: {left} is left").format(left=left)
    else:
        first = tr("clears it")
    if attempt.added:
        worst = attempt.added[0]
        more = tr(" and {count} more").format(count=len(attempt.added) - 1) if len(attempt.added) > 1 else ""
        where = subject_text(worst, report.project)
        return first + tr(", adds {code} at {where}{more}").format(code=worst.code, where=where, more=more)
    if attempt.unknown:
        return first + tr(", but {count} more cannot be evaluated").format(count=len(attempt.unknown))
    also = tr(", clears {count} more").format(count=attempt.also) if attempt.also else ""
    return first + tr(", adds none{also}").format(also=also)


def help_parts(doc: str) -> tuple[str, str, str]:
    """What, why and fix of a rule's help page."""
    parts = {"what": "", "Why:": "", "Fix:": ""}
    key = "what"
    for line in doc.splitlines():
        stripped = line.strip()
        for head in ("Why:", "Fix:"):
            if stripped.startswith(head):
                key, stripped = head, stripped[len(head) :].strip()
        parts[key] = f"{parts[key]} {stripped}".strip()
    what, why, mend = (text[:1].upper() + text[1:] for text in parts.values())
    return what, why, mend


class Detail(QWidget):
    """The current finding, opened."""

    fix_wanted = Signal(object, object)  # Finding, Fix
    waive_wanted = Signal(object)
    reopen_wanted = Signal(object)
    show_wanted = Signal(object)

    def __init__(self, document: Document, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._document, self._theme, self._preferences = document, theme, preferences
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(10)
        self._made: QWidget | None = None
        self.tried: tuple[Tried, ...] = ()
        self._group = QButtonGroup(self)
        self.show_row(None)

    def show_row(self, row: Finding | Gap | None) -> None:
        """Open a finding, or say that none is chosen."""
        if self._made is not None:
            self._column.removeWidget(self._made)
            self._made.deleteLater()
        self._made = self._page(row)
        self._column.addWidget(self._made, 1)

    def _page(self, row: Finding | Gap | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        theme = self._theme
        if row is None:
            column.addWidget(PlainLabel(theme, "No finding chosen. Click one, or press F8.", "body", "text2"))
            column.addStretch(1)
            return page
        report, system = self._document.report, self._preferences.units
        rule = rules_by_code().get(row.code)
        what, why, mend = help_parts(type(rule).__doc__ or "") if rule is not None else ("", "", "")
        text = row.text(report.project, system) if isinstance(row, Finding) else row.text(report.project)
        title = PlainLabel(theme, text, "finding_title")
        title.setWordWrap(True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(10)
        if isinstance(row, Finding):
            sign = PlainLabel(theme)
            sign.setPixmap(theme.badge_icon("waived" if row.waiver else row.severity, 20).pixmap(20, 20))
            head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        column.addLayout(head)
        sides = QHBoxLayout()
        sides.setSpacing(36)
        chart = finding_chart(report, row, system) if isinstance(row, Finding) else None
        facts = self._facts(row, rule.title if rule else "", report, system)
        words = QVBoxLayout()
        words.setSpacing(4)
        if chart is not None and chart.marks:  # words below the facts, the plot beside both
            words.addLayout(facts)
            words.addSpacing(8)
        else:
            sides.addLayout(facts, 1)
        for name, body in (("What", what), ("Why", why), ("How to mend it", mend)):
            if body:
                words.addWidget(PlainLabel(theme, name, "caption_head", "text2"))
                label = PlainLabel(theme, body, "body", "text2")
                label.setWordWrap(True)
                words.addWidget(label)
        words.addStretch(1)
        sides.addLayout(words, 1)
        if chart is not None and chart.marks:
            plot = Plot(theme)
            plot.setFixedHeight(PLOT_PX)
            plot.show_chart(chart)
            sides.addWidget(plot, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(sides)
        if isinstance(row, Finding):
            self._fixes(column, row, report, system)
        column.addStretch(1)
        return page

    def _facts(self, row: Finding | Gap, title: str, report: Report, system: System) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        facts: list[tuple[str, str, str]] = [("Rule", f"{row.code}, {title}", "text")]
        if isinstance(row, Finding):
            limit = quantity_text(row.limit, row.unit, system)
            facts += [
                (
                    "Value" if row.waiver else severity_word(row),
                    quantity_text(row.value, row.unit, system),
                    severity_token(row),
                ),
                ("Limit", f"{'at least' if row.at_least else 'at most'} {limit}, {margin_text(row, system)}", "text"),
            ]
            if row.path:
                facts.append(("Path", " – ".join(report.project.name_of(i) for i in row.path), "text"))
            if len(row.subjects) > 1:
                facts.append(("Involved", ", ".join(report.project.name_of(i) for i in row.subjects[1:]), "text"))
            facts.append(("Source", row.source, "text"))
            if row.waiver is not None:
                by = f"{row.waiver.name}, " if row.waiver.name else ""
                facts.append(("Waived", f"{row.waiver.reason} ({by}{row.waiver.date})", "waived"))
        else:
            facts.append(("Verdict", "Not evaluated, which is never a pass.", "text"))
        for n, (name, value, token) in enumerate(facts):
            grid.addWidget(PlainLabel(self._theme, name, "body", "text2"), n, 0, Qt.AlignmentFlag.AlignTop)
            strong = token in ("error", "warning", "hint")
            label = PlainLabel(self._theme, value, "body_strong" if strong else "body", token)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, n, 1)
        grid.setRowStretch(len(facts), 1)
        return grid

    def _fixes(self, column: QVBoxLayout, row: Finding, report: Report, system: System) -> None:
        theme = self._theme
        made = attempts(report, row)
        self.tried = tuple(attempt for attempt in made if attempt.good)
        self._group = QButtonGroup(self)
        if self.tried:
            column.addWidget(PlainLabel(theme, tr("Fixes, each tried on a copy"), "caption_head", "text2"))
            grid = self._grid_of_fixes()
            for n, attempt in enumerate(self.tried):
                choice = QRadioButton(attempt.fix.text.replace("&", "&&"))
                choice.setChecked(n == 0)
                self._group.addButton(choice, n)
                self._fix_row(grid, n, choice, "ok", verdict(attempt, report, system))
            column.addLayout(grid)
        if rest := [attempt for attempt in made if not attempt.good]:
            column.addWidget(PlainLabel(theme, tr("Tried on a copy too, and not offered"), "caption_head", "text2"))
            grid = self._grid_of_fixes()
            for n, attempt in enumerate(rest):
                name = PlainLabel(theme, attempt.fix.text, "body", "text2")
                self._fix_row(grid, n, name, "error", verdict(attempt, report, system))
            column.addLayout(grid)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        if self.tried:
            apply = button("Apply this fix", lambda: self._apply(row))
            apply.setProperty("primary", True)
            acts.addWidget(apply)
        acts.addWidget(button("Show on plan", lambda: self.show_wanted.emit(row)))
        if row.waiver is None:
            acts.addWidget(button("Waive…", lambda: self.waive_wanted.emit(row)))
        else:
            acts.addWidget(button("Open again", lambda: self.reopen_wanted.emit(row)))
        acts.addStretch(1)
        if self.tried:
            acts.addWidget(PlainLabel(theme, "One step, Ctrl+Z takes it back", "body", "text3"))
        column.addSpacing(8)
        column.addLayout(acts)

    def _grid_of_fixes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(2, 1)
        return grid

    def _fix_row(self, grid: QGridLayout, n: int, name: QWidget, badge: str, words: str) -> None:
        sign = PlainLabel(self._theme)
        sign.setPixmap(self._theme.badge_icon(badge, 14).pixmap(14, 14))
        label = PlainLabel(self._theme, words, "body", "text2")
        label.setWordWrap(True)
        grid.addWidget(name, n, 0)
        grid.addWidget(sign, n, 1)
        grid.addWidget(label, n, 2)

    def _apply(self, row: Finding) -> None:
        number = self._group.checkedId()
        if 0 <= number < len(self.tried):
            self.fix_wanted.emit(row, self.tried[number].fix)


class FindingsPage(QWidget):
    """List above, opened finding below."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.panel = FindingsPanel(document, selection, theme, preferences, wide=True)
        self.detail = Detail(document, theme, preferences)
        self._document = document
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.detail)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.panel)
        split.addWidget(scroll)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        split.setSizes([320, 480])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(30)
        self._wait.timeout.connect(self._show)
        self.panel.current_changed.connect(lambda _row: self._wait.start())
        document.changed.connect(lambda _before, _after: self._wait.start())
        theme.changed.connect(self._wait.start)
        preferences.changed.connect(lambda _key: self._wait.start())
        self.detail.show_wanted.connect(self.panel.show_subjects)

    def _show(self) -> None:
        if self.isVisible():
            self.detail.show_row(self.panel.list.row())

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self.panel.list.row() is None:  # the worst one, rather than an empty half
            self.panel.list.setCurrentIndex(self.panel.model.index(0))
        self._wait.start()

    def open(self, row: Finding | Gap) -> None:
        """Open one finding."""
        self.panel.choose(row)
        self._wait.start()
