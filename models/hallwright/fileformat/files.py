"""The calls by which a file is written, in one object, so that tests can log them and make each of them fail."""

import errno
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from hallwright.errors import SaveError
from hallwright.fileformat.process import alive

CHUNK = 1 << 20
OLD_TEMPORARY_S = 3600.0
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.EISDIR}


def temporary_prefix(target: Path, pid: int | None = None) -> str:
    """Start of the names of temporary files for a target; it has the number of the process that writes them."""
    return f".{target.name[:60]}.{os.getpid() if pid is None else pid}-"


def sweep(target: Path, now_s: float) -> None:
    """Remove temporary files that saves of this target left: of processes that are gone, or older than an hour.

    Only the holder of the lock sweeps, so no other save of this target is at work.
    """
    pattern = re.compile(rf"\.(?:{re.escape(target.name[:60])}|{re.escape(lock_name(target)[:60])})\.(\d+)-\w+\.tmp")
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            match = pattern.fullmatch(entry.name)
            if match and int(match[1]) != os.getpid():
                with suppress(OSError):
                    old = now_s - entry.stat(follow_symlinks=False).st_mtime > OLD_TEMPORARY_S
                    if old or not alive(int(match[1])):
                        Path(entry.path).unlink()


def lock_name(target: Path) -> str:
    """Name of the lock of a file."""
    return f".{target.name}.lock"


class FileCalls:
    """The real calls."""

    def create(self, target: Path) -> tuple[int, Path]:
        """Open a new temporary file beside the target."""
        handle, name = tempfile.mkstemp(prefix=temporary_prefix(target), suffix=".tmp", dir=target.parent)
        return handle, Path(name)

    def write(self, handle: int, data: bytes | memoryview) -> int:
        """Write some of the data; returns how much."""
        return os.write(handle, data)

    def copy_mode(self, handle: int, old: os.stat_result | None) -> None:
        """Give the new file the mode and owner of the old one, or the mode of any new file."""
        if not hasattr(os, "fchmod"):  # Windows
            return
        if old is None:
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(handle, 0o666 & ~mask)
            return
        mine = os.fstat(handle)
        if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid):
            with suppress(OSError):  # only root may give files away; keeping the group often works
                os.fchown(handle, -1, old.st_gid)
            with suppress(OSError):
                os.fchown(handle, old.st_uid, -1)
        os.fchmod(handle, old.st_mode & 0o7777)

    def sync(self, handle: int) -> None:
        """Wait until the data is on the disk."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a file."""
        os.close(handle)

    def replace(self, temporary: Path, target: Path) -> None:
        """Put the new file in the place of the old one, in one step."""
        temporary.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the folder's entry is on the disk, where the system can do so."""
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in NO_FOLDER_SYNC:
                raise
        finally:
            os.close(handle)


def write_whole(target: Path, data: bytes, calls: FileCalls, old: os.stat_result | None = None) -> None:
    """Write a file so that at every moment the old or the new one stands there, whole.

    Raises
    ------
    OSError
        From any of the calls; the old file is then as it was, unless only the last one (the sync of the folder)
        failed. No temporary file stays.
    """
    handle, temporary = calls.create(target)
    try:
        try:
            rest = memoryview(data)
            while rest:
                count = calls.write(handle, rest[:CHUNK])
                if count <= 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                rest = rest[count:]
            calls.copy_mode(handle, old)
            calls.sync(handle)
            size = os.fstat(handle).st_size
        finally:
            calls.close(handle)
        if size != len(data):
            raise OSError(errno.EIO, f"{size} of {len(data)} bytes arrived")
        calls.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    calls.sync_folder(target.parent)


def write_atomically(path: Path, data: bytes, calls: FileCalls | None = None) -> None:
    """Write an export so that the old or the new file stands there, whole; raises SaveError."""
    target = writable_target(path)
    try:
        write_whole(target, data, calls or FileCalls(), stat_of(target))
    except OSError as error:
        raise not_saved(path, error) from error


def writable_target(path: Path) -> Path:
    """The file behind a path, symbolic links followed; SaveError where it cannot be written."""
    try:
        target = path.resolve()
        found = stat_of(target)
    except (OSError, ValueError, RuntimeError) as error:  # a loop of symbolic links, a null in the name
        raise not_saved(path, error) from None
    if found is not None:
        if stat.S_ISDIR(found.st_mode):
            raise SaveError(f"{shown(path)} is a folder, not a file.", hint="Choose another name.")
        if not stat.S_ISREG(found.st_mode):
            raise SaveError(f"{shown(path)} is not a regular file.", hint="Choose another name.")
        if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise SaveError(f"{shown(path)} is read-only.", hint="It was not changed. Save the project elsewhere.")
    folder = stat_of(target.parent)
    if folder is None or not stat.S_ISDIR(folder.st_mode):
        raise SaveError(f"There is no folder {shown(target.parent)}.", hint="Save the project elsewhere.")
    if not folder.st_mode & 0o222 or not os.access(target.parent, os.W_OK):
        raise SaveError(
            f"The folder of {shown(path)} is read-only.", hint="Nothing was changed. Save the project elsewhere."
        )
    return target


def stat_of(path: Path) -> os.stat_result | None:
    """What the system says of a file; None where there is none."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def not_saved(path: Path, error: BaseException) -> SaveError:
    """The error for a save that the system refused."""
    return SaveError(
        f"{shown(path)} could not be saved: {reason_of(error)}.",
        hint="What was there is untouched. Save the project elsewhere.",
    )


def reason_of(error: BaseException) -> str:
    """What the system gave as the reason."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[:1].lower() + text[1:].rstrip(".") if not text.isupper() else text


def shown(path: Path) -> str:
    """A file's name as it is shown in a message."""
    name = path.name or str(path)
    name = "".join(sign if sign.isprintable() else "�" for sign in name)
    return name if len(name) <= 100 else name[:99] + "…"
