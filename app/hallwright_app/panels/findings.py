"""Findings: what is wrong, worst first; a click selects and zooms, with fix and waive at the row."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hallwright.evaluate import Report
from hallwright.fixes import fixes_of
from hallwright.rules import rules
from hallwright.rules.base import DOMAINS, Finding, Gap
from hallwright.units import UNITS, System, number_text
from hallwright_app.document import Document
from hallwright_app.findings_model import (
    KINDS,
    Filter,
    FindingsModel,
    counts_text,
    key_of,
    kind_of,
    margin_text,
    sentence,
    subject_text,
)
from hallwright_app.paint import limit_bar, put, put_sentence, severity_token, severity_word
from hallwright_app.parts import PanelHead, search_field
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_PX, WIDE_ROW_PX = 34, 54


class FindingsDelegate(QStyledItemDelegate):
    """Draws a row; wide rows add word, code, value, limit, unit and margin in columns."""

    def __init__(self, theme: Theme, model: FindingsModel, *, wide: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model, self._wide = theme, model, wide
        self._fixable: dict[Any, bool] = {}

    def forget(self) -> None:
        """The report changed: what can be fixed is asked anew, when drawn."""
        self._fixable.clear()

    def fixable(self, finding: Finding) -> bool:
        """Whether the rule offers a fix."""
        key = key_of(finding)
        if key not in self._fixable:
            report = self._model.report
            self._fixable[key] = report is not None and bool(fixes_of(report, finding))
        return self._fixable[key]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if isinstance(index.data(Qt.ItemDataRole.UserRole), str):
            return QSize(200, 28)
        return QSize(200, WIDE_ROW_PX if self._wide else ROW_PX)

    def buttons(self, rect: QRect, row: Any) -> dict[str, QRectF]:
        """Where the buttons of a row are."""
        if isinstance(row, Gap | str):
            return {}
        right, middle = rect.right() - 10.0, rect.center().y() + 0.5
        if row.waiver is not None:
            return {"open again": QRectF(right - 86, middle - 12, 86, 24)}
        found = {}
        if self._wide:
            found["waive"] = QRectF(right - 84, middle - 12, 84, 24)
            right -= 94
        else:
            found["waive"] = QRectF(right - 24, middle - 12, 24, 24)
            right -= 30
        if self.fixable(row):
            found["fix"] = QRectF(right - 58, middle - 12, 58, 24)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, model = self._theme, self._model
        rect: QRect = option.rect
        state = option.state
        row = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(rect)
        if isinstance(row, str):
            put(painter, box.adjusted(12, 4, -12, 0), row, theme.font("caption_head"), theme.color("text2"))
            return
        selected, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        if selected or hovered:
            painter.fillRect(box, theme.color("sel_fill" if selected else "hover"))
        if selected and self._wide:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if model.report is None:
            return
        project, system = model.report.project, model.system
        quiet = isinstance(row, Gap) or row.waiver is not None
        badge = QRectF(box.left() + 13, box.center().y() - 8, 16, 16)
        if isinstance(row, Gap):  # not a severity: an open circle
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("waived"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(badge.adjusted(2, 2, -2, -2))
            painter.restore()
        else:
            theme.paint_badge(painter, badge, "waived" if row.waiver else row.severity)
        buttons = self.buttons(rect, row)
        right = min((b.left() for b in buttons.values()), default=box.right()) - 12
        if self._wide:
            right = box.right() - 176
        left = box.left() + 38
        body, strong = theme.font("body"), theme.font("body_strong")
        ink = theme.color("waived" if quiet else "text")
        if self._wide:
            token = "waived" if isinstance(row, Gap) else severity_token(row)
            word = "No answer" if isinstance(row, Gap) else severity_word(row)
            put(painter, QRectF(left, box.top(), 74, box.height()), word, strong, theme.color(token))
            put(painter, QRectF(left + 82, box.top(), 66, box.height()), row.code, body, theme.color("text3"))
            left += 156
        if isinstance(row, Finding):
            right = self._numbers(painter, box, row, right, system)
        name, text = subject_text(row, project), sentence(row, project, system)
        small = theme.font("caption")
        if self._wide:  # name above, sentence below: it can be read whole between code and numbers
            width = max(20.0, right - left)
            put(painter, QRectF(left, box.top() + 3, width, 19), name, strong, ink)
            put_sentence(painter, QRectF(left, box.top() + 21, width, 30), text, body, small, ink)
        else:
            name_width = min(110.0, max(56.0, box.width() * 0.12))
            put(painter, QRectF(left, box.top(), name_width, box.height()), name, strong, ink)
            left += name_width + 10
            put_sentence(
                painter, QRectF(left, box.top(), max(20.0, right - left), box.height()), text, body, small, ink
            )
        for button_name, spot in buttons.items():
            self._button(painter, button_name, spot, bool(hovered or selected))

    def _numbers(self, painter: QPainter, box: QRectF, row: Finding, right: float, system: System) -> float:
        theme = self._theme
        fill = theme.color(severity_token(row))
        if not self._wide:
            bar = QRectF(right - 64, box.top(), 62, box.height())
            limit_bar(painter, bar, row.value, row.limit, fill, theme)
            return bar.left() - 12
        unit = UNITS[row.unit]
        value, sign, decimals = unit.shown_value(row.value, system)
        limit = unit.shown_value(row.limit, system)[0]
        ink = theme.color("waived" if row.waiver else "text")
        body, strong = theme.font("body"), theme.font("body_strong")
        put(
            painter,
            QRectF(right - 88, box.top(), 86, box.height()),
            margin_text(row, system),
            body,
            theme.color("text2"),
        )
        put(painter, QRectF(right - 136, box.top(), 44, box.height()), sign, body, theme.color("text3"))
        align = Qt.AlignmentFlag.AlignRight
        put(painter, QRectF(right - 198, box.top(), 56, box.height()), number_text(limit, decimals), body, ink, align)
        limit_bar(painter, QRectF(right - 292, box.top(), 84, box.height()), row.value, row.limit, fill, theme)
        put(painter, QRectF(right - 362, box.top(), 58, box.height()), number_text(value, decimals), strong, ink, align)
        return right - 374

    def _button(self, painter: QPainter, name: str, spot: QRectF, lit: bool) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bare = name == "waive" and not self._wide
        if not bare:
            painter.setPen(QPen(theme.color("outline"), 1))
            painter.setBrush(theme.color("field"))
            painter.drawRoundedRect(spot.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        icon = {"fix": "fix", "waive": "waive"}.get(name)
        if bare:
            theme.paint_icon(
                painter, QRectF(spot.center().x() - 8, spot.center().y() - 8, 16, 16), "waive", "text2", 16
            )
        else:
            text = {"fix": "Fix…" if self._wide else "Fix", "waive": "Waive…", "open again": "Open again"}[name]
            left = spot.left() + 8
            if icon:
                theme.paint_icon(painter, QRectF(left, spot.center().y() - 7, 14, 14), icon, "text", 14)
                left += 20
            put(
                painter,
                QRectF(left, spot.top(), spot.right() - left, spot.height()),
                text,
                theme.font("button"),
                theme.color("text"),
            )
        painter.restore()


class FindingsList(QListView):
    """The rows; buttons at their right end, and the same by keyboard and context menu."""

    chosen = Signal(object)  # Finding or Gap: select and zoom
    opened = Signal(object)
    fix_wanted = Signal(object)
    waive_wanted = Signal(object)
    reopen_wanted = Signal(object)

    def __init__(self, delegate: FindingsDelegate, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_delegate = delegate
        self._model = model
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(400)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Findings")
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))

    def row(self) -> Finding | Gap | None:
        """The row the keyboard is at."""
        row = self._model.row_at(self.currentIndex())
        return None if isinstance(row, str) else row

    def _emit(self, signal: Any, index: Index) -> None:
        row = self._model.row_at(index)
        if row is not None and not isinstance(row, str):
            signal.emit(row)

    def press_button(self, name: str, row: Finding) -> None:
        """What a button of a row does."""
        {"fix": self.fix_wanted, "waive": self.waive_wanted, "open again": self.reopen_wanted}[name].emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self._model.row_at(index)
        if event.button() == Qt.MouseButton.LeftButton and isinstance(row, Finding):
            for name, spot in self._theme_delegate.buttons(self.visualRect(index), row).items():
                if spot.contains(event.position()):
                    self.setCurrentIndex(index)
                    self.press_button(name, row)
                    return
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._emit(self.chosen, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.row()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
            return
        if row is not None and event.key() == Qt.Key.Key_Space:
            self.chosen.emit(row)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.row()
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction("Show on plan").triggered.connect(lambda: self.chosen.emit(row))
        menu.addAction("Why, and how to mend it").triggered.connect(lambda: self.opened.emit(row))
        if isinstance(row, Finding):
            if row.waiver is None:
                if self._theme_delegate.fixable(row):
                    menu.addAction("Fix").triggered.connect(lambda: self.fix_wanted.emit(row))
                menu.addAction("Waive…").triggered.connect(lambda: self.waive_wanted.emit(row))
            else:
                menu.addAction("Open again").triggered.connect(lambda: self.reopen_wanted.emit(row))
        menu.exec(event.globalPos() if event.reason() != QContextMenuEvent.Reason.Keyboard else self._under_row())

    def _under_row(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())


class EmptyNote(QWidget):
    """A tick and one sentence, where there is nothing to list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._ok = "", True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str, *, ok: bool) -> None:
        """Show a sentence; with a tick where all is well."""
        self._text, self._ok = text, ok
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 14.0
        if self._ok:
            self._theme.paint_badge(painter, QRectF(left, 11, 14, 14), "ok")
            left += 24
        put(
            painter,
            QRectF(left, 6, self.width() - left - 12, 24),
            self._text,
            self._theme.font("body"),
            self._theme.color("text2"),
        )
        painter.end()


class FindingsPanel(QWidget):
    """Head with counts and filter, list, empty state.

    Parameters
    ----------
    wide : bool
        Rows show every number in columns, for the page that has room for them.
    """

    fix_wanted = Signal(object)
    waive_wanted = Signal(object)
    reopen_wanted = Signal(object)
    opened = Signal(object)
    current_changed = Signal(object)  # Finding, Gap or None

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        preferences: Preferences,
        *,
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._theme, self._preferences = document, selection, theme, preferences
        self.model = FindingsModel(self)
        self.model.system = preferences.units
        self._delegate = FindingsDelegate(theme, self.model, wide=wide)
        self.list = FindingsList(self._delegate, self.model)
        self.search = search_field(theme, "Filter findings", "Filter findings")
        self.search.setFixedWidth(220 if wide else 170)
        self.domain = QComboBox()
        self.domain.setAccessibleName("Domain")
        self.domain.addItem("All domains", "")
        for name in DOMAINS.values():
            self.domain.addItem(name.capitalize(), name)
        self.chips: dict[str, QToolButton] = {}
        self.head = PanelHead(theme, "Findings") if not wide else None
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(6)
        for kind in KINDS:
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setObjectName("FilterChip")
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setIconSize(QSize(14, 14))
            chip.toggled.connect(self._on_filter)
            chip.setAccessibleName(f"Show {kind}")
            self.chips[kind] = chip
            bar.addWidget(chip)
        bar.addStretch(1)
        bar.addWidget(self.domain)
        bar.addWidget(self.search)
        self.bar = QWidget()
        self.bar.setLayout(bar)
        self.bar.setVisible(wide)
        self._empty = EmptyNote(theme, self.list.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.list.viewport().installEventFilter(self)
        self.list.chosen.connect(self.show_subjects)
        self.list.opened.connect(self.opened)
        self.list.fix_wanted.connect(self.fix_wanted)
        self.list.waive_wanted.connect(self.waive_wanted)
        self.list.reopen_wanted.connect(self.reopen_wanted)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.list.row()))
        self.search.textChanged.connect(self._on_filter)
        self.domain.currentIndexChanged.connect(self._on_filter)
        document.changed.connect(self.refresh)
        document.preview_changed.connect(lambda _report: self._show(document.shown))
        preferences.changed.connect(self._on_preference)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show(document.shown)

    def refresh(self, before: Report, after: Report) -> None:
        """Follow the document."""
        self._show(after)

    def _show(self, report: Report) -> None:
        row = self.list.row()
        key = key_of(row) if row is not None else None
        self._delegate.forget()
        self.model.show(report)
        now = self.list.row()
        if key is not None and (now is None or key_of(now) != key):
            place = self.model.place_of(key)
            if place >= 0:
                self.list.setCurrentIndex(self.model.index(place))
        if self.head is not None:
            self.head.beside.setText(counts_text(report))
            self.head.note.setText("F8 next")
        counts = {**report.counts, "not evaluated": report.counts["not_evaluated"]}
        for kind, chip in self.chips.items():
            number = counts[kind]
            plural = kind if kind in ("waived", "not evaluated") or number == 1 else f"{kind}s"
            chip.setText(f"{number} {plural}")
        self._say_empty(report)
        self.list.viewport().update()

    def _say_empty(self, report: Report) -> None:
        self._empty.setVisible(not self.model.rows)
        if self.model.rows:
            return
        if report.findings or report.not_evaluated:
            self._empty.say("Nothing passes the filter. Clear it to see all findings.", ok=False)
        elif not rules():
            self._empty.say("There are no rules to check.", ok=False)
        else:
            self._empty.say(
                f"No findings. {len(rules())} rules checked in {self._document.checked_ms:.0f} ms.", ok=True
            )

    def _on_filter(self) -> None:
        kinds = frozenset(kind for kind, chip in self.chips.items() if chip.isChecked())
        self.model.set_filter(Filter(kinds, self.domain.currentData() or "", self.search.text()))
        self._say_empty(self._document.shown)

    def _on_preference(self, key: str) -> None:
        if key == "units":
            self.model.system = self._preferences.units
            self.list.viewport().update()

    def _restyle(self) -> None:
        for kind, chip in self.chips.items():
            if kind != "not evaluated":
                chip.setIcon(self._theme.badge_icon(kind, 14))
        self.list.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list.viewport() and event.type() == QEvent.Type.Resize:
            self._empty.resize(self.list.viewport().width(), 40)
        return super().eventFilter(watched, event)

    def show_subjects(self, row: Finding | Gap) -> None:
        """Select what a finding is about and bring it into view."""
        project = self._document.project
        ids = [i for i in row.subjects if i in project.equipment or i in project.links]
        if ids:
            self._selection.set(ids, zoom=True)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) open finding, select it and zoom to it."""
        rows = self.model.rows
        wanted = [n for n, row in enumerate(rows) if isinstance(row, Finding) and kind_of(row) != "waived"]
        if not wanted:
            return
        at = self.list.currentIndex().row()
        if by > 0:
            place = next((n for n in wanted if n > at), wanted[0])
        else:
            place = next((n for n in reversed(wanted) if n < at), wanted[-1])
        self.list.setCurrentIndex(self.model.index(place))
        row = rows[place]
        if isinstance(row, Finding):
            self.show_subjects(row)

    def choose(self, row: Finding | Gap) -> None:
        """Make a finding the current one."""
        place = self.model.place_of(key_of(row))
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))
