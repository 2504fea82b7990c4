"""Panels as a user meets them: keys, clicks, words on screen."""

import datetime

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QLineEdit

from hallwright.edits.change import set_fields, waive
from hallwright.project import Product, Waiver
from hallwright.rules.base import Finding
from hallwright_app.inspector_parts import MIXED, Row
from hallwright_app.panels.palette import MIME, PaletteDelegate


def type_into(qtbot, widget, text):
    qtbot.keyClicks(widget, text)


def row_of(window, label) -> int:
    return next(n for n, row in enumerate(window.inspector.model.rows) if row.label == label and not row.head)


def edit_row(qtbot, window, label, text):
    """Click the value, type, Enter."""
    listed = window.inspector.list
    index = window.inspector.model.index(row_of(window, label))
    listed.scrollTo(index)
    rect = listed.visualRect(index)
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(rect.width() * 0.7), rect.top() + 12))
    editor = next(e for e in listed.findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(30)


# ---- palette ---------------------------------------------------------------------------------------------------------


def test_palette_search_and_place_by_keyboard(window, qtbot):
    placed = []
    window.palette_.place_wanted.connect(placed.append)
    type_into(qtbot, window.palette_.search, "dgx h100")
    qtbot.keyClick(window.palette_.search, Qt.Key.Key_Return)
    assert [p.id for p in placed] == ["nvidia-dgx-h100"]
    names = [row.name for row in window.palette_.model.rows if isinstance(row, Product)]
    assert all("H100" in name for name in names)


def test_palette_favourite_by_star_and_it_stands_first(window, qtbot):
    panel = window.palette_
    number = next(n for n, row in enumerate(panel.model.rows) if isinstance(row, Product))
    product = panel.model.rows[number]
    rect = panel.list.visualRect(panel.model.index(number))
    spot = QPoint(panel.list.viewport().width() - int(PaletteDelegate.STAR_PX / 2) - 4, rect.center().y())
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.preferences.favourites == (product.id,)
    assert panel.model.rows[0] == "Favourites" and panel.model.rows[1] is product


def test_palette_drag_carries_the_product(window):
    model = window.palette_.model
    number = next(n for n, row in enumerate(model.rows) if isinstance(row, Product))
    data = model.mimeData([model.index(number)])
    assert bytes(data.data(MIME).data()).decode() == model.rows[number].id


def test_palette_tip_has_figures_confidence_and_source_as_plain_text(window):
    model = window.palette_.model
    number = next(n for n, row in enumerate(model.rows) if isinstance(row, Product) and row.id == "nvidia-dgx-h100")
    tip = model.index(number).data(Qt.ItemDataRole.ToolTipRole)
    assert "10.2 kW (verified)" in tip and "Source:" in tip


# ---- inspector -------------------------------------------------------------------------------------------------------


def test_inspector_edits_with_units_and_arithmetic(window, qtbot):
    window.selection.set(["r1"])
    qtbot.wait(10)
    edit_row(qtbot, window, "X", "12 ft + 600")
    assert window.document.project.equipment["r1"].x_m == pytest.approx(4.2576)
    assert window.document.history.undoText() == "Set x"
    edit_row(qtbot, window, "X", "2 kg")
    assert "does not fit here" in window.status.hint.text()
    assert window.document.project.equipment["r1"].x_m == pytest.approx(4.2576)


def test_inspector_edits_several_at_once_and_shows_mixed(window, qtbot):
    window.selection.set(["r1", "r2"])
    qtbot.wait(10)
    assert window.inspector.model.rows[row_of(window, "X")].text == MIXED
    edit_row(qtbot, window, "Height", "2100")
    assert {window.document.project.equipment[i].height_m for i in ("r1", "r2")} == {2.1}
    window.document.history.undo()
    assert window.document.history.index() == 0


def test_inspector_name_is_edited_in_the_head(window, qtbot):
    window.selection.set(["r1"])
    qtbot.wait(10)
    window.inspector.name.setFocus()
    window.inspector.name.selectAll()
    qtbot.keyClicks(window.inspector.name, "<b>A01</b>")
    qtbot.keyClick(window.inspector.name, Qt.Key.Key_Return)
    assert window.document.project.equipment["r1"].name == "<b>A01</b>"


def test_inspector_shows_the_hall_when_nothing_is_selected(window, qtbot):
    window.selection.set(())
    qtbot.wait(10)
    labels = [row.label for row in window.inspector.model.rows]
    assert "Cold aisle min" in labels and "GPUs" in labels
    row: Row = window.inspector.model.rows[row_of(window, "Cold aisle min")]
    assert "TIA-942" in row.tip and row.mark == "book"
    edit_row(qtbot, window, "Cold aisle min", "1.5 m")
    assert window.document.project.settings.cold_aisle_min_m == 1.5


def test_inspector_shows_before_and_after_while_dragging(window, qtbot):
    from hallwright.edits.arrange import move

    window.selection.set(["r1"])
    window.document.preview(move, ["r1"], 0.6, 0.0)
    qtbot.wait(10)
    assert window.inspector.model.rows[0].label == "Before and after"
    assert window.inspector.model.rows[1].before
    window.document.end_preview()
    qtbot.wait(10)
    assert window.inspector.model.rows[0].label == "Place"


# ---- findings --------------------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(window, qtbot):
    """The window with one rack inside another."""
    project = window.document.project
    r2 = project.equipment["r2"]
    window.document.apply("Move", set_fields, ["r1"], {"x_m": r2.x_m - 0.1, "y_m": r2.y_m})
    qtbot.wait(10)
    assert window.document.report.open_findings
    return window


def test_findings_click_selects_and_f8_steps(faulty, qtbot):
    panel = faulty.findings
    first = panel.model.rows[0]
    rect = panel.list.visualRect(panel.model.index(0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() - QPoint(80, 0))
    assert faulty.selection.ids[0] == first.subjects[0]
    faulty.actions_.run_named("next_finding")
    count = sum(isinstance(r, Finding) for r in panel.model.rows)
    assert panel.list.currentIndex().row() == (1 if count > 1 else 0)
    faulty.actions_.run_named("previous_finding")
    assert panel.list.currentIndex().row() == 0


def test_findings_are_waived_last_and_opened_again(faulty, qtbot):
    finding = faulty.document.report.open_findings[0]
    note = Waiver(
        code=finding.code, subjects=finding.subjects, reason="<i>agreed</i>", name="Ann",
        date=datetime.date(2026, 1, 2).isoformat(), value=finding.value,
    )  # fmt: skip
    faulty.document.apply("Waive", waive, note)
    panel = faulty.findings
    last = [row for row in panel.model.rows if isinstance(row, Finding)][-1]
    assert last.key == finding.key and last.waiver is not None
    shown = panel.model.index(panel.model.rows.index(last)).data()
    assert "<i>agreed</i>" in shown and "Ann, 2026-01-02" in shown
    index = panel.model.index(panel.model.rows.index(last))
    panel.list.scrollTo(index)
    spot = panel._delegate.buttons(panel.list.visualRect(index), last)["open again"]
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QRectF(spot).center().toPoint())
    assert not faulty.document.project.waivers


def test_findings_filter_by_kind_and_text(faulty):
    panel = faulty.page.panel
    panel.chips["error"].setChecked(False)
    assert not any(isinstance(r, Finding) and r.severity.name == "ERROR" and not r.waiver for r in panel.model.rows)
    panel.chips["error"].setChecked(True)
    panel.search.setText("no such words")
    assert panel.model.rows == ()


def test_findings_page_opens_with_help(faulty, qtbot):
    from PySide6.QtWidgets import QLabel

    finding = faulty.document.report.open_findings[0]
    faulty.open_finding(finding)
    qtbot.wait(80)
    texts = [label.text() for label in faulty.page.detail.findChildren(QLabel)]
    assert finding.source in texts and "Why" in texts
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in faulty.page.detail.findChildren(QLabel))


# ---- others ----------------------------------------------------------------------------------------------------------


def test_layers_hide_and_fade(window):
    window.layers.eyes["floor"].click()
    assert not window.scene.layers["floor"].visible
    window.layers.eyes["floor"].click()
    window.layers.sliders["floor"].setValue(40)
    assert window.scene.layers["floor"].visible and window.scene.layers["floor"].opacity == pytest.approx(0.4)


def test_plots_follow_the_design(window, qtbot):
    qtbot.waitUntil(lambda: window.plots.plots[1].chart is not None)
    assert window.plots.plots[1].chart.marks
    assert all(mark.value > 0 for mark in window.plots.plots[1].chart.marks)


def test_what_if_shows_what_a_loss_does(window, qtbot):
    qtbot.waitUntil(lambda: window.what_if.element.count() > 0)
    window.selection.set([window.what_if.element.itemData(0)])
    window.focus_what_if()
    assert window.what_if._values["lost"].text().isdigit()


def test_history_names_every_step(window):
    window.document.apply("Turn the first", set_fields, ["r1"], {"notes": "x"})
    model = window.history.list.model()
    assert model.index(model.rowCount() - 1, 0).data() == "Turn the first"


def test_what_is_drawn_stands_in_the_palette_and_starts_its_tool(window, qtbot):
    window.palette_.model.set_filter("containment")
    assert [row.name for row in window.palette_.model.rows if not isinstance(row, str)] == ["Zone"]
    window.palette_.model.set_filter("")
    rows = window.palette_.model.rows
    start = rows.index("Building")
    assert [row.name for row in rows[start + 1 : start + 5]] == ["Room", "Wall", "Zone", "Cable tray"]
    assert {row.kind for row in rows if hasattr(row, "kind")} >= {"utility_feed", "door", "column", "tile", "busway"}
    window.palette_.list.setCurrentIndex(window.palette_.model.index(start + 2))
    qtbot.keyClick(window.palette_.list, Qt.Key.Key_Return)
    assert window.tool == "wall"


def test_plot_of_a_finding_has_its_limit_and_what_is_like_it(document):
    from hallwright.edits.change import set_settings
    from hallwright_app.panels.plots import finding_chart

    racks = {i: r for i, r in document.report.results.cooling.records.items() if hasattr(r, "inlet_max_id")}
    limit_degc = racks["r1"].inlet_degc - 1.0
    document.apply("Warm", set_settings, {"inlet_recommended_max_degc": limit_degc})
    finding = next(f for f in document.report.open_findings if f.subjects[0] == "r1" and f.limit == limit_degc)
    chart = finding_chart(document.report, finding, "metric")
    names = [mark.name for mark in chart.marks]
    assert "R1" in names and "R2" in names and names == sorted(names)
    assert chart.limit == pytest.approx(limit_degc) and chart.unit == "°C" and "limit" in chart.limit_name
    mine = chart.marks[names.index("R1")]
    assert chart.breaks(mine) and mine.severity is finding.severity
    us = finding_chart(document.report, finding, "us")
    assert us.unit == "°F" and us.limit == pytest.approx(limit_degc * 1.8 + 32)


def test_a_minimum_is_broken_from_below():
    from hallwright_app.panels.plots import Chart, Mark

    chart = Chart("Ports", "", (), 2.0, "2 at least", True, "", at_least=True)
    assert chart.breaks(Mark("a", 1.0)) and not chart.breaks(Mark("b", 2.0))
