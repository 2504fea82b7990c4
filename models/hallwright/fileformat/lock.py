"""The lock of a project file: one file beside it that says who has it open.

It is honoured without age limit, dropped at once when its process on this host is gone, and otherwise broken only
by the user, who is shown who, where and since when. An empty or garbled lock counts as held.
"""

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from hallwright.errors import Locked, SaveError
from hallwright.fileformat.files import lock_name, temporary_prefix
from hallwright.fileformat.process import Process

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def lock_path(path: Path) -> Path:
    """Where the lock of a project lies: beside the file itself, not beside a symbolic link to it."""
    real = path.resolve()
    return real.with_name(lock_name(real))


@dataclass(frozen=True)
class Lock:
    """A lock that this process holds. Release it, or use it in a ``with``."""

    file: Path
    content: bytes

    def release(self) -> None:
        """Give it back; does nothing where somebody has broken it."""
        with suppress(OSError):
            if self.file.read_bytes() == self.content:
                self.file.unlink()

    @property
    def held(self) -> bool:
        """Whether it is still ours."""
        try:
            return self.file.read_bytes() == self.content
        except OSError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def acquire(path: Path, wait_s: float = 0.0) -> Lock:
    """Take the lock of a project.

    Parameters
    ----------
    path : Path
        The project, which need not exist.
    wait_s : float
        How long to wait for a holder that may be quick.

    Raises
    ------
    Locked
        Somebody has it; the message says who, where and since when.
    SaveError
        The folder takes no new files.
    """
    file = lock_path(path)
    process = Process.this()
    content = (json.dumps({**process.plain(), "key": secrets.token_hex(8)}, sort_keys=True) + "\n").encode()
    deadline = time.monotonic() + wait_s
    pause_s = 0.001
    while True:
        try:
            if _create(file, content):
                return Lock(file, content)
            _drop_dead(file)
            if _create(file, content):
                return Lock(file, content)
        except OSError as error:
            raise SaveError(
                f"The folder of {path.name[:80]} takes no new file ({error.strerror}).",
                hint="Nothing was changed. Save the project elsewhere.",
            ) from None
        if time.monotonic() >= deadline:
            raise Locked(describe(path), hint="Nothing was changed. Open it read-only, make a copy, or break the lock.")
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, 0.05)


def holder(path: Path) -> Process | None:
    """Who holds the lock; None where it is free, its holder is gone, or it is garbled (see `is_locked`)."""
    found = _process(_read(lock_path(path)))
    return None if found is None or found.gone() else found


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock. A garbled one counts."""
    content = _read(lock_path(path))
    if content is None:
        return False
    found = _process(content)
    return found is None or not found.gone()


def describe(path: Path) -> str:
    """One sentence: who has the file open, where and since when."""
    found = holder(path)
    name = path.name[:80]
    if found is None:
        return f"{name} is locked, and its lock does not say by whom."
    return (
        f"{name} is open since {found.since.replace('T', ' ')} by {found.user} on {found.host} (process {found.pid})."
    )


def break_lock(path: Path) -> None:
    """Remove the lock, whoever holds it: only when the user has seen who that is and asks for it."""
    with suppress(FileNotFoundError):
        lock_path(path).unlink()


def _create(file: Path, content: bytes) -> bool:
    """Put the whole lock there at once, or not at all: a kill in between must not leave an empty lock."""
    if os.path.lexists(file):
        return False
    temporary = file.with_name(f"{temporary_prefix(file)}{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        try:
            os.link(temporary, file)
        except (FileExistsError, FileNotFoundError):  # taken; or a sweep from another host took the temporary file
            return False
        except OSError:  # a file system without hard links
            try:
                handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
            except FileExistsError:
                return False
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
        return True
    finally:
        with suppress(OSError):
            temporary.unlink()


def _drop_dead(file: Path) -> None:
    """Remove the lock of a process of this host that is gone.

    Only processes of this host do so, one at a time, and each looks again when it is its turn.
    """
    with _turn(file.parent):
        found = _process(_read(file))
        if found is not None and found.gone():
            with suppress(FileNotFoundError):
                file.unlink()


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a share without such locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            return stream.read(4096)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _process(content: bytes | None) -> Process | None:
    if not content:
        return None
    try:
        raw = json.loads(content)
    except ValueError:
        return None
    if isinstance(raw, dict):
        raw.pop("key", None)
    return Process.from_plain(raw)
