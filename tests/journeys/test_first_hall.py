"""From an empty hall to a report, with real mouse and keys: place, see errors, undo to the byte, redo, save, reopen."""

import json

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt

from hallwright.edits.arrange import carried
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.fileformat.io import load
from hallwright.fileformat.text import fingerprint, to_text
from hallwright.project import Project
from hallwright_app.document import Document
from hallwright_app.main_window import MainWindow
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme


@pytest.fixture
def window(qtbot, tmp_path):
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    preferences.theme = "light"
    made = MainWindow(Document(Project()), Theme(), preferences)
    made.flow.ask_unsaved = lambda: "discard"
    made.resize(1600, 1000)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def at(window, x_m: float, y_m: float) -> QPoint:
    return window.plan.mapFromScene(x_m, y_m)


def place(qtbot, window, words: str, *spots: tuple[float, float]) -> None:
    """Find a product by typing, place it by clicks, Esc."""
    window.actions_.run_named("place")
    window.palette_.search.clear()
    qtbot.keyClicks(window.palette_.search, words)
    qtbot.keyClick(window.palette_.search, Qt.Key.Key_Return)
    for x_m, y_m in spots:
        spot = at(window, x_m, y_m)
        qtbot.mouseMove(window.plan.viewport(), spot)
        qtbot.wait(30)
        qtbot.mouseClick(window.plan.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        qtbot.wait(30)
    qtbot.keyClick(window.plan, Qt.Key.Key_Escape)


def test_first_hall(window, qtbot, tmp_path):
    qtbot.mouseClick(window.welcome.new_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.designing)
    qtbot.wait(60)
    start = to_text(window.document.project)

    place(qtbot, window, "dgx h100", (5.1, 5.1), (8.1, 5.1))
    project = window.document.project
    systems = list(project.all(System))
    assert len(systems) == 2
    assert len(list(project.all(Rack))) == 2  # a system on free floor brings its rack
    codes = {f.code[:3] for f in window.document.report.open_findings}
    assert "PWR" in codes  # nothing feeds them yet
    assert window.status.figures["GPUs"].text() == "16"

    window.selection.set([systems[0].id])
    qtbot.wait(10)
    window.actions_.run_named("feed")  # there is no power yet: it explains, and changes nothing
    assert window.document.project is project and window.status.hint.text()

    rack = project.equipment[systems[1].rack_id]
    window.selection.set(())
    spot, wanted = at(window, rack.x_m, rack.y_m), at(window, rack.x_m + 1.8, rack.y_m)
    viewport = window.plan.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=spot)
    for step in range(1, 6):
        qtbot.mouseMove(viewport, spot + (wanted - spot) * step / 5)
        qtbot.wait(25)
    assert window.document.previewed is not None  # checked while it is dragged
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=wanted)
    qtbot.wait(30)
    moved = window.document.project.equipment[rack.id]
    assert moved.x_m == pytest.approx(rack.x_m + 1.8, abs=0.61) and moved.x_m != rack.x_m

    window.selection.set([rack.id])
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    qtbot.wait(20)
    assert rack.id not in window.document.project.equipment
    assert not carried(window.document.project, [rack.id]) - {rack.id}
    window.actions_.run_named("undo")
    built = window.document.project

    while window.document.history.canUndo():
        window.actions_.run_named("undo")
    assert to_text(window.document.project) == start
    assert not window.isWindowModified()
    while window.document.history.index() < window.document.history.count() - 1:
        window.actions_.run_named("redo")
    assert window.document.project == built

    target = tmp_path / "first.hall"
    assert window.flow.save_as(target)
    verdict = window.document.report.counts
    window.flow.close_design()
    assert window.flow.open(target)
    assert load(target).project == built and window.document.project == built
    assert window.document.report.counts == verdict

    out = tmp_path / "first.json"
    assert window.flow.write_report(out)
    assert json.loads(out.read_text())["hash"] == fingerprint(built)
