"""The report as HTML."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.export.html import to_html
from hallwright.export.report import content
from report_halls import DATED


def test_html_shows_hostile_text_literally() -> None:
    hostile = set_fields(good_hall(), ["r1"], {"name": "<img src='file:///etc/passwd'>&amp;<script>x</script>"})
    text = to_html(content(evaluate(hostile), DATED), {})
    assert "<script>" not in text
    assert "<img" not in text
    assert "&lt;img src=&#x27;file:///etc/passwd&#x27;&gt;&amp;amp;" in text
