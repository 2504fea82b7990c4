"""The one-line in the window: selection, wires, order, breakers, trips, the two states side by side."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from hallwright.edits.wire import disconnect
from hallwright.templates import TEMPLATES
from hallwright_app.diagrams.one_line import OneLinePage, OneLineView
from hallwright_app.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> OneLinePage:
    window.actions_.run_named("view_one_line")
    found = window.viewed
    assert isinstance(found, OneLinePage)
    found.view.set_zoom(1.0)
    return found


def spot(view: OneLineView, x: float, y: float) -> QPoint:
    view.centerOn(QPointF(x, y))
    return view.mapFromScene(QPointF(x, y))


def drag(view: OneLineView, a: QPointF, b: QPointF) -> None:
    view.set_zoom(0.5)
    view.centerOn((a + b) / 2)
    port = view.viewport()
    start, end = view.mapFromScene(a), view.mapFromScene(b)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for n in range(1, 6):
        QTest.mouseMove(port, start + (end - start) * n / 5)
    view.grab()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_it_opens_linked_with_the_selection(window: MainWindow, page: OneLinePage) -> None:
    assert page.isVisible() and page.accessibleName() == "One-line"
    window.selection.set(["upsa"])
    assert [b.key for b in page.diagram.selected_boxes()] == ["upsa"]
    box = page.diagram.drawing.by_key["txb"]
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(page.view, *box.area.middle))
    assert window.selection.ids == ("txb",)


def test_a_wire_is_cut_and_drawn_again_as_steps_that_can_be_undone(window: MainWindow, page: OneLinePage) -> None:
    document = window.document
    before = document.project
    (link,) = [i for i, found in before.links.items() if "txa" in found.b]
    wire = next(w for w in page.diagram.drawing.wires if link in w.links)
    page.view.selection.set(wire.links)
    window.actions_.run_named("remove")
    assert link not in document.project.links
    boxes = page.diagram.drawing.by_key
    source, target = boxes["uta"], boxes["txa"]
    drag(page.view, QPointF(source.area.middle[0], source.area.bottom), QPointF(*target.area.middle))
    assert any("txa" in found.b for found in document.project.links.values())
    document.history.undo()
    document.history.undo()
    assert document.project == before


def test_what_does_not_join_is_refused_in_words(window: MainWindow, page: OneLinePage) -> None:
    boxes = page.diagram.drawing.by_key
    said: list[str] = []
    page.refused.connect(said.append)
    count = len(window.document.project.links)
    assert not page.view.join(boxes["uta"], boxes["txb"])
    group = next(b for b in page.diagram.drawing.boxes if len(b.ids) > 1)
    assert not page.view.join(boxes["uta"], group)
    assert len(said) == 2 and "free" in said[0] and "one by one" in said[1]
    assert len(window.document.project.links) == count


def test_a_breaker_is_inserted_and_removed(window: MainWindow, page: OneLinePage) -> None:
    links = next(w.links for w in page.diagram.drawing.wires if w.key == "uta → txa")
    assert page.view.set_breaker(list(links), 100.0)
    assert window.document.project.links[links[0]].breaker_a == 100.0
    assert next(w.marks for w in page.diagram.drawing.wires if w.key == "uta → txa")
    menu = QMenu()
    page.view.fill_menu(menu, links)
    assert {"Change breaker…", "Remove breaker", "Cut"} <= {a.text() for a in menu.actions()}
    assert page.view.set_breaker(list(links), None)
    assert not page.view.set_breaker(list(links), -5.0)
    assert window.document.project.links[links[0]].breaker_a is None


def test_an_element_is_dragged_to_another_place_in_its_row(window: MainWindow, page: OneLinePage) -> None:
    window.document.open(TEMPLATES["h100-scalable-unit"]())
    boxes = page.diagram.drawing.by_key
    left, right = boxes["rpp-aa"], boxes["rpp-ba"]
    assert left.area.left < right.area.left
    drag(page.view, QPointF(*left.area.middle), QPointF(right.area.right + 20.0, left.area.middle[1]))
    boxes = page.diagram.drawing.by_key
    assert boxes["rpp-aa"].area.left > boxes["rpp-ba"].area.left
    assert boxes["rpp-ab"].area.left < boxes["rpp-bb"].area.left, "the other side stays as it is"
    window.document.history.undo()
    assert page.diagram.drawing.by_key["rpp-aa"].area.left < page.diagram.drawing.by_key["rpp-ba"].area.left


def test_loads_stay_below_what_feeds_them(window: MainWindow, page: OneLinePage) -> None:
    said: list[str] = []
    page.refused.connect(said.append)
    group = next(b for b in page.diagram.drawing.boxes if b.sign == "racks")
    before = window.document.project
    drag(page.view, QPointF(*group.area.middle), QPointF(group.area.middle[0] + 300, group.area.middle[1]))
    assert said and window.document.project is before


def test_trips_show_on_every_view_and_are_compared(window: MainWindow, page: OneLinePage) -> None:
    window.selection.set(["upsa"])
    before = page.view.grab().toImage()
    plan = window.plan.grab().toImage()
    window.actions_.run_named("trip")
    assert page.outage_chip.text() == "1 tripped" and page.bar.isVisible() and page.bar.list.count()
    assert page.view.grab().toImage() != before
    window.outage.toggle(["upsb"])
    window.show_view("Plan")
    assert window.plan.grab().toImage() != plan
    window.show_view("Elevation")
    window.elevation.grab()
    window.show_view("One-line")
    page.compare_chip.setChecked(True)
    assert page.normal.isVisible() and page.normal.grab().toImage() != page.view.grab().toImage()
    page.view.set_zoom(0.5)
    assert page.normal.zoom == 0.5
    normal = page.normal.chain
    assert normal.state is None and not normal.reading(normal.drawing.by_key["upsa"]).tripped
    entry = page.bar.list.item(0)
    page.bar.list.itemActivated.emit(entry)
    assert window.selection.ids
    window.actions_.run_named("all_in_service")
    assert not page.bar.isVisible() and not page.compare_chip.isEnabled() and not page.normal.isVisible()
    assert page.outage_chip.text() == "All units in service"


def test_the_chip_offers_what_can_be_done(window: MainWindow, page: OneLinePage) -> None:
    empty = QMenu()
    assert [a.isEnabled() for a in page.fill_outage(empty)] == [False]
    window.selection.set(["txa"])
    menu = QMenu()
    (trip,) = page.fill_outage(menu)
    assert trip.text() == "Trip TXA"
    trip.trigger()
    assert window.outage.units == ("txa",)
    window.selection.set(())
    assert [a.text() for a in page.fill_outage(menu)] == ["Return TXA to service", "All units in service"]


def test_groups_open_on_double_click_and_fold_again(window: MainWindow, page: OneLinePage) -> None:
    group = next(b for b in page.diagram.drawing.boxes if b.opens)
    count = len(page.diagram.drawing.boxes)
    page.view.open_at(group.key)
    assert len(page.diagram.drawing.boxes) > count and page.normal.diagram.opened == {group.key}
    page.view.fold_all()
    assert len(page.diagram.drawing.boxes) == count


def test_it_follows_edits_made_elsewhere(window: MainWindow, page: OneLinePage) -> None:
    links = [i for i, link in window.document.project.links.items() if "rppa" in link.b]
    window.document.apply("Cut", disconnect, links)
    assert page.diagram.reading(page.diagram.drawing.by_key["rppa"]).dead
    assert not any("rppa" in w.b for w in page.diagram.drawing.wires)


def test_the_study_shows_on_it_while_it_holds(window: MainWindow, page: OneLinePage, qtbot: QtBot) -> None:
    assert not page.study_chip.isEnabled() and "Run the study" in page.study_chip.toolTip()
    page.studies.run()
    qtbot.waitUntil(lambda: not page.studies.running, timeout=60000)
    assert page.study_chip.isEnabled()
    page.fit_all()
    before = page.view.grab().toImage()
    page.study_chip.setChecked(True)
    scene = page.diagram
    assert page.studies.fresh is not None
    record = page.studies.fresh.elements["sga"]
    assert (
        scene.study_text(scene.drawing.by_key["sga"])
        == f"{record.drop_fraction * 100:.1f} % · {record.fault_ka:.1f} kA"
    )
    assert page.view.grab().toImage() != before
    window.document.apply("Cut", disconnect, [i for i, k in window.document.project.links.items() if "rppa" in k.b])
    assert not page.study_chip.isEnabled() and scene.study is None and "edited" in page.study_chip.toolTip()
