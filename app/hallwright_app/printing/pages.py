"""Setting a report on pages: a flow of blocks in pixels of 1/96 inch, with the title block at every foot.

Everything is drawn with QPainter, so screen, PDF and picture agree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from hallwright.export.layout import Bar, Callout, Column, KeyFigure, Picture, Section, Table, Verdict
from hallwright.export.report import Content
from hallwright.rules.base import Severity
from hallwright_app.theme import Theme, paint_badge

PX_PER_MM = 96.0 / 25.4
MARGIN = 17.0 * PX_PER_MM
FOOT = 10.0 * PX_PER_MM
GAP = 8.0

GROUND = {Severity.ERROR: "error_bg", Severity.WARNING: "warning_bg", Severity.HINT: "hint_bg"}
TOKEN = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper format: name, width and height in millimetres, upright or across."""

    size: QPageSize.PageSizeId
    across: bool
    width_mm: float
    height_mm: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.width_mm * PX_PER_MM

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.height_mm * PX_PER_MM


A4 = Sheet(QPageSize.PageSizeId.A4, False, 210.0, 297.0)
A3_ACROSS = Sheet(QPageSize.PageSizeId.A3, True, 420.0, 297.0)

Draw = Callable[[QPainter], None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view that can be drawn on paper.

    Attributes
    ----------
    fit : callable
        (width, height) that are free, in pixels -> the height it takes, and its caption.
    paint : callable
        Draws it from the top left of a rectangle of that width and height.
    """

    fit: Callable[[float, float], tuple[float, str]]
    paint: Callable[[QPainter, QRectF], None]


@dataclass(slots=True)
class Page:
    """One page: its sheet, its name in the title block, and what is drawn on it."""

    sheet: Sheet
    name: str
    marks: list[Draw]


class Flow:
    """Puts blocks below each other and starts a new page where one does not fit.

    Parameters
    ----------
    found : Content
    theme : Theme
        The light one: paper is white.
    pictures : mapping of str to Drawing
        By the name of the view.
    """

    def __init__(self, found: Content, theme: Theme, pictures: Mapping[str, Drawing]) -> None:
        self.found, self.theme, self.pictures = found, theme, pictures
        self.pages: list[Page] = []
        self.name = ""
        self.y = 0.0

    def page(self, name: str, sheet: Sheet = A4) -> None:
        """Start a page."""
        self.pages.append(Page(sheet, name, []))
        self.name, self.y = name, MARGIN

    @property
    def sheet(self) -> Sheet:
        """Sheet of the current page."""
        return self.pages[-1].sheet

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.sheet.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where the flow ends above the title block."""
        return self.sheet.height - MARGIN - FOOT - 2 * GAP

    def mark(self, draw: Draw) -> None:
        """Draw something on the current page."""
        self.pages[-1].marks.append(draw)

    def room(self, height: float) -> None:
        """Start a new page where less than `height` is left."""
        if self.y + height > self.bottom and self.y > MARGIN + 1.0:
            self.page(self.name, self.sheet)

    def text(self, text: str, font: QFont, token: str = "text", *, after: float = GAP, keep: float = 0.0) -> None:
        """A paragraph over the full width."""
        height = text_height(text, font, self.width)
        self.room(height + keep)
        rect = QRectF(MARGIN, self.y, self.width, height)
        self.write(rect, text, font, token)
        self.y += height + after

    def write(self, rect: QRectF, text: str, font: QFont, token: str = "text", right: bool = False) -> None:
        """A text at a place of the current page."""
        colour = self.theme.color(token)

        def draw(painter: QPainter) -> None:
            draw_text(painter, rect, text, font, colour, right)

        self.mark(draw)

    def badge(self, rect: QRectF, severity: Severity) -> None:
        """A severity's badge at a place of the current page."""
        self.mark(lambda painter: paint_badge(painter, rect, TOKEN[severity], self.theme))

    def line(self, width: float = 1.0, token: str = "text") -> None:
        """A rule over the full width."""
        start, end = QPointF(MARGIN, self.y), QPointF(MARGIN + self.width, self.y)
        pen = QPen(self.theme.color(token), width)

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawLine(start, end)

        self.mark(draw)

    # -- blocks -----------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Title, verdict, key figures, plan, domains."""
        font = self.theme.font
        self.page("Cover")
        self.text("Design report", font("report_note"), "text2", after=2.0)
        self.text(self.found.title, font("report_title"), after=4.0)
        self.text(self.found.verdict, font("report_lead"), "text2", after=2 * GAP)
        self.figures(self.found.key_figures)
        domains_height = 30.0 * len(self.found.domains) + 60.0
        self.picture("plan", self.bottom - self.y - domains_height)
        self.y += GAP
        self.verdicts(self.found.domains)

    def figures(self, figures: tuple[KeyFigure, ...]) -> None:
        """Key figures between two rules."""
        self.line()
        note, big, small = (self.theme.font(r) for r in ("report_note", "report_figure", "report_lead"))
        step = self.width / len(figures)
        top = self.y + 10.0
        for index, figure in enumerate(figures):
            x = MARGIN + index * step
            wide = QFontMetricsF(big).horizontalAdvance(figure.value)
            self.write(QRectF(x, top, step, 14.0), figure.title, note, "text2")
            self.write(QRectF(x, top + 14.0, step, 26.0), figure.value, big)
            self.write(QRectF(x + wide + 4.0, top + 20.0, step, 20.0), figure.unit, small, "text3")
        self.y += 58.0
        self.line()
        self.y += 2 * GAP

    def verdicts(self, verdicts: tuple[Verdict, ...]) -> None:
        """The four domains, each with its sign, word and reason."""
        body, strong = self.theme.font("report_body"), self.theme.font("report_strong")
        reason_width = self.width - 200.0
        for verdict in verdicts:
            height = max(text_height(verdict.reason, body, reason_width) + 12.0, 26.0)
            self.room(height)
            y = self.y
            self.write(QRectF(MARGIN, y + 6.0, 90.0, 16.0), verdict.domain, strong)
            spot = QRectF(MARGIN + 96.0, y + 6.0, 14.0, 14.0)
            if verdict.severity is None:
                self.tick(spot.topLeft())
            else:
                self.badge(spot, verdict.severity)
            self.write(QRectF(MARGIN + 116.0, y + 6.0, 84.0, 32.0), verdict.word, body)
            self.write(QRectF(MARGIN + 200.0, y + 6.0, reason_width, height), verdict.reason, body, "text2")
            self.y += height
            self.line(0.6, "line")

    def tick(self, at: QPointF) -> None:
        """The sign of what fits."""
        points = [at + QPointF(2.0, 7.5), at + QPointF(5.5, 11.0), at + QPointF(12.0, 3.0)]
        pen = QPen(self.theme.color("ok"), 1.6)

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawPolyline(points)

        self.mark(draw)

    def section(self, number: int, section: Section) -> None:
        """A numbered part, on a new page."""
        across = any(isinstance(b, Picture) for b in section.blocks)
        self.page(section.title, A3_ACROSS if across else A4)
        self.text(f"{number} {section.title}", self.theme.font("report_heading"), after=4.0, keep=60.0)
        if section.text:
            self.text(section.text, self.theme.font("report_body"), "text2", after=2 * GAP)
        for block in section.blocks:
            if isinstance(block, Table):
                self.table(block)
            elif isinstance(block, Callout):
                self.callout(block)
            else:
                self.picture(block.view, self.bottom - self.y)

    def callout(self, callout: Callout) -> None:
        """A sentence on its severity's ground."""
        body = self.theme.font("report_body")
        height = text_height(callout.text, body, self.width - 44.0) + 20.0
        self.room(height)
        rect = QRectF(MARGIN, self.y, self.width, height)

        def draw(p: QPainter) -> None:
            p.fillRect(rect, self.theme.color(GROUND[callout.severity]))
            spot = QRectF(rect.left() + 12.0, rect.top() + 10.0, 14.0, 14.0)
            paint_badge(p, spot, TOKEN[callout.severity], self.theme)
            draw_text(p, rect.adjusted(34.0, 10.0, -10.0, -10.0), callout.text, body, self.theme.color("text"))

        self.mark(draw)
        self.y += height + GAP

    def picture(self, view: str, height: float) -> None:
        """A view, drawn as large as fits, with its caption."""
        drawing = self.pictures.get(view)
        if drawing is None or height < 80.0:
            return
        taken, caption = drawing.fit(self.width, height - 24.0)
        rect = QRectF(MARGIN, self.y, self.width, taken)

        def draw(painter: QPainter) -> None:
            painter.save()
            drawing.paint(painter, rect)
            painter.restore()

        self.mark(draw)
        self.y += taken + 6.0
        self.text(caption, self.theme.font("report_note"), "text2")

    def table(self, table: Table) -> None:
        """A table; its head is repeated on every page."""
        strong, body = self.theme.font("report_strong"), self.theme.font("report_body")
        self.text(table.title, strong, after=4.0, keep=70.0)
        if not table.rows:
            self.text(table.empty, body, "text2", after=2 * GAP)
            return
        total = sum(c.share for c in table.columns)
        widths = [self.width * c.share / total for c in table.columns]
        self._table_head(table.columns, widths)
        for row in table.rows:
            height = self._row_height(table.columns, widths, row)
            if self.y + height > self.bottom:
                self.page(self.name, self.sheet)
                self._table_head(table.columns, widths)
            self._row(table.columns, widths, row, height)
        self.y += 4.0
        if table.note:
            self.text(table.note, self.theme.font("report_note"), "text2", after=0.0)
        self.y += 2 * GAP

    def _table_head(self, columns: tuple[Column, ...], widths: list[float]) -> None:
        font = self.theme.font("report_note")
        height = max(text_height(_head(c), font, w - 8.0) for c, w in zip(columns, widths, strict=True)) + 8.0
        self.room(height + 40.0)
        x, y = MARGIN, self.y
        for head, width in zip(columns, widths, strict=True):
            self.write(QRectF(x, y + 2.0, width - 8.0, height), _head(head), font, "text2", head.align == "right")
            x += width
        self.y += height
        self.line(1.2)

    def _row_height(self, columns: tuple[Column, ...], widths: list[float], row: tuple[object, ...]) -> float:
        heights = [18.0]
        for head, width, value in zip(columns, widths, row, strict=True):
            if head.kind == "text" and value is not None:
                heights.append(text_height(str(value), self._cell_font(head), width - 8.0) + 9.0)
        return max(heights)

    def _cell_font(self, head: Column) -> QFont:
        return self.theme.font("report_strong" if head.strong else "report_body")

    def _row(self, columns: tuple[Column, ...], widths: list[float], row: tuple[object, ...], height: float) -> None:
        x, y = MARGIN, self.y
        for head, width, value in zip(columns, widths, row, strict=True):
            rect = QRectF(x, y + 4.5, width - 8.0, height)
            if isinstance(value, Severity):
                self.badge(QRectF(x, y + 4.0, 13.0, 13.0), value)
            elif isinstance(value, Bar):
                self._bar(rect, value)
            elif value is not None:
                self.write(rect, str(value), self._cell_font(head), "text", head.align == "right")
            x += width
        self.y += height
        self.line(0.6, "line")

    def _bar(self, rect: QRectF, bar: Bar) -> None:
        length, y = min(rect.width(), 66.0), rect.top() + 6.0
        share = min(max(bar.value / bar.limit * 0.8, 0.0), 1.0) if bar.limit > 0 else 0.0
        tick = rect.left() + length * 0.8
        filled = self.theme.color(TOKEN[bar.severity] if bar.severity else "rack_line")

        def draw(painter: QPainter) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            for part, colour in ((1.0, self.theme.color("line")), (share, filled)):
                painter.setBrush(colour)
                painter.drawRoundedRect(QRectF(rect.left(), y, length * part, 4.0), 2.0, 2.0)
            painter.setPen(QPen(self.theme.color("text"), 1.6))
            painter.drawLine(QPointF(tick, y - 3.0), QPointF(tick, y + 7.0))

        self.mark(draw)

    # -- output -----------------------------------------------------------------------------------------------------

    def build(self) -> list[Page]:
        """Set the whole report."""
        self.cover()
        self.page("Plan", A3_ACROSS)
        self.text("Plan", self.theme.font("report_heading"), after=GAP)
        self.picture("plan", self.bottom - self.y)
        for number, section in enumerate(self.found.sections, 1):
            self.section(number, section)
        return self.pages


def _head(column: Column) -> str:
    return f"{column.title} {column.unit}".strip()


def text_height(text: str, font: QFont, width: float) -> float:
    """Height of a wrapped text."""
    return _laid(text, font, width)[1]


def _laid(text: str, font: QFont, width: float, right: bool = False) -> tuple[QTextLayout, float]:
    layout = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 8.0))
        line.setPosition(QPointF(0.0, height))
        height += line.height() * 1.12
    layout.endLayout()
    return layout, height


def draw_text(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, right: bool = False) -> None:
    """A wrapped plain text from the top of a rectangle."""
    painter.setPen(colour)
    _laid(text, font, rect.width(), right)[0].draw(painter, rect.topLeft())


def paint_page(painter: QPainter, page: Page, found: Content, number: int, count: int, theme: Theme) -> None:
    """Draw a page with its title block."""
    painter.fillRect(QRectF(0.0, 0.0, page.sheet.width, page.sheet.height), QColor("white"))
    for draw in page.marks:
        draw(painter)
    left, width = MARGIN, page.sheet.width - 2 * MARGIN
    top = page.sheet.height - MARGIN - FOOT
    painter.setPen(QPen(theme.color("text"), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, top, width, FOOT))
    cells = (
        ("Project", found.title, 0.30), ("Sheet", page.name, 0.22),
        ("Revision", f"{found.revision or '–'}, {found.dated.day} {found.dated:%b %Y}", 0.16),
        ("Drawn / checked", f"{found.author or '–'} / –", 0.14),
        ("Design hash", f"{found.hash[:4]} {found.hash[4:8]}", 0.10),
        ("Page", f"{number} / {count}", 0.08),
    )  # fmt: skip
    x = left
    note, strong = theme.font("report_small"), theme.font("report_small_strong")
    for index, (title, value, share) in enumerate(cells):
        if index:
            painter.setPen(QPen(theme.color("text"), 1.0))
            painter.drawLine(QPointF(x, top), QPointF(x, top + FOOT))
        inner = width * share - 12.0
        draw_text(painter, QRectF(x + 6.0, top + 5.0, inner, 14.0), title, note, theme.color("text2"))
        fitted = QFontMetricsF(strong).elidedText(value, Qt.TextElideMode.ElideRight, inner)
        draw_text(painter, QRectF(x + 6.0, top + 19.0, inner + 40.0, 14.0), fitted, strong, theme.color("text"))
        x += width * share


def write_pages(pages: list[Page], found: Content, theme: Theme, writer: QPdfWriter) -> None:
    """Write pages as PDF."""
    writer.setResolution(96)  # so that a cosmetic pen is as wide on paper as on screen
    writer.setTitle(found.title)
    writer.setCreator("Hallwright")
    count = len(pages)
    painter = QPainter()
    for number, page in enumerate(pages, 1):
        orientation = QPageLayout.Orientation.Landscape if page.sheet.across else QPageLayout.Orientation.Portrait
        writer.setPageLayout(QPageLayout(QPageSize(page.sheet.size), orientation, QMarginsF()))
        if number == 1:
            painter.begin(writer)
        else:
            writer.newPage()
        paint_page(painter, page, found, number, count, theme)
    painter.end()
