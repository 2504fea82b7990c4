"""Inspector: what is selected, field by field, with unit, source and limit; edits with units and arithmetic."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hallwright.edits.change import set_fields, set_project, set_settings
from hallwright.errors import EditRefused, HallwrightError
from hallwright.rules.base import Finding
from hallwright.units import QuantityError, parse_quantity
from hallwright_app.document import Document
from hallwright_app.inspector_parts import MIXED, UNKNOWN, Row
from hallwright_app.inspector_rows import (
    drag_rows,
    equipment_rows,
    project_rows,
    selection_note,
    subtitle,
)
from hallwright_app.paint import limit_bar, put, severity_token
from hallwright_app.parts import ElidedLabel, plain_tip
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme
from hallwright_app.wording import icon_name

Index = QModelIndex | QPersistentModelIndex

SIDE_PX, UNIT_PX, MARK_PX = 12.0, 40.0, 18.0
LABEL_SHARE = 0.48


class InspectorModel(QAbstractListModel):
    """Rows, and what an edit of one does."""

    edited = Signal(object, object)  # Row, value as typed or chosen

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Take over rows; where only values differ, the view keeps its place."""
        new = tuple(rows)
        if [(r.label, r.key, r.head) for r in new] == [(r.label, r.key, r.head) for r in self.rows]:
            changed = [n for n, (a, b) in enumerate(zip(self.rows, new, strict=True)) if a != b]
            self.rows = new
            for n in changed:
                self.dataChanged.emit(self.index(n), self.index(n))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.label}\t{row.text} {row.unit}".rstrip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.label if row.head else f"{row.label}: {row.text} {row.unit}".rstrip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.tip or "")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        if row.head and not row.toggle:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if row.key else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.edited.emit(self.rows[index.row()], value)
        return True


class InspectorDelegate(QStyledItemDelegate):
    """Draws a row: label, value, unit, mark of its source, and the bar against its limit."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(200, 27 if row.head else 33 if row.bar else 25)

    def value_rect(self, rect: QRectF) -> QRectF:
        """Where the value stands."""
        left = rect.left() + SIDE_PX + (rect.width() - 2 * SIDE_PX) * LABEL_SHARE
        return QRectF(left, rect.top(), rect.right() - SIDE_PX - MARK_PX - UNIT_PX - left, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        rect = QRectF(option.rect)
        state = option.state
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if row.head:
            put(
                painter,
                rect.adjusted(SIDE_PX, 7, -SIDE_PX, 0),
                f"{row.label}  {row.text}" if row.toggle else row.label,
                theme.font("caption_head"),
                theme.color("accent" if row.toggle else "text2"),
            )
            return
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, theme.color("sel_fill"))
        elif state & QStyle.StateFlag.State_MouseOver and row.key:
            painter.fillRect(rect, theme.color("hover"))
        line = QRectF(rect.left(), rect.top(), rect.width(), 25)
        value = self.value_rect(line)
        body = theme.font("body")
        label_right = value.left() - 6
        color = theme.color("text")
        if row.finding is not None:
            color = theme.color(severity_token(row.finding))
        elif row.text in (UNKNOWN, MIXED):
            color = theme.color("text3")
        if row.before:
            third = (value.right() - label_right) / 2
            old = QRectF(label_right, line.top(), third, line.height())
            put(painter, old, row.before, body, theme.color("text3"), Qt.AlignmentFlag.AlignRight)
            value = QRectF(old.right() + 8, line.top(), value.right() - old.right() - 8, line.height())
        label = QRectF(rect.left() + SIDE_PX, line.top(), label_right - rect.left() - SIDE_PX, line.height())
        put(painter, label, row.label, body, theme.color("text2"))
        font = theme.font("body_strong") if row.finding is not None else body
        if not row.unit and not row.stored_unit and not row.before and not row.mark:
            if QFontMetricsF(font).horizontalAdvance(row.text) > value.width():
                value.setRight(rect.right() - SIDE_PX)  # long words run to the edge
            put(painter, value, row.text, font, color, Qt.AlignmentFlag.AlignRight)
        else:
            put(painter, value, row.text, font, color, Qt.AlignmentFlag.AlignRight)
            unit = QRectF(value.right() + 4, line.top(), UNIT_PX - 4, line.height())
            put(painter, unit, row.unit, body, theme.color("text3"))
        if row.mark:
            spot = QRectF(rect.right() - SIDE_PX - 14, line.center().y() - 7, 14, 14)
            if row.mark == "book":
                theme.icon("source", "text2", 14).paint(painter, spot.toRect())
            else:  # not verified: a hollow ring
                painter.save()
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(theme.color("text3"), 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(spot.adjusted(3, 3, -3, -3))
                painter.restore()
        if row.bar is not None:
            bar = QRectF(value.left(), line.bottom(), rect.right() - SIDE_PX - MARK_PX - value.left(), 6)
            token = severity_token(row.finding) if row.finding is not None else "text2"
            limit_bar(painter, bar, row.bar[0], row.bar[1], theme.color(token), theme)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if row.choices:
            box = QComboBox(parent)
            for value, text in row.choices:
                box.addItem(text, value)
            box.setAccessibleName(row.label)
            box.activated.connect(lambda _index: self._on_picked(box))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName(row.label)
        if row.stored_unit is not None:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setToolTip(plain_tip("A number, with a unit if you like: 12 ft + 600"))
        return line

    def _on_picked(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(editor, QComboBox):
            values = [value for value, _ in row.choices]
            editor.setCurrentIndex(values.index(row.value) if row.value in values else -1)
            QTimer.singleShot(0, editor, editor.showPopup)
        elif isinstance(editor, QLineEdit):
            empty = row.value is None or row.text in (MIXED, UNKNOWN)
            editor.setText("" if empty else row.text if row.stored_unit is not None else str(row.value))
            if row.text == MIXED:
                editor.setPlaceholderText(MIXED)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            if editor.currentIndex() >= 0:
                model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        value = self.value_rect(QRectF(rect.left(), rect.top(), rect.width(), 25))
        if row.stored_unit is None:
            value.setRight(rect.right() - SIDE_PX - (MARK_PX if row.mark else 0))
        editor.setGeometry(value.adjusted(-6, 0, 4, 0).toRect())


class InspectorList(QListView):
    """The rows; a click on a value, Enter or F2 edits it."""

    toggle_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setAccessibleName("Fields")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if row.toggle:
            self.toggle_wanted.emit()
        elif row.key and event.position().x() > self.viewport().width() * LABEL_SHARE:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the Enter that ended an edit comes here too
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            row = index.data(Qt.ItemDataRole.UserRole)
            if isinstance(row, Row) and row.toggle:
                self.toggle_wanted.emit()
                return
            if isinstance(row, Row) and row.key:
                self.edit(index)
                return
        super().keyPressEvent(event)


class Badge(QWidget):
    """The worst finding of what is selected, as its sign."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finding: Finding | None = None
        self.setFixedSize(17, 17)

    def show_finding(self, finding: Finding | None, text: str) -> None:
        """Show the sign of a finding, or nothing."""
        self._finding = finding
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._finding is not None:
            painter = QPainter(self)
            self._theme.paint_badge(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._finding.severity)
            painter.end()


class Inspector(QWidget):
    """Head with name, kind and product; rows below."""

    refused = Signal(object)  # HallwrightError
    note_changed = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._theme, self._preferences = document, selection, theme, preferences
        self._unknown = False
        self.more_rows: Callable[[str], list[Row]] = lambda _id: []  # what others have to say of one thing
        self._icon = QWidget(self)
        self._icon.setFixedSize(24, 24)
        self._icon.paintEvent = self._paint_icon  # type: ignore[method-assign]
        self.name = QLineEdit()
        self.name.setObjectName("TitleField")
        self.name.setProperty("cell", True)
        self.name.setTextMargins(-2, 0, 0, 0)  # in line with the words below
        self.name.setMaxLength(100)
        self.name.setAccessibleName("Name")
        self.name.setMinimumWidth(40)
        self.name.editingFinished.connect(self._on_name)
        self.below = ElidedLabel(theme, "", "caption", "text3")
        self._badge = Badge(theme)
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.below)
        head.addWidget(self._icon)
        head.addLayout(words, 1)
        head.addWidget(self._badge)
        self.model = InspectorModel(self)
        self.list = InspectorList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(InspectorDelegate(theme, self.list))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.model.edited.connect(self._on_edited)
        self.list.toggle_wanted.connect(self._on_toggle)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(0)
        self._wait.timeout.connect(self.rebuild)
        document.changed.connect(lambda _before, _after: self._wait.start())
        document.preview_changed.connect(lambda _report: self._wait.start())
        selection.changed.connect(self._wait.start)
        preferences.changed.connect(lambda key: self._wait.start() if key == "units" else None)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.rebuild()

    def restyle(self) -> None:
        """Fonts and colours of the theme."""
        self.name.setStyleSheet("QLineEdit { font-size: 15px; font-weight: 600; padding-left: 0; }")
        self.update()
        self.list.viewport().update()

    def _paint_icon(self, _event: QPaintEvent) -> None:
        project = self._document.project
        name = "rack"
        if not self._selection.ids:
            name = "wall"
        else:
            item = project.equipment.get(self._selection.ids[0])
            link = project.links.get(self._selection.ids[0])
            if item is not None:
                product = project.products.get(item.product or "")
                name = icon_name(product) if product is not None else type(item).icon.removesuffix(".svg")
            elif link is not None:
                name = f"link_{link.medium.value}"
        painter = QPainter(self._icon)
        self._theme.icon(name, "text", 24).paint(painter, 0, 0, 24, 24)
        painter.end()

    def rebuild(self) -> None:
        """Show what is selected now, from the preview while something is dragged."""
        report, ids = self._document.report, self._selection.ids
        project, system = report.project, self._preferences.units
        self._icon.update()
        self.note_changed.emit(selection_note(project, ids))
        preview = self._document.previewed
        if preview is not None:
            new = [i for i in preview.project.equipment if i not in project.equipment]
            if new:
                self._title(f"New: {selection_note(preview.project, new)}", "not yet placed", editable=False)
            else:
                self._title(selection_note(project, ids), "moving, not yet placed", editable=False)
            self._badge.show_finding(None, "")
            self.model.show(list(drag_rows(report, preview, ids, system)))
            return
        known = [i for i in ids if i in project.equipment or i in project.links]
        self.below.setToolTip("")
        if not known:
            self._title(project.name, subtitle(project, ()), editable=True)
            self._badge.show_finding(None, "")
            self.model.show(list(project_rows(report, system)))
            return
        if len(known) == 1:
            self._title(project.name_of(known[0]), subtitle(project, known), editable=True)
            finding = report.worst.get(known[0])
            self._badge.show_finding(finding, finding.text(project, system) if finding else "")
        else:
            self._title(selection_note(project, known), subtitle(project, known), editable=False)
            self._badge.show_finding(None, "")
        rows = list(equipment_rows(report, known, system, unknown=self._unknown))
        if len(known) == 1:
            rows += self.more_rows(known[0])
        self.model.show(rows)

    def _title(self, name: str, below: str, *, editable: bool) -> None:
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(name)
            self.name.setCursorPosition(0)
        self.name.setReadOnly(not editable)
        self.below.setText(below)
        self.below.setToolTip(plain_tip(below))

    def _on_toggle(self) -> None:
        self._unknown = not self._unknown
        self.rebuild()

    def _on_name(self) -> None:
        if not self.name.isModified():
            return
        text = self.name.text().strip()
        self.name.setModified(False)
        ids = self._selection.ids
        try:
            if not ids:
                self._document.apply(f"Name the hall {text}", set_project, {"name": text})
            elif ids[0] in self._document.project.links:
                self._document.apply(f"Label link {text}", set_fields, ids[:1], {"label": text})
            else:
                self._document.apply(f"Rename to {text}", set_fields, ids[:1], {"name": text})
        except HallwrightError as error:
            self.refused.emit(error)
        self.rebuild()

    def _on_edited(self, row: Row, typed: Any) -> None:
        try:
            value = self._value(row, typed)
            if row.key.startswith("settings."):
                self._document.apply(f"Set {row.label.lower()}", set_settings, {row.key[9:]: value})
            elif row.key.startswith("project."):
                self._document.apply(f"Set {row.label.lower()}", set_project, {row.key[8:]: value})
            else:
                count = len(self._selection.ids)
                what = f" of {count}" if count > 1 else ""
                self._document.apply(
                    f"Set {row.label.lower()}{what}", set_fields, self._selection.ids, {row.key: value}
                )
        except QuantityError as error:
            self.refused.emit(EditRefused(f"{row.label}: {error}"))
        except HallwrightError as error:
            self.refused.emit(error)

    def _value(self, row: Row, typed: Any) -> Any:
        """The stored value of what was typed or chosen."""
        if row.choices or not isinstance(typed, str):
            return typed
        if row.stored_unit is None:
            return typed.strip()
        if not typed.strip() or typed.strip() == UNKNOWN:
            if row.optional:
                return None
            raise QuantityError("a value is needed.")
        value = parse_quantity(typed, row.stored_unit, self._preferences.units)
        if row.stored_unit in ("count", "U"):
            if abs(value - round(value)) > 1e-9:
                raise QuantityError("a whole number is needed.")
            return round(value)
        return round(value, 9)
