"""Table twins of plan and elevation: every thing in a row, sortable, its name and place editable, selection linked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from hallwright.edits.arrange import remount
from hallwright.edits.change import set_fields
from hallwright.equipment.base import Basis, Equipment, Placed
from hallwright.errors import EditRefused, HallwrightError
from hallwright.evaluate import Report
from hallwright.project import Change, Project
from hallwright.units import UNITS, QuantityError, number_text, parse_quantity
from hallwright_app.document import Document
from hallwright_app.paint import SEVERITY_WORD
from hallwright_app.parts import search_field
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its value is read, and which field an edit sets.

    Attributes
    ----------
    unit : str or None
        Stored unit of a number; None for words.
    key : str
        Field set by an edit; empty = cannot be edited.
    """

    title: str
    value: Callable[[Project, Equipment], Any]
    unit: str | None = None
    key: str = ""


def _attribute(name: str) -> Callable[[Project, Equipment], Any]:
    return lambda _project, item: getattr(item, name, None)


def _product(project: Project, item: Equipment) -> str:
    product = project.products.get(item.product or "")
    return product.name if product is not None else ""


def _power(project: Project, item: Equipment) -> float | None:
    return item.demand_kw(Basis(project.settings.demand_basis)) or None


_NAME = Column("Name", _attribute("name"), key="name")
_KIND = Column("Kind", lambda _project, item: type(item).label)
_MADE_FROM = Column("Product", _product)

PLAN = (
    _NAME,
    _KIND,
    _MADE_FROM,
    Column("X", _attribute("x_m"), "m", "x_m"),
    Column("Y", _attribute("y_m"), "m", "y_m"),
    Column("Turned", _attribute("rotation_deg"), "deg", "rotation_deg"),
    Column("Width", _attribute("width_m"), "m"),
    Column("Depth", _attribute("depth_m"), "m"),
    Column("Own power", _power, "kW"),
)
ELEVATION = (
    _NAME,
    _KIND,
    _MADE_FROM,
    Column("In", lambda project, item: project.name_of(item.carrier_id() or ""), key="rack_id"),
    Column("U", _attribute("u"), "U", "u"),
    Column("Height", _attribute("u_height"), "U"),
    Column("Face", _attribute("face")),
    Column("Own power", _power, "kW"),
)
FINDING = "Finding"


def on_plan(item: Equipment) -> bool:
    """Whether a thing stands in the table of the plan."""
    return item.carrier_id() is None


def in_rack(item: Equipment) -> bool:
    """Whether a thing stands in the table of the elevation."""
    return isinstance(item, Placed) and item.carrier_id() is not None


class EquipmentModel(QAbstractTableModel):
    """Rows are pieces of equipment; only those that differ are told as changed."""

    refused = Signal(object)  # HallwrightError

    def __init__(
        self,
        document: Document,
        preferences: Preferences,
        columns: Sequence[Column],
        wanted: Callable[[Equipment], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._preferences = document, preferences
        self.columns, self._wanted = tuple(columns), wanted
        self.ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._rebuild()
        document.changed.connect(self.refresh)
        preferences.changed.connect(self._on_preference)

    def _rebuild(self) -> None:
        self.beginResetModel()
        self.ids = [e.id for e in self._document.project.equipment.values() if self._wanted(e)]
        self._row_of = {id: n for n, id in enumerate(self.ids)}
        self.endResetModel()

    def refresh(self, before: Report, after: Report) -> None:
        """Follow the document by what differs."""
        change = Change.between(before.project, after.project)
        equipment = after.project.equipment
        for id in change.equipment:
            if (id in equipment and self._wanted(equipment[id])) != (id in self._row_of):
                self._rebuild()
                return
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.columns)))

    def _on_preference(self, key: str) -> None:
        if key == "units" and self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.columns)))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns))

    def row_of(self, id: str) -> int:
        """Row of a thing, or -1."""
        return self._row_of.get(id, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section] if section < len(self.columns) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column and column.unit else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column is None:
            return FINDING
        if column.unit is None:
            return column.title
        sign = UNITS[column.unit].shown_value(0.0, self._preferences.units)[1]
        return f"{column.title} [{sign}]" if sign and sign != column.title else column.title

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        project = self._document.project
        item = project.equipment.get(self.ids[index.row()])
        if item is None:
            return None
        if index.column() == len(self.columns):
            return self._finding(item.id, role)
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.unit is not None:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, SORT):
            return None
        value = column.value(project, item)
        if role == SORT:
            return value if value is not None else (-1e300 if column.unit else "")
        if value is None:
            return ""
        if column.unit is None:
            return str(value)
        shown, _, decimals = UNITS[column.unit].shown_value(float(value), self._preferences.units)
        return number_text(shown, decimals)

    def _finding(self, id: str, role: int) -> Any:
        report = self._document.report
        finding = report.worst.get(id)
        if role == SORT:
            return -int(finding.severity) if finding else 0
        if role == Qt.ItemDataRole.DisplayRole and finding is not None:
            return f"{SEVERITY_WORD[finding.severity]} {finding.code}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() >= len(self.columns):
            return flags
        column, item = self.columns[index.column()], self._document.project.equipment.get(self.ids[index.row()])
        if column.key and item is not None and (column.key == "rack_id" or hasattr(item, column.key)):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column, id = self.columns[index.column()], self.ids[index.row()]
        if role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        try:
            self._edit(column, id, str(value).strip())
        except QuantityError as error:
            self.refused.emit(EditRefused(f"{column.title}: {error}"))
            return False
        except HallwrightError as error:
            self.refused.emit(error)
            return False
        return True

    def _edit(self, column: Column, id: str, typed: str) -> None:
        project = self._document.project
        item = project.equipment[id]
        if column.key == "name":
            self._document.apply(f"Rename to {typed}", set_fields, [id], {"name": typed})
        elif column.key == "rack_id":
            racks = [e.id for e in project.equipment.values() if e.name == typed and e.carrier_id() is None]
            if len(racks) != 1:
                raise EditRefused(f"There is no rack {typed!r}." if not racks else f"{len(racks)} are named {typed!r}.")
            self._document.apply(f"Move {item.name} to {typed}", remount, id, racks[0])
        else:
            value = parse_quantity(typed, column.unit or "", self._preferences.units)
            if column.key == "u":
                self._document.apply(
                    f"Move {item.name} to U{round(value)}", remount, id, item.carrier_id() or "", round(value)
                )
            else:
                if item.locked:
                    raise EditRefused(f"{item.name} is locked. Unlock it first.")
                stored = round(value % 360.0 if column.key == "rotation_deg" else value, 6)
                self._document.apply(f"Place {item.name}", set_fields, [id], {column.key: stored})


class LinkedTable(QTableView):
    """A sorted table whose selection is everybody's."""

    def __init__(self, model: EquipmentModel, selection: Selection, name: str) -> None:
        super().__init__()
        self._selection = selection
        self.source = model
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(model)
        self.sorted.setSortRole(SORT)
        self.sorted.setFilterKeyColumn(-1)
        self.sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self.sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAccessibleName(name)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate((116, 112, 196, 76, 76, 84, 92, 92, 118)):
            self.setColumnWidth(column, width)
        self._following = False
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(0)
        self._wait.timeout.connect(self._follow)
        selection.changed.connect(self._wait.start)
        model.modelReset.connect(self._wait.start)

    def _on_selected(self) -> None:
        if self._following:
            return
        rows = self.selectionModel().selectedRows()
        self._selection.set(self.source.ids[self.sorted.mapToSource(index).row()] for index in rows)

    def _follow(self) -> None:
        """Select what is selected elsewhere."""
        wanted = {row for id in self._selection.ids if (row := self.source.row_of(id)) >= 0}
        shown = {self.sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()}
        if wanted == shown:
            return
        self._following = True
        picked = QItemSelection()
        first = QModelIndex()
        for row in sorted(wanted):
            index = self.sorted.mapFromSource(self.source.index(row, 0))
            if index.isValid():
                picked.select(index, index)
                first = first if first.isValid() else index
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flags.ClearAndSelect | flags.Rows)
        if first.isValid():
            self.scrollTo(first)
        self._following = False


class TablePage(QWidget):
    """Both twins, with a switch between them and a filter."""

    refused = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.which = QComboBox()
        self.which.addItems(["Plan: what stands on the floor", "Elevation: what stands in racks"])
        self.which.setAccessibleName("Table of")
        self.search = search_field(theme, "Filter rows", "Filter rows")
        self.search.setFixedWidth(220)
        self.tables = (
            LinkedTable(EquipmentModel(document, preferences, PLAN, on_plan, self), selection, "Plan as a table"),
            LinkedTable(EquipmentModel(document, preferences, ELEVATION, in_rack, self), selection, "Racks as a table"),
        )
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.addWidget(self.which)
        bar.addStretch(1)
        bar.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        for table in self.tables:
            column.addWidget(table, 1)
            table.source.refused.connect(self.refused)
        self.which.currentIndexChanged.connect(self._show)
        self.search.textChanged.connect(self._filter)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._show(0)

    def _show(self, number: int) -> None:
        for n, table in enumerate(self.tables):
            table.setVisible(n == number)

    def _filter(self, text: str) -> None:
        for table in self.tables:
            table.sorted.setFilterFixedString(text)
