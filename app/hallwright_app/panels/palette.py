"""Palette: every product that can be placed, found by name, vendor or kind; dragged out, or placed by Enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hallwright.catalogue import group_of, rating_text, search, stock
from hallwright.equipment import kinds
from hallwright.evaluate import Report
from hallwright.project import Product
from hallwright_app.document import Document
from hallwright_app.paint import put
from hallwright_app.parts import plain_tip, search_field
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme
from hallwright_app.wording import icon_name, product_tip, tr

MIME = "application/x-hallwright-product"
GROUPS = ("Racks and systems", "Cooling", "Power", "Fabric", "Building")
KIND_ORDER = (
    "rack", "system", "accelerator", "switch", "crah", "in_row", "fan_wall", "rear_door", "cdu", "immersion_tank",
    "chiller", "dry_cooler", "cooling_tower", "utility_feed", "transformer", "generator", "transfer_switch",
    "switchgear", "ups", "battery", "pdu", "busway", "rack_pdu", "power_shelf", "rectifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """A thing that is drawn corner by corner: it has no product, and choosing it starts its tool."""

    name: str
    icon: str
    action: str
    tip: str


DRAWINGS = (
    Drawing("Room", "wall", "tool_room", "Draw the outline of a room"),
    Drawing("Wall", "wall", "tool_wall", "Draw a wall"),
    Drawing("Zone", "zone", "tool_zone", "Draw an aisle, a containment or a keep-out"),
    Drawing("Cable tray", "tray", "tool_tray", "Draw a cable tray"),
)

Row = str | Product | Drawing  # a head, or what can be placed
Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """Heads and products, as filtered."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._own: Mapping[str, Product] = {}
        self._text = ""
        self.rows: list[Row] = []
        self.total = 0

    def placeable(self) -> list[Product]:
        """Every product of a kind that can be placed: the catalogue's and the project's own."""
        known = kinds()
        whole = {**stock(), **self._own}
        return [p for p in whole.values() if p.kind in known and known[p.kind].group]

    def set_own(self, products: Mapping[str, Product]) -> None:
        """Products kept in the project that the catalogue does not have."""
        own = {k: p for k, p in products.items() if k not in stock()}
        if own != self._own:
            self._own = own
            self.rebuild()

    def set_filter(self, text: str) -> None:
        """Show what holds all of these words."""
        if text.strip() != self._text:
            self._text = text.strip()
            self.rebuild()

    def rebuild(self) -> None:
        """Make the rows anew."""
        self.beginResetModel()
        products = self.placeable()
        self.total = len(products) + len(DRAWINGS)
        found = search(self._text, products)
        by_id = {p.id: p for p in found}
        groups: dict[str, list[Product]] = {"Favourites": [], "In this project": []}
        groups["Favourites"] = [by_id[i] for i in self._preferences.favourites if i in by_id]
        for product in found:
            own = product.id in self._own
            groups.setdefault("In this project" if own else group_of(product), []).append(product)
        self.rows = []
        for name in ("Favourites", "In this project", *GROUPS, *(g for g in groups if g not in GROUPS)):
            members: list[Row] = list(groups.pop(name, []))
            if name != "Favourites":
                members.sort(key=_palette_order)
            if name == "Building":
                words = self._text.casefold().split()
                members[:0] = [d for d in DRAWINGS if all(w in f"{d.name} {d.tip}".casefold() for w in words)]
            if members:
                self.rows += [tr(name), *members]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if isinstance(row, str):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if isinstance(row, Drawing):
            wanted = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            return plain_tip(tr(row.tip)) if role == wanted[0] else row.name if role == wanted[1] else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(product_tip(row, self._preferences.units))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {rating_text(row)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if isinstance(self.rows[index.row()], Product) else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            row = self.rows[index.row()]
            if isinstance(row, Product):
                data.setData(MIME, QByteArray(row.id.encode()))
        return data


def _palette_order(product: Row) -> tuple[int, str, bool, str]:
    assert isinstance(product, Product)
    role = str(product.fields.get("role") or product.fields.get("form") or "")
    return (
        KIND_ORDER.index(product.kind) if product.kind in KIND_ORDER else len(KIND_ORDER),
        "" if role == "rack_scale" else role,  # the largest first
        product.vendor != "generic",
        product.name.casefold(),
    )


class PaletteDelegate(QStyledItemDelegate):
    """Draws a head, or icon, name and rating, with a star where the pointer is."""

    STAR_PX = 24.0

    def __init__(self, theme: Theme, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preferences = theme, preferences

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 26 if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRectF(option.rect)
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, str):
            put(
                painter,
                rect.adjusted(12, 6, -12, 0),
                row,
                theme.font("caption_head"),
                theme.color("text2"),
            )
            return
        state = option.state
        hovered, chosen = bool(state & QStyle.StateFlag.State_MouseOver), bool(state & QStyle.StateFlag.State_Selected)
        if chosen or hovered:
            painter.fillRect(rect, theme.color("sel_fill" if chosen else "hover"))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        icon = row.icon if isinstance(row, Drawing) else icon_name(row)
        theme.icon(icon, "text", 20).paint(painter, int(rect.left()) + 12, int(rect.top()) + 5, 20, 20)
        right = rect.right() - 12
        if isinstance(row, Product) and (hovered or chosen):
            favourite = row.id in self._preferences.favourites
            star = QRectF(rect.right() - self.STAR_PX - 4, rect.top(), self.STAR_PX, rect.height())
            _star(painter, star, theme, favourite)
            right = star.left() - 2
        rating = rating_text(row, self._preferences.units) if isinstance(row, Product) else tr("draw")
        font = theme.font("caption")
        taken = 0.0
        if rating:
            taken = put(
                painter, QRectF(rect.left() + 100, rect.top(), right - rect.left() - 100, rect.height()), rating, font,
                theme.color("text3"), Qt.AlignmentFlag.AlignRight,
            )  # fmt: skip
        left = rect.left() + 42
        body, room = theme.font("body"), right - taken - 8 - left
        name = QFontMetricsF(body).elidedText(_short(row), Qt.TextElideMode.ElideMiddle, room)  # ends tell them apart
        put(painter, QRectF(left, rect.top(), room + 1, rect.height()), name, body, theme.color("text"))


def _short(row: Product | Drawing) -> str:
    """The name without its vendor, which the tool tip has."""
    if isinstance(row, Drawing):
        return tr(row.name)
    first, _, rest = row.name.partition(" ")
    return rest[:1].upper() + rest[1:] if rest and first.casefold() == row.vendor.casefold() else row.name


def _star(painter: QPainter, rect: QRectF, theme: Theme, filled: bool) -> None:
    import math

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPolygonF

    center = rect.center()
    points = []
    for n in range(10):
        radius = 6.5 if n % 2 == 0 else 2.8
        angle = math.pi * (n / 5 - 0.5)
        points.append(QPointF(center.x() + radius * math.cos(angle), center.y() + radius * math.sin(angle)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("text2"), 1.2))
    painter.setBrush(theme.color("text2") if filled else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF(points))
    painter.restore()


class PaletteList(QListView):
    """The list: a click on the star keeps, double click or Enter places, a drag carries the product out."""

    place_wanted = Signal(object)  # Product or Drawing
    star_clicked = Signal(object)  # Product

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Products")
        self.doubleClicked.connect(self._on_chosen)

    def chosen(self) -> Product | Drawing | None:
        """What the keyboard is at."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row if isinstance(row, Product | Drawing) else None

    def product(self) -> Product | None:
        """The product the keyboard is at."""
        row = self.chosen()
        return row if isinstance(row, Product) else None

    def _on_chosen(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Product | Drawing):
            self.place_wanted.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        over_star = event.position().x() > self.viewport().width() - PaletteDelegate.STAR_PX - 4
        if isinstance(row, Product) and over_star and event.button() == Qt.MouseButton.LeftButton:
            self.star_clicked.emit(row)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (wanted := self.chosen()) is not None:
            self.place_wanted.emit(wanted)
            return
        if event.key() == Qt.Key.Key_Asterisk and (row := self.product()) is not None:
            self.star_clicked.emit(row)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.product()
        if row is None:
            return
        menu = QMenu(self)
        place = QAction(tr("Place"), menu)
        place.triggered.connect(lambda: self.place_wanted.emit(row))
        star = QAction(tr("Favourite on or off"), menu)
        star.triggered.connect(lambda: self.star_clicked.emit(row))
        menu.addActions([place, star])
        menu.exec(event.globalPos())


class Palette(QWidget):
    """Search line and list."""

    place_wanted = Signal(object)  # Product or Drawing

    def __init__(
        self, document: Document, theme: Theme, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._preferences = theme, preferences
        self.model = PaletteModel(preferences, self)
        self.search = search_field(theme, "Search products", "Search products")
        self.list = PaletteList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(theme, preferences, self.list))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 0)
        column.setSpacing(6)
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addWidget(self.search)
        column.addLayout(holder)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.search)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._on_filter)
        self.search.textChanged.connect(lambda: self._wait.start())
        self.search.installEventFilter(self)
        self.list.place_wanted.connect(self.place_wanted)
        self.list.star_clicked.connect(self.toggle_favourite)
        document.changed.connect(self.refresh)
        theme.changed.connect(self.list.viewport().update)
        self._document = document
        self._filled = False

    def fill(self) -> None:
        """Read the catalogue, where that was not done yet: it waits until somebody looks."""
        if not self._filled:
            self._filled = True
            self.model.set_own(self._document.project.products)
            self.model.rebuild()
            self._say_count()

    def showEvent(self, event: QShowEvent) -> None:
        self.fill()
        super().showEvent(event)

    def refresh(self, before: Report, after: Report) -> None:
        """Take over products that came into the project."""
        if self._filled and before.project.products is not after.project.products:
            self.model.set_own(after.project.products)
            self._say_count()

    def toggle_favourite(self, product: Product) -> None:
        """Star a product or take the star away."""
        stars = self._preferences.favourites
        kept = tuple(i for i in stars if i != product.id)
        self._preferences.favourites = kept if len(kept) < len(stars) else (*stars, product.id)
        scroll = self.list.verticalScrollBar().value()
        self.model.rebuild()
        self.list.verticalScrollBar().setValue(scroll)

    def _say_count(self) -> None:
        self.search.setPlaceholderText(tr("Search {0} products").format(self.model.total))

    def _on_filter(self) -> None:
        self.model.set_filter(self.search.text())
        self._first()

    def _first(self) -> None:
        for number, row in enumerate(self.model.rows):
            if not isinstance(row, str):
                self.list.setCurrentIndex(self.model.index(number))
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event).key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._wait.isActive():
                    self._wait.stop()
                    self._on_filter()
                if not self.list.currentIndex().isValid():
                    self._first()
                if key == Qt.Key.Key_Down:
                    self.list.setFocus()
                elif (wanted := self.list.chosen()) is not None:
                    self.place_wanted.emit(wanted)
                return True
        return super().eventFilter(watched, event)
