"""The window: actions, keys, title, tables, command palette, files dropped."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox

from hallwright.edits.change import set_fields
from hallwright.fileformat.io import load, save
from hallwright_app.actions import COMMANDS, MENUS
from hallwright_app.command_palette import fuzzy_score
from hallwright_app.file_flow import file_stem
from hallwright_app.welcome import when_text


def test_every_action_has_words_and_no_two_share_keys(window):
    taken = {}
    for command in COMMANDS:
        assert command.menu in MENUS and command.tip
        keys = window.actions_.by_name[command.name].shortcut().toString()
        if keys:
            assert keys not in taken, (command.name, taken[keys])
            taken[keys] = command.name


def test_enter_on_the_plan_goes_to_the_name(window, qtbot):
    window.selection.set(["r1"])
    qtbot.waitUntil(lambda: window.inspector.name.text() == window.document.project.name_of("r1"))
    window.plan.details_wanted.emit()
    assert window.inspector.name.selectedText() == window.document.project.name_of("r1")


def test_disabled_actions_say_why(window):
    window.selection.set(())
    action = window.actions_.by_name["turn"]
    assert not action.isEnabled() and "Select something first" in action.toolTip()
    window.selection.set(["r1"])
    assert action.isEnabled()


def test_edits_by_action_undo_and_title(window):
    window.selection.set(["r1"])
    window.actions_.run_named("turn")
    assert window.document.project.equipment["r1"].rotation_deg != 0.0
    assert window.isWindowModified()
    assert window.actions_.by_name["undo"].text() == "Undo turn 1 rack"
    window.actions_.run_named("undo")
    assert not window.isWindowModified()
    window.actions_.run_named("duplicate")
    assert len(window.selection.ids) == 1 and window.selection.ids[0] != "r1"
    window.actions_.run_named("remove")
    assert window.selection.ids == ()


def test_a_refusal_is_one_line(window):
    window.selection.set(["r1"])
    window.actions_.run_named("lock")
    before = window.document.project
    window.actions_.run_named("turn")
    assert window.document.project is before
    assert window.status.hint.text() == "R1 is locked. Unlock it first."


def test_save_open_and_close(window, tmp_path, qtbot):
    window.document.apply("Rename", set_fields, ["r1"], {"name": "A01"})
    target = tmp_path / "x.hall"
    assert window.flow.save_as(target)
    assert window.windowTitle().startswith("x.hall") and not window.isWindowModified()
    assert load(target).project == window.document.project
    window.flow.close_design()
    assert not window.designing and window.stack.currentWidget() is window.welcome
    assert window.preferences.recent[0].path == str(target)
    assert window.flow.open(target)
    assert window.document.project.equipment["r1"].name == "A01"


def test_unsaved_changes_are_asked_about(window, tmp_path):
    window.document.apply("Rename", set_fields, ["r1"], {"name": "A01"})
    window.flow.ask_unsaved = lambda: "cancel"
    other = tmp_path / "y.hall"
    save(window.document.project, other)
    assert not window.flow.open(other)
    assert window.isWindowModified()
    window.flow.ask_unsaved = lambda: "discard"
    assert window.flow.open(other)


def test_damaged_file_is_told_and_nothing_changes(window, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append((box.text(), box.textFormat())))
    broken = tmp_path / "z.hall"
    broken.write_text("{nonsense")
    before = window.document.project
    assert not window.flow.open(broken)
    assert window.document.project is before
    assert "z.hall" in shown[0][0] and shown[0][1] == Qt.TextFormat.PlainText


def test_second_opener_may_look_or_copy(window, tmp_path):
    from hallwright.fileformat.lock import acquire

    target = tmp_path / "shared.hall"
    save(window.document.project, target)
    with acquire(target):
        window.flow.ask_locked = lambda path, error: "read_only"
        assert window.flow.open(target)
        assert window.file.read_only and "read-only" in window.windowTitle()
        window.flow.ask_locked = lambda path, error: "copy"
        assert window.flow.open(target)
        assert window.file.path is None and window.document.project.name.endswith("(copy)")


def test_recovered_edits_come_as_a_copy(window, monkeypatch):
    from hallwright.fileformat import recovery

    file = recovery.recovery_file(None, 77)
    recovery.write(file, window.document.project, None, "")
    monkeypatch.setattr("hallwright.fileformat.process.Process.gone", lambda self: True)
    window.flow.ask_recover = lambda found: "save"
    assert window.flow.recover()
    assert window.document.project.name.endswith("(recovered)")
    assert window.file.path is None and window.file.dirty and not file.exists()


def test_table_is_sorted_linked_and_edited(window, qtbot):
    window.show_view("Table")
    table = window.table.tables[0]
    window.selection.set(["r2"])
    qtbot.wait(10)
    rows = table.selectionModel().selectedRows()
    assert [table.sorted.data(r) for r in rows] == ["R2"]
    table.selectRow(0)
    first = table.sorted.mapToSource(table.sorted.index(0, 0)).row()
    assert window.selection.ids == (table.source.ids[first],)
    row = table.source.row_of("r1")
    assert table.source.setData(table.source.index(row, 3), "3.6 m")
    assert window.document.project.equipment["r1"].x_m == pytest.approx(3.6)
    assert table.source.setData(table.source.index(row, 0), "A01")
    assert not table.source.setData(table.source.index(row, 3), "fish")
    assert "number is missing" in window.status.hint.text()
    window.table.which.setCurrentIndex(1)
    racked = window.table.tables[1].source
    assert racked.row_of("s1") >= 0 and racked.row_of("r1") < 0


def test_command_palette_finds_actions_things_and_rules(window, qtbot):
    window.commands.open()
    qtbot.keyClicks(window.commands.line, "R2")
    assert any(window.commands.list.item(n).text() == "R2" for n in range(window.commands.list.count()))
    window.commands.line.setText("swit unit")
    assert window.commands.list.item(0).text() == "Switch units"
    qtbot.keyClick(window.commands.line, Qt.Key.Key_Return)
    assert window.preferences.units == "us" and not window.commands.isVisible()
    window.commands.open()
    window.commands.line.setText("PWR101")
    assert window.commands.list.item(0).text().startswith("PWR101")


def test_fuzzy_order():
    assert fuzzy_score("er", "Export report") > fuzzy_score("er", "Other")
    assert fuzzy_score("zzz", "Export report") is None


def test_both_themes_and_units(window, qtbot):
    window.actions_.run_named("theme_dark")
    assert window.theme.dark
    window.actions_.run_named("theme_light")
    assert not window.theme.dark
    window.actions_.run_named("units")
    window.selection.set(["r1"])
    qtbot.wait(10)
    assert any(row.unit == "ft" for row in window.inspector.model.rows)


def test_no_label_reads_markup(window):
    assert {label.textFormat() for label in window.findChildren(QLabel) if label.text()} <= {Qt.TextFormat.PlainText}


def test_keys_of_the_platform(window):
    for name, standard in (("save", QKeySequence.StandardKey.Save), ("undo", QKeySequence.StandardKey.Undo)):
        assert window.actions_.by_name[name].shortcut() == QKeySequence(standard)


def test_names_of_files():
    assert file_stem("Hall 2: „Nord“/Süd") == "Hall 2- -Nord--S-d"
    assert file_stem("con") == "con-hall" and file_stem("///") == "hall"


def test_when():
    import datetime

    today = datetime.date(2026, 3, 4)
    assert when_text("2026-03-04T14:02", today) == "today, 14:02"
    assert when_text("2026-03-03T14:02", today) == "yesterday"
    assert when_text("2025-11-17T14:02", today) == "17 November"
    assert when_text("?", today) == ""
