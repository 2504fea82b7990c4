"""Small widgets used all over the window. Text of a project is always shown as plain text."""

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from hallwright_app.theme import Theme
from hallwright_app.wording import tr


def plain_tip(text: str) -> str:
    """A tool tip that shows text as it is: Qt would guess markup from its content."""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if text else ""


class PlainLabel(QLabel):
    """A label that never reads markup.

    Parameters
    ----------
    role : str
        Font of the theme.
    token : str
        Colour of the theme.
    """

    def __init__(
        self, theme: Theme, text: str = "", role: str = "body", token: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._theme, self._role, self._token = theme, role, token
        self.setText(text)
        self.restyle()
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Take font and colour from the theme; a sheet of its own, because the application's would win."""
        font = self._theme.font(self._role)
        self.setFont(font)
        color = self._theme.hex(self._token)
        self.setStyleSheet(
            f"font-size: {font.pixelSize()}px; font-weight: {int(font.weight())}; color: {color}; padding: 0;"
        )

    def set_token(self, token: str) -> None:
        """Another colour."""
        if token != self._token:
            self._token = token
            self.restyle()


class ElidedLabel(PlainLabel):
    """A plain label that gives way: what does not fit ends in an ellipsis and is whole in the tool tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.color(self._token))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class PanelHead(QWidget):
    """Head of a panel, 30 px: its name, and at the right a note in quiet text."""

    def __init__(self, theme: Theme, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(30)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self.title = PlainLabel(theme, title, "head")
        self.beside = PlainLabel(theme, "", "button", "text3")
        self.note = PlainLabel(theme, note, "button", "text3")
        row.addWidget(self.title)
        row.addWidget(self.beside)
        row.addStretch(1)
        row.addWidget(self.note)
        self.setObjectName("PanelHead")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


def search_field(theme: Theme, hint: str, name: str) -> QLineEdit:
    """A line to type into, with the magnifier and an accessible name."""
    field = QLineEdit()
    field.setPlaceholderText(tr(hint))
    field.setAccessibleName(tr(name))
    field.setClearButtonEnabled(True)
    action = field.addAction(theme.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
    theme.changed.connect(lambda: action.setIcon(theme.icon("search", "text2")))
    return field


def button(text: str, slot: Callable[[], object], *, default: bool = False, tip: str = "") -> QPushButton:
    """A push button named by its verb."""
    made = QPushButton(tr(text))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setDefault(default)
    made.setAutoDefault(default)
    if tip:
        made.setToolTip(plain_tip(tip))
    made.clicked.connect(lambda: slot())
    return made


def message(parent: QWidget | None, title: str, text: str, *, detail: str = "", hint: str = "") -> QMessageBox:
    """A message box that shows project text as it is; not yet executed."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    if hint:
        box.setInformativeText(hint)
        for label in box.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
    if detail:
        box.setDetailedText(detail)
    return box
