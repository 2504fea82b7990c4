"""The plan without a mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.halls import good_hall

from hallwright.catalogue import catalogue
from hallwright.equipment.rack import Rack
from hallwright.equipment.wall import Wall
from hallwright_app.canvas.scene import PlanScene
from hallwright_app.canvas.view import PlanView
from hallwright_app.document import Document
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot) -> PlanView:
    found = PlanView(PlanScene(Document(good_hall()), Selection(), Theme()))
    qtbot.addWidget(found)
    found.resize(1068, 656)
    found.show()
    found.setFocus()
    QApplication.processEvents()
    return found


def press(view: PlanView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)


def test_tab_goes_from_thing_to_thing_and_enter_opens(view, qtbot):
    press(view, KEY.Key_Return)
    first = view.plan.selection.ids
    assert len(first) == 1
    press(view, KEY.Key_Tab)
    second = view.plan.selection.ids
    assert second != first
    QTest.keyClick(view, KEY.Key_Backtab, SHIFT)
    assert view.plan.selection.ids == first
    assert view.plan.document.project.name_of(first[0]) in view.accessibleDescription()
    with qtbot.waitSignal(view.details_wanted):
        press(view, KEY.Key_Return)


def test_every_thing_is_reached_once_and_then_tab_leaves(view):
    press(view, KEY.Key_Home, KEY.Key_Return)
    seen = [view.plan.selection.ids[0]]
    while view.keyboard.step(-1):
        pass
    seen = [view.plan.selection.ids[0]]
    while view.keyboard.step(1):
        seen.append(view.plan.selection.ids[0])
    assert len(seen) == len(set(seen)) == len(view.keyboard._order())
    view.plan.selection.set(())
    assert not view.keyboard.step(1)


def test_a_wall_is_drawn_by_keys(view):
    view.set_tool("wall")
    press(view, KEY.Key_Right, KEY.Key_Return)
    start = view.keyboard.pointer
    press(view, *[KEY.Key_Right] * 4, KEY.Key_Return, KEY.Key_Return)
    walls = [w for w in view.plan.document.project.all(Wall) if w.id in view.plan.selection.ids]
    assert len(walls) == 1
    (a, b) = walls[0].points_m
    assert a == pytest.approx(start) and b == pytest.approx((start[0] + 1.2, start[1]))


def test_measuring_by_keys_and_fine_steps(view):
    view.set_tool("measure")
    press(view, KEY.Key_Right, KEY.Key_Return, KEY.Key_Down, KEY.Key_Down)
    QTest.keyClick(view, KEY.Key_Down, SHIFT)
    press(view, KEY.Key_Return)
    assert view.tool.distance_m == pytest.approx(0.61)


def test_a_rack_is_placed_by_keys(view):
    before = set(view.plan.document.project.equipment)
    product = next(p for p in catalogue().values() if p.kind == "rack")
    view.start_placing(product)
    view.keyboard.pointer = (3.0, 1.5)  # in the hall
    for _ in range(60):  # down to where nothing stands
        press(view, KEY.Key_Down)
        view.settle_preview()
        if view.tip is not None and not view.tip.refused:
            break
    press(view, KEY.Key_Return)
    new = [i for i in view.plan.document.project.equipment.values() if i.id not in before]
    assert len(new) == 1 and isinstance(new[0], Rack)
    press(view, KEY.Key_Escape)
    assert view.tool.name == "select"


def test_two_ports_are_joined_by_keys(view):
    view.set_tool("connect")
    tool = view.tool
    before = len(view.plan.document.project.links)
    for id in view.plan.shapes.by_id:
        for spot in tool.spots(id):
            view.keyboard.pointer = spot.center
            press(view, KEY.Key_Left, KEY.Key_Right)
            press(view, KEY.Key_Return)
            if tool.busy() and tool._lit:
                ends = [s for s in tool._lit if s.item.carrier_id() != spot.item.carrier_id()]
                for end in ends[:3]:
                    view.keyboard.pointer = end.center
                    press(view, KEY.Key_Left, KEY.Key_Right, KEY.Key_Return)
                    if len(view.plan.document.project.links) > before:
                        return
                    if not tool.busy():
                        break
            tool.cancel()
    pytest.fail("no two ports could be joined")
