"""Colours, type, icons and the style of every widget: one place for the look, in light and dark.

Colours are asked for by what they mean (`theme.color("text2")`), never written out elsewhere. Severity is only ever a
badge, a value or a bar; a domain is only ever a line or an outline.
"""

from collections.abc import Callable, Mapping
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtSvg import QSvgRenderer

from hallwright.resources import resource
from hallwright.rules.base import Severity

LIGHT: Mapping[str, str] = {
    "window": "#ECEEF1",
    "panel": "#FAFBFC",
    "field": "#FFFFFF",
    "canvas": "#F7F8F9",
    "room": "#FFFFFF",
    "grid": "#EDEFF2",
    "grid_major": "#DEE2E7",
    "line": "#D3D8DE",
    "outline": "#7E8793",
    "hover": "#E6E9EE",
    "pressed": "#D6DAE1",
    "sel_fill": "#E6EAFC",
    "rack": "#F1F3F5",
    "tile_hole": "#868F9C",
    "hot_aisle": "#F3F4F6",
    "text": "#1A1E24",
    "text2": "#48505B",
    "text3": "#5D6672",
    "accent": "#3A50C8",
    "accent_text": "#FFFFFF",
    "focus": "#3A50C8",
    "selection": "#3A50C8",
    "rack_line": "#59626E",
    "wall": "#3B424C",
    "power_a": "#B53200",
    "power_b": "#8F43B9",
    "supply": "#00487A",
    "ret": "#720A2A",
    "air": "#4A6F7C",
    "fabric": "#0B7561",
    "space": "#5C6570",
    "error": "#B70F39",
    "warning": "#764600",
    "hint": "#1C4594",
    "ok": "#2A7052",
    "waived": "#606974",
    "error_bg": "#FBEBEC",
    "warning_bg": "#FAF1DD",
    "hint_bg": "#E8F0FA",
    "ok_bg": "#E6F3EB",
    "waived_bg": "#EEF0F2",
    "badge_ink": "#FFFFFF",
    "over_heat": "#15171B",
}
DARK: Mapping[str, str] = {
    "window": "#17191D",
    "panel": "#1F2227",
    "field": "#16181C",
    "canvas": "#121417",
    "room": "#181B1F",
    "grid": "#1F2328",
    "grid_major": "#2A2F36",
    "line": "#343A43",
    "outline": "#737D8A",
    "hover": "#2A2E35",
    "pressed": "#363B44",
    "sel_fill": "#272E50",
    "rack": "#262A31",
    "tile_hole": "#667080",
    "hot_aisle": "#121417",
    "text": "#E8EBEF",
    "text2": "#B6BDC7",
    "text3": "#989FAB",
    "accent": "#9AACFF",
    "accent_text": "#10131C",
    "focus": "#A9B8FF",
    "selection": "#A9B8FF",
    "rack_line": "#98A1AD",
    "wall": "#A3ABB6",
    "power_a": "#F48A1E",
    "power_b": "#A688DC",
    "supply": "#51CCF8",
    "ret": "#FBA2BD",
    "air": "#8FB9C6",
    "fabric": "#93F0B8",
    "space": "#A3ACB8",
    "error": "#FF9199",
    "warning": "#FCBE1E",
    "hint": "#68A3F7",
    "ok": "#5FE6B4",
    "waived": "#98A1AD",
    "error_bg": "#3A1F22",
    "warning_bg": "#352B14",
    "hint_bg": "#1C2A40",
    "ok_bg": "#17301F",
    "waived_bg": "#2A2E34",
    "badge_ink": "#14161A",
    "over_heat": "#15171B",
}
RAMPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # (light, dark): seven stops, straight between
    "temperature": (
        ("#F4F1EA", "#F7DFB4", "#F2B872", "#E28650", "#C2503F", "#8F2A45", "#551440"),
        ("#171A1F", "#2C2433", "#66264A", "#B03F42", "#DF7537", "#F5B556", "#FCEFB0"),
    ),
    "load": (
        ("#EEF2F5", "#CCDDE8", "#9CC1D8", "#649FC2", "#347BA6", "#145983", "#0A3A5C"),
        ("#1A222B", "#1C3A50", "#1F5577", "#2F769E", "#569BC0", "#8FC2DE", "#D3EAF6"),
    ),
    "difference": (
        ("#0A4A78", "#3F86B5", "#A9CCE2", "#F2F2EF", "#F0C089", "#CF7A26", "#823C00"),
        ("#9AD6F8", "#4F97C4", "#2B5570", "#2A2E34", "#67481F", "#BC782C", "#FFC688"),
    ),
}

FAMILY = "Hallwright Sans"  # Inter with tabular figures as its digits, see resources/fonts/make_fonts.py
ROLES: Mapping[str, tuple[float, int]] = {  # pixels, weight
    "canvas_small": (9.5, 400),
    "canvas_label": (10, 400),
    "canvas_name": (10, 600),
    "axis": (10, 400),
    "caption": (11, 400),
    "group_head": (11, 600),
    "panel_head": (12, 600),
    "button": (12, 400),
    "tab": (12, 400),
    "body": (13, 400),
    "name": (13, 600),
    "title": (15, 600),
    "finding_title": (18, 600),
    "figure": (20, 600),
    "page_title": (28, 600),
    "head": (12, 600),
    "caption_head": (11, 600),
    "body_strong": (13, 600),
    "report_title": (28, 600),
    "report_figure": (20, 600),
    "report_heading": (15, 600),
    "report_lead": (13, 400),
    "report_body": (11, 400),
    "report_strong": (11, 600),
    "report_note": (9, 400),
    "report_small": (8, 400),
    "report_small_strong": (8, 600),
}

_GLYPHS: Mapping[str, str] = {"error": "octagon", "warning": "triangle", "hint": "circle", "waived": "circle"}


@cache
def load_fonts() -> tuple[str, ...]:
    """Load the bundled typeface into the running application; families that are now there."""
    found: list[str] = []
    for weight in ("Regular", "Medium", "SemiBold"):
        number = QFontDatabase.addApplicationFont(str(resource("fonts", f"HallwrightSans-{weight}.otf")))
        if number >= 0:
            found.extend(QFontDatabase.applicationFontFamilies(number))
    return tuple(found)


@cache
def _icon_text(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    return path.read_text(encoding="utf-8")


def relative_luminance(color: QColor) -> float:
    """Relative luminance of a colour, 0 (black) to 1 (white), as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast_ratio(a: QColor, b: QColor) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((relative_luminance(a), relative_luminance(b)))
    return (high + 0.05) / (low + 0.05)


class Theme(QObject):
    """The look of the running application; views repaint on `changed`."""

    changed = Signal()

    def __init__(self, dark: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dark = dark
        self._icons: dict[tuple[str, str, int, bool], QIcon] = {}
        self._colors: dict[tuple[str, bool], QColor] = {}
        self._fonts: dict[str, QFont] = {}
        if isinstance(QGuiApplication.instance(), QGuiApplication):
            load_fonts()

    @property
    def dark(self) -> bool:
        """Whether the dark palette is in use."""
        return self._dark

    def set_dark(self, dark: bool) -> None:
        """Switch between light and dark."""
        if dark != self._dark:
            self._dark = dark
            self.changed.emit()

    # ---- colours ---------------------------------------------------------------------------------------------------

    def hex(self, token: str) -> str:
        """A token's colour as ``#RRGGBB``."""
        return (DARK if self._dark else LIGHT)[token]

    def color(self, token: str) -> QColor:
        """A token's colour (do not change it)."""
        key = token, self._dark
        found = self._colors.get(key)
        if found is None:
            found = self._colors[key] = QColor(self.hex(token))
        return found

    def ramp(self, name: str) -> tuple[str, ...]:
        """The seven stops of a ramp: temperature (18 to 40 °C), load (0 to 100 %), difference."""
        return RAMPS[name][self._dark]

    def ramp_color(self, name: str, fraction: float) -> QColor:
        """The colour at a place of a ramp, 0 to 1; ends stay what they are beyond."""
        stops = self.ramp(name)
        place = min(max(fraction, 0.0), 1.0) * (len(stops) - 1)
        first = min(int(place), len(stops) - 2)
        a, b, f = QColor(stops[first]), QColor(stops[first + 1]), place - first
        return QColor.fromRgbF(
            a.redF() + (b.redF() - a.redF()) * f,
            a.greenF() + (b.greenF() - a.greenF()) * f,
            a.blueF() + (b.blueF() - a.blueF()) * f,
        )

    def ink_on(self, ground: QColor) -> QColor:
        """Near-black or white, whichever reads better on a ground."""
        black, white = QColor("#14161A"), QColor("#FFFFFF")
        return black if contrast_ratio(black, ground) >= contrast_ratio(white, ground) else white

    # ---- type ------------------------------------------------------------------------------------------------------

    def font(self, role: str) -> QFont:
        """The font of a role of the type scale, with figures of one width."""
        found = self._fonts.get(role)
        if found is None:
            size, weight = ROLES[role]
            found = self.sized_font(size, weight)
            self._fonts[role] = found
        return QFont(found)

    def sized_font(self, pixels: float, weight: int = 400) -> QFont:
        """The typeface at any size, with figures of one width; pixel sizes are whole, so halves are rounded up."""
        font = QFont(FAMILY)
        font.setPixelSize(max(1, int(pixels + 0.5)))
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    # ---- icons -----------------------------------------------------------------------------------------------------

    def icon(self, name: str, token: str = "text2", size: int = 24) -> QIcon:
        """An icon of the set in a token's colour; when chosen (state on) in the accent, when disabled faint."""
        name = name.removesuffix(".svg")
        key = name, token, size, self._dark
        found = self._icons.get(key)
        if found is None:
            found = QIcon()
            variants = (
                (QIcon.Mode.Normal, QIcon.State.Off, token),
                (QIcon.Mode.Normal, QIcon.State.On, "accent"),
                (QIcon.Mode.Disabled, QIcon.State.Off, "outline"),
                (QIcon.Mode.Disabled, QIcon.State.On, "outline"),
            )
            for mode, state, ink in variants:
                for ratio in (1.0, 2.0, 3.0):
                    found.addPixmap(self.icon_pixmap(name, ink, size, ratio), mode, state)
            self._icons[key] = found
        return found

    def icon_pixmap(self, name: str, token: str = "text2", size: int = 24, ratio: float = 1.0) -> QPixmap:
        """An icon as a picture of `size` px at a device pixel ratio."""
        pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_icon(painter, QRectF(0.0, 0.0, pixmap.width(), pixmap.height()), name, token, size)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def paint_icon(
        self, painter: QPainter, rect: QRectF, name: str, token: str = "text2", size: float | None = None
    ) -> None:
        """Paint an icon into a rectangle; drawings up to 16 px get a heavier stroke."""
        text = _icon_text(name.removesuffix(".svg")).replace("currentColor", self.hex(token))
        if (size or rect.width()) <= 18:  # SVG paints currentColor black, and thin lines vanish when small
            text = text.replace('stroke-width="1.5"', 'stroke-width="1.9"')
        QSvgRenderer(QByteArray(text.encode())).render(painter, rect)

    def paint_badge(
        self, painter: QPainter, rect: QRectF, severity: Severity | str, ring: QColor | None = None
    ) -> None:
        """Paint the sign of a severity: error, warning, hint, waived or ok. The shape tells it without colour.

        Parameters
        ----------
        rect : QRectF
            Where; the sign fills it but for the ring.
        ring : QColor or None
            Colour of a thin ring that sets it off from what lies below.
        """
        name = severity.name.lower() if isinstance(severity, Severity) else severity
        scale = min(rect.width(), rect.height()) / 16.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.center().x() - 8.0 * scale, rect.center().y() - 8.0 * scale)
        painter.scale(scale, scale)
        if name == "ok":
            painter.setPen(
                QPen(
                    self.color("ok"),
                    2.2,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            painter.drawPolyline(QPolygonF([QPointF(2.5, 8.5), QPointF(6.3, 12.3), QPointF(13.5, 4.0)]))
            painter.restore()
            return
        painter.setPen(_ring_pen(ring))
        painter.setBrush(self.color(name))
        painter.drawPath(_badge_shape(name))
        if ring is not None:  # the fill once more, so that the ring lies only outside it
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPath(_badge_shape(name))
        painter.setPen(QPen(self.color("badge_ink"), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for x0, y0, x1, y1 in _MARKS[name]:
            painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
        painter.restore()

    def badge_icon(self, severity: Severity | str, size: int = 16) -> QIcon:
        """The sign of a severity as an icon for lists."""
        name = severity.name.lower() if isinstance(severity, Severity) else severity
        key = f"badge:{name}", "", size, self._dark
        found = self._icons.get(key)
        if found is None:
            found = QIcon()
            for ratio in (1.0, 2.0, 3.0):
                pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                self.paint_badge(painter, QRectF(0.0, 0.0, pixmap.width(), pixmap.height()), name)
                painter.end()
                pixmap.setDevicePixelRatio(ratio)
                found.addPixmap(pixmap)
            self._icons[key] = found
        return found

    # ---- widgets ---------------------------------------------------------------------------------------------------

    def palette(self) -> QPalette:
        """The palette of the whole application."""
        palette = QPalette()
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        for which, token in (
            (role.Window, "window"),
            (role.WindowText, "text"),
            (role.Base, "field"),
            (role.AlternateBase, "panel"),
            (role.Text, "text"),
            (role.PlaceholderText, "text3"),
            (role.Button, "field"),
            (role.ButtonText, "text"),
            (role.BrightText, "accent_text"),
            (role.ToolTipBase, "panel"),
            (role.ToolTipText, "text"),
            (role.Highlight, "sel_fill"),
            (role.HighlightedText, "text"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.Light, "panel"),
            (role.Midlight, "hover"),
            (role.Mid, "line"),
            (role.Dark, "outline"),
            (role.Shadow, "outline"),
            (role.Accent, "accent"),
        ):
            palette.setColor(which, self.color(token))
        for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(group.Disabled, which, self.color("text3"))
        palette.setColor(group.Disabled, role.Base, self.color("panel"))
        return palette

    def stylesheet(self) -> str:
        """The style of every widget of the application.

        Conventions: labels take ``role`` (caption, group_head, panel_head, body, name, title, finding_title, figure,
        page_title, unit, and error, warning, hint, ok, waived for a coloured word) as a dynamic property; a filled
        button is the dialog's default button, or has ``primary`` set; a tool bar is flat; a panel has
        ``surface="panel"``.
        """
        values = dict(DARK if self._dark else LIGHT)
        mode = "dark" if self._dark else "light"
        for name in ("check", "tick", "dot", "mixed", "down", "up", "right", "close"):
            values[f"image_{name}"] = resource("themes", f"{name}_{mode}.svg").as_posix()
        return Template(_STYLE).substitute(values)


def paint_badge(
    painter: QPainter, rect: QRectF, severity: Severity | str, theme: Theme, ring: QColor | None = None
) -> None:
    """Paint the sign of a severity (see `Theme.paint_badge`)."""
    theme.paint_badge(painter, rect, severity, ring)


def _ring_pen(ring: QColor | None) -> QPen:
    pen = QPen(Qt.PenStyle.NoPen)
    if ring is not None:
        pen = QPen(ring, 2.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _octagon(path: QPainterPath) -> None:
    path.addPolygon(
        QPolygonF(
            [
                QPointF(*p)
                for p in ((5, 1.5), (11, 1.5), (15, 5.5), (15, 10.5), (11, 14.5), (5, 14.5), (1, 10.5), (1, 5.5))
            ]
        )
    )
    path.closeSubpath()


def _triangle(path: QPainterPath) -> None:
    path.addPolygon(QPolygonF([QPointF(8, 1.2), QPointF(15.4, 14.6), QPointF(0.6, 14.6)]))
    path.closeSubpath()


def _circle(path: QPainterPath) -> None:
    path.addEllipse(QPointF(8, 8), 7.2, 7.2)


_SHAPES: Mapping[str, Callable[[QPainterPath], None]] = {"octagon": _octagon, "triangle": _triangle, "circle": _circle}
_MARKS: Mapping[str, tuple[tuple[float, float, float, float], ...]] = {
    "error": ((5.6, 5.6, 10.4, 10.4), (10.4, 5.6, 5.6, 10.4)),
    "warning": ((8, 6, 8, 10.1), (8, 12.3, 8, 12.4)),
    "hint": ((8, 7.4, 8, 11.4), (8, 4.6, 8, 4.7)),
    "waived": ((4.9, 11.1, 11.1, 4.9),),
}


@cache
def _badge_shape(name: str) -> QPainterPath:
    path = QPainterPath()
    _SHAPES[_GLYPHS[name]](path)
    return path


_STYLE = """
* { outline: 0; }
QWidget { color: $text; font-family: 'Hallwright Sans'; font-size: 13px; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QDialog { background: $panel; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QWidget[surface="panel"] { background: $panel; }
QWidget[surface="window"] { background: $window; }
QWidget[surface="canvas"] { background: $canvas; }

QLabel { background: transparent; }
QLabel[role="caption"] { font-size: 11px; color: $text3; }
QLabel[role="unit"] { color: $text3; }
QLabel[role="label"] { color: $text2; }
QLabel[role="group_head"] { font-size: 11px; font-weight: 600; color: $text3; }
QLabel[role="panel_head"] { font-size: 12px; font-weight: 600; }
QLabel[role="name"] { font-weight: 600; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="finding_title"] { font-size: 18px; font-weight: 600; }
QLabel[role="figure"] { font-size: 20px; font-weight: 600; }
QLabel[role="page_title"] { font-size: 28px; font-weight: 600; }
QLabel[role="error"] { color: $error; font-weight: 600; }
QLabel[role="warning"] { color: $warning; font-weight: 600; }
QLabel[role="hint"] { color: $hint; font-weight: 600; }
QLabel[role="ok"] { color: $ok; font-weight: 600; }
QLabel[role="waived"] { color: $waived; font-weight: 600; }
QLabel:disabled { color: $text3; }

QMenuBar { background: $window; min-height: 28px; max-height: 28px; padding: 0 6px; border: 0; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $panel; border: 1px solid $outline; border-radius: 5px; padding: 4px; }
QMenu::item { min-height: 24px; padding: 1px 28px 1px 8px; border-radius: 4px; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: $sel_fill; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 4px; }
QMenu::indicator:checked { image: url($image_tick); }
QMenu::right-arrow { image: url($image_right); width: 12px; height: 12px; margin-right: 6px; }

QToolBar { background: $window; border: 0; border-bottom: 1px solid $line; min-height: 39px; max-height: 39px;
  padding: 0 8px; spacing: 2px; }
QToolBar::separator { background: $line; width: 1px; margin: 10px 6px; }
QToolButton { border: 1px solid transparent; border-radius: 4px; background: transparent; padding: 3px;
  font-size: 12px; }
QToolBar QToolButton { min-width: 20px; min-height: 20px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $sel_fill; border: 1px solid $accent; color: $accent; }
QToolButton:focus { border: 2px solid $focus; padding: 2px; }
QToolButton:disabled { color: $text3; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 16px; }
QToolButton::menu-button { border: 0; width: 14px; }
QToolButton::menu-arrow { image: url($image_down); width: 10px; height: 10px; }

QStatusBar { background: $window; border-top: 1px solid $line; min-height: 25px; max-height: 25px; font-size: 11px;
  color: $text2; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { font-size: 11px; color: $text2; padding: 0 6px; }
QStatusBar QSizeGrip { width: 0; }

QDockWidget { font-size: 12px; font-weight: 600; }
QDockWidget::title { background: $panel; padding: 7px 12px; border-bottom: 1px solid $line; text-align: left; }
QDockWidget > QWidget { background: $panel; }
QDockWidget::close-button, QDockWidget::float-button { border: 0; background: transparent; padding: 2px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: $hover; border-radius: 4px; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabWidget::tab-bar { left: 0; }
QTabBar { background: $window; }
QTabBar::tab { background: $window; color: $text2; min-height: 27px; padding: 1px 14px; border: 0;
  border-right: 1px solid $line; border-top: 2px solid transparent; font-size: 12px; }
QTabBar::tab:selected { background: $canvas; color: $text; border-top: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover:!selected { background: $hover; }
QTabBar::tab:focus { border: 2px solid $focus; }
QTabBar::close-button { image: url($image_close); }

QPushButton { background: $field; border: 1px solid $outline; border-radius: 4px; min-height: 22px; max-height: 22px;
  padding: 0 9px; font-size: 12px; }
QDialog QPushButton { min-height: 26px; max-height: 26px; padding: 0 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; border-color: $accent; }
QPushButton:default, QPushButton[primary="true"] { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:hover, QPushButton[primary="true"]:hover { border-color: $text; }
QPushButton:focus { border: 2px solid $focus; padding: 0 8px; min-height: 20px; max-height: 20px; }
QDialog QPushButton:focus { padding: 0 13px; min-height: 24px; max-height: 24px; }
QPushButton:default:focus, QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton:disabled { color: $text3; background: $panel; border-color: $line; }
QPushButton[flat="true"] { border: 1px solid transparent; background: transparent; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 2px solid $focus; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QDateTimeEdit { background: $field;
  border: 1px solid $outline; border-radius: 4px; min-height: 24px; max-height: 24px; padding: 0 7px;
  selection-background-color: $accent; selection-color: $accent_text; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: $field; border: 1px solid $outline; border-radius: 4px;
  padding: 4px; selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover, QPlainTextEdit:hover, QTextEdit:hover {
  border-color: $text2; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus {
  border: 2px solid $focus; padding: 0 6px; min-height: 22px; max-height: 22px; }
QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus { border: 2px solid $focus; padding: 3px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  background: $panel; color: $text3; border-color: $line; }
QLineEdit[invalid="true"] { border: 2px solid $error; padding: 0 6px; min-height: 22px; max-height: 22px; }
QLineEdit[cell="true"] { border: 1px solid transparent; background: transparent; min-height: 20px; max-height: 20px; }
QLineEdit[cell="true"]:hover { border-color: $outline; background: $field; }
QLineEdit[cell="true"]:focus { border: 2px solid $focus; background: $field; min-height: 18px; max-height: 18px; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url($image_down); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $outline; padding: 2px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button { border: 0;
  width: 16px; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($image_up); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($image_down); width: 10px; height: 10px; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QAbstractItemView::indicator { width: 14px;
  height: 14px; border: 1px solid $outline; border-radius: 3px; background: $field; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $text2; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url($image_check); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($image_mixed); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($image_dot); }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $focus; border-radius: 4px; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }

QAbstractItemView { background: $panel; border: 0; selection-background-color: $sel_fill; selection-color: $text;
  alternate-background-color: $panel; show-decoration-selected: 1; }
QTreeView, QListView, QTableView { background: $panel; border: 0; gridline-color: $line; }
QTreeView::item, QListView::item, QTableView::item { min-height: 24px; padding: 0 4px; border: 0; }
QTreeView::item:hover, QListView::item:hover, QTableView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: $sel_fill; color: $text; }
QTreeView:focus, QListView:focus, QTableView:focus { border: 1px solid $focus; }
QTreeView::branch { background: $panel; }
QTreeView::branch:has-children:closed { image: url($image_right); }
QTreeView::branch:has-children:open { image: url($image_down); }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $text3; font-size: 11px; font-weight: 600; border: 0;
  border-bottom: 1px solid $line; padding: 4px 6px; }
QTableCornerButton::section { background: $panel; border: 0; border-bottom: 1px solid $line; }

QScrollArea { background: $panel; border: 0; }
QScrollArea > QWidget > QWidget { background: $panel; }
QAbstractScrollArea::corner { background: $panel; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $outline; border-radius: 3px; border: 2px solid $panel; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QToolTip { background: $panel; color: $text; border: 1px solid $outline; border-radius: 5px; padding: 5px 8px;
  font-size: 12px; }
QProgressBar { background: $line; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $text3; border-radius: 2px; }
QSlider::handle:horizontal { background: $field; border: 1px solid $outline; width: 10px; height: 14px; margin: -6px 0;
  border-radius: 3px; }
QSlider::handle:horizontal:hover { border-color: $text2; }
QSlider:focus { border: 2px solid $focus; border-radius: 4px; }
QGroupBox { border: 0; margin-top: 20px; font-size: 11px; font-weight: 600; color: $text3; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 2px; }
QFrame[frameShape="4"], QFrame[frameShape="5"] { background: $line; border: 0; max-height: 1px; }
QFrame[frameShape="5"] { max-height: 16777215px; max-width: 1px; }
QGraphicsView { border: 0; background: $canvas; }
"""
