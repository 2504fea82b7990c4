"""The file behind the window: dirty mark, lock, outside change, recovery."""

import pytest
from PySide6.QtCore import QTimer

from halls import good_hall
from hallwright.edits.change import set_project
from hallwright.errors import ChangedOnDisk, Locked, ProjectFileError
from hallwright.fileformat import recovery
from hallwright.fileformat.io import load, save
from hallwright.fileformat.lock import acquire
from hallwright_app import files
from hallwright_app.document import Document
from hallwright_app.files import ProjectFile
from hallwright_app.jobs import Jobs


@pytest.fixture
def file(document):
    made = ProjectFile(document, Jobs())
    yield made
    made.release()
    made._jobs.close()


@pytest.fixture
def path(tmp_path):
    target = tmp_path / "a.hall"
    save(good_hall(), target)
    return target


def edit(file, name="Edited"):
    file._document.apply("Name", set_project, {"name": name})


def test_dirty_follows_the_history(file, path):
    file.open(path)
    assert not file.dirty
    edit(file)
    assert file.dirty
    file._document.history.undo()
    assert not file.dirty
    file._document.history.redo()
    file.save()
    assert not file.dirty and load(path).project.name == "Edited"
    file._document.history.undo()
    assert file.dirty


def test_second_opener_is_told_who_has_it(file, path, document):
    file.open(path)
    other = ProjectFile(Document(good_hall()), Jobs())
    with pytest.raises(Locked, match="is open since"):
        other.open(path)
    other.open(path, read_only=True)
    assert other.read_only
    other.open(path, break_its_lock=True)
    assert not other.read_only
    other.release()


def test_lock_is_given_back(file, path):
    file.open(path)
    file.release()
    acquire(path).release()


def test_failed_open_leaves_what_was_shown(file, path, tmp_path):
    file.open(path)
    before = file._document.project
    broken = tmp_path / "b.hall"
    broken.write_text("{")
    with pytest.raises(ProjectFileError):
        file.open(broken)
    assert file._document.project is before and file.path == path
    acquire(broken).release()


def test_outside_change_is_noticed_and_not_overwritten(file, path, qtbot):
    assert files.WATCH_MS <= 2000
    file.open(path)
    told = []
    file.changed_outside.connect(told.append)
    path.write_text(path.read_text() + "\n")
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    assert "changed by somebody else" in told[0]
    edit(file)
    with pytest.raises(ChangedOnDisk):
        file.save()
    path.unlink()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=2000)
    assert "gone" in told[1]


def test_save_as_moves_the_lock(file, path, tmp_path):
    file.open(path)
    edit(file)
    other = tmp_path / "c.hall"
    file.save_as(other)
    assert file.path == other and not file.dirty
    acquire(path).release()
    with pytest.raises(Locked):
        acquire(other)


def test_recovery_is_kept_after_edits_and_gone_after_saving(file, path, qtbot):
    assert files.RECOVER_AFTER_MS <= 5000 and files.RECOVER_AT_LEAST_MS <= 60_000
    file.open(path)
    edit(file)
    timers = [t for t in file.findChildren(QTimer) if t.isSingleShot() and t.isActive()]
    assert sorted(t.interval() for t in timers) == [files.RECOVER_AFTER_MS, files.RECOVER_AT_LEAST_MS]
    file.keep_recovery()
    kept = recovery.recovery_file(path, id(file))
    qtbot.waitUntil(kept.exists)
    file.save()
    assert not kept.exists()


def test_recovered_copy_counts_as_unsaved(file):
    file.start(good_hall(), unsaved=True)
    assert file.dirty and file.path is None
