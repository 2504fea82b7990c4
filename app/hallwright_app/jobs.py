"""The one way to run work off the user interface's thread.

A job gets immutable inputs and a token to poll; its answer comes back on the thread of the `Jobs` object. A newer job
of the same name makes the older one's answer stale: it is cancelled and never shown.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hallwright.errors import Cancelled, HallwrightError, SolveError

log = logging.getLogger(__name__)

WAIT_AT_EXIT_S = 2.0


class CancelToken:
    """Polled by a job at least each 50 ms."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to end."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job should end."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled where the job should end."""
        if self.cancelled:
            raise Cancelled("The work was cancelled.")


class _Job:
    __slots__ = ("generation", "name", "on_error", "on_ok", "thread", "token")

    def __init__(
        self, name: str, generation: int, on_ok: Callable[[Any], None], on_error: Callable[[HallwrightError], None]
    ) -> None:
        self.name, self.generation, self.on_ok, self.on_error = name, generation, on_ok, on_error
        self.token = CancelToken()
        self.thread: threading.Thread | None = None


class Jobs(QObject):
    """Owns every running job; `close` waits for them."""

    _answered = Signal(object, object, object)  # job, answer, error
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[str, _Job] = {}
        self._all: set[_Job] = set()
        self._generation = 0
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def run_job(
        self,
        name: str,
        work: Callable[..., Any],
        *inputs: Any,
        on_ok: Callable[[Any], None],
        on_error: Callable[[HallwrightError], None],
        limit_s: float = 600.0,
    ) -> CancelToken:
        """Run ``work(token, *inputs)`` on a thread of its own.

        Parameters
        ----------
        name : str
            What it is; a newer job of that name cancels it.
        work : callable
            Pure function of its inputs; polls the token.
        on_ok, on_error : callable
            Called with the answer or the error, on this object's thread; neither after a cancel.
        limit_s : float
            After this time the job is cancelled and reported as too slow.
        """
        self.cancel(name)
        self._generation += 1
        job = _Job(name, self._generation, on_ok, on_error)
        self._running[name] = job
        self._all.add(job)

        def body() -> None:
            answer, error = None, None
            try:
                answer = work(job.token, *inputs)
            except BaseException as caught:  # nothing may be lost in a thread: it all travels to the user's thread
                error = caught
            try:
                self._answered.emit(job, answer, error)
            except RuntimeError:  # the window went while the job ran
                log.debug("job %s ended after its owner", name)

        job.thread = threading.Thread(target=body, name=f"job {name}", daemon=True)
        job.thread.start()
        QTimer.singleShot(int(limit_s * 1000), self, lambda: self._on_limit(job, limit_s))
        self.busy_changed.emit(True)
        return job.token

    def cancel(self, name: str) -> None:
        """Ask a job to end; its answer will not be shown."""
        job = self._running.pop(name, None)
        if job is not None:
            job.token.cancel()

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return bool(self._running)

    def close(self) -> None:
        """Cancel all and wait for them, at most `WAIT_AT_EXIT_S`."""
        end = time.monotonic() + WAIT_AT_EXIT_S
        for name in list(self._running):
            self.cancel(name)
        for job in list(self._all):
            if job.thread is not None:
                job.thread.join(max(0.0, end - time.monotonic()))

    def _on_limit(self, job: _Job, limit_s: float) -> None:
        if self._running.get(job.name) is job:
            self.cancel(job.name)
            job.on_error(SolveError(f"{job.name} took longer than {limit_s:.0f} s and was stopped."))
            self.busy_changed.emit(self.busy)

    def _on_answered(self, job: _Job, answer: Any, error: BaseException | None) -> None:
        self._all.discard(job)
        if self._running.get(job.name) is not job:
            return  # cancelled, or a newer one runs
        del self._running[job.name]
        self.busy_changed.emit(self.busy)
        if error is None:
            job.on_ok(answer)
        elif isinstance(error, Cancelled):
            return
        elif isinstance(error, HallwrightError):
            job.on_error(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)  # our mistake: logged and told as every other
            job.on_error(SolveError(f"{job.name} failed ({type(error).__name__}); see the log.", detail=str(error)))
