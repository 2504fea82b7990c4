"""The coolant view in the window: trips by menu and mouse, groups, keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from hallwright_app.diagrams.coolant import CoolantPage
from hallwright_app.main_window import MainWindow


def page_of(window: MainWindow) -> CoolantPage:
    window.show_view("Coolant")
    page = window.workspace.pages.currentWidget()
    assert isinstance(page, CoolantPage)
    return page


def at(page: CoolantPage, key: str):
    x, y = page.diagram.drawing.by_key[key].area.middle
    return page.view.mapFromScene(x, y)


def test_a_click_selects_on_every_view_and_alt_click_trips(window: MainWindow) -> None:
    page = page_of(window)
    port = page.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(page, "cdu1"))
    assert window.selection.ids == ("cdu1",)
    for out in (("cdu1",), ()):
        QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at(page, "cdu1"))
        assert window.outage.units == out


def test_alt_click_on_racks_says_why_not(window: MainWindow) -> None:
    page, said = page_of(window), []
    page.refused.connect(said.append)
    rack = next(b.key for b in page.diagram.drawing.boxes if b.sign == "racks")
    port = page.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at(page, rack))
    assert window.outage.units == () and "taken out of service" in said[0]


def test_the_menu_trips_units_and_brings_them_back(window: MainWindow) -> None:
    page = page_of(window)
    window.selection.set(["chl1"])
    menu = QMenu()
    (trip,) = page.view.fill_outage(menu)
    assert trip.text() == "Trip CHL1"
    trip.trigger()
    assert window.outage.units == ("chl1",) and page.view.outage_chip.text() == "1 tripped"
    back = QMenu()
    texts = [a.text() for a in page.view.fill_outage(back)]
    assert texts == ["Return CHL1 to service", "All units in service"]
    menu = QMenu()
    page.view.fill_menu(menu, ("chl1",))
    assert [a.text() for a in menu.actions() if a.text()] == texts
    window.outage.reset()
    window.selection.set([])
    menu = QMenu()
    assert page.view.fill_outage(menu) == [] and not menu.actions()[0].isEnabled()


def test_the_keyboard_follows_the_pipes(window: MainWindow) -> None:
    page = page_of(window)
    window.selection.set(["chl1"])
    page.view.step(0, 1)
    assert page.diagram.selected_boxes()[0].name == "Facility water"
    page.view.step(0, 1)
    assert page.diagram.selected_boxes()[0].sign in ("cdu", "coil")


def test_zoom_and_fit(window: MainWindow) -> None:
    page = page_of(window)
    before = page.view.zoom
    page.zoom_in()
    assert page.view.zoom > before
    page.zoom_out()
    window.selection.set(["cdu2"])
    page.fit_selection()
    page.fit_all()
    assert page.view.zoom == before and page.chips() == page.view.chips()
