"""The study in the window: a job with progress, numbers with assumptions, stale after an edit."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from hallwright.edits.change import set_fields
from hallwright_app.dialogs.study import StudyDialog
from hallwright_app.main_window import MainWindow
from hallwright_app.studies import studies_of


def opened(window: MainWindow) -> StudyDialog:
    window.actions_.run_named("study")
    dialog = window.findChild(StudyDialog)
    assert dialog is not None and dialog.isVisible()
    return dialog


def test_from_the_menu_to_numbers_and_stale(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []
    studies = studies_of(window)
    studies.stepped.connect(seen.append)
    dialog = opened(window)
    assert studies.running and dialog.progress.isVisible() and not dialog.again.isEnabled()
    qtbot.waitUntil(lambda: not studies.running, timeout=60000)
    assert len(seen) >= 4 and not dialog.progress.isVisible()
    assert studies.fresh is not None and dialog.table.rowCount() > 10
    words = {dialog.table.item(n, 0).text() for n in range(dialog.table.rowCount())}  # type: ignore[union-attr]
    assert words == {"holds", "not evaluated"}
    assert "grid_fault_mva" in dialog.assumptions.toPlainText()
    assert "design basis" in dialog.note.text()
    dialog.table.itemClicked.emit(dialog.table.item(0, 2))
    assert window.selection.ids
    window.selection.set(["sga"])
    window.inspector.rebuild()
    shown = {row.label: f"{row.text} {row.unit}" for row in window.inspector.model.rows}
    record = studies.fresh.elements["sga"]
    assert shown["Short circuit"] == f"{record.fault_ka:.1f} kA" and "Study" in shown
    assert shown["Voltage drop"] == f"{100.0 * record.drop_fraction:.1f} %"
    window.document.apply("More", set_fields, ["s1"], {"nameplate_kw": 4.0})
    window.selection.set(["sga"])
    window.inspector.rebuild()
    assert "Study, stale" in [row.label for row in window.inspector.model.rows]
    assert studies.stale and studies.fresh is None and dialog.note.text().startswith("Stale")
    window.document.history.undo()
    assert studies.fresh is not None and not dialog.note.text().startswith("Stale")
    assert opened(window) is dialog and not studies.running  # what holds is not run again


def test_cancel_keeps_the_window_free(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window)
    dialog.stop.click()
    studies = studies_of(window)
    assert not studies.running and studies.result is None
    assert dialog.again.isEnabled() and "Nothing has been studied" in dialog.note.text()
    window.jobs.close()  # waits for the thread
    assert studies.result is None


def test_a_missing_extra_says_how_to_install_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandapower", None)
    dialog = opened(window)
    qtbot.waitUntil(lambda: not studies_of(window).running, timeout=60000)
    assert "pip install 'hallwright[study]'" in dialog.note.text()
