"""The dialog of jobs: add, fill in, give systems, set as one step; what is wrong stands at its field."""

from hallwright.edits.jobs import set_jobs
from hallwright.equipment.system import System
from hallwright.settings.fabric import Job
from hallwright_app.dialogs.jobs import LABELS, JobsDialog, edit_jobs
from hallwright_app.main_window import MainWindow
from hallwright_app.theme import Theme


def dialog_of(window: MainWindow, selected: list[str]) -> JobsDialog:
    return JobsDialog(Theme(), window.document.project, selected)


def test_add_fill_and_set_is_one_step(window: MainWindow, monkeypatch) -> None:
    before = window.document.project
    system = next(iter(before.all(System)))
    window.selection.set([system.rack_id])

    def fill(dialog: JobsDialog) -> bool:
        dialog.add_job()
        dialog.fields["name"].setText("big")
        dialog.fields["gradient_gbytes"].setText("12.5")
        dialog.fields["compute_s"].setText("500 ms")
        dialog.fields["hidden_fraction"].setText("50 %")
        dialog.fields["sharded"].setChecked(True)
        dialog.take_selected()
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(JobsDialog, "exec", fill)
    edit_jobs(window)
    after = window.document.project
    (job,) = after.settings.jobs
    assert (job.name, job.gradient_gbytes, job.compute_s, job.hidden_fraction, job.sharded) == (
        "big",
        12.5,
        0.5,
        0.5,
        True,
    )
    assert after.get(system.id, System).job == "big"
    window.document.history.undo()
    assert window.document.project == before


def test_what_is_there_is_shown_with_every_digit_and_kept(window: MainWindow) -> None:
    jobs = [Job(name="a", gradient_gbytes=1.234567, tensor=8, hidden_fraction=0.125), Job(name="b", sharded=True)]
    system = next(iter(window.document.project.all(System)))
    window.document.apply("Set jobs", set_jobs, jobs, {system.id: "b"})
    dialog = dialog_of(window, [])
    assert dialog.list.count() == 2
    assert not dialog.take.isEnabled()
    dialog.accept()
    assert dialog.jobs == tuple(jobs)
    assert dialog.work[system.id] == "b"


def test_systems_follow_a_renamed_job_and_leave_a_removed_one(window: MainWindow) -> None:
    first, second, *_ = window.document.project.all(System)
    window.document.apply("Set jobs", set_jobs, [Job(name="a"), Job(name="b")], {first.id: "a", second.id: "b"})
    dialog = dialog_of(window, [])
    dialog.fields["name"].setText("c")
    dialog.list.setCurrentRow(1)
    assert dialog.fields["name"].text() == "b"
    dialog.remove_job()
    dialog.accept()
    assert [job.name for job in dialog.jobs] == ["c"]
    assert (dialog.work[first.id], dialog.work[second.id]) == ("c", "")


def test_wrong_values_are_refused_at_their_field(window: MainWindow) -> None:
    dialog = dialog_of(window, [])
    assert not dialog.sheet.isEnabled()
    dialog.add_job()
    for key, text in (("tensor", "1.5"), ("hidden_fraction", "200 %"), ("compute_s", "soon"), ("name", "")):
        good = dialog.fields[key].text()
        dialog.fields[key].setText(text)
        dialog.accept()
        assert not dialog.jobs
        assert dialog.fields[key].property("invalid"), key
        dialog.fields[key].setText(good)
    dialog.add_job()
    dialog.fields["name"].setText(dialog.list.item(0).text())
    dialog.accept()
    assert not dialog.jobs, "two of one name"
    assert dialog.fields["name"].property("invalid")
    dialog.remove_job()
    dialog.accept()
    assert len(dialog.jobs) == 1
    assert dialog.list.count() == 1


def test_every_field_of_a_job_has_a_label() -> None:
    assert set(LABELS) == set(Job.model_fields)
