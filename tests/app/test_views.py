"""The table of views: tabs, actions and what is built when."""

from hallwright_app.views import VIEWS, view_named


def test_every_view_has_a_name_keys_and_a_tip_of_its_own() -> None:
    for part in ("name", "keys", "tip", "action"):
        values = [getattr(view, part) for view in VIEWS]
        assert all(values) and len(set(values)) == len(values), part
    assert VIEWS[0].name == "Plan" and VIEWS[-1].name == "Findings"
    assert [VIEWS[view_named(n)].keys for n in ("Plan", "Elevation", "Table", "Findings")] == [
        "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4",
    ]  # fmt: skip


def test_every_view_opens_by_its_action_and_is_built_once(window) -> None:
    for n, view in enumerate(VIEWS):
        window.actions_.run_named(view.action)
        assert window.workspace.tabs.currentIndex() == n and window._view() == view.name
        page = window.workspace.pages.currentWidget()
        assert page is view.make(window) and page.isVisible() and page.accessibleName()


def test_zoom_belongs_to_the_view_that_is_shown(window) -> None:
    window.show_view("Elevation")
    zoom = window.plan.px_per_m
    window.actions_.run_named("zoom_in")
    assert window.plan.px_per_m == zoom and window.viewed is window.elevation
    window.show_view("Table")
    assert window.viewed is window.plan
