"""Wiring help from the menu: one step to undo, and a sentence for what it did."""

from hallwright.edits.change import set_fields
from hallwright_app.main_window import MainWindow


def test_phases_are_balanced_in_one_step(window: MainWindow) -> None:
    document = window.document
    cords = [k.id for k in document.project.links.values() if k.b_port == "psu" and k.a[0] in ("p1a", "p2a", "p4a")]
    assert len(cords) > 2
    window.document.apply("All on one line", set_fields, cords, {"phase": "L1"})
    before = document.project
    window.actions_.run_named("balance")
    assert document.history.undoText() == "Balance phases"
    phases = {document.project.links[i].phase for i in cords}
    assert len(phases) > 1
    window.actions_.run_named("undo")
    assert document.project is before


def test_nothing_to_balance_is_said(window: MainWindow) -> None:
    before = window.document.project
    window.actions_.run_named("balance")
    assert window.document.project is before and window.document.history.count() == 0
