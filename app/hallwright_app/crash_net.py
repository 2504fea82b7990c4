"""When we made a mistake: the window lives, the log has the trace, the user sees one notice, the work is kept.

The hooks only log and post a queued signal; what is shown happens on the user interface's thread.
"""

import faulthandler
import logging
import sys
import threading
import time
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger("hallwright_app.crash")

LOG_BYTES = 1_000_000
AGAIN_AFTER_S = 60.0  # one notice for each place and minute

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _first(error: BaseException) -> BaseException:
    """The mistake itself: an exception still pending when Qt calls the next override comes wrapped in SystemErrors."""
    while isinstance(error, SystemError) and (before := error.__cause__ or error.__context__) is not None:
        error = before
    return error


class CrashNet(QObject):
    """Catches what nobody caught, in every thread.

    Parameters
    ----------
    folder : Path
        Where the log and the traces of hard crashes are written.
    """

    noticed = Signal(str, str)  # one sentence, traceback; on the thread of this object
    _caught = Signal(str, str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: dict[str, float] = {}
        self._before: tuple[Any, Any, Any] | None = None
        self._file: IO[str] | None = None
        self._folder = folder
        self._log: RotatingFileHandler | None = None
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Set every hook."""
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or RuntimeError("thread failed"), args.exc_traceback
        )
        sys.unraisablehook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or RuntimeError("unraisable"), args.exc_traceback
        )
        qInstallMessageHandler(self._on_qt_message)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = (self._folder / "crash.log").open("a", encoding="utf-8")
            faulthandler.enable(self._file)
            self._log = RotatingFileHandler(
                self._folder / "hallwright.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
            )
            self._log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            self._log.setLevel(logging.WARNING)
            logging.getLogger().addHandler(self._log)
        except OSError as error:  # a read-only home must not keep the program from starting
            log.warning("no crash log: %s", error)

    def uninstall(self) -> None:
        """Give the hooks back, as tests and a clean exit want."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None
        qInstallMessageHandler(None)
        if self._log is not None:
            logging.getLogger().removeHandler(self._log)
            self._log.close()
            self._log = None
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("%s", text)
        first = _first(error)
        last = traceback.extract_tb(first.__traceback__)[-1:]
        place = f"{Path(last[0].filename).name}:{last[0].lineno}" if last else "?"
        try:
            self._caught.emit(f"{type(first).__name__} in {place}", text)
        except RuntimeError:  # already torn down: the log has it
            return

    def _on_caught(self, place: str, text: str) -> None:
        now = time.monotonic()
        if now - self._last.get(place, -AGAIN_AFTER_S) >= AGAIN_AFTER_S:
            self._last[place] = now
            self.noticed.emit(place, text)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
