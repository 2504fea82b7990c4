"""Recovery files: the last edits of a project, kept in the user's data folder until it is closed cleanly.

A recovery file has one header line with the hashes of its body and of the file it started from, then the canonical
text. It is offered only when its hash is right and its process is gone, and always as a copy.
"""

import hashlib
import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hallwright import __version__
from hallwright.errors import HallwrightError, SaveError
from hallwright.fileformat.files import FileCalls, write_whole
from hallwright.fileformat.io import read_bytes
from hallwright.fileformat.process import Process, alive
from hallwright.fileformat.read import MOST_BYTES, read_project
from hallwright.fileformat.text import to_text
from hallwright.fileformat.user_data import user_data_folder
from hallwright.project import Project

log = logging.getLogger(__name__)

FORMAT = "hallwright-recovery"
VERSION = 1
SUFFIX = ".recovery"
MOST_HEADER = 4096
_FIELDS = {"format", "version", "program", "project", "name", "base_sha256", "body_sha256", "written", "process"}


@dataclass(frozen=True)
class Recovered:
    """A recovery file that is whole and whose process is gone.

    Attributes
    ----------
    file : Path
        The recovery file.
    name : str
        Title of the design.
    project_path : Path or None
        The file it was opened from or saved to; None when it never was.
    base_sha256 : str
        Of that file when the edits began.
    written : str
        UTC time of the last edits kept, ISO 8601.
    """

    file: Path
    name: str
    project_path: Path | None
    base_sha256: str
    written: str

    def project(self) -> Project:
        """The recovered design; raises HallwrightError where it does not open."""
        return read_project(_split(read_bytes(self.file, MOST_BYTES + MOST_HEADER))[1]).project


def recovery_file(project_path: Path | None, window: int = 0) -> Path:
    """Where this process keeps the recovery of a project, one for each path and window."""
    key = f"{project_path.resolve() if project_path is not None else ''}|{window}"
    digest = hashlib.sha256(os.fsencode(key)).hexdigest()[:16]
    return user_data_folder("recovery") / f"{digest}-{os.getpid()}{SUFFIX}"


def write(
    file: Path, project: Project, project_path: Path | None, base_sha256: str, calls: FileCalls | None = None
) -> None:
    """Keep the state of a project; raises SaveError where the disk refuses."""
    body = to_text(project).encode()
    header = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "project": str(project_path.resolve()) if project_path is not None else "",
        "name": project.name,
        "base_sha256": base_sha256,
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "process": Process.this().plain(),
    }
    line = json.dumps(header, sort_keys=True).encode() + b"\n"
    try:
        write_whole(file, line + body, calls or FileCalls())
    except OSError as error:
        raise SaveError(f"The last edits could not be kept for recovery: {error.strerror or error}.") from error


def discard(file: Path) -> None:
    """Forget a recovery file: the project was closed cleanly, or the user declined it."""
    with suppress(OSError):
        file.unlink()


def found() -> list[Recovered]:
    """Recovery files worth offering, newest first. Broken and foreign ones are never offered."""
    offered = []
    for file in user_data_folder("recovery").glob(f"*{SUFFIX}"):
        try:
            recovered = _examined(file)
        except (HallwrightError, OSError, ValueError):
            log.info("%s is not a whole recovery file", file.name)
            continue
        if recovered is not None:
            offered.append(recovered)
    _sweep_broken()
    return sorted(offered, key=lambda r: (r.written, r.file.name), reverse=True)


def _examined(file: Path) -> Recovered | None:
    header, body = _split(read_bytes(file, MOST_BYTES + MOST_HEADER))
    if set(header) != _FIELDS or header["format"] != FORMAT or header["version"] != VERSION:
        raise ValueError("not a recovery file of this version")
    process = Process.from_plain(header["process"])
    texts = [header[key] for key in ("project", "name", "base_sha256", "body_sha256", "written")]
    if process is None or not all(isinstance(text, str) for text in texts):
        raise ValueError("the header is damaged")
    if hashlib.sha256(body).hexdigest() != header["body_sha256"]:
        raise ValueError("the body is damaged")
    if not process.gone():
        return None  # another window still works on it
    path = Path(header["project"]) if header["project"] else None
    return Recovered(file, header["name"], path, header["base_sha256"], header["written"])


def _split(data: bytes) -> tuple[dict[str, Any], bytes]:
    end = data.find(b"\n", 0, MOST_HEADER)
    if end < 0:
        raise ValueError("no header")
    header = json.loads(data[:end])
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header, data[end + 1 :]


def _sweep_broken() -> None:
    """Remove temporary files of writers that are gone."""
    for file in user_data_folder("recovery").glob(f".*{SUFFIX}.*.tmp"):
        pid = file.name.removesuffix(".tmp").rpartition(".")[2].partition("-")[0]
        if pid.isdigit() and not alive(int(pid)):
            discard(file)
