"""Waive a finding: why, who, when."""

import datetime

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from hallwright.project import Waiver
from hallwright.rules.base import Finding
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.theme import Theme


class WaiveDialog(FormDialog):
    """Asks for the reason; `waiver` holds the answer."""

    def __init__(
        self, theme: Theme, finding: Finding, subject: str, sentence: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, f"Waive {finding.code} at {subject}", "Waive", sentence, parent)
        self._finding = finding
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(74)
        self.reason.setTabChangesFocus(True)
        self.person = QLineEdit(name)
        self.person.setMaxLength(100)
        self.date = QLineEdit(datetime.date.today().isoformat())
        self.field("Reason", self.reason)
        self.field("Name", self.person)
        self.field("Date", self.date)
        self.waiver: Waiver | None = None
        self.reason.setFocus()

    def accept(self) -> None:
        """Take the waiver, or say what is missing."""
        reason = " ".join(self.reason.toPlainText().split())
        if not reason:
            self.refuse(self.reason, "Say why it is accepted: the report prints it.")
            return
        if len(reason) > 4000:
            self.refuse(self.reason, f"{len(reason)} signs; 4,000 are allowed.")
            return
        try:
            date = datetime.date.fromisoformat(self.date.text().strip())
        except ValueError:
            self.refuse(self.date, "Write it as year-month-day, such as 2026-03-01.")
            return
        self.waiver = Waiver(
            code=self._finding.code,
            subjects=self._finding.subjects,
            reason=reason,
            name=self.person.text().strip(),
            date=date.isoformat(),
            value=self._finding.value,
        )
        super().accept()
