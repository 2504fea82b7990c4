"""The look: contrast of every text on every ground in four kinds of vision, type, icons, badges."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from hallwright.resources import resource
from hallwright.rules.base import Severity
from hallwright_app.theme import DARK, LIGHT, RAMPS, ROLES, Theme, contrast_ratio

VISION = {  # Machado, Oliveira, Fernandes 2009, severity 1.0, applied to linear RGB
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TEXTS, GROUNDS = ("text", "text2", "text3"), ("window", "panel", "field", "room", "canvas", "sel_fill", "hover")
DOMAINS = ("power_a", "power_b", "supply", "ret", "air", "fabric", "space")
SEVERITIES = ("error", "warning", "hint", "ok", "waived")
PAIRS = (
    [(t, g, 4.5) for t in TEXTS for g in GROUNDS]
    + [("accent_text", "accent", 4.5)]
    + [("accent", g, 4.5) for g in ("panel", "window", "room")]
    + [(d, g, 4.5) for d in DOMAINS for g in ("panel", "room", "rack")]
    + [(s, g, 4.5) for s in SEVERITIES for g in ("panel", "room", "window", f"{s}_bg", "sel_fill", "hover")]
    + [("badge_ink", s, 4.5) for s in SEVERITIES[:3]]
    + [("outline", g, 3.0) for g in ("panel", "field", "window", "sel_fill")]
    + [("focus", g, 3.0) for g in ("panel", "field", "window")]
    + [("rack_line", g, 3.0) for g in ("room", "rack")]
    + [("wall", g, 3.0) for g in ("room", "canvas")]
    + [("selection", g, 3.0) for g in ("room", "rack")]
    + [("tile_hole", "room", 3.0)]
)


def linear(color: str) -> np.ndarray:
    parts = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str, vision: str) -> float:
    low, high = sorted(
        float(np.clip(VISION[vision] @ linear(c), 0, 1) @ np.array([0.2126, 0.7152, 0.0722])) for c in (a, b)
    )
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_reads_on_every_ground_in_every_vision(tokens):
    for token, ground, least in PAIRS:
        for vision in VISION:
            found = contrast(tokens[token], tokens[ground], vision)
            assert found >= least, f"{token} on {ground}: {found:.2f} in {vision} vision"


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [("text", 14.4, 13.3), ("text2", 7.0, 8.4), ("text3", 5.0, 6.0)],
)
def test_lowest_contrast_of_text_as_stated(token, light, dark):
    for tokens, stated in ((LIGHT, light), (DARK, dark)):
        grounds = [g for g in GROUNDS if g not in ("sel_fill", "hover")]
        found = min(contrast(tokens[token], tokens[g], "normal") for g in grounds)
        assert found >= stated - 0.1


def test_both_palettes_hold_the_same_tokens():
    assert set(LIGHT) == set(DARK)


def test_contrast_ratio_agrees_with_the_definition(qapp):
    assert contrast_ratio(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21.0)
    assert contrast_ratio(QColor("#48505B"), QColor("#ECEEF1")) == pytest.approx(
        contrast("#48505B", "#ECEEF1", "normal")
    )


def test_words_on_a_ramp_read(qapp):
    for dark in (False, True):
        theme = Theme(dark)
        for name in RAMPS:
            for k in range(41):
                ground = theme.ramp_color(name, k / 40)
                assert contrast_ratio(theme.ink_on(ground), ground) >= 4.2


def test_figures_have_one_width(qapp):
    theme = Theme()
    for role in ROLES:
        metrics = QFontMetricsF(theme.font(role))
        widths = [metrics.horizontalAdvance(d) for d in "0123456789"]
        assert max(widths) - min(widths) < 0.05, role


def test_icons_take_the_colour_of_the_theme(qapp):
    theme = Theme()
    image = theme.icon_pixmap("rack", "error", 48).toImage()
    inks = {
        image.pixelColor(x, y).name().upper()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {LIGHT["error"]}
    assert theme.icon("rack") is theme.icon("rack.svg")


def test_every_icon_of_the_set_draws(qapp):
    theme = Theme(dark=True)
    for path in sorted(resource("icons").glob("*.svg")):
        image = theme.icon_pixmap(path.stem, size=24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), path.name


@pytest.mark.parametrize("severity", [*Severity, "waived", "ok"])
def test_badges_differ_in_shape(qapp, severity):
    pictures = {}
    for which in (severity, Severity.ERROR if severity != Severity.ERROR else Severity.HINT):
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        Theme().paint_badge(painter, QRectF(0, 0, 32, 32), which)
        painter.end()
        pictures[which] = {(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 128}
    first, second = pictures.values()
    assert first
    assert len(first ^ second) > 20  # the outline alone tells them apart


def test_switching_tells_the_views_once(qtbot):
    theme = Theme()
    with qtbot.waitSignal(theme.changed):
        theme.set_dark(True)
    assert theme.color("room").name() == DARK["room"].lower()
    assert theme.palette().window().color().name() == DARK["window"].lower()
    theme.set_dark(True)


def test_style_names_every_token_and_file(qapp):
    for dark in (False, True):
        style = Theme(dark).stylesheet()
        assert "$" not in style
        for part in style.split("url(")[1:]:
            assert resource("themes", part.split(")")[0].rsplit("/", 1)[-1]).is_file()
