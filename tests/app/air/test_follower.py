"""The field follows the open design: asked after edits, shown while it streams, taken in when it is the answer."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from air_halls import open_hall, solved
from hallwright.edits.arrange import move
from hallwright_app.air.follower import AirFollower
from hallwright_app.main_window import MainWindow

WAIT_MS = 40_000


@pytest.fixture
def open_window(window: MainWindow) -> Iterator[MainWindow]:
    """The window with the small hall in it."""
    window.file.start(open_hall())
    yield window
    window.jobs.close()


def answered(qtbot: QtBot, follower: AirFollower) -> None:
    qtbot.waitUntil(lambda: follower.fresh and not follower.solving, timeout=WAIT_MS)


def test_the_heat_map_appears_with_its_bar_probe_and_rules(qtbot: QtBot, open_window: MainWindow) -> None:
    window = open_window
    assert window.document.report.pending == ("air",)
    window.set_colour_by("air")
    follower = window.air
    answered(qtbot, follower)
    assert window.document.report.pending == ()
    assert window.scene.heat is not None and window.scene.legend() is not None
    assert window.scene.inlet_degc("r1") == pytest.approx(follower.air.records["r1"].hottest_degc)  # type: ignore[union-attr]
    window.plan.cursor_moved.emit(2.1, 2.7)
    assert "°C" in window.status.air.text() and "m/s" in window.status.air.text()
    window.set_colour_by("none")
    assert window.scene.heat is None


def test_an_edit_makes_it_stale_and_the_next_answer_is_of_the_new_design(qtbot: QtBot, open_window: MainWindow) -> None:
    window = open_window
    window.set_colour_by("air")
    follower = window.air
    answered(qtbot, follower)
    first = follower.air
    window.document.apply("Move", move, ["r1"], -0.3, 0.0)
    assert not follower.fresh and window.document.report.pending == ("air",)
    assert window.document.report.results.air is first and window.scene.heat is not None  # the last one stays
    answered(qtbot, follower)
    assert follower.air is not first and window.document.report.results.air is follower.air


def test_undo_brings_the_old_answer_back_at_once(qtbot: QtBot, open_window: MainWindow) -> None:
    window = open_window
    follower = window.air
    answered(qtbot, follower)
    window.document.apply("Move", move, ["r1"], -0.3, 0.0)
    window.document.history.undo()
    assert follower.fresh and window.document.report.pending == ()


def test_an_answer_for_another_design_is_dropped(qtbot: QtBot, open_window: MainWindow) -> None:
    window = open_window
    late = solved(move(open_hall(), ["r1"], -0.3, 0.0))
    before = window.document.report
    window.document.answer(late)
    assert window.document.report is before


def test_heights_arrows_and_scale(qtbot: QtBot, open_window: MainWindow) -> None:
    window = open_window
    window.set_colour_by("air")
    follower = window.air
    answered(qtbot, follower)
    fixed = window.scene.legend()
    assert fixed is not None and (fixed.low, fixed.high) == (18.0, 40.0)
    follower.set_slice(0.3, arrows=False, automatic=True)
    scaled = window.scene.legend()
    assert scaled is not None and scaled.low >= 19.0 and scaled.high <= 60.0 and scaled != fixed
