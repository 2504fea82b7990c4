"""First page: four starts drawn as tiny plans, recent files with size and findings."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hallwright import __version__
from hallwright.equipment.base import Equipment
from hallwright.project import Project
from hallwright.templates import TEMPLATES, Template
from hallwright.units import number_text
from hallwright_app.jobs import CancelToken, Jobs
from hallwright_app.paint import put
from hallwright_app.parts import PlainLabel, button, plain_tip
from hallwright_app.settings import Preferences, RecentFile
from hallwright_app.theme import Theme

WIDTH_PX = 1008
CARDS = 4


class Tile(QWidget):
    """Something to click, with a ring when it has the focus."""

    clicked = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class StartCard(Tile):
    """A template as a tiny plan, its name and what it holds."""

    def __init__(self, theme: Theme, title: str, description: str) -> None:
        super().__init__(theme, f"{title}: {description}")
        self.title, self._description = title, description
        self.setToolTip(plain_tip(description))
        self.setFixedHeight(174)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._project: Project | None = None

    def show_project(self, project: Project) -> None:
        """Draw this design."""
        self._project = project
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(theme.color("focus" if lit else "line"), 2 if lit else 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        drawing = QRectF(box.left() + 10, box.top() + 10, box.width() - 20, 100)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(box.left() + 2, 119.5), QPointF(box.right() - 2, 119.5))
        if self._project is not None:
            draw_tiny_plan(painter, drawing, self._project, theme)
        line = QRectF(box.left() + 12, 128, box.width() - 24, 18)
        put(painter, line, self.title, theme.font("body_strong"), theme.color("text"))
        put(painter, line.translated(0, 19), self._description, theme.font("caption"), theme.color("text2"))
        painter.end()


def draw_tiny_plan(painter: QPainter, box: QRectF, project: Project, theme: Theme) -> None:
    """Footprints of a design, to scale."""
    shapes: list[tuple[Equipment, QPolygonF]] = []
    for item in project.equipment.values():
        outline = item.outline()
        if outline and item.kind not in ("tile", "zone"):
            shapes.append((item, QPolygonF([QPointF(x, y) for x, y in outline])))
    if not shapes:
        return
    whole = QRectF()
    for _, shape in shapes:
        whole = whole.united(shape.boundingRect())
    whole = whole.adjusted(-0.2, -0.2, 0.2, 0.2)
    scale = min(box.width() / whole.width(), box.height() / whole.height())
    painter.save()
    painter.setClipRect(box)
    painter.translate(box.center())
    painter.scale(scale, scale)
    painter.translate(-whole.center())
    order = {"room": 0}
    for item, shape in sorted(shapes, key=lambda pair: order.get(pair[0].kind, 1)):
        group = type(item).group
        token, width, fill = "rack_line", 0.8, "rack"
        if item.kind == "room":
            token, width, fill = "wall", 2.5, "room"
        elif group == "Power":
            token = "power_a"
        elif group == "Cooling":
            token = "air"
        pen = QPen(theme.color(token), width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(theme.color(fill))
        painter.drawPolygon(shape)
    painter.restore()


class RecentRow(Tile):
    """A recent file: name, size, findings, date."""

    def __init__(self, theme: Theme, entry: RecentFile) -> None:
        super().__init__(theme, f"Open {entry.title}")
        self.entry = entry
        self.setFixedHeight(44)
        self.setToolTip(plain_tip(entry.path))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, entry = QPainter(self), self._theme, self.entry
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box, theme.color("hover"))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        theme.icon("report", "text", 18).paint(painter, 16, 13, 18, 18)
        body, text2 = theme.font("body"), theme.color("text2")
        there = Path(entry.path).exists()
        put(
            painter,
            QRectF(48, 0, 500, 43),
            entry.title,
            theme.font("body_strong"),
            theme.color("text" if there else "text3"),
        )
        size = [f"{number_text(entry.gpus, 0)} GPUs"] if entry.gpus else []
        if entry.it_kw:
            size.append(f"{number_text(entry.it_kw, 0)} kW")
        what = ", ".join(size) if there else "moved or deleted"
        put(painter, QRectF(574, 0, 180, 43), what, body, text2)
        x = 758.0
        counts = (("error", entry.errors), ("warning", entry.warnings), ("hint", entry.hints))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not any(n for _, n in counts) and not entry.not_evaluated and there:
            theme.paint_badge(painter, QRectF(x, 15, 13, 13), "ok")
            put(painter, QRectF(x + 20, 0, 90, 43), "No findings", body, theme.color("ok"))
        for n, (kind, number) in enumerate(counts):
            if number:
                theme.paint_badge(painter, QRectF(x + 40 * n, 15, 13, 13), kind)
                put(painter, QRectF(x + 40 * n + 18, 0, 24, 43), str(number), body, theme.color("text"))
        put(
            painter,
            QRectF(box.right() - 132, 0, 116, 43),
            when_text(entry.opened),
            body,
            text2,
            Qt.AlignmentFlag.AlignRight,
        )
        painter.end()


def when_text(opened: str, today: date | None = None) -> str:
    """A time as people say it: "today, 14:02", "yesterday", "17 November"."""
    try:
        then = datetime.fromisoformat(opened)
    except ValueError:
        return ""
    days = ((today or date.today()) - then.date()).days
    if days == 0:
        return f"today, {then:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{then.day} {then:%B}" + ("" if days < 300 else f" {then.year}")


class Mark(QWidget):
    """The sign of the program: a room with racks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(52, 52)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setPen(QPen(theme.color("wall"), 3))
        painter.setBrush(theme.color("room"))
        painter.drawRect(QRectF(2, 2, 48, 48))
        for row in range(2):
            for column in range(3):
                chosen = row == 1 and column == 1
                painter.fillRect(
                    QRectF(10 + 12 * column, 11 + 17 * row, 9, 13), theme.color("accent" if chosen else "rack_line")
                )
        painter.end()


class Welcome(QWidget):
    """Name, starts, recent files."""

    template_wanted = Signal(str)
    file_wanted = Signal(object)  # Path
    open_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preferences, self._jobs = theme, preferences, jobs
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page = QWidget()
        page.setMaximumWidth(WIDTH_PX)
        page.setMinimumWidth(720)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addSpacing(20)
        column.addWidget(PlainLabel(theme, "Start from", "title"))
        self.cards: dict[str, StartCard] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for n, template in enumerate(starts()):
            card = StartCard(theme, template.title, template.description)
            card.clicked.connect(lambda name=template.name: self.template_wanted.emit(name))
            grid.addWidget(card, 0, n)
            grid.setColumnStretch(n, 1)
            self.cards[template.name] = card
        column.addLayout(grid)
        column.addSpacing(20)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(theme, "Recent", "title"))
        row.addStretch(1)
        row.addWidget(PlainLabel(theme, "Drop a .hall file anywhere", "body", "text2"))
        column.addLayout(row)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addSpacing(8)
        foot = QHBoxLayout()
        keys = button("Keys", self.keys_wanted.emit)
        keys.setProperty("flat", True)
        foot.addWidget(keys)
        foot.addStretch(1)
        foot.addWidget(PlainLabel(theme, f"Version {__version__} · works offline · no account", "body", "text2"))
        column.addLayout(foot)
        column.addStretch(1)
        holder = QWidget()
        holder.setProperty("surface", "window")
        across = QHBoxLayout(holder)
        across.setContentsMargins(24, 0, 24, 0)
        across.addStretch(1)
        across.addWidget(page, 100)
        across.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(holder)
        scroll.setObjectName("WelcomeScroll")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._scroll = scroll
        theme.changed.connect(self._restyle)
        self._restyle()
        self.refresh()

    def _restyle(self) -> None:
        ground = self._theme.hex("window")
        self._scroll.setStyleSheet(
            f"#WelcomeScroll, #WelcomeScroll > QWidget, #WelcomeScroll > QWidget > QWidget {{ background: {ground}; }}"
        )

    def _head(self) -> QHBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.setContentsMargins(0, 110, 0, 0)
        row.setSpacing(18)
        row.addWidget(Mark(theme))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(theme, "Hallwright", "page_title"))
        words.addWidget(PlainLabel(theme, "AI data halls that fit their power, cooling and fabric", "body", "text2"))
        row.addLayout(words)
        row.addStretch(1)
        self.open_button = button("Open a file…", self.open_wanted.emit)
        self.open_button.setIconSize(QSize(16, 16))
        self.new_button = button("New hall", lambda: self.template_wanted.emit("empty"))
        self.new_button.setProperty("primary", True)
        for one in (self.open_button, self.new_button):
            row.addWidget(one)
        return row

    def refresh(self) -> None:
        """Show the recent files as they are now."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        recent = self._preferences.recent
        for entry in recent[:6]:
            row = RecentRow(self._theme, entry)
            row.clicked.connect(lambda path=entry.path: self.file_wanted.emit(Path(path)))
            self._recent.addWidget(row)
        if not recent:
            self._recent.addWidget(
                PlainLabel(self._theme, "No design opened yet. Take one of the starts above.", "body", "text2")
            )

    def draw_plans(self) -> None:
        """Build the tiny plans, off this thread, after the first frame."""
        for template in starts():
            self._jobs.run_job(
                f"Plan of {template.title}",
                _built,
                template,
                on_ok=self._shower(template.name),
                on_error=lambda _error: None,
            )

    def _shower(self, name: str) -> Callable[[Any], None]:
        return lambda project: self.cards[name].show_project(project)


def starts() -> tuple[Template, ...]:
    """The templates shown: the empty hall first, then the examples."""
    first = [t for t in TEMPLATES.values() if t.name == "empty"]
    return tuple((first + [t for t in TEMPLATES.values() if t.example])[:CARDS])


def _built(token: CancelToken, template: Template) -> Project:
    token.check()
    return template()
