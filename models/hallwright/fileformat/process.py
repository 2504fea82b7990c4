"""Which process on which machine: so that what a dead process left behind can be told from what is in use."""

import getpass
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Process:
    """Who holds something, and since when.

    Attributes
    ----------
    user, host : str
    pid : int
    boot_id : str
        Of the host's current start; empty where the system has none.
    born : str
        When the process started, in the system's own count; empty where unknown. Tells apart two processes that
        had the same number one after the other.
    since : str
        UTC time, ISO 8601.
    """

    user: str
    host: str
    pid: int
    boot_id: str
    born: str
    since: str

    def gone(self) -> bool:
        """Whether the process is known to have ended: only ever true for this host."""
        if self.host != platform.node():
            return False
        if self.boot_id and _boot_id() and self.boot_id != _boot_id():
            return True
        if not alive(self.pid):
            return True
        born = _born(self.pid)
        return bool(self.born and born and self.born != born)

    def plain(self) -> dict[str, Any]:
        """Plain values, for a file."""
        return asdict(self)

    @staticmethod
    def from_plain(raw: object) -> "Process | None":
        """The inverse of `plain`; None for anything else."""
        if not isinstance(raw, dict) or set(raw) != set(Process.__slots__):
            return None
        for key, value in raw.items():
            if type(value) is not (int if key == "pid" else str) or len(str(value)) > 300:
                return None
        return Process(**raw) if raw["pid"] > 0 else None

    @staticmethod
    def this() -> "Process":
        """The running process, from now on."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Process(_user(), platform.node(), os.getpid(), _boot_id(), _born(os.getpid()), now)


@cache
def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this number
        return "somebody"


@cache
def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _born(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]  # field 22: start in clock ticks since the boot


def alive(pid: int) -> bool:
    """Whether a process of that number runs on this host."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # query limited information
        if not handle:
            return False
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == 259  # still active
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
