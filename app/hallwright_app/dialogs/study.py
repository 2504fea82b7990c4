"""The study: progress while it runs, then its numbers against limits, and what they rest on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hallwright.engines.study.records import Study
from hallwright.engines.study.verdicts import Verdict, verdicts
from hallwright.errors import HallwrightError
from hallwright.units import System, quantity_text
from hallwright_app.parts import PlainLabel, button
from hallwright_app.selection import Selection
from hallwright_app.studies import Studies
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

HEAD = ("Verdict", "What", "Where", "Value", "Limit")
WORDS = {True: ("holds", "text2"), False: ("broken", "error"), None: ("not evaluated", "warning")}
STEPS = 5  # steps that a study tells of


class StudyDialog(QDialog):
    """Not modal: the design can be edited beside it, and it says when it is stale."""

    def __init__(
        self, studies: Studies, selection: Selection, theme: Theme, units: System, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Study"))
        self._studies, self._selection, self._theme, self._units = studies, selection, theme, units
        self._shown: Study | None = None
        self.note = PlainLabel(theme, "", "body", "text2")
        self.note.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(True)
        self.progress.setAccessibleName(tr("Progress of the study"))
        self.table = QTableWidget(0, len(HEAD))
        self.table.setHorizontalHeaderLabels([tr(word) for word in HEAD])
        self.table.setAccessibleName(tr("Numbers of the study"))
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        for n in range(len(HEAD)):
            self.table.horizontalHeader().setSectionResizeMode(n, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(self._on_row)
        self.table.itemClicked.connect(self._on_row)
        self.assumptions = QPlainTextEdit()
        self.assumptions.setReadOnly(True)
        self.assumptions.setAccessibleName(tr("Assumptions of the study"))
        self.assumptions.setMaximumHeight(170)
        self.again = button("Run again", studies.run, default=True)
        self.stop = button("Cancel", studies.cancel)
        self.shut = button("Close", self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for one in (self.shut, self.stop, self.again):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(PlainLabel(theme, tr("Study: load flow, voltage drop, short circuit"), "title"))
        column.addWidget(self.note)
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        column.addWidget(PlainLabel(theme, tr("Assumptions"), "caption_head", "text2"))
        column.addWidget(self.assumptions)
        column.addLayout(row)
        self.resize(860, 700)
        studies.changed.connect(self.refresh)
        studies.stepped.connect(self._on_step)
        studies.failed.connect(self._on_failed)
        self._failure = ""
        self.refresh()

    def _on_step(self, what: str) -> None:
        self.progress.setFormat(tr(what))
        self.progress.setValue(min(self.progress.value() + 1, STEPS))

    def _on_failed(self, error: HallwrightError) -> None:
        self._failure = error.text

    def refresh(self) -> None:
        """Show what there is now."""
        studies = self._studies
        if studies.running:
            self._failure = ""
        else:
            self.progress.reset()
        self.progress.setVisible(studies.running)
        self.stop.setVisible(studies.running)
        self.again.setEnabled(not studies.running)
        if studies.result is not self._shown:
            self._shown = studies.result
            self._fill()
        self.note.setText(self._note())
        self.note.set_token("error" if self._failure else "warning" if studies.stale else "text2")

    def _note(self) -> str:
        studies = self._studies
        if studies.running:
            return tr("The study runs; the design can be edited meanwhile.")
        if self._failure:
            return self._failure
        found = studies.result
        if found is None:
            return tr("Nothing has been studied yet.")
        if studies.stale:
            return tr("Stale: the design was edited since. These numbers are of the design as it was.")
        basis = found.project.settings.demand_basis.value
        return (
            f"On the {basis} basis. Sources and converters give {quantity_text(found.source_kw, 'kW')}, of which "
            f"{quantity_text(found.cable_loss_kw, 'kW')} are lost in cables; the live solver, which has no cables, "
            f"says {quantity_text(found.live_kw, 'kW')}."
        )

    def _fill(self) -> None:
        found = self._shown
        rows = verdicts(found) if found is not None else ()
        self.table.setRowCount(len(rows))
        for n, verdict in enumerate(rows):
            assert found is not None
            for column, text in enumerate(self._texts(found, verdict)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, verdict.subject)
                if column == 0:
                    item.setForeground(self._theme.color(WORDS[verdict.holds][1]))
                if column >= 3 and not verdict.missing:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(n, column, item)
        lines = [] if found is None else [*(f"Left out: {line}." for line in found.not_studied), *found.assumptions]
        self.assumptions.setPlainText("\n".join(lines))

    def _texts(self, found: Study, verdict: Verdict) -> tuple[str, ...]:
        limit = quantity_text(verdict.limit, verdict.unit, self._units) if verdict.limit is not None else ""
        return (
            tr(WORDS[verdict.holds][0]),
            tr(verdict.what),
            found.project.name_of(verdict.subject),
            "" if verdict.value is None else quantity_text(verdict.value, verdict.unit, self._units),
            verdict.missing or limit,
        )

    def _on_row(self, item: QTableWidgetItem) -> None:
        self._selection.set([item.data(Qt.ItemDataRole.UserRole)], zoom=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A study that nobody waits for is stopped."""
        if self._studies.running:
            self._studies.cancel()
        super().closeEvent(event)


def show_study(window: "MainWindow") -> None:
    """Open the dialog of a window and run the study where there is none that holds."""
    from hallwright_app.studies import studies_of

    studies = studies_of(window)
    found = window.findChild(StudyDialog)
    if found is None:
        found = StudyDialog(studies, window.selection, window.theme, window.preferences.units, window)
    found.show()
    found.activateWindow()
    if studies.fresh is None and not studies.running:
        studies.run()
