"""The study of the open design: run as a job, kept until another one is run, stale after an edit that matters."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hallwright.engines.power.engine import Power
from hallwright.engines.study.records import Study
from hallwright.errors import HallwrightError
from hallwright.project import Project
from hallwright_app.document import Document
from hallwright_app.inspector_parts import Row
from hallwright_app.jobs import CancelToken, Jobs

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

JOB = "The study"


class Studies(QObject):
    """What the last study of this design said.

    Attributes
    ----------
    result : Study or None
        The last one that came to its end, of this design; it may be stale.
    running : bool
        Whether one is at work.
    """

    changed = Signal()  # there is another result, it went stale, or a study began or ended
    stepped = Signal(str)  # what a running study does next
    failed = Signal(HallwrightError)

    def __init__(self, document: Document, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._jobs = document, jobs
        self.result: Study | None = None
        self.running = False
        document.changed.connect(lambda _before, _after: self.changed.emit())

    @property
    def stale(self) -> bool:
        """Whether the design was edited since."""
        return self.result is not None and not self.result.is_of(self._document.project)

    @property
    def fresh(self) -> Study | None:
        """The result where it still holds."""
        return None if self.stale else self.result

    def run(self) -> None:
        """Study the design as it is now; the answer comes with `changed`."""
        report = self._document.report
        self.running = True
        self._jobs.run_job(
            JOB, self._work, report.project, report.results.power, on_ok=self._on_ok, on_error=self._on_error
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop; the last result stays."""
        self._jobs.cancel(JOB)
        self.running = False
        self.changed.emit()

    def _work(self, token: CancelToken, project: Project, power: Power | None) -> Study:
        from hallwright.engines.study.study import study

        def step(what: str) -> None:
            token.check()
            self.stepped.emit(what)

        return study(project, power, step)

    def _on_ok(self, answer: Study) -> None:
        self.result, self.running = answer, False
        self.changed.emit()

    def _on_error(self, error: HallwrightError) -> None:
        self.running = False
        self.failed.emit(error)
        self.changed.emit()


def studies_of(window: "MainWindow") -> Studies:
    """The studies of a window, made at the first use."""
    found = window.findChild(Studies)
    if found is None:
        found = Studies(window.document, window.jobs, window)
        _tell_inspector(found, window)
    return found


def _tell_inspector(studies: Studies, window: "MainWindow") -> None:
    """The inspector shows what the last study said of what is selected."""
    from hallwright_app.study_rows import study_rows

    def rows(id: str) -> list[Row]:
        found = studies.result
        if found is None:
            return []
        return list(study_rows(found, id, window.preferences.units, stale=studies.stale))

    window.inspector.more_rows = rows
    studies.changed.connect(window.inspector.rebuild)
