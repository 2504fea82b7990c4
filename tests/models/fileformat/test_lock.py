import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hallwright.errors import Locked, SaveError
from hallwright.fileformat.lock import acquire, break_lock, describe, holder, is_locked, lock_path


def foreign(path: Path, **change: object) -> None:
    """A lock of a user on another host, from long ago."""
    with acquire(path) as lock:
        plain = json.loads(lock.content)
    changed = {**plain, "user": "nina", "host": "elsewhere", "since": "2020-01-01T00:00:00+00:00", **change}
    lock_path(path).write_text(json.dumps(changed))


def test_the_second_is_told_who_where_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    foreign(path)
    with pytest.raises(Locked, match=r"a\.hall is open since 2020-01-01 00:00:00\+00:00 by nina on elsewhere"):
        acquire(path)


def test_a_lock_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    with acquire(path) as lock:
        assert lock.held and is_locked(path) and holder(path) is not None
        with pytest.raises(Locked):
            acquire(path)
    assert not lock.held and not is_locked(path) and list(tmp_path.iterdir()) == []
    acquire(path).release()


def test_a_foreign_lock_is_honoured_whatever_its_age_until_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    foreign(path)
    os.utime(lock_path(path), (0, 0))
    assert is_locked(path)
    break_lock(path)
    acquire(path).release()


@pytest.mark.parametrize("content", [b"", b"garbage", b"{}", b"[1]", b'{"pid": "x"}', b"\xff" * 10_000])
def test_an_empty_or_garbled_lock_counts_as_held(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.hall"
    lock_path(path).write_bytes(content)
    assert is_locked(path) and "does not say by whom" in describe(path)
    with pytest.raises(Locked):
        acquire(path)
    break_lock(path)
    acquire(path).release()


def test_the_lock_of_a_dead_process_is_dropped_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    code = (
        "import sys, time; from pathlib import Path; from hallwright.fileformat.lock import acquire;"
        "lock = acquire(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, env=environment)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=f"process {child.pid}"):
            acquire(path)
        child.send_signal(signal.SIGKILL)
        child.wait()
    start = time.monotonic()
    acquire(path).release()
    assert time.monotonic() - start < 1.0


def test_the_lock_of_an_earlier_start_of_this_host_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    with acquire(path) as lock:
        plain = json.loads(lock.content)
    for change in ({"boot_id": "another"}, {"born": "1"}):
        if plain[next(iter(change))]:  # a system that knows these
            lock_path(path).write_text(json.dumps({**plain, **change}))
            acquire(path).release()


def test_a_broken_lock_is_not_taken_from_its_new_holder(tmp_path: Path) -> None:
    path = tmp_path / "a.hall"
    first = acquire(path)
    break_lock(path)
    second = acquire(path)
    first.release()
    assert second.held and not first.held
    second.release()


def test_the_lock_lies_beside_the_file_behind_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real.hall").write_text("x")
    (tmp_path / "name.hall").symlink_to("folder/real.hall")
    assert lock_path(tmp_path / "name.hall") == (tmp_path / "folder" / ".real.hall.lock").resolve()


def test_a_folder_that_is_not_there_takes_no_lock(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="takes no new file"):
        acquire(tmp_path / "gone" / "a.hall")
