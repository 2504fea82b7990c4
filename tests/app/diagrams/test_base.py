"""What every diagram does, tried with a small one: a box for each rack, a wire between neighbours."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hallwright.diagrams.drawing import Area, Box, Diagram, Wire, Words
from hallwright.edits.arrange import move, remove
from hallwright.edits.change import set_fields
from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report
from hallwright_app.canvas.ink import Ink
from hallwright_app.diagrams.base import DiagramView
from hallwright_app.diagrams.scene import DiagramScene, rect_of
from hallwright_app.document import Document
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme


class RackScene(DiagramScene):
    title = "Racks"
    empty = "No racks."
    laid = 0

    def lay_out(self, report: Report) -> Diagram:
        self.laid += 1
        racks = sorted(report.project.all(Rack), key=lambda r: r.id)
        boxes = [
            Box(r.id, (r.id,), "box", Area(100.0 * n, 60.0 * (n % 2), 60.0, 30.0), Area(0, 0, 0, 0), r.name, row=n % 2)
            for n, r in enumerate(racks)
        ]
        wires = [
            Wire(f"{a.key}-{b.key}", (f"l{a.key}",), a.key, b.key, (a.area.middle, b.area.middle))
            for a, b in pairwise(boxes)
        ]
        return Diagram(tuple(boxes), tuple(wires), (Words(Area(0, 120, 60, 16), "Racks"),), 500.0, 140.0)

    def paint_box(self, ink: Ink, box: Box) -> None:
        self.paint_selection(ink, box)
        ink.frame(rect_of(box.area), ink.pen("rack_line"), "rack")
        ink.text(*box.area.middle, box.name)


@pytest.fixture
def view(qtbot: QtBot, document: Document, selection: Selection, theme: Theme) -> DiagramView:
    scene = RackScene(document, selection, theme)
    scene.rebuild()
    made = DiagramView(scene)
    made.resize(800, 400)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def spot(view: DiagramView, key: str) -> QPoint:
    return view.mapFromScene(QPointF(*view.diagram.drawing.by_key[key].area.middle))


def test_click_selects_everywhere_and_back(view: DiagramView, selection: Selection) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, "r2"))
    assert selection.ids == ("r2",)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot(view, "r3"))
    assert selection.ids == ("r2", "r3")
    selection.set(["s1"])  # a system: its rack is shown as selected
    assert [b.key for b in view.diagram.selected_boxes()] == ["r1"]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert selection.ids == ()


def test_arrows_follow_wires_and_rows(view: DiagramView, selection: Selection) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert selection.ids == ("r1",)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert selection.ids == ("r2",)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert selection.ids == ("r4",)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert selection.ids == ("r3",)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert selection.ids == ()


def test_it_follows_by_difference(view: DiagramView, document: Document) -> None:
    scene = view.diagram
    assert isinstance(scene, RackScene)
    items = dict(scene._boxes)
    document.apply("Rename", set_fields, ["r2"], {"name": "Other"})
    assert scene.drawing.by_key["r2"].name == "Other"
    assert {k for k, i in scene._boxes.items() if items[k] is i} == {"r1", "r3", "r4"}
    document.apply("Remove", remove, ["r4"])
    assert set(scene._boxes) == {"r1", "r2", "r3"} and "r4" not in scene.drawing.by_key
    document.history.undo()
    assert set(scene._boxes) == {"r1", "r2", "r3", "r4"}


def test_hidden_it_waits(view: DiagramView, document: Document) -> None:
    scene = view.diagram
    assert isinstance(scene, RackScene)
    view.hide()
    laid = scene.laid
    document.apply("Rename", set_fields, ["r2"], {"name": "Other"})
    assert scene.laid == laid
    view.show()
    assert scene.laid == laid + 1


def test_a_move_on_the_plan_lays_nothing_out(view: DiagramView, document: Document) -> None:
    scene = view.diagram
    assert isinstance(scene, RackScene)
    laid = scene.laid
    document.apply("Move", move, ["r1"], 0.0, 0.1)
    assert scene.laid == laid


def test_it_goes_on_showing_everything_until_somebody_zooms(view: DiagramView) -> None:
    small = view.zoom
    view.resize(400, 300)
    assert view.zoom < small
    view.set_zoom(1.0)
    view.resize(800, 400)
    assert view.zoom == 1.0


def test_wires_are_hit_and_tips_name_things(view: DiagramView) -> None:
    scene = view.diagram
    wire = scene.wire_at(QPointF(80.0, 45.0))
    assert wire is not None and wire.key == "r1-r2" and scene.wire_at(QPointF(80.0, 130.0)) is None
    QTest.mouseMove(view.viewport(), spot(view, "r1"))
    view._hover(QPointF(30.0, 15.0))
    assert view.shown_tip is not None and view.shown_tip.title == "R1"


def test_zoom_and_fit(view: DiagramView) -> None:
    view.set_zoom(1.02)
    assert view.zoom == 1.0 and view.zoom_chip.text() == "100 %"
    view.zoom_in()
    assert view.zoom == 1.25
    view.set_zoom(1000.0)
    assert view.zoom == 4.0
    QTest.keyClick(view, Qt.Key.Key_Home)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(QPointF(5, 5)) and seen.contains(QPointF(355, 85))


def test_an_empty_diagram_says_so_and_paints(view: DiagramView, document: Document, qtbot: QtBot) -> None:
    document.apply("Remove", remove, ["r1", "r2", "r3", "r4"])
    assert not view.diagram.drawing.boxes
    assert not view.grab().isNull()
    QTest.keyClick(view, Qt.Key.Key_Right)
    view.fit_selection()


def test_it_paints_in_both_themes_near_and_far(view: DiagramView, theme: Theme, selection: Selection) -> None:
    selection.set(["r1"])
    pictures = []
    for dark in (False, True):
        theme.set_dark(dark)
        for zoom in (0.2, 1.0, 2.0):
            view.set_zoom(zoom)
            pictures.append(view.grab().toImage())
    assert len({p.cacheKey() for p in pictures}) == 6 and pictures[1] != pictures[4]
