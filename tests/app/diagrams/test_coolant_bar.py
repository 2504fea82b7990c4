"""The list beside the loops: shown while a unit of them is out, empty of what is well."""

from PySide6.QtCore import Qt

from hallwright_app.diagrams.coolant import CoolantPage
from hallwright_app.main_window import MainWindow


def page_of(window: MainWindow) -> CoolantPage:
    window.show_view("Coolant")
    page = window.workspace.pages.currentWidget()
    assert isinstance(page, CoolantPage)
    return page


def test_it_lists_what_fares_worse_and_selects_it(window: MainWindow) -> None:
    page = page_of(window)
    assert not page.bar.isVisible()
    window.outage.choose(["cdu1", "cdu2"])
    assert page.bar.isVisible() and page.bar.head.text() == "CDU1, CDU2 out of service"
    texts = [page.bar.list.item(n).text() for n in range(page.bar.list.count())]
    assert any(text.startswith("S3: no flow") for text in texts)
    assert "no flow" in page.bar.counts.text()
    page.bar.list.itemClicked.emit(page.bar.list.item(0))
    assert window.selection.ids == (page.bar.list.item(0).data(Qt.ItemDataRole.UserRole),)
    page.bar.reset.click()
    assert not page.bar.isVisible() and window.outage.units == ()


def test_a_redundant_unit_harms_nobody(window: MainWindow) -> None:
    page = page_of(window)
    window.outage.choose(["cdu1"])
    assert page.bar.counts.text() == "Everything still gets what it needs." and page.bar.list.count() == 0


def test_power_units_alone_do_not_open_it(window: MainWindow) -> None:
    page = page_of(window)
    window.outage.choose(["upsa"])
    assert page.bar.isVisible() == bool(window.outage.coolant_out)
