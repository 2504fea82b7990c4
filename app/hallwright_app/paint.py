"""Signs that several panels draw: limit bars and text that ends in an ellipsis."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from hallwright.rules.base import Finding, Severity
from hallwright_app.theme import Theme

TICK_AT = 0.8  # the limit stands at this share of every bar, so that all bars of a column compare

SEVERITY_TOKEN = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}
SEVERITY_WORD = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.HINT: "Hint"}


def severity_token(finding: Finding) -> str:
    """Colour of a finding: waived ones are grey."""
    return "waived" if finding.waiver else SEVERITY_TOKEN[finding.severity]


def severity_word(finding: Finding) -> str:
    """Word of a finding."""
    return "Waived" if finding.waiver else SEVERITY_WORD[finding.severity]


def filled_share(value: float, limit: float) -> float:
    """Share of a bar that is filled: the limit is at `TICK_AT`, and the bar ends at its right edge."""
    if limit <= 0.0:
        return 1.0 if value > limit else 0.0
    return min(1.0, max(0.0, value / limit * TICK_AT))


def limit_bar(painter: QPainter, rect: QRectF, value: float, limit: float, fill: QColor, theme: Theme) -> None:
    """A bar of 4 px with a tick at the limit."""
    height = 4.0
    top = round(rect.center().y() - height / 2)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color("line"))
    painter.drawRoundedRect(QRectF(rect.left(), top, rect.width(), height), 2, 2)
    share = filled_share(value, limit)
    if share > 0.0:
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect.left(), top, max(2.0, rect.width() * share), height), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    x = round(rect.left() + rect.width() * TICK_AT)
    painter.fillRect(QRectF(x - 1, top - 3, 2, height + 6), theme.color("text"))
    painter.restore()


def put(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """Draw one line of text in the middle of a rectangle, elided to it; returns the width it took."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def put_sentence(painter: QPainter, rect: QRectF, text: str, font: QFont, small: QFont, color: QColor) -> None:
    """Draw a sentence on one line, or in small type on two where it is longer than that; beyond those it is elided."""
    if QFontMetricsF(font).horizontalAdvance(text) <= rect.width():
        put(painter, rect, text, font, color)
        return
    first, second = two_lines(text, QFontMetricsF(small), rect.width())
    high = QFontMetricsF(small).height()
    top = rect.center().y() - (high if second else high / 2)
    put(painter, QRectF(rect.left(), top, rect.width(), high), first, small, color)
    if second:
        put(painter, QRectF(rect.left(), top + high, rect.width(), high), second, small, color)


def two_lines(text: str, metrics: QFontMetricsF, width: float) -> tuple[str, str]:
    """A text parted where its first line is full; a word that is longer than a line stays whole on it."""
    words = text.split(" ")
    first = words[0]
    for n, word in enumerate(words[1:], 1):
        if metrics.horizontalAdvance(f"{first} {word}") > width:
            return first, " ".join(words[n:])
        first = f"{first} {word}"
    return first, ""
