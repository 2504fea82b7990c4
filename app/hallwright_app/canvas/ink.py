"""Drawing in screen pixels at any scale: what layers and signs paint with."""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QStaticText

from hallwright.evaluate import Report
from hallwright.rules.base import Severity
from hallwright_app.theme import Theme

if TYPE_CHECKING:
    from hallwright_app.canvas.shapes import Shape

Box = tuple[float, float, float, float]  # left, top, right, bottom [m]
Align = Literal["left", "center", "right"]
State = Literal["", "selected", "hover", "ghost", "refused", "leaving", "hidden"]


class Level(IntEnum):
    """How much is drawn. Zooming in adds, never swaps."""

    SITE = 0
    HALL = 1
    ROW = 2
    RACK = 3


HALL_FROM, ROW_FROM, RACK_FROM, GRID_FROM = 14.0, 32.0, 90.0, 6.0  # px/m


def level_of(px_per_m: float) -> Level:
    """Level of detail at a scale [px/m]."""
    if px_per_m < HALL_FROM:
        return Level.SITE
    if px_per_m < ROW_FROM:
        return Level.HALL
    return Level.ROW if px_per_m < RACK_FROM else Level.RACK


class TextCache:
    """Laid-out lines of text by role: laying out is what costs, drawing does not."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], tuple[QStaticText, float, float]] = {}

    def line(self, theme: Theme, role: str, text: str) -> tuple[QStaticText, float, float]:
        """The laid-out text, its width and its height [px]."""
        found = self._texts.get((role, text))
        if found is None:
            if len(self._texts) > 30_000:
                self._texts.clear()
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            font = theme.font(role)
            static.prepare(font=font)
            found = self._texts[role, text] = static, static.size().width(), QFontMetricsF(font).height()
        return found


_TEXTS = TextCache()
_SPRITES: dict[tuple[object, ...], QPixmap] = {}
_PENS: dict[tuple[object, ...], QPen] = {}
_OUTLINES: dict[tuple[str, str], QPainterPath] = {}


class Ink:
    """A painter whose unit is one screen pixel at `px_per_m`; the origin is the scene's.

    Attributes
    ----------
    exposed : (left, top, right, bottom)
        What must be drawn [m].
    sprites : bool
        The device shows pixels one to one, so small signs may be drawn from stored pictures.
    """

    def __init__(
        self,
        painter: QPainter,
        px_per_m: float,
        theme: Theme,
        report: Report,
        exposed: Box,
        *,
        sprites: bool = False,
        state: State = "",
    ) -> None:
        self.painter, self.s, self.theme, self.report = painter, px_per_m, theme, report
        self.exposed, self.sprites = exposed, sprites
        self.state: State = state
        self.level = level_of(px_per_m)
        self.tints: dict[str, QColor] = {}
        self.found: Mapping[str, Sequence[Shape]] | None = None  # what `exposed` meets, by layer
        self.heat = False  # an image lies below: words need a ground

    # ---- places ----------------------------------------------------------------------------------------------------

    def rect(self, box: Box) -> QRectF:
        """A box in metres as a rectangle snapped to pixels."""
        s = self.s
        left, top = round(box[0] * s), round(box[1] * s)
        return QRectF(left, top, round(box[2] * s) - left, round(box[3] * s) - top)

    def point(self, x_m: float, y_m: float) -> QPointF:
        """A point in pixels."""
        return QPointF(x_m * self.s, y_m * self.s)

    def shows(self, box: Box) -> bool:
        """Whether a box meets what must be drawn."""
        e = self.exposed
        return box[0] <= e[2] and box[2] >= e[0] and box[1] <= e[3] and box[3] >= e[1]

    # ---- lines and fills -------------------------------------------------------------------------------------------

    def color(self, token: str) -> QColor:
        """Colour of a token."""
        return self.theme.color(token)

    def pen(
        self, token: str | QColor, width: float = 1.0, dash: tuple[float, ...] = (), *, round_: bool = False
    ) -> QPen:
        """An opaque pen, `width` in px, dashes in px. Do not change it: it is shared."""
        key = (token, width, dash, round_, self.theme.dark) if isinstance(token, str) else None
        if key is not None and key in _PENS:
            return _PENS[key]
        pen = QPen(token if isinstance(token, QColor) else self.theme.color(token), width)
        pattern = [d / max(width, 0.1) for d in dash]
        if pattern:
            pen.setDashPattern(pattern)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_ else Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if round_ else Qt.PenJoinStyle.MiterJoin)
        if key is not None:
            if len(_PENS) > 500:
                _PENS.clear()
            _PENS[key] = pen
        return pen

    def smooth(self, on: bool) -> None:
        """Curves and slants are smoothed; verticals and horizontals stay on the pixel."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on)

    def fill(self, rect: QRectF, token: str | QColor) -> None:
        """Fill a rectangle."""
        self.painter.fillRect(rect, token if isinstance(token, QColor) else self.theme.color(token))

    def frame(self, rect: QRectF, pen: QPen, fill: str | QColor | None = None) -> None:
        """A rectangle whose outline lies on the pixel."""
        p = self.painter
        p.setPen(pen)
        if fill is None:
            p.setBrush(Qt.BrushStyle.NoBrush)
        else:
            p.setBrush(fill if isinstance(fill, QColor) else self.theme.color(fill))
        if pen.widthF() % 1.0:  # a width between whole pixels is smoothed, and centred on the pixel
            self.smooth(True)
            p.drawRect(rect.adjusted(0.5, 0.5, 0.5, 0.5))
            self.smooth(False)
        else:
            p.drawRect(rect)

    def path(self, path: QPainterPath, pen: QPen, fill: str | None = None) -> None:
        """Any path, smoothed."""
        p = self.painter
        self.smooth(True)
        p.setPen(pen)
        p.setBrush(QBrush(self.theme.color(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
        p.drawPath(path)
        self.smooth(False)

    def bar(self, rect: QRectF, fraction: float, token: str = "text3", tick: float | None = None) -> None:
        """A load bar: full width is 100 %, or the limit where `tick` (share of the width) marks it."""
        self.fill(rect, "line")
        share = min(max(fraction * (tick or 1.0), 0.0), 1.0)
        if share > 0.0:
            self.fill(QRectF(rect.left(), rect.top(), max(1.0, round(rect.width() * share)), rect.height()), token)
        if tick is not None:
            x = round(rect.left() + rect.width() * tick)
            self.fill(QRectF(x - 1, rect.top() - 3, 2, rect.height() + 6), "text")

    # ---- words -----------------------------------------------------------------------------------------------------

    def width(self, text: str, role: str) -> float:
        """Width of a line of text [px]."""
        return _TEXTS.line(self.theme, role, text)[1]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        role: str = "canvas_label",
        token: str | QColor = "text",
        align: Align = "center",
        *,
        halo: str = "",
        within: float | None = None,
    ) -> float:
        """A line of text whose middle is at height y; nothing when it does not fit `within` px. Returns its width."""
        static, width, height = _TEXTS.line(self.theme, role, text)
        if within is not None and width > within:
            return 0.0
        left = x - width / 2 if align == "center" else x - width if align == "right" else x
        p = self.painter
        font = self.theme.font(role)
        color = token if isinstance(token, QColor) else self.theme.color(token)
        place = QPointF(round(left), round(y - height / 2))
        if halo and self.sprites and isinstance(token, str):
            self._sprite_text(place, text, role, token, halo, width, height)
            return width
        if halo:
            outline = _OUTLINES.get((role, text))
            if outline is None:
                if len(_OUTLINES) > 5000:
                    _OUTLINES.clear()
                outline = _OUTLINES[role, text] = QPainterPath()
                outline.addText(0.0, QFontMetricsF(font).ascent(), font, text)
            p.translate(place)
            p.strokePath(outline, self.pen(halo, 3.0, round_=True))
            p.translate(-place.x(), -place.y())
        p.setFont(font)
        p.setPen(color)
        p.drawStaticText(place, static)
        return width

    def _sprite_text(
        self, place: QPointF, text: str, role: str, token: str, halo: str, width: float, height: float
    ) -> None:
        """A line with its halo from a stored picture: stroking letters is slow."""
        ratio = self.painter.device().devicePixelRatioF()
        key = "text", text, role, token, halo, self.theme.dark, ratio
        sprite = _SPRITES.get(key)
        if sprite is None:
            sprite = QPixmap(math.ceil((width + 6) * ratio), math.ceil((height + 6) * ratio))
            sprite.fill(Qt.GlobalColor.transparent)
            sprite.setDevicePixelRatio(ratio)
            painter = QPainter(sprite)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink = Ink(painter, self.s, self.theme, self.report, self.exposed)
            ink.text(3, 3 + height / 2, text, role, token, "left", halo=halo)
            painter.end()
            if len(_SPRITES) > 2000:
                _SPRITES.clear()
            _SPRITES[key] = sprite
        self.painter.drawPixmap(QPointF(place.x() - 3, place.y() - 3), sprite)

    def texts(self, lines: Iterable[tuple[float, float, str]], role: str, token: str) -> None:
        """Many centred lines of one role and colour: font and pen are set once."""
        p, theme = self.painter, self.theme
        p.setFont(theme.font(role))
        p.setPen(theme.color(token))
        draw, line = p.drawStaticText, _TEXTS.line
        for x, y, text in lines:
            static, width, height = line(theme, role, text)
            draw(QPointF(round(x - width / 2), round(y - height / 2)), static)

    def chip(
        self, x: float, y: float, text: str, *, fill: str = "accent", token: str = "accent_text", role: str = "caption"
    ) -> QRectF:
        """A line of text on a filled chip, centred at a point."""
        width = self.width(text, role)
        rect = QRectF(round(x - width / 2 - 7), round(y - 9), round(width + 14), 17)
        self.smooth(True)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.color(fill))
        self.painter.drawRoundedRect(rect, 3, 3)
        self.smooth(False)
        self.text(x, y - 0.5, text, role, token)
        return rect

    def badge(self, x: float, y: float, severity: Severity | str, size: float = 17.0, ring: str = "room") -> None:
        """The sign of a severity, centred at a point."""
        rect = QRectF(round(x - size / 2), round(y - size / 2), size, size)
        if not self.sprites:
            self.theme.paint_badge(self.painter, rect, severity, self.theme.color(ring))
            return
        ratio = self.painter.device().devicePixelRatioF()
        key = "badge", severity, size, ring, self.theme.dark, ratio
        sprite = _SPRITES.get(key)
        if sprite is None:
            side = round((size + 4) * ratio)
            sprite = QPixmap(side, side)
            sprite.fill(Qt.GlobalColor.transparent)
            sprite.setDevicePixelRatio(ratio)
            painter = QPainter(sprite)
            self.theme.paint_badge(painter, QRectF(2, 2, size, size), severity, self.theme.color(ring))
            painter.end()
            _SPRITES[key] = sprite
        self.painter.drawPixmap(QPointF(rect.left() - 2, rect.top() - 2), sprite)

    def holes(self, rect: QRectF, across: int) -> None:
        """Perforation of a floor tile: `across` holes each way."""
        side = rect.width()
        radius = max(0.6, min(1.8, side / across * 0.26))
        if not self.sprites:
            self._holes(self.painter, rect, across, radius)
            return
        ratio = self.painter.device().devicePixelRatioF()
        key = "holes", round(side), across, self.theme.dark, ratio
        sprite = _SPRITES.get(key)
        if sprite is None:
            sprite = QPixmap(round(round(side) * ratio), round(round(side) * ratio))
            sprite.fill(Qt.GlobalColor.transparent)
            sprite.setDevicePixelRatio(ratio)
            painter = QPainter(sprite)
            self._holes(painter, QRectF(0, 0, round(side), round(side)), across, radius)
            painter.end()
            if len(_SPRITES) > 2000:
                _SPRITES.clear()
            _SPRITES[key] = sprite
        self.painter.drawPixmap(rect.topLeft(), sprite)

    def _holes(self, painter: QPainter, rect: QRectF, across: int, radius: float) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("tile_hole"))
        step = rect.width() / across, rect.height() / across
        for i in range(across):
            for j in range(across):
                middle = QPointF(rect.left() + (i + 0.5) * step[0], rect.top() + (j + 0.5) * step[1])
                painter.drawEllipse(middle, radius, radius)
        painter.restore()
