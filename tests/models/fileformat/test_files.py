import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hallwright.errors import SaveError
from hallwright.fileformat.files import (
    FileCalls,
    not_saved,
    shown,
    sweep,
    temporary_prefix,
    writable_target,
    write_atomically,
    write_whole,
)


def test_an_export_replaces_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_short_writes_are_carried_on(tmp_path: Path) -> None:
    class Short(FileCalls):
        def write(self, handle: int, data: bytes | memoryview) -> int:
            return super().write(handle, data[:7])

    write_whole(tmp_path / "x", b"0123456789" * 5, Short())
    assert (tmp_path / "x").read_bytes() == b"0123456789" * 5


def test_a_write_that_takes_nothing_is_a_full_disk(tmp_path: Path) -> None:
    class Full(FileCalls):
        def write(self, handle: int, data: bytes | memoryview) -> int:
            return 0

    with pytest.raises(OSError) as caught:
        write_whole(tmp_path / "x", b"data", Full())
    assert caught.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_gets_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    target = tmp_path / "x"
    old_mask = os.umask(0o027)
    try:
        write_atomically(target, b"1")
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o604)
    write_atomically(target, b"2")
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_sweep_removes_what_dead_processes_left_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.hall"
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = child.pid
    orphan = tmp_path / f"{temporary_prefix(target, dead)}abcd_123.tmp"
    orphan_lock = tmp_path / f"{temporary_prefix(tmp_path / '.a.hall.lock', dead)}0011aabb.tmp"
    running = tmp_path / f"{temporary_prefix(target, 1)}abcd_123.tmp"
    others = [tmp_path / n for n in (".b.hall.99-abcd_123.tmp", "a.hall.tmp", ".a.hall.tmp", "a.hall")]
    for path in (orphan, orphan_lock, running, *others):
        path.write_text("x")
    now_s = orphan.stat().st_mtime
    sweep(target, now_s)
    assert sorted(tmp_path.iterdir()) == sorted([running, *others])
    sweep(target, now_s + 3601.0)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_symbolic_link_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "name").symlink_to("real")
    assert writable_target(tmp_path / "name") == (tmp_path / "real").resolve()


def test_names_are_shown_on_one_line_and_cut() -> None:
    assert shown(Path("/a/b\nc.hall")) == "b�c.hall"
    assert len(shown(Path("x" * 200))) == 100


def test_the_error_names_file_and_reason() -> None:
    error = not_saved(Path("a.hall"), OSError(errno.ENOSPC, "No space left on device"))
    assert isinstance(error, SaveError)
    assert "a.hall could not be saved: no space left on device." in error.text
