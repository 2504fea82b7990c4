"""Open and save project files. The window and the command line both use these two functions."""

import hashlib
import logging
import os
import re
import stat
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hallwright.errors import ChangedOnDisk, Damaged, HallwrightError, Locked, ProjectFileError, SaveError, TooLarge
from hallwright.fileformat.files import (
    FileCalls,
    not_saved,
    reason_of,
    shown,
    stat_of,
    sweep,
    writable_target,
    write_whole,
)
from hallwright.fileformat.lock import Lock, acquire, describe, is_locked
from hallwright.fileformat.read import MOST_BYTES, read_project, version_of
from hallwright.fileformat.text import VERSION, to_text
from hallwright.fileformat.user_data import user_data_folder
from hallwright.fileformat.verify import verify
from hallwright.project import Project

log = logging.getLogger(__name__)

SUFFIX = ".hall"
ABSENT = ""  # as the expected fingerprint: there must be no such file yet
BACKUPS = 5
LOCK_WAIT_S = 2.0
_CALLS = FileCalls()


@dataclass(frozen=True)
class Opened:
    """A project and the file it was read from.

    Attributes
    ----------
    project : Project
    path : Path
    sha256 : str
        Of the bytes on disk: give it to `save` as what is expected there.
    version : int
        Of the file.
    notes : tuple of str
        What upgrading from an older version changed.
    """

    project: Project
    path: Path
    sha256: str
    version: int
    notes: tuple[str, ...] = ()


def load(path: str | Path) -> Opened:
    """Open a project file. It is only read, never changed.

    Raises
    ------
    ProjectFileError
        ProjectTooNew, TooLarge, Damaged and others: one sentence with the place.
    """
    path = Path(path)
    data = read_bytes(path)
    try:
        content = read_project(data)
    except HallwrightError as error:
        raise _named(error, path) from None
    except (RecursionError, MemoryError):
        raise Damaged(f"{shown(path)} cannot be read: it is nested too deeply or too large.") from None
    return Opened(content.project, path, hashlib.sha256(data).hexdigest(), content.version, content.notes)


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file of at most that size; raises ProjectFileError."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise ProjectFileError(f"There is no file {shown(path)}.") from None
    except (OSError, ValueError) as error:
        raise ProjectFileError(f"{shown(path)} cannot be opened: {reason_of(error)}.") from None
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise ProjectFileError(f"{shown(path)} is a folder, not a file.")
        if not stat.S_ISREG(found.st_mode):
            raise ProjectFileError(f"{shown(path)} is not a regular file.")
        if found.st_size > most:
            raise TooLarge(f"{shown(path)} has {found.st_size / 1e6:.1f} MB; the most is {most / 1e6:.1f} MB.")
        chunks = []
        left = most + 1  # it may grow while it is read
        while left > 0 and (chunk := os.read(handle, min(left, 1 << 22))):
            chunks.append(chunk)
            left -= len(chunk)
    except OSError as error:
        raise ProjectFileError(f"{shown(path)} cannot be read: {reason_of(error)}.") from None
    finally:
        os.close(handle)
    data = b"".join(chunks)
    if len(data) > most:
        raise TooLarge(f"{shown(path)} is larger than {most / 1e6:.1f} MB.")
    return data


def sha256_on_disk(path: Path) -> str:
    """sha256 of the bytes of a file; `ABSENT` where there is none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 22):
                digest.update(chunk)
    except FileNotFoundError:
        return ABSENT
    except OSError as error:
        raise SaveError(
            f"{shown(path)} cannot be read: {reason_of(error)}.",
            hint="Nothing was changed. Save the project elsewhere.",
        ) from None
    return digest.hexdigest()


def save(
    project: Project,
    path: str | Path,
    expected: str | None = None,
    *,
    lock: Lock | None = None,
    calls: FileCalls = _CALLS,
    before_write: Callable[[], None] | None = None,
) -> str:
    """Save a project, so that at every moment the old or the new file stands there, whole.

    Parameters
    ----------
    project : Project
    path : path
        A symbolic link is followed and stays. A hard link is cut: other names keep the old file.
    expected : str or None
        sha256 of what must be on disk (`Opened.sha256`, or what the last save returned); `ABSENT` = no file;
        None = whatever is there may be replaced (the user was asked).
    lock : Lock or None
        The lock that the caller holds; without one it is taken for this save.
    calls : FileCalls
        The calls that write; tests replace them.
    before_write : callable
        Called when all is checked and the lock is held, just before the first byte is written.

    Returns
    -------
    str
        sha256 of the file as it now is, durably on disk.

    Raises
    ------
    SaveError, ChangedOnDisk, Locked
        The old file is untouched.
    """
    path = Path(path)
    data = encoded(project)
    target = writable_target(path)
    held = nullcontext(lock) if lock is not None and lock.held else None
    if held is None and lock is not None and is_locked(target):
        raise Locked(describe(target), hint="Your lock was broken. Nothing was changed. Save the project elsewhere.")
    with held if held is not None else acquire(target, LOCK_WAIT_S):
        _refuse_changed(path, target, expected)
        _keep_older_version(target, calls)
        if before_write is not None:
            before_write()
        try:
            write_whole(target, data, calls, stat_of(target))
            if target.read_bytes() != data:
                raise OSError(f"{shown(path)} reads back otherwise than it was written")
        except OSError as error:
            raise not_saved(path, error) from error
        sweep(target, time.time())
    _keep_backup(target, data)
    return hashlib.sha256(data).hexdigest()


def encoded(project: Project) -> bytes:
    """The bytes of a project file, proven to read back as this project.

    Raises
    ------
    SaveError
        The project holds what a file could not: it would not open again.
    """
    data = to_text(project).encode()
    if len(data) > MOST_BYTES:
        raise SaveError(
            f"The project takes {len(data) / 1e6:.0f} MB; a file may have {MOST_BYTES / 1e6:.0f} MB.",
            hint="Nothing was written.",
        )
    try:
        verify(project)
    except HallwrightError as error:
        raise SaveError(
            f"The project would not open again: {error.text}",
            hint="Nothing was written. Mend or undo that, then save again.",
        ) from error
    return data


def changed_on_disk(path: Path, expected: str) -> str:
    """What happened to the file since it had that fingerprint, as a sentence; empty when nothing did."""
    found = sha256_on_disk(path)
    if found == expected:
        return ""
    if found == ABSENT:
        return f"{shown(path)} is gone: it was moved or deleted since you opened it."
    if expected == ABSENT:
        return f"There is a file {shown(path)} already."
    return f"{shown(path)} was changed by somebody else since you opened it."


def _refuse_changed(path: Path, target: Path, expected: str | None) -> None:
    if expected is not None and (reason := changed_on_disk(target, expected)):
        raise ChangedOnDisk(
            reason.replace(shown(target), shown(path)),
            hint="It was not overwritten. Save under another name, or open it again.",
        )


def _keep_older_version(target: Path, calls: FileCalls) -> None:
    """Keep the file of an older version beside the new one, once."""
    with suppress(OSError):
        with target.open("rb") as stream:
            version = version_of(stream.read(400))
        if version is None or version >= VERSION:
            return
        kept = target.with_name(f"{target.name}.v{version}.bak")
        if not kept.exists():
            write_whole(kept, target.read_bytes(), calls, stat_of(target))


def _keep_backup(target: Path, data: bytes) -> None:
    """Keep the last saves in the user's data folder. A failure is logged: the save itself is done."""
    try:
        folder = backup_folder(target)
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        (folder / f"{now}{SUFFIX}").write_bytes(data)
        for old in sorted(folder.glob(f"*{SUFFIX}"))[:-BACKUPS]:
            old.unlink(missing_ok=True)
    except OSError:
        log.warning("no backup of %s was kept", target.name, exc_info=True)


def backup_folder(path: Path) -> Path:
    """Where the last saves of a project are kept."""
    real = path.resolve()
    name = re.sub(r"[^A-Za-z0-9_-]", "_", real.stem)[:40] or "project"
    return user_data_folder("backups", f"{name}-{hashlib.sha256(os.fsencode(real)).hexdigest()[:12]}")


def _named(error: HallwrightError, path: Path) -> HallwrightError:
    """The same error with the name of the file before its place."""
    place = f"{shown(path)}, {error.place}" if error.place else shown(path)
    return type(error)(error.message, detail=error.detail, hint=error.hint, place=place)
