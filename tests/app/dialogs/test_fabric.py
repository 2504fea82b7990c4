"""The dialog that generates fabrics: live preview, refusals in words, one step to undo, resizing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from generated import bare_hall, with_fabric
from hallwright.equipment.switch import Switch
from hallwright.fabrics.presets import PRESETS
from hallwright.project import Project
from hallwright_app.dialogs.fabric import FabricDialog
from hallwright_app.jobs import Jobs
from hallwright_app.main_window import MainWindow
from hallwright_app.theme import Theme
from wiring import check_wiring


def opened(qtbot: QtBot, theme: Theme, project: Project, selected: tuple[str, ...] = ()) -> FabricDialog:
    dialog = FabricDialog(theme, project, selected, Jobs(), "metric")
    qtbot.addWidget(dialog)
    dialog.show()
    settled(qtbot, dialog)
    return dialog


def settled(qtbot: QtBot, dialog: FabricDialog) -> None:
    qtbot.waitUntil(
        lambda: not dialog._timer.isActive() and (dialog.made is not None or bool(dialog.problem.text())), timeout=20000
    )


def choose(dialog: FabricDialog, kind: str) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def figures(dialog: FabricDialog) -> dict[str, str]:
    return {a.text(): b.text() for a, b in dialog.shown if not a.isHidden()}


def test_the_preview_follows_the_form(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, theme, bare_hall(64))
    assert figures(dialog)["Switches"] == "24: 16 leaves, 8 spines"
    assert figures(dialog)["Cables"] == "1,024"
    assert figures(dialog)["Switches draw"].startswith("41.3 kW")
    dialog.ratio.setCurrentIndex(dialog.ratio.findData(2.0))
    settled(qtbot, dialog)
    assert figures(dialog)["Oversubscription"].startswith("2")
    assert "Power left" in figures(dialog)


@pytest.mark.parametrize("kind", PRESETS)
def test_every_kind_gives_a_preview_or_a_reason(qtbot: QtBot, theme: Theme, kind: str) -> None:
    dialog = opened(qtbot, theme, bare_hall(16))
    choose(dialog, kind)
    settled(qtbot, dialog)
    assert (dialog.made is not None) is dialog.verb.isEnabled()
    if kind in ("in_band", "out_of_band"):
        assert dialog.problem.text() == "No system here has free management ports."
    else:
        assert dialog.made is not None, dialog.problem.text()
        check_wiring(dialog.made)
    for key, widget in dialog._rows.items():
        assert widget.isVisible() is (key in PRESETS[kind].asks)


def test_the_impossible_is_said_and_cannot_be_taken(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, theme, bare_hall(16))
    planes = dialog._rows["planes"]
    assert isinstance(planes, QSpinBox)
    planes.setValue(3)
    settled(qtbot, dialog)
    assert "do not divide over 3 planes; 2 would do" in dialog.problem.text()
    assert not dialog.verb.isEnabled() and not figures(dialog)
    planes.setValue(2)
    settled(qtbot, dialog)
    assert dialog.verb.isEnabled() and not dialog.problem.text()
    choose(dialog, "torus_3d")
    dialog.dims.setText("four by four")
    settled(qtbot, dialog)
    assert "such as 4 × 4 × 4" in dialog.problem.text()
    dialog.name.setText(" ")
    dialog.dims.setText("4 x 4, 4")
    settled(qtbot, dialog)
    assert "needs a name" in dialog.problem.text()


def test_enter_waits_for_the_preview(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, theme, bare_hall(16))
    dialog.name.setText("Backend")
    dialog.name.setFocus()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.result() == 1, timeout=20000)
    assert dialog.made is not None
    assert any(s.name == "Backend leaf 1-1" for s in dialog.made.all(Switch))


def test_selected_racks_say_which_systems_and_where_switches_stand(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, theme, bare_hall(16), ("r0", "r1", "r5"))
    assert dialog.systems.itemText(0) == "8 selected with free compute ports"
    dialog.racks.setCurrentIndex(dialog.racks.findText("3 selected racks"))
    settled(qtbot, dialog)
    assert dialog.made is not None
    assert {s.rack_id for s in dialog.made.all(Switch)} <= {"r0", "r1", "r5"}


def test_from_the_menu_to_one_step_that_can_be_undone_and_resized(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = with_fabric(bare_hall(40), systems=tuple(f"s{n}" for n in range(20)))
    window.document.open(bare)

    def answer(dialog: FabricDialog) -> bool:
        dialog.fabric.setCurrentIndex(1)
        dialog.systems.setCurrentIndex(1)
        settled(qtbot, dialog)
        QApplication.processEvents()
        dialog.accept()
        return True

    monkeypatch.setattr(FabricDialog, "exec", answer)
    window.actions_.run_named("fabric")
    project = window.document.project
    assert len(project.fabrics["fab"].systems) == 40 and sum(s.tier == "leaf" for s in project.all(Switch)) == 16
    window.document.history.undo()
    assert window.document.project == bare


def test_a_fabric_can_be_removed_with_all_it_made(qtbot: QtBot, theme: Theme) -> None:
    bare = bare_hall(20)
    dialog = opened(qtbot, theme, with_fabric(bare))
    assert dialog.drop.isHidden()
    dialog.fabric.setCurrentIndex(1)
    settled(qtbot, dialog)
    assert figures(dialog)["Switches"].endswith("leaves, 4 spines") and not dialog.drop.isHidden()
    dialog.drop.click()
    assert dialog.removed and dialog.made is not None
    assert set(dialog.made.equipment) == set(bare.equipment) and not dialog.made.links and not dialog.made.fabrics
