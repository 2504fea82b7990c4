"""Command palette: every action, every thing by its name, every rule; found by a few letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from hallwright_app.actions import COMMANDS
from hallwright_app.dialogs.shortcuts import shown
from hallwright_app.paint import put
from hallwright_app.parts import search_field

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

Index = QModelIndex | QPersistentModelIndex

MOST = 60
WIDTH_PX, HEIGHT_PX = 520, 420


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found.

    Attributes
    ----------
    note : str
        Kind, keys, or why it cannot be used.
    """

    text: str
    note: str
    icon: str
    run: Callable[[], object]
    usable: bool = True


def fuzzy_score(wanted: str, text: str) -> int | None:
    """How well letters fit a text, higher is better; None where they do not stand in it in this order.

    Beginnings of words and runs of letters count more.

    Examples
    --------
    >>> fuzzy_score("er", "Export report") > fuzzy_score("er", "Other")
    True
    >>> fuzzy_score("xyz", "Export") is None
    True
    """
    letters, whole = wanted.casefold(), text.casefold()
    if not letters.strip():
        return 0
    place = whole.find(letters)
    if place >= 0:
        return 1000 - place - len(whole) // 4 + (200 if place == 0 or not whole[place - 1].isalnum() else 0)
    initials = "".join(word[0] for word in whole.replace("-", " ").split())
    if letters in initials:
        return 1100 - len(whole)
    score, at, run = 0, -1, 0
    for letter in letters:
        if letter == " ":
            continue
        found = whole.find(letter, at + 1)
        if found < 0:
            return None
        run = run + 1 if found == at + 1 else 0
        start = found == 0 or not whole[found - 1].isalnum()
        score += 10 + 8 * run + (12 if start else 0) - min(found - at, 10)
        at = found
    return score - len(whole) // 4


class EntryDelegate(QStyledItemDelegate):
    """Draws icon, text and note."""

    def __init__(self, window: "MainWindow", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        theme = self._window.theme
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("sel_fill"))
        if entry.icon:
            theme.icon(entry.icon, "text2", 16).paint(painter, int(rect.left()) + 12, int(rect.top()) + 7, 16, 16)
        half = QRectF(rect.left() + rect.width() / 2, rect.top(), rect.width() / 2 - 12, rect.height())
        taken = put(painter, half, entry.note, theme.font("caption"), theme.color("text3"), Qt.AlignmentFlag.AlignRight)
        color = theme.color("text" if entry.usable else "text3")
        line = QRectF(rect.left() + 38, rect.top(), rect.width() - 38 - 24 - taken, rect.height())
        put(painter, line, entry.text, theme.font("body"), color)


class CommandPalette(QFrame):
    """A line to type into and what is found, over the middle of the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("CommandPalette")
        self.setAutoFillBackground(True)
        self.line: QLineEdit = search_field(window.theme, "Find a command or a thing", "Find a command or a thing")
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setItemDelegate(EntryDelegate(window, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show it, empty, over the window."""
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.move((self._window.width() - WIDTH_PX) // 2, 60)
        theme = self._window.theme
        self.setStyleSheet(
            f"#CommandPalette {{ background: {theme.hex('panel')}; border: 1px solid {theme.hex('outline')};"
            " border-radius: 5px; }"
        )
        self.line.clear()
        self._find("")
        self.show()
        self.raise_()
        self.line.setFocus()

    def entries(self) -> Iterable[Entry]:
        """Everything that can be found now."""
        window = self._window
        for command in COMMANDS:
            action = window.actions_.by_name[command.name]
            reason = command.refusal(window)
            note = reason or shown(action.shortcut()) or command.menu
            text = action.text().removesuffix("…").replace("&&", "&")
            yield Entry(text, note, command.icon, partial(window.actions_.run, command), not reason)
        if not window.designing:
            return
        project = window.document.project
        for item in project.equipment.values():
            kind = type(item)
            yield Entry(item.name, kind.label, kind.icon.removesuffix(".svg"), partial(window.go_to, item.id))

    def rule_entries(self) -> Iterable[Entry]:
        """Rules by code and title; choosing one filters the findings by it."""
        from hallwright.rules import rules

        for rule in rules():
            yield Entry(f"{rule.code} {rule.title}", "rule", "search", partial(self._window.filter_findings, rule.code))

    def _find(self, text: str) -> None:
        self.list.clear()
        pool = [*self.entries(), *(self.rule_entries() if text.strip() else ())]
        ranked = []
        for number, entry in enumerate(pool):
            if not text.strip() and number >= len(COMMANDS):
                break
            score = fuzzy_score(text, entry.text)
            if score is not None:
                ranked.append((score + (0 if entry.usable else -300), -number, entry))
        ranked.sort(key=lambda found: found[:2], reverse=True)
        for _, _, entry in ranked[:MOST]:
            item = QListWidgetItem(entry.text)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _run(self, item: QListWidgetItem | None) -> None:
        self.hide()
        if item is not None:
            entry = item.data(Qt.ItemDataRole.UserRole)
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event).key()
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.hide()
                self._window.setFocus()
                return True
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)
