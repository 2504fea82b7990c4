"""The open project: its report, its history, and the one signal views follow."""

from collections.abc import Callable
from time import perf_counter
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hallwright.engines.air.engine import Air
from hallwright.evaluate import Report, evaluate, with_air
from hallwright.project import Project

P = ParamSpec("P")


class Document(QObject):
    """The only thing that changes.

    Attributes
    ----------
    report : Report
        The current project and everything computed from it.
    previewed : Report or None
        What the drag in progress would give; views tint the ghost and show its findings.
    checked_ms : float
        What the last evaluation took.
    """

    changed = Signal(object, object)  # before: Report, after: Report
    preview_changed = Signal(object)  # Report, or None when the preview ends

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.checked_ms = 0.0  # what the last evaluation took, preview or not
        self.report = self._evaluated(project, None)
        self.previewed: Report | None = None
        self.history = QUndoStack(self)

    @property
    def project(self) -> Project:
        """The current project."""
        return self.report.project

    @property
    def shown(self) -> Report:
        """The preview where there is one, else the current report."""
        return self.previewed or self.report

    def apply(
        self, text: str, edit: Callable[Concatenate[Project, P], Project], /, *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run an edit and put it on the history; a HallwrightError leaves all as it was."""
        self.end_preview()
        project = edit(self.report.project, *args, **kwargs)
        if project is not self.report.project:  # an edit that changes nothing returns its input
            self.history.push(ShowProject(self, text, project))

    def preview(self, edit: Callable[Concatenate[Project, P], Project], /, *args: P.args, **kwargs: P.kwargs) -> Report:
        """Evaluate what an edit would give, without making it; raises what the edit raises."""
        self.previewed = self._evaluated(edit(self.report.project, *args, **kwargs), self.report)
        self.preview_changed.emit(self.previewed)
        return self.previewed

    def end_preview(self) -> None:
        """Forget the preview."""
        if self.previewed is not None:
            self.previewed = None
            self.preview_changed.emit(None)

    def show(self, project: Project) -> None:
        """Make a project the current one and tell the views."""
        before, self.report = self.report, self._evaluated(project, self.report)
        self.changed.emit(before, self.report)

    def answer(self, air: Air) -> None:
        """Take in what a slow engine found; an answer for another project changes nothing."""
        after = with_air(self.report, air)
        if after is not self.report:
            before, self.report = self.report, after
            self.changed.emit(before, after)

    def open(self, project: Project) -> None:
        """Make another design the current one, with an empty history."""
        self.end_preview()
        before, self.report = self.report, self._evaluated(project, None)
        self.history.clear()
        self.changed.emit(before, self.report)

    def _evaluated(self, project: Project, previous: Report | None) -> Report:
        start = perf_counter()
        report = evaluate(project, previous)
        self.checked_ms = (perf_counter() - start) * 1000.0
        return report


class ShowProject(QUndoCommand):
    """Swap one project for another: the only undo command there is."""

    def __init__(self, document: Document, text: str, after: Project) -> None:
        super().__init__(text)
        self.document, self.before, self.after = document, document.report.project, after

    def redo(self) -> None:
        self.document.show(self.after)

    def undo(self) -> None:
        self.document.show(self.before)
