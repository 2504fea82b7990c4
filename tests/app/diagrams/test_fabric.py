"""The fabric in the window: selection, what is shown, failures by click."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from hallwright.diagrams.fabric import ACCESS, SWITCH, SYSTEM, TRUNK
from hallwright_app.diagrams.fabric import FabricView
from hallwright_app.main_window import MainWindow


@pytest.fixture
def view(window: MainWindow) -> FabricView:
    window.actions_.run_named("view_fabric")
    found = window.viewed
    assert isinstance(found, FabricView)
    found.set_zoom(1.0)
    return found


def spot(view: FabricView, x: float, y: float) -> QPoint:
    view.centerOn(QPointF(x, y))
    return view.mapFromScene(QPointF(x, y))


def test_selection_is_linked_both_ways(window: MainWindow, view: FabricView) -> None:
    assert view.isVisible() and view.accessibleName() == "Fabric"
    window.selection.set(["lf1"])
    assert [b.key for b in view.diagram.selected_boxes()] == ["lf1"]
    box = next(b for b in view.diagram.drawing.boxes if b.sign == SYSTEM)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, *box.area.middle))
    assert window.selection.ids == box.ids
    wire = next(w for w in view.diagram.drawing.wires if w.sign == TRUNK)
    (x0, y0), (x1, y1) = wire.points[0], wire.points[-1]
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, x0 * 0.9 + x1 * 0.1, y0 * 0.9 + y1 * 0.1)
    )
    assert window.selection.ids == wire.links and view.fabric.chosen_wire == wire.key


def test_chips_say_what_is_shown_and_offer_the_rest(window: MainWindow, view: FabricView) -> None:
    assert [c.text() for c in (view.fabric_chip, view.traffic_chip, view.outage_chip)] == [
        "Fabric: compute", "Traffic: Even traffic", "All units in service",
    ]  # fmt: skip
    menu = QMenu()
    (fabric,) = view.fill_fabrics(menu)
    assert fabric.isChecked() and [a.text() for a in view.fill_traffic(menu)] == ["Even traffic"]
    assert view.fill_outage(menu) == []
    fabric.trigger()
    assert set(view.chips()) >= {view.fabric_chip, view.traffic_chip, view.outage_chip, view.zoom_chip}


def test_alt_click_trips_a_switch_or_a_cable_and_again_brings_it_back(window: MainWindow, view: FabricView) -> None:
    box = view.diagram.drawing.by_key["sp1"]
    at = spot(view, *box.area.middle)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    assert window.outage.units == ("sp1",) and view.outage_chip.text() == "1 tripped"
    assert window.outage.switches == {"sp1"} and window.outage.mark("sp1") == "tripped" and window.outage.state is None
    view.grab()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    assert window.outage.units == ()
    wire = next(w for w in view.diagram.drawing.wires if w.sign == TRUNK)
    (x0, y0), (x1, y1) = wire.points[0], wire.points[-1]
    at = spot(view, x0 * 0.9 + x1 * 0.1, y0 * 0.9 + y1 * 0.1)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    ((link, *ends),) = window.outage.pairs
    assert (link,) == wire.links and {*ends} == {wire.a, wire.b}
    assert window.outage.name_of(window.outage.units[0]) == " – ".join(window.document.project.name_of(e) for e in ends)
    menu = QMenu()
    (back, *_) = view.fill_outage(menu)
    back.trigger()
    assert window.outage.units == ()


def test_a_tripped_feed_takes_its_switches_out_here_too(window: MainWindow, view: FabricView) -> None:
    window.outage.choose(["upsa", "upsb"])
    assert {"lf1", "lf2", "sp1", "sp2"} <= window.outage.switches
    assert all(view.fabric.is_out(b) for b in view.diagram.drawing.boxes if b.sign == SWITCH)
    view.grab()


def test_a_system_is_not_tripped_here_and_the_reason_is_said(window: MainWindow, view: FabricView) -> None:
    said: list[str] = []
    view.refused.connect(said.append)
    box = next(b for b in view.diagram.drawing.boxes if b.sign == SYSTEM)
    view.trip_at(QPointF(*box.area.middle))
    assert len(said) == 1 and window.outage.units == ()
    access = next(w for w in view.diagram.drawing.wires if w.sign == ACCESS)
    assert view.pairs_of(access) == ()


def test_a_removed_link_is_out_no_longer(window: MainWindow, view: FabricView) -> None:
    wire = next(w for w in view.diagram.drawing.wires if w.sign == TRUNK)
    window.outage.toggle(view.pairs_of(wire))
    assert window.outage.units
    window.selection.set(wire.links)
    window.actions_.run_named("remove")
    assert window.outage.units == () and all(w.key != wire.key for w in view.diagram.drawing.wires)
