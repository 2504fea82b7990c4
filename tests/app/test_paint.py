"""Sentences that are longer than their line."""

import pytest
from PySide6.QtGui import QFontMetricsF

from hallwright_app.paint import two_lines
from hallwright_app.theme import Theme


@pytest.mark.parametrize("width", [40.0, 120.0, 200.0, 1000.0])
def test_two_lines_lose_no_word(qapp, width):
    metrics = QFontMetricsF(Theme().font("caption"))
    text = "Needs a cable of 10.0 m; the product reaches 3.0 m over its route"
    first, second = two_lines(text, metrics, width)
    assert f"{first} {second}".strip() == text
    assert metrics.horizontalAdvance(first) <= width or " " not in first
    if second:
        assert metrics.horizontalAdvance(f"{first} {second.split(' ')[0]}") > width


def test_one_long_word_stays_whole(qapp):
    metrics = QFontMetricsF(Theme().font("caption"))
    assert two_lines("Unpartable", metrics, 3.0) == ("Unpartable", "")
