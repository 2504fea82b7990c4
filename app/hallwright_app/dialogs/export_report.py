"""Export the report: format and place, with what will be in it beside."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from hallwright.evaluate import Report
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.parts import PlainLabel, button
from hallwright_app.theme import Theme

FORMATS = (
    ("PDF, for paper and clients", ".pdf"),
    ("HTML, one file for a browser", ".html"),
    ("JSON, for programs", ".json"),
)


class ExportReportDialog(FormDialog):
    """Asks where to; `path` holds the answer."""

    def __init__(self, theme: Theme, report: Report, folder: Path, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, f"Export the report of {report.project.name}", "Export report", "", parent)
        self.format = QComboBox()
        for text, ending in FORMATS:
            self.format.addItem(text, ending)
        self.file = QLineEdit(str(folder / f"{stem}.pdf"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file, 1)
        line.addWidget(button("Browse…", self._browse))
        self.field("Format", self.format)
        self.field("File", row)
        self.file.setAccessibleName("File")
        self._row = row
        counts = report.counts
        gaps = (
            f" {counts['not_evaluated']} checks are not evaluated and listed as such."
            if counts["not_evaluated"]
            else ""
        )
        note = (
            f"Cover, plan, elevations, load tables, {counts['error']} errors, {counts['warning']} warnings, "
            f"{counts['hint']} hints, {counts['waived']} waived with their reasons, assumptions and sources.{gaps}"
        )
        label = PlainLabel(theme, note, "body", "text2")
        label.setWordWrap(True)
        self.column.insertWidget(1, label)
        self.path: Path | None = None
        self.format.currentIndexChanged.connect(self._on_format)
        self.setMinimumWidth(560)

    def _on_format(self) -> None:
        path = Path(self.file.text())
        self.file.setText(str(path.with_suffix(self.format.currentData())))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export report to", self.file.text())
        if name:
            self.file.setText(name)

    def accept(self) -> None:
        """Take the path, or say what is wrong with it."""
        text = self.file.text().strip()
        if not text:
            self.refuse(self._row, "A file name is needed.")
            return
        path = Path(text)
        if path.suffix.lower() not in (".pdf", ".html", ".json"):
            path = path.with_name(path.name + self.format.currentData())
        if not path.parent.is_dir():
            self.refuse(self._row, f"There is no folder {path.parent}.")
            return
        self.path = path
        super().accept()
