"""Widths of text without a screen are never too small."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from hallwright.diagrams.letters import width_px
from hallwright_app.theme import Theme

LETTERS = "".join(chr(c) for c in range(32, 127)) + "·–−×°µ…"
TEXTS = ("TX-A 2,500 kVA", "755 kW · 32 %", "Row A · 18 racks", "SWB-A", "WMWMWM", "RPP C-B", "1\u2009152 kW")


def test_known_texts_fit(theme: Theme) -> None:
    for size in (10, 11, 12):
        for weight in (400, 600):
            metrics = QFontMetricsF(theme.sized_font(size, weight))
            for text in (*TEXTS, *LETTERS):
                assert metrics.horizontalAdvance(text) <= width_px(text, size) + 1.0, (text, size, weight)


@given(st.text(LETTERS, max_size=30), st.sampled_from([(10, 400), (10, 600), (11, 400), (11, 600)]))
def test_any_text_fits(qapp: QApplication, text: str, font: tuple[int, int]) -> None:
    theme = Theme(dark=False)
    metrics = QFontMetricsF(theme.sized_font(*font))
    assert metrics.horizontalAdvance(text) <= width_px(text, font[0]) + 1.0
