"""Rack elevations under real mouse and key events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from halls import good_hall, item
from hallwright.edits.arrange import place, remount
from hallwright.equipment.system import System
from hallwright.project import Project
from hallwright_app.document import Document
from hallwright_app.elevation.layout import layout
from hallwright_app.elevation.view import ElevationView
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def make(qtbot):
    def made(project: Project) -> ElevationView:
        view = ElevationView(Document(project), Selection(), Theme())
        qtbot.addWidget(view)
        view.resize(1300, 738)
        view.show()
        view.setFocus()
        QApplication.processEvents()
        return view

    return made


@pytest.fixture
def view(make):
    return make(good_hall())


def spot(view: ElevationView, rack: str, u: int, height: int = 1) -> QPoint:
    return view.mapFromScene(view.elevation.columns[rack].slot(u, height).center())


def mouse(view, kind, at, buttons=LEFT, button=LEFT):
    glob = QPointF(view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), QMouseEvent(kind, QPointF(at), glob, button, buttons, NO))


def drag(view, a, b, drop=True):
    mouse(view, QEvent.Type.MouseButtonPress, a)
    for n in range(1, 5):
        mouse(view, QEvent.Type.MouseMove, a + (b - a) * n / 4, button=NONE)
    if drop:
        mouse(view, QEvent.Type.MouseButtonRelease, b, NONE)


def test_click_selects_system_and_rack(view):
    QTest.mouseClick(view.viewport(), LEFT, NO, spot(view, "r1", 1, 8))
    assert view.selection.ids == ("s1",)
    QTest.mouseClick(view.viewport(), LEFT, NO, spot(view, "r1", 40))
    assert view.selection.ids == ("r1",)
    QTest.mouseClick(view.viewport(), LEFT, NO, QPoint(1200, 700))
    assert view.selection.ids == ()


def test_drag_to_another_rack_unit_with_one_undo(view):
    before = view.document.project
    drag(view, spot(view, "r1", 1, 8), spot(view, "r1", 20, 8))
    assert view.document.project.get("s1", System).u == 20
    view.document.history.undo()
    assert view.document.project is before


def test_drag_to_another_rack(view):
    drag(view, spot(view, "r1", 1, 8), spot(view, "r2", 20, 8))
    moved = view.document.project.get("s1", System)
    assert (moved.rack_id, moved.u) == ("r2", 20)
    assert view.selection.ids == ("s1",)


def test_drop_on_another_system_is_refused_with_the_reason(view, qtbot):
    before = view.document.project
    said = []
    view.refused.connect(said.append)
    drag(view, spot(view, "r1", 1, 8), spot(view, "r2", 4, 8), drop=False)
    qtbot.waitUntil(lambda: view.tip is not None)
    assert view.tip.refused
    assert "does not fit at U4 of R2" in view.tip.lines[0][1]
    assert view.elevation.ghost is not None and view.elevation.ghost[3]
    mouse(view, QEvent.Type.MouseButtonRelease, spot(view, "r2", 4, 8), NONE)
    assert view.document.project is before
    assert any("does not fit" in text for text in said)


def test_preview_and_esc(view, qtbot):
    before = view.document.project
    drag(view, spot(view, "r1", 1, 8), spot(view, "r1", 20, 8), drop=False)
    qtbot.waitUntil(lambda: view.document.previewed is not None)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.document.previewed is None
    mouse(view, QEvent.Type.MouseButtonRelease, spot(view, "r1", 20, 8), NONE)
    assert view.document.project is before


def test_keyboard(view):
    view.selection.set(("lf1",))
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.selection.ids == ("lf2",)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.selection.ids == ("s3",)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.document.project.get("s3", System).u == 2
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert "s3" not in view.document.project.equipment


def test_keys_move_a_system_to_the_rack_beside_and_unfold(make):
    view = make(good_hall())
    view.selection.set(("s1",))
    view.document.show(remount(view.document.project, "s1", "r1", 20))  # where the rack beside has room
    ids = [c.id for c in view.elevation.shelves[0].columns]
    key, other = (Qt.Key.Key_Right, Qt.Key.Key_Left)[:: 1 if ids.index("r1") < ids.index("r2") else -1]
    QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    assert view.document.project.get("s1", System).rack_id == "r2"
    QTest.keyClick(view, other, Qt.KeyboardModifier.ControlModifier)
    assert view.document.project.get("s1", System).rack_id == "r1"
    folded = make(crowded())
    QTest.keyClick(folded, Qt.Key.Key_Return)
    assert len(folded.elevation.shelves[0].columns) == 20


def test_rear_shows_strips_and_mirrors_the_row(view):
    front = [c.id for c in view.elevation.shelves[0].columns]
    view.set_face("rear")
    assert [c.id for c in view.elevation.shelves[0].columns] == front[::-1]
    strip = view.elevation.strip_rect(view.elevation.columns["r1"], 0)
    QTest.mouseClick(view.viewport(), LEFT, NO, view.mapFromScene(strip.center()))
    assert view.selection.ids == ("p1a",)


def crowded() -> Project:
    racks = [item("rack", f"x{n:02}", name=f"X{n:02}", x_m=0.6 * n, y_m=20.0) for n in range(20)]
    return place(Project(), racks)


def test_like_racks_are_folded_and_unfold(make):
    view = make(crowded())
    shelf = view.elevation.shelves[0]
    assert len(shelf.columns) == 4
    assert [len(f.ids) for f in shelf.folds] == [16]
    middle = view.mapFromScene(QPointF(shelf.folds[0].rect.center()))
    QTest.mouseClick(view.viewport(), LEFT, NO, middle)
    assert len(view.elevation.shelves[0].columns) == 20


def test_a_selected_rack_is_not_folded(make):
    view = make(crowded())
    assert "x10" not in view.elevation.columns
    view.selection.set(("x10",))
    assert "x10" in view.elevation.columns


def test_layout_is_to_scale():
    report = Document(good_hall()).report
    column = layout(report)[0].columns[0]
    assert column.slot(1, 48).height() == pytest.approx(48 * 12.4)
    assert column.slot(1, 1).bottom() == column.inner.bottom()
    assert column.unit_at(column.slot(17, 1).center().y()) == 17


def test_empty_hall(make):
    view = make(Project())
    assert view.elevation.shelves == []
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.grab().width() > 0


def test_a_hidden_view_follows_when_it_is_shown(view):
    view.hide()
    moved = remount(view.document.project, "s1", "r2", 20)
    view.document.show(moved)
    view.show()
    assert view.elevation.item_at(view.elevation.columns["r2"].slot(21, 1).center()).id == "s1"
