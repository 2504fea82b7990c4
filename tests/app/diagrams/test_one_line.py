"""The one-line in the window."""

from hallwright_app.main_window import MainWindow


def test_it_opens_linked_with_the_selection(window: MainWindow) -> None:
    window.actions_.run_named("view_one_line")
    view = window.viewed
    assert view.accessibleName() == "One-line" and view.isVisible()
    window.selection.set(["upsa"])
    assert [b.key for b in view.diagram.selected_boxes()] == ["upsa"]
