"""Promises of saving and opening: order of calls, every fault, permissions, links, others' changes."""

import errno
import os
import resource
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from halls import good_hall
from hallwright.edits.change import set_project
from hallwright.errors import ChangedOnDisk, Damaged, Locked, ProjectFileError, ProjectTooNew, SaveError, TooLarge
from hallwright.fileformat import io
from hallwright.fileformat.files import FileCalls
from hallwright.fileformat.io import ABSENT, BACKUPS, backup_folder, changed_on_disk, load, save
from hallwright.fileformat.lock import acquire, lock_path
from hallwright.fileformat.text import to_text
from hallwright.project import Project


def named(name: str) -> Project:
    return set_project(good_hall(), {"name": name})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A saved project named "old", alone in a folder."""
    found = tmp_path / "a.hall"
    save(named("old"), found)
    return found


class Logged(FileCalls):
    """Logs each call, and makes the one of that number fail."""

    CALLS = ("create", "write", "copy_mode", "sync", "close", "replace", "sync_folder")

    def __init__(self, fail_at: int | None = None) -> None:
        self.log: list[str] = []
        self.fail_at = fail_at
        for name in self.CALLS:
            setattr(self, name, self.logged(name, getattr(super(), name)))

    def logged(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            self.log.append(name)
            if len(self.log) == self.fail_at:
                if name == "close":
                    real(*arguments)
                raise OSError(errno.EIO, "Input/output error")
            return real(*arguments)

        return call


def test_save_then_load_gives_an_equal_project_and_its_fingerprint(path: Path) -> None:
    opened = load(path)
    assert opened.project == named("old")
    assert opened.version == 1 and opened.notes == ()
    assert save(opened.project, path, opened.sha256) == opened.sha256
    assert [p.name for p in path.parent.iterdir()] == ["a.hall"]


def test_data_is_synced_before_the_rename_and_the_folder_after(path: Path) -> None:
    calls = Logged()
    save(named("new"), path, calls=calls)
    log = [name for name in calls.log if name != "write"]
    assert log == ["create", "copy_mode", "sync", "close", "replace", "sync_folder"]
    assert calls.log.index("sync") > max(i for i, name in enumerate(calls.log) if name == "write")


def test_each_call_may_fail_and_a_whole_project_stands_there(path: Path) -> None:
    counted = Logged()
    save(named("old"), path, calls=counted)
    old, new = path.read_bytes(), to_text(named("new")).encode()
    for n in range(1, len(counted.log) + 1):
        path.write_bytes(old)
        calls = Logged(fail_at=n)
        with pytest.raises(SaveError) as caught:
            save(named("new"), path, calls=calls)
        assert "a.hall" in caught.value.text
        assert path.read_bytes() == (new if calls.log[-1] == "sync_folder" else old), calls.log[-1]
        assert [p.name for p in path.parent.iterdir()] == ["a.hall"]


def test_a_file_size_limit_leaves_the_old_project(path: Path) -> None:
    old = path.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for limit in (0, 1, 1000, len(old) // 2, len(old) - 1):
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(limit, 600), before[1]))  # the lock itself must fit
            with pytest.raises(SaveError, match="saved"):
                save(named("a longer name than before"), path)
            assert path.read_bytes() == old
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert [p.name for p in path.parent.iterdir()] == ["a.hall"]


def test_mode_and_symbolic_link_stay(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.hall")
    link.symlink_to("a.hall")
    save(named("new"), link)
    assert link.is_symlink() and load(path).project.name == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_hard_link_is_cut_and_keeps_the_old_file(path: Path) -> None:
    other = path.with_name("other.hall")
    os.link(path, other)
    save(named("new"), path)
    assert load(path).project.name == "new" and load(other).project.name == "old"


def read_only_file(path: Path) -> Path:
    path.chmod(0o444)
    return path


def read_only_folder(path: Path) -> Path:
    path.parent.chmod(0o555)
    return path


def no_folder(path: Path) -> Path:
    return path.parent / "gone" / "a.hall"


def a_file_as_folder(path: Path) -> Path:
    return path / "b.hall"


def a_folder(path: Path) -> Path:
    (path.parent / "folder.hall").mkdir()
    return path.parent / "folder.hall"


def long_name(path: Path) -> Path:
    return path.with_name("x" * 300 + ".hall")


def looping_link(path: Path) -> Path:
    (path.parent / "loop").symlink_to("loop")
    return path.parent / "loop"


def null_in_name(path: Path) -> Path:
    return path.with_name("a\0b.hall")


def a_device(path: Path) -> Path:
    return Path("/dev/null")


def a_pipe(path: Path) -> Path:
    os.mkfifo(path.with_name("pipe"))
    return path.with_name("pipe")


@pytest.mark.parametrize(
    "target",
    [read_only_file, read_only_folder, no_folder, a_file_as_folder, a_folder, long_name, looping_link, null_in_name,
     a_device, a_pipe],
)  # fmt: skip
def test_a_target_that_cannot_be_written_is_refused_and_nothing_is_lost(
    path: Path, target: Callable[[Path], Path]
) -> None:
    old = path.read_bytes()
    found = target(path)
    names = sorted(p.name for p in path.parent.iterdir())
    try:
        with pytest.raises(SaveError) as caught:
            save(named("new"), found)
        assert caught.value.hint
        assert path.read_bytes() == old
        assert sorted(p.name for p in path.parent.iterdir()) == names
    finally:
        path.parent.chmod(0o755)
    save(named("elsewhere"), path.with_name("b.hall"), ABSENT)  # Save as works


def test_a_file_changed_by_somebody_else_is_not_overwritten(path: Path) -> None:
    opened = load(path)
    theirs = to_text(named("theirs")).encode()
    path.write_bytes(theirs)
    with pytest.raises(ChangedOnDisk, match="changed by somebody else"):
        save(named("mine"), path, opened.sha256)
    assert path.read_bytes() == theirs
    assert "changed by somebody else" in changed_on_disk(path, opened.sha256)


def test_a_file_that_is_gone_is_told_as_such(path: Path) -> None:
    opened = load(path)
    path.unlink()
    with pytest.raises(ChangedOnDisk, match="moved or deleted"):
        save(named("mine"), path, opened.sha256)
    assert not path.exists()


def test_a_file_that_came_meanwhile_is_not_overwritten(path: Path) -> None:
    with pytest.raises(ChangedOnDisk, match="already"):
        save(named("mine"), path, ABSENT)
    assert changed_on_disk(path, load(path).sha256) == ""


def test_a_lock_of_another_window_is_honoured(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io, "LOCK_WAIT_S", 0.05)
    old = path.read_bytes()
    with acquire(path) as lock:
        with pytest.raises(Locked, match="is open since"):
            save(named("other"), path)
        assert path.read_bytes() == old
        save(named("mine"), path, lock=lock)
        assert lock.held
    assert load(path).project.name == "mine"


def test_who_lost_the_lock_does_not_save_over_its_new_holder(path: Path) -> None:
    mine = acquire(path)
    lock_path(path).unlink()
    with acquire(path), pytest.raises(Locked, match="was broken"):
        save(named("mine"), path, lock=mine)


def test_savers_at_once_lose_nothing_silently(path: Path) -> None:
    told: list[str] = []
    kept: list[str] = []

    def saver(name: str) -> None:
        for n in range(20):
            while True:
                opened = load(path)
                try:
                    save(set_project(opened.project, {"notes": opened.project.notes + f"{name}{n} "}), path,
                         opened.sha256)  # fmt: skip
                except (ChangedOnDisk, Locked) as error:
                    told.append(error.text)
                else:
                    kept.append(f"{name}{n}")
                    break

    threads = [threading.Thread(target=saver, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(load(path).project.notes.split()) == sorted(kept) and len(kept) == 60


def test_a_project_that_would_not_open_is_not_saved(path: Path) -> None:
    old = path.read_bytes()
    hall = good_hall()
    for broken in (
        hall.changed(equipment={"s1": hall.equipment["s1"].model_copy(update={"rack_id": "gone"})}),
        hall.changed(equipment={"r1": hall.equipment["r1"].model_copy(update={"x_m": 1e300})}),
        hall.changed(equipment={"r1": hall.equipment["r1"].model_copy(update={"id": "r9"})}),
        hall.model_copy(update={"name": ""}),
        hall.model_copy(update={"settings": hall.settings.model_copy(update={"design_factor": -5.0})}),
    ):
        with pytest.raises(SaveError, match="would not open again"):
            save(broken, path)
        assert path.read_bytes() == old


def test_the_last_saves_are_kept_in_the_users_data_folder(path: Path) -> None:
    for n in range(BACKUPS + 3):
        save(named(f"save {n}"), path)
    kept = sorted(backup_folder(path).iterdir())
    assert len(kept) == BACKUPS
    assert [load(p).project.name for p in kept] == [f"save {n}" for n in range(3, BACKUPS + 3)]


def test_a_file_of_an_older_version_stays_beside_the_new_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = path.read_bytes()
    monkeypatch.setattr(io, "VERSION", 2)
    save(named("new"), path)
    assert path.with_name("a.hall.v1.bak").read_bytes() == old


def test_a_newer_file_is_refused_and_untouched(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2', 1))
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(ProjectTooNew, match=r"version 2.*up to 1"):
        load(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_what_is_no_readable_file_is_refused(path: Path) -> None:
    with pytest.raises(ProjectFileError, match="no file"):
        load(path.with_name("gone.hall"))
    with pytest.raises(ProjectFileError, match="is a folder"):
        load(path.parent)
    with pytest.raises(ProjectFileError, match="not a regular file"):
        load("/dev/zero")
    os.mkfifo(path.with_name("pipe"))
    with pytest.raises(ProjectFileError, match="not a regular file"):
        load(path.with_name("pipe"))
    with pytest.raises(ProjectFileError, match="cannot be opened"):
        load(path.with_name("x" * 300))
    with pytest.raises(ProjectFileError, match="cannot be opened"):
        load(path.with_name("a\0b"))
    with path.open("r+b") as stream:
        stream.truncate(40_000_000)
    with pytest.raises(TooLarge, match="40"):
        load(path)


def test_a_damaged_file_is_named_with_the_place(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"kind":"rack"', b'"kind":"ship"', 1))
    with pytest.raises(Damaged, match=r"a\.hall, equipment record \d+ \('r1'\): there is no kind"):
        load(path)
