"""The file behind the window: open, save, lock, recovery, and the watch for changes by others. No dialogs here."""

import logging
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hallwright.errors import HallwrightError, SaveError
from hallwright.fileformat import recovery
from hallwright.fileformat.io import ABSENT, Opened, changed_on_disk, load, save
from hallwright.fileformat.lock import Lock, acquire, break_lock
from hallwright.project import Project
from hallwright_app.document import Document
from hallwright_app.jobs import CancelToken, Jobs

log = logging.getLogger(__name__)

WATCH_MS = 1000
RECOVER_AFTER_MS = 5_000
RECOVER_AT_LEAST_MS = 60_000


class ProjectFile(QObject):
    """Which file the document belongs to, and whether it is saved.

    Attributes
    ----------
    path : Path or None
        None until it is first saved.
    read_only : bool
        Opened to look at while somebody else has it: saving asks for another name.
    saved_at : datetime or None
        When it was last saved or opened.
    """

    changed = Signal()  # path, dirty mark or time of saving
    changed_outside = Signal(str)  # one sentence
    failed = Signal(object)  # HallwrightError of something done in the background

    def __init__(self, document: Document, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._jobs = document, jobs
        self.path: Path | None = None
        self.read_only = False
        self.saved_at: datetime | None = None
        self._sha256 = ABSENT
        self._lock: Lock | None = None
        self._recovery: Path | None = None
        self._unsaved = False  # a recovered copy is not on the history, yet not saved either
        self._seen: tuple[int, int, int] | None = None
        self._told = ""
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.look)
        self._soon, self._latest = QTimer(self), QTimer(self)
        for timer, wait_ms in ((self._soon, RECOVER_AFTER_MS), (self._latest, RECOVER_AT_LEAST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait_ms)
            timer.timeout.connect(self.keep_recovery)
        document.history.indexChanged.connect(self._on_edit)  # after the history knows of the edit
        document.history.cleanChanged.connect(self._on_clean)

    @property
    def dirty(self) -> bool:
        """Whether there are edits that no file holds."""
        return self._unsaved or not self._document.history.isClean()

    @property
    def title(self) -> str:
        """Name for the title of the window."""
        return self.path.name if self.path is not None else self._document.project.name

    def start(self, project: Project, *, unsaved: bool = False) -> None:
        """Show a project that has no file yet."""
        self.release()
        self.path, self.read_only, self.saved_at, self._sha256 = None, False, None, ABSENT
        self._unsaved = unsaved
        self._document.open(project)
        self.changed.emit()

    def open(self, path: Path, *, read_only: bool = False, break_its_lock: bool = False) -> Opened:
        """Open a file and take its lock.

        Raises
        ------
        Locked
            Somebody else has it open.
        ProjectFileError
            It cannot be read; what was shown stays.
        """
        lock: Lock | None = None
        if break_its_lock:
            break_lock(path)
        if not read_only:
            try:
                lock = acquire(path)
            except SaveError:  # a folder that takes no files: one may look, and save elsewhere
                load(path)  # a missing file is told as such
                read_only = True
        try:
            opened = load(path)
        except HallwrightError:
            if lock is not None:
                lock.release()
            raise
        self.release()
        self._lock = lock
        self.path, self.read_only, self._sha256 = path, read_only, opened.sha256
        self._unsaved, self._told = False, ""
        self.saved_at = datetime.fromtimestamp(path.stat().st_mtime)
        self._document.open(opened.project)
        self._seen = self._stat()
        self._watch.start()
        self.changed.emit()
        return opened

    def save(self) -> None:
        """Save to the file it came from; raises HallwrightError, and then nothing was changed."""
        if self.path is None or self.read_only:
            raise SaveError("This design has no file yet.", hint="Save it under a name.")
        self._sha256 = save(self._document.project, self.path, self._sha256, lock=self._lock)
        self._on_saved()

    def save_as(self, path: Path) -> None:
        """Save under another name (the user has agreed to replace what is there), and go on with that file."""
        same = self.path is not None and not self.read_only and path.resolve() == self.path.resolve()
        lock = self._lock if same and self._lock is not None and self._lock.held else acquire(path)
        try:
            sha256 = save(self._document.project, path, None, lock=lock)
        except HallwrightError:
            if lock is not self._lock:
                lock.release()
            raise
        if lock is not self._lock:
            if self._lock is not None:
                self._lock.release()
            self._lock = lock
        self._discard_recovery()
        self.path, self.read_only, self._sha256 = path, False, sha256
        self._on_saved()
        self._watch.start()

    def _on_saved(self) -> None:
        self.saved_at = datetime.now()
        self._unsaved, self._told = False, ""
        self._seen = self._stat()
        self._discard_recovery()
        self._document.history.setClean()
        self.changed.emit()

    def release(self) -> None:
        """Give the lock back and forget the recovery file: the design was closed cleanly."""
        self._watch.stop()
        self._discard_recovery()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # ---- changes by others -------------------------------------------------------------------------------------------

    def _stat(self) -> tuple[int, int, int] | None:
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def look(self) -> None:
        """Notice that the file was changed, replaced or removed by somebody else; each change is told once."""
        if self.path is None:
            return
        now = self._stat()
        if now == self._seen:
            return
        self._seen = now
        try:
            reason = changed_on_disk(self.path, self._sha256)
        except HallwrightError as error:
            reason = error.text
        if reason and reason != self._told:
            self.changed_outside.emit(reason)
        self._told = reason

    # ---- recovery ----------------------------------------------------------------------------------------------------

    def _on_clean(self, _clean: bool) -> None:
        self.changed.emit()

    def _on_edit(self, _index: int = 0) -> None:
        self.changed.emit()
        if self.dirty:
            self._soon.start()
            if not self._latest.isActive():
                self._latest.start()
        else:
            self._soon.stop()
            self._latest.stop()

    def keep_recovery(self) -> None:
        """Write the recovery file, off the user interface's thread."""
        self._soon.stop()
        self._latest.stop()
        if not self.dirty:
            return
        if self._recovery is None:
            self._recovery = recovery.recovery_file(self.path, id(self))
        self._jobs.run_job(
            "Recovery",
            _write_recovery,
            self._recovery,
            self._document.project,
            self.path,
            self._sha256,
            on_ok=lambda _answer: None,
            on_error=self.failed.emit,
        )

    def keep_recovery_now(self) -> None:
        """Write the recovery file before anything else happens: we made a mistake and may not live long."""
        if self.dirty:
            if self._recovery is None:
                self._recovery = recovery.recovery_file(self.path, id(self))
            try:
                recovery.write(self._recovery, self._document.project, self.path, self._sha256)
            except HallwrightError:
                log.exception("the recovery file could not be written")

    def _discard_recovery(self) -> None:
        self._soon.stop()
        self._latest.stop()
        self._jobs.cancel("Recovery")
        if self._recovery is not None:
            recovery.discard(self._recovery)
            self._recovery = None


def _write_recovery(token: CancelToken, file: Path, project: Project, path: Path | None, sha256: str) -> None:
    token.check()
    recovery.write(file, project, path, sha256)
    if token.cancelled:  # saved or closed meanwhile
        recovery.discard(file)
