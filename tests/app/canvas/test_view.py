"""The plan under real mouse and key events."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from halls import good_hall, item
from hallwright.catalogue import catalogue
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields
from hallwright.equipment.base import Medium
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.system import System
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.project import Project
from hallwright_app.canvas.scene import PlanScene
from hallwright_app.canvas.tools.connect import ConnectTool
from hallwright_app.canvas.view import PRODUCT_MIME, PlanView
from hallwright_app.document import Document
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

NO = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot):
    def made(project: Project) -> PlanView:
        view = PlanView(PlanScene(Document(project), Selection(), Theme()))
        qtbot.addWidget(view)
        view.resize(1068, 656)
        view.show()
        view.setFocus()
        QApplication.processEvents()
        return view

    return made


@pytest.fixture
def view(make):
    found = make(good_hall())
    found.zoom_at(2.2, found.from_floor(6.0, 5.0))
    QApplication.processEvents()
    return found


def mouse(view: PlanView, kind: QEvent.Type, at: QPoint, buttons=LEFT, mods=NO, button=LEFT) -> None:
    QApplication.sendEvent(
        view.viewport(),
        QMouseEvent(kind, QPointF(at), QPointF(view.viewport().mapToGlobal(at)), button, buttons, mods),
    )


def drag(view: PlanView, a, b, mods=NO, drop=True) -> None:
    start, end = view.from_floor(*a), view.from_floor(*b)
    mouse(view, QEvent.Type.MouseButtonPress, start, mods=NO)
    for n in range(1, 6):
        mouse(view, QEvent.Type.MouseMove, start + (end - start) * n / 5, mods=mods, button=Qt.MouseButton.NoButton)
    if drop:
        mouse(view, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton, mods)


def click(view: PlanView, x: float, y: float, mods=NO) -> None:
    QTest.mouseClick(view.viewport(), LEFT, mods, view.from_floor(x, y))


def selected(view: PlanView) -> tuple[str, ...]:
    return view.plan.selection.ids


def project(view: PlanView) -> Project:
    return view.plan.document.project


def test_click_selects_and_empty_floor_clears(view):
    click(view, 5.1, 5.0)
    assert selected(view) == ("r1",)
    click(view, 5.7, 5.0, SHIFT)
    assert selected(view) == ("r1", "r2")
    click(view, 5.1, 5.0, CTRL)
    assert selected(view) == ("r2",)
    click(view, 8.6, 7.4)
    assert selected(view) == ()


def test_rubber_band_takes_what_lies_wholly_inside(view):
    drag(view, (4.5, 4.2), (6.2, 5.8))
    assert selected(view) == ("r1", "r2")


def test_drag_moves_by_tiles_with_one_undo(view):
    before = project(view)
    drag(view, (5.1, 5.0), (5.1, 7.02))
    moved = project(view).get("r1", Rack)
    assert (moved.x_m, moved.y_m) == (5.1, pytest.approx(7.2))  # its top edge comes to rest on the grid
    assert view.plan.document.history.undoText() == "Move R1"
    view.plan.document.history.undo()
    assert project(view) is before


def test_alt_suspends_snapping(view):
    drag(view, (5.1, 5.0), (5.31, 7.37), ALT)
    moved = project(view).get("r1", Rack)
    assert moved.x_m == pytest.approx(5.31, abs=0.03)
    assert moved.y_m == pytest.approx(7.37, abs=0.03)


def test_drag_previews_and_esc_leaves_all_as_it_was(view, qtbot):
    before = project(view)
    drag(view, (5.1, 5.0), (5.1, 7.0), drop=False)
    qtbot.waitUntil(lambda: view.tip is not None)
    assert view.plan.document.previewed is not None
    assert view.plan.document.previewed.project.get("r1", Rack).y_m == pytest.approx(7.2)
    assert view.tip.title.startswith("R1")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.plan.document.previewed is None
    assert view.tip is None
    mouse(view, QEvent.Type.MouseButtonRelease, view.from_floor(5.1, 7.0), Qt.MouseButton.NoButton)
    assert project(view) is before
    assert view.plan.document.history.count() == 0


def test_previews_come_at_most_once_a_frame(view, monkeypatch, qtbot):
    asked = []
    real = view.plan.document.preview
    monkeypatch.setattr(view.plan.document, "preview", lambda *a, **k: (asked.append(a[2:]), real(*a, **k))[1])
    start = view.from_floor(5.1, 5.0)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    for n in range(40):
        mouse(view, QEvent.Type.MouseMove, start + QPoint(0, 4 + 4 * n), button=Qt.MouseButton.NoButton)
    assert asked == []  # nothing is evaluated inside the mouse events
    qtbot.waitUntil(lambda: len(asked) == 1)
    QTest.keyClick(view, Qt.Key.Key_Escape)


def test_locked_things_stay(make, qtbot):
    view = make(set_fields(good_hall(), ["r1"], {"locked": True}))
    before = project(view)
    with qtbot.waitSignal(view.refused, check_params_cb=lambda text: "locked" in text):
        drag(view, (5.1, 5.0), (5.1, 7.0))
    assert project(view) is before


def test_rotate_by_key(view):
    click(view, 4.0, 9.6)
    assert selected(view) == ("rppa",)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert project(view).equipment["rppa"].rotation_deg == 90.0
    QTest.keyClick(view, Qt.Key.Key_R, SHIFT)
    assert project(view).equipment["rppa"].rotation_deg == 0.0


def test_a_turn_that_does_not_fit_is_refused_in_words(view):
    said = []
    view.refused.connect(said.append)
    view.plan.selection.set(("r1",))
    before = project(view)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert project(view) is before
    assert any("overlaps R2" in text for text in said)


def test_a_drop_on_something_is_refused_and_tab_goes_to_the_nearest_free_place(view, qtbot):
    before = project(view)
    drag(view, (5.1, 5.0), (11.5, 4.0), drop=False)
    qtbot.waitUntil(lambda: view.tip is not None)
    assert view.tip.refused
    assert "overlaps CDU1" in view.tip.lines[0][1]
    QTest.keyClick(view, Qt.Key.Key_Tab)
    moved = project(view).get("r1", Rack)
    assert project(view) is not before
    assert abs(moved.x_m - 11.6) + abs(moved.y_m - 3.9) < 3.0
    mouse(view, QEvent.Type.MouseButtonRelease, view.from_floor(11.5, 4.0), Qt.MouseButton.NoButton)
    drag(view, (5.7, 5.0), (11.5, 4.0))
    assert project(view).get("r2", Rack).x_m == pytest.approx(5.7)


def test_nudges_merge_into_one_undo(view):
    before = project(view)
    view.plan.selection.set(("rppa",))
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert project(view).equipment["rppa"].x_m == pytest.approx(4.03)
    assert view.plan.document.history.count() == 1
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert project(view).equipment["rppa"].y_m == pytest.approx(9.0)
    view.plan.document.history.undo()
    assert project(view) is before


def test_delete_and_duplicate(view):
    view.plan.selection.set(("rppa",))
    QTest.keyClick(view, Qt.Key.Key_D, CTRL)
    copy = selected(view)[0]
    assert project(view).equipment[copy].x_m != project(view).equipment["rppa"].x_m
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert copy not in project(view).equipment
    assert selected(view) == ()


def test_select_all_and_fit(view, qtbot):
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert {"r1", "crah1", "upsa"} <= set(selected(view))
    assert "room" not in selected(view)
    with qtbot.waitSignal(view.zoom_changed):
        QTest.keyClick(view, Qt.Key.Key_Home)
    shown = view.shown_box()
    assert shown[0] < 0 and shown[3] > 26


def test_wheel_zooms_at_the_cursor(view):
    spot = view.from_floor(6.0, 5.0)
    before = view.px_per_m
    QApplication.sendEvent(
        view.viewport(),
        QWheelEvent(
            QPointF(spot),
            QPointF(view.viewport().mapToGlobal(spot)),
            QPoint(),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            NO,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert view.px_per_m > before * 1.3
    after = view.to_floor(QPointF(spot))
    assert after == (pytest.approx(6.0, abs=1.5 / view.px_per_m), pytest.approx(5.0, abs=1.5 / view.px_per_m))


def test_space_drag_pans(view):
    before = view.from_floor(0, 0)
    QTest.keyPress(view, Qt.Key.Key_Space)
    drag(view, (8.6, 7.4), (9.6, 7.4))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.from_floor(0, 0).x() - before.x() == pytest.approx(view.px_per_m, abs=2)
    assert selected(view) == ()


def drop(view: PlanView, product: str, at) -> bool:
    data = QMimeData()
    data.setData(PRODUCT_MIME, product.encode())
    spot = view.from_floor(*at)
    copy, buttons = Qt.DropAction.CopyAction, LEFT
    enter = QDragEnterEvent(spot, copy, data, buttons, NO)
    view.dragEnterEvent(enter)
    assert enter.isAccepted()
    view.dragMoveEvent(QDragMoveEvent(spot, copy, data, buttons, NO))
    before = project(view)
    view.dropEvent(QDropEvent(QPointF(spot), copy, data, buttons, NO))
    return project(view) is not before


def test_drop_of_a_system_on_free_floor_brings_a_rack(view):
    racks = len(list(project(view).all(Rack)))
    assert drop(view, "nvidia-dgx-h100", (8.4, 8.0))
    assert len(list(project(view).all(Rack))) == racks + 1
    new = next(s for s in project(view).all(System) if s.product == "nvidia-dgx-h100")
    rack = project(view).get(new.rack_id, Rack)
    assert (rack.x_m, rack.y_m) == (pytest.approx(8.4, abs=0.31), pytest.approx(8.0, abs=0.35))
    assert set(selected(view)) == {new.id, rack.id}
    assert view.plan.document.history.count() == 1
    assert view.tool.name == "select"


def test_drop_of_a_system_on_a_rack_finds_rack_units(view):
    assert drop(view, "nvidia-dgx-h100", (5.1, 5.0))
    new = next(s for s in project(view).all(System) if s.product == "nvidia-dgx-h100")
    assert (new.rack_id, new.u) == ("r1", 9)


def test_drop_on_a_full_rack_says_why_not(make):
    full = project_with_full_rack()
    view = make(full)
    said = []
    view.refused.connect(said.append)
    assert not drop(view, "nvidia-dgx-h100", (5.1, 5.0))
    assert any("rack units" in text and "R1" in text for text in said)


def project_with_full_rack() -> Project:
    items = [
        item("system", f"x{n}", role="cpu", rack_id="r1", u=9 + 8 * n, u_height=8, nameplate_kw=1.0) for n in range(5)
    ]
    return place(good_hall(), items)


def test_drop_of_a_rack_pdu_goes_to_the_rack_below(view):
    pdu = next(p for p in catalogue().values() if p.kind == "rack_pdu")
    before = {p.id for p in project(view).all(RackPdu)}
    assert drop(view, pdu.id, (6.9, 5.0))
    new = [p for p in project(view).all(RackPdu) if p.id not in before]
    assert [p.rack_id for p in new] == ["r4"]


def test_a_rack_pdu_on_the_floor_is_refused(view):
    pdu = next(p for p in catalogue().values() if p.kind == "rack_pdu")
    said = []
    view.refused.connect(said.append)
    assert not drop(view, pdu.id, (8.4, 8.0))
    assert any("rack" in text for text in said)


def test_placing_repeats_until_esc(view):
    crah = next(p for p in catalogue().values() if p.kind == "crah")
    view.start_placing(crah)
    QTest.keyClick(view, Qt.Key.Key_R)
    before = len(project(view).equipment)
    for x in (8.0, 10.5):
        mouse(view, QEvent.Type.MouseMove, view.from_floor(x, 8.0), Qt.MouseButton.NoButton)
        click(view, x, 8.0)
    assert len(project(view).equipment) == before + 2
    assert project(view).equipment[selected(view)[0]].rotation_deg == 90.0
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool.name == "select"
    assert view.plan.document.previewed is None


@pytest.fixture
def spare(make):
    """The good hall with a rack PDU that is not connected."""
    strip = item("rack_pdu", "px", rack_id="r4", voltage_v=415.0, rating_a=63.0, outlets=24)
    found = make(place(good_hall(), [strip]))
    found.zoom_at(2.2, found.from_floor(6.0, 6.0))
    return found


def test_connect_from_port_to_port(spare):
    view = spare
    view.set_tool("connect")
    tool = view.tool
    assert isinstance(tool, ConnectTool)
    tool.medium = Medium.POWER
    spots = {(s.item.id, s.port.name): s for s in tool.spots("rppa")}
    ends = {(s.item.id, s.port.name): s for s in tool.spots("r4")}
    assert ("rppa", "out") in spots
    free = next(s for key, s in ends.items() if s.port.flow == "in")
    before = set(project(view).links)
    drag(view, spots["rppa", "out"].center, free.center)
    new = [project(view).links[i] for i in set(project(view).links) - before]
    assert [(n.a, n.b) for n in new] == [(("rppa",), (free.item.id,))]


def test_connect_lights_only_what_fits_and_esc_stops(spare):
    view = spare
    view.set_tool("connect")
    tool = view.tool
    assert isinstance(tool, ConnectTool)
    out = next(s for s in tool.spots("rppa") if s.port.flow == "out")
    mouse(view, QEvent.Type.MouseMove, view.from_floor(*out.center), Qt.MouseButton.NoButton)
    mouse(view, QEvent.Type.MouseButtonPress, view.from_floor(*out.center))
    assert tool.busy()
    assert tool._lit
    assert all(s.port.medium is Medium.POWER and s.port.flow == "in" for s in tool._lit)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not tool.busy()


def test_fabric_cables_are_chosen_by_reach_and_tab_takes_the_next(view):
    view.zoom_at(3.0, view.from_floor(6.0, 6.0))
    view.set_tool("connect")
    tool = view.tool
    assert isinstance(tool, ConnectTool)
    tool.medium = Medium.FABRIC
    out = next(s for s in tool.spots("r4") if s.item.kind == "switch")
    mouse(view, QEvent.Type.MouseMove, view.from_floor(*out.center), Qt.MouseButton.NoButton)
    mouse(view, QEvent.Type.MouseButtonPress, view.from_floor(*out.center))
    end = next(s for s in tool._lit if s.item.id != out.item.id)
    mouse(view, QEvent.Type.MouseMove, view.from_floor(*end.center))
    shortest = tool.product
    assert shortest is not None and len(tool._cables) > 1
    QTest.keyClick(view, Qt.Key.Key_Tab)
    chosen = tool.product
    assert chosen is not None and chosen.id != shortest.id
    assert chosen.cable.reach_m >= shortest.cable.reach_m
    before = set(project(view).links)
    mouse(view, QEvent.Type.MouseButtonRelease, view.from_floor(*end.center), Qt.MouseButton.NoButton)
    (new,) = [project(view).links[i] for i in set(project(view).links) - before]
    assert new.product == chosen.id and chosen.id in project(view).products
    assert not tool.busy() and tool.product is None


def test_draw_wall_by_clicks_and_zone_by_drag(view):
    view.set_tool("wall")
    click(view, 8.4, 7.2)
    mouse(view, QEvent.Type.MouseMove, view.from_floor(9.6, 7.2), Qt.MouseButton.NoButton)
    click(view, 9.6, 7.2)
    QTest.keyClick(view, Qt.Key.Key_Return)
    wall = next(project(view).all(Wall))
    assert wall.points_m == ((8.4, 7.2), (9.6, 7.2))
    view.set_tool("zone")
    drag(view, (7.8, 7.8), (9.0, 9.0))
    zone = next(project(view).all(Zone))
    assert zone.points_m == ((7.8, 7.8), (9.0, 7.8), (9.0, 9.0), (7.8, 9.0))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool.name == "select"


def test_measure(view):
    view.set_tool("measure")
    drag(view, (8.4, 7.2), (9.6, 7.2))
    assert view.tool.distance_m == pytest.approx(1.2)
    assert view.length_text(1.8) == "1\u2009800"
    view.units = "us"
    assert view.length_text(0.6096) == "2′ 0″"


def test_hover_marks_and_cursor_is_told(view, qtbot):
    with qtbot.waitSignal(view.cursor_moved) as caught:
        mouse(view, QEvent.Type.MouseMove, view.from_floor(5.1, 5.0), Qt.MouseButton.NoButton)
    assert caught.args[0] == pytest.approx(5.1, abs=0.03)
    assert view.hovered == "r1"


def picture(view: PlanView) -> QImage:
    QApplication.processEvents()
    view.sharpen()
    return view.grab().toImage()


def test_pictures_after_panning_and_editing_equal_a_fresh_one(view):
    picture(view)
    for dx, dy in ((37, 0), (0, -21), (-90, 44), (5, 5)):
        view.pan_px(dx, dy)
        picture(view)
    drag(view, (5.1, 5.0), (5.1, 7.0))
    view.plan.selection.set(())
    mouse(view, QEvent.Type.MouseMove, QPoint(3, 3), Qt.MouseButton.NoButton)
    patched = picture(view)
    view._backdrop.clear()
    fresh = picture(view)
    assert patched == fresh


def test_an_edit_repaints_only_what_differs(view, monkeypatch):
    picture(view)
    areas = []
    real = view._backdrop._paint
    monkeypatch.setattr(view._backdrop, "_paint", lambda p, area: (areas.append(area), real(p, area))[1])
    view.plan.document.apply("Rename", set_fields, ["rppa"], {"name": "RPP-1"})
    picture(view)
    whole = view.viewport().width() * view.viewport().height()
    assert sum(a.width() * a.height() for a in areas) < 0.5 * whole


def test_scene_renders_without_a_view(qapp):
    for dark in (False, True):
        scene = PlanScene(Document(good_hall()), Selection(), Theme(dark))
        rect = scene.drawing_rect()
        for px in (5.0, 20.0, 45.0, 110.0):
            scene.set_scale(px)
            image = QImage(
                min(round(rect.width() * px), 1500), round(rect.height() * px / 4), QImage.Format.Format_ARGB32
            )
            image.fill(scene.theme.color("canvas"))
            painter = QPainter(image)
            scene.render(painter, source=rect)
            painter.end()
            colors = {image.pixelColor(x, y).rgb() for x in range(0, image.width(), 3) for y in range(0, 300, 3)
                      if y < image.height()}  # fmt: skip
            assert len(colors) > 3


def test_layers_hide_from_sight_and_from_the_mouse(view):
    view.plan.set_layer("equipment", False)
    click(view, 5.1, 5.0)
    assert selected(view) == ()
    view.plan.set_layer("equipment", True, 0.5)
    click(view, 5.1, 5.0)
    assert selected(view) == ("r1",)


def test_links_of_the_selection_only(view):
    assert view.plan.routes() == []
    view.plan.selection.set(("r3",))
    media = {r.medium for r in view.plan.routes()}
    assert media == {Medium.POWER, Medium.COOLANT, Medium.FABRIC}
    sides = {r.side for r in view.plan.routes() if r.medium is Medium.POWER}
    assert sides == {"A", "B"}
    fabric = [r for r in view.plan.routes() if r.medium is Medium.FABRIC]
    assert [r.cables for r in fabric] == [8]
    for route in view.plan.routes():
        for a, b in zip(route.points, route.points[1:], strict=False):
            assert a[0] == b[0] or a[1] == b[1]


def test_a_theme_change_repaints(view):
    before = picture(view)
    view.plan.theme.set_dark(True)
    assert picture(view) != before
    assert picture(view).pixelColor(500, 640) == view.plan.theme.color("canvas")


def test_empty_hall_says_what_to_do(make):
    view = make(Project())
    assert not view.plan.shapes.by_id
    image = picture(view)
    assert len({image.pixelColor(x, 328 + d).rgb() for x in range(300, 760) for d in (-11, 13)}) > 3


def test_what_is_dragged_leaves_its_place_at_once(view):
    view.plan.selection.set(("r1",))
    start = view.from_floor(5.1, 5.0)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    mouse(view, QEvent.Type.MouseMove, start + QPoint(40, 90))
    assert view.plan.lifted == {"r1"}
    assert view.plan.document.previewed is None  # the check has not answered, the ghost is there
    assert [g.id for g in view.tool.ghosts()] == ["r1"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.plan.lifted


def test_slow_checks_wait_until_the_mouse_rests(view, qtbot):
    asked = []
    real = view.plan.document.preview
    view.plan.document.preview = lambda *args, **kw: (asked.append(args), real(*args, **kw))[1]
    view._answer_ms = 500.0
    view.plan.selection.set(("r1",))
    start = view.from_floor(5.1, 5.0)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    for n in range(6):
        mouse(view, QEvent.Type.MouseMove, start + QPoint(40, 40 + 30 * n))
        qtbot.wait(10)
    assert asked == []
    qtbot.waitUntil(lambda: view.tip is not None)
    assert len(asked) == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_zoom_is_stretched_then_made_crisp_in_slices(view, qtbot):
    picture(view)
    view.zoom_at(1.3, QPoint(500, 300))
    view.grab()
    assert view._backdrop.stretched
    qtbot.waitUntil(lambda: not view._backdrop.stretched)
    crisp = view.grab().toImage()
    view._backdrop.clear()
    assert view.grab().toImage() == crisp
